"""The error boundary: one calm sentence and the next step, never a traceback, never a value.

It promises that the log gets where a page failed, and not what the data said.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable
from html import escape
from typing import Final

import streamlit as st

from seen.errors import NotServedError, SeenError
from seen.screen import state
from seen.text import text, told

_LOG: Final = logging.getLogger("seen")
_COMMAND: Final = re.compile(r"^(?P<said>.*): (?P<command>(python -m )?seen [^.]*)$", re.DOTALL)


def guarded(draw: Callable[[], None], *, heading: str = "h1") -> None:
    """Draw something; on an error say one calm sentence in its place, under a heading."""
    try:
        draw()
    except NotServedError as error:  # to look again cannot help
        _say(str(error), heading, can_help=False)
    except SeenError as error:
        _say(told(error), heading)
    except Exception as error:
        # the words of an error can quote data: the log gets its kind and its place alone
        place = "".join(traceback.format_tb(error.__traceback__))
        _LOG.error("A page failed with %s:\n%s", type(error).__name__, place)
        _say(text("error.page"), heading)


def _say(said: str, heading: str, *, can_help: bool = True) -> None:
    """Say what went wrong and what to do next."""
    command = _COMMAND.match(said)
    with st.container(key="error"):
        title = escape(text("error.page_title"))
        st.html(f'<{heading} class="seen-heading">{title}</{heading}>')
        if command is None:
            st.html(f'<p class="seen-body">{escape(said)}</p>')
        else:
            st.html(f'<p class="seen-body">{escape(command["said"])}:</p>')
            st.code(command["command"], language=None, wrap_lines=True)
        if can_help:
            st.button(text("error.again"), key="again", on_click=state.act)
