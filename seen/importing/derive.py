"""Values made from source columns in one of four ways: sum, percentile rank, agreement, band.

It promises that a missing part makes a missing value, and that nothing is made up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from seen.domain.columns import Column
from seen.importing.hints import line
from seen.importing.mapping import Derivation
from seen.importing.problems import Problem
from seen.importing.readers import Source
from seen.importing.recipe import Values
from seen.importing.values import Typed, out_of_scale, stated, typed
from seen.text import text

OLDEST: Final = 120  # years; 999 is a marker for "missing", not an age
_BAND: Final = re.compile(r"([0-9]+)(-[0-9]+|\+)")


def derived(source: Source, derivation: Derivation, target: Column, values: Values) -> Typed:
    """Return a derived column with what was wrong in its parts.

    Parameters
    ----------
    source
        The file whose columns are read.
    derivation
        One of the closed set of ways.
    target
        Our column, whose range or bands bind.
    values
        How the recipe says values are written.
    """
    if derivation.way == "equal":
        made, problems = _equal(source, derivation, values)
    elif derivation.way == "band_of":
        made, problems = _band(source, derivation.sources[0], target, values)
    elif derivation.way == "percentile_rank_of":
        made, problems = _percentile_rank(source, derivation, values)
    else:
        made, problems = _sum(source, derivation, values)
    for column, kept in derivation.where:
        made = made.where(source.frame[column].isin(kept))
    names = " + ".join(derivation.sources)
    outside = out_of_scale(made, target, file=source.name, source=names)
    # no value of the file stands for what was made
    return made, [*problems, *(replace(it, line="") for it in outside)]


def bands(levels: tuple[str, ...]) -> list[tuple[float, str]]:
    """Return (first value, level) of levels such as "0-17" or "80+", from the lowest."""
    found = [(match, level) for level in levels if (match := _BAND.fullmatch(level))]
    return sorted((float(match[1]), level) for match, level in found)


def _numbers(
    source: Source, column: str, values: Values, bounds: tuple[float, float] | None = None
) -> Typed:
    """Return a source column as numbers."""
    number = Column(table="", name="number", type="number", range=bounds)
    read = stated(source.frame[column], values, column)
    return typed(read, number, values, file=source.name, source=column)


def _sum(source: Source, derivation: Derivation, values: Values) -> Typed:
    """Return the sum of columns, missing where any of them is."""
    parts = [_numbers(source, column, values) for column in derivation.sources]
    total = sum((part for part, _ in parts[1:]), start=parts[0][0])
    return total, [problem for _, problems in parts for problem in problems]


def _percentile_rank(source: Source, derivation: Derivation, values: Values) -> Typed:
    """Return the percentile rank of a column among all rows of its group, ties at their middle."""
    numbers, problems = _numbers(source, derivation.sources[0], values)
    groups = [source.frame[column].fillna("") for column in derivation.within]
    ranked = numbers.groupby(groups) if groups else numbers
    return 100 * ranked.rank(method="average", pct=True), problems


def _equal(source: Source, derivation: Derivation, values: Values) -> Typed:
    """Return whether columns agree, missing where any of them is."""
    parts = [stated(source.frame[column], values, column) for column in derivation.sources]
    agree = pd.concat([part == parts[0] for part in parts[1:]], axis=1).all(axis=1)
    known = pd.concat([part.notna() for part in parts], axis=1).all(axis=1)
    return agree.astype("boolean").where(known), []


def _band(source: Source, column: str, target: Column, values: Values) -> Typed:
    """Return the band a number of years falls into; the number itself is not kept."""
    starts, levels = zip(*bands(target.levels), strict=True)
    numbers, problems = _numbers(source, column, values, bounds=(starts[0], OLDEST))
    blanks = {"low": f"{starts[0]:g}", "high": str(OLDEST)}
    problems = [_about_years(problem, column, target, blanks) for problem in problems]
    edges = [*starts, float("inf")]
    plain = numbers.astype("float64")
    return pd.cut(plain, edges, right=False, labels=list(levels)).astype("str"), problems


def _about_years(
    problem: Problem, column: str, target: Column, blanks: Mapping[str, str]
) -> Problem:
    """Return a Problem with a number that says that years are expected."""
    if problem.code == "out_of_scale":
        return replace(problem, expected=text("import.years", **blanks))
    mended = replace(problem, expected=text("import.of_years", **blanks))
    if problem.kind == text("import.kind.band"):  # bands are taken as they are
        entry = f"{target.table}.{target.name} = {json.dumps(column, ensure_ascii=False)}"
        mended = replace(mended, line=line("columns", entry))
    return mended
