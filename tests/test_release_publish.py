"""A release holds protected cells and nothing else, and the same people give the same cells."""

import hmac
from itertools import combinations

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from seen.domain.releases import institution_label
from seen.errors import PublishError
from seen.guard import noise
from seen.release import counting, outcomes
from seen.release.places import released_places
from tests.releases import (
    DIMENSIONS,
    KEY,
    SMALL,
    Publisher,
    answers,
    cells,
    counted,
    flipped,
    shown,
    small,
    too_few,
)

pytestmark = pytest.mark.slow

WIDE = (*DIMENSIONS, "setting", "recipient_income", "quarter", "institution")
CROSSED = [list(it) for size in range(3) for it in combinations(DIMENSIONS, size)]


@pytest.fixture(scope="module")
def made():
    """Return few people, in institutions of two kinds: of a kind of three none could be shown."""
    people = small()
    places = people["institution"]
    kinds = np.where(np.arange(len(places)) % 2, "hospital", "home_care")
    return {**people, "institution": places.assign(setting=kinds)}


@pytest.fixture(scope="module")
def published(made, tmp_path_factory):
    """Return their release."""
    return Publisher(tmp_path_factory.mktemp("first")).with_key().publish(made)


@pytest.fixture(scope="module")
def wide(made, tmp_path_factory):
    """Return their release with institutions, quarters and more."""
    publisher = Publisher(tmp_path_factory.mktemp("wide")).with_key()
    return publisher.publish(made, dimensions=WIDE, measures=("felt_seen", "mis_seen"))


# -- the same and not the same -------------------------------------------------------------------


def test_same_people_and_key_give_the_same_cells_in_any_order_of_rows(made, published, tmp_path):
    shuffled = {**made, "encounters": made["encounters"].sample(frac=1, random_state=3)}

    again = Publisher(tmp_path).with_key().publish(shuffled)

    pd.testing.assert_frame_equal(cells(again), cells(published))


def test_outcomes_counted_together_are_those_counted_one_by_one(made, wide, tmp_path, monkeypatch):
    monkeypatch.setattr(counting, "AT_ONCE", 1)

    again = (
        Publisher(tmp_path)
        .with_key()
        .publish(made, dimensions=WIDE, measures=("felt_seen", "mis_seen"))
    )

    for table in ("cells", "deff"):
        pd.testing.assert_frame_equal(cells(again, table), cells(wide, table))


def test_more_outcomes_than_can_be_counted_are_refused(made, tmp_path, monkeypatch):
    monkeypatch.setattr(outcomes, "MOST_OUTCOMES", 2)

    with pytest.raises(PublishError, match="at most 2 outcomes, and these measures have 3"):
        Publisher(tmp_path).with_key().publish(made, measures=("felt_seen", "mis_seen"))


def test_another_key_changes_most_values(made, published, tmp_path):
    other = Publisher(tmp_path).with_key(bytes(range(32, 64))).publish(made)

    both = cells(published).merge(
        cells(other), on=["cuboid", *DIMENSIONS, "outcome", "level"], suffixes=("", "_other")
    )
    answered = both[both["outcome"] == "felt_seen"]  # how many were asked is not flipped
    assert (answered["n_p"] != answered["n_p_other"]).mean() >= 0.7


def test_removing_one_person_changes_no_published_value(made, tmp_path):
    publisher = Publisher(tmp_path).with_key()
    first = publisher.publish(made)
    rows = made["encounters"]

    for regular in rows["recipient_id"].value_counts().index[:3]:
        less = {**made, "encounters": rows[rows["recipient_id"] != regular]}
        second = publisher.publish(less)

        for table in ("cells", "deff", "dims", "measures", "bands", "dataset"):
            pd.testing.assert_frame_equal(cells(second, table), cells(first, table))


