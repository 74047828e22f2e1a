"""The one style block: faces, sizes, card, bar (VISUAL.md sections 1, 2 and 4).

It promises to hang on stable hooks alone: keys of containers and Streamlit's test ids.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from seen.charts.palette import palette
from seen.screen.narrow import is_dark

_FACES: Final = (
    ("Source Serif 4", "source-serif-4"),
    ("Source Sans 3", "source-sans-3"),
)
_LATIN: Final = "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F"
_LATIN_REST: Final = "U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
_LATIN_EXT: Final = "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB"
_SERIF: Final = "'Source Serif 4', 'Source Serif', Georgia, serif"
_SANS: Final = "'Source Sans 3', 'Source Sans', Arial, sans-serif"


def write() -> None:
    """Write the style block of this run's theme."""
    st.html(f"<style>{_faces()}{_rules()}</style>")


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


def _rules() -> str:
    """Return the rules."""
    c = palette(is_dark=is_dark())
    border = f"color-mix(in srgb, {c.control} 40%, transparent)"
    return f"""
[data-testid="stHeader"], [data-testid="stSidebar"], [data-testid="stSidebarCollapsedControl"] {{
  display: none; }}
[data-testid="stMainBlockContainer"] {{
  max-width: 1200px; padding: 0 40px 64px; margin: 0 auto; }}
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] {{ gap: 16px; }}
html, body, [data-testid="stApp"] {{ font-family: {_SANS}; font-size: 16px; line-height: 1.5; }}
h1, h2, h3 {{ margin: 0; padding: 0; font-family: {_SERIF}; font-weight: 600; }}
h1.seen-title {{ font-size: 32px; line-height: 1.2; color: {c.ink}; text-wrap: balance; }}
h2.seen-heading {{ font-size: 22px; line-height: 1.3; color: {c.ink}; }}
.seen-banner {{ background: {c.banner}; color: {c.banner_text}; font-size: 14px; line-height: 32px;
  min-height: 32px; box-shadow: 0 0 0 100vmax {c.banner}; clip-path: inset(0 -100vmax); }}
.seen-name {{ font-family: {_SERIF}; font-weight: 600; font-size: 24px; color: {c.ink}; }}
.seen-nav-group {{ color: {c.second}; font-size: 14px; border-left: 1px solid {c.control};
  padding-left: 16px; margin-left: 8px; }}
.seen-nav-here {{ color: {c.accent}; font-weight: 600; border-bottom: 2px solid {c.accent};
  padding: 4px 0; white-space: nowrap; }}
.st-key-nav [data-testid="stPageLink"] a {{ padding: 4px 0; background: none; }}
.st-key-nav [data-testid="stPageLink"] p {{ font-size: 16px; color: {c.ink}; }}
.st-key-nav [data-testid="stPageLink"] a:hover p {{ text-decoration: underline; }}
.st-key-nav {{ min-height: 56px; }}
.st-key-filters {{ padding: 8px 0; border-top: 1px solid {c.grid};
  border-bottom: 1px solid {c.grid}; background: {c.page};
  box-shadow: 0 0 0 100vmax {c.page}; clip-path: inset(0 -100vmax -1px); max-width: 1080px; }}
[data-testid="stLayoutWrapper"]:has(> .st-key-filters) {{
  position: sticky; top: 0; z-index: 90; }}
[data-testid="stLayoutWrapper"]:has(> .st-key-filter_actions) {{ margin-left: auto; }}
.seen-filter-label {{ color: {c.second}; font-size: 14px; white-space: nowrap; }}
.seen-reading {{ font-family: {_SERIF}; font-size: 16px; line-height: 1.5; margin: 0;
  max-width: 1080px; color: {c.ink}; }}
.seen-note {{ font-size: 14px; line-height: 1.4; color: {c.second}; margin: 0; max-width: 68ch; }}
.st-key-card {{ background: {c.card}; border: 1px solid {border}; border-radius: 4px;
  padding: 24px; max-width: 1080px; gap: 16px; }}
.seen-sentence {{ font-family: {_SERIF}; font-size: 22px; line-height: 1.35; margin: 0;
  max-width: 60ch; text-wrap: pretty; color: {c.ink}; }}
.seen-facts {{ font-size: 14px; line-height: 1.4; color: {c.second}; margin: 0; }}
.seen-body {{ font-size: 16px; line-height: 1.5; margin: 0; max-width: 60ch;
  text-wrap: pretty; color: {c.ink}; }}
.seen-table {{ border-collapse: collapse; font-size: 14px; line-height: 1.4; width: 100%;
  color: {c.ink}; }}
.seen-table caption {{ text-align: left; color: {c.second}; padding-bottom: 8px; }}
.seen-table th {{ text-align: left; font-weight: 600; color: {c.ink}; }}
.seen-table th, .seen-table td {{ padding: 6px 12px 6px 0; border-bottom: 1px solid {c.grid};
  vertical-align: top; }}
.seen-table .seen-number {{ text-align: right; white-space: nowrap; }}
.seen-list {{ display: grid; grid-template-columns: max-content 1fr; gap: 4px 24px; margin: 0;
  font-size: 16px; color: {c.ink}; max-width: 68ch; }}
.seen-list dt {{ color: {c.second}; }}
.seen-list dd {{ margin: 0; overflow-wrap: anywhere; }}
:focus-visible {{ outline: 3px solid {c.focus} !important; outline-offset: 2px; }}
.st-key-controls {{ max-width: 1080px; }}
@media (max-width: 640px) {{
  [data-testid="stMainBlockContainer"] {{ padding: 0 16px 64px; }}
  h1.seen-title {{ font-size: 26px; }}
  .seen-sentence {{ font-size: 19px; }}
  .st-key-card {{ padding: 16px; }}
  .seen-banner {{ line-height: 1.4; padding: 6px 0; }}
  [data-testid="stLayoutWrapper"]:has(> .st-key-filters) {{ position: static; }}
  [data-testid="stLayoutWrapper"]:has(> .st-key-filter_actions) {{ margin-left: 0; }}
  .seen-table caption, .seen-table, .seen-table tbody, .seen-table tr, .seen-table td,
  .seen-table th[scope="row"] {{
    display: block; text-align: left; border: 0; padding: 2px 0; }}
  .seen-table thead {{ position: absolute; clip-path: inset(50%); }}
  .seen-table tr {{ border-bottom: 1px solid {c.grid}; padding: 8px 0; }}
  .seen-table td[data-label]::before {{ content: attr(data-label) ": "; color: {c.second}; }}
  .seen-table .seen-number {{ text-align: left; }}
}}
@media (prefers-reduced-motion: reduce) {{
  *, *::before, *::after {{ transition: none !important; animation: none !important; }} }}
"""
