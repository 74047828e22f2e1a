"""A Story as a file of some kind.

It promises that nothing is written here: content is returned, or why there can be none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from seen.errors import ExportError
from seen.export import html, pdf, png, powerpoint, tables
from seen.export.story import Story
from seen.text import text

Progress = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of file: how its name ends, and what a browser is told of it."""

    ending: str
    media: str


KINDS: Final = {
    "pptx": Kind(
        ending=".pptx",
        media="application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "pdf": Kind(ending=".pdf", media="application/pdf"),
    "html": Kind(ending=".html", media="text/html"),
    "png": Kind(ending="-png.zip", media="application/zip"),
    "csv": Kind(ending="-csv.zip", media="application/zip"),
    "xlsx": Kind(
        ending=".xlsx",
        media="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


def made(
    story: Story, kind: str, *, has_notes: bool = False, progress: Progress = lambda _: None
) -> bytes:
    """Return a Story as the content of a file.

    Parameters
    ----------
    kind
        One of `KINDS`.
    has_notes
        Whether the notes of figures go along; slides hold them in any case, out of sight.

    Raises
    ------
    ExportError
        Where a library or Chromium is missing, or there is nothing to write.
    """
    if kind not in KINDS:
        raise ExportError(text("export.kind", kinds=", ".join(KINDS)))
    progress(text("export.making", kind=kind))
    if kind == "pptx":
        return powerpoint.as_pptx(story, progress=progress)
    if kind == "pdf":
        return pdf.as_pdf(story, has_notes=has_notes)
    if kind == "png":
        return png.as_zip(story, has_notes=has_notes, progress=progress)
    if kind == "csv":
        return tables.as_zip(story)
    if kind == "xlsx":
        return tables.as_xlsx(story)
    return html.page(story, has_notes=has_notes).encode()
