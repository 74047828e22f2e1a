"""From a data file to counted cells: levels, keyed people, flipped answers, cells of every cuboid.

It promises that an answer is flipped before anything is counted, and that the order of rows never
shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import pandas as pd

from seen.domain.catalog import Catalog
from seen.domain.releases import INSTITUTION, THRESHOLDS
from seen.guard import flip, noise
from seen.release import inside
from seen.release import places as pooling
from seen.release.lattice import TYPE, Cuboid, lines, slotted
from seen.release.outcomes import ENCOUNTERS, SURVEYS, Outcome
from seen.release.past import EVERYONE, follow
from seen.release.places import Place
from seen.release.plan import Part, Plan
from seen.release.secret import PublishKey
from seen.release.series import Series
from seen.settings import MINIMUM_PEOPLE
from seen.store import Build
from seen.text import text

MINIMUM_PLACES: Final = int(THRESHOLDS["institutions"])
MINIMUM_CLUSTERS: Final = 5
AT_ONCE: Final = 5_000_000  # answers from which outcomes are counted by themselves
MINIMUM_FOR_EFFECT: Final = 30  # answers of a cell that tells how much clusters matter
PLACE_COLUMN: Final = "place_level"
_TABLES: Final = (
    *("keyed", "number", "level_text", "tables_counted", "tables_counted_level"),
    *("tables_effect", "tables_place", "tables_cuboid", "tables_line", "tables_nest"),
    *("tables_rule", "tables_outcome_level", "tables_noise", "tables_behind", "tables_settled"),
    *("tables_determinant", "tables_joint", "tables_joint_line", "tables_inside"),
    "tables_outside",
)


def worker_column(catalog: Catalog) -> str:
    """Return whose share of a cell is limited: practitioners, or institutions without them."""
    known = (ENCOUNTERS, "practitioner_id") in catalog.present
    return "practitioner_id" if known else "institution_id"


def prepare(
    work: Build, planned: Plan, key: PublishKey, *, worker: str, follows: bool = False
) -> list[Place]:
    """Make the tables that counting needs: levels, institutions, keys; return the institutions.

    Parameters
    ----------
    work, planned, key
        The data file, what is released of it, and the key it is released with.
    worker
        The column whose members are protected as practitioners.
    follows
        Whether a release before this one left levels that are still spoken of, and institutions
        as it settled them.
    """
    for name in _TABLES:
        work.change(f"lattice/{name}")
    work.change("lattice/secret", inner_block=key.inner_block, outer_block=key.outer_block)
    found = _places(work, planned, key, worker, follows=follows)
    here = [place for place in found if place.institution_id is not None]
    levels = sorted({place.level for place in here})
    work.insert("level_text", pd.DataFrame({"level": pd.Series(levels, dtype="str")}))
    for table, _ in planned.of_table:
        columns = [EVERYONE, *planned.columns(table).values()]
        work.change("lattice/level_texts", table=table, columns=columns)
    if follows:
        work.change("series/level_texts")
    work.change("lattice/level_type")
    work.change("lattice/level_codes")
    _insert(
        work,
        "place_text",
        ["institution_id", "level"],
        [(it.institution_id, it.level) for it in here],
    )
    held = ["number", "is_large", "kind", "n", "is_anew"]
    _insert(work, "settled", held, [[getattr(it, name) for name in held] for it in found])
    work.change("lattice/released_place")
    return found


def declare(work: Build, planned: Plan) -> dict[str, tuple[Cuboid, ...]]:
    """Write cuboids, their lines, rules and levels; return the cuboids of each table."""
    cuboids = planned.cuboids()
    flat = [cuboid for found in cuboids.values() for cuboid in found]
    work.insert("cuboid", pd.DataFrame([_cuboid_row(cuboid) for cuboid in flat]))
    for found in cuboids.values():
        _insert(work, "line", ["cuboid", "place", "parent"], lines(found))
    for joints in inside.joints(cuboids).values():
        inside.declare(work, joints)
    rules = [
        _rule(number, outcome, cuboid)
        for number, outcome in enumerate(planned.outcomes)
        for cuboid in cuboids[outcome.table]
    ]
    work.insert("rule", pd.DataFrame(rules))
    levels = [
        (
            *(number, outcome.name, y, level, outcome.is_flipped),
            *(y in outcome.top_or_last, y in (outcome.bottom or (1,))),
        )
        for number, outcome in enumerate(planned.outcomes)
        for y, level in enumerate(outcome.levels, start=1)
    ]
    held = ["outcome", "outcome_name", "y", "level", "is_flipped", "is_top", "is_bottom"]
    _insert(work, "outcome_level", held, levels)
    work.insert("noise", pd.DataFrame([vars(step) for step in noise.steps()]))
    return cuboids


def read_part(work: Build, planned: Plan, part: Part, *, worker: str) -> None:
    """Read the rows of one part: encounters, or surveys of one instrument and scale.

    Of surveys institutions are protected as practitioners are of encounters.
    """
    table, instrument, scale = part
    values: dict[str, Any] = {
        "dimensions": [EVERYONE, *planned.columns(table).values()],
        "outcomes": sorted({outcome.column for outcome in planned.of_part(part)}),
        "quarters": None if planned.quarters is None else list(planned.quarters),
    }
    if table == SURVEYS:
        work.change("lattice/surveys", **values, instrument=instrument, scale=scale)
    else:
        work.change("lattice/encounters", **values, worker=worker)
    work.change("lattice/people")
    known = table == ENCOUNTERS and worker != "institution_id"
    work.change("lattice/numbers", worker_kind="practitioner" if known else "institution")


def count_part(
    work: Build,
    planned: Plan,
    part: Part,
    cuboids: Mapping[str, tuple[Cuboid, ...]],
    series: Series,
    progress: Callable[[str], None],
) -> None:
    """Count the cells of every outcome of the part that was read last, several at once."""
    crossed, joints = cuboids[part[0]], inside.joints(cuboids)[part[0]]
    columns = planned.columns(part[0]) | {INSTITUTION: PLACE_COLUMN}
    held = {name: columns[name] for name in planned.names(part[0])}
    gathered: list[str] = []
    wanted = planned.of_part(part)
    for outcome in wanted:
        number = planned.outcomes.index(outcome)
        chance = 0.0
        if outcome.is_flipped:
            chance = flip.replaced(q=planned.q, n_levels=len(outcome.levels))
        read_answers(work, outcome, chance)
        follow(work, series, outcome=outcome, number=number, cuboids=crossed, columns=held)
        work.change(f"lattice/{'gather' if gathered else 'answered'}", outcome=number)
        gathered.append(outcome.name)
        if outcome == wanted[-1] or work.run("lattice/n_answered")["n"].item() >= AT_ONCE:
            progress(text("publish.step.counting", outcome=", ".join(gathered), n=len(crossed)))
            work.change("lattice/gathered")
            work.change("lattice/present", dimensions=[EVERYONE, PLACE_COLUMN, *held.values()])
            for cuboid in crossed:
                _count(work, cuboid, columns)
            inside.count(work, joints, columns)
            inside.find(work, crossed, columns)
            gathered.clear()


def read_answers(work: Build, outcome: Outcome, chance: float) -> None:
    """Read the answers to one outcome of the part that was read last.

    Parameters
    ----------
    work, outcome
        The data file, and the outcome.
    chance
        Of being replaced by a level drawn from all.
    """
    work.change(
        "lattice/answers",
        column=outcome.column,
        prefix=flip.prefix(outcome.name),
        values=list(outcome.values),
        is_banded=outcome.is_banded,
        replaced=chance,
    )


def _count(work: Build, cuboid: Cuboid, columns: dict[str, str]) -> None:
    """Count the cells of one cuboid, of every outcome whose answers are gathered."""
    named = [columns[name] for name in cuboid.dimensions]
    slots = slotted(named, EVERYONE)
    dims: dict[str, Any] = {f"dim_{place}": column for place, column in enumerate(slots, start=1)}
    work.change("lattice/parts", **dims)
    work.change("lattice/cells", cuboid=cuboid.number, **dims)
    work.change("lattice/levels", cuboid=cuboid.number)
    work.change(
        "lattice/effects",
        cuboid=cuboid.number,
        by_worker=cuboid.has_institution,
        minimum_clusters=MINIMUM_CLUSTERS,
        minimum_answers=MINIMUM_FOR_EFFECT,
    )


def _places(
    work: Build, planned: Plan, key: PublishKey, worker: str, *, follows: bool
) -> list[Place]:
    """Return the institutions and the level each has in the release."""
    quarters = None if planned.quarters is None else list(planned.quarters)
    tables = [table for table, _ in planned.of_table]
    kind = next((it.column for it in planned.dimensions if it.name == TYPE), None)
    of = {"kind": kind or EVERYONE, "quarters": quarters}
    found = pd.DataFrame(columns=["institution_id"])
    if ENCOUNTERS in tables:
        work.change("lattice/behind", quarters=quarters)
        found = work.run("lattice/places", worker=worker, **of)
    if SURVEYS in tables:  # an institution may have surveys alone
        work.change("lattice/survey_behind", quarters=quarters)
        others = work.run("lattice/survey_places", **of)
        others = others[~others["institution_id"].isin(found["institution_id"])]
        found = pd.concat([found, others]) if len(found) else others
    work.change("lattice/place_people")
    found = found.merge(work.run("lattice/place_numbers"), on="institution_id")
    has_workers = worker != "institution_id"
    return pooling.released_places(
        found,
        secret=key.secret,
        has_workers=has_workers,
        has_kinds=kind is not None,
        settled=work.run("series/settled") if follows else None,
    )


def _cuboid_row(cuboid: Cuboid) -> dict[str, object]:
    """Return a cuboid as a row."""
    slots = slotted(cuboid.dimensions, None)
    dims = {f"dim_{place}": name for place, name in enumerate(slots, start=1)}
    return {"cuboid": cuboid.number, "name": cuboid.name, **dims}


def _rule(number: int, outcome: Outcome, cuboid: Cuboid) -> dict[str, object]:
    """Return how many must stand behind a cell of an outcome and cuboid."""
    is_survey, is_place = outcome.table == SURVEYS, cuboid.has_institution
    workers = (MINIMUM_PLACES, 0)[is_place] if is_survey else int(THRESHOLDS["practitioners"])
    return {
        "outcome": number,
        "cuboid": cuboid.number,
        "minimum_answers": MINIMUM_PEOPLE,
        "minimum_people": MINIMUM_PEOPLE,
        "minimum_workers": workers,
        "largest_share": 1.0 if is_survey and is_place else THRESHOLDS["largest_share"],
        "minimum_places": 1 if is_place else MINIMUM_PLACES,
    }


def _insert(work: Build, table: str, columns: list[str], rows: Iterable[object]) -> None:
    """Append plain rows to a table; none are no error."""
    frame = pd.DataFrame(list(rows), columns=columns)
    if not frame.empty:
        work.insert(table, frame)
