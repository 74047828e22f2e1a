"""Whether the window is too narrow for words beside a figure; only the browser knows.

It promises one rerun when a window is narrow and none when it is wide.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

_WIDTH: Final = 960  # px; VISUAL.md: under 960 the narrow figure is drawn
_REPORT: Final = f"""
export default function (component) {{
  const {{ setStateValue, data }} = component;
  const query = window.matchMedia("(max-width: {_WIDTH}px)");
  const report = () => {{
    if (query.matches !== data.isNarrow) setStateValue("isNarrow", query.matches);
  }};
  report();
  query.addEventListener("change", report);
  return () => query.removeEventListener("change", report);
}}
"""
_KEY: Final = "window_width"


def is_narrow() -> bool:
    """Return whether figures are to be drawn for a narrow window."""
    component = st.components.v2.component("seen_window_width", js=_REPORT)
    known = bool((st.session_state.get(_KEY) or {}).get("isNarrow", False))
    found = component(
        key=_KEY,
        data={"isNarrow": known},
        default={"isNarrow": False},
        on_isNarrow_change=lambda: None,
    )
    return bool(found.isNarrow)


def is_dark() -> bool:
    """Return whether the page is dark."""
    return st.context.theme.type == "dark"
