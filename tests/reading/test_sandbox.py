"""A read in a child process: the same document, the same refusals, and an end to reads that never end."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from cvsignal.errors import ReadError
from cvsignal.reading import read, read_in_child, sandbox
from tests.reading import make_pdfs
from tests.reading.sample_cvs import ENGLISH


@pytest.fixture
def cv(tmp_path: Path) -> Path:
    path = tmp_path / "CV à lire.pdf"
    path.write_bytes(make_pdfs.one_column(ENGLISH))
    return path


def test_it_gives_the_same_document(cv: Path) -> None:
    assert read_in_child(cv) == read(cv)


def test_it_gives_the_same_refusal(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"absent\.pdf: no such file\. Check the path\.") as caught:
        read_in_child(tmp_path / "absent.pdf")
    assert caught.value.code == "not-found"


def hang(*_: object) -> None:
    time.sleep(600)


def swell(*_: object) -> None:
    held = [bytes(2_000_000) + os.urandom(8) for _ in range(400)]
    time.sleep(600)
    del held


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


@pytest.mark.skipif(os.name != "posix", reason="no signals here")
@pytest.mark.parametrize(
    ("body", "bounds", "code"),
    [(hang, {"seconds": 2.0}, "timed-out"), (swell, {"megabytes": 150}, "out-of-memory"), (die, {}, "crashed")],
    ids=["hang", "swell", "die"],
)
def test_a_child_that_misbehaves_is_a_reason(
    cv: Path, monkeypatch: pytest.MonkeyPatch, body: object, bounds: dict[str, float], code: str
) -> None:
    monkeypatch.setattr(sandbox, "_child", body)
    with pytest.raises(ReadError, match=r"^CV à lire\.pdf: ") as caught:
        read_in_child(cv, **bounds)  # type: ignore[arg-type]
    assert caught.value.code == code
