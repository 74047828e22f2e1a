"""`seen publish`, `seen verify` and `seen attack`: thin calls into `seen.release`.

It promises to print counts of groups, never of people.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from seen import settings
from seen.cli.progress import step
from seen.errors import PublishError
from seen.sources.opening import data_file
from seen.text import text
from seen.wording.numbers import count, percent

if TYPE_CHECKING:
    from seen.release.attack import Attacked, Result
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


def add_verify(parser: argparse.ArgumentParser) -> None:
    """Add `seen verify`."""
    parser.add_argument("file", type=Path, help=text("cli.verify_file"))
    parser.set_defaults(run=_verify)


def add_attack(parser: argparse.ArgumentParser) -> None:
    """Add `seen attack`."""
    parser.add_argument("--release", type=Path, required=True, help=text("cli.attack_release"))
    parser.add_argument("--data", help=text("cli.attack_data"))
    parser.add_argument("--before", type=Path, help=text("cli.attack_before"))
    parser.add_argument("--before-data", type=Path, help=text("cli.attack_before_data"))
    parser.set_defaults(run=_attack)


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
    result = publish(data_file(run, options.data), run, choices, progress=step)
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
    else:
        seconds = f"{time.monotonic() - started:.1f}"
        print(text("cli.published", file=result.path, seconds=seconds, **numbers))
    return 0


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


def _verify(options: argparse.Namespace) -> int:
    """Check a release; say what holds and what does not."""
    from seen.release.verify import checks

    found = checks(options.file)
    for check in found:
        mark = "✗" if check.problem else "–" if check.note else "✓"
        print(text("cli.verified", mark=mark, check=text(f"verify.check.{check.name}")))
        if told := check.problem or check.note:
            print(text("cli.verify_problem", problem=told))
    if any(check.problem for check in found):
        return 1
    print(text("cli.verify_ok", file=options.file.name))
    return 0


def _attack(options: argparse.Namespace) -> int:
    """Attack a release; say how far each attack came."""
    from seen.release.attack import Audited, attack

    run = settings.load()
    if (options.before is None) != (options.before_data is None):
        raise PublishError(text("cli.attack_both"))
    now = Audited(release=options.release, data=data_file(run, options.data))
    before = None
    if options.before is not None:
        before = Audited(release=options.before, data=options.before_data)
    found = attack(now, run, before=before, progress=step)
    print(pd.DataFrame([_attacked(it) for it in found]).to_string(index=False))
    left_out = {it.result.outcome: it.n_left_out for it in found}
    if n_left_out := sum(left_out.values()):
        print(text("cli.attack_left_out", n=count(n_left_out)))
    for it in found:
        if it.result.is_cut:
            print(_pairs(it.result))
    if any(it.is_kept is False for it in found):
        print(text("cli.attack_failed"))
        return 1
    n_few = sum(it.verdict == "few" for it in found)
    print(text("cli.attacked_few", n=n_few) if n_few else text("cli.attacked"))
    return 0


def _targets(result: Result) -> str:
    """Return how many targets an attack had, and of how many more nothing was worked out."""
    n = count(result.n_targets)
    if result.n_all > result.n_targets:
        return text("attack.of", n=n, all=count(result.n_all))
    if result.n_unsolved:
        return text("attack.unsolved", n=n, unsolved=count(result.n_unsolved))
    return n


def _pairs(result: Result) -> str:
    """Return how many pairs of sets an attack looked at, of how many."""
    return text(
        "cli.attack_pairs",
        attack=text(f"attack.name.{result.attack}"),
        outcome=result.outcome,
        n=count(result.n_pairs),
        all=count(result.n_all_pairs),
    )


def _attacked(found: Attacked) -> dict[str, str]:
    """Return how one attack came out, as a row of words."""
    result = found.result
    shares = {"recovered": result.recovered}
    if result.has_guess:
        shares |= {"guessed": result.guessed, "base": result.base}
    row = {
        "attack": text(f"attack.name.{result.attack}"),
        "outcome": result.outcome,
        "n_targets": _targets(result),
        **dict.fromkeys(("recovered", "guessed", "base"), ""),
        **{name: percent(of / max(result.n_targets, 1), 1) for name, of in shares.items()},
        "is_kept": text(f"attack.kept.{found.verdict}"),
    }
    return {text(f"attack.column.{name}"): words for name, words in row.items()}
