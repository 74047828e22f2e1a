"""What only the browser knows or can do: its width, light or dark, names for landmarks.

It promises one rerun when a window turns out to be narrow, and none when it is wide.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

from seen.screen import state
from seen.text import text

NARROW: Final = 960  # px; VISUAL.md: under 960 the narrow figure is drawn
_KEY: Final = "browser"
_SCRIPT: Final = Path(__file__).with_name("browser.js")


def listen() -> None:
    """Mount the script; it takes no space on the page."""
    mount = st.components.v2.component("seen_browser", js=_script())
    mount(
        key=_KEY,
        data={
            "width": NARROW - 1,
            "isNarrow": is_narrow(),
            "isDark": is_dark(),
            "attributes": _attributes(),
        },
        default={"isNarrow": is_narrow(), "scheme": None},
        on_isNarrow_change=state.act,
        on_scheme_change=state.act,
    )


def is_narrow() -> bool:
    """Return whether figures are to be drawn for a narrow window.

    Before the browser has said so, whoever calls itself mobile is taken to be narrow.
    """
    known = (st.session_state.get(_KEY) or {}).get("isNarrow")
    return _looks_mobile() if known is None else bool(known)


def is_dark() -> bool:
    """Return whether the page is dark."""
    return st.context.theme.type == "dark"


def _looks_mobile() -> bool:
    """Return whether the browser calls itself mobile."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def _attributes() -> list[tuple[str, str, str]]:
    """Return what elements of the page are to be called: selector, attribute, value."""
    opened = state.visit().opened if state.is_begun() else None
    others = f":not(.st-key-action_{opened})" if opened else ""
    return [
        (".st-key-nav", "role", "navigation"),
        (".st-key-nav", "aria-label", text("nav.label")),
        (".st-key-filters", "role", "region"),
        (".st-key-filters", "aria-label", text("filters.label")),
        (".st-key-reading", "role", "status"),
        (f'[class*="st-key-action_"]{others} button', "aria-expanded", "false"),
        *([(f".st-key-action_{opened} button", "aria-expanded", "true")] if opened else []),
    ]


@cache
def _script() -> str:
    """Return the script."""
    return _SCRIPT.read_text(encoding="utf-8")
