"""A real server on a free port, a real browser, a page that is watched: for tests and for bench.

They promise that nothing is skipped: a missing browser fails with what to install.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.error import URLError
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 60
TIMEOUT = 60_000  # ms; generous, since the machine may be busy with other things
expect.set_options(timeout=TIMEOUT)
_STANDING = 500  # ms in which a page that stands does not change
# no script runs, and the figure, if there is one, is drawn
_IS_DRAWN = """(() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const isIdle = app?.dataset.testScriptState === "notRunning";
  const isStale = document.querySelector('[data-stale="true"]');
  const figure = document.querySelector(".st-key-figure");
  return isIdle && !isStale && (!figure || figure.querySelector(".main-svg"));
})()"""
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """Return the path of the browser."""
    found = os.environ.get("SEEN_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    assert found, "No Chromium found: install it, or set SEEN_CHROMIUM to its path."
    return found


@dataclass(frozen=True)
class Running:
    """A server of its own: where it answers, and its process."""

    address: str
    process: subprocess.Popen[bytes]


@contextmanager
def started(
    folder: Path, *, script: str = "dashboard.py", environment: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """Yield a fresh server of a script, on the data of a folder."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += ["--server.headless", "true", "--server.port", str(port)]
    variables = {**os.environ, "SEEN_DATA_FOLDER": str(folder), **(environment or {})}
    process = subprocess.Popen(
        command, cwd=ROOT, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _await_health(port, process)
        yield Running(address=f"http://localhost:{port}", process=process)
    finally:
        process.terminate()
        process.wait(timeout=10)


@contextmanager
def server(folder: Path, **environment: str) -> Iterator[str]:
    """Yield the address of a fresh server on the data of a folder."""
    with started(folder, environment=environment) as running:
        yield running.address


def _free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("localhost", 0))
        return int(listener.getsockname()[1])


def _await_health(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; its health page opens no dashboard."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        assert process.poll() is None, "The server stopped before it answered."
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"The server did not answer within {SECONDS_TO_START} seconds.")


@contextmanager
def launched() -> Iterator[Browser]:
    """Yield a browser that reaches this machine alone."""
    arguments = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"]  # nothing leaves
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # for root there is none
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        yield found
        found.close()


@dataclass
class Watched:
    """A page, and everything about it that must not happen."""

    page: Page
    address: str
    trouble: list[str] = field(default_factory=list)

    def open(self, path: str) -> Watched:
        """Open a link and wait until its page stands."""
        self.page.goto(f"{self.address}{path}")
        expect(self.page.locator(".seen-title")).to_be_visible()
        self.rest()
        return self

    def rest(self) -> None:
        """Wait until no script is running and the figure, if any, is drawn."""
        self.page.wait_for_function(f"() => {_IS_DRAWN}")

    def stand(self) -> None:
        """Wait until the page rests, moves no more, and did not change for a while."""
        self.page.wait_for_function(
            f"""() => {{
              const runs = (it) => it.playState === "running"
                && Number.isFinite(it.effect?.getComputedTiming().endTime);
              const size = [innerWidth, document.body.querySelectorAll("*").length]
                .concat([...document.querySelectorAll("button, .main-svg")]
                .map((it) => it.getBoundingClientRect().top)).join();
              const isSame = size === window.seenStood?.size;
              if (!isSame || !({_IS_DRAWN}) || document.getAnimations().some(runs)) {{
                window.seenStood = {{ size, since: performance.now() }};
              }}
              return performance.now() - window.seenStood.since > {_STANDING};
            }}"""
        )

    @property
    def link(self) -> str:
        """The path and the query of the address."""
        parts = urlsplit(self.page.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def reading(self) -> str:
        """Return the reading line."""
        return self.page.locator(".seen-reading").inner_text()

    def sentence(self) -> str:
        """Return the sentence."""
        return self.page.locator(".seen-sentence").inner_text()

    def expect_link(self, path: str) -> None:
        """Wait until the address is a path with a query."""
        self.page.wait_for_url(f"{self.address}{path}")

    def expect_reading(self, words: str) -> None:
        """Wait until the reading line holds words."""
        expect(self.page.locator(".seen-reading")).to_contain_text(words)


@contextmanager
def fresh(browser: Browser, address: str, **options: Any) -> Iterator[Watched]:
    """Yield a page in a browser that was never here."""
    context = browser.new_context(**options)
    context.set_default_timeout(TIMEOUT)
    with watched(context, address) as found:
        yield found
    context.close()


@contextmanager
def watched(
    context: BrowserContext,
    address: str,
    *,
    width: int | None = None,
    scheme: Literal["light", "dark"] | None = None,
) -> Iterator[Watched]:
    """Yield a page in which no error may be logged and no request may leave the machine."""
    found = Watched(page=context.new_page(), address=address)
    if width is not None:
        found.page.set_viewport_size({"width": width, "height": 900})
    if scheme is not None:
        found.page.emulate_media(color_scheme=scheme)

    def console(message: ConsoleMessage) -> None:
        where = urlsplit(message.location.get("url", "")).path
        # the client looks for its base path; two 404s on each deep link (mock/README.md)
        is_known = "404" in message.text and "/_stcore/" in where
        if message.type == "error" and not is_known:
            found.trouble.append(f"console: {message.text} {where}")

    def dialog(opened: Dialog) -> None:
        found.trouble.append(f"dialog: {opened.message}")
        opened.dismiss()

    def request(asked: Request) -> None:
        parts = urlsplit(asked.url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname != "localhost":
            found.trouble.append(f"request: {asked.url}")

    found.page.on("console", console)
    found.page.on("dialog", dialog)
    found.page.on("request", request)
    found.page.on("pageerror", lambda error: found.trouble.append(f"script: {error}"))
    try:
        yield found
    finally:
        found.page.close()
    assert found.trouble == []
