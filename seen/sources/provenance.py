"""Where a dataset comes from, as its own file says.

It promises the same facts on every page, figure and file.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """Where a dataset comes from, as its file says."""

    name: str
    title: str
    version: str
    source_type: str
    licence: str
    citation: str
    consent_basis: str
    created_month: str
    app_version: str
    generator: str

    @property
    def is_synthetic(self) -> bool:
        """Whether it is invented, which every page has to say."""
        return self.source_type == "synthetic"
