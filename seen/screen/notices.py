"""The reading line under the filters, and beneath it whatever had to be left out.

It promises that every filter in force is named, and every one that is not in force as well.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Final

import streamlit as st

from seen.domain.catalog import Catalog
from seen.domain.measures import NAME_PATTERN
from seen.domain.questions import BLOCKS, MOST_FILTERS, Question
from seen.screen import cached, levels, state
from seen.screen.visit import Visit
from seen.sources import Source, is_release
from seen.text import lacking, text
from seen.wording import overview
from seen.wording.numbers import capital, uncapital
from seen.wording.protected import page_note
from seen.wording.reading import reading_line, uncounted

_MOST_NAMED: Final = 5


def reading(source: Source, asked: Question, *, is_counted: bool = True) -> None:
    """Draw the reading line of what a page asks, and what had to be left out.

    A page on which nothing is counted says by whom it is filtered and no number.
    """
    scope = cached.asker(source).scope(asked)
    if asked.view == BLOCKS:  # every scale of the instrument is drawn, not the one counted here
        scope = replace(scope, filters=scope.filters.without("scale"))
    if not is_counted and scope.n_institutions > 1:
        scope = replace(scope, n_institutions=0)
    who, how_many = reading_line(scope, source.catalog)
    said = f'<p class="seen-reading">{escape(who)} <b>{escape(how_many)}</b></p>'
    if not is_counted:
        named = uncounted(who) if asked.filters.names else ""
        said = f'<p class="seen-reading">{escape(named)}</p>' if named else ""
    is_released = is_release(source)
    left_out = [*_not_here(asked, source.catalog), *_other_version(source)]
    left_out += overview.not_about_seeing(source.catalog, is_released=is_released)
    left_out += of_release(source)
    heard = notices(state.visit(), source.catalog, is_released=is_released)
    for notice in [*heard, *left_out]:
        said += f'<p class="seen-note">{escape(notice)}</p>'
    if said:
        with st.container(key="reading"):
            st.html(said)


def notices(visit: Visit, catalog: Catalog, *, is_released: bool = False) -> list[str]:
    """Return what was left out of the link or of the filters, and why."""
    table = catalog.measure(visit.question.measure).table
    known = [name for name in visit.ignored if _is_dimension(catalog, name)]
    held = [name for name in known if catalog.splits(catalog.dimension(name), table)]
    unknown = [name for name in visit.ignored if name not in known]
    cannot = [name for name in (*known, *visit.aside) if name not in held]
    chosen = visit.question.filters.names
    beyond = [name for name in held if name not in chosen] if len(chosen) == MOST_FILTERS else []
    unheard = [name for name in held if name not in beyond]
    said = [_cannot(name, visit, catalog, is_released=is_released) for name in cannot]
    if visit.refused:
        said.append(visit.refused)
    if visit.is_full:
        said.append(text("filters.full", n=MOST_FILTERS))
    if beyond:
        said.append(text("filters.full_link", n=MOST_FILTERS, names=_named(beyond, catalog)))
    if unheard:
        names = _named(unheard, catalog)
        said.append(lacking("filters.no_level", is_released=is_released, names=names))
    if unknown:
        names = _named(unknown, catalog)
        said.append(lacking("gaps.ignored", is_released=is_released, names=names))
    return said


def _not_here(asked: Question, catalog: Catalog) -> list[str]:
    """Return which filters in force this page leaves out, and that the others keep them."""
    kept = asked.filters.names
    out = [name for name in state.question().filters.names if name not in kept]
    return [text("filters.not_here", names=_named(out, catalog))] if out else []


def of_release(source: Source) -> list[str]:
    """Return how figures are protected, and which main filters no longer go together."""
    if source.protection is None:
        return []
    closed = [name for name in (*levels.MAIN, *levels.ABOVE) if levels.closed(source, name)]
    said = [page_note(source.protection)]
    if closed:
        said.append(text("release.left_out", names=_named(closed, source.catalog)))
    return said


def _other_version(source: Source) -> list[str]:
    """Return that a link was made on another version of the data, so that figures may differ."""
    made_on = st.query_params.get("data", source.version)
    said = lacking("filters.other_version", is_released=is_release(source))
    return [] if made_on == source.version else [said]


def _is_dimension(catalog: Catalog, name: str) -> bool:
    """Return whether a part of a link names a Dimension."""
    return any(dimension.name == name for dimension in catalog.dimensions)


def _cannot(name: str, visit: Visit, catalog: Catalog, *, is_released: bool) -> str:
    """Return that what is asked is not recorded, or not published, by a Dimension."""
    label = catalog.measure(visit.question.measure).phrase("label")
    dimension = uncapital(catalog.dimension(name).phrase("label"))
    return lacking(
        "filters.cannot", is_released=is_released, measure=capital(label), dimension=dimension
    )


def _named(names: list[str], catalog: Catalog) -> str:
    """Return names as a reader knows them; whatever could be no name of ours is not repeated."""
    labels = {dimension.name: dimension.phrase("label") for dimension in catalog.dimensions}
    ours = [labels.get(name, name) for name in names if NAME_PATTERN.fullmatch(name)]
    said = ours[:_MOST_NAMED]
    if len(names) > len(said):
        said.append(text("filters.n_others", n=len(names) - len(said)))
    return ", ".join(said)
