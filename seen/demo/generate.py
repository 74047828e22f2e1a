"""`seen demo`: from a seed and a size to a finished data file.

It promises the same tables for the same seed, size and terms, block by block in bounded memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from seen import store
from seen.demo import (
    answers,
    burnout,
    circumstances,
    communities,
    felt,
    histories,
    hours,
    items,
    meetings,
    mentors,
    reflections,
    relating,
    requests,
    surroundings,
    tables,
    truth,
    vignettes,
    world,
)
from seen.demo.columns import Before
from seen.demo.draws import Floats, Ints
from seen.demo.sizes import FULL, Size
from seen.importing.build import finish
from seen.sources import genuine
from seen.sources.dictionary import standard
from seen.text import text

NAME: Final = "demo"
SEED: Final = 2026
TABLES: Final = (
    *("institution", "institution_label", "practitioner", "encounter", "outcome"),
    *("worker_reflection", "burnout_survey", "community", "access_request", "time_use"),
)
_STORIES: Final = "vignette"  # written once, whatever the size
_WRITTEN: Final = 0.5  # share of the time after which all blocks are written


@dataclass(frozen=True, kw_only=True)
class Block:
    """The rows of one block, and what those who were asked would all have answered."""

    institution: pd.DataFrame
    institution_label: pd.DataFrame
    practitioner: pd.DataFrame
    encounter: pd.DataFrame
    outcome: pd.DataFrame
    worker_reflection: pd.DataFrame
    burnout_survey: pd.DataFrame
    community: pd.DataFrame
    access_request: pd.DataFrame
    time_use: pd.DataFrame
    felt_seen_of_all: Ints  # for tests, like the next: in life nobody knows it, no file holds it
    felt_latent_of_all: Floats


def build(
    *,
    folder: Path,
    encounters: int = FULL,
    seed: int = SEED,
    progress: Callable[[float, str], None],
) -> Path:
    """Return the data file of a new demo, which becomes the dataset opened by default.

    Parameters
    ----------
    folder
        Where data files lie.
    encounters
        How many; below 360,000 every place has fewer staff, above a million there are more places.
    seed
        The same seed gives the same tables.
    progress
        Told the share done, 0 to 1, and what is being done.

    Raises
    ------
    DemoError
        When the size or the seed is out of range.
    """
    size = Size(encounters=encounters, seed=seed)
    with store.building(folder, NAME) as build:
        for at, block in enumerate(frames(encounters=encounters, seed=seed), start=1):
            for table in TABLES:
                build.insert(table, getattr(block, table))
            progress(_WRITTEN * at / size.n_blocks, text("demo.progress_people"))
        build.insert(_STORIES, vignettes.table())
        progress(_WRITTEN, text("demo.progress_finish"))
        finish(build, catalog=standard(), dataset=_dataset(size), facts=_facts(size))
    progress(1.0, text("demo.progress_done"))
    assert build.path is not None  # building() sets it when it ends well
    return build.path


def frames(*, encounters: int = FULL, seed: int = SEED) -> Iterator[Block]:
    """Yield the rows of each block."""
    size = Size(encounters=encounters, seed=seed)
    before = Before()
    for at in range(size.n_blocks):
        here = world.draw(truth=truth.load(), size=size, block=at)
        block = _block(here, before, size.n_blocks)
        yield block
        before = Before(
            institutions=before.institutions + here.places.n,
            practitioners=before.practitioners + here.practitioners.n,
            recipients=before.recipients + here.recipients.n,
            encounters=before.encounters + size.encounters_of(at),
            areas=before.areas + block.community["area_id"].size,
        )


def _block(here: world.World, before: Before, n_blocks: int) -> Block:
    """Return the rows of one block."""
    met = meetings.draw(here)
    past = histories.draw(here, met)
    around = circumstances.draw(here, met, past)
    how = felt.draw(here, met, past, around)
    said = answers.draw(here, met, how, past)
    workers_said = reflections.draw(here, met, past, around, how)
    relate = relating.draw(here)
    connective = relating.minutes(here, met, around, relate)
    burnt = burnout.draw(here, relate)
    is_credited = reflections.credited(here, met, workers_said)
    spent = hours.draw(here, met, past, around, connective, is_credited, burnt)
    mentored = mentors.draw(here, burnt)
    areas = communities.draw(here)
    asked = requests.draw(here, met, past, around, areas)
    also_said = items.draw(here, met, past, around, how)
    return Block(
        institution=tables.institution(here, before, areas, mentored),
        institution_label=tables.institution_label(here, before, n_blocks),
        practitioner=tables.practitioner(here, before, relate, burnt, mentored, spent),
        encounter=tables.encounter(here, before, met, past, around, connective, is_credited),
        outcome=tables.outcome(before, past, said, also_said),
        worker_reflection=tables.worker_reflection(before, workers_said),
        burnout_survey=tables.burnout_survey(here, before, burnt),
        community=surroundings.community(before, areas),
        access_request=surroundings.access_request(here, before, asked),
        time_use=surroundings.time_use(here, before, spent),
        felt_seen_of_all=how.seen,
        felt_latent_of_all=how.latent,
    )


def _dataset(size: Size) -> dict[str, Any]:
    """Return the row of the dataset table."""
    return {
        "dataset_id": NAME,
        "title": text("demo.title"),
        "version": f"{genuine.GENERATOR_VERSION}.{size.seed}.{size.encounters}",
        "source_type": "synthetic",
        "licence": text("demo.licence"),
        "citation": text("demo.citation"),
        "consent_basis": text("demo.consent"),
        "truth_hash": genuine.truth_hash(seed=size.seed, encounters=size.encounters),
    }


def _facts(size: Size) -> dict[str, str]:
    """Return the facts by which a file shows that `seen demo` built it."""
    return {
        "generator": genuine.GENERATOR,
        "seed": str(size.seed),
        "encounters": str(size.encounters),
        "truth_hash": genuine.truth_hash(seed=size.seed, encounters=size.encounters),
        "rebuild_command": genuine.GENERATOR,
    }
