"""`seen publish`: a thin call into `seen.release`.

It promises to print counts of groups, never of people.
"""

from __future__ import annotations

import argparse
import shlex
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from seen import settings
from seen.cli.progress import step
from seen.errors import PublishError
from seen.sources.opening import data_file
from seen.store.manifests import beside
from seen.text import text
from seen.wording.numbers import count

if TYPE_CHECKING:
    from seen.release.choices import Published


def add_publish(parser: argparse.ArgumentParser) -> None:
    """Add `seen publish`."""
    parser.add_argument("--data", help=text("cli.ask_data"))
    for name, many in (("measure", "measures"), ("dimension", "dimensions")):
        parser.add_argument(
            f"--{name}",
            action="append",
            default=[],
            dest=many,
            help=text(f"cli.publish_{name}"),
        )
    parser.add_argument("--out", type=Path, help=text("cli.publish_out"))
    parser.add_argument("--consents", type=Path, help=text("cli.publish_consents"))
    flags = {
        "strict": "strict",
        "dry_run": "dry-run",
        "one_answer": "one-answer-per-person",
        "unweighted": "accept-unweighted",
        "new_series": "new-series",
        "purge": "purge",
        "out_of_turn": "out-of-turn",
        "yes": "yes",
    }
    for key, flag in flags.items():
        parser.add_argument(
            f"--{flag}", action="store_true", dest=key, help=text(f"cli.publish_{key}")
        )
    parser.set_defaults(run=_publish)


def _publish(options: argparse.Namespace) -> int:
    """Make a release."""
    from seen.release.choices import Choices
    from seen.release.publish import publish

    started = time.monotonic()
    run = settings.load()
    choices = Choices(
        measures=tuple(options.measures),
        dimensions=tuple(options.dimensions),
        out=options.out,
        is_strict=options.strict,
        is_dry_run=options.dry_run,
        one_answer_per_person=options.one_answer,
        accepts_unweighted=options.unweighted,
        is_new_series=options.new_series,
        purges=options.purge,
        is_out_of_turn=options.out_of_turn,
        consents=options.consents,
    )
    _confirm(options)
    data = data_file(run, options.data)
    result = publish(data, run, choices, progress=step)
    protected = result.protected
    for outcome, difference in result.moved:
        if difference > 0:
            print(text("cli.moved", outcome=outcome, points=f"{100 * difference:.1f}"))
    if result.n_consents:
        print(text("cli.named", n=result.n_named, all=result.n_consents))
    if result.n_past:
        print(text("cli.past", n=count(result.n_past)))
    numbers = {
        "cells": count(protected.n_shown),
        "all": count(protected.n_cells),
        "withheld": count(protected.n_cells - protected.n_shown),
    }
    if result.path is None:
        _print_withheld(result)
        print(text("cli.dry_run", **numbers))
        return 0
    seconds = f"{time.monotonic() - started:.1f}"
    print(text("cli.published", file=result.path, seconds=seconds, **numbers))
    if options.purge:
        print(text("cli.purged"))
    _print_next(result, result.path, options.data or run.data or data.stem.rpartition("-")[0])
    return 0


def _print_next(result: Published, path: Path, data: str) -> None:
    """Print what to do with a release, as commands."""
    words = {"file": shlex.quote(str(path)), "data": shlex.quote(data)}
    print(text("cli.next"))
    for name in ("verify", *(() if result.was_public else ("attack",)), "look", "give"):
        print(text(f"cli.next_{name}", manifest=beside(path).name, **words))


def _confirm(options: argparse.Namespace) -> None:
    """Ask whether a new series is meant, which takes the old releases down."""
    if options.dry_run or options.yes or not (options.new_series or options.purge):
        return
    is_meant = sys.stdin.isatty() and input(text("cli.new_series")).strip().lower() == "y"
    if not is_meant:
        raise PublishError(text("cli.not_confirmed"))


def _print_withheld(result: Published) -> None:
    """Print what would be withheld, and of each Dimension the merging that frees most."""
    for row in result.withheld.to_dict("records"):
        shown, every = count(int(row["n_shown"])), count(int(row["n_cells"]))
        print(
            text(
                "cli.withheld_row",
                outcome=row["outcome"],
                crossed=row["crossed"],
                shown=shown,
                all=every,
            )
        )
    if result.merging.empty and not result.was_public:
        print(text("cli.no_merging"))
    for row in result.merging.to_dict("records"):
        print(
            text(
                "cli.merging",
                dimension=row["dimension"],
                first=row["first_level"],
                second=row["second_level"],
                n=count(int(row["n_freed"])),
            )
        )
