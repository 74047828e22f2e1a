"""What is said where one share of a whole stands for what the others leave.

It promises the same words for one Finding of shares and for several that make up a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from seen.domain.findings import Estimate, Finding, Group, Reason, Withheld
from seen.text import DEFAULT_LANGUAGE, text


def rest_words(findings: Sequence[Finding], language: str = DEFAULT_LANGUAGE) -> str:
    """Return that a share too few to judge is no secret, where it follows from the others.

    Parameters
    ----------
    findings
        Those that make up a whole: each group has a share in every one of them.
    """
    groups = [group for finding in findings for group in finding.groups]
    return text("notes.rest", language) if leaves_one(groups) else ""


def leaves_one(groups: Iterable[Group]) -> bool:
    """Return whether exactly one share of some group is not shown, for want of answers alone."""
    shares: dict[str, list[Estimate | Withheld]] = {}
    for item in groups:
        shares.setdefault(item.group, []).append(item.estimate)
    return any(_is_rest(own) for own in shares.values())


def _is_rest(own: Sequence[Estimate | Withheld]) -> bool:
    """Return whether all shares but one are shown, and that one is too few to judge."""
    missing = [it.reason for it in own if isinstance(it, Withheld)]
    return missing == [Reason.TOO_FEW] and len(own) > 1
