"""What all tests share: no setting of the person who runs them reaches Seen."""

import os

_SETTINGS = ("SEEN_DATA", "SEEN_DATA_FOLDER", "SEEN_SECRETS", "SEEN_HOSTED", "SEEN_SCREEN_PEOPLE")


def pytest_configure() -> None:
    """Take away what could change the data or the guard; a test sets what it needs by itself."""
    for name in _SETTINGS:
        os.environ.pop(name, None)
