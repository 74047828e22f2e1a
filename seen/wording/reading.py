"""The reading line: who, where, when, how many and how many answered; read aloud in meetings.

It promises that every filter in force is named, and that it stands on every export.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from seen.domain.catalog import Catalog, institution_words
from seen.domain.dimensions import PRESSURES, Dimension
from seen.domain.scopes import Scope
from seen.text import DEFAULT_LANGUAGE, has, text
from seen.wording.numbers import capital, count, percent, uncapital

_WHOLE_PLACES: Final = ("profession", "setting")  # filters that leave places whole
_PLACES: Final = ("institution", "setting")  # filters that leave everyone of a place
_ASKED: Final = ("instrument", "scale")  # filters on what was asked, not on whom
_MOST_NAMED: Final = 4  # levels written out before they are counted
_ROWS: Final = {
    "encounter_answer": "encounters",
    "access_answer": "requests",
    "time_answer": "time_records",
}


def reading_line(
    scope: Scope, catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> tuple[str, str]:
    """Return the reading line in two parts: who, where and when; and how many."""
    parts = [
        _who(scope, catalog, language),
        *_where(scope, catalog, language),
        *_others(scope, catalog, language),
        _across(scope, language),
        period_words(scope, language),
    ]
    said = ", ".join(part for part in parts if part)
    return capital(said) + ":", f"{_how_many(scope, language)}."


def uncounted(who: str) -> str:
    """Return the first part of a reading line as a sentence of its own."""
    return f"{who.removesuffix(':')}."


def place_words(catalog: Catalog, table: str, language: str = DEFAULT_LANGUAGE) -> tuple[str, str]:
    """Return the singular and plural of where a table's rows are from: of requests, areas."""
    if table == "access_answer":
        return text("reading.area", language), text("reading.areas", language)
    return institution_words(catalog, language)


def _who(scope: Scope, catalog: Catalog, language: str) -> str:
    """Return the chosen professions, in the plural."""
    levels = scope.filters.levels("profession")
    if not levels:
        is_some = any(name not in (*_PLACES, *_ASKED) for name in scope.filters.names)
        return text("reading.those" if is_some else "reading.everyone", language)
    dimension = catalog.dimension("profession")
    return _joined([_plural(dimension, level, language) for level in levels], language)


def _plural(dimension: Dimension, level: str, language: str) -> str:
    """Return a profession in the plural."""
    key = f"dimension.{dimension.name}.plural.{level}"
    if has(key, language):
        return text(key, language)
    return uncapital(dimension.level_label(level, language), language)


def _where(scope: Scope, catalog: Catalog, language: str) -> list[str]:
    """Return the chosen institutions and kinds of institution, or how many there are."""
    word, plural = place_words(catalog, scope.table, language)
    chosen = scope.filters.levels("institution")
    settings = scope.filters.levels("setting")
    if chosen:
        said = [_chosen_places(scope, catalog, plural, language)]
        return [*said, _filter("setting", settings, catalog, language)] if settings else said
    if scope.table == "access_answer":
        return _from_areas(scope, catalog, plural, language)
    if settings:
        setting = catalog.dimension("setting")
        ranked = sorted(settings, key=setting.place)
        plural = _joined([_plural(setting, level, language) for level in ranked], language)
        singular = [_singular(setting, level, language) for level in ranked]
        word = _joined(singular, language, last="or")
    if scope.n_institutions == 0:  # nobody is left, or no count may be said
        return [plural] if settings else []
    if scope.n_institutions == 1:
        return [text("reading.one_of", language, word=word)]
    narrowed = any(name not in _WHOLE_PLACES for name in scope.filters.names)
    key = "reading.some_of" if narrowed else "reading.all_of"
    return [text(key, language, n=count(scope.n_institutions), plural=plural)]


def _from_areas(scope: Scope, catalog: Catalog, plural: str, language: str) -> list[str]:
    """Return the kinds of institution that were sought, and from how many areas."""
    settings, n = scope.filters.levels("setting"), scope.n_institutions
    said = [_filter("setting", settings, catalog, language)] if settings else []
    if n == 0:
        return said
    if n == 1:
        return [*said, text("reading.one_of", language, word=text("reading.area", language))]
    key = "reading.some_of" if scope.filters.names else "reading.all_of"
    return [*said, text(key, language, n=count(n), plural=plural)]


def _chosen_places(scope: Scope, catalog: Catalog, plural: str, language: str) -> str:
    """Return the institutions that were chosen, or how many of them are left."""
    chosen, left = scope.filters.levels("institution"), scope.n_institutions
    if len(chosen) <= _MOST_NAMED:
        dimension = catalog.dimension("institution")
        ranked = sorted(chosen, key=dimension.place)  # codes are pseudonyms, in no order
        return _joined([dimension.level_label(level, language) for level in ranked], language)
    n = count(len(chosen))
    if 0 < left < len(chosen):
        return text("reading.left_of", language, left=count(left), n=n, plural=plural)
    return text("reading.some_of", language, n=n, plural=plural)


