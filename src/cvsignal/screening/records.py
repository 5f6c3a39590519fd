"""A job for a worker and the record that comes back: small, plain, the same for every engine."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import time
import zlib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from cvsignal.errors import ReadError
from cvsignal.schema import Assessment, Failure, printable
from cvsignal.screening.inputs import is_url, read_remote
from cvsignal.screening.limits import Limits
from cvsignal.screening.process import Fault
from cvsignal.screening.workers import Assessor

if TYPE_CHECKING:
    from cvsignal.reading import ReadSettings

OK = "ok"
#: Larger files are not hashed, nor read by a reader.
MAX_HASHED = 200_000_000
#: Reasons that end a worker: they depend on limits and model too. The others depend on file and reader only.
DEATHS = frozenset({"crashed", "timed-out", "out-of-memory"})
_COMPRESSION = 3


@dataclass(frozen=True, slots=True)
class Job:
    """One file to assess: its key in the source, where to open it, its stamp, and its hash where that is known."""

    path: str
    location: str
    stamp: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What became of a job. ``code`` is "ok" or one of READ_CODES; ``assessment`` is JSON, compressed."""

    path: str
    stamp: str
    sha256: str
    code: str
    reason: str = ""
    seconds: float = 0.0
    fits: tuple[tuple[str, float, int, str], ...] = ()  # role, score, grade, verdict
    assessment: bytes = b""
    reader: str = ""  # of a failure, where it is not the one of the run at hand (:class:`Reader`)

    @property
    def is_death(self) -> bool:
        return self.code in DEATHS

    @property
    def content(self) -> str:
        """What the result belongs to: the file's bytes; where those are not known, its place and stamp."""
        if self.sha256:
            return self.sha256
        return f"stamp:{self.stamp}:{printable(self.path)}" if self.is_death else f"path:{printable(self.path)}"

    def settles(self, reader: Reader) -> bool:
        """Whether this reader need not look at the file again while its stamp is the same."""
        if not self.stamp:  # it could not be looked at
            return False
        return self.code == OK or (self.reader == reader.of(self.code) and not self.content.startswith("path:"))


@dataclass(frozen=True, slots=True)
class Reader:
    """What a failure depends on besides the file: while this is the same, the file is not read again."""

    plain: str
    bounded: str  # for the codes of DEATHS

    def of(self, code: str) -> str:
        """What a failure with this code depends on."""
        return self.bounded if code in DEATHS else self.plain


def reader_of(version: str, model_sha256: str, limits: Limits, reading: str = "") -> Reader:
    """The reader of this machine, now; ``reading`` as :func:`reading_key` gives it."""
    always = {"version": version, "reading": reading}
    plain = json.dumps({**always, "ocr": shutil.which("tesseract") is not None})
    bounded = json.dumps({**always, "model": model_sha256, "s": limits.seconds, "MB": limits.megabytes})
    return Reader(plain, bounded)


def reading_key(settings: ReadSettings) -> str:
    """The settings of reading that are not the defaults, such as ``pdf_engine=pdfminer``; "" where there are none."""
    values = {field.name: (getattr(settings, field.name), field.default) for field in fields(settings)}
    return " ".join(f"{name}={value}" for name, (value, default) in values.items() if value != default)


def assess_job(assessor: Assessor, job: Job) -> Record:
    """What a worker does with a job."""
    started = time.perf_counter()
    name = os.path.basename(job.path)  # noqa: PTH119 (may be a URL)
    data = None
    try:
        if is_url(job.location):
            data = _fetch(job.location, name)
            assessment = assessor.assess(data, filename=name)
        elif Path(job.location).is_dir():  # listed as a file only where it cannot be opened
            raise ReadError("unreadable", f"{name}: the folder cannot be opened. Check its rights.")
        else:
            assessment = assessor.assess(job.location)
    except ReadError as error:
        sha256 = hashlib.sha256(data).hexdigest() if data is not None else job.sha256 or hash_file(job.location)
        reason = printable(error.message.removeprefix(f"{name}: "))
        return Record(job.path, job.stamp, sha256, error.code, reason, time.perf_counter() - started)
    return _record(job, assessment, time.perf_counter() - started)


def _fetch(location: str, name: str) -> bytes:
    try:
        data = read_remote(location, MAX_HASHED + 1)
    except FileNotFoundError:
        raise ReadError("not-found", f"{name}: there is no such file. Check the address.") from None
    except OSError as error:
        raise ReadError("unreadable", f"{name}: it cannot be fetched ({type(error).__name__}). Try again.") from None
    return data


def _record(job: Job, assessment: Assessment, seconds: float) -> Record:
    stored = assessment.model_copy(update={"path": None})
    return Record(
        path=job.path,
        stamp=job.stamp,
        sha256=assessment.file_sha256 or job.sha256,
        code=OK,
        seconds=seconds,
        fits=tuple((fit.role, fit.score, fit.grade, fit.verdict) for fit in assessment.fit.values()),
        assessment=zlib.compress(stored.model_dump_json().encode(), _COMPRESSION),
    )


def record_of_fault(job: Job, fault: Fault) -> Record:
    """The record of a job whose worker died."""
    sha256 = job.sha256 or hash_file(job.location)
    return Record(job.path, job.stamp, sha256, fault.code, fault.reason)


def outcome_of(assessment: bytes | None, failure: tuple[str, str], path: str, sha256: str) -> Assessment | Failure:
    """The public form of what is stored, for the file at ``path``."""
    path = printable(path)
    if assessment is not None:
        return Assessment.model_validate_json(zlib.decompress(assessment)).model_copy(update={"path": path})
    code, reason = failure
    name = path.rsplit("/", 1)[-1]
    return Failure(path=path, code=code, message=f"{name}: {reason}", file_sha256=sha256)


def hash_file(location: str) -> str:
    """SHA-256 of a file's bytes; "" for what is no ordinary file, too large, elsewhere, or cannot be read."""
    try:
        if is_url(location) or not stat.S_ISREG((found := Path(location).stat()).st_mode) or found.st_size > MAX_HASHED:
            return ""
        with Path(location).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""
