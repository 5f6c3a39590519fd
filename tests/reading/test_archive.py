"""Zip containers with bounds, and what can be saved of damaged ones."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from cvsignal.reading.archive import Archive
from cvsignal.reading.refusal import Refused

MEMBERS = {"a.xml": b"<a>" + bytes(random.Random(1).choices(b"abcdef \n", k=60_000)), "b.xml": b"<b/>"}


def zipped(method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in MEMBERS.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_members_come_back(method: int) -> None:
    archive = Archive(zipped(method), 10**6)
    assert {name: archive.read(name) for name in archive.names} == MEMBERS
    assert archive.read("absent") == b""
    assert not archive.salvaged


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_cut_archive_gives_the_beginning_of_its_member(share: float) -> None:
    data = zipped()
    archive = Archive(data[: int(len(data) * share)], 10**6)
    part = archive.read("a.xml")
    assert archive.salvaged
    assert MEMBERS["a.xml"].startswith(part)
    assert len(part) > 0.8 * share * len(MEMBERS["a.xml"])


def test_inflated_bytes_are_bounded_over_all_members() -> None:
    archive = Archive(zipped(), 60_000)
    with pytest.raises(Refused, match="too-large"):
        archive.read("a.xml")
    small = Archive(zipped(), 60_005)
    small.read("a.xml")
    with pytest.raises(Refused, match="too-large"):
        small.read("b.xml")


def test_nothing_to_save_is_refused() -> None:
    with pytest.raises(Refused, match="truncated"):
        Archive(b"PK\x03\x04", 10**6)
