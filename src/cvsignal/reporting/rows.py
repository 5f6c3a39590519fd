"""What a report is made from: one row a file, the roles, the options; and what of a row may be shown."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cvsignal.schema import Assessment, Failure

MASK = "█"  # paints over what a blind view hides
_PAINTED = re.compile(rf"{MASK}+(?:[ ]{MASK}+)*")
MOST_CANDIDATES = 2_000
OK = "ok"
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How reports are written.

    ``blind`` hides who the candidates are in every file (:mod:`.blind`). report.html opens in ``language`` and holds
    the first ``most_candidates`` assessments; the tables hold all. ``purpose``: the order of the rows is with an
    emphasis on it.
    """

    blind: bool = False
    language: Literal["en", "fr"] = "en"
    most_candidates: int = MOST_CANDIDATES
    purpose: str | None = None

    @property
    def key(self) -> str:
        """Stands for all options: two runs with the same key write the same files."""
        return f"blind={self.blind} language={self.language} most={self.most_candidates} purpose={self.purpose}"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A file of a screening and what became of it."""

    path: str
    sha256: str
    outcome: Assessment | Failure

    @property
    def status(self) -> str:
        """ "ok" or "failed"."""
        return OK if isinstance(self.outcome, Assessment) else FAILED

    @property
    def assessment(self) -> Assessment | None:
        return self.outcome if isinstance(self.outcome, Assessment) else None

    @property
    def failure(self) -> Failure | None:
        return self.outcome if isinstance(self.outcome, Failure) else None


def ledger_rows(outcomes: Iterable[Assessment | Failure]) -> Iterator[LedgerRow]:
    """Rows from assessments and failures as a screening yields them."""
    for outcome in outcomes:
        yield LedgerRow(outcome.path or "", outcome.file_sha256, outcome)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be shown of a row: ``path`` in tables, ``name`` on pages, ``link`` a file URL or None."""

    row: LedgerRow
    path: str
    name: str
    link: str | None = None
    blind: bool = False

    def words(self, text: str) -> str:
        """Words of the CV as they may be shown: how long a painted word was is not."""
        shown = printable(text)
        return _PAINTED.sub(3 * MASK, shown) if self.blind else shown


def openly(row: LedgerRow) -> Candidate:
    """A row with all that is known of it."""
    path = printable(row.path)
    return Candidate(row, path, os.path.basename(path) or path, _link(row.path))  # noqa: PTH119 (may be a URL)


def candidate_name(path: str, sha256: str) -> str:
    """What stands for a file's name in a blind view."""
    return f"candidate {candidate_number(path, sha256)}"


def candidate_number(path: str, sha256: str) -> str:
    """A number that stays from run to run and says nothing of the person: from the file's hash, else its path."""
    key = sha256 or hashlib.sha256(os.fsencode(path)).hexdigest()
    number = int(key[:12], 16) % 10**8
    return f"{number // 10**4:04}-{number % 10**4:04}"


def printable(text: str) -> str:
    """Text without what UTF-8 cannot hold (names of files on old disks) and without NUL."""
    return text.replace("\0", "").encode("utf-8", "backslashreplace").decode("utf-8")


def _link(path: str) -> str | None:
    """A file URL: never taken from the name as it is, since a name may look like ``javascript:…``."""
    if not path or "://" in path:
        return None
    try:
        return Path(path).absolute().as_uri()
    except (ValueError, UnicodeError):
        return None
