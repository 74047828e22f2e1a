"""What pages and their closed parts say on a release is said of the release, never of "this data".

The data behind a release may hold what the release does not, and its reader has no file to fill.
"""

import re
from functools import cache
from html import unescape
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from seen.release.choices import Choices
from seen.release.publish import publish
from seen.screen.links import NAMES as PAGES
from tests.helpers import build, scratch
from tests.releases import Publisher, small
from tests.tiny_releases import release

ROOT = Path(__file__).resolve().parent.parent
TINY = ("ordinary", "surveys")
KINDS = (*TINY, "published", "aggregates")
OF_A_FILE = re.compile(  # what only who holds the data is told, and names of its columns
    r"[^.]*(?:\bthis data\b|\b(?:not )?in the data\b|\bthis file\b|\bfile that is open\b|"
    r"\brecipes?\b|\bimport again\b|\bdocs/|\b[a-z0-9]+_[a-z_]+\b)[^.]*",
    re.IGNORECASE,
)
SAID = ("label", "help", "body", "alt", "placeholder")


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    """Forget what other tests opened, and find Streamlit's settings."""
    monkeypatch.chdir(ROOT)
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@cache
def release_of(kind: str) -> Path:
    """Return a release of some kind, made once."""
    if kind in TINY:
        return release(kind)
    if kind == "published":
        made = Publisher(scratch() / "words").with_key().publish(small())
    else:
        draw, folder = np.random.default_rng(3), scratch() / "words-public"
        places = pd.MultiIndex.from_product([range(1, 7), range(1, 6)])
        rows = places.to_frame(index=False, name=["institution_id", "felt_seen"])
        rows["month"] = pd.Timestamp("2025-01-01")
        rows["frequency"] = draw.integers(20, 60, len(rows))
        marked = {"is_published_aggregate": True, "source_type": "public_real"}
        data = build(folder / "data", rows, name="counts", dataset=marked)
        made = publish(data, Publisher(folder).settings, Choices())
    assert made.path is not None
    return made.path


def words(app: AppTest) -> str:
    """Return all words of a page: what is read, what stands on controls, and what helps there."""
    found = []
    for node in nodes(app._tree):
        parts = {entry.name: part for entry, part in node.proto.ListFields()}
        found += [str(parts[name]) for name in SAID if name in parts]
    shown = " ".join(it for it in found if "<style>" not in it)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def nodes(node):
    """Yield every element of a page."""
    if getattr(node, "proto", None) is not None and hasattr(node.proto, "ListFields"):
        yield node
    for child in getattr(node, "children", {}).values():
        yield from nodes(child)


def closed_parts(app: AppTest) -> list[str]:
    """Return the names of the closed parts of a page."""
    names = [re.search(r"closer_([a-z_]+?)(?:_\d+)?$", it.proto.id) for it in app.expander]
    return [it.group(1) for it in names if it]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_page_and_no_closed_part_of_a_release_speaks_of_the_data_behind_it(
    monkeypatch, kind, page
):
    monkeypatch.setenv("SEEN_DATA", str(release_of(kind)))
    monkeypatch.setenv("SEEN_HOSTED", "1")
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.switch_page(f"pages/{page}.py")
    said = {"": words(app.run())}

    for part in closed_parts(app):
        app.session_state["_visit"].closer = part
        said[part] = words(app.run())
        assert not app.exception, part
        assert "could not be shown" not in said[part], part

    wrong = {part: OF_A_FILE.findall(it) for part, it in said.items()}
    assert not {part: it for part, it in wrong.items() if it}


@pytest.mark.slow
def test_a_part_without_an_answer_says_that_the_release_does_not_hold_it(monkeypatch):
    monkeypatch.setenv("SEEN_DATA", str(release_of("published")))
    monkeypatch.setenv("SEEN_HOSTED", "1")
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.switch_page("pages/gaps.py")
    app.run()

    app.session_state["_visit"].closer = "reasons"
    said = words(app.run())

    assert "This release does not hold what people said they were mis-seen for." in said
    assert "Institution: not in this release" in said
