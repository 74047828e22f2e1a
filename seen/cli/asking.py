"""`seen ask`: one Question, and what goes with its answer, printed or as JSON.

It promises what the dashboard would show, guarded as if published, and names near a misspelt one.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from difflib import get_close_matches
from typing import Any, Final

from seen import settings
from seen.charts import staffing
from seen.charts.printed import lines
from seen.domain.catalog import Catalog
from seen.domain.findings import Finding
from seen.domain.measures import Show
from seen.domain.questions import ADJUSTS, MOST_FILTERS, VIEWS, Filters, Question
from seen.domain.withheld import Withheld
from seen.errors import QuestionError
from seen.figures import planned
from seen.figures.asker import Asker
from seen.figures.shown import Absent
from seen.sources import Source
from seen.sources.opening import data_file, open_source
from seen.sources.planning import unanswered
from seen.stats.nonresponse import Bounds
from seen.stats.planner import Plan
from seen.text import text
from seen.wording.reading import reading_line

_BESIDE: Final = ("plan", "bounds", "staff")


def add_ask(parser: argparse.ArgumentParser) -> None:
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
    for name in _BESIDE:
        parser.add_argument(f"--{name}", action="store_true", help=text(f"cli.ask_{name}"))
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help=text("cli.ask_json"))
    output.add_argument("--sql", action="store_true", help=text("cli.ask_sql"))
    parser.set_defaults(run=_ask)


def _ask(options: argparse.Namespace) -> int:
    """Answer one question."""
    run = settings.load()
    source = open_source(data_file(run, options.data), run)
    question = _question(options, source)
    if options.sql:
        _print_statement(question, source)
        return 0
    asker = Asker(source)
    finding = asker.finding(question)
    wanted = [name for name in _BESIDE if getattr(options, name)]
    if options.json:
        beside = {name: _exact(name, asker, finding) for name in wanted}
        print(json.dumps(finding.to_json() | beside, indent=2, ensure_ascii=False))
        return 0
    _print_finding(finding, source)
    for name in wanted:
        print()
        for line in _beside(name, asker, finding):
            print(line)
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


# -- what goes with an answer --------------------------------------------------------------------


def _beside(name: str, asker: Asker, finding: Finding) -> Iterator[str]:
    """Yield what goes with a Finding as lines of text, or why there is none."""
    if name == "bounds":
        yield planned.silence(finding) or text("planner.no_bounds")
        return
    found = planned.plan(asker, finding) if name == "plan" else planned.staff(asker, finding)
    if isinstance(found, Absent):
        yield found.said
        return
    said, table = found
    yield said
    yield table.caption
    for row in table.rows:
        cells = (text("cli.cell", head=h, cell=c) for h, c in zip(table.heads, row, strict=True))
        yield f"  {'; '.join(cells)}"


def _exact(name: str, asker: Asker, finding: Finding) -> Any:
    """Return the numbers of what goes with a Finding, or why there are none."""
    if name == "bounds":
        return _plain(unanswered(finding))
    if name == "plan":
        found = planned.plans(asker, finding)
        return _plain(found) if isinstance(found, Absent) else [_plain(it) for it in found]
    shown = planned.staff(asker, finding)
    if isinstance(shown, Absent):
        return _plain(shown)
    sums = staffing.sums(finding, asker.scope(finding.question))
    return [{"group": group} | asdict(added) for group, (_, added) in sums.items()]


def _plain(found: Plan | Bounds | Withheld | Absent) -> dict[str, Any]:
    """Return numbers, or why there are none, as plain data."""
    if isinstance(found, Absent):
        return {"withheld": {"text": found.said}}
    if isinstance(found, Withheld):
        return {"withheld": {"reason": str(found.reason), "text": found.words()}}
    said = asdict(found)
    if isinstance(found, Plan):
        kept = {"answers_needed": found.answers_needed, "correlation": found.correlation}
        said |= {name: _plain(it) for name, it in kept.items() if isinstance(it, Withheld)}
    return said
