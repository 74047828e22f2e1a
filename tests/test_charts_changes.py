"""Changes around zero: bars that add up, the worse side on the left, a dot for every slope."""

from dataclasses import replace

import pytest

from seen.charts import printed
from seen.charts.changes import bands, parts_of_gap, slopes
from seen.charts.printed import lines
from seen.charts.tables import as_csv, parts_table
from seen.domain.findings import Estimate, Interval, Part, Verdict
from seen.domain.findings import Test as OverallTest
from seen.domain.measures import Show
from seen.domain.questions import Question
from seen.sources.dataset import DatasetSource
from seen.wording.views import estimate, lead_group
from tests.helpers import build, visits
from tests.reference.cells import shown


@pytest.fixture(scope="module")
def hurried(tmp_path_factory):
    """Return an open source in which low income meets more hurry and hurry takes answers."""
    rows = visits(9600)
    is_low = rows["recipient_income"] == "low"
    rows["time_pressure"] = rows["time_pressure"].mask(is_low & (rows.index % 7 < 4), 5)
    is_seen = (rows["felt_seen"] == 5) & ~((rows["time_pressure"] > 3) & (rows.index % 5 < 2))
    rows["felt_seen"] = rows["felt_seen"].where(is_seen | (rows["felt_seen"] < 5), 4)
    rows["mis_seen"] = rows["time_pressure"].gt(3) & (rows.index % 5 < 2)
    source = DatasetSource(build(tmp_path_factory.mktemp("hurried"), rows))
    yield source
    source.close()


def asked(source, **parts):
    question = source.catalog.default_question().asking(by="recipient_income", **parts)
    return source.finding(source.catalog.checked(question))


def drawn(chart, kind):
    return [trace for trace in chart.figure.data if trace.type == kind]


@pytest.mark.parametrize("measure", ["felt_seen", "mis_seen"])
@pytest.mark.parametrize("is_narrow", [False, True])
def test_the_parts_of_a_difference_are_drawn_one_after_the_other(hurried, measure, is_narrow):
    finding = asked(hurried, measure=measure, view="decomposition", strata=("time_pressure",))
    gap = lead_group(finding, hurried.catalog)
    assert gap is not None
    whole = shown(gap.difference)
    composition, same = (
        shown(estimate(finding, name, gap.group)) for name in ("composition", "same_setting")
    )

    chart = parts_of_gap(
        finding, hurried.catalog, is_dark=False, is_narrow=is_narrow, title="How much"
    )

    (bars,) = drawn(chart, "bar")
    assert list(bars.base) == pytest.approx([0, -composition.value])
    assert list(bars.x) == pytest.approx([-composition.value, -same.value])
    ends = [trace.x[0] for trace in drawn(chart, "scatter") if trace.mode == "markers"]
    assert ends[-1] == pytest.approx(-whole.value)  # worse is left, whatever it is
    assert bars.base[1] + bars.x[1] == pytest.approx(ends[-1])
    assert finding.sentence in chart.alt_text


def test_the_worse_side_is_left_and_the_axis_says_what_lies_there(hurried):
    titles = {}
    for measure in ("felt_seen", "mis_seen"):
        finding = asked(hurried, measure=measure, view="decomposition", strata=("time_pressure",))
        chart = parts_of_gap(
            finding, hurried.catalog, is_dark=True, is_narrow=False, title="How much"
        )
        titles[measure] = chart.figure.layout.xaxis.title.text

    assert titles["felt_seen"].startswith("left of 0: points fewer")
    assert titles["mis_seen"].startswith("left of 0: points more")


def test_every_group_has_its_slope_with_interval_and_words(hurried):
    finding = asked(hurried, by2="time_pressure", view="slope")

    chart = slopes(finding, hurried.catalog, is_dark=False, is_narrow=False, title="How fast")

    found = [
        it for it in finding.parts if it.name == "slope" and isinstance(it.estimate, Estimate)
    ]
    dots = [trace for trace in drawn(chart, "scatter") if trace.mode == "markers"]
    lines = [trace for trace in drawn(chart, "scatter") if trace.mode == "lines"]
    assert [trace.x[0] for trace in dots] == [it.estimate.value for it in found]
    assert [list(trace.x) for trace in lines] == [
        [it.estimate.low, it.estimate.high] for it in found
    ]
    words = [item.text for item in chart.figure.layout.annotations]
    assert any("points fewer (" in said for said in words)


@pytest.mark.parametrize("versus", ["others", "high"])
def test_the_slope_of_the_comparison_is_a_line_in_each_row_and_is_said(hurried, versus):
    finding = asked(hurried, by2="time_pressure", view="slope", versus=versus)

    chart = slopes(finding, hurried.catalog, is_dark=False, is_narrow=False, title="How fast")

    beside = {it.group: shown(it.estimate) for it in finding.parts if it.name == "slope_versus"}
    rows = [it.group for it in finding.parts if it.name == "slope"]
    expected = [(beside[group].value, at) for at, group in enumerate(rows) if group in beside]
    (line,) = [
        it for it in chart.figure.layout.shapes if it.layer == "below" and it.line.width == 2
    ]
    drawn_at = [piece.split("L")[0].split(",") for piece in line.path.split("M")[1:]]
    assert len(expected) >= 2
    assert [float(x) for x, _ in drawn_at] == pytest.approx([x for x, _ in expected], rel=1e-5)
    assert [float(y) + 0.5 for _, y in drawn_at] == [at for _, at in expected]
    low, high = chart.figure.layout.xaxis.range
    assert all(low <= value <= high for value, _ in expected)
    name = "everyone else" if versus == "others" else "high"
    assert chart.alt_text.casefold().count(f"; {name}: ") == len(expected)


