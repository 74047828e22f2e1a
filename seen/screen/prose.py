"""Words of a page that are no widget: its title, headings and paragraphs.

It promises that whatever a reader sees is escaped, and that what stands together is one element.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Final

import streamlit as st

from seen.text import text

LACKING: Final = "what-a-file-has-to-hold"  # where the link under "not in this data" leads
_INTERVAL: Final = re.compile(r"\([^()<> ]+ to [^()<> ]+\)?")


def banner() -> None:
    """Say that everything here is invented."""
    name, rest = escape(text("app.synthetic")), escape(text("app.synthetic_rest"))
    st.html(f'<div class="seen-banner" role="note"><b>{name}</b>{rest}</div>')


def title(key: str) -> None:
    """Draw the question a page answers."""
    st.html(f'<h1 class="seen-title" id="findings" tabindex="-1">{escape(text(key))}</h1>')


def heading(key: str, *below: str, anchor: str = "") -> None:
    """Draw a heading between the parts of a page, to which a link may lead, and HTML below it."""
    place = f' id="{anchor}" tabindex="-1"' if anchor else ""
    together([f'<h2 class="seen-heading"{place}>{escape(text(key))}</h2>', *below])


def cannot(page: str, **blanks: str) -> None:
    """Draw what a page cannot show, at its end."""
    heading("page.cannot", paragraph(text(f"page.{page}.cannot", **blanks)))


def body(said: str) -> None:
    """Draw a paragraph."""
    st.html(paragraph(said))


def instead(title: str, why: str) -> None:
    """Draw, in place of a part that cannot be opened, what it would be and why it cannot."""
    said = escape(text("release.instead", title=title, why=why))
    st.html(f'<p class="seen-note">{said}</p>')


def paragraph(said: str, kind: str = "body") -> str:
    """Return a paragraph as HTML, of a kind that style.css knows: body, facts or sentence."""
    return f'<p class="seen-{kind}">{whole(escape(said))}</p>'


def strengthened(said: str, strong: str) -> str:
    """Return words as HTML, the part of them that says the size of a difference in bold."""
    found, part = escape(said), escape(strong)
    return whole(found.replace(part, f"<b>{part}</b>", 1) if part else found)


def together(parts: Iterable[str]) -> None:
    """Draw HTML, one part beneath the other, as one element.

    Every element is a message of its own to the browser, which draws anew at each.
    """
    if said := "".join(parts):
        st.html(f'<div class="seen-together">{said}</div>')


def whole(said: str) -> str:
    """Return HTML in which an interval in brackets stays on one line."""
    return _INTERVAL.sub(r'<span class="seen-whole">\g<0></span>', said)
