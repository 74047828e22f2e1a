"""An institution is named in a release where it signed for it, as it signed, and nowhere else."""

import hashlib
import json

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.people import people
from seen.cli import main
from seen.domain.releases import is_name
from seen.errors import PublishError, ReleaseError
from seen.release.consents import read
from seen.release.verify import verify
from seen.sources.release import ReleaseSource
from tests.releases import Publisher, cells

pytestmark = pytest.mark.slow

GOOD = {
    "institution": "Ward 01",
    "name": "St Mary's",
    "signed_by": "Ann Archer, head",
    "signed_on": "2026-03-01",
}
BY_PLACE = {"dimensions": ("profession", "institution")}


def written(folder, *consents, raw=None):
    """Return a file of consents; the day stands without quotes."""
    path = folder / "consents.toml"
    parts = []
    for consent in consents:
        lines = ["[[consent]]"]
        for name, value in consent.items():
            is_plain = name == "signed_on" and not value.startswith('"')
            lines.append(f"{name} = {value if is_plain else json.dumps(value)}")
        parts.append("\n".join(lines))
    path.write_text("\n".join(parts) if raw is None else raw)
    return path


@pytest.fixture(scope="module")
def made():
    """Return people of twelve institutions, most of them large enough to stand alone."""
    return people(n=4_000, n_recipients=1_500, n_workers=170, n_places=12, seed=5)


@pytest.fixture(scope="module")
def named(made, tmp_path_factory):
    """Return a release that names an institution, and another of the same people that does not."""
    folder = tmp_path_factory.mktemp("named")
    publisher = Publisher(folder).with_key()
    plain = publisher.publish(made, **BY_PLACE)
    stands = next(it for it in range(1, 13) if _level(it) in _labels(plain))
    consent = {**GOOD, "institution": f"Ward {stands:02}"}
    return publisher.publish(made, **BY_PLACE, consents=written(folder, consent)), plain, stands


def _labels(published):
    """Return what institutions are called, by level."""
    rows = cells(published, "dims").query("dim == 'institution'")
    return dict(zip(rows["level"], rows["label"], strict=True))


def _level(institution_id):
    """Return the code of an institution."""
    import hmac

    from tests.releases import KEY

    return f"i{hmac.digest(KEY, f'place|{institution_id}'.encode(), 'sha256').hex()[:8]}"


def test_one_signed_institution_has_its_name_and_the_others_their_codes(named):
    published, plain, stands = named

    labels = _labels(published)
    assert labels == {**_labels(plain), _level(stands): "St Mary's"}
    assert published.n_named == published.n_consents == 1


def test_the_name_is_a_label_alone_and_moves_no_count(named):
    published, plain, _ = named

    assert cells(published).equals(cells(plain))
    assert b"Ann Archer" not in published.path.read_bytes()
    assert b"2026-03-01" not in published.path.read_bytes()
    assert b"consents.toml" not in published.path.read_bytes()


def test_pages_call_it_by_its_name(named):
    published, _, stands = named
    source = ReleaseSource(published.path)

    dimension = source.catalog.dimension("institution")

    assert dimension.level_label(_level(stands)) == "St Mary's"
    source.close()


def test_an_institution_too_small_to_stand_alone_stays_unnamed(tmp_path, made):
    few = {**made, "encounters": made["encounters"].head(1_400)}
    consents = [{**GOOD, "institution": f"Ward {it:02}", "name": f"H{it}"} for it in range(1, 13)]

    published = (
        Publisher(tmp_path)
        .with_key()
        .publish(few, **BY_PLACE, consents=written(tmp_path, *consents))
    )

    labels = _labels(published)
    assert published.n_consents == 12
    assert published.n_named == sum(not it.startswith("pool") for it in labels) < 12
    assert all("H" not in label for level, label in labels.items() if level.startswith("pool"))


