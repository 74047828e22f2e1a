"""Recipes that cannot be understood, or contradict themselves: each refused with its reason."""

import contextlib
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seen.domain.catalog import Catalog
from seen.errors import RecipeError
from seen.importing import contradictions
from seen.importing.load import _recipe, load
from tests.hospital import RECIPE, edited

SAID = RECIPE.read_text("utf-8")
SECTION = "[columns] "
OWN = """
[table.outcome]
column.warmth = { type = "integer", range = [1, 5] }
[measure.warmth]
table = "encounter_answer"
unit = "recipient"
scale = [1, 5]
top = [5]
shows = ["top"]
better = "higher"
reporter = "recipient"
evidence = "experimental"
"""


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("[dataset]", "[dataset", "not valid TOML"),
        (
            "institution_word",
            "institution_wort",
            "mean nothing: institution_wort. It may have: inst",
        ),
        ("institution_names = true", 'institution_names = "yes"', "true or false"),
        ('"ward"    ', '"w4/rd"    ', "short word"),
        ('source_type = "partner_real"', 'source_type = "synthetic"', "public_real, partner_real"),
        ('licence = "Not to be passed on"', "", "lacks: licence"),
        ('licence = "Not to be passed on"', 'licence = " "', "lacks: licence"),
        ('version = "2024"', 'version = "2024"\nyear = 2024', r"\[dataset\] has keys .*: year"),
        (
            'version = "2024"',
            'version = "2024"\nis_published_aggregate = "yes"',
            "is_published_aggregate must be true or false",
        ),
        (
            SECTION,
            '[file]\nencoding = "klingon"\n[columns] ',
            "utf-8, utf-16, latin-1, windows-1252",
        ),
        (SECTION, '[file]\nseparator = ";"\n[columns] ', "separator.*delimiter"),
        (SECTION, '[file]\ndelimiter = "::"\n[columns] ', "one character"),
        (SECTION, '[file]\ndecimal = ";"\n[columns] ', "decimal must be"),
        (SECTION, '[file]\ndates = "%d.%m"\n[columns] ', "year and month"),
        (SECTION, "[file]\nencoding = 8\n[columns] ", "text in quotes"),
        (SECTION, "[[file]]\na = 1\n[columns] ", r"written \[file\]"),
        ("encounter.month", "encounter.moment", "no column moment. It has: .*month"),
        ("encounter.month", "meeting.month", "no table meeting .* There is: .*encounter"),
        ("encounter.month", "vignette.story", "no table vignette"),
        ("encounter.month", "dataset.title", "no table dataset"),
        ('encounter.month = "visit_date"', "encounter.month = 7", "must name one column"),
        ('encounter.month = "visit_date"', 'month = "visit_date"', "written table.column"),
        ('encounter.month = "visit_date"', 'outcome.felt_seen2 = "x"', "no column felt_seen2"),
        ('encounter.modality = "human_in_person"', 'encounter.modality = "telepathy"', "no level"),
        (
            'encounter.modality = "human_in_person"',
            'encounter.recipient_id = "x"',
            "cannot be a const",
        ),
        ('encounter.modality = "human_in_person"', "encounter.month = ['x']", "must be one value"),
        (
            'encounter.modality = "human_in_person"',
            'encounter.month = "2024-01"',
            "more than one way",
        ),
        ('encounter.institution_id = "ward"', "", "not filled: encounter.institution_id"),
        ('Nurse = "nurse"', 'Nurse = "nurze"', "no level “nurze”. It has: .*nurse"),
        ("[levels.profession] ", "[levels.professions] ", "names no column that is filled"),
        ('["patient_name", "comment"]', '["patient_name", "felt_seen"]', "also mapped: felt_seen"),
        ('"age_band"]', '"shoe_size"]', "no dimension’s column: shoe_size"),
        (
            '{ band_of = "age" }',
            '{ median_of = "age" }',
            "sum_of, percentile_rank_of, equal, band_of",
        ),
        ('{ band_of = "age" }', '{ band_of = "age", sum_of = ["a", "b"] }', "one of these ways"),
        ('{ band_of = "age" }', '{ sum_of = ["age"] }', "two or more"),
        ("encounter.age_band = {", "encounter.stakes = {", "bands as levels"),
        ('{ band_of = "age" }', '{ band_of = "age", where = 3 }', "where of age_band"),
        ('physiotherapist = "Phys', '"physio therapist" = "Phys', "letters, digits"),
        (
            "[add_levels]",
            "[add_levels]\nshoe = { big = 'Big' }",
            r"cannot add to shoe. It can add to: ",
        ),
        (
            SECTION,
            '[files]\nvisits = ["burnout_survey"]\n[columns] ',
            "does not fill: burnout_survey",
        ),
        (SECTION, '[files]\nvisits = ["encounter", "outcome"]\n[columns] ', "feeds no table"),
        (
            SECTION,
            "[instrument.X1]\nrange = [5, 1]\ndirection = 'higher_worse'\n[columns] ",
            "lowest",
        ),
        (SECTION, "[instrument.X1]\nrange = [1, 5]\n[columns] ", "needs range .* and direction"),
        (
            SECTION,
            "[instrument.X1]\nrange = [1, 5]\ndirection = 'up'\n[columns] ",
            "higher_worse, hi",
        ),
        (SECTION, "[instrument.X1]\nrange = 5\ndirection = 'up'\n[columns] ", "needs range"),
        (
            SECTION,
            f"{OWN.replace('better', 'worse')}[columns] ",
            r"\[measure.warmth\] lacks: better",
        ),
        (SECTION, f"{OWN.replace('higher', 'up')}[columns] ", "better must be one of"),
        (SECTION, f"{OWN.replace('[5]', '[9]')}[columns] ", "outside its scale"),
        (
            SECTION,
            f"{OWN.replace('column.warmth', 'column.trust')}[columns] ",
            "such a column already",
        ),
        (
            SECTION,
            f"{OWN.replace('column.warmth', 'column.warm')}[columns] ",
            "reads column warmth",
        ),
        (SECTION, f"{OWN.replace('integer', 'text')}[columns] ", "who somebody is"),
        (
            SECTION,
            f"{OWN.replace('table.outcome', 'table.vignette')}[columns] ",
            "no table vignette",
        ),
        (SECTION, f"{OWN.replace('scale = [1, 5]', 'scale = 5')}[columns] ", "Measure warmth"),
        (SECTION, "[measure]\nwarmth = 5\n[columns] ", r"written \[measure.warmth\]"),
        (
            SECTION,
            "[dimension.view]\nrole='place'\nlevels=['a']\n[columns] ",
            "reserved for links",
        ),
        (SECTION, "[dimension.moon]\nrole='place'\nlevels=['a']\n[columns] ", "reads column moon"),
        (
            SECTION,
            "[[overview]]\nmeasure='trust'\nshow='top'\nby='moon'\nlevel='full'\n[columns] ",
            "no Dimension 'moon'",
        ),
        (
            SECTION,
            "[[overview]]\nmeasure='aha'\nshow='mean'\nby='modality'\nlevel='bot'\n[columns] ",
            "cannot be shown",
        ),
    ],
)
def test_wrong_recipe_is_refused_with_its_reason(tmp_path, before, after, message):
    path = tmp_path / "wrong.toml"
    path.write_text(edited(SAID, (before, after)), "utf-8")

    with pytest.raises(RecipeError, match=message) as error:
        load(path)
    assert "wrong.toml" in str(error.value)


