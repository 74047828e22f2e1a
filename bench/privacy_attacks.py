"""What a release gives away: every attack, the key, traces of its source, people who leave.

It promises that what is attacked was published, and attacked as `seen attack` does.
"""

from __future__ import annotations

import shutil
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from bench.people import MARK, data_file
from bench.privacy_pooled import ENOUGH, added
from bench.releases import OUTCOMES, cells, published, settings_in
from seen.release.attack import (
    Attacked,
    Audited,
    Result,
    attack,
    cubes,
    limit_kept,
)
from seen.release.attack.following import successive
from seen.release.attack.rests import TWO_RESTS, two_rests
from seen.release.attack.standing import changed_by_few, left_to_few
from seen.settings import Settings
from seen.sources.release_file import ReleaseFile

_FORMS: Final = (b64encode, urlsafe_b64encode)


def attacked(
    folder: Path,
    path: Path,
    release: Path,
    made: dict[str, pd.DataFrame],
    *,
    times: int,
    others: Iterable[dict[str, pd.DataFrame]],
) -> dict[str, Any]:
    """Return how the attacks come out, one release after another too.

    Parameters
    ----------
    times
        How many people are taken out, one at a time.
    others
        Other people of the same kind, for attacks on two releases that find too few targets.
    """
    run = settings_in(folder)
    found = [
        {**vars(it.result), "within": it.verdict}
        for it in attack(Audited(release=release, data=path), run)
    ]
    again = published(path, run, measures=OUTCOMES, is_new_series=True)
    other = settings_in(folder / "other")
    with_other_key = published(
        data_file(other.data_folder, made), other, measures=OUTCOMES, is_new_series=True
    )
    return {
        "attacks": found,
        "same_key_same_cells": cells(release).equals(cells(again)),
        "other_key_changes": round(_changes(cells(release), cells(with_other_key)), 3),
        "traces": traces(release, path, run),
        "followed": followed(folder, chain([made], others)),
        "removed": removed(folder / "removed", made, times),
    }


def _changes(one: pd.DataFrame, other: pd.DataFrame) -> float:
    """Return the share of values that differ, of cells that both hold; institutions left out."""
    keys = [name for name in one.columns if name not in ("n_p", "institution")]
    kept = [
        frame[frame["institution"].isna() & (frame["outcome"] != "asked")]
        for frame in (one, other)
    ]
    both = kept[0].merge(kept[1], on=keys, suffixes=("", "_other"))
    return float((both["n_p"] != both["n_p_other"]).mean())


def traces(release: Path, path: Path, run: Settings) -> int:
    """Return how many marks of ids, names, paths and forms of the key stand in the file.

    Looked at are its bytes, and its texts as they are read, for texts may lie there compressed.
    """
    key = (run.secrets_folder / "people" / "publish.key").read_bytes()
    forms = {key.hex(), *(form(key).decode().rstrip("=") for form in _FORMS)}
    places = (run.data_folder, run.secrets_folder)
    marks = {MARK, *map(str, places), path.name, path.stem, *forms}
    held = ReleaseFile(release)
    texts = held.file.run("release/texts", dimensions=["cuboid", *held.levels])
    said = "\n".join(texts["told"].dropna())
    content = release.read_bytes()
    return sum(it in said or it.encode() in content for it in marks) + (key in content)


def followed(folder: Path, several: Iterable[dict[str, pd.DataFrame]]) -> list[dict[str, Any]]:
    """Return what two releases give away of which the second has a quarter more, by outcome.

    Of other people one after another, until what changed in a group less what changed in its
    parts had targets enough to tell, or there are no further people.
    """
    sums: dict[tuple[str, str], Result] = {}
    changed: dict[str, float] = {}
    n_releases = 0
    for n_releases, made in enumerate(several, start=1):
        for result, q in _followed(folder / f"followed-{n_releases}", made):
            key, changed[result.outcome] = (result.attack, result.outcome), q
            sums[key] = added(sums[key], result) if key in sums else result
        if all(it.n_targets >= ENOUGH for it in sums.values() if it.attack == TWO_RESTS):
            break
    return [
        vars(it)
        | {"within": Attacked(result=it, is_kept=limit_kept(it, q=changed[it.outcome])).verdict}
        | {"n_releases": n_releases, "of": "pairs of releases"}
        for it in sums.values()
    ]


def _followed(folder: Path, made: dict[str, pd.DataFrame]) -> Iterator[tuple[Result, float]]:
    """Yield what each attack on two releases of some people found, and the share changed."""
    run, rows = settings_in(folder), made["encounters"]
    quarter = rows["month"].dt.to_period("Q")
    audited = []
    for name, kept in (("before", quarter < quarter.max()), ("now", quarter <= quarter.max())):
        data = data_file(folder / name, {**made, "encounters": rows[kept]})
        audited.append(Audited(release=published(data, run, measures=OUTCOMES), data=data))
    draw = np.random.default_rng(4)
    with ExitStack() as files:
        both = zip(*(cubes(files, it, run) for it in audited), strict=True)
        for (_, before, q), (_, now, _) in both:
            for result in (
                *successive(now, before, draw),
                two_rests(now, before, draw),
                changed_by_few(now, before),
                left_to_few(now, before),
            ):
                yield result, q


def removed(folder: Path, made: dict[str, pd.DataFrame], times: int) -> dict[str, Any]:
    """Return what changes, and what is read, when single people leave before the next release."""
    run, rows = settings_in(folder), made["encounters"]
    first_data = data_file(folder / "all", made)
    first = published(first_data, run, measures=OUTCOMES[:1])
    series, state = run.data_folder / "series", folder / "state"
    series.rename(state)
    draw = np.random.default_rng(3)
    n_changed = 0
    results: list[Result] = []
    for place, person in enumerate(draw.permutation(rows["recipient_id"].unique())[:times]):
        less = {**made, "encounters": rows[rows["recipient_id"] != person]}
        data = data_file(folder / f"without-{place}", less)
        shutil.copytree(state, series, dirs_exist_ok=True)
        second = published(data, run, measures=OUTCOMES[:1])
        n_changed += not cells(first).equals(cells(second))
        with ExitStack() as files:
            (_, before, _), *_ = cubes(files, Audited(release=first, data=first_data), run)
            (_, after, _), *_ = cubes(files, Audited(release=second, data=data), run)
            results += successive(after, before, draw)
    counted = ("n_targets", "recovered", "guessed", "base")
    return {
        "releases": times,
        "changed": n_changed,
        **{name: sum(getattr(it, name) for it in results) for name in counted},
    }
