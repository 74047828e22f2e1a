"""The page of places: what it says, what it leaves out, and what its closed parts ask."""

import re

import pandas as pd
import pytest

from seen.domain.questions import LEVELS, Question
from seen.sources.dataset import DatasetSource
from tests.helpers import build, shape, surveys, visits
from tests.test_pages import _fresh as _fresh
from tests.test_pages import chart, link, said, words_of_figure
from tests.test_pages import opened as opened

REFLECTING = ("none", "informal", "regular_protected")
CAUTION = "What holds between institutions need not hold between the people in them."


N_PLACES = 24


def practising(n: int = N_PLACES) -> pd.DataFrame:
    """Return wards that lead, mentor and reflect in different ways."""
    place = pd.Series(range(n))
    return pd.DataFrame(
        {
            "institution_id": place + 1,
            "year": 2025,
            "relational_leadership": 1 + 4 * place / n,
            "mentoring": place * 5 % n / n,
            "reflective_practice": place.mod(3).map(dict(enumerate(REFLECTING))),
        }
    )


def answering(n: int = N_PLACES) -> pd.DataFrame:
    """Return visits where fewer felt fully seen in the third of wards that are led least."""
    rows = visits(4800)
    rows["institution_id"] = rows.index // 16 % n + 1
    rows["practitioner_id"] = rows["institution_id"] * 10 + rows.index // 400 % 5
    is_low = (rows["institution_id"] <= n // 3) & (rows.index % 3 > 0)
    is_met_here = (rows.index % 8 == 0) & (rows["institution_id"] % 3 == 0)
    race = rows["recipient_race_ethnicity"].mask(is_met_here, "black")
    rows["recipient_race_ethnicity"] = race
    return rows.assign(felt_seen=rows["felt_seen"].mask(is_low, 3))


def survey() -> dict[str, pd.DataFrame]:
    """Return a survey of burnout of ten workers in every ward."""
    workers = pd.DataFrame(
        {
            "practitioner_id": range(10, 10 * (N_PLACES + 1)),
            "institution_id": [number // 10 for number in range(10, 10 * (N_PLACES + 1))],
        }
    )
    answers = surveys()["tables"]["burnout_survey"].drop_duplicates("practitioner_id")
    answers = answers.head(len(workers)).assign(practitioner_id=workers["practitioner_id"].values)
    return {"practitioner": workers, "burnout_survey": answers}


@pytest.fixture(scope="module")
def wards(tmp_path_factory):
    """Return a data file with practices of wards, answers and a survey of burnout."""
    tables = survey() | {"institution": practising()}
    return build(tmp_path_factory.mktemp("wards"), answering(), tables=tables)


@pytest.fixture
def asked(monkeypatch):
    """Return the Questions a Source is asked, in their order."""
    found: list[Question] = []
    ask = DatasetSource.findings

    def noted(self, questions, *more):
        found.extend(questions)
        return ask(self, questions, *more)

    monkeypatch.setattr(DatasetSource, "findings", noted)
    return found


def unfolded(app, part):
    """Open one part under "Look closer"."""
    app.session_state["_visit"].closer = part
    app.run()
    assert not app.exception
    return app


def test_a_practice_that_goes_with_the_measure_leads_and_the_others_are_named(opened, wards):
    app = opened(wards, "places")

    lead = said(app, "seen-sentence").replace("\u00a0", " ")
    assert re.search(
        r"where leadership is \w+ reported feeling fully seen (less|more) often", lead
    )
    assert "than everyone else" in lead
    assert "mentoring" in lead
    assert "reflective practice" in lead
    for title in ("Relational leadership", "Mentoring", "Reflective practice"):
        assert f"<b>{title}</b>" in said(app, "seen-over")
    assert words_of_figure(app).count("None") == 1


def test_the_page_says_what_it_cannot_show_and_that_people_differ_from_places(opened, wards):
    app = opened(wards, "places")

    assert CAUTION in said(app)
    assert "Places differ in other ways too" in said(app)
    assert "Not in this data: measure intensity." in said(app)
    assert "nobody was assigned to these institutions by chance" in said(app)
    assert not re.search(r"\b(causes?|because|leads to|effect)\b", said(app))


def test_another_measure_is_asked_by_the_same_practices(opened, wards):
    app = opened(wards, "places")

    app.selectbox(key="control_measure").set_value("mis_seen").run()

    assert link(app) == {"measure": ["mis_seen"]}
    assert "mis-seen" in said(app, "seen-over")
    assert not app.exception


def test_closed_parts_ask_nothing(opened, wards, asked):
    opened(wards, "places")

    assert {it.view for it in asked} == {LEVELS}
    assert {it.measure for it in asked} == {"felt_seen"}


def test_a_wider_view_changes_the_filters_and_not_what_is_asked_elsewhere(opened, wards):
    hidden = {"recipient_income": ["low"], "time_pressure": ["1"], "profession": ["chaplain"]}
    app = opened(wards, "places", **hidden, recipient_race_ethnicity=["latino"])
    before = link(app)

    app.button(key="wider").click().run()

    after = link(app)
    assert len(after) < len(before) or after["time_pressure"] != before["time_pressure"]
    assert set(after) <= set(before)  # no "by" of the page's own


# -- closed parts --------------------------------------------------------------------------------


def test_burnout_is_shown_by_the_same_practices(opened, wards):
    app = unfolded(opened(wards, "places"), "burnt_out")

    assert len(app.get("plotly_chart")) == 2
    assert "those who burned out and left were not asked" in said(app)


def test_institutions_stand_in_a_funnel_by_name_and_never_in_order_of_their_figures(opened, wards):
    app = unfolded(opened(wards, "places"), "funnel")

    assert "Places are not ranked" in said(app)
    app.button(key="action_table_funnel").click().run()
    table = said(app, "seen-table")
    names = re.findall(r'<th scope="row"[^>]*>([^<]+)', table)
    assert names == [f"Ward {place:02}" for place in range(1, N_PLACES + 1)]
    assert not re.search(r"\b(best|worst|rank(ed|ing)? [0-9]|top|bottom)\b", table)


def test_too_few_institutions_make_no_funnel(opened, wards):
    app = opened(wards, "places", institution=["w01", "w02", "w03"])

    unfolded(app, "funnel")

    assert "Fewer than 8 institutions can be shown here" in said(app)
    assert len(app.get("plotly_chart")) <= 1


def test_within_and_between_add_up_to_the_difference(opened, wards):
    app = unfolded(opened(wards, "places"), "where_met")

    assert "with the mix of institution" in said(app)
    assert "The first part is between institutions" in said(app)
    assert len(app.get("plotly_chart")) == 2


def test_a_part_without_its_data_says_what_would_supply_it(opened):
    app = unfolded(opened(shape("ordinary"), "places"), "burnt_out")

    assert "Map one to burnout_survey in the recipe" in said(app)


def test_the_community_around_places_is_shown_where_the_data_describes_it(opened, tmp_path):
    areas = pd.DataFrame(
        {
            "area_id": range(1, 13),
            "ucla3_lonely_share": [0.02 * area for area in range(1, 13)],
            "deprivation_quintile": [area % 5 + 1 for area in range(1, 13)],
        }
    )
    around = practising().assign(area_id=[place // 2 + 1 for place in range(N_PLACES)])
    data = build(tmp_path, answering(), tables={"institution": around, "community": areas})

    app = unfolded(opened(data, "places"), "community")

    assert re.search(r"in the most \w+ areas reported feeling fully seen more often", said(app))
    assert "Loneliness around" in said(app)
    assert "who is met need not live nearby" in said(app)
    assert len(app.get("plotly_chart")) == 2


def test_without_a_description_of_communities_that_is_said(opened, wards):
    app = unfolded(opened(wards, "places"), "community")

    assert "This data does not describe the communities around its places." in said(app)


# -- few places, and none that say what they do --------------------------------------------------


def test_few_institutions_are_looked_into_instead(opened, wards):
    app = opened(wards, "places", institution=["w01", "w02"])

    assert "Fewer than 8 institutions stand here" in said(app)
    assert "These figures compare encounters inside institutions" in said(app)
    assert chart(app)["layout"]["xaxis"]["range"] == [-0.5, 2.5]  # three bands of pressure
    assert CAUTION not in said(app)


def test_where_too_few_stand_at_each_level_institutions_are_looked_into(opened, tmp_path):
    tables = {"institution": practising(12)}  # four to a third, where five are needed

    app = opened(build(tmp_path, answering(12), tables=tables), "places")

    assert "Too few institutions stand at each level to set them side by side" in said(app)
    assert chart(app)["layout"]["xaxis"]["range"] == [-0.5, 2.5]


def test_data_of_one_institution_is_looked_into(opened):
    app = opened(shape("one_ward"), "places")

    assert "Fewer than 8 institutions stand here" in said(app)
    assert "Time pressure" in said(app, "seen-over")
    assert len(app.get("plotly_chart")) == 1


def test_data_without_practices_says_what_to_map(opened):
    app = opened(shape("one_group"), "places")

    assert "This data does not say how its places lead, mentor, reflect or measure." in said(app)
    assert "institution.relational_leadership" in said(app)
    assert not app.get("plotly_chart")
