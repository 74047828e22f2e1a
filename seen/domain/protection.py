"""How the counts of a release were changed to protect people: what every figure of it says.

It promises to hold nothing but what is public.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Protection:
    """What was done to the answers and counts of a release."""

    release_id: str
    created_month: str
    changed: float  # the share q of answers that were truly changed
    noise: float  # the variance V of the noise of each published count
    most_dimensions: int  # K, how many Dimensions go together
