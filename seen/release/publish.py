"""From a local dataset to a release: plan, count, withhold, add noise, write, verify.

It promises that a release appears only after it was opened again and found to hold nothing that
it may not.
"""

from __future__ import annotations

import json
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import pandas as pd

from seen import __version__
from seen.domain import releases
from seen.domain.catalog import Catalog
from seen.domain.releases import INSTITUTION
from seen.errors import PublishError
from seen.guard import flip, noise
from seen.release import (
    consents,
    counting,
    levels,
    refusals,
    republish,
    rhythm,
    traces,
    verify,
    writing,
)
from seen.release import series as series_of
from seen.release.choices import Choices, Published
from seen.release.consents import Consent, Named
from seen.release.lattice import most_crossed
from seen.release.outcomes import SURVEYS
from seen.release.plan import Part, Plan, plan, public_catalog
from seen.release.secret import PublishKey, publish_key
from seen.release.series import Series
from seen.release.suppression import Protected, add_noise, groups, suppress
from seen.settings import Settings
from seen.store import Build, manifests
from seen.store.disk import clear_left
from seen.store.work import working
from seen.text import text

FOLDER: Final = "releases"
MINIMUMS: Final = {"places": 3, "workers": 25, "people": 500}
SURVEY_MINIMUMS: Final = {"places": 3, "people": 25}


def publish(
    path: Path,
    settings: Settings,
    choices: Choices,
    progress: Callable[[str], None] = lambda _: None,
) -> Published:
    """Make a release of a data file.

    Raises
    ------
    PublishError
        When no release can be made of it as asked; nothing was written.
    """
    folder = choices.out or settings.data_folder / FOLDER
    if not choices.is_dry_run:
        writing.check_open(folder)
    kept = settings.data_folder / series_of.FOLDER
    with working(path, memory=settings.memory) as work:
        stored = work.run("choices/meta")
        meta = dict(zip(stored["name"], stored["content"], strict=True))
        if "catalog" not in meta:
            raise PublishError(text("publish.is_release"))
        name, catalog = str(meta["name"]), Catalog.from_json(meta["catalog"])
        if republish.is_republished(work):
            found, n = republish.publish(
                work,
                catalog,
                name=name,
                folder=folder,
                measures=choices.measures,
                is_dry_run=choices.is_dry_run,
                progress=progress,
            )
            return Published(
                path=found,
                protected=Protected(n_cells=n, n_enough=n, n_shown=n),
                n_rows=n,
                moved=(),
                withheld=pd.DataFrame(),
                merging=pd.DataFrame(),
                was_public=True,
            )
        q = flip.Q_STRICT if choices.is_strict else flip.Q
        planned = plan(catalog, measures=choices.measures, dimensions=choices.dimensions, q=q)
        is_dry_run, is_new = choices.is_dry_run, choices.is_new_series or choices.purges
        with series_of.opened(
            work,
            kept,
            name,
            is_new=is_new,
            releases=folder,
            is_dry_run=is_dry_run,
            progress=progress,
        ) as series:
            if series.is_taken_over:
                progress(text("publish.step.taking_over"))
            key = publish_key(
                settings.secrets_folder,
                name,
                releases=folder,
                may_make=series.is_new,
            )
            calendar = rhythm.calendar(work, [table for table, _ in planned.of_table])
            rhythm.check(series, calendar, out_of_turn=choices.is_out_of_turn)
            planned = rhythm.kept(planned, series, calendar, out_of_turn=choices.is_out_of_turn)
            made = _Making(
                work=work,
                series=series,
                key=key,
                choices=choices,
                folder=folder,
                consents=consents.read(choices.consents, releases=folder),
                places=(path, folder, settings.data_folder, settings.secrets_folder),
                progress=progress,
            )
            return made.publish(planned, catalog, name)


