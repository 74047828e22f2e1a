"""The planted terms: each has a mark and a reason, and their hash seals a demo."""

from __future__ import annotations

import pytest

from seen.demo import truth
from seen.demo.truth import MARKS, Term
from seen.errors import DemoError
from seen.settings import ROOT
from seen.sources import genuine
from seen.sources.genuine import is_genuine_demo, truth_hash


def meta(**changed):
    facts = {"generator": "seen demo", "seed": "7", "encounters": "3000"}
    facts["truth_hash"] = truth_hash(seed=7, encounters=3_000)
    return {**facts, **changed}


def test_every_term_has_a_mark_and_a_reason():
    terms = truth.load().terms

    assert len(terms) > 80
    assert {term.mark for term in terms} == set(MARKS)
    assert all(len(term.reason) > 5 for term in terms)


def test_a_term_without_a_known_mark_is_refused():
    with pytest.raises(DemoError, match="published, assumed"):
        Term(name="felt.wish", value=1, mark="hoped", reason="because we like it")


def test_terms_are_read_by_dotted_name():
    found = truth.load()

    assert found.number("felt.pressure") == -0.16
    assert found.number("felt.low_income.per_point") == -0.03
    assert found.sequence("felt.cuts") == (-1.95, -1.20, -0.35, 0.45)
    assert found.along("felt.race_at_1", ("white", "black"), otherwise=0) == [0, -0.06]


@pytest.mark.parametrize("name", ["felt.presure", "felt.cuts"])
def test_a_wrong_name_is_refused_by_name(name):
    with pytest.raises(DemoError, match=name):
        truth.load().number(name)


def test_a_table_that_lacks_a_level_is_refused():
    with pytest.raises(DemoError, match="lacks white"):
        truth.load().along("felt.race_at_1", ("white", "black"))


def test_the_facts_of_a_demo_are_genuine():
    assert is_genuine_demo(meta(), "synthetic")


@pytest.mark.parametrize(
    "changed",
    [
        {"generator": "seen import"},
        {"seed": "8"},
        {"encounters": "3001"},
        {"truth_hash": "0" * 64},
        {"seed": "seven"},
    ],
)
def test_facts_that_do_not_fit_together_are_not_genuine(changed):
    assert not is_genuine_demo(meta(**changed), "synthetic")


@pytest.mark.parametrize("lost", ["generator", "seed", "encounters", "truth_hash"])
def test_a_file_without_the_facts_is_not_genuine(lost):
    facts = meta()
    del facts[lost]

    assert not is_genuine_demo(facts, "synthetic")


def test_an_edited_term_makes_other_hashes(tmp_path, monkeypatch):
    edited = tmp_path / "demo.toml"
    original = (ROOT / "data" / "demo.toml").read_text(encoding="utf-8")
    edited.write_text(original.replace("value = -0.16", "value = -0.26"), encoding="utf-8")
    facts = meta()
    monkeypatch.setattr(genuine, "TERMS", edited)

    assert not is_genuine_demo(facts, "synthetic")


def test_better_words_do_not_change_the_hash(tmp_path, monkeypatch):
    reworded = tmp_path / "demo.toml"
    original = (ROOT / "data" / "demo.toml").read_text(encoding="utf-8")
    assert "professions differ" in original
    reworded.write_text(original.replace("professions differ", "They do."), encoding="utf-8")
    facts = meta()
    monkeypatch.setattr(genuine, "TERMS", reworded)

    assert is_genuine_demo(facts, "synthetic")


def test_an_import_that_copies_the_facts_of_the_demo_is_not_genuine():
    assert not is_genuine_demo(meta(), "partner_real")
