"""What looks like a direct identifier or free text, by the name of a column or by a value.

It promises to err on the careful side: a recipe can vouch for a column's name, never for a value.
"""

from __future__ import annotations

import re
from typing import Final

LABEL_LENGTH: Final = 60  # longer values are sentences, not labels

_NAME_WORDS: Final = frozenset(
    [
        *("name", "names", "forename", "surname", "firstname", "lastname", "fullname"),
        *("initials", "email", "phone", "telephone", "fax", "address", "street", "postcode"),
        *("postal", "zip", "zipcode", "ssn", "mrn", "nhs", "passport", "licence", "license"),
        *("iban", "url", "website", "ip", "birthdate", "birthday", "birth", "dob"),
    ]
)
_PERSONAL: Final = re.compile(
    r"""
    [^\s@]+@[^\s@]+\.[^\s@]+                     # an e-mail address
    | (https?://|www\.)                          # a web address
    | (?<![\d.])(\d{1,3}\.){3}\d{1,3}(?![\d.])   # an IP address
    | (?<!\w)\+?\(?\d([\s()./-]?\d){6,}(?!\w)   # an exact date, a telephone or record number
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MEASUREMENT: Final = re.compile(r"[+-]?\d*\.\d+|[+-]?\d{1,6}")


def names_a_person(column: str) -> bool:
    """Return whether a column's name says that it holds a direct identifier."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).lower()
    words = set(re.split(r"[^a-z]+", re.sub(r"(?<![a-z])e[ _-]?mail", "email", spaced)))
    return bool(words & _NAME_WORDS)


def looks_personal(value: str) -> bool:
    """Return whether a value looks like an address, a telephone number or an exact date."""
    return _MEASUREMENT.fullmatch(value) is None and _PERSONAL.search(value) is not None


def is_free_text(value: str) -> bool:
    """Return whether a value is longer than any label."""
    return len(value) > LABEL_LENGTH
