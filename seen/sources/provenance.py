"""Where a dataset comes from, as its own file says.

It promises the same facts on every page, figure and file.
"""

from __future__ import annotations

from dataclasses import dataclass

from seen.domain.findings import Provenance


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

    def provenance(self, *, version: str, layout: str, query: str, guard: str) -> Provenance:
        """Return where a Finding from this dataset comes from."""
        return Provenance(
            dataset=self.name,
            version=version,
            source_type=self.source_type,
            layout=layout,
            query=query,
            guard=guard,
            created_month=self.created_month,
        )
