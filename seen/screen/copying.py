"""The link of a view: copied by the click that asks for it, or else shown, selected, to be copied.

It promises that the page says which of the two happened, on screen and to a screen reader.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from seen.text import text

_HTML: Final = (
    '<div class="seen-copy"><input type="text" readonly><button type="button"></button></div>'
    '<p class="seen-note" role="status"></p>'
)
_SCRIPT: Final = Path(__file__).with_name("copying.js")


def offer(address: str, *, key: str) -> None:
    """Draw an address, and copy it once; again by its button."""
    mount = st.components.v2.component(
        "seen_copying", html=_HTML, js=_script(), isolate_styles=False
    )
    mount(key=key, data=_said() | {"address": address})


def _said() -> dict[str, Any]:
    """Return the words of it."""
    names = ("label", "copy", "copied", "selected")
    return {name: text(f"copying.{name}") for name in names}


@cache
def _script() -> str:
    """Return the script."""
    return _SCRIPT.read_text(encoding="utf-8")
