"""Real public files that are not committed: where they lie, and what to do without them."""

import os
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parent.parent


def real_file(name):
    """Return a file of $SEEN_REALDATA; without it the test is skipped, or fails if it may not."""
    folder = Path(os.environ.get("SEEN_REALDATA") or ROOT.parent / "shared" / "realdata")
    path = folder / name
    if not path.exists():
        absent = f"{name} is not in $SEEN_REALDATA"
        if os.environ.get("SEEN_REQUIRE_REALDATA") == "1":
            pytest.fail(absent)
        pytest.skip(absent)
    return path


def real_data(name):
    """Return a CSV of $SEEN_REALDATA as a frame."""
    return pd.read_csv(real_file(name))
