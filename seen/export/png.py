"""A picture of each card of a Story, and of each figure alone where a slide holds no native one.

It promises that a picture says by itself of whom, when and how sure it is.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from seen.export import chromium, html
from seen.export.files import member
from seen.export.looks import LEAST, Kind
from seen.export.story import Scene, Story
from seen.export.tables import name_of
from seen.text import text

_WIDTH: Final = 1080  # px of a card, as on a screen
_FIGURE: Final = LEAST + 48  # px of a card whose figure is as narrow as it may be, so as large
Progress = Callable[[str], None]


def as_zip(story: Story, *, has_notes: bool = False, progress: Progress) -> bytes:
    """Return an archive of a picture of each card."""
    written = io.BytesIO()
    found = _pictures(story, story.scenes, "#card-{n}", has_notes=has_notes, progress=progress)
    with zipfile.ZipFile(written, "w") as archive:
        for scene, content in zip(story.scenes, found, strict=True):
            archive.writestr(member(f"{name_of(scene)}.png"), content)
    return written.getvalue()


def figures(story: Story, scenes: Sequence[Scene], *, progress: Progress) -> dict[int, bytes]:
    """Return pictures of the figures of some cards alone, by the number of the card."""
    if not scenes:
        return {}
    found = _pictures(story, scenes, "#card-{n} figure", width=_FIGURE, progress=progress)
    return {scene.number: content for scene, content in zip(scenes, found, strict=True)}


def _pictures(
    story: Story,
    scenes: Sequence[Scene],
    selector: str,
    *,
    has_notes: bool = False,
    width: int = _WIDTH,
    progress: Progress,
) -> list[bytes]:
    """Return pictures of parts of cards."""
    only = replace(story, scenes=tuple(scenes))  # what is not pictured need not be drawn
    page = html.page(only, has_notes=has_notes, kind=Kind.PICTURE)
    return chromium.pictured(
        page,
        [selector.replace("{n}", str(it.number)) for it in scenes],
        width=width,
        progress=lambda n: progress(text("export.picturing", n=n + 1, total=len(scenes))),
    )