def test_recipe_without_answers_or_measures_is_refused(tmp_path):
    path = tmp_path / "wrong.toml"
    head = SAID.partition("[columns]")[0]
    path.write_text(head + '[columns]\ninstitution.institution_id = "ward"\n', "utf-8")
    with pytest.raises(RecipeError, match="nothing to ask"):
        load(path)

    path.write_text(head + '[columns]\nencounter.institution_id = "ward"\n', "utf-8")
    with pytest.raises(RecipeError, match="nothing to measure"):
        load(path)


def test_missing_or_unreadable_recipe_is_told_by_its_name(tmp_path):
    with pytest.raises(RecipeError, match=r"no recipe nowhere\.toml"):
        load(tmp_path / "nowhere.toml")
    (tmp_path / "latin.toml").write_bytes("# Süd".encode("latin-1"))
    with pytest.raises(RecipeError, match=r"latin\.toml is not valid TOML"):
        load(tmp_path / "latin.toml")


def test_columns_may_be_written_with_quotes_or_without(tmp_path):
    plain, quoted = tmp_path / "plain.toml", tmp_path / "quoted.toml"
    plain.write_text(SAID, "utf-8")
    quoted.write_text(edited(SAID, ("encounter.month =", '"encounter.month" =')), "utf-8")

    assert {target.name for target in load(plain).targets} == {
        target.name for target in load(quoted).targets
    }


