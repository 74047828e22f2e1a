"""The stories of `data/vignettes.toml`: short composites that are shown and never counted.

It promises that no story is made from a drawn row: every one was written by hand.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd

from seen.settings import ROOT

STORIES: Final = ROOT / "data" / "vignettes.toml"


@cache
def table(path: Path = STORIES) -> pd.DataFrame:
    """Return one row per story, in the order of the file."""
    stories = tomllib.loads(path.read_text(encoding="utf-8"))["vignette"]
    rows = [
        {
            "vignette_id": at,
            **{name: told for name, told in story.items() if name != "filter_tags"},
            "story": " ".join(story["story"].split()),
            "filter_tags": "; ".join(story["filter_tags"]),
        }
        for at, story in enumerate(stories, start=1)
    ]
    return pd.DataFrame(rows)
