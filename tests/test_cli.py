"""What `seen import`, `demo` and `ask` print: where keys lie, what is bound, what is open."""

import pytest

from seen.cli import main
from tests.helpers import build, shape, visits
from tests.hospital import RECIPE, write_hospital


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Return a function that runs a command with data and secrets in a folder: output, errors."""

    def run(*arguments, data=tmp_path / "data"):
        monkeypatch.setenv("SEEN_DATA_FOLDER", str(data))
        monkeypatch.setenv("SEEN_SECRETS", str(tmp_path / "secrets"))
        main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return printed.out, printed.err

    return run


def test_an_import_ends_with_where_its_key_lies(run, tmp_path):
    file = write_hospital(tmp_path / "visits.csv", n_visits=60)

    out, _ = run("import", file, "--recipe", RECIPE, "--name", "hospital")

    key = tmp_path / "secrets" / "hospital" / "import.key"
    assert key.is_file()
    assert f"The key of its pseudonyms lies in {key}." in out.splitlines()[-1]


def test_the_demo_says_that_it_has_no_key(run, tmp_path):
    out, _ = run("demo", "--encounters", "2000")

    assert "no import.key" in out.splitlines()[-1]
    assert out.strip().endswith(f"those of imports lie in {tmp_path / 'secrets'}.")
    assert not (tmp_path / "secrets").exists()


def test_free_filters_are_one_line_below_the_statement(run):
    out, _ = run(
        *("ask", "felt_seen", "--where", "profession=nurse", "--sql"),
        data=shape("ordinary").parent,
    )

    bound = out.partition("\nfrom summed")[2]
    assert "-- $filter_1 = profession" in bound
    assert "-- $filter_2 = " not in bound
    assert bound.splitlines()[-1] == (
        "-- $filter_2 to $filter_8 = everyone, $levels_2 to $levels_8 = None: no filter"
    )


@pytest.mark.parametrize(
    ("measure", "on", "is_weighted"),
    [
        ("felt_seen", "ordinary", False),
        ("felt_seen", "weighted", True),
        ("seen_by_recipient", "weighted", False),
    ],
)
def test_the_statement_is_weighted_where_the_figure_is(run, measure, on, is_weighted):
    out, _ = run("ask", measure, "--sql", data=shape(on).parent)

    assert f"-- $is_weighted = {is_weighted}\n" in out


@pytest.mark.parametrize(
    "arguments",
    [("joy",), ("felt_seen", "--by", "mood"), ("felt_seen", "--where", "profession=pilot")],
)
def test_an_unknown_name_is_told_with_the_dataset_that_is_open(run, tmp_path, arguments):
    build(tmp_path / "data", visits(200), name="clinic", dataset={"title": "Our clinics"})

    _, err = run("ask", *arguments)

    assert "\nThe dataset that is open is clinic (Our clinics)." in err