def _singular(dimension: Dimension, level: str, language: str) -> str:
    """Return one place of a kind."""
    key = f"dimension.{dimension.name}.singular.{level}"
    if has(key, language):
        return text(key, language)
    return uncapital(dimension.level_label(level, language), language)


def _others(scope: Scope, catalog: Catalog, language: str) -> list[str]:
    """Return every other filter in force."""
    return [
        _filter(name, levels, catalog, language) + _without_bots(name, scope, catalog, language)
        for name, levels in scope.filters.chosen
        if name not in ("profession", "institution", "setting")
    ]


def _without_bots(name: str, scope: Scope, catalog: Catalog, language: str) -> str:
    """Return that a filter on time pressure leaves out bots, which have none."""
    is_known = (scope.table, "modality") in catalog.present
    return text("reading.no_bots", language) if is_known and name in PRESSURES else ""


def _filter(name: str, levels: tuple[str, ...], catalog: Catalog, language: str) -> str:
    """Return one filter: "income: low and middle", "time pressure 4 and 5"."""
    dimension = catalog.dimension(name)
    ranked = sorted(levels, key=dimension.place)
    if name == "time_pressure":
        bare = [
            level if level.isdecimal() else uncapital(dimension.level_label(level, language))
            for level in ranked
        ]
        return text("reading.time_pressure", language, levels=_joined(bare, language))
    label = uncapital(dimension.phrase("label", language), language)
    said = [uncapital(dimension.level_label(level, language), language) for level in ranked]
    return text("reading.other", language, dimension=label, levels=_joined(said, language))


def _across(scope: Scope, language: str) -> str:
    """Return that every time pressure counts, where that is what is looked at."""
    is_open = scope.across == "time_pressure" and not scope.filters.levels("time_pressure")
    return text("reading.every_pressure", language) if is_open else ""


def period_words(scope: Scope, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the period the answers come from."""
    first, last = scope.first_month, scope.last_month
    if first is None or last is None:
        return ""
    if (first.month, last.month) == (1, 12):
        if first.year == last.year:
            return text("reading.period_year", language, year=first.year)
        return text("reading.period", language, first=first.year, last=last.year)
    if first == last:
        return text("reading.period_one", language, month=month_words(first, language))
    return text(
        "reading.period",
        language,
        first=month_words(first, language),
        last=month_words(last, language),
    )


def month_words(day: date, language: str) -> str:
    """Return a month in words."""
    return f"{text('reading.months', language).split('|')[day.month - 1]} {day.year}"


def _how_many(scope: Scope, language: str) -> str:
    """Return how many there are, and how many answered."""
    if scope.protection is not None:
        return _released(scope, language)
    if scope.is_hidden:
        return text("reading.hidden", language)
    rows = count(scope.n_rows) if scope.n_rows else text("reading.no", language)
    if scope.table == "burnout_answer":  # of its rows, one per scale, nobody would know the number
        n = count(scope.n_answers) if scope.n_answers else text("reading.no", language)
        return text("reading.surveys", language, n=n)
    said = [text(f"reading.{_ROWS[scope.table]}", language, n=rows)]
    answers = count(scope.n_answers) if scope.n_answers else text("reading.none", language)
    if not scope.n_rows or (scope.table == "access_answer" and scope.n_answers == scope.n_rows):
        return said[0]
    if scope.n_asked is None or scope.n_asked < scope.n_answers:
        nobody = scope.reporter == "recipient" and not scope.n_answers
        n = text("reading.no", language) if nobody else answers
        said.append(text(f"reading.answers_{scope.reporter}", language, n=n))
    elif scope.n_asked:
        share = percent(scope.n_answers / scope.n_asked)
        key = "answered" if scope.n_asked == scope.n_rows else "asked_and_answered"
        asked = count(scope.n_asked)
        said.append(text(f"reading.{key}", language, asked=asked, n=answers, share=share))
    return ", ".join(said)


def _released(scope: Scope, language: str) -> str:
    """Return how many answered of a release, rounded, where that is published."""
    if scope.is_hidden:
        return text("reading.not_released", language)
    n = count(scope.n_answers)
    if not scope.n_asked:
        return text("reading.released", language, n=n)
    share = percent(scope.n_answers / scope.n_asked)
    return text("reading.released_asked", language, asked=count(scope.n_asked), n=n, share=share)


def _joined(names: list[str], language: str, *, last: str = "and") -> str:
    """Return names as they are said: "a, b and c"; "a, of b; and c" where one has a comma."""
    if len(names) < 2:
        return "".join(names)
    joint, end = ("; ", ";") if any("," in name for name in names) else (", ", "")
    return f"{joint.join(names[:-1])}{end} {text(f'reading.{last}', language)} {names[-1]}"
