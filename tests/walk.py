"""A visitor who opens everything a release can be asked, notes all that comes out, and judges it.

`Walker` walks whatever pages, controls, actions and parts there are, so that what a later issue
adds to the screen is walked as well. `Oracle.leaks` says what among it should never have come out:
a count that is not rounded, a count of people or places, a reason that tells private from absent,
an id, a name, a path, a traceback.
"""

import csv
import hashlib
import io
import json
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.testing.v1 import AppTest

from bench.people import people
from seen.release.choices import Choices
from seen.release.publish import publish
from seen.text import text
from tests.hospital import imported, settings_in, write_rows
from tests.releases import answers

ROOT = Path(__file__).resolve().parent.parent
SIZE = {"n": 9_000, "n_recipients": 9_000, "n_workers": 150, "n_places": 12}
DIMENSIONS = (
    *("profession", "setting", "time_pressure", "recipient_race_ethnicity"),
    *("recipient_income", "modality", "quarter"),
)
MEASURES = ("felt_seen", "mis_seen")
NOT_OURS = {"data", "lang", "embed", "embed_options"}  # stay in a link as they came
POPOVERS = ("menu", "open_profession", "open_institution", "open_more", "link")

# -- people whose truth is known -----------------------------------------------------------------

_MAPPED = (
    *("profession", "time_pressure", "modality", "recipient_race_ethnicity"),
    *("recipient_income", "recipient_gender", "language_match", "age_band"),
)
_RECIPE = """
institution_word = "ward"
institution_names = true
drop = ["comment"]
quasi_identifiers = ["profession", "recipient_race_ethnicity"]

[dataset]
title = "Walked wards"
version = "1"
source_type = "partner_real"
licence = "Not to be passed on"
citation = "Made for tests"
consent_basis = "Told"

[columns]
encounter.encounter_id = "visit"
encounter.practitioner_id = "staff"
encounter.recipient_id = "patient"
encounter.institution_id = "place"
encounter.month = "date"
institution.setting = "setting"
institution.relational_leadership = "leadership"
outcome.asked = "asked"
outcome.answered = "answered"
outcome.felt_seen = "felt_seen"
outcome.felt_heard = "felt_heard"
outcome.mis_seen = "mis_seen"
"""


@dataclass(frozen=True, kw_only=True)
class Known:
    """A release, the rows it was made from, and every text that must never leave them."""

    release: Path
    data: Path  # the microdata
    rows: pd.DataFrame  # who answered felt_seen
    secret: frozenset[str]  # pseudonyms, codes and keys, in hexadecimal


def known(folder: Path) -> Known:
    """Return the release of a ward round: imported from a file and published as anybody would."""
    made = people(**SIZE, seed=5)
    source = write_rows(folder / "ward_round_export.csv", _exported(made))
    recipe = folder / "ward_round.toml"
    recipe.write_text(_RECIPE + "".join(f'encounter.{it} = "{it}"\n' for it in _MAPPED))
    _write_keys(settings_in(folder).secrets_folder / "wards")
    result = imported(source, into=folder, recipe=recipe, name="wards")
    choices = Choices(measures=MEASURES, dimensions=(*DIMENSIONS, "institution"))
    published = publish(result.path, settings_in(folder), choices)
    assert published.path is not None
    secret = _pseudonyms(result.path)
    keys = sorted((folder / "secrets").rglob("*.key"))
    assert len(keys) == 2
    return Known(
        release=published.path,
        data=result.path,
        rows=answers(made),
        secret=frozenset([*secret, *(key.read_bytes().hex() for key in keys)]),
    )


def _write_keys(folder: Path) -> None:
    """Put keys in place that are the same in every run, so that the release is."""
    folder.mkdir(mode=0o700, parents=True)
    for name in ("import.key", "publish.key"):
        file = folder / name
        file.write_bytes(hashlib.sha256(f"walk {name}".encode()).digest())
        file.chmod(0o600)


