"""The Chromium of this machine, which prints an exported page as PDF and takes pictures of it.

It promises a browser of its own that fetches nothing, is closed whatever happens, and whose
absence is said together with what installs it.
"""

from __future__ import annotations

import asyncio
import base64
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, TypeVar

from seen.errors import ExportError
from seen.text import text

if TYPE_CHECKING:
    from choreographer import Tab

_SECONDS: Final = 120  # for a whole file; a browser that hangs must not keep anybody waiting
_CLOSING: Final = 20  # seconds a browser has to close
_MM: Final = 1 / 25.4  # inches
_SHEET: Final = {"paperWidth": 210 * _MM, "paperHeight": 297 * _MM}  # A4
_EDGE: Final = {"marginLeft": 14 * _MM, "marginRight": 14 * _MM}
_ENDS: Final = {"marginTop": 18 * _MM, "marginBottom": 16 * _MM}
_SCALE: Final = 0.84  # of a page 820 px wide to the width between the edges
_SHARP: Final = 2  # pixels of a picture for each px
_DRAWN: Final = (
    "new Promise((done) => { const look = () => "
    "document.documentElement?.dataset.drawn ? done(true) : setTimeout(look, 20); look(); })"
)
_PLACE: Final = (
    "(() => { const it = document.querySelector({selector}).getBoundingClientRect(); "
    "return [it.x + scrollX, it.y + scrollY, it.width, it.height]; })()"
)

Result = TypeVar("Result")


def printed(page: str, *, width: int, head: str, foot: str) -> bytes:
    """Return a page as PDF.

    Parameters
    ----------
    width
        How wide the page is set, in px, before it is scaled onto the sheet.
    head, foot
        HTML at the top and the bottom of every sheet.
    """

    async def work(tab: Tab, file: Path) -> bytes:
        await tab.send_command("Emulation.setEmulatedMedia", {"media": "print"})
        await _open(tab, file, width)
        chosen = {
            **{"displayHeaderFooter": True, "headerTemplate": head, "footerTemplate": foot},
            **{"generateTaggedPDF": True, "generateDocumentOutline": True},
            **{"printBackground": True, "scale": _SCALE},
        }
        found = await _ask(tab, "Page.printToPDF", {**_SHEET, **_EDGE, **_ENDS, **chosen})
        return base64.b64decode(found["data"])

    return _run(page, work)


def pictured(
    page: str, selectors: Sequence[str], *, width: int, progress: Callable[[int], None]
) -> list[bytes]:
    """Return pictures of parts of a page as PNG, in the order in which they are named."""

    async def work(tab: Tab, file: Path) -> list[bytes]:
        await _open(tab, file, width)
        found = []
        for place, selector in enumerate(selectors):
            progress(place)
            found.append(await _picture(tab, selector))
        return found

    return _run(page, work)


def _run(page: str, work: Callable[[Tab, Path], Coroutine[Any, Any, Result]]) -> Result:
    """Return what is done with a page in a browser of its own."""

    async def whole() -> Result:
        with tempfile.TemporaryDirectory(prefix="seen-export-") as folder:
            file = Path(folder) / "page.html"
            file.write_text(page, encoding="utf-8")
            async with asyncio.timeout(_SECONDS), _tab() as tab:
                return await work(tab, file)

    try:
        return _alone(whole())
    except TimeoutError:
        raise ExportError(text("export.browser_slow", n=_SECONDS)) from None


def _alone(work: Coroutine[Any, Any, Result]) -> Result:
    """Return what work comes to, in a loop and a thread of its own.

    Where a server runs, a loop runs already. Whoever interrupts ends the work too, and waits until
    its browser is closed.
    """
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="seen-export", daemon=True)
    thread.start()
    asked = asyncio.run_coroutine_threadsafe(work, loop)
    try:
        return asked.result()
    finally:
        asked.cancel()  # does nothing where it is done
        loop.set_exception_handler(lambda *_: None)  # a browser that was interrupted as well
        asyncio.run_coroutine_threadsafe(_ended(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _ended() -> None:
    """Wait until everything else in this loop is over."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.wait_for(asyncio.gather(*others, return_exceptions=True), _CLOSING)


@asynccontextmanager
async def _tab() -> AsyncIterator[Tab]:
    """Open a browser with an empty page, and close both."""
    try:
        from choreographer import Browser
        from choreographer.errors import (
            BrowserClosedError,
            BrowserDepsError,
            BrowserFailedError,
            ChannelClosedError,
            ChromeNotFoundError,
        )
    except ImportError:
        raise ExportError(text("export.no_library", name="choreographer")) from None
    try:
        async with Browser(headless=True, enable_extensions=False) as browser:
            yield await browser.create_tab()
    except ChromeNotFoundError:
        raise ExportError(text("export.no_browser")) from None
    except (BrowserFailedError, BrowserDepsError, BrowserClosedError, ChannelClosedError):
        raise ExportError(text("export.browser_failed")) from None


async def _open(tab: Tab, file: Path, width: int) -> None:
    """Open a page at a width and wait until all of its figures are drawn."""
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    await _ask(tab, "Emulation.setDeviceMetricsOverride", size)
    await _ask(tab, "Emulation.setScrollbarsHidden", {"hidden": True})
    await _ask(tab, "Page.navigate", {"url": file.as_uri()})
    await _value(tab, _DRAWN)


async def _picture(tab: Tab, selector: str) -> bytes:
    """Return a picture of one part of a page."""
    x, y, wide, high = await _value(tab, _PLACE.replace("{selector}", f"'{selector}'"))
    clip = {"x": x, "y": y, "width": wide, "height": high, "scale": _SHARP}
    chosen = {"format": "png", "clip": clip, "captureBeyondViewport": True}
    found = await _ask(tab, "Page.captureScreenshot", chosen)
    return base64.b64decode(found["data"])


async def _value(tab: Tab, expression: str) -> Any:
    """Return what an expression comes to in the page, awaited."""
    chosen = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    found = await _ask(tab, "Runtime.evaluate", chosen)
    return found["result"].get("value")


async def _ask(tab: Tab, command: str, chosen: dict[str, Any] | None = None) -> Any:
    """Return what the browser answers to a command."""
    answer = await tab.send_command(command, chosen or {})
    if "error" in answer:
        raise ExportError(text("export.browser_failed"))
    return answer["result"]
