"""The command line: `seen demo`, `import`, `ask`, `publish` and more, all thin calls.

It promises that whatever goes wrong on purpose ends in one calm line and a non-zero exit code.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path

from seen import __version__, settings
from seen.charts.printed import lines
from seen.cli import auditing, releasing
from seen.cli.progress import step
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding
from seen.domain.measures import Show
from seen.domain.questions import ADJUSTS, MOST_FILTERS, VIEWS, Filters, Question
from seen.errors import ImportRefusedError, QuestionError, SeenError
from seen.sources import Source
from seen.sources.opening import data_file, open_source
from seen.store.telling import NO_ROOM
from seen.text import text, told
from seen.wording.numbers import count
from seen.wording.reading import reading_line

FAILED = 1
MEGABYTE = 1_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        code = run(options)
        sys.stdout.flush()  # what cannot be written shows here, not when Python has left
        return code
    except ImportRefusedError as error:
        for problem in error.problems:
            print(text("cli.problem", problem=problem), file=sys.stderr)
        print(error, file=sys.stderr)
    except SeenError as error:
        print(told(error), file=sys.stderr)
    except BrokenPipeError:  # whoever reads has read enough, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(_disk(error), file=sys.stderr)
    return FAILED


def _disk(error: OSError) -> str:
    """Return what kept a file from being written, and what to do about it."""
    problem = error.strerror or error
    if error.errno not in NO_ROOM:
        return text("error.disk", problem=problem)
    folder = settings.load().data_folder.resolve()
    there = next(it for it in (folder, *folder.parents) if it.exists())
    free = shutil.disk_usage(there).free
    return text("error.no_room", problem=problem, free=count(free // MEGABYTE))


def _parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(prog="seen", description=text("cli.description"))
    parser.add_argument("--version", action="version", version=f"seen {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_demo(commands.add_parser("demo", help=text("cli.demo_help")))
    _add_import(commands.add_parser("import", help=text("cli.import_help")))
    _add_check(commands.add_parser("check", help=text("cli.check_help")))
    _add_ask(commands.add_parser("ask", help=text("cli.ask_help")))
    releasing.add_publish(commands.add_parser("publish", help=text("cli.publish_help")))
    auditing.add_verify(commands.add_parser("verify", help=text("cli.verify_help")))
    auditing.add_attack(commands.add_parser("attack", help=text("cli.attack_help")))
    return parser


def _add_demo(parser: argparse.ArgumentParser) -> None:
    """Add `seen demo`."""
    from seen.demo.generate import SEED
    from seen.demo.sizes import FULL

    parser.add_argument(
        "--encounters",
        type=int,
        default=FULL,
        help=text("cli.demo_encounters", n=count(FULL)),
    )
    parser.add_argument("--seed", type=int, default=SEED, help=text("cli.demo_seed"))
    parser.set_defaults(run=_demo)


def _add_import(parser: argparse.ArgumentParser) -> None:
    """Add `seen import`."""
    _add_files(parser)
    parser.add_argument("--name", required=True, help=text("cli.name_help"))
    parser.set_defaults(run=_import)


def _add_check(parser: argparse.ArgumentParser) -> None:
    """Add `seen check`."""
    _add_files(parser)
    parser.set_defaults(run=_check)


def _add_files(parser: argparse.ArgumentParser) -> None:
    """Add the files and the recipe."""
    parser.add_argument("files", nargs="+", metavar="FILE", help=text("cli.files_help"))
    parser.add_argument("--recipe", type=Path, required=True, help=text("cli.recipe_help"))


def _add_ask(parser: argparse.ArgumentParser) -> None:
    """Add `seen ask`."""
    parser.add_argument("measure", nargs="?", help=text("cli.ask_measure"))
    parser.add_argument("--show", choices=[str(show) for show in Show], help=text("cli.ask_show"))
    parser.add_argument("--by", help=text("cli.ask_by"))
    parser.add_argument("--by2", help=text("cli.ask_by2"))
    parser.add_argument("--versus", help=text("cli.ask_versus"))
    parser.add_argument("--view", choices=VIEWS, help=text("cli.ask_view"))
    parser.add_argument("--adjust", choices=ADJUSTS, help=text("cli.ask_adjust"))
    parser.add_argument("--strata", action="append", help=text("cli.ask_strata"))
    parser.add_argument("--group", action="append", default=[], help=text("cli.ask_group"))
    parser.add_argument(
        "--where", action="append", default=[], metavar="DIM=LEVEL,…", help=text("cli.ask_where")
    )
    parser.add_argument("--data", help=text("cli.ask_data"))
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help=text("cli.ask_json"))
    output.add_argument("--sql", action="store_true", help=text("cli.ask_sql"))
    parser.set_defaults(run=_ask)


def _demo(options: argparse.Namespace) -> int:
    """Build the demo."""
    from seen.demo.generate import build

    started = time.monotonic()
    run = settings.load()
    path = build(
        folder=run.data_folder,
        encounters=options.encounters,
        seed=options.seed,
        progress=_progress,
    )
    _built(path, started)
    print(text("cli.no_key", folder=run.secrets_folder))
    return 0


def _import(options: argparse.Namespace) -> int:
    """Import files."""
    from seen.importing.run import import_files
    from seen.importing.secret import key_file

    started = time.monotonic()
    run = settings.load()
    result = import_files(
        files=options.files,
        recipe=options.recipe,
        name=options.name,
        settings=run,
        progress=step,
    )
    print(result.report.to_text())
    _built(result.path, started)
    print(text("cli.key", file=key_file(run.secrets_folder, options.name)))
    return 0


def _check(options: argparse.Namespace) -> int:
    """Check files; write nothing."""
    from seen.importing.run import check_files

    report = check_files(files=options.files, recipe=options.recipe, progress=step)
    print(report.to_text())
    files = " ".join(options.files)
    print(text("cli.checked", files=files, recipe=options.recipe))
    return 0


def _ask(options: argparse.Namespace) -> int:
    """Answer one question."""
    run = settings.load()
    source = open_source(data_file(run, options.data), run)
    question = _question(options, source)
    if options.sql:
        _print_statement(question, source)
        return 0
    finding = source.finding(question)
    if options.json:
        print(json.dumps(finding.to_json(), indent=2, ensure_ascii=False))
    else:
        _print_finding(finding, source)
    return 0


def _question(options: argparse.Namespace, source: Source) -> Question:
    """Return the Question the options ask, refusing what the data cannot be asked."""
    catalog = source.catalog
    asked = catalog.default_question()
    try:
        if options.measure:
            asked = catalog.asking_measure(asked, options.measure)
        chosen: dict[str, list[str]] = {}
        for part in options.where:
            name, levels = _where(part, catalog)
            chosen[name] = [*chosen.get(name, []), *levels]
        # what is chosen by default keeps instruments apart; whoever filters says which
        filters = Filters.of(chosen) if chosen else asked.filters.without(options.by or "")
        names = ("by", "by2", "versus", "view", "adjust")
        given = {name: part for name in names if (part := getattr(options, name))}
        if options.strata:
            given["strata"] = tuple(sorted(set(options.strata)))
        given["groups"] = tuple(sorted(set(options.group)))
        if options.show:
            given["show"] = Show(options.show)
        return catalog.checked(asked.asking(filters=filters, **given))
    except QuestionError as error:
        opened = text("cli.opened_data", data=source.dataset.name, title=source.dataset.title)
        near = _near(options, catalog)
        meant = text("cli.near", names=", ".join(near)) if near else ""
        raise QuestionError(f"{error}\n{opened} {meant}".rstrip()) from None


def _near(options: argparse.Namespace, catalog: Catalog) -> list[str]:
    """Return the names that are spelt much like those that the data does not know."""
    filtered = [part.partition("=")[0] for part in options.where]
    dimensions = [options.by, options.by2, *(options.strata or ()), *filtered]
    known = [item.name for item in catalog.offered_measures()]
    near = (
        [get_close_matches(options.measure or "", known)] if options.measure not in known else []
    )
    known = [item.name for item in catalog.dimensions]
    near += [get_close_matches(name, known) for name in dimensions if name and name not in known]
    return list(dict.fromkeys(name for names in near for name in names))


def _where(part: str, catalog: Catalog) -> tuple[str, list[str]]:
    """Return one filter: a Dimension and its levels, which may be named as a reader sees them."""
    name, separator, levels = part.partition("=")
    if not separator or not levels:
        raise QuestionError(text("cli.where_bad"))
    if name == catalog.institution_word:
        name = "institution"
    asked = [item for item in catalog.dimensions if item.name == name]
    codes = {item.level_label(level).casefold(): level for item in asked for level in item.levels}
    known = {level for item in asked for level in item.levels}
    if levels in known:  # a level may hold a comma itself
        return name, [levels]
    return name, [
        level if level in known else codes.get(level.casefold(), level)
        for level in levels.split(",")
    ]


def _print_statement(question: Question, source: Source) -> None:
    """Print the SQL of a Question with what is bound to it."""
    statement, values = source.statement(question)
    # where all weights are the same, to use them or not gives the same figure: "not weighted"
    values["is_weighted"] = source.finding(question).is_weighted
    print(statement)
    free = [n for n in range(1, MOST_FILTERS + 1) if values[f"levels_{n}"] is None]
    hidden = {f"{part}_{n}" for part in ("filter", "levels") for n in free}
    for name in sorted(values.keys() - hidden):
        print(f"-- ${name} = {values[name]}")
    if free:
        print(text("cli.sql_free", first=free[0], last=MOST_FILTERS))


def _print_finding(finding: Finding, source: Source) -> None:
    """Print a Finding as a reader would say it."""
    if source.dataset.is_synthetic:
        print(f"{text('app.synthetic')} {text('app.synthetic_rest')}\n")
    who, how_many = reading_line(source.scope(finding.question), source.catalog)
    print(f"{who} {how_many}")
    for line in lines(finding, source.catalog):
        print(line)


def _progress(part: float, doing: str) -> None:
    """Draw a progress bar where there is a terminal to draw it in."""
    if sys.stderr.isatty():
        filled = round(30 * part)
        end = "\n" if part >= 1 else ""
        print(f"\r[{'#' * filled}{' ' * (30 - filled)}] {doing:<40.40}", end=end, file=sys.stderr)


def _built(path: Path, started: float) -> None:
    """Say what was built and how to open it."""
    seconds = f"{time.monotonic() - started:.1f}"
    print(text("cli.built", file=path.name, seconds=seconds))
    print(text("cli.opened"))