@pytest.mark.parametrize(("said", "is_public"), [("", False), ("true", True), ("false", False)])
def test_a_recipe_says_whether_its_counts_were_public(tmp_path, said, is_public):
    line = f"\nis_published_aggregate = {said}" if said else ""
    path = tmp_path / "recipe.toml"
    path.write_text(edited(SAID, ('version = "2024"', f'version = "2024"{line}')), "utf-8")

    assert load(path).dataset["is_published_aggregate"] is is_public


def test_an_own_measure_joins_the_standard_ones(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(edited(SAID, (SECTION, f"{OWN}[columns] ")), "utf-8")

    catalog = load(path).catalog

    assert catalog.measure("warmth").top == (5,)
    assert catalog.measure("felt_seen").top == (5,)
    assert Catalog.from_json(catalog.to_json()) == catalog


@pytest.mark.parametrize("said", ["on {ward}", "x {", "x } y", "{level} in {place}", "{0}", "{}"])
@pytest.mark.parametrize("part", ["people", "workers"])
def test_a_blank_that_nothing_fills_is_refused_before_it_is_shown(tmp_path, part, said):
    path = tmp_path / "own.toml"
    moon = f"[dimension.moon]\nrole='place'\ncolumn='region'\nlevels=['a']\n{part}='{said}'\n"
    path.write_text(edited(SAID, (SECTION, f"{moon}[columns] ")), "utf-8")

    with pytest.raises(RecipeError, match=rf"{part} may have one blank, written \{{level\}}"):
        load(path)


@pytest.mark.parametrize("said", ["on {ward}", "x {", "{0}", "{level}", "{}"])
def test_braces_in_a_label_are_shown_as_they_are(tmp_path, said):
    path = tmp_path / "own.toml"
    moon = (
        f"[dimension.moon]\nrole='place'\ncolumn='region'\nlevels=['a']\nlabel='{said}'\n"
        f"level_labels={{ a = '{said}' }}\n"
    )
    path.write_text(edited(SAID, (SECTION, f"{moon}[columns] ")), "utf-8")

    dimension = load(path).catalog.dimension("moon")

    assert (dimension.phrase("label"), dimension.level_label("a")) == (said, said)
    assert dimension.people("a") == f"people with {said} “{said}”"


NAMES = st.sampled_from(
    [
        *("x", "encounter", "outcome", "column", "felt_seen", "profession", "levels", "range"),
        *("shows", "top", "scale", "table", "type", "merges", "cuts", "band_of", "where"),
    ]
)
scraps = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
KEYS = (
    *(
        "dataset",
        "file",
        "files",
        "columns",
        "constants",
        "derive",
        "levels",
        "missing_in",
        "only",
    ),
    *("add_levels", "instrument", "table", "measure", "dimension", "overview", "missing", "drop"),
)


@given(key=st.sampled_from(KEYS), scrap=scraps, inner=st.booleans())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_no_scrap_of_a_recipe_breaks_the_reading(key, scrap, inner):
    document = tomllib.loads(SAID)
    place = document.get(key)
    if inner and isinstance(place, dict) and place:
        place[sorted(place)[0]] = scrap
    else:
        document[key] = scrap

    with contextlib.suppress(RecipeError):
        contradictions.check(_recipe(document, name="x", digest=""))
