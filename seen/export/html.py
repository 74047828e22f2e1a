"""A Story as one page that opens from a disk, draws its figures itself and fetches nothing.

It promises every card with its words, figure and tables, and the notes of cards only where they
were asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from seen.charts.tables import Table
from seen.export import looks
from seen.export.looks import EVERY, PRINTED, Kind
from seen.export.story import Scene, Story
from seen.text import DEFAULT_LANGUAGE, text

_CONTENTS: Final = "contents"
_WHOLE: Final = 16  # rows of a table that stays on one sheet


def page(story: Story, *, has_notes: bool = False, kind: Kind = Kind.SCREEN) -> str:
    """Return a Story as a page.

    Parameters
    ----------
    has_notes
        Whether the notes of figures go along; the words of a card of words always do.
    kind
        What the page is for: a screen, paper, or a picture of each card.
    """
    cards = (_card(it, story, has_notes=has_notes, kind=kind) for it in story.scenes)
    banner = f'<div class="banner" role="note">{_e(story.banner)}</div>' if story.banner else ""
    is_screen = kind is Kind.SCREEN
    button = f'<button id="theme" type="button">{_e(text("export.theme"))}</button>'
    body = [
        banner if is_screen else "",  # else it heads every sheet, or stands on every card
        "<main>",
        f'<header><h1 dir="auto">{_e(story.title)}</h1>{button if is_screen else ""}</header>',
        _paragraph(f"{story.dataset}. {story.day}.", "facts"),
        f'<p id="old" hidden>{_e(text("export.old_browser"))}</p>',
        f"<noscript><p>{_e(text('export.no_script'))}</p></noscript>",
        _contents(story),
        *cards,
        *_appendix(story, kind=kind),
        "</main>",
        _script("plotly", looks.library(is_kept=is_screen)),
        _script("figures", looks.figures(story, EVERY if is_screen else PRINTED)),
        f"<script>{looks.code()}</script>",
    ]
    return f"{_head(story, kind)}<body>{''.join(body)}</body></html>"


def _head(story: Story, kind: Kind) -> str:
    """Return the head of a page."""
    return (
        f'<!doctype html><html lang="{DEFAULT_LANGUAGE}" data-kind="{kind}"><head>'
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{looks.POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{_e(story.title)}</title><style>{looks.style()}</style></head>"
    )


def _contents(story: Story) -> str:
    """Return the contents, each a link to its card."""
    rows = [(f"card-{it.number}", it.title or it.sentence) for it in story.scenes]
    listed = "".join(f'<li><a href="#{at}" dir="auto">{_e(said)}</a></li>' for at, said in rows)
    parts = [("methods", text("export.methods")), ("data", text("export.data"))]
    if story.dictionary is not None:
        parts.insert(1, ("dictionary", text("export.dictionary")))
    rest = ", ".join(f'<a href="#{at}">{_e(said)}</a>' for at, said in parts)
    label = _e(text("export.contents"))
    return f'<nav id="{_CONTENTS}" aria-label="{label}"><ol>{listed}</ol><p>{rest}</p></nav>'


def _card(scene: Scene, story: Story, *, has_notes: bool, kind: Kind) -> str:
    """Return one card."""
    said = [
        f'<p class="place">{_e(story.place(scene))}</p>',
        f'<h2 dir="auto">{_e(scene.title or scene.sentence)}</h2>',
    ]
    if scene.is_words:
        said.append(_paragraph(scene.note, "note"))
    elif scene.absent:
        said += [_paragraph(scene.sentence, "facts"), _paragraph(scene.absent, "sentence")]
    else:
        said += _figure(scene, story, kind=kind)
    said.append(_paragraph(scene.other_data, "small"))
    if has_notes and scene.note and not scene.is_words:
        said.append(_paragraph(text("export.note", note=scene.note), "note"))
    said.append(_paragraph(f"{story.source(scene)}.", "source"))
    if kind is Kind.PICTURE and story.banner:
        said.insert(0, f'<div class="banner">{_e(story.banner)}</div>')
    return f'<article id="card-{scene.number}">{"".join(said)}</article>'


def _figure(scene: Scene, story: Story, *, kind: Kind) -> Iterable[str]:
    """Yield the parts of a card that has a figure, as VISUAL.md orders them."""
    if scene.sentence != scene.title:
        yield _sentence(scene)
    yield _paragraph(scene.asked, "facts")
    alt = _e(story.chart(scene).alt_text)
    yield (
        f'<figure data-figure="{scene.number}" role="img" aria-label="{alt}">'
        '<div aria-hidden="true"></div></figure>'
    )
    yield _paragraph(f"{scene.facts} {scene.interval}.", "facts")
    yield _paragraph(scene.caution)
    yield _paragraph(scene.small, "small")
    yield _paragraph(scene.total)
    yield _paragraph(scene.reading, "reading")
    if scene.moved is not None:
        was = scene.moved.sentence
        then = _paragraph(text("export.moved_sentence", sentence=was), "facts") if was else ""
        moved = f"{_paragraph(scene.moved.said)}{then}{_table(scene.moved.table())}"
        yield f'<div class="moved">{moved}</div>'
    tables = f'<div class="tables">{"".join(map(_table, scene.tables))}</div>'
    yield _folded(text("card.table"), tables, is_open=kind is Kind.PRINT)
    if kind is Kind.SCREEN:  # on paper once, behind the cards
        lines = "".join(f"<li>{_e(it)}</li>" for it in scene.method)
        yield _folded(text("card.computed"), f"<ul>{lines}</ul>", is_open=False)


def _sentence(scene: Scene) -> str:
    """Return the sentence with the size of a difference in bold."""
    said = _e(scene.sentence)
    if scene.strong:
        said = said.replace(_e(scene.strong), f"<b>{_e(scene.strong)}</b>", 1)
    return f'<p class="sentence" dir="auto">{said}</p>'


def _appendix(story: Story, *, kind: Kind) -> Iterable[str]:
    """Yield what stands behind the cards: methods, the Measures that are used, the data."""
    lines = "".join(f"<li>{_e(it.words())}</li>" for it in story.methods)
    yield _part("methods", f"<ul>{lines}</ul>")
    if story.dictionary is not None:
        yield _part("dictionary", f'<div class="tables">{_table(story.dictionary)}</div>')
    facts = "".join(f"<dt>{_e(name)}</dt><dd>{_e(said)}</dd>" for name, said in story.facts)
    yield _part("data", f"<dl>{facts}</dl>{_paragraph(story.banner)}")


def _part(name: str, content: str) -> str:
    """Return one part behind the cards."""
    return f'<section id="{name}"><h2>{_e(text(f"export.{name}"))}</h2>{content}</section>'


def _folded(label: str, content: str, *, is_open: bool) -> str:
    """Return what is opened by whoever wants it."""
    shown = " open" if is_open else ""
    return f"<details{shown}><summary>{_e(label)}</summary>{content}</details>"


def _table(table: Table) -> str:
    """Return a table."""
    kinds = [
        "number" if at in table.numbers else "short" if at in table.short else ""
        for at in range(len(table.heads))
    ]
    dressed = [f' class="{kind}"' if kind else "" for kind in kinds]
    heads = "".join(
        f'<th scope="col"{kind}>{_e(head)}</th>'
        for kind, head in zip(dressed, table.heads, strict=True)
    )
    rows = "".join(
        f'<tr><th scope="row">{_e(first)}</th>'
        + "".join(
            f"<td{kind}>{_e(cell)}</td>" for kind, cell in zip(dressed[1:], rest, strict=True)
        )
        + "</tr>"
        for first, *rest in table.rows
    )
    caption = f"<caption>{_e(table.caption)}</caption>" if table.caption else ""
    whole = ' class="whole"' if len(table.rows) <= _WHOLE else ""
    return f"<table{whole}>{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _paragraph(said: str, kind: str = "") -> str:
    """Return words as a paragraph; nothing where there are none."""
    dressed = f' class="{kind}"' if kind else ""
    return f'<p{dressed} dir="auto">{_e(said)}</p>' if said else ""


def _script(name: str, held: str) -> str:
    """Return what the code of a page unpacks; base64 holds no mark that could end it."""
    return f'<script id="{name}" type="text/plain">{held}</script>'


def _e(said: str) -> str:
    """Return words as HTML."""
    return escape(said)
