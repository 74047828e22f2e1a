"""What values that cannot be read look like, and the line of a recipe that would mend them.

It promises that a kind of value names nobody, and that a line repeats a value only where a Problem
may.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from seen.domain.columns import Column
from seen.importing.problems import shown
from seen.text import text

YEARS: Final = (1900, 2100)
KINDS_NAMED: Final = 3
_LOOKED_AT: Final = 100  # different values
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ][0-9:.]+Z?)?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")
_SHORT: Final = re.compile(
    r"(\d{1,2})[-. /]([A-Za-z]{3})[a-z]*|([A-Za-z]{3})[a-z]*[-. /](\d{1,2})"
)
_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_SHAPES: Final = (
    ("year_last", _YEAR_LAST),
    ("whole", re.compile(r"[+-]?\d+")),
    ("decimals", re.compile(r"[+-]?\d*\.\d+")),
    ("comma", re.compile(r"[+-]?\d*,\d+")),
    ("band", re.compile(r"\d+ ?[-–] ?\d+|\d+ ?\+")),
)


def kind_of(value: str) -> str:
    """Return what a value looks like, as one of a few names."""
    if match := _ISO.fullmatch(value):
        year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
        if not _is_day(year, month, day):
            return "no_day"
        return "date" if YEARS[0] <= year <= YEARS[1] else "far_date"
    if _day_and_month(value):
        return "short_date"
    return next((name for name, shape in _SHAPES if shape.fullmatch(value)), "words")


def kinds(values: Sequence[str], *, are_levels: bool = False) -> str:
    """Return in words what the first different values look like."""
    found = [
        # no level is a date, so it was turned into one
        "band_as_date" if are_levels and _day_and_month(value) else kind_of(value)
        for value in values[:_LOOKED_AT]
    ]
    distinct = list(dict.fromkeys(found))[:KINDS_NAMED]
    return ", ".join(text(f"import.kind.{kind}") for kind in distinct)


def levels_line(target: Column, value: str) -> str:
    """Return the line under [levels] that would say what a value means."""
    means = f'"{text("import.level_here")}"'
    if target.type == "boolean":
        means = text("import.boolean_here")
    elif not target.levels:
        means = text("import.number_here")
    elif meant := level_meant(value, target.levels):
        means = f'"{meant}"'
    return line(f"levels.{target.name}", f"{_said(value)} = {means}")


def missing_line(source: str, value: str) -> str:
    """Return the line under [missing_in] that would make a value mean "not stated"."""
    return line("missing_in", f"{key(source)} = [{_said(value)}]")


def dates_line(values: Iterable[str]) -> str:
    """Return the line under [file] that would read dates with their year last; empty without."""
    found = [match for value in values if (match := _YEAR_LAST.fullmatch(value))]
    if not found:
        return ""
    mark, year = found[0][2], "%Y" if len(found[0][4]) == 4 else "%y"
    patterns = [
        f'dates = "{mark.join((*parts, year))}"'
        for parts, place in ((("%d", "%m"), 3), (("%m", "%d"), 1))
        if all(int(match[place]) <= len(_MONTHS) for match in found)
    ]
    return line("file", text("import.or").join(patterns)) if patterns else ""


def line(section: str, entry: str) -> str:
    """Return a line to write into the recipe, with the section it belongs to."""
    return text("import.line", section=section, entry=entry)


def key(name: str) -> str:
    """Return a name as TOML writes it on the left."""
    return name if _BARE_KEY.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def level_meant(value: str, levels: Iterable[str]) -> str:
    """Return the level that a spreadsheet turned into a date: "3-9" for "3-Sep"; else nothing."""
    pair = _day_and_month(value)
    known = {level: sorted(map(int, re.findall(r"\d+", level))) for level in levels}
    return next((level for level, numbers in known.items() if pair and numbers == pair), "")


def _day_and_month(value: str) -> list[int]:
    """Return the two numbers of a date such as 3-Sep or 2025-09-03, the smaller first."""
    if (match := _ISO.fullmatch(value)) and match[3]:
        return sorted((int(match[2]), int(match[3])))
    match = _SHORT.fullmatch(value)
    name = (match[2] or match[3]).lower() if match else ""
    if match is None or name not in _MONTHS:
        return []
    return sorted((int(match[1] or match[4]), 1 + _MONTHS.index(name)))


def _is_day(year: int, month: int, day: int) -> bool:
    """Return whether a calendar has this day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _said(value: str) -> str:
    """Return a value as TOML writes it, where it may be repeated whole."""
    said = value if shown(value) == value else text("import.your_value")
    return json.dumps(said, ensure_ascii=False)
