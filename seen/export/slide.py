"""One slide: its sentence, the mark of invented people, what stands at its foot, and its notes.

It promises that words are as large as their room lets them be and never run out of it, and that
no slide is without its source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from seen.charts.boxes import text_width
from seen.charts.palette import LIGHT

WIDE, HIGH = 960.0, 540.0  # pt: 16 by 9, as 1280 by 720 px
EDGE: Final = 30.0
ROOM: Final = WIDE - 2 * EDGE
SERIF, SANS = "Georgia", "Arial"  # VISUAL.md section 1: what PowerPoint names
LABEL, FACT, LEAST = 18.0, 16.5, 11.0
_LINE: Final = 1.22  # of a line to the next, in sizes of its type
_SERIF_WIDER: Final = 1.2  # Arial is measured; DejaVu Serif, where Georgia is not there, is wider
_BANNER: Final = 33.0
TOP: Final = 40.0


@dataclass(frozen=True, kw_only=True)
class Words:
    """A paragraph: its words, how they are set, and which part of them is bold."""

    said: str
    size: float = FACT
    face: str = SANS
    colour: str = LIGHT.ink
    strong: str = ""
    link: str = ""


def colour(hexadecimal: str) -> RGBColor:
    """Return a colour as python-pptx takes it."""
    return RGBColor.from_string(hexadecimal.lstrip("#"))


def lines(said: str, size: float, room: float, face: str = SANS) -> int:
    """Return on how many lines words stand, as they break between words."""
    wider = _SERIF_WIDER if face == SERIF else 1.0
    n, used = 1, 0.0
    for part in said.split("\n"):
        for word in part.split(" "):
            wide = wider * text_width(f"{word} ", size)
            if used and used + wide > room:
                n, used = n + 1, 0.0
            n += int(wide // room)  # a word longer than a line
            used += wide % room
    return n + said.count("\n")


def high(paragraphs: Sequence[Words], room: float, scale: float = 1.0) -> float:
    """Return how high paragraphs stand, in points."""
    return sum(
        scale * it.size * _LINE * lines(it.said, scale * it.size, room, it.face)
        for it in paragraphs
    )


def fitting(paragraphs: Sequence[Words], room: float, tall: float) -> float:
    """Return by how much paragraphs have to shrink to stand in a room, at most to the least."""
    scale = 1.0
    smallest = min((it.size for it in paragraphs), default=LEAST)
    while scale * smallest > LEAST and high(paragraphs, room, scale) > tall:
        scale -= 0.02
    return scale


def box(
    slide: Any,
    paragraphs: Sequence[Words],
    *,
    at: tuple[float, float],
    size: tuple[float, float],
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
    align: PP_ALIGN = PP_ALIGN.LEFT,
    name: str = "",
) -> Any:
    """Set paragraphs into a box, as large as they fit."""
    held = slide.shapes.add_textbox(Pt(at[0]), Pt(at[1]), Pt(size[0]), Pt(size[1]))
    if name:
        held.name = name
    fill(held.text_frame, paragraphs, size, anchor=anchor, align=align)
    return held


def fill(
    frame: Any,
    paragraphs: Sequence[Words],
    size: tuple[float, float],
    *,
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
    align: PP_ALIGN = PP_ALIGN.LEFT,
) -> None:
    """Set paragraphs into a frame of words of a size."""
    scale = fitting(paragraphs, size[0], size[1])
    frame.word_wrap = True
    frame.auto_size = None
    frame.vertical_anchor = anchor
    for side in ("margin_left", "margin_right", "margin_top", "margin_bottom"):
        setattr(frame, side, 0)
    for place, words in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = align
        set_words(paragraph, words, scale)


def set_words(paragraph: Any, words: Words, scale: float = 1.0) -> None:
    """Set the words of one paragraph, a part of them bold where that is asked for."""
    before, strong, after = words.said, "", ""
    if words.strong and words.strong in words.said:
        before, _, after = words.said.partition(words.strong)
        strong = words.strong
    for said, is_bold in ((before, False), (strong, True), (after, False)):
        if not said:
            continue
        run = paragraph.add_run()
        run.text = said.replace("\n", "\v")
        run.font.size = Pt(round(scale * words.size, 1))
        run.font.name = words.face
        run.font.bold = is_bold
        run.font.color.rgb = colour(words.colour)
        if words.link:
            run.hyperlink.address = words.link


def banner(slide: Any, said: str) -> None:
    """Set the mark of invented people across the top of a slide."""
    held = slide.shapes.add_shape(1, 0, 0, Pt(WIDE), Pt(_BANNER))  # 1: a rectangle
    held.name = said.split(".", maxsplit=1)[0]
    held.fill.solid()
    held.fill.fore_color.rgb = colour(LIGHT.banner)
    held.line.fill.background()
    held.shadow.inherit = False
    words = Words(said=said, size=FACT, colour=LIGHT.banner_text)
    fill(held.text_frame, [words], (ROOM, _BANNER - 4), anchor=MSO_ANCHOR.MIDDLE)
    held.text_frame.margin_left = Pt(EDGE)


def title(slide: Any, said: str, strong: str, *, tall: float, most: float = 30.0) -> None:
    """Set the sentence of a slide as its title, in the largest size that fits."""
    held = slide.shapes.title
    held.left, held.top, held.width, held.height = Pt(EDGE), Pt(TOP), Pt(ROOM), Pt(tall)
    words = Words(said=said, size=most, face=SERIF, strong=strong)
    fill(held.text_frame, [words], (ROOM, tall), anchor=MSO_ANCHOR.MIDDLE)


def name(shape: Any, alt: str) -> None:
    """Say what a chart or a picture shows, to whoever hears a slide or lists its parts."""
    held = next(it for it in shape._element.iter() if it.tag.endswith("}cNvPr"))
    held.set("descr", alt)
    shape.name = alt[:60]
