"""Which answers belong together: the column of the cluster, and what clusters are called.

It promises the same choice of cluster for a whole Finding, and that it is named.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from seen.domain.questions import WAVES
from seen.sources.asking import ROW, Asking
from seen.text import text
from seen.wording.reading import place_words

MINIMUM_CLUSTERS: Final = 5
_LEVELS: Final = (
    ("institution_id", frozenset({"institution"})),
    ("practitioner_id", frozenset({"practitioner_id"})),
    ("recipient_id", frozenset({"recipient_id"})),
)
_WORDS: Final = {
    "institution_id": "institution",
    "practitioner_id": "practitioner",
    "recipient_id": "recipient",
    ROW: "row",
}


def column(asking: Asking, count: Callable[[str], int]) -> str:
    """Return the column of the cluster: the highest level with enough members.

    Parameters
    ----------
    asking
        What is asked.
    count
        How many members of a column stand behind the filtered answers.
    """
    if asking.question.view == WAVES:  # who answered again is what a change rests on
        return "practitioner_id"
    asked = {asking.by, asking.by_2}
    candidates = [name for name, by in _LEVELS if asking.holds(name) and not asked & by]
    for name in candidates:
        if count(name) >= MINIMUM_CLUSTERS:
            return name
    return candidates[0] if candidates else ROW


def values(asking: Asking, cluster: str) -> dict[str, str]:
    """Return the columns that make up the cluster as queries bind them.

    Answers that nobody is named for, as those of bots, are one cluster in each institution: as
    one cluster of all institutions they would outweigh every other. A change between waves rests
    on people, so there they stay nobody's.
    """
    is_below = cluster in ("practitioner_id", "recipient_id")
    has_place = is_below and asking.holds("institution_id") and asking.question.view != WAVES
    return {"cluster": cluster, "cluster_else": "institution_id" if has_place else cluster}


def words(asking: Asking, cluster: str, n_institutions: int, language: str) -> str:
    """Return what the clusters are called in the method line."""
    word, plural = place_words(asking.catalog, asking.measure.table, language)
    if cluster == "practitioner_id" and n_institutions != 1:
        return text("method.cluster_practitioners", language)
    return text(f"method.cluster_{_WORDS[cluster]}", language, word=word, plural=plural)
