"""Check the set-up: start.py without network, and Streamlit's settings against its own list."""

import ast
import importlib
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

start = importlib.import_module("start")
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def step():
    return start.Step(
        name="part", what="a part", reads=("needs.txt",), installs=(("one",), ("two",))
    )


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with an environment that seems to work, and a list of what pip was asked for."""
    (tmp_path / ".venv").mkdir()
    (tmp_path / "needs.txt").write_text("library==1")
    monkeypatch.setattr(start, "version_of", lambda python: "3.11")
    return tmp_path


@pytest.fixture
def installed(monkeypatch):
    calls = []
    monkeypatch.setattr(start, "install", lambda words, **where: calls.append(words))
    return calls


def test_start_parses_on_an_old_python():
    ast.parse((ROOT / "start.py").read_text("utf-8"), feature_version=(3, 8))


def test_start_needs_nothing_but_the_standard_library():
    nodes = list(ast.walk(ast.parse((ROOT / "start.py").read_text("utf-8"))))

    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    origins = {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in plain | origins} <= sys.stdlib_module_names


def test_old_python_is_told_what_to_do():
    message = start.python_problem((3, 9))

    assert "3.11 or newer" in message
    assert "Python 3.9" in message


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
def test_new_enough_python_is_fine(version):
    assert start.python_problem(version) == ""


@pytest.mark.parametrize(
    ("system", "path"), [("posix", ".venv/bin/python"), ("nt", ".venv/Scripts/python.exe")]
)
def test_environment_python_of_each_system(system, path):
    assert start.environment_python(Path("clone"), system) == Path("clone") / path


def test_python_that_does_not_start_has_no_version(tmp_path):
    assert start.version_of(tmp_path / "python") == ""


def test_python_that_starts_says_its_version():
    assert start.version_of(Path(sys.executable)) == ".".join(map(str, sys.version_info[:2]))


def test_set_up_installs_once(project, installed, step):
    start.set_up([step], root=project)
    start.set_up([step], root=project)

    assert installed == [("one",), ("two",)]


def test_changed_requirements_are_installed_again(project, installed, step):
    start.set_up([step], root=project)
    (project / "needs.txt").write_text("library==2")
    start.set_up([step], root=project)

    assert len(installed) == 4


def test_newer_python_in_the_environment_means_installing_again(
    project, installed, step, monkeypatch
):
    start.set_up([step], root=project)
    monkeypatch.setattr(start, "version_of", lambda python: "3.12")
    start.set_up([step], root=project)

    assert len(installed) == 4


def test_moved_folder_means_installing_again(project, installed, step):
    start.set_up([step], root=project)
    moved = project.rename(project.with_name("moved"))
    start.set_up([step], root=moved)

    assert len(installed) == 4


def test_set_up_ends_with_the_line_that_opens_it(project, monkeypatch, capsys):
    monkeypatch.setattr(start, "set_up", lambda steps, root: "python")

    assert start.obey("setup", [], root=project) == 0
    assert capsys.readouterr().out == "Done. Open it with: python3 start.py\n"


def test_failed_installation_leaves_no_stamp(project, step, monkeypatch):
    stamp = project / ".venv" / "seen-part.stamp"
    stamp.write_text("an earlier set-up")
    answers = iter([0, 1])
    monkeypatch.setattr(start, "call", lambda words, root: next(answers))

    with pytest.raises(start.StartError, match="pip install two failed"):
        start.set_up([step], root=project)

    assert not stamp.exists()


def test_environment_that_cannot_be_made_is_explained(tmp_path, monkeypatch):
    monkeypatch.setattr(start, "call", lambda words, root: 1)

    with pytest.raises(start.StartError, match="python3-venv"):
        start.set_up([], root=tmp_path)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ("run", [])),
        (["--no-browser", "--port", "8600"], ("run", ["--no-browser", "--port", "8600"])),
        (["run", "--port=8600"], ("run", ["--port=8600"])),
        (["setup", "--dev"], ("setup", ["--dev"])),
        (["test"], ("test", [])),
    ],
)
def test_words_of_the_command_line(words, expected):
    assert start.read_words(words) == expected


@pytest.mark.parametrize(
    ("words", "said"), [(["tests"], "Choose one of"), (["lint", "x"], "take x")]
)
def test_unknown_words_are_refused_with_the_choices(words, said):
    with pytest.raises(start.StartError, match=said):
        start.read_words(words)


def test_options_reach_streamlit_in_its_own_spelling():
    options = start.streamlit_options(["--no-browser", "--port", "8600", "--theme.base", "dark"])

    assert options == ["--server.headless=true", "--server.port", "8600", "--theme.base", "dark"]


@pytest.mark.parametrize(
    ("environment", "is_needed"),
    [({}, False), ({"SEEN_DATA": "wards"}, False), ({"SEEN_DATA_FOLDER": "empty"}, True)],
)
def test_demo_is_needed_only_without_data(tmp_path, environment, is_needed):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "current").write_text("demo-1234.duckdb")

    assert start.needs_demo(tmp_path, environment) == is_needed


def test_demo_is_needed_in_a_fresh_clone(tmp_path):
    assert start.needs_demo(tmp_path, {})


def test_failed_demo_opens_no_dashboard(tmp_path, monkeypatch):
    monkeypatch.delenv("SEEN_DATA", raising=False)
    monkeypatch.delenv("SEEN_DATA_FOLDER", raising=False)
    monkeypatch.setattr(start, "call", lambda words, root: 7)
    monkeypatch.setattr(subprocess, "Popen", pytest.fail)

    assert start.open_dashboard("python", [], root=tmp_path) == 7


def test_named_chromium_comes_first(tmp_path):
    assert start.find_chromium({"SEEN_CHROMIUM": "mine", "PATH": str(tmp_path)}) == "mine"


def test_chromium_is_found_on_the_path(tmp_path):
    program = tmp_path / ("chromium.exe" if os.name == "nt" else "chromium")
    program.touch(mode=0o755)

    found = start.find_chromium({"PATH": str(tmp_path)}, places=[])

    assert Path(found) == program


def test_chromium_is_found_in_its_usual_place(tmp_path):
    program = tmp_path / "Google Chrome"
    program.touch()

    assert start.find_chromium({"PATH": ""}, places=[str(program)]) == str(program)


def test_missing_chromium_names_the_line_that_installs_it(monkeypatch):
    monkeypatch.setattr(start, "find_chromium", lambda environment: "")
    monkeypatch.setattr(start, "can_install", lambda: False)
    monkeypatch.setattr(sys, "platform", "linux")

    with pytest.raises(start.StartError, match="sudo apt-get install -y chromium"):
        start.ensure_chromium()


def test_checks_stop_at_the_first_failure(tmp_path, monkeypatch):
    codes = {"first": 0, "second": 3, "third": 0}
    done = []

    def call(words, root):
        done.append(words[-1])
        return codes[words[-1]]

    monkeypatch.setattr(start, "call", call)

    code = start.run_checks([("first",), ("second",), ("third",)], python="python", root=tmp_path)

    assert code == 3
    assert done == ["first", "second"]


def test_whole_test_run_leaves_no_check_out():
    single = {check for name in ("lint", "types", "layers") for check in start.CHECKS[name]}

    assert single < set(start.CHECKS["test"])


def test_make_and_start_offer_the_same():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = next(line for line in makefile.splitlines() if line.startswith("run "))

    assert set(targets.rstrip(":").split()) == set(start.COMMANDS)


def test_streamlit_knows_every_setting():
    from streamlit import config

    known = config.get_config_options().keys()

    assert set(flat(streamlit_settings())) - set(known) == set()


def test_streamlit_listens_on_this_computer_only():
    assert streamlit_settings()["server"]["address"] == "localhost"


def test_fonts_lie_beside_their_licences():
    names = {path.name for path in (ROOT / "static" / "fonts").iterdir()}

    assert names == {
        *(
            f"{family}-{letters}-{weight}-normal.woff2"
            for family in ("source-serif-4", "source-sans-3")
            for letters in ("latin", "latin-ext")
            for weight in (400, 600)
        ),
        "LICENSE-source-serif-4.txt",
        "LICENSE-source-sans-3.txt",
    }


def streamlit_settings() -> dict[str, dict]:
    """Return what .streamlit/config.toml says."""
    return tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))


def flat(settings: dict, above: str = "") -> list[str]:
    """Return the dotted names of nested settings."""
    names = []
    for name, value in settings.items():
        dotted = f"{above}{name}"
        names += flat(value, f"{dotted}.") if isinstance(value, dict) else [dotted]
    return names
