"""The one style block: faces, the theme's colours, and the rules of style.css.

It promises that no font or rule comes from elsewhere, and that words inside a rule stay words.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

from seen.charts import faces
from seen.charts.palette import Palette, palette
from seen.screen.browser import is_dark

_RULES: Final = Path(__file__).with_name("style.css")


def write() -> None:
    """Write the style block of this run's theme."""
    st.html(f"<style>{_block(palette(is_dark=is_dark()))}</style>")


def paint(*, is_dark: bool) -> None:
    """Write the colours of a theme that was chosen in place of the browser's."""
    st.html(f"<style>{_variables(palette(is_dark=is_dark))}</style>")


def mark(key: str) -> None:
    """Write that a button of a list is the one that is open.

    A button whose own key or kind changed would be another one: the keyboard would lose its place.
    """
    rule = "border-left-color: var(--seen-accent) !important;"
    st.html(f"<style>.st-key-{key} button {{ {rule} }}</style>")


def label_popovers(chosen: Mapping[str, str]) -> None:
    """Write what is chosen behind the name of each popover, by the key of the popover.

    A popover whose own label changed would be another popover to Streamlit: it would close
    at every choice and lose the keyboard's place.
    """
    rules = [
        f'.st-key-{key} [data-testid="stPopoverButton"] p::after {{ content: "{quoted(said)}"; }}'
        for key, said in chosen.items()
    ]
    st.html(f"<style>{' '.join(rules)}</style>")


def quoted(said: str) -> str:
    """Return words as they stand in a CSS string, whatever characters they hold."""
    return "".join(
        letter if letter.isascii() and letter.isalnum() else f"\\{ord(letter):06x}"
        for letter in said
    )


@cache
def _block(colours: Palette) -> str:
    """Return faces, colours and rules."""
    return f"{faces.rules(_address)}{_variables(colours)}{_RULES.read_text(encoding='utf-8')}"


def _address(file: str) -> str:
    """Return where the server has a file of a face."""
    return f"app/static/fonts/{file}"


def _variables(colours: Palette) -> str:
    """Return the theme's colours as variables of the page."""
    return f":root{{{faces.variables(colours, 'seen-')}}}"
