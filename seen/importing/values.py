"""From text to typed values: what may stand in a column, and what is wrong where it does not.

It promises that no value is bent to fit: what cannot be read becomes a Problem, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from seen.domain.columns import Column
from seen.importing.hints import (
    YEARS,
    dates_line,
    kind_of,
    kinds,
    levels_line,
    line,
    missing_line,
)
from seen.importing.identifiers import is_free_text, looks_personal
from seen.importing.problems import Problem, at_rows, showing
from seen.importing.recipe import Values
from seen.text import text

DTYPES: Final[Mapping[str, str]] = {
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "month": "datetime64[s]",
    "category": "str",
    "text": "str",
    "id": "str",
}
LARGEST_INTEGER: Final = 2**31 - 1
MOST_LEVELS: Final = 100  # more different values are names or sentences, not groups
_NUMBER: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_ISO_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{2})(-[0-9]{2}([T ][0-9:.]+Z?)?)?")
_TRUE: Final = frozenset({"true", "t", "yes", "y", "1"})
_FALSE: Final = frozenset({"false", "f", "no", "n", "0"})

Typed = tuple[pd.Series, list[Problem]]


def stated(column: pd.Series, values: Values, source: str) -> pd.Series:
    """Return a source column in which the recipe's markers count as missing."""
    markers = {*values.missing, *values.missing_in.get(source, ())}
    return column.mask(column.isin(markers)) if markers else column


def typed(column: pd.Series, target: Column, values: Values, *, file: str, source: str) -> Typed:
    """Return a source column as the type of one of ours, with what could not be read.

    Parameters
    ----------
    column
        Text, missing where nothing is stated; its index numbers the rows of the file.
    target
        Our column: type, levels and range.
    values
        How the recipe says values are written.
    file, source
        Named in Problems.
    """
    read = _reader(target, values)
    codes, found = pd.factorize(column)
    known = [read(str(value).strip()) for value in found]
    unread = np.array([value is None for value in known], dtype=bool)
    whole = (
        pd.Series(known, dtype=object)
        .where(~unread, None)
        .astype(pd.api.types.pandas_dtype(DTYPES[target.type]))
    )
    result = pd.Series(whole.array.take(codes, allow_fill=True), index=column.index)
    problems = []
    if unread.any():
        told = [str(value).strip() for value in found[unread]]
        problem = _unread(target, values, told, file=file, source=source)
        rows = column.index[np.append(unread, False)[codes]]
        problem = at_rows(problem, rows)
        problems.append(problem if target.type == "id" else showing(problem, found[unread]))
    if target.type == "category" and not target.levels and len(found) > MOST_LEVELS:
        expected = str(MOST_LEVELS)
        problems.append(Problem(code="many_levels", file=file, column=source, expected=expected))
    problems += out_of_scale(result, target, file=file, source=source)
    return result, problems


def out_of_scale(column: pd.Series, target: Column, *, file: str, source: str) -> list[Problem]:
    """Return the Problem of values outside a column's range, if there is one."""
    if target.range is None or target.type not in {"integer", "number"}:
        return []
    low, high = target.range
    outside = ((column < low) | (column > high)).fillna(value=False).to_numpy(dtype=bool)
    if not outside.any():
        return []
    problem = Problem(code="out_of_scale", file=file, column=source, expected=f"{low:g}-{high:g}")
    values = [f"{value:.15g}" for value in column[outside].unique()]  # as the file has it
    problem = replace(problem, line=missing_line(source, values[0]))
    return [showing(at_rows(problem, column.index[outside]), values)]


def as_number(value: str, decimal: str = ".") -> float | None:
    """Return a number; None for anything else, "nan" and "inf" included."""
    if decimal == ",":
        value = value.replace(",", ".") if "." not in value else "?"
    if not _NUMBER.fullmatch(value):
        return None
    number = float(value)
    return number if np.isfinite(number) else None


