"""Warnings that readers of several formats give."""

from __future__ import annotations

from cvsignal.schema import Notice

SALVAGED = Notice(code="salvaged", message="The file is damaged; what could be saved of it was read.")


def cut_after(bound: int, what: str = "characters") -> Notice:
    """What a text carries of which only the first ``bound`` characters were read."""
    return Notice(code="cut-at-bound", message=f"Only the first {bound} {what} were read.")
