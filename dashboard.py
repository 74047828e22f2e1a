"""Seen: the frame around all pages. Start it with `python start.py`."""

from seen.screen import frame

frame.run()
