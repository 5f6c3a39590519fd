"""cvsignal: a résumé screener whose every score can be checked against the words of the CV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cvsignal._version import __version__
from cvsignal.collector import at_rest
from cvsignal.errors import CorpusError, CvsignalError, LexiconError, ModelError, ReadError
from cvsignal.schema import Assessment, Contribution, Evidence, Failure, Fit, Hidden, Missing, Notice

if TYPE_CHECKING:
    from cvsignal.screener import Screener, load

__all__ = [
    "Assessment",
    "Contribution",
    "CorpusError",
    "CvsignalError",
    "Evidence",
    "Failure",
    "Fit",
    "Hidden",
    "LexiconError",
    "Missing",
    "ModelError",
    "Notice",
    "ReadError",
    "Screener",
    "__version__",
    "load",
]


def __getattr__(name: str) -> Any:
    """``load`` and ``Screener`` are imported when first used: spaCy takes half a second."""
    if name in {"load", "Screener"}:
        with at_rest():
            from cvsignal import screener

        return getattr(screener, name)
    raise AttributeError(f"module 'cvsignal' has no attribute {name!r}")