def test_without_the_dimension_nobody_is_named(tmp_path, made):
    published = Publisher(tmp_path).with_key().publish(made, consents=written(tmp_path, GOOD))

    assert published.n_named == 0
    assert published.path is not None
    verify(published.path)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"institution": "Ward 99"}, "no institution in the data"),
        ({"institution": "Ward"}, "no institution in the data"),
        ({"name": ""}, "name of consent 1"),
        ({"name": "x" * 81}, "name of consent 1"),
        ({"name": "two\nlines"}, "name of consent 1"),
        ({"signed_by": " "}, "signed_by of consent 1"),
        ({"signed_on": "2999-01-01"}, "not in the future"),
        ({"signed_on": '"2026-03-01"'}, "signed_on of consent 1"),
        ({"signed_on": "2026-03-01T10:00:00"}, "signed_on of consent 1"),
        ({"photo": "yes"}, "exactly these fields"),
    ],
)
def test_a_consent_that_says_too_little_is_refused(tmp_path, made, changed, told):
    path = written(tmp_path, {**GOOD, **changed})

    with pytest.raises(PublishError, match=told):
        Publisher(tmp_path).with_key().publish(made, **BY_PLACE, consents=path)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("", "holds no consent"),
        ("x = 1", "holds no consent"),
        ("consent = 1", "holds no consent"),
        ("consent = [1]", "exactly these fields"),
        ("not toml", "cannot be read"),
        ("\x00", "cannot be read"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path, raw, told):
    with pytest.raises(PublishError, match=told):
        read(written(tmp_path, raw=raw), releases=tmp_path / "releases")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(PublishError, match="cannot be read"):
        read(tmp_path / "none.toml", releases=tmp_path / "releases")


@pytest.mark.parametrize("changed", [{"name": "Other"}, {"institution": "Ward 02"}])
def test_one_institution_or_name_signs_once(tmp_path, changed):
    with pytest.raises(PublishError, match="Consent 2 repeats"):
        read(written(tmp_path, GOOD, {**GOOD, **changed}), releases=tmp_path / "releases")


def test_consents_never_lie_with_the_releases(tmp_path):
    with pytest.raises(PublishError, match="would be published"):
        read(written(tmp_path, GOOD), releases=tmp_path)


def test_a_name_that_holds_the_name_of_another_is_refused(named, made, tmp_path):
    other = 12 if named[2] != 12 else 11
    consent = {**GOOD, "institution": f"Ward {named[2]:02}", "name": f"Beside Ward {other:02}"}

    with pytest.raises(ReleaseError, match=r"In dims\.label stands"):
        Publisher(tmp_path).with_key().publish(
            made, **BY_PLACE, consents=written(tmp_path, consent)
        )


@pytest.mark.parametrize(
    "statement",
    [
        "update dims set label = 'Mercy' where level = (select min(level) from dims "
        "where dim = 'institution' and label = level)",
        "update meta set content = '[]' where name = 'named_institutions'",
        "update dims set label = e'two\\nlines' where label = 'St Mary''s'",
        "update dims set label = level where dim = 'institution'",
    ],
)
def test_a_name_nobody_signed_for_fails(named, tmp_path, statement):
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(named[0].path.read_bytes())
    with duckdb.connect(copy) as con:
        con.execute(statement)
    copy = copy.rename(tmp_path / f"c-{hashlib.sha256(copy.read_bytes()).hexdigest()[:12]}.duckdb")

    with pytest.raises(ReleaseError, match="something other than its code"):
        verify(copy)


@given(name=st.text(max_size=90))
def test_a_name_is_one_short_line_of_print(name):
    assert is_name(name) == (0 < len(name) <= 80 and name.isprintable() and name.strip() == name)


def test_the_command_says_how_many_are_named(named, made, tmp_path, monkeypatch, capsys):
    publisher = Publisher(tmp_path).with_key()
    publisher.publish(made, is_dry_run=True)
    monkeypatch.setenv("SEEN_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("SEEN_SECRETS", str(tmp_path / "secrets"))
    path = written(tmp_path, {**GOOD, "institution": f"Ward {named[2]:02}"})
    usual = ["--measure", "felt_seen", "--dimension", "profession", "--dimension", "institution"]

    assert main(["publish", *usual, "--consents", str(path)]) == 0
    assert "1 of 1 institutions" in capsys.readouterr().out
