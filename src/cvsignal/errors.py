"""Every error that cvsignal raises on purpose, on one screen.

Messages follow one form: ``what: why. What to do.``
"""

from __future__ import annotations


class CvsignalError(Exception):
    """Base of all errors that cvsignal raises on purpose; its text is fit to be shown to a user."""


class ReadError(CvsignalError):
    """A file that could not be read as a CV.

    ``code`` is one of :data:`READ_CODES`, stable for programs; the message is for people.
    """

    def __init__(self, code: str, message: str) -> None:
        if code not in READ_CODES:
            raise ValueError(f"unknown reason code {code!r}")
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str]]:
        return (ReadError, (self.code, self.message))


class CorpusError(CvsignalError):
    """Annotated data that breaks the format or the guidelines; names file and line."""


class ModelError(CvsignalError):
    """A model folder that is missing, damaged, tampered with or of a newer format."""


class LexiconError(CvsignalError):
    """A word list or role table with an unknown key, a missing language or an unknown label."""


class ScreeningError(CvsignalError):
    """A screening run that cannot go on: output in use or full, a ledger of a newer version, workers that do not start."""


#: Why a file was not assessed. ``crashed``, ``timed-out`` and ``out-of-memory`` come from the worker that died.
READ_CODES = frozenset(
    {
        "not-found",
        "unreadable",
        "empty",
        "no-pages",
        "encrypted",
        "truncated",
        "not-a-document",
        "unsupported",
        "scanned",
        "unreadable-font",
        "no-text",
        "too-large",
        "timed-out",
        "out-of-memory",
        "crashed",
        "ocr-missing",
    }
)
