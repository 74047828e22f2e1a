"""No name, id, file or folder of a source stands in its release; one that was planted is found."""

import hashlib

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seen.errors import ReleaseError
from seen.release import traces
from seen.release.choices import Choices
from seen.release.publish import publish
from seen.release.traces import Origin
from seen.release.verify import verify
from seen.sources.dictionary import standard
from seen.store.work import working
from tests.helpers import build
from tests.releases import DIMENSIONS, Publisher, small

pytestmark = pytest.mark.slow

KINDS = ("encounter", "recipient", "practitioner", "institution")


def pseudonym(kind, number):
    """Return an id as an import makes it."""
    return hashlib.sha256(f"{kind}|{number}".encode()).hexdigest()[:32]


def data_file(folder, **dataset):
    """Return the file of few people under pseudonyms."""
    made = small()
    rows = [
        (kind, int(number), pseudonym(kind, number))
        for kind in KINDS
        for number in made["encounters"][f"{kind}_id"].unique()
    ]
    known = pd.DataFrame(rows, columns=["kind", "id", "pseudonym"])
    tables = {"institution": made["institution"], "pseudonym": known}
    return build(folder, made["encounters"], name="people", tables=tables, dataset=dataset)


def first_of(kind):
    """Return the number of one that there is."""
    return small()["encounters"][f"{kind}_id"].iloc[0]


def released(folder, **dataset):
    """Return the release of people about whose data something is said."""
    publisher = Publisher(folder).with_key()
    path = data_file(folder / "data", **dataset)
    choices = Choices(measures=("felt_seen",), dimensions=DIMENSIONS)
    return publish(path, publisher.settings, choices).path


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """Return a folder with data, and its release."""
    folder = tmp_path_factory.mktemp("good")
    return folder, released(folder)


@pytest.mark.parametrize("kind", KINDS)
def test_an_id_of_the_source_is_found_wherever_it_begins(tmp_path, kind):
    with pytest.raises(ReleaseError, match=r"In dataset\.title stands"):
        released(tmp_path, title=f"Survey x{pseudonym(kind, first_of(kind))}y")

    assert not list((tmp_path / "data" / "releases").glob("*.*"))


@pytest.mark.parametrize(
    ("field", "content"),
    [
        ("title", "What WARD 03 answered"),
        ("citation", "See my_answers.csv"),
        ("licence", "as in C:\\Users\\ann"),
        ("consent_basis", "ask ann@example.org"),
    ],
)
def test_names_files_folders_and_addresses_are_found(tmp_path, field, content):
    with pytest.raises(ReleaseError, match=f"In dataset.{field} stands"):
        released(tmp_path, **{field: content})


def test_the_folder_of_the_data_is_found(tmp_path):
    with pytest.raises(ReleaseError, match=r"In dataset\.citation stands"):
        released(tmp_path, citation=f"kept at x:{(tmp_path / 'data').resolve()}")


def test_a_public_address_may_be_cited(tmp_path):
    cited = "Ann, ann@example.org, https://example.org/data/answers.csv"

    assert released(tmp_path, citation=cited) is not None


def test_what_was_planted_in_the_bytes_alone_is_found(good, tmp_path):
    folder, release = good
    content = bytearray(release.read_bytes())
    for planted in (b"Ward 07", pseudonym("recipient", first_of("recipient")).encode()):
        places = np.flatnonzero(np.frombuffer(content, dtype=np.uint8) == 0)
        start = next(int(it) for it in places if not any(content[it : it + 40]))
        changed = content.copy()
        changed[start + 1 : start + 1 + len(planted)] = planted

        with working(next((folder / "data").glob("people-*.duckdb"))) as work:
            source = traces.origin(work, released=(), places=())
            assert list(traces.left({}, bytes(changed), source)) == [traces.BYTES]
            assert list(traces.left({}, bytes(content), source)) == []


def test_a_planted_level_is_found(good, tmp_path):
    folder, release = good
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(release.read_bytes())
    with duckdb.connect(copy) as con:
        con.execute("update dims set label = 'nurses of Ward 05' where level = 'nurse'")
    copy = copy.rename(tmp_path / f"c-{hashlib.sha256(copy.read_bytes()).hexdigest()[:12]}.duckdb")

    with working(next((folder / "data").glob("people-*.duckdb"))) as work:
        source = traces.origin(work, released=(), places=())
        with pytest.raises(ReleaseError, match=r"In dims\.label stands"):
            verify(copy, source=source)
    verify(copy)  # who has not the source cannot know


def test_an_institution_called_like_a_common_word_is_no_trace(tmp_path):
    made = small()
    path = build(tmp_path, made["encounters"], name="people")
    with duckdb.connect(path) as con:
        con.execute("update institution_label set label = 'Hospital' where institution_id = 1")
        con.execute("update institution_label set label = 'Nightingale' where institution_id = 2")
    path = path.rename(
        tmp_path / f"people-{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}.duckdb"
    )

    with working(path) as work:
        source = traces.origin(work, released=(), places=())

    assert "Nightingale" in source.texts
    assert "Hospital" not in source.texts
    assert "hospital" in standard().to_json()


@given(
    before=st.text("ab -", max_size=5),
    name=st.text("abc ", min_size=6, max_size=9).map(str.strip).filter(lambda it: len(it) >= 6),
    after=st.text("ab -", max_size=5),
)
def test_a_name_is_found_where_no_word_goes_on(before, name, after):
    source = Origin(texts=frozenset({name}), id_lengths=(), holds_any=lambda _: False)
    is_apart = not before[-1:].isalnum() and not after[:1].isalnum()

    found = list(traces.left({"place": f"{before}{name}{after}"}, b"", source))

    assert found == ["place"] or not is_apart


def test_looking_takes_no_longer_with_more_ids(good):
    """The number of look-ups follows from the release alone."""
    _, release = good
    asked = []
    source = Origin(
        texts=frozenset(),
        id_lengths=(32,),
        holds_any=lambda texts: bool(asked.extend(texts)),  # type: ignore[func-returns-value]
    )

    list(traces.left({}, release.read_bytes(), source))

    assert len(asked) < 1_000
