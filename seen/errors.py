"""Every error Seen raises on purpose, in one tree; each message says what to do about it.

    SeenError
    ├── SettingsError    a setting or environment variable is wrong
    │   └── VariableError    an environment variable holds what it cannot mean
    ├── TextError        a phrase is missing from seen/text
    ├── CatalogError     a Measure or Dimension is declared wrongly
    ├── QuestionError    a Question asks for something the data does not have
    ├── QueryError       a named query is missing or was given the wrong values
    ├── DataFileError    a data file is missing, damaged or of another format
    │   └── NotServedError    it may not be opened here; to look again cannot help
    ├── RecipeError      a recipe cannot be read or contradicts its file
    ├── ImportRefusedError    an import has Problems; it carries them
    ├── DeckError        a deck cannot be read or would be too large
    ├── ExportError      a deck cannot be written as asked, or not on this machine
    ├── PublishError     a release cannot be made of this data as asked
    ├── ReleaseError     a file is not a release, or not one that may be shown
    └── DemoError        the synthetic demo cannot be generated as asked

Anything else that is raised is a defect of Seen.
"""

from __future__ import annotations


class SeenError(Exception):
    """Base of all deliberate errors: `except SeenError as error: print(error)` is enough."""


class SettingsError(SeenError):
    """A setting or environment variable is wrong."""


class VariableError(SettingsError):
    """An environment variable holds what it cannot mean; `seen.text.told` says it in words.

    Settings are read before there is any text, so the error carries its key of seen/text.
    """

    def __init__(self, name: str, key: str) -> None:
        super().__init__(name)
        self.name, self.key = name, key


class TextError(SeenError):
    """A phrase is missing from seen/text, or its blanks do not match what it was given."""


class CatalogError(SeenError):
    """A Measure or Dimension is declared wrongly."""


class QuestionError(SeenError):
    """A Question asks for something the data does not have."""


class QueryError(SeenError):
    """A named query is missing or was given the wrong values."""


class DataFileError(SeenError):
    """A data file is missing, damaged or of another format."""


class NotServedError(DataFileError):
    """A data file may not be opened where Seen runs; to look again cannot help."""


class RecipeError(SeenError):
    """A recipe cannot be read or contradicts its file."""


class ImportRefusedError(SeenError):
    """An import has Problems; nothing was written."""

    def __init__(self, message: str, problems: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class DeckError(SeenError):
    """A deck cannot be read, or would be too large."""


class ExportError(SeenError):
    """A deck cannot be written as asked, or lacks here what writes it; nothing was written."""


class PublishError(SeenError):
    """A release cannot be made of this data as asked; nothing was written."""


class ReleaseError(SeenError):
    """A file is not a release, or holds what a release may not."""


class DemoError(SeenError):
    """The synthetic demo cannot be generated as asked."""
