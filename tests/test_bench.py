"""What is measured in bench/, on tiny data and without a browser; no time counts."""

import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from bench import click, data_time, screenshots, summary
from bench.browser import ROOT
from seen.guard.rules import Strength
from seen.screen.links import NAMES
from tests.helpers import source

RESULT = {
    "encounters": 20_000,
    "measured_at": "2026-11-24 03:00 UTC",
    "file_mb": 2.5,
    "load": {"before": [0.1, 0.2, 0.3], "after": [1.0, 0.9, 0.8]},
    "machine": {
        "processor": "a processor",
        "cores": 2,
        "system": "a system",
        **dict.fromkeys(("chromium", "python", "streamlit", "plotly", "duckdb"), "1.0"),
    },
    "data_time": {"gaps": {"p50": 12.4, "p90": 20.0, "cpu_p50": 9.0, "questions": 1}},
    "clicks": {"gaps": {"uncached": summary.beside([150, 300, 450], [100, 200, 300])}},
    "cold_start": {"Seen": {"healthy_s": [2.0, 3.0, 4.0], "first_figure_s": [5.0, 6.0, 7.0]}},
    "memory": {"sessions": 50, "before_mb": 200.0, "after_mb": 250.0, "client": "websockets"},
}


@pytest.fixture
def ordinary():
    """A tiny data file opened for asking."""
    return source("ordinary")


def test_clicks_never_ask_for_the_same_combination_twice():
    chosen: frozenset[int] = frozenset()
    seen = {chosen}

    for place in click.toggles(5):
        chosen ^= {place}
        assert chosen not in seen
        seen.add(chosen)

    assert len(seen) == 32


def test_ratio_is_that_of_the_medians():
    found = summary.beside([150, 300, 900], [100, 200, 250])

    assert found["seen"]["p50"] == 300
    assert found["baseline"]["p50"] == 200
    assert found["ratio_p50"] == 1.5


def test_results_are_kept_with_their_load_and_nothing_half_written(tmp_path):
    summary.keep(RESULT, tmp_path)
    summary.keep({**RESULT, "encounters": 360_000}, tmp_path)

    said = (tmp_path / "click.md").read_text("utf-8")
    assert json.loads((tmp_path / "click-20000.json").read_text("utf-8")) == RESULT
    assert said.index("## 20,000") < said.index("## 360,000")
    assert "[0.1, 0.2, 0.3] before" in said
    assert "| gaps | uncached | 3 | 300 / 420 | 200 / 280 | 1.50 (1.50) |" in said
    assert "250 MB with 50 sessions" in said
    assert {path.name for path in tmp_path.iterdir()} == {
        *("click-20000.json", "click-360000.json", "click.md")
    }


def test_every_page_of_the_dashboard_is_measured_and_pictured():
    drawn = set(NAMES) - {"voices", "deck"}  # of its own neither draws a figure
    assert set(data_time.PAGES) == drawn
    assert {page.path.lstrip("/") for page in click.PAGES.values()} == drawn
    assert {shot.name for shot in screenshots.shots()} >= set(NAMES)


def test_no_two_pictures_share_a_file():
    files = [shot.file for shot in screenshots.shots()]

    assert len(files) == len(set(files))


def test_no_filters_are_tried_twice(ordinary):
    tried = list(data_time.filters_to_try(ordinary))

    assert len({filters.chosen for filters in tried}) == len(tried)


def test_data_time_asks_what_each_page_asks(ordinary):
    found = data_time.measure(ordinary, turns=1)

    assert found["gaps"]["questions"] == 4  # its own, two other ways to show it, and mis-seeing
    assert found["overview"]["questions"] > 1
    assert all(page["p50"] >= 0 for page in found.values())


def test_data_time_asks_the_guarded_answer_once(ordinary):
    asked = data_time.Once(ordinary)
    question = ordinary.catalog.default_question()

    assert asked.find(question) is asked.find(question)
    assert asked.found[question].provenance.guard == Strength.SCREEN


def test_baseline_says_and_draws_something_else_at_every_choice():
    shown = set()
    app = AppTest.from_file(str(ROOT / click.BASELINE)).run()

    for chosen in ([], ["1"], ["1", "2"], ["2"], ["5"]):
        app.button_group(key="steps").set_value(chosen).run()
        assert not app.exception
        shown.add(app.get("plotly_chart")[0].proto.spec)

    assert len(shown) == 5


def test_baseline_has_the_size_of_the_figure_it_stands_beside():
    app = AppTest.from_file(str(ROOT / click.BASELINE)).run()

    figure = json.loads(app.get("plotly_chart")[0].proto.spec)

    assert figure["layout"]["height"] == 10 * 36 + 44 + 52


def test_quantiles_are_the_usual_ones():
    assert summary.quantiles(np.arange(1, 12).tolist()) == {"p50": 6, "p90": 10}
