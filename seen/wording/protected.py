"""What every figure of a release says of how it was protected.

It promises that whoever reads a figure learns that counts and answers were changed, and how far
its interval allows for that.
"""

from __future__ import annotations

from datetime import date

from seen.domain.protection import Protection
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.numbers import percent


def protected_note(protection: Protection, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the sentence that stands under a figure."""
    return text("release.note", language, **_blanks(protection, language))


def page_note(protection: Protection, language: str = DEFAULT_LANGUAGE) -> str:
    """Return what stands under the reading line of every page."""
    return text("release.about_page", language, **_blanks(protection, language))


def protected_lines(protection: Protection, language: str = DEFAULT_LANGUAGE) -> list[str]:
    """Return what Data and methods says of a release."""
    blanks = _blanks(protection, language)
    keys = ("lattice", "replaced", "noise", "intervals", "unweighted")
    return [text(f"release.about_{key}", language, **blanks) for key in keys]


def month_named(month: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a month such as "2026-11" in words; as it is where it is written otherwise."""
    try:
        day = date.fromisoformat(f"{month[:7]}-01")
    except ValueError:
        return month
    return f"{text('reading.months', language).split('|')[day.month - 1]} {day.year}"


def _blanks(protection: Protection, language: str) -> dict[str, str]:
    """Return what the sentences about a release name."""
    return {
        "month": month_named(protection.created_month, language),
        "q": percent(protection.changed),
        "v": f"{protection.noise:g}",
        "k": str(protection.most_dimensions),
    }
