"""A Story as PDF: contents, a card on each page, methods and what was measured.

It promises the synthetic mark and the source on every sheet, and words that can be searched.
"""

from __future__ import annotations

from html import escape
from typing import Final

from seen.charts.palette import LIGHT
from seen.export import chromium, html
from seen.export.looks import LEAST, Kind
from seen.export.story import Story

_STYLE: Final = "width:100%;margin:0 14mm;font:7.5pt Arial,sans-serif"  # no other face is there
_NUMBER: Final = '<span class="pageNumber"></span>/<span class="totalPages"></span>'


def as_pdf(story: Story, *, has_notes: bool = False) -> bytes:
    """Return a Story as PDF."""
    page = html.page(story, has_notes=has_notes, kind=Kind.PRINT)
    return chromium.printed(page, width=LEAST, head=_head(story), foot=_foot(story))


def _head(story: Story) -> str:
    """Return what stands at the top of every sheet: that people are invented, where they are."""
    if not story.banner:
        return "<span></span>"  # an empty one would be Chromium's own, with a date
    dress = f"background:{LIGHT.banner};color:{LIGHT.banner_text};padding:1.5mm 3mm"
    exact = "-webkit-print-color-adjust:exact"
    return f'<div style="{_STYLE};{dress};{exact}">{escape(story.banner)}</div>'


def _foot(story: Story) -> str:
    """Return what stands at the bottom of every sheet."""
    said = escape(f"{story.title}. {story.dataset}. {story.day}")
    apart = "display:flex;justify-content:space-between;gap:8mm"
    return (
        f'<div style="{_STYLE};color:{LIGHT.second};{apart}">'
        f"<span>{said}</span><span>{_NUMBER}</span></div>"
    )
