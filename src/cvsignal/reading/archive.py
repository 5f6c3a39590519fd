"""Zip containers (DOCX, ODT) read with bounds; a truncated one is salvaged by its local headers."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from cvsignal.reading.refusal import Refused

_LOCAL = b"PK\x03\x04"
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
MAX_MEMBERS = 5_000
CHUNK = 65_536


class Archive:
    """Members by name, inflated on demand; all of them together may not pass ``max_inflated`` bytes."""

    def __init__(self, data: bytes, max_inflated: int) -> None:
        self._data = data
        self._left = max_inflated
        self.salvaged = False
        try:
            self._zip: zipfile.ZipFile | None = zipfile.ZipFile(io.BytesIO(data))
            self.names = self._zip.namelist()[:MAX_MEMBERS]
            if any(info.flag_bits & 1 for info in self._zip.infolist()):
                raise Refused("encrypted")
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError, struct.error, EOFError):
            self._zip = None
            self.salvaged = True
            self._offsets = dict(_local_members(data))
            self.names = list(self._offsets)
        if not self.names:
            raise Refused("truncated" if self.salvaged else "unreadable")

    def read(self, name: str) -> bytes:
        """The bytes of a member, as many as could be had; empty for a name that is not there."""
        if name not in self.names:
            return b""
        if self._zip is not None:
            try:
                with self._zip.open(name) as member:
                    return self._bounded(iter(lambda: member.read(CHUNK), b""))
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
                self.salvaged = True
                self._offsets = dict(_local_members(self._data))
                if name not in self._offsets:
                    return b""
        return self._bounded(_inflated(self._data, self._offsets[name]))

    def _bounded(self, chunks: Iterator[bytes]) -> bytes:
        parts: list[bytes] = []
        for chunk in chunks:
            self._left -= len(chunk)
            if self._left < 0:
                raise Refused("too-large", "it inflates to more than a CV can hold")
            parts.append(chunk)
        return b"".join(parts)


def _local_members(data: bytes) -> Iterator[tuple[str, int]]:
    """Names and offsets of the members whose local header is intact."""
    at = data.find(_LOCAL)
    count = 0
    while at >= 0 and count < MAX_MEMBERS:
        count += 1
        if at + _LOCAL_HEADER.size <= len(data):
            fields = _LOCAL_HEADER.unpack_from(data, at)
            name = data[at + 30 : at + 30 + fields[9]]
            if name and len(name) == fields[9]:
                yield name.decode("utf-8", "replace"), at
        at = data.find(_LOCAL, at + 4)


def _inflated(data: bytes, at: int) -> Iterator[bytes]:
    """What can be inflated of the member at ``at``, damage or not."""
    fields = _LOCAL_HEADER.unpack_from(data, at)
    method, packed, start = fields[3], fields[7], at + 30 + fields[9] + fields[10]
    if method == 0:
        yield data[start : start + packed] if packed else data[start:]
        return
    if method != 8:
        return
    inflater = zlib.decompressobj(-15)
    for offset in range(start, len(data), 1024):
        try:
            piece = inflater.decompress(data[offset : offset + 1024], CHUNK)
            while piece:
                yield piece
                piece = inflater.decompress(inflater.unconsumed_tail, CHUNK) if inflater.unconsumed_tail else b""
        except zlib.error:
            return
        if inflater.eof:
            return
