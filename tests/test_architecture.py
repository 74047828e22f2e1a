"""Hold what import-linter and ruff cannot see: scripts, SQL in strings, the top of the tree."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = sorted((ROOT / "seen").rglob("*.py"))
SCRIPTS = sorted([*(ROOT / "pages").glob("*.py"), *ROOT.glob("dashboard.py")])
OPENS_A_STATEMENT = re.compile(r"\s*(with|select|insert|create|copy)\s+[a-z_$*(]", re.IGNORECASE)
TOP_LEVEL = {
    *("dashboard.py", "pages", "data", "queries", "seen"),
    *("deploy", "bench", "tests", "docs", "static", ".streamlit", ".ci"),
    *("Makefile", "start.py", "pyproject.toml", "requirements.txt"),
    *("README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"),
    *(".editorconfig", ".gitattributes", ".gitignore", ".pre-commit-config.yaml"),
}


def every(paths: list[Path]) -> pytest.MarkDecorator:
    """Run a test once for each file, named by its place in the tree."""
    return pytest.mark.parametrize(
        "path", [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in paths]
    )


@every(SCRIPTS)
def test_page_imports_only_streamlit_screen_and_domain(path):
    assert (
        imports_beyond(path.read_text("utf-8"), {"streamlit", "seen.screen", "seen.domain"}) == []
    )


@pytest.mark.parametrize(
    "source",
    [
        "import duckdb",
        "import seen.store",
        "import seen",
        "from seen import store",
        "from seen.stats import gaps",
        "from seen.domain_helpers import x",
        "from . import screen",
        "def draw():\n    import pandas as pd",
    ],
)
def test_planted_import_in_a_page_is_found(source):
    assert imports_beyond(source, {"streamlit", "seen.screen", "seen.domain"}) != []


def test_allowed_imports_of_a_page_pass():
    source = """
        import streamlit as st
        from seen import screen
        from seen.screen import filters, cards
        from seen.domain.questions import Question
    """

    found = imports_beyond(
        "\n".join(line.strip() for line in source.splitlines()),
        {"streamlit", "seen.screen", "seen.domain"},
    )

    assert found == []


@every([path for path in LIBRARY if "screen" not in path.relative_to(ROOT).parts])
def test_streamlit_stays_in_screen(path):
    names = imported(path.read_text("utf-8"))

    assert [name for name in names if is_within(name, {"streamlit"})] == []


@every([*LIBRARY, *SCRIPTS])
def test_sql_stays_in_queries(path):
    assert statements_in_strings(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        'run("select * from encounter")',
        "run('SELECT n from cells')",
        'run("""\n    with filtered as (\n        select 1\n    )\n""")',
        'run(f"insert into {table} values (1)")',
        'run("create table x (a int)")',
        "run('copy cells to x')",
    ],
)
def test_planted_sql_is_found(source):
    assert statements_in_strings(source) != []


def test_docstrings_and_ordinary_strings_are_not_sql():
    source = '''
"""Create the demo."""

def select():
    """Select the rows of one institution."""
    return "withheld", "selected groups", "copy"
'''

    assert statements_in_strings(source) == []


@every([*(path for path in LIBRARY if path.parent != ROOT / "seen" / "store"), *SCRIPTS])
def test_only_the_store_opens_duckdb(path):
    assert not opens_duckdb(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "source",
    [
        "import duckdb\nduckdb.connect()",
        "import duckdb as db\ndb.connect('x')",
        "from duckdb import connect",
        "import duckdb\nopen_it = duckdb.connect",
    ],
)
def test_planted_connection_is_found(source):
    assert opens_duckdb(source)


@every(LIBRARY)
def test_module_has_at_most_300_lines(path):
    n_lines = len(path.read_text("utf-8").splitlines())

    assert n_lines <= 300, "split it by subject"


def test_requirements_equal_the_dependencies_of_the_project():
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    requirements = [line.split("#")[0].strip() for line in lines]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert sorted(filter(None, requirements)) == sorted(project["dependencies"])


def test_every_dependency_is_pinned_to_one_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]

    pins = [pin for group in groups for pin in group]

    assert [pin for pin in pins if not re.fullmatch(r"[a-z0-9-]+==[0-9.]+", pin)] == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a git checkout lists its files")
def test_top_level_holds_nothing_unexpected():
    # New files count before they are committed, ignored ones never do.
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    output = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    top_level = {line.split("/")[0] for line in output.splitlines()}

    assert top_level - TOP_LEVEL == set()


def imported(source: str) -> list[str]:
    """Return the full name of everything a source imports, inside functions too."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            names += [f"{origin}.{alias.name}" for alias in node.names]
    return names


def imports_beyond(source: str, allowed: set[str]) -> list[str]:
    """Return what a source imports from outside the allowed packages."""
    return [name for name in imported(source) if not is_within(name, {"__future__", *allowed})]


def is_within(name: str, packages: set[str]) -> bool:
    """Return whether a name is one of the packages or lies inside one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def statements_in_strings(source: str) -> list[str]:
    """Return the strings of a source, docstrings aside, that begin like a SQL statement."""
    tree = ast.parse(source)
    docstrings = set(map(id, docstring_nodes(tree)))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and OPENS_A_STATEMENT.match(node.value)
    ]


def docstring_nodes(tree: ast.Module) -> Iterator[ast.expr]:
    """Return the nodes of all docstrings: strings that stand alone as a statement."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def opens_duckdb(source: str) -> bool:
    """Return whether a source uses `duckdb.connect`, under whatever name it imported duckdb."""
    tree = ast.parse(source)
    modules = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name == "duckdb"
    }
    uses = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return "duckdb.connect" in imported(source) or any(
        isinstance(use.value, ast.Name) and use.value.id in modules and use.attr == "connect"
        for use in uses
    )