def _exported(made: dict[str, pd.DataFrame]) -> list[dict[str, str]]:
    """Return people as a file would hold them, with ids and names that are easy to find again."""
    rows, places = made["encounters"], made["institution"].set_index("institution_id")
    frame = rows[[*_MAPPED, "asked", "answered", "felt_seen", "felt_heard", "mis_seen"]].assign(
        visit="VISIT-" + rows["encounter_id"].astype(str).str.zfill(5),
        staff="STAFF-" + rows["practitioner_id"].astype(str).str.zfill(4),
        patient="PATIENT-" + rows["recipient_id"].astype(str).str.zfill(5),
        place="Nightingale-" + rows["institution_id"].astype(str).str.zfill(3),
        date=rows["month"].dt.strftime("%Y-%m-%d"),
        setting=rows["institution_id"].map(places["setting"]),
        leadership=rows["institution_id"].map(places["relational_leadership"]).round(2),
        comment="said in confidence " + rows["encounter_id"].astype(str),
    )
    return list(frame.astype("string").fillna("").to_dict("records"))  # type: ignore[arg-type]


def _pseudonyms(path: Path) -> list[str]:
    """Return the keyed pseudonyms of everyone, and the codes that links of the data file carry."""
    import duckdb

    with duckdb.connect(path, read_only=True) as con:
        found = con.execute(
            "select pseudonym from pseudonym union all select code from institution_label"
        ).fetchall()
    assert len(found) > SIZE["n"]
    return [str(row[0]) for row in found]


# -- what comes out ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """One thing that came out: where, and its words; a number stands for itself."""

    where: str
    words: str | float


def of_message(message: Any, where: str) -> Iterator[Said]:
    """Yield every text of a protocol message, figures and cells of tables one by one."""
    for entry, value in message.ListFields():
        name = f"{where}.{entry.name}"
        if entry.message_type is not None and entry.message_type.GetOptions().map_entry:
            values = list(value.values())
        else:
            values = [value] if hasattr(value, "ListFields") or _is_plain(value) else list(value)
        for part in values:
            if hasattr(part, "ListFields"):
                yield from of_message(part, name)
            elif name == "plotly_chart.spec":
                yield from of_figure(json.loads(part))
            elif isinstance(part, bytes):
                yield Said(name, part.decode("utf-8", "replace"))
            elif isinstance(part, str) and "<style>" not in part:
                yield Said(name, part)


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | bytes | int | float)


_TOLD_BY_NAME = ("customdata", "meta", "ids", "text", "hovertext", "hovertemplate", "texttemplate")


def of_figure(found: Any, where: str = "figure", *, is_told: bool = False) -> Iterator[Said]:
    """Yield every text of a figure, and every number where a browser would hand it on as it is."""
    if isinstance(found, dict):
        for name, part in found.items():
            told = is_told or name in _TOLD_BY_NAME
            yield from of_figure(part, f"{where}.{name}", is_told=told)
    elif isinstance(found, list):
        for part in found:
            yield from of_figure(part, where, is_told=is_told)
    elif isinstance(found, str) or (is_told and isinstance(found, int | float)):
        yield Said(where, found)


