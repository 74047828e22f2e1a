"""Every phrase: those the code asks for exist, those that exist are asked for, blanks match."""

import ast
import re
from pathlib import Path

import pytest

from seen.charts import dictionary
from seen.domain.dimensions import Dimension
from seen.domain.findings import Reason, Verdict
from seen.errors import TextError
from seen.importing.load import load
from seen.settings import ROOT
from seen.sources.dictionary import standard
from seen.text import blanks, has, phrases, text

RECIPES = sorted((ROOT / "data" / "recipes").glob("*.toml"))
NO_BLANKS = {"language", "is_released"}
SOURCES = [*sorted((ROOT / "seen").rglob("*.py")), *sorted((ROOT / "pages").glob("*.py"))]


def calls() -> list[tuple[Path, int, str, set[str], bool]]:
    """Return every text(…) of the code: where, its key as a pattern, and the blanks it fills."""
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id not in {"text", "has", "lacking"} or not node.args:
                continue
            for key in patterns(node.args[0]):
                names = {item.arg for item in node.keywords if item.arg}
                is_open = any(item.arg is None for item in node.keywords)
                found.append((path, node.lineno, key, names, is_open or node.func.id == "has"))
    return found


def patterns(node: ast.expr) -> list[str]:
    """Return the key, or keys, an argument may stand for, as regular expressions."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [re.escape(node.value)]
    if isinstance(node, ast.IfExp):
        return [*patterns(node.body), *patterns(node.orelse)]
    if isinstance(node, ast.JoinedStr):
        parts = [
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z0-9_.+-]+"
            for part in node.values
        ]
        return ["".join(parts)]
    return []


def strings() -> tuple[set[str], list[re.Pattern[str]]]:
    """Return every string of the code, since some keys are put together beforehand."""
    plain, made = set(), []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                plain.add(node.value)
            if isinstance(node, ast.JoinedStr) and "." in ast.unparse(node):
                made += [re.compile(key) for key in patterns(node) if re.match(r"[a-z_]+", key)]
    return plain, made


CALLS = calls()


def test_every_phrase_the_code_asks_for_exists():
    missing = [
        f"{path.name}:{line} {key}"
        for path, line, key, _, _ in CALLS
        if not any(re.fullmatch(key, known) for known in phrases())
    ]

    assert missing == []


def test_every_blank_is_filled_and_nothing_else_is_given():
    wrong = []
    for path, line, key, given, is_open in CALLS:
        known = [phrase for phrase in phrases() if re.fullmatch(key, phrase)]
        if len(known) == 1 and not is_open and blanks(known[0]) != given - NO_BLANKS:
            wrong.append(f"{path.name}:{line} {known[0]} has {blanks(known[0])}, given {given}")

    assert wrong == []


def test_what_is_said_of_a_release_has_the_blanks_of_what_is_said_of_data():
    released = [key for key in phrases() if key.endswith("_released")]
    pairs = [(key, key.removesuffix("_released")) for key in released]

    assert len(released) > 40
    # how a figure of a release was computed says nothing of clusters, which no release tells
    pairs = [(key, base) for key, base in pairs if has(base) and not key.startswith("computed.")]
    assert [key for key, base in pairs if blanks(key) != blanks(base)] == []


def test_no_phrase_is_left_over():
    said, made = strings()
    asked = [re.compile(key) for _, _, key, _, _ in CALLS if key != r"[a-z0-9_.+-]+"] + made

    left = [
        key
        for key in phrases()
        if not any(pattern.fullmatch(key) for pattern in asked)
        and not {key, key.rpartition(".")[2]} & said
        # asked by Dimension and Measure from their own names
        and not key.startswith(("measure.", "dimension.", "level."))
    ]

    assert left == []


def test_words_of_measures_and_dimensions_belong_to_one():
    measures = {item.name for item in standard().measures}
    dimensions = {item.name: item for item in standard().dimensions}

    for key in phrases():
        kind, _, rest = key.partition(".")
        name, _, part = rest.partition(".")
        if kind == "measure":
            assert name in measures, key
            assert part in {
                *("label", "question", "help", "did_top", "did_bottom", "did_mean"),
                *("short_top", "short_bottom", "short_mean", "past_top", "past_bottom", "unit"),
            }
        if kind == "dimension":
            assert name in dimensions, key
            assert _has_part(dimensions[name], part), key


def _has_part(dimension: Dimension, part: str) -> bool:
    """Return whether a Dimension can ask for a part of its words."""
    kind, _, level = part.partition(".")
    if kind in {"label", "question", "asked", "base", "ends"}:
        return not level
    known = {*dimension.levels, "any", "not_stated"} if kind != "level" else set(dimension.levels)
    return kind in {"level", "people", "says", "workers", "plural", "singular"} and level in known


def test_every_measure_and_dimension_has_its_label():
    for measure in standard().measures:
        assert has(f"measure.{measure.name}.label"), measure.name
        assert has(f"measure.{measure.name}.question"), measure.name
    for dimension in standard().dimensions:
        assert has(f"dimension.{dimension.name}.label"), dimension.name


def test_every_reason_and_verdict_has_its_words():
    assert all(has(f"withheld.{reason}") for reason in Reason)
    silent = {Verdict.WITHHELD, Verdict.NOTABLE, Verdict.SMALL}  # these say their numbers
    assert all(has(f"verdict.{verdict}") for verdict in set(Verdict) - silent)


def test_a_missing_phrase_is_an_error_that_names_it():
    with pytest.raises(TextError, match=r"no\.such\.phrase.*en\.toml"):
        text("no.such.phrase")


def test_an_unfilled_blank_is_an_error_that_names_it():
    with pytest.raises(TextError, match="plural.*word"):  # noqa: RUF043
        text("plural")


@pytest.mark.parametrize("language", ["xx", "", "../text/en", "en.toml", "e" * 300])
def test_a_language_without_a_file_is_an_error_that_lists_the_others(language):
    with pytest.raises(TextError, match="there is: en"):
        phrases(language)


def test_a_value_with_braces_is_no_blank():
    assert text("plural", word="{word}") == "{word}s"


def test_phrases_keep_the_words_of_the_project():
    causes = re.compile(r"\b(causes?d?|because|leads? to|due to|makes?)\b")
    allowed = {"card.caution", "methods.not_measured_2"}  # "not a cause", said outright

    for key, phrase in phrases().items():
        said = phrase.lower()
        assert "no difference" not in said, key
        assert key in allowed or key.startswith(ABOUT_WORK) or not causes.search(said), key
        assert not re.search(r"[\d}]%|\(s\)|\btodo\b", said), key


def test_apostrophes_are_typographic_wherever_a_reader_sees_them():
    straight = re.compile(r"\w'\w")
    commands = ("cli.", "error.", "import.")  # hold code and paths

    for key, phrase in phrases().items():
        assert key.startswith(commands) or not straight.search(phrase), key
    for catalog in (standard(), *(load(path).catalog for path in RECIPES)):
        said = [measure.instrument for measure in catalog.measures]
        said += [words for measure in catalog.measures for _, words in measure.words]
        said += [words for dimension in catalog.dimensions for _, words in dimension.words]
        assert [words for words in said if straight.search(words)] == []


def test_a_number_of_a_hundred_stays_on_one_line():
    for key, phrase in phrases().items():
        assert key.startswith(ABOUT_WORK) or "of 100" not in phrase.lower(), key


def test_levels_that_hold_commas_are_kept_apart_in_the_dictionary():
    rows = {label: levels for label, levels, _ in dictionary.dimensions(standard()).rows}

    assert rows["Time pressure"] == "1, least; 2; 3; 4; 5, most"
    assert rows["Income"] == "Low, Middle, High, Not known"
    for row in (*dictionary.dimensions(standard()).rows, *dictionary.measures(standard()).rows):
        assert not any(re.search(r"[a-z]_[a-z]|MBI SCORES", cell) for cell in row), row


# instructions to the person at the keyboard, not statements about people
ABOUT_WORK = ("cli.", "demo.", "error.", "import.")
