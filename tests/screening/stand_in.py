"""A screener for tests of the pool: the words of a text file say what happens to the worker that assesses it.

Workers import it by name (:data:`LOADER`), as they import the true one.
"""

from __future__ import annotations

import hashlib
import os
import signal
import tempfile
import time
from pathlib import Path
from typing import Any

from cvsignal.errors import ModelError, ReadError
from cvsignal.schema import Assessment, Contribution, Evidence, Fit

MODEL = "m" * 64


class StandIn:
    """Assesses a text by its length; ``loads`` counts in a file how often one was made."""

    model_sha256 = MODEL
    version = "0"
    parent = os.getppid()

    def assess(self, source: Any, *, filename: str | None = None) -> Assessment:
        name = filename or Path(source).name
        data = source if isinstance(source, bytes) else self._read(source)
        text = data.decode()
        if not text:
            raise ReadError("empty", f"{name}: it is empty. Send the file again.")
        self._obey(text)
        return assessment(text, data)

    def _read(self, source: Any) -> bytes:
        try:
            return Path(source).read_bytes()
        except FileNotFoundError:
            raise ReadError("not-found", f"{Path(source).name}: there is no such file. Check the path.") from None
        except OSError:
            raise ReadError("unreadable", f"{Path(source).name}: it cannot be opened. Check the rights.") from None

    def _obey(self, text: str) -> None:
        order, _, argument = text.partition(" ")
        if order == "SEGFAULT":
            os.kill(os.getpid(), signal.SIGSEGV)
        elif order == "CRASH-ONCE":  # argument: a file that exists from the second time on
            mark = Path(argument.strip())
            if not mark.exists():
                mark.touch()
                os._exit(3)
        elif order == "HANG":
            time.sleep(3600)
        elif order == "SPOOL":  # as a reader does that hands the file to another program
            with tempfile.NamedTemporaryFile("w", delete=False) as spooled:
                spooled.write(text)
            time.sleep(3600)
        elif order == "HOLD":  # argument: a file that must exist before the work is done
            while not Path(argument.strip()).exists():
                time.sleep(0.01)
        elif order == "GROW":
            hoard = []
            while True:
                hoard.append(b"x" * 20_000_000)
                time.sleep(0.01)
        elif order == "HUGE":
            bytearray(1 << 40)
        elif order == "BUG":
            raise ValueError(f"the secret text {text}")
        elif order == "KILL-PARENT":
            if os.getppid() == self.parent:  # never that of another process, if this one is orphaned
                os.kill(self.parent, signal.SIGKILL)
            time.sleep(3600)


def assessment(text: str, data: bytes) -> Assessment:
    """Figures that depend on the text alone."""
    score = int(hashlib.sha256(data).hexdigest()[:4], 16) / 655.36
    fit = {
        role: Fit(
            role=role,
            score=value,
            grade=int(value // 25.1),
            verdict="fit" if value > 50 else "no fit",
            contributions=(Contribution(feature="base", value=1.0, points=value - 50),),
        )
        for role, value in (("community_manager", score), ("social_media_manager", 100 - score))
    }
    return Assessment(
        text=text,
        language="fr" if "é" in text else "en",
        evidence=(Evidence(label="marketing", text=text[:1], start=0, end=1),),
        fit=fit,
        file_sha256=hashlib.sha256(data).hexdigest(),
        model_sha256=MODEL,
        version="0",
    )


def load() -> StandIn:
    return StandIn()


def load_late() -> StandIn:
    time.sleep(1)
    return StandIn()


class Slow(StandIn):
    """Takes some time for each file."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def assess(self, source: Any, *, filename: str | None = None) -> Assessment:
        time.sleep(self.seconds)
        return super().assess(source, filename=filename)


class Reading(StandIn):
    """Reads with the true reader, then assesses as the stand-in does."""

    def assess(self, source: Any, *, filename: str | None = None) -> Assessment:
        from cvsignal.reading.reader import read

        document = read(source, filename=filename)
        return assessment(document.text, document.text.encode()).model_copy(update={"file_sha256": document.sha256})


def load_reader() -> StandIn:
    return Reading()


def load_nothing() -> StandIn:
    raise ModelError("models/none: there is no model here. Give another folder.")


def die_loading() -> StandIn:
    os._exit(7)
