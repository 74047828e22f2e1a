"""The one style block: faces, the theme's colours, and the rules of style.css.

It promises that no font or rule comes from elsewhere, and that words inside a rule stay words.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

from seen.charts.palette import Palette, palette
from seen.screen.browser import is_dark

_RULES: Final = Path(__file__).with_name("style.css")
_FACES: Final = (("Source Serif 4", "source-serif-4"), ("Source Sans 3", "source-sans-3"))
_LATIN: Final = "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F"
_LATIN_REST: Final = "U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
_LATIN_EXT: Final = "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB"
_SERIF: Final = "'Source Serif 4', 'Source Serif', Georgia, serif"
_SANS: Final = "'Source Sans 3', 'Source Sans', Arial, sans-serif"


def write() -> None:
    """Write the style block of this run's theme."""
    st.html(f"<style>{_block(palette(is_dark=is_dark()))}</style>")


def paint(*, is_dark: bool) -> None:
    """Write the colours of a theme that was chosen in place of the browser's."""
    st.html(f"<style>{_variables(palette(is_dark=is_dark))}</style>")


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
    return f"{_faces()}{_variables(colours)}{_RULES.read_text(encoding='utf-8')}"


def _faces() -> str:
    """Return the @font-face rules of the committed files."""
    return "".join(
        f"@font-face{{font-family:'{family}';font-style:normal;font-weight:{weight};"
        f"font-display:swap;src:url('app/static/fonts/{file}-{subset}-{weight}-normal.woff2')"
        f" format('woff2');unicode-range:{ranges}}}"
        for family, file in _FACES
        for weight in (400, 600)
        for subset, ranges in (("latin", f"{_LATIN},{_LATIN_REST}"), ("latin-ext", _LATIN_EXT))
    )


def _variables(colours: Palette) -> str:
    """Return the theme's colours as variables of the page."""
    found = {
        "page": colours.page,
        "card": colours.card,
        "ink": colours.ink,
        "second": colours.second,
        "control": colours.control,
        "grid": colours.grid,
        "border": f"color-mix(in srgb, {colours.control} 40%, transparent)",
        "accent": colours.accent,
        "focus": colours.focus,
        "banner": colours.banner,
        "banner-text": colours.banner_text,
        "serif": _SERIF,
        "sans": _SANS,
    }
    return f":root{{{''.join(f'--seen-{name}:{value};' for name, value in found.items())}}}"