def test_small_steps_cannot_add_up_to_more_than_ten_people_unseen(made, tmp_path):
    publisher, rows = Publisher(tmp_path).with_key(), made["encounters"]
    first = cells(publisher.publish(made))
    leaving = sorted(rows["recipient_id"].unique())[:12]

    for end in (6, 12):
        kept = rows[~rows["recipient_id"].isin(leaving[:end])]
        last = cells(publisher.publish({**made, "encounters": kept}))
        total = [frame.query("cuboid == '' and outcome == 'asked'") for frame in (first, last)]
        is_same = total[0]["n_p"].item() == total[1]["n_p"].item()
        assert is_same if end == 6 else abs(total[1]["n_p"].item() - len(kept)) <= 5


# -- what is shown -------------------------------------------------------------------------------


def test_no_cell_is_shown_below_the_thresholds(made, wide):
    rows, frame = answers(made), cells(wide)

    for names in (list(it) for size in (1, 2) for it in combinations(WIDE[:-1], size)):
        behind = counted(rows, names)
        is_few = (behind[["n", "people"]] < 11).any(axis=1) | (behind["workers"] < 5)
        is_few |= (behind["share"] > 0.5) | (behind["places"] < 3)
        few = set(behind.index[is_few])
        found = {it if len(names) > 1 else it[0] for it in shown(frame, names)}
        assert not found & few
        assert found <= set(behind.index)


@pytest.mark.parametrize("names", CROSSED, ids=lambda it: "|".join(it) or "total")
def test_hidden_parts_of_a_shown_cell_are_many_together(names, made, published):
    assert remainders_that_are_too_few(answers(made), cells(published), names) == []


@given(seed=st.integers(0, 10_000))
@settings(max_examples=4)
def test_no_people_can_be_had_by_subtraction(seed, tmp_path_factory):
    made = small(seed)

    frame = cells(Publisher(tmp_path_factory.mktemp("any")).with_key().publish(made))

    for names in CROSSED:
        assert remainders_that_are_too_few(answers(made), frame, names) == []


def test_institutions_cannot_be_had_from_their_kind(made, wide):
    rows, frame = answers(made), cells(wide)
    rows = rows.assign(code=[_code(it) for it in rows["institution_id"]])

    for beside in ([], ["time_pressure"]):
        own = shown(frame, ["institution", *beside])
        assert {it[0] for it in own} & set(rows["code"])
        for kind, *levels in shown(frame, ["setting", *beside]):
            inside = rows[rows["setting"] == kind]
            for name, level in zip(beside, levels, strict=True):
                inside = inside[inside[name] == level]
            known = {code for code, *rest in own if rest == levels}
            left = inside[~inside["code"].isin(known)]
            assert left.empty or not too_few(left)


def test_small_institutions_are_pooled_by_three(made, wide):
    sizes = counted(answers(made), ["institution_id"])
    is_small = (sizes["people"] < 50) | (sizes["n"] < 80) | (sizes["workers"] < 9)

    levels = set(cells(wide, "dims").query("dim == 'institution'")["level"])

    assert not levels & {_code(it) for it in sizes.index[is_small]}


def test_small_institutions_without_a_released_kind_are_called_smaller_places():
    small_ones = pd.DataFrame({"institution_id": range(4), "number": range(4)})
    small_ones = small_ones.assign(place_key=list("abcd"))
    small_ones = small_ones.assign(kind="everyone", n_kinds=1, people=5, n=9, workers=2)

    found = released_places(small_ones, secret=KEY, has_workers=True, has_kinds=False)

    assert {institution_label(it.level) for it in found} == {"Smaller places"}


def remainders_that_are_too_few(rows, frame, names):
    """Return the shown cells of which something too small is left without their shown parts."""
    found = []
    for finer in set(DIMENSIONS) - set(names):
        children = [*names, finer]
        if len(children) > 2:
            continue
        parts = shown(frame, children)
        for cell in shown(frame, names):
            inside = rows
            for name, level in zip(names, cell, strict=True):
                inside = inside[inside[name] == level]
            known = {part[-1] for part in parts if part[:-1] == cell}
            left = inside[~inside[finer].isin(known)]
            if len(left) and known and too_few(left):
                found.append((cell, finer))
    return found


# -- the numbers ---------------------------------------------------------------------------------