class _Cells(HTMLParser):
    """The words of HTML, those of a table cell under its head and those over a figure by place."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[tuple[str, str]] = []  # the head or place, and the words
        self._under: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag in ("td", "span"):
            style = (held.get("style") or "").partition(";")[0]
            outer = self._under[-1] if self._under else ""
            self._under.append(held.get("data-label") or style or outer)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "span") and self._under:
            self._under.pop()

    def handle_data(self, data: str) -> None:
        if self._under:
            self.cells.append((self._under[-1], data.strip()))


def columns(html: str) -> Iterator[tuple[str, str]]:
    """Yield what stands in a column of counts, in a table or over a figure, with its head."""
    parser = _Cells()
    parser.feed(html)
    heads = {place: words for place, words in parser.cells if words in COUNT_HEADS}
    for place, words in parser.cells:
        head = heads.get(place, place)
        if head in COUNT_HEADS or head in PEOPLE_HEADS:
            yield head, words


# -- what never may ------------------------------------------------------------------------------

_OF_ROWS = r"answers?|records?|requests?|encounters?|asked|answered|rows?|respond(?:ed|ents?)"
_OF_PEOPLE = (
    r"people|persons?|practitioners?|workers?|recipients?|patients?|staff|institutions?|wards?|"
    r"places?|areas?|nurses?|chaplains?|therapists?|doctors?"
)
_NUMBER = r"(?<![\w.,%–-])(\d+(?:,\d{3})*)"
ROWS_COUNTED = re.compile(rf"{_NUMBER} (?:{_OF_ROWS})\b|\bn ?= ?(\d[\d,]*)\b", re.IGNORECASE)
PEOPLE_COUNTED = re.compile(rf"{_NUMBER} (?:{_OF_PEOPLE})\b", re.IGNORECASE)
PINNED = re.compile(re.escape(text("nav.deck_of", n="§")).replace("§", r"\d+"))  # own cards
OFFERED = re.compile(r"\((\d[\d,]*)\)$")  # the count beside a level
INTEGER = re.compile(r"\d[\d,]*")
COUNT_HEADS = (
    *("answers", "records", "requests", "Answers", "Records", "Requests"),
    *(text(f"table.{it}_in_group") for it in ("answers", "records")),
)
PEOPLE_HEADS = ("People", text("table.people_in_group"), "wards behind it", "answers behind it")
LEAST_SAID = 30  # below, only a range is said
RANGE = text("withheld.between", low=11, high=29)
# what is said of rules and not of anybody
RULES = re.compile(rf"{RANGE}|fewer than 30 answers or|Of\s100 people who answered, \d+")
TRACES = re.compile(
    r"STAFF-|PATIENT-|VISIT-|Nightingale|in confidence|ward_round|"
    r"(?:^|[\s\"'=(])(?:/(?:home|root|Users|tmp|var|mnt|work)/|[A-Za-z]:\\)|"
    r"\.duckdb\b|Traceback|File \"|\b\w*(?:Error|Exception)\b: |\bduckdb\b",
    re.IGNORECASE,
)
HEXADECIMAL = re.compile(r"(?<![0-9a-zA-Z#])[0-9a-f]{6,}(?![0-9a-zA-Z])")
LOCAL_REASONS = tuple(
    text(f"withheld.{it}") for it in ("private", "no_answers", "no_records", "undefined")
)
MARKUP = "<script"  # no page of ours writes one
BROKEN = (text("error.page_title"), text("error.page"))


@dataclass(frozen=True)
class Oracle:
    """What must never come out of a release."""

    secret: frozenset[str] = frozenset()
    _clean: set[Said] = field(default_factory=set, repr=False)  # judged before: pages repeat much

    def leaks(self, said: Iterable[Said]) -> list[str]:
        """Return everything that should never have come out, with where it stood."""
        found = []
        for it in said:
            if it in self._clean:
                continue
            leaks = [f"{it.where}: {leak}" for leak in self._of(it)]
            found += leaks
            if not leaks:
                self._clean.add(it)
        return list(dict.fromkeys(found))

    def _of(self, it: Said) -> Iterator[str]:
        """Yield what is wrong with one thing that was said."""
        if not isinstance(it.words, str):
            yield f"the number {it.words}"
            return
        plain = PINNED.sub(" ", it.words)
        if it.where.endswith(("html.body", ".body")):
            yield from _of_columns(plain)
            if MARKUP in plain:
                yield "markup of a link"
            plain = unescape(re.sub(r"<[^>]*>", " ", plain))
        if it.where == "json":
            yield from of_json(json.loads(plain))
            plain = " ".join(_texts(json.loads(plain)))
        if it.where == "csv":
            yield from _of_csv(plain)
        yield from self._of_words(plain)
        if it.where.endswith(("options", "options.content", "label")):
            yield from (f"the count {n}" for n in OFFERED.findall(plain) if not is_rounded(n))

    def _of_words(self, plain: str) -> Iterator[str]:
        """Yield what no words may say."""
        for words in TRACES.findall(plain):
            yield f"a trace {words!r}"
        for words in HEXADECIMAL.findall(plain):
            if words in self.secret:
                yield f"the pseudonym or key {words}"
        for words in (*LOCAL_REASONS, *BROKEN):
            if words in plain:
                yield words
        plain = RULES.sub(" ", plain)
        for found in ROWS_COUNTED.finditer(plain):
            if not is_rounded("".join(filter(None, found.groups()))):
                yield f"the count in {_around(found)!r}"
        for found in PEOPLE_COUNTED.finditer(plain):
            yield f"people or places counted in {_around(found)!r}"


def _around(found: re.Match[str]) -> str:
    """Return what was found with some words around it."""
    start, end = found.span()
    return " ".join(found.string[max(0, start - 40) : end + 20].split())


def is_rounded(words: str) -> bool:
    """Return whether a count is said as a release may: none, or from 30 on and rounded to 10."""
    n = int(words.replace(",", ""))
    return n == 0 or (n >= LEAST_SAID and n % 10 == 0)


def of_json(found: Any, name: str = "") -> Iterator[str]:
    """Yield every whole number of a Finding that is a count as no release says it.

    A count that is below 30 is said as the range from 11 to 29.
    """
    if isinstance(found, dict):
        is_range = (found.get("n_answers"), found.get("n_most")) == (11, 29)
        for key, part in found.items():
            if key == "schema_version" or (is_range and key in ("n_answers", "n_most")):
                continue
            if key == "reason" and part not in ("not_released", "too_few"):
                yield f"the reason {part}"
            if key in ("n_people", "n_clusters") and part is not None:
                yield f"{key} {part}"
            yield from of_json(part, key)
    elif isinstance(found, list):
        for part in found:
            yield from of_json(part, name)
    elif isinstance(found, int) and not isinstance(found, bool) and not is_rounded(str(found)):
        yield f"the whole number {found} as {name}"


def _texts(found: Any) -> Iterator[str]:
    """Yield every text of plain data."""
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, list):
        for part in found:
            yield from _texts(part)
    elif isinstance(found, str):
        yield found


def _of_columns(html: str) -> Iterator[str]:
    """Yield what is wrong in columns of counts."""
    for head, words in columns(html):
        for n in INTEGER.findall(words.replace(RANGE, "")):
            if head in PEOPLE_HEADS or not is_rounded(n):
                yield f"{n} under {head}"


def _of_csv(content: str) -> Iterator[str]:
    """Yield what is wrong in the columns of counts of a CSV file."""
    heads: list[str] = []
    for row in csv.reader(io.StringIO(content)):
        if "n_answers" in row:
            heads = row
        for head, cell in zip(heads, row, strict=False):
            is_number = INTEGER.fullmatch(cell) is not None
            is_people = head in ("n_people", "n_clusters")
            if is_number and (is_people or not is_rounded(cell)) and head.startswith("n_"):
                yield f"{cell} under {head}"


# -- walking -------------------------------------------------------------------------------------


@dataclass
class Walker:
    """A visitor in a session; `aside` is what was printed, logged or laid out for download."""

    oracle: Oracle
    aside: list[Said]
    page: str = ""
    links: set[str] = field(default_factory=set)  # that this session has shown
    _app: AppTest | None = field(default=None, repr=False)

    @property
    def app(self) -> AppTest:
        """The page as it stands."""
        assert self._app is not None
        return self._app

    def enter(self, page: str, **query: Sequence[str]) -> list[str]:
        """Open a page in a session of its own; return what leaks."""
        self._app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        self._app.switch_page(f"pages/{page}.py")
        self.page, self.links = page, set()
        self.aside.clear()  # what another visitor made the server say
        return self.follow(query)

    def follow(self, query: Any) -> list[str]:
        """Open another link on the same page; return what leaks."""
        self.app.query_params.clear()
        for name, values in query.items():
            self.app.query_params[name] = list(values)
        return self.run()

    def run(self) -> list[str]:
        """Run the page once more; return what leaks of all it says."""
        self._ran(self.app.run)
        return self.leaks()

    def leaks(self) -> list[str]:
        """Return what leaks of all the page says, offers to download and writes into its link."""
        where = f"{self.page} {self.link}"
        self.links.add(where)
        return [f"{where} {leak}" for leak in self.oracle.leaks(self.said())]

    def said(self) -> Iterator[Said]:
        """Yield everything that came out of the last run."""
        for error in self.app.exception:
            yield Said("exception", f"Traceback {error.value}")
        for node in self._nodes(self.app._tree):
            yield from of_message(node.proto, str(node.type))
        for name in set(self.app.query_params) - NOT_OURS:
            yield from (Said("query", it) for it in (name, *self._query(name)))
        while self.aside:
            yield self.aside.pop()

    @property
    def words(self) -> str:
        """What the page says, in one text, with what lies over figures and stands for them."""
        kept = [it for it in self.said() if it.where.endswith((".body", ".alt"))]
        return unescape(re.sub(r"<[^>]*>", " ", " ".join(str(it.words) for it in kept)))

    @property
    def link(self) -> str:
        """The link, cut to what a message can hold."""
        return str({name: self._query(name) for name in self.app.query_params})[:200]

    def open_all(self) -> None:
        """Open every popover, so that what stands in it is drawn."""
        for name in POPOVERS:
            self.app.session_state[name] = True

    def unfold(self, part: str | None) -> list[str]:
        """Open a closed part of the page; return what leaks."""
        self.app.session_state["_visit"].closer = part
        return self.run()

    def parts(self) -> list[str]:
        """Return the names of the closed parts."""
        keys = [_key(part.proto.id) for part in self.app.expander]
        return [key.removeprefix("closer_") for key in keys if key.startswith("closer_")]

    def actions(self) -> list[str]:
        """Return the keys of every button that can be pressed."""
        pressed = [it for it in self.app.button if not it.disabled]
        return [str(it.key) for it in pressed if it.key]

    def choices(self) -> list[tuple[str, str, int]]:
        """Return every option of every control: its kind, its key without its turn, its place."""
        found = []
        for kind in ("selectbox", "multiselect", "button_group"):
            for it in self.app.get(kind):
                key = _key(it.proto.id)
                n = 0 if it.proto.disabled else len(it.proto.options)
                found += [(kind, key, place) for place in range(n)]
        return found

    def choose(self, kind: str, key: str, place: int) -> list[str] | None:
        """Choose one option of a control alone; return what leaks, or None where it cannot be."""
        held = [it for it in self.app.get(kind) if _key(it.proto.id) == key]
        if not held or held[0].proto.disabled or len(held[0].proto.options) <= place:
            return None
        control: Any = held[0]
        if kind == "selectbox":
            self._ran(control.select_index(place).run)
            return self.leaks()
        self._ran(control.set_value([control.options[place]]).run)
        return self.leaks()

    def press(self, key: str) -> list[str]:
        """Press a button; return what leaks."""
        self._ran(self.app.button(key=key).click().run)
        return self.leaks()

    def marks(self) -> list[dict[str, list[str]]]:
        """Return what a click on each mark of the page's figures would filter by."""
        found = []
        for node in self.app.get("plotly_chart"):
            for mark in json.loads(node.proto.spec)["data"]:
                named = [it for it in mark.get("customdata", ()) if it]
                found += [
                    dict(zip(it[::2], ([one] for one in it[1::2]), strict=True)) for it in named
                ]
        return [it for at, it in enumerate(found) if it not in found[:at]]

    def _ran(self, act: Callable[[], Any]) -> None:
        """Do something, and keep what is printed meanwhile."""
        out = io.StringIO()
        with redirect_stdout(out), redirect_stderr(out):
            act()
        if printed := out.getvalue():
            self.aside.append(Said("printed", printed))

    def _nodes(self, node: Any) -> Iterator[Any]:
        """Yield every element of the page."""
        if getattr(node, "proto", None) is not None:
            yield node
        for child in getattr(node, "children", {}).values():
            yield from self._nodes(child)

    def _query(self, name: str) -> list[str]:
        """Return the values of a key of the link."""
        found = self.app.query_params[name]
        return [found] if isinstance(found, str) else list(found)


