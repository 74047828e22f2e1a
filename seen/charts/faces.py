"""The typefaces of VISUAL.md section 1 as rules for a browser, wherever their files lie.

It promises the same faces on a page and in a file, and that none is fetched from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

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