def test_counts_are_the_flipped_answers_with_the_keyed_noise(made, published):
    rows, frame = answers(made), cells(published)
    rows = rows.assign(flipped=flipped(rows, q=0.05, key=KEY))
    steps = noise.steps()

    for race in ("black", "white", "latino"):
        inside = rows[rows["recipient_race_ethnicity"] == race]
        keys = [_number(f"rk|{it}") for it in inside["recipient_id"]]
        record_key = sum(keys) % 2**64
        for level in range(1, 6):
            label = f"recipient_race_ethnicity={race}|felt_seen|{level}"
            draw = _number(f"cell|{label}|{record_key}") / 2**64
            step = next(it.step for it in steps if it.low <= draw < it.high)
            expected = max(0, int((inside["flipped"] == level).sum()) + step)
            is_here = (frame["recipient_race_ethnicity"] == race) & (frame["level"] == str(level))
            is_here &= frame["cuboid"] == "recipient_race_ethnicity"
            assert frame.loc[is_here, "n_p"].item() == expected


def _code(institution_id):
    """Return what a release calls an institution."""
    return f"i{hmac.digest(KEY, f'place|{institution_id}'.encode(), 'sha256').hex()[:8]}"


def _number(message):
    """Return the first eight bytes of a keyed hash."""
    return int.from_bytes(hmac.digest(KEY, message.encode(), "sha256")[:8], "big")


def test_about_one_answer_in_twenty_changes(made):
    rows = answers(made)

    share = np.mean(flipped(rows, q=0.05, key=KEY) != rows["felt_seen"].to_numpy(dtype=int))

    assert 0.03 < share < 0.07


def test_design_effects_are_halves_from_one_on(wide):
    effects = cells(wide, "deff")["deff"]

    assert effects.ge(1).all()
    assert (effects * 2 == (effects * 2).round()).all()


def test_design_effect_of_the_total_is_that_of_its_institutions_widened_for_t(made, published):
    rows = answers(made)
    flips = flipped(rows, q=0.05, key=KEY)
    found = []
    for score in (flips, flips == 5, flips <= 2):
        frame = pd.DataFrame({"score": score.astype(float), "place": rows["institution_id"]})
        off = (frame["score"] - frame["score"].mean()).groupby(frame["place"]).sum()
        variance = len(off) / (len(off) - 1) * (off**2).sum()
        found.append(variance / len(frame) / frame["score"].var(ddof=0))
    widened = (
        max(found) * (stats.t.ppf(0.975, df=SMALL["n_places"] - 1) / stats.norm.ppf(0.975)) ** 2
    )

    effects = cells(published, "deff").set_index(["outcome", "cuboid"])["deff"]

    assert effects["felt_seen", ""] == pytest.approx(np.ceil(2 * widened) / 2)


# -- the file ------------------------------------------------------------------------------------


def test_no_name_id_or_key_stands_in_the_bytes(wide, made):
    content = wide.path.read_bytes()

    assert KEY not in content
    assert KEY.hex().encode() not in content
    assert b"Ward 0" not in content
    assert str(wide.path.parent).encode() not in content


def test_rows_lie_in_the_order_of_their_labels(wide):
    frame = cells(wide).fillna("")

    order = ["cuboid", *(it for it in frame.columns if it not in {"cuboid", "n_p", "outcome"})]
    dimensions = [it for it in order if it not in {"cuboid", "level"}]
    expected = frame.sort_values(["cuboid", *dimensions, "outcome", "level"], kind="stable")

    pd.testing.assert_frame_equal(frame, expected.reset_index(drop=True))


def test_sha256_of_the_engine_makes_the_hmac_of_python(tmp_path):
    from seen import queries
    from seen.release.secret import PublishKey

    with duckdb.connect() as con:
        queries.change(con, "lattice/keyed")
        for secret in (KEY, b"k" * 64, b"long" * 40):
            key = PublishKey(secret=secret)
            for message in ("", "rk|1", "cell|ä|🙂", "x" * 1000):
                found = con.execute(
                    "select keyed($1, $2, $3)", [key.inner_block, key.outer_block, message]
                ).fetchone()
                assert found == (hmac.digest(secret, message.encode(), "sha256").hex(),)
