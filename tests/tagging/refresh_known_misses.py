"""Writes ``tests/data/sentences_known_misses.txt`` again: ``python -m tests.tagging.refresh_known_misses [MODEL]``.

To be run from the root of the checkout after training. A list that grew is a reason to look at the model first.
"""

from __future__ import annotations

import sys

import cvsignal
from tests.tagging.sentences import KNOWN_MISSES, SENTENCES, faults

_ABOUT = "# Sentences that the shipped model gets wrong; written by `python -m tests.tagging.refresh_known_misses`.\n"


def refresh(model: str | None = None) -> int:
    """Writes the list for the shipped model, or the one in the folder ``model``; returns how many it names."""
    screener = cvsignal.load(model)
    missed = [sentence.identity for sentence in SENTENCES if faults(screener, sentence)]
    KNOWN_MISSES.write_text(_ABOUT + "".join(f"{identity}\n" for identity in missed), encoding="utf-8")
    return len(missed)


if __name__ == "__main__":
    count = refresh(sys.argv[1] if len(sys.argv) > 1 else None)
    print(f"{count} of {len(SENTENCES)} sentences missed ({1 - count / len(SENTENCES):.1%} right).")
