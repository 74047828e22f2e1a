"""`seen verify` and `seen attack`: thin calls into `seen.release`.

It promises that a file which may not be shown ends in a sentence that says so, and in exit code 1.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from seen import settings
from seen.cli.progress import step
from seen.errors import DataFileError, PublishError, ReleaseError
from seen.sources.opening import data_file
from seen.text import text
from seen.wording.numbers import count, percent

if TYPE_CHECKING:
    from seen.release.attack import Attacked, Result

FAILED = 1


def add_verify(parser: argparse.ArgumentParser) -> None:
    """Add `seen verify`."""
    parser.add_argument("file", type=Path, help=text("cli.verify_file"))
    parser.set_defaults(run=_verify)


def add_attack(parser: argparse.ArgumentParser) -> None:
    """Add `seen attack`."""
    parser.add_argument("--release", type=Path, required=True, help=text("cli.attack_release"))
    parser.add_argument("--data", help=text("cli.attack_data"))
    parser.add_argument("--before", type=Path, help=text("cli.attack_before"))
    parser.add_argument("--before-data", help=text("cli.attack_before_data"))
    parser.set_defaults(run=_attack)


def _verify(options: argparse.Namespace) -> int:
    """Check a release; say what holds and what does not."""
    from seen.release.verify import checks, n_groups

    name = options.file.name
    if not options.file.exists():
        raise DataFileError(text("verify.no_file", file=name))
    try:
        found = checks(options.file)
    except (DataFileError, ReleaseError) as error:
        print(error, text("cli.verify_unknown", file=name), sep="\n", file=sys.stderr)
        return FAILED
    for check in found:
        mark = "✗" if check.problem else "–" if check.note else "✓"
        print(text("cli.verified", mark=mark, check=text(f"verify.check.{check.name}")))
        if told := check.problem or check.note:
            print(text("cli.verify_problem", problem=told))
    if any(check.problem for check in found):
        print(text("cli.verify_failed", file=name))
        return FAILED
    print(text("cli.verify_ok", file=name, n=count(n_groups(options.file))))
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
        before = Audited(release=options.before, data=data_file(run, options.before_data))
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
        return FAILED
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
