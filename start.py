"""Set Seen up and start it, with nothing but Python's own library.

Everything is installed into the folder .venv beside this file and nowhere else. A set-up counts as
done only after every part of it has succeeded; one that failed begins again the next time.

    python start.py               set up, build the demo if there is no data, open the dashboard
    python start.py --no-browser  the same, but open no browser; --port 8600 and any other option
                                  of `streamlit run` may follow
    python start.py setup         set up only; with --dev also the tools for working on Seen
    python start.py demo          build the synthetic demo; options of `seen demo` may follow
    python start.py test          set up everything and run every check, browser tests included
    python start.py lint          one check; also: types, layers, test-fast (no browser)
    python start.py format        put code and queries into shape
    python start.py screenshots   picture every page; a folder to write to may follow
"""

# An old Python must be able to read this file, or it could not say that it is too old: syntax and
# imports stay those of Python 3.8.
from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

say = partial(print, flush=True)  # at once, before what the next program prints

ROOT = Path(__file__).resolve().parent
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True)
class Step:
    """One part of the set-up: what it installs, and the files that say when to do so again."""

    name: str
    what: str
    reads: tuple[str, ...]
    installs: tuple[tuple[str, ...], ...]


RUNTIME = Step(
    name="runtime",
    what="what the dashboard needs",
    reads=("requirements.txt", "pyproject.toml"),
    # The second line puts the command `seen` into the environment, and what writes decks as files.
    installs=(("-r", "requirements.txt"), ("-e", ".[exports]")),
)
TOOLS = Step(
    name="tools",
    what="the tools for working on Seen",
    reads=("requirements.txt", "pyproject.toml"),
    installs=(("-e", ".[importing,exports,dev]"),),  # a group joins with its first test
)

LINT = (
    ("-m", "ruff", "check", "."),
    ("-m", "ruff", "format", "--check", "."),
    ("-m", "sqlfluff", "lint", "queries"),
)
TYPES = (("-m", "mypy"),)
# import-linter cannot be started with -m, and its script need not be on the path.
LAYERS = (("-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"),)
# -rs names the tests that were skipped. The browser tests come last and one by one: each starts a
# server and a browser of its own.
WITHOUT_BROWSER = ("-m", "pytest", "-q", "-rs", "-n", "2")
CHECKS = {
    "lint": LINT,
    "types": TYPES,
    "layers": LAYERS,
    "test-fast": (WITHOUT_BROWSER,),
    "test": (
        *LINT,
        *TYPES,
        *LAYERS,
        (*WITHOUT_BROWSER, "-m", "not browser"),
        ("-m", "pytest", "-q", "-rs", "-m", "browser"),
    ),
    "format": (
        ("-m", "ruff", "check", "--fix", "."),
        ("-m", "ruff", "format", "."),
        ("-m", "sqlfluff", "fix", "queries"),
    ),
}
COMMANDS = ("run", "setup", "demo", "screenshots", *CHECKS)

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
CHROMIUM_INSTALL = {
    "darwin": "brew install --cask chromium",
    "win32": "winget install Google.Chrome",
    "linux": "sudo apt-get install -y chromium",
}


class StartError(Exception):
    """Something stands in the way; the message says what, and what to do about it."""


def main(words: Sequence[str]) -> int:
    """Do what the words of the command line ask, and return the exit code."""
    problem = python_problem(sys.version_info[:2])
    if problem:
        print(problem, file=sys.stderr)
        return 1
    if "-h" in words or "--help" in words:
        print(__doc__)
        return 0
    try:
        command, options = read_words(words)
        return obey(command, options, root=ROOT)
    except StartError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130  # what a shell reports after Ctrl+C


def python_problem(version: Sequence[int]) -> str:
    """Return what to do when this Python is too old; nothing when it is not."""
    if tuple(version) >= OLDEST_PYTHON:
        return ""
    oldest = ".".join(map(str, OLDEST_PYTHON))
    return (
        f"Seen needs Python {oldest} or newer, and this is Python {'.'.join(map(str, version))}.\n"
        f"Install a newer one and start this file with it, for example: python{oldest} start.py"
    )


def read_words(words: Sequence[str]) -> tuple[str, list[str]]:
    """Return the command and the options that go with it."""
    is_named = bool(words) and not words[0].startswith("-")
    command, options = (words[0], words[1:]) if is_named else ("run", words)
    if command not in COMMANDS:
        raise StartError(f"There is no {command!r}. Choose one of: {', '.join(COMMANDS)}.")
    open_ended = ("run", "demo", "screenshots")  # the program behind it reads the options
    known = options if command in open_ended else {"setup": ["--dev"]}.get(command, [])
    unknown = [option for option in options if option not in known]
    if unknown:
        raise StartError(f"{command!r} does not take {' '.join(unknown)}.")
    return command, list(options)


def obey(command: str, options: Sequence[str], *, root: Path) -> int:
    """Set up what the command needs, do it, and return its exit code."""
    needs_tools = command in ("screenshots", *CHECKS) or "--dev" in options
    python = set_up((RUNTIME, TOOLS) if needs_tools else (RUNTIME,), root=root)
    if command == "setup":
        say("Done. Open it with: python3 start.py")
        return 0
    if command == "run":
        return open_dashboard(python, options, root=root)
    if command == "demo":
        return call((python, "-m", "seen", "demo", *options), root=root)
    if command in ("test", "screenshots"):
        os.environ["SEEN_CHROMIUM"] = ensure_chromium()  # the browser tests start this one
    if command == "screenshots":
        return call((python, "-m", "bench.screenshots", *options), root=root)
    return run_checks(CHECKS[command], python=python, root=root)


