"""No number that is withheld is in the bytes of an export, and none is there that nobody shows."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache

from seen.domain.findings import Estimate, Withheld
from seen.export import html, looks, tables
from seen.export.native import native
from seen.export.powerpoint import as_pptx
from seen.export.story import Story, tell
from seen.figures import pinned
from seen.figures.asker import Asker
from seen.guard.rules import Strength
from seen.sources.dataset import DatasetSource
from seen.wording.numbers import span_words, value
from tests.exports import TODAY, deck_of, story
from tests.helpers import shape
from tests.test_export_html import held
from tests.test_figures import demo_file
from tests.tiny_releases import released

SECRET = (
    ("gaps", "lead"),
    ("gaps", "crossed"),
    ("gaps", "reasons"),
    ("burnout", "level"),
    ("human_or_machine", "reasons"),
    ("what_counts", "lead"),
)


def without_pictures(found: Story) -> Story:
    """Return a story with the cards that slides draw without Chromium."""
    kept = [it for it in found.scenes if not it.shown or native(it, found.catalog) is not None]
    return Story(**{**vars(found), "scenes": tuple(kept)})


def members(content: bytes) -> Iterator[bytes]:
    """Yield everything inside a file, files inside files too."""
    if content[:2] != b"PK":
        yield content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name.encode()
            yield from members(archive.read(name))


def exported(found: Story) -> list[bytes]:
    """Return all bytes of all exports, unpacked."""
    page = html.page(found, has_notes=True)
    figures = [repr(it).encode() for it in held(page).values()] if "figures" in page else []
    files = [as_pptx(without_pictures(found)), tables.as_zip(found), tables.as_xlsx(found)]
    words = re.sub(r'<script id="(plotly|figures)".*?</script>', "", page, flags=re.DOTALL)
    return [words.encode(), *figures, *(it for file in files for it in members(file))]


@cache
def secrets() -> tuple[str, ...]:
    """Return the numbers that an analyst may see on their own screen and no export may hold."""
    source = DatasetSource(demo_file(), screen_minimum_people=1)
    screen, published = Asker(source, Strength.SCREEN), Asker(source)
    found: list[str] = []
    for page, part in SECRET:
        asked = source.catalog.default_question()
        own, guarded = (pinned.made(it, page, part, asked) for it in (screen, published))
        for mine, theirs in zip(own.findings, guarded.findings, strict=True):  # type: ignore[union-attr]
            for seen, shown in zip(mine.numbers, theirs.numbers, strict=True):
                if isinstance(seen, Estimate) and isinstance(shown, Withheld):
                    found += [repr(it)[:9] for it in (seen.value, seen.low, seen.high)]
                    show = mine.question.show
                    found.append(f"{value(seen, show)}, {span_words(seen, show)}")
    long = [it for it in found if len(it) >= 9]
    assert len(long) >= 6, "the demo withholds too little to tell anything"
    return tuple(dict.fromkeys(long))


def test_withheld_numbers_are_in_no_byte_of_any_export() -> None:
    source = DatasetSource(demo_file(), screen_minimum_people=1)
    asker = Asker(source)
    found = tell(deck_of(asker, SECRET), asker, today=TODAY)
    content = exported(found)
    shown = {
        repr(it)[:9]
        for scene in found.scenes
        if scene.shown
        for finding in scene.shown.findings
        for number in finding.numbers
        if isinstance(number, Estimate)
        for it in (number.value, number.low, number.high)
    }
    for secret in secrets():
        if secret not in shown:
            assert not any(secret.encode() in it for it in content), secret


def test_a_number_that_leaked_would_be_found() -> None:
    (secret, *_) = secrets()
    scene = story().scenes[0]
    leaking = Story(
        **{**vars(story()), "scenes": (type(scene)(**{**vars(scene), "note": f"It is {secret}"}),)}
    )
    assert any(secret.encode() in it for it in exported(leaking))


def test_data_of_which_nothing_may_be_shown_exports_words_alone() -> None:
    asker = Asker(DatasetSource(shape("all_withheld")))
    found = tell(deck_of(asker, (("gaps", "lead"),)), asker, today=TODAY)
    estimates = [
        number
        for scene in found.scenes
        if scene.shown
        for finding in scene.shown.findings
        for number in finding.numbers
        if isinstance(number, Estimate)
    ]
    assert estimates == []
    said = b" ".join(exported(found)).decode("utf-8", "ignore")
    assert "Hidden to protect people" in said


def test_a_release_is_exported_as_it_is_shown() -> None:
    asker = Asker(released("ordinary"))
    found = tell(
        deck_of(asker, (("overview", "lead"), ("gaps", "lead"), ("places", "lead"))),
        asker,
        today=TODAY,
    )
    shown = [it for it in found.scenes if it.shown]
    assert shown
    page = html.page(found)
    for scene in shown:
        for table in scene.tables:
            assert all(html._e(cell) in page for row in table.rows for cell in row)
    assert asker.source.version in page
    assert as_pptx(without_pictures(found))


def test_every_number_of_every_table_is_that_of_its_finding() -> None:
    for scene in story().scenes:
        if not scene.shown or len(scene.shown.findings) != 1 or len(scene.tables) != 1:
            continue
        finding = scene.shown.first
        rows = scene.tables[0].rows
        if len(rows) != len(finding.groups):
            continue
        for row, group in zip(rows, finding.groups, strict=True):
            if isinstance(group.estimate, Estimate):
                assert value(group.estimate, finding.question.show) in " ".join(row)
                assert span_words(group.estimate, finding.question.show) in " ".join(row)
            else:
                assert group.estimate.words(of=finding.measure) in " ".join(row)


def test_figures_of_a_page_hold_no_level_that_was_clicked() -> None:
    for scene in story().scenes:
        if scene.shown:
            drawn = looks.bare(story().chart(scene))
            assert all("customdata" not in trace for trace in drawn["data"])