@dataclass(kw_only=True)
class _Making:
    """One release while it is made."""

    work: Build
    series: Series
    key: PublishKey
    choices: Choices
    folder: Path
    consents: tuple[Consent, ...]
    places: tuple[Path, ...]  # files and folders that no release may name
    progress: Callable[[str], None]
    named: tuple[Named, ...] = ()  # institutions, by their consent
    held: dict[str, set[str]] = field(default_factory=dict)  # by Dimension, those found
    moved: list[tuple[str, float]] = field(default_factory=list)  # by leaving out weights

    def publish(self, planned: Plan, catalog: Catalog, name: str) -> Published:
        """Return what was published; the release appears last."""
        self.progress(text("publish.step.reading"))
        refusals.check_people(
            self.work, planned, one_answer_per_person=self.choices.one_answer_per_person
        )
        refusals.check_scales(self.work, planned)
        worker = counting.worker_column(catalog)
        follows = not self.series.is_new
        places = counting.prepare(self.work, planned, self.key, worker=worker, follows=follows)
        labels = self.work.run("lattice/place_names")
        self.named = consents.named(self.consents, labels, places)
        planned, meta = self._count(planned, catalog, worker, name)
        self.progress(text("publish.step.withholding"))
        suppress(self.work, self.series)
        self.progress(text("publish.step.noise"))
        cells = add_noise(self.work, self.series)
        levels.hold(self.held, cells)
        result = Published(
            path=None,
            protected=groups(self.work),  # once noise has hidden a few more
            n_rows=len(cells),
            moved=tuple(self.moved),
            withheld=self.work.run("lattice/withheld"),
            merging=levels.merging(self.work.run("lattice/merging"), planned),
            n_named=len(self.named),
            n_consents=len(self.consents),
            n_past=max(self.series.n_past.values(), default=0),
        )
        if self.choices.is_dry_run:
            return result
        self.progress(text("publish.step.writing"))
        self.folder.mkdir(parents=True, exist_ok=True)
        clear_left(self.folder, ".release-*")
        with tempfile.TemporaryDirectory(prefix=".release-", dir=self.folder) as scratch:
            written = self._write(Path(scratch), name, planned, catalog, cells, meta)
            self.progress(text("publish.step.verifying"))
            manifests.write(written, facts=meta, cells=writing.sizes(written))
            released = {level for held in self.held.values() for level in held}
            source = traces.origin(
                self.work,
                released=released,
                places=self.places,
                consents=self.consents,
                named=self.named,
            )
            verify.verify(written, key=self.key.secret, source=source)
            self.key.keep()
            # the state first: what was never published may be frozen, never the other way round
            forgets = self.choices.purges
            final = self.folder / written.name
            with series_of.placed(self.series, meta, final, forgets=forgets):
                series_of.commit(self.work, self.series, meta, forgets=forgets)
                manifests.place(written, self.folder)
        manifests.clear_abandoned(self.folder, final.stem.rpartition("-")[0])
        return replace(result, path=final)

    def _effects(self, planned: Plan) -> pd.DataFrame:
        """Return the design effects: those of the first release, or one person could move them."""
        if self.series.is_new:
            found = writing.effects(self.work.run("lattice/design_effects"), planned)
            self.series.effects = found.to_numpy().tolist()
        return pd.DataFrame(self.series.effects, columns=["outcome", "cuboid", "deff"])

    def _count(
        self, planned: Plan, catalog: Catalog, worker: str, name: str
    ) -> tuple[Plan, dict[str, str]]:
        """Count all parts; return the plan as the data allow it, and the facts of the release."""
        cuboids = None
        for part in planned.parts():  # encounters first: they settle what is crossed
            counting.read_part(self.work, planned, part, worker=worker)
            is_survey = part[0] == SURVEYS
            refusals.check_sizes(
                self.work,
                SURVEY_MINIMUMS if is_survey else MINIMUMS,
                has_workers=worker != "institution_id",
            )
            levels.check_levels(self.work, planned, part[0], self.held)
            if cuboids is None:
                n_people = int(self.work.run("lattice/size")["people"].item())
                planned = replace(planned, most_crossed=most_crossed(n_people))
                held = self.held.get(INSTITUTION, set())
                self.named = tuple(it for it in self.named if it.level in held)
                meta = self._meta(planned, name)
                series_of.check(self.series, meta)
                cuboids = counting.declare(self.work, planned)
            self._check_answers(planned, part, catalog)
            counting.count_part(self.work, planned, part, cuboids, self.series, self.progress)
        return planned, meta

    def _check_answers(self, planned: Plan, part: Part, catalog: Catalog) -> None:
        """Refuse answers that undo the protection, or that mean little without their weights."""
        refusals.check_together(self.work, planned, part)
        found = list(refusals.moved(self.work, planned, part, catalog))
        refusals.check_moved(found, is_accepted=self.choices.accepts_unweighted)
        self.moved += found

    def _meta(self, planned: Plan, name: str) -> dict[str, str]:
        """Return the facts about a release."""
        return {
            "release_id": secrets.token_hex(series_of.BYTES_OF_AN_ID),
            "series_id": self.series.series_id,
            "previous_release_id": self.series.previous_release_id,
            "created_month": rhythm.this_month(),
            "format_version": releases.FORMAT_VERSION,
            "app_version": __version__,
            "q": str(planned.q),
            "V": str(noise.V),
            "D": str(noise.D),
            "K": str(planned.most_crossed),
            "thresholds": json.dumps(releases.THRESHOLDS, sort_keys=True),
            "schema_hash": planned.schema_hash(),
            "outcomes": writing.outcome_levels(planned),
            "one_answer_per_person": str(self.choices.one_answer_per_person).lower(),
            "is_weighted": "false",
            "named_institutions": json.dumps(sorted(it.level for it in self.named)),
            "name": name,
            "key": series_of.key_check(self.key.secret),
        }

    def _write(
        self,
        folder: Path,
        name: str,
        planned: Plan,
        catalog: Catalog,
        cells: pd.DataFrame,
        meta: dict[str, str],
    ) -> Path:
        """Write the release file."""
        released = levels.with_institutions(planned, self.held)
        return writing.write(
            folder,
            name=f"{name}_release",
            planned=planned,
            catalog=public_catalog(catalog, released),
            cells=cells,
            effects=self._effects(planned),
            dims=writing.levels(planned.dimensions, self.held, self.named),
            dataset=writing.dataset(self.work),
            meta={fact: meta[fact] for fact in releases.META},
        )
