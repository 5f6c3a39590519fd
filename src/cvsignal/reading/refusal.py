"""Why a file is refused, in words: one table of reason codes, one internal exception.

The steps of reading raise :class:`Refused` without knowing the file's name; the reader turns it into a
:class:`~cvsignal.errors.ReadError` that names it.
"""

from __future__ import annotations

from cvsignal.errors import ReadError

#: code -> (why, what to do)
REASONS: dict[str, tuple[str, str]] = {
    "not-found": ("no such file", "Check the path"),
    "unreadable": ("it is damaged beyond reading", "Ask for another copy, or save it anew as PDF"),
    "empty": ("the file is empty (0 bytes)", "Ask for another copy"),
    "no-pages": ("the document has no pages", "Ask for another copy"),
    "encrypted": ("it is protected by a password", "Remove the password, or ask for an unprotected copy"),
    "truncated": ("the end of the file is missing", "Download it again, or ask for another copy"),
    "not-a-document": ("its content is no document of a known kind", "Ask for a PDF, DOCX or text file"),
    "unsupported": ("this kind of file is not read", "Save it as PDF or DOCX"),
    "scanned": ("its pages are pictures without text", "Install Tesseract and cvsignal[ocr], or run OCR first"),
    "unreadable-font": ("its fonts do not say which letters they draw", "Ask for a copy made anew, e.g. as DOCX"),
    "no-text": ("it holds no text", "Ask for another copy"),
    "too-large": ("it is larger than a CV can be", "Ask for a smaller copy, or raise the bound"),
    "timed-out": ("reading it took too long", "Ask for a simpler copy, or raise the bound"),
    "out-of-memory": ("reading it took too much memory", "Ask for a simpler copy, or raise the bound"),
    "crashed": ("the reading process died", "Ask for another copy; please report the file's kind to us"),
    "ocr-missing": (
        "its text is a picture and Tesseract is not installed",
        "Install Tesseract and cvsignal[ocr], or run OCR first",
    ),
}


class Refused(Exception):  # noqa: N818 - it says what happened
    """A file that cannot be read, for the reason ``code``; ``why`` replaces the table's words where more is known."""

    def __init__(self, code: str, why: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.why = why or REASONS[code][0]

    def named(self, name: str) -> ReadError:
        return ReadError(self.code, f"{name}: {self.why}. {REASONS[self.code][1]}.")
