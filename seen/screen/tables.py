"""Tables of words as HTML that a screen reader can walk and a phone can stack.

It promises that every cell says under which head it stands, also where heads are not seen.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from seen.charts.tables import Table


def show(found: Table, *, is_long: bool = False) -> None:
    """Draw a table; a long one scrolls in a window of its own, by the keyboard too."""
    heads = "".join(
        f'<th scope="col" role="columnheader"{_kind(found, place)}>{escape(head)}</th>'
        for place, head in enumerate(found.heads)
    )
    body = "".join(_row(found, row) for row in found.rows)
    caption = escape(found.caption)
    table = (
        f'<table class="seen-table" role="table"><caption>{caption}</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )
    if is_long:
        region = f'role="region" tabindex="0" aria-label="{caption}"'
        table = f'<div class="seen-long" {region}>{table}</div>'
    st.html(table)


def _row(found: Table, row: tuple[str, ...]) -> str:
    """Return one row; its first cell heads it.

    The roles say again what the tags say: a phone shows rows as blocks, and to a screen reader
    a table that is shown as blocks is none.
    """
    cells = [f'<th scope="row" role="rowheader">{escape(row[0])}</th>']
    for place, cell in enumerate(row[1:], start=1):
        label = f' data-label="{escape(found.heads[place])}"' if cell else ""
        cells.append(f'<td role="cell"{_kind(found, place)}{label}>{escape(cell)}</td>')
    return f'<tr role="row">{"".join(cells)}</tr>'


def _kind(found: Table, place: int) -> str:
    """Return how a column is set: numbers to the right, a word or two on one line."""
    if place in found.numbers:
        return ' class="seen-number"'
    return ' class="seen-short"' if place in found.short else ""
