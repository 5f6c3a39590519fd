"""Bytes to :class:`~cvsignal.schema.Document`: one door for every file format."""

from cvsignal.reading.plain import from_text
from cvsignal.reading.reader import read
from cvsignal.reading.sandbox import read_in_child
from cvsignal.reading.settings import ReadSettings

__all__ = ["ReadSettings", "from_text", "read", "read_in_child"]