@contextmanager
def visiting(release: Path, oracle: Oracle) -> Iterator[Walker]:
    """Yield a visitor of a hosted release, who hears what is logged and keeps every download."""
    aside: list[Said] = []
    store = MemoryMediaFileStorage.load_and_get_id

    def noting(storage: Any, data: str | bytes, *rest: Any, **more: Any) -> str:
        assert isinstance(data, bytes), "a path was laid out for download"
        aside.append(Said("csv", data.decode("utf-8")))
        return store(storage, data, *rest, **more)

    heard = _Heard(aside)
    logging.getLogger().addHandler(heard)
    st.cache_resource.clear()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(ROOT)
            patch.setenv("SEEN_DATA", str(release))
            patch.setenv("SEEN_HOSTED", "1")
            patch.setattr(MemoryMediaFileStorage, "load_and_get_id", noting)
            yield Walker(oracle, aside)
    finally:
        logging.getLogger().removeHandler(heard)
        st.cache_resource.clear()


class _Heard(logging.Handler):
    """Notes what is logged."""

    def __init__(self, aside: list[Said]) -> None:
        super().__init__()
        self._aside = aside

    def emit(self, record: logging.LogRecord) -> None:
        """Note one line of the log, with its traceback if it has one."""
        self._aside.append(Said("log", logging.Formatter().format(record)))


def _key(identity: str) -> str:
    """Return the key of a widget without its turn: "$$ID-<hash>-control_by_3" is "control_by"."""
    return re.sub(r"_\d+$", "", identity.partition("-")[2].partition("-")[2])
