"""The typefaces and colours of VISUAL.md section 1 as rules for a browser.

It promises the same faces and colours on a page and in a file, and that no face is fetched from
elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from seen.charts.marks import SANS
from seen.charts.palette import Palette

SERIF: Final = "'Source Serif 4', 'Source Serif', Georgia, serif"
_FACES: Final = (("Source Serif 4", "source-serif-4"), ("Source Sans 3", "source-sans-3"))
_LATIN: Final = "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F"
_LATIN_REST: Final = "U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
_LATIN_EXT: Final = "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB"


def rules(address: Callable[[str], str]) -> str:
    """Return the @font-face rules; `address` says where a file of a name lies."""
    return "".join(
        f"@font-face{{font-family:'{family}';font-style:normal;font-weight:{weight};"
        f"font-display:swap;src:url('{address(f'{file}-{subset}-{weight}-normal.woff2')}')"
        f" format('woff2');unicode-range:{ranges}}}"
        for family, file in _FACES
        for weight in (400, 600)
        for subset, ranges in (("latin", f"{_LATIN},{_LATIN_REST}"), ("latin-ext", _LATIN_EXT))
    )


def variables(colours: Palette, prefix: str = "") -> str:
    """Return the colours of a theme and the faces as variables; `prefix` begins their names."""
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
        "serif": SERIF,
        "sans": SANS,
    }
    return "".join(f"--{prefix}{name}:{value};" for name, value in found.items())
