"""What may stand in a release and its manifest: the list that all who write or open one hold to.

It promises one list for all three.
"""

from __future__ import annotations

from typing import Final

FORMAT_VERSION: Final = "2"
CELL_COLUMNS: Final = ("cuboid", "outcome", "level", "n_p")
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "bands": ("outcome", "level", "low", "high"),
    "dataset": (
        *("dataset_id", "title", "version", "source_type", "licence", "citation"),
        *("consent_basis", "is_published_aggregate"),
    ),
    "deff": ("outcome", "cuboid", "deff"),
    "dims": ("dim", "level", "label"),
    "measures": ("name", "content"),
    "meta": ("name", "content"),
    "published": ("outcome", "level", "institution", "quarter", "n"),
}
META: Final = (
    *("release_id", "series_id", "previous_release_id", "created_month", "format_version"),
    *("app_version", "q", "V", "D", "K", "thresholds", "schema_hash", "outcomes"),
    *("one_answer_per_person", "name", "is_weighted", "named_institutions"),
)
MANIFEST_FACTS: Final = (
    *("release_id", "series_id", "created_month", "format_version", "app_version"),
)
MANIFEST: Final = ("sha256", "size", "cells", *MANIFEST_FACTS, "engine_version")
