"""Many sessions at once, each a websocket that asks for a page and stays.

They promise no more than that: no browser paints, so only the server's memory is measured.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from bench.browser import Running
from bench.summary import resident_mb

CLIENT: Final = "websocket clients without a browser, one after another, each with its own filters"
_SECONDS: Final = 60


def memory(running: Running, links: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the server's memory after its first session, and with one open for every link.

    A link is a page and the query of its address.
    """
    with ExitStack() as stack:
        stack.enter_context(session(running.address, *links[0]))
        before = resident_mb(running.process.pid)
        for page, query in links[1:]:
            stack.enter_context(session(running.address, page, query))
        after = resident_mb(running.process.pid)
    return {"sessions": len(links), "before_mb": before, "after_mb": after, "client": CLIENT}


@contextmanager
def session(address: str, page: str, query: str) -> Iterator[ClientConnection]:
    """Yield a session in which a page has run to its end."""
    stream = urlsplit(address)._replace(scheme="ws", path="/_stcore/stream").geturl()
    options: dict[str, Any] = {"subprotocols": ["streamlit"], "max_size": None}
    with connect(stream, **options) as socket:
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        socket.send(asked.SerializeToString())
        _await_end(socket)
        yield socket


def _await_end(socket: ClientConnection) -> None:
    """Wait until the script has ended; a run that led to another page is not the end."""
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        raw = socket.recv(timeout=_SECONDS)
        said = ForwardMsg()
        said.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
        if said.WhichOneof("type") == "script_finished":
            if said.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                raise RuntimeError(f"A session ended its run with {said.script_finished}.")
            return
    raise TimeoutError(f"A session did not end its run within {_SECONDS} seconds.")
