"""The command line: `seen demo`, `import`, `ask`, `publish` and more, all thin calls.

It promises that whatever goes wrong on purpose ends in one calm line and a non-zero exit code.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from seen import __version__, settings
from seen.cli import asking, auditing, presenting, releasing
from seen.cli.failing import machine
from seen.cli.progress import step
from seen.errors import ImportRefusedError, SeenError
from seen.text import text, told
from seen.wording.numbers import count

FAILED = 1


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
    except (MemoryError, OSError) as error:
        print(machine(error), file=sys.stderr)
    return FAILED


def _parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(prog="seen", description=text("cli.description"))
    parser.add_argument("--version", action="version", version=f"seen {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_demo(commands.add_parser("demo", help=text("cli.demo_help")))
    _add_import(commands.add_parser("import", help=text("cli.import_help")))
    _add_check(commands.add_parser("check", help=text("cli.check_help")))
    asking.add_ask(commands.add_parser("ask", help=text("cli.ask_help")))
    presenting.add_deck(commands.add_parser("deck", help=text("cli.deck_help")))
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
