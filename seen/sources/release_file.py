"""A release as a file: what may stand in it, checked before anything is asked of it.

It promises that a file which `seen verify` would not pass is refused, and that the refusal repeats
nothing of what was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from seen.domain.catalog import Catalog
from seen.domain.dimensions import NOT_STATED, Dimension
from seen.domain.protection import Protection
from seen.domain.releases import INSTITUTION
from seen.errors import CatalogError, DataFileError
from seen.sources.dictionary import standard
from seen.sources.release_checks import CHECKS, outcomes_of
from seen.store import DataFile, manifests
from seen.text import text


def completed(
    stored: Catalog, levels: Mapping[str, tuple[str, ...]], labels: Mapping[str, str]
) -> Catalog:
    """Return the Catalog of a release beside what the standard one declares and it lacks.

    A page that asks for something that was not released then finds it declared and not there, as
    of any other data.

    Parameters
    ----------
    levels
        The levels that are released of each Dimension; no other can be asked for.
    labels
        What levels of institutions are called, whose names are not released.
    """
    usual = standard()
    whole = usual.extended(stored)
    own = {it.name for it in stored.measures}
    is_usual = set(stored.overview) <= set(usual.overview)
    return replace(
        whole,
        measures=tuple(  # one whose column is released as a Dimension alone is not there
            it
            for it in whole.measures
            if it.name in own or (it.table, it.column) not in stored.present
        ),
        dimensions=tuple(_released(it, levels.get(it.name), labels) for it in whole.dimensions),
        overview=usual.overview if is_usual else stored.overview,
        blocks=(),
        present=stored.present,
        institution_word=stored.institution_word,
        institution_plural=stored.institution_plural,
        apart=stored.apart,
    )


def _released(
    dimension: Dimension, levels: tuple[str, ...] | None, labels: Mapping[str, str]
) -> Dimension:
    """Return a Dimension with the levels that are released."""
    if levels is None:
        return dimension
    kept = tuple(level for level in levels if level != NOT_STATED)
    unstated = tuple(level for level in dimension.unstated if level in kept)
    words = dimension.words
    if dimension.name == INSTITUTION:
        words = tuple((f"level.{level}", labels[level]) for level in kept)
    return replace(dimension, levels=kept, unstated=unstated, words=words)


class ReleaseFile:
    """One release, opened for reading and found to hold nothing but what a release may."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = DataFile(path)
        try:
            for check in CHECKS.values():
                self._require(next(check(self.file), None) is None)
            stored = Catalog.from_json(self.file.run("release/measures")["content"].iloc[0])
            self.levels = self._levels(stored)
            self.catalog = completed(stored, self.levels, self._labels())
            self.protection = self._protection()
            self._check_manifest()
        except (KeyError, IndexError, ValueError, CatalogError):
            self.file.close()
            raise self._refused() from None
        except DataFileError:
            self.file.close()
            raise

    @property
    def is_republished(self) -> bool:
        """Whether it holds aggregates that were public before, and no cells."""
        return not self.cuboids and not self.file.run("release/published").empty

    @cached_property
    def cuboids(self) -> frozenset[str]:
        """The combinations of Dimensions of which anything is published."""
        return frozenset(self.file.run("release/cuboids")["cuboid"])

    @cached_property
    def outcomes(self) -> dict[str, tuple[str, ...]]:
        """The levels of each outcome, in their order."""
        return outcomes_of(self.file)

    @cached_property
    def designs(self) -> dict[tuple[str, str], float]:
        """The design effect of each outcome in each cuboid."""
        rows = self.file.run("release/designs")
        names = zip(rows["outcome"], rows["cuboid"], strict=True)
        return dict(zip(names, rows["design"].astype(float), strict=True))

    @cached_property
    def bands(self) -> dict[tuple[str, str], float]:
        """The middle of each band of a score, by outcome and level."""
        rows = self.file.run("release/bands")
        names = zip(rows["outcome"], rows["outcome_level"], strict=True)
        middles = (rows["low"].astype(float) + rows["high"].astype(float)) / 2
        return dict(zip(names, middles, strict=True))

    # -- what it holds ---------------------------------------------------------------------------

    def _check_manifest(self) -> None:
        """Refuse a release whose manifest, where there is one, is that of other bytes."""
        sizes = manifests.sizes(self.file.run("release/sizes"))
        if manifests.differing(self.path, facts=self.file.meta, cells=sizes):
            raise DataFileError(text("error.manifest", file=self.path.name))

    def _levels(self, catalog: Catalog) -> dict[str, tuple[str, ...]]:
        """Return the levels of each released Dimension in Catalog order, "not stated" last."""
        held: dict[str, set[str]] = defaultdict(set)
        for row in self.file.run("release/dims").itertuples():
            held[str(row.dim)].add(str(row.level))
        found = {}
        for name, levels in held.items():
            dimension = catalog.dimension(name)
            known = sorted(levels, key=lambda it: (it == NOT_STATED, dimension.place(it), it))
            found[name] = tuple(known)
        return found

    def _labels(self) -> dict[str, str]:
        """Return what institutions are called: codes, or a pool of several of a kind."""
        rows = self.file.run("release/dims")
        own = rows[rows["dim"] == INSTITUTION]
        return dict(zip(own["level"], own["label"], strict=True))

    def _protection(self) -> Protection:
        """Return what was done to the counts."""
        facts = self.file.meta
        return Protection(
            release_id=facts["release_id"],
            created_month=facts["created_month"],
            changed=float(facts["q"]),
            noise=float(facts["V"]),
            most_dimensions=int(facts["K"]),
        )

    def _require(self, is_so: bool) -> None:  # noqa: FBT001  (a check reads as a sentence)
        """Refuse the file unless something is so."""
        if not is_so:
            raise self._refused()

    def _refused(self) -> DataFileError:
        """Return that the file holds what a release may not."""
        return DataFileError(text("error.not_a_release", file=self.path.name))
