"""Tables of words as HTML that a screen reader can walk and a phone can stack.

It promises that every cell says under which head it stands, also where heads are not seen.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from seen.charts.tables import Table


def show(found: Table) -> None:
    """Draw a table."""
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in found.heads)
    body = "".join(_row(found, row) for row in found.rows)
    st.html(
        f'<table class="seen-table"><caption>{escape(found.caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(found: Table, row: tuple[str, ...]) -> str:
    """Return one row; its first cell heads it."""
    cells = [f'<th scope="row">{escape(row[0])}</th>']
    for place, cell in enumerate(row[1:], start=1):
        kind = ' class="seen-number"' if place in found.numbers else ""
        label = f' data-label="{escape(found.heads[place])}"' if cell else ""
        cells.append(f"<td{kind}{label}>{escape(cell)}</td>")
    return f"<tr>{''.join(cells)}</tr>"
