"""The settings of one run of Seen, read once from the environment and Streamlit's own options.

It promises that Seen counts as local only where that is certain, and as hosted everywhere else.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from seen.errors import VariableError

ROOT = Path(__file__).resolve().parent.parent
MINIMUM_PEOPLE = 11
MEMORY = "4GB"  # of the engine, while a release is made or attacked
_MEMORY = re.compile(r"[1-9][0-9]{0,5} ?[MG]B")
_LOOPBACK_NAMES = {"localhost", "localhost.localdomain"}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where the data lies, who may look, and what an analyst chose for their own screen."""

    data_folder: Path
    secrets_folder: Path
    data: str | None  # SEEN_DATA: a dataset name or a file; None means data/current
    is_hosted: bool
    screen_minimum_people: int = MINIMUM_PEOPLE
    memory: str = MEMORY  # that the engine may take to publish and to attack
    server_address: str | None = None  # where the web server listens; None without a server


def load(
    environment: Mapping[str, str] | None = None, server_address: str | None = None
) -> Settings:
    """Return the settings of this run.

    Parameters
    ----------
    environment
        Variables to read; the process environment by default.
    server_address
        The address the web server listens on; None for a run without a server (command line).

    Raises
    ------
    VariableError
        When a variable holds something it cannot mean.
    """
    variables = os.environ if environment is None else environment
    return Settings(
        data_folder=Path(variables.get("SEEN_DATA_FOLDER") or ROOT / "data"),
        secrets_folder=Path(variables.get("SEEN_SECRETS") or _user_folder(variables) / "seen"),
        data=variables.get("SEEN_DATA") or None,
        is_hosted=_is_set(variables, "SEEN_HOSTED") or not is_loopback(server_address),
        screen_minimum_people=_minimum_people(variables),
        memory=_memory(variables),
        server_address=server_address,
    )


def is_loopback(address: str | None) -> bool:
    """Return whether a server address can be reached from this machine alone.

    None stands for no server at all (the command line) and is local. An empty address makes
    Streamlit listen on every interface, so it is not.
    """
    if address is None or address in _LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_set(variables: Mapping[str, str], name: str) -> bool:
    """Return whether a yes-or-no variable says yes; anything unclear is refused."""
    value = variables.get(name, "").strip().lower()
    if value in {"", "0", "false", "no"}:
        return False
    if value in {"1", "true", "yes"}:
        return True
    raise VariableError(name, "error.variable_flag")


def _minimum_people(variables: Mapping[str, str]) -> int:
    """Return the smallest group an analyst wants to see on their own screen."""
    value = variables.get("SEEN_SCREEN_PEOPLE") or str(MINIMUM_PEOPLE)
    if not value.isdecimal() or not 1 <= int(value) <= 1000:
        raise VariableError("SEEN_SCREEN_PEOPLE", "error.variable_people")
    return int(value)


def _memory(variables: Mapping[str, str]) -> str:
    """Return how much memory the engine may take while a release is made or attacked."""
    value = variables.get("SEEN_MEMORY", "").strip().upper() or MEMORY
    if not _MEMORY.fullmatch(value):
        raise VariableError("SEEN_MEMORY", "error.variable_memory")
    return value


def _user_folder(variables: Mapping[str, str]) -> Path:
    """Return the folder where this system keeps a user's configuration."""
    if os.name == "nt" and variables.get("APPDATA"):
        return Path(variables["APPDATA"])
    return Path(variables.get("XDG_CONFIG_HOME") or Path.home() / ".config")
