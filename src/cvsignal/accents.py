"""Letters without their accents, for words that are compared."""

from __future__ import annotations

import unicodedata


def unaccented(text: str) -> str:
    """``é`` -> ``e``; joined letters (``œ``) stay as they are."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