@pytest.mark.parametrize("measure", ["felt_seen", "mis_seen"])
def test_every_difference_is_drawn_with_its_band_worse_on_the_left(hurried, measure):
    finding = asked(hurried, measure=measure, view="bands")

    chart = bands(finding, hurried.catalog, is_dark=False, is_narrow=False, title="All at once")

    held = {it.group: shown(it.estimate) for it in finding.parts if it.name == "gap_band"}
    expected = [held[it.group] for it in finding.gaps if it.group in held]
    lines = [list(it.x) for it in drawn(chart, "scatter") if it.mode == "lines"]
    assert lines == [[-it.high, -it.low] for it in expected]
    plain = [shown(it.difference) for it in finding.gaps if it.group in held]
    assert all(a.low <= b.low and a.high >= b.high for a, b in zip(expected, plain, strict=True))
    assert finding.sentence in chart.alt_text


def test_nothing_to_compare_draws_nothing_and_says_so(hurried):
    finding = hurried.finding(
        Question(
            measure="felt_seen",
            show=Show.TOP,
            by="recipient_income",
            view="decomposition",
            strata=("time_pressure",),
            filters=hurried.catalog.default_question().filters.including(
                "recipient_income", ["low"]
            ),
        )
    )

    chart = parts_of_gap(
        finding, hurried.catalog, is_dark=False, is_narrow=False, title="How much"
    )

    assert not drawn(chart, "bar")
    assert "There is one group here, and nothing to compare it with" in chart.alt_text


@pytest.mark.parametrize("name", ["breslow_day", "breslow_day_clustered"])
def test_a_test_of_strata_states_a_difference_only_where_it_found_one(name):
    found, not_found = (
        printed.test_words(OverallTest(name=name, statistic=2.0, df=3.0, df2=0.0, p=p))
        for p in (0.049, 0.05)
    )

    assert found.startswith("Odds ratios differ between strata")
    assert not_found.startswith("No reliable difference in odds ratios between strata")
    assert "p = 0.050" in not_found


@pytest.mark.parametrize(
    ("verdict", "ends"),
    [
        (Verdict.NOTABLE, "; a reliable difference"),
        (Verdict.SMALL, "; a reliable difference"),
        (Verdict.NO_RELIABLE_DIFFERENCE, "; no reliable difference"),
        (Verdict.WITHHELD, ")"),
    ],
)
def test_a_period_that_was_tested_is_printed_with_what_the_test_says(hurried, verdict, ends):
    finding = asked(hurried, view="trend", by2="quarter")
    first = finding.groups[0]
    p_holm = None if verdict is Verdict.WITHHELD else 0.5
    flag = Part(
        name="flag",
        group=first.group,
        group_2=first.group_2,
        estimate=first.estimate,
        p_holm=p_holm,
        verdict=verdict,
    )

    said = list(lines(replace(finding, parts=(flag,)), hurried.catalog))

    (line,) = [it for it in said if "Against the three periods before" in it]
    assert line.endswith(ends)


# -- the same parts in table, file and command ---------------------------------------------------


def test_the_table_and_the_file_hold_the_parts_that_the_figure_draws(hurried):
    finding = asked(hurried, view="decomposition", strata=("time_pressure",))
    catalog = hurried.catalog

    table = parts_table(finding, catalog)
    said = as_csv(finding, catalog, reading="", banner="")

    drawn_words = {
        item.text
        for item in parts_of_gap(
            finding, catalog, is_dark=False, is_narrow=False, title=""
        ).figure.layout.annotations
    }
    assert table is not None
    assert len({words for _, words in table.rows} & drawn_words) == 2  # composition and the rest
    gap = lead_group(finding, catalog)
    assert gap is not None
    same = shown(estimate(finding, "same_setting", gap.group))
    assert f"same_setting,{gap.group},,{same.value},{same.low},{same.high}," in said


def test_the_comparison_of_slopes_stands_in_table_file_and_command_line(hurried):
    finding = asked(hurried, by2="time_pressure", view="slope")
    gap = next(gap for gap in finding.gaps if isinstance(gap.difference, Interval))

    said = as_csv(finding, hurried.catalog, reading="", banner="")

    assert f"slope_gap,{gap.group},,{shown(gap.difference).value}," in said
    assert any("less its comparison" in line for line in lines(finding, hurried.catalog))


def test_levels_have_no_parts_and_no_second_table(hurried):
    finding = asked(hurried)

    assert parts_table(finding, hurried.catalog) is None
    assert "\npart," not in as_csv(finding, hurried.catalog, reading="", banner="")