def set_up(steps: Sequence[Step], *, root: Path) -> str:
    """Install every step whose stamp does not say it is done; return the Python to use."""
    python = environment_python(root)
    version = version_of(python) or make_environment(root)
    for step in steps:
        stamp = root / ".venv" / f"seen-{step.name}.stamp"
        wanted = fingerprint(step, root=root, version=version)
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
            continue
        stamp.unlink(missing_ok=True)
        say(f"Installing {step.what} into .venv. This takes a few minutes, once.")
        for words in step.installs:
            install(words, python=python, root=root)
        stamp.write_text(wanted, encoding="utf-8")
    return str(python)


def environment_python(root: Path, system: str = os.name) -> Path:
    """Return where the Python of the environment lies on this system."""
    return root / ".venv" / ("Scripts/python.exe" if system == "nt" else "bin/python")


def version_of(python: Path) -> str:
    """Return the version of a Python that starts, is new enough and has pip; nothing otherwise."""
    asks = "import sys, pip; print('.'.join(map(str, sys.version_info[:2])))"
    try:
        answer = subprocess.run([python, "-c", asks], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    version = answer.stdout.strip()
    return "" if python_problem([int(part) for part in version.split(".")]) else version


def make_environment(root: Path) -> str:
    """Make .venv anew and return the version of its Python."""
    say("Making an environment of its own for Seen in .venv.")
    code = call((sys.executable, "-m", "venv", "--clear", str(root / ".venv")), root=root)
    version = version_of(environment_python(root))
    if code or not version:
        raise StartError(
            "Python could not make the environment .venv (its own words are above).\n"
            "On Debian or Ubuntu the missing part comes with: sudo apt-get install -y python3-venv"
        )
    return version


def fingerprint(step: Step, *, root: Path, version: str) -> str:
    """Return a text that changes whenever the step has to be done again."""
    digest = hashlib.sha256()
    for name in step.reads:
        digest.update((root / name).read_bytes())
    # The folder counts, because the environment points to it and does not move along.
    return f"{digest.hexdigest()} python {version} in {root}\n"


def install(words: Sequence[str], *, python: Path, root: Path) -> None:
    """Install with the environment's pip, or say what failed."""
    # --no-compile halves the time: Python compiles what a start really imports by itself
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile")
    if call((str(python), *pip, *words), root=root):
        raise StartError(
            f"Not installed: pip install {' '.join(words)} failed (its own words are above).\n"
            "Most often the computer is offline, or a proxy or a full disk stands in the way. "
            "Mend that and give the same command again: nothing counts as done until all is."
        )


def open_dashboard(python: str, options: Sequence[str], *, root: Path) -> int:
    """Open the dashboard, on the demo if there is no data yet, until it is stopped."""
    if needs_demo(root, os.environ):
        say("There is no data yet: building the synthetic demo.")
        code = call((python, "-m", "seen", "demo"), root=root)
        if code:
            return code
    say("Opening the dashboard. Stop it with Ctrl+C.")
    dashboard = ("-m", "streamlit", "run", "dashboard.py", *streamlit_options(options))
    server = subprocess.Popen((python, *dashboard), cwd=root)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        return server.wait()
    except KeyboardInterrupt:  # the server got it too, and is closing
        return server.wait()


def needs_demo(root: Path, environment: Mapping[str, str]) -> bool:
    """Return whether there is neither a current dataset nor one named by SEEN_DATA."""
    folder = root / (environment.get("SEEN_DATA_FOLDER") or "data")
    return not environment.get("SEEN_DATA") and not (folder / "current").exists()


def streamlit_options(options: Sequence[str]) -> list[str]:
    """Return the options in Streamlit's own spelling."""
    spelled = []
    for option in options:
        if option == "--no-browser":
            spelled.append("--server.headless=true")
        elif option == "--port" or option.startswith("--port="):
            spelled.append(f"--server.{option[2:]}")
        else:
            spelled.append(option)
    return spelled


def ensure_chromium() -> str:
    """Return the path of a Chromium to drive; install one where that is allowed."""
    found = find_chromium(os.environ)
    if not found and can_install():
        say("Installing Chromium for the browser tests.")
        call(("apt-get", "update", "-qq"), root=ROOT)
        call(("apt-get", "install", "-y", "-qq", "chromium"), root=ROOT)
        found = find_chromium(os.environ)
    if not found:
        line = CHROMIUM_INSTALL.get(sys.platform, CHROMIUM_INSTALL["linux"])
        raise StartError(
            f"The browser tests need Chromium, and there is none. Install it with: {line}\n"
            "(or set SEEN_CHROMIUM to the program, if it lies in an unusual place)."
        )
    return found


def find_chromium(environment: Mapping[str, str], places: Sequence[str] = CHROMIUM_PLACES) -> str:
    """Return the path of SEEN_CHROMIUM, else of the first Chromium found; nothing without one."""
    named = environment.get("SEEN_CHROMIUM")
    if named:
        return named
    on_path = (shutil.which(name, path=environment.get("PATH")) for name in CHROMIUM_NAMES)
    in_place = (place for place in places if Path(place).is_file())
    return next((found for found in (*on_path, *in_place) if found), "")


def can_install() -> bool:
    """Return whether this is a Debian where we are allowed to install."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return is_root and shutil.which("apt-get") is not None


def run_checks(checks: Sequence[Sequence[str]], *, python: str, root: Path) -> int:
    """Run one check after another; stop at the first that fails, with its exit code."""
    for words in checks:
        say(f"> python {' '.join(words)}")
        code = call((python, *words), root=root)
        if code:
            say(f"Stopped there: it ended with {code}.")
            return code
    return 0


def call(words: Sequence[str], *, root: Path) -> int:
    """Run a program in the project folder and return its exit code."""
    return subprocess.call(words, cwd=root)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
