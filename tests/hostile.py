"""A data file whose recipe put markup into every name that it may give."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from seen.sources.dictionary import standard
from tests.helpers import build, split, visits

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "<b>bold</b>",
    "say \"hi\"\nand 'bye'",
    "![x](http://evil.example/x.png) [y](http://evil.example)",
    '<a href="http://evil.example">z</a> $x$ `c` :red[r]',
    "</style><script>alert(2)</script>",
)


def hostile_data(folder: Path) -> Path:
    """Build the data file."""
    catalog = standard()
    codes = ("a", "b", "c", "d", "e", "f")
    labels = tuple((f"level.{code}", label) for code, label in zip(codes, HOSTILE, strict=True))
    changed = {
        name: replace(
            catalog.dimension(name),
            levels=codes,
            unstated=(),
            words=(*labels, *((part, HOSTILE[0]) for part in own)),
        )
        for name, own in (("profession", ()), ("recipient_race_ethnicity", ("label", "people")))
    }
    parts = ("label", "question", "short_top", "did_top")
    measure = replace(
        catalog.measure("felt_seen"),
        instrument=HOSTILE[2],
        words=tuple((part, HOSTILE[0]) for part in parts),
    )
    catalog = replace(
        catalog,
        dimensions=tuple(changed.get(item.name, item) for item in catalog.dimensions),
        measures=tuple(
            measure if item.name == measure.name else item for item in catalog.measures
        ),
        institution_word=HOSTILE[0],
    )
    number = np.arange(3000)
    drawn: dict[str, Any] = {
        "profession": np.array(codes)[number // 3 % 6],
        "recipient_race_ethnicity": np.array(codes)[number % 6],
    }
    frame = visits(3000, **drawn)
    wards = split(frame, catalog)["institution_label"]
    wards["label"] = [f"{HOSTILE[place % 6]} {place}" for place in range(len(wards))]
    dataset = {"title": HOSTILE[0], "licence": HOSTILE[3], "citation": HOSTILE[5]}
    return build(
        folder, frame, catalog=catalog, tables={"institution_label": wards}, dataset=dataset
    )