def as_integer(value: str, decimal: str = ".") -> int | None:
    """Return a whole number that a data file can hold."""
    number = as_number(value, decimal)
    if number is None or not number.is_integer() or abs(number) > LARGEST_INTEGER:
        return None
    return int(number)


def as_boolean(value: str) -> bool | None:
    """Return yes or no, as English files write them."""
    plain = value.lower()
    if plain in _TRUE:
        return True
    return False if plain in _FALSE else None


def as_month(value: str, pattern: str = "") -> date | None:
    """Return the first of the month a date lies in."""
    try:
        if pattern:
            found = datetime.strptime(value, pattern).date()
        elif match := _ISO_MONTH.fullmatch(value):
            found = (
                date.fromisoformat(value[:10])
                if match[3]
                else date(int(match[1]), int(match[2]), 1)
            )
        else:
            return None
    except ValueError:
        return None
    return found.replace(day=1) if YEARS[0] <= found.year <= YEARS[1] else None


def as_level(value: str, *, levels: tuple[str, ...], many: bool) -> str | None:
    """Return a level; several, where one answer may hold them, sorted and joined by ";"."""
    if not many:
        return value if value in levels else None
    parts = {part.strip() for part in value.split(";")}
    return ";".join(sorted(parts)) if parts <= set(levels) else None


def as_label(value: str) -> str | None:
    """Return the name of a place or region: short, printable, nothing personal."""
    if is_free_text(value) or looks_personal(value) or not value.isprintable():
        return None
    return value


def as_id(value: str) -> str | None:
    """Return an id as it stands."""
    return value or None


def _reader(target: Column, values: Values) -> Callable[[str], Any]:
    """Return what reads one value of a column, its levels mapped first."""
    read: Callable[[str], Any]
    if target.type == "number":
        read = partial(as_number, decimal=values.decimal)
    elif target.type == "integer":
        read = partial(as_integer, decimal=values.decimal)
    elif target.type == "boolean":
        read = as_boolean
    elif target.type == "month":
        read = partial(as_month, pattern=values.dates)
    elif target.type == "id":
        read = as_id
    elif target.levels:
        read = partial(as_level, levels=target.levels, many=target.many)
    else:
        read = as_label
    pairs = values.levels.get(target.name, {})
    return lambda value: read(_mapped(value, pairs, many=target.many))


def _mapped(value: str, pairs: Mapping[str, str], *, many: bool) -> str:
    """Return a value, or each of several, as the recipe's levels map it."""
    if value in pairs or not many:
        return pairs.get(value, value)
    return ";".join(pairs.get(part.strip(), part.strip()) for part in value.split(";"))


def _unread(
    target: Column, values: Values, found: list[str], *, file: str, source: str
) -> Problem:
    """Return the Problem of values that are not what a column holds."""
    code, expected = f"not_{target.type}", ""
    if target.type == "category" and target.levels:
        code, expected = "unknown_level", ", ".join(target.levels)
    elif target.type in {"category", "text"}:
        code = "not_a_label"
    elif target.type == "month":
        expected = values.dates or text("import.iso_dates")
    elif target.range is not None:
        expected = text("import.between", low=f"{target.range[0]:g}", high=f"{target.range[1]:g}")
    problem = Problem(code=code, file=file, column=source, expected=expected)
    if code in {"not_a_label", "not_id"}:
        return problem
    kind = kinds(found, are_levels=bool(target.levels))
    return replace(problem, kind=kind, line=_line(target, values, found, source))


def _line(target: Column, values: Values, found: list[str], source: str) -> str:
    """Return the line that could be written into the recipe for values that cannot be read."""
    if target.type == "month":
        return dates_line(found)
    first = found[0]
    if target.type == "number" and kind_of(first) == "comma" and values.decimal == ".":
        return line("file", 'decimal = ","')
    if not target.table:  # a part of a derived value, which no level is mapped to
        return missing_line(source, first)
    if target.many:
        pairs = values.levels.get(target.name, {})
        parts = [part.strip() for part in first.split(";")]
        first = next((it for it in parts if pairs.get(it, it) not in target.levels), first)
    return levels_line(target, first)
