"""Words of a CV: a lean tokenizer for French and English, and what stands for figures.

spaCy's French tokenizer takes seconds to import and twice the time to run; CVs need less: elisions (l'organisme),
inclusive forms (chargé·e, chargé(e), directeur/trice) as one word, figures with their unit (12K), addresses as one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

_WORD = re.compile(
    r"""
      [^\W\d_]++(?=[ \n,])      # most words: none of what follows can match where letters end so; seen first, it saves half
    | (?:https?://|www\.)[^\s<>]+ | [\w.+-]+@[\w-]+\.[\w.]+                        # addresses
    | \d{1,3}(?:[ \u00a0\u202f]\d{3})++(?:,\d++)?+(?![^\W_])                       # thousands as the French write them: 31 000
    | \d++(?:[.,]\d++)*+[kKmM]?+(?![^\W\d_])                                         # figures; "19th" is a word
    | (?:[LlDdJjMmNnTtSsCc]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)['’](?=[^\W\d_]|$)   # elisions
    | (?:[^\W\d_]\.){2,} | [^\W\d_]\.[^\W\d_](?![^\W\d_])                             # B.A., B.A
    | [^\W\d_]+\((?i:[es]{1,2}|(?:ne|ère|trice|rice|euse|se|ve|le)s?)\)               # chargé(e), directeur(trice)
    | [^\W\d_]{2}[·•‧∙]e(?![^\W\d_])                                                # un·e
    | [^\W\d_]{3,}(?:[·•.‧∙/-])(?:e|ne|ère|trice|rice|euse|se|ve|le)(?:[·•.‧∙-]?s)?(?![^\W\d_])  # chargé·e, directeur/trice
    | [^\W\d_a-zà-ÿ]{3,}[·•.‧∙/-](?:E|NE|ÈRE|TRICE|RICE|EUSE|SE|VE|LE)(?:[·•.‧∙-]?S)?(?![^\W\d_])  # CHARGÉ·E
    | (?:[^\W_]|(?<=\w)[\u0300-\u036f]|(?<=[\u0300-\u036f])[\u0300-\u036f])+      # accents may stand apart (NFD)
    | [ \t\u00a0\u202f]+ | \s
    | .
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens_of(text: str) -> Iterator[tuple[str, int]]:
    """The words, marks and white space of a text, each with its offset; put together they are the text."""
    found = _WORD.findall(text)
    return zip(found, accumulate(map(len, found), initial=0), strict=False)


class LeanTokenizer:
    """Splits a text into words; ``Doc.text`` is always the very text given."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        takes_space = False
        for word, _ in tokens_of(text):
            if word == " " and takes_space:
                spaces[-1] = True
                takes_space = False
            else:
                words.append(word)
                spaces.append(False)
                takes_space = not word.isspace()
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> LeanTokenizer:
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        return None

    def from_disk(self, _path: object, **_: object) -> LeanTokenizer:
        return self


@registry.tokenizers("cvsignal.LeanTokenizer.v1")
def create_lean_tokenizer():  # type: ignore[no-untyped-def]
    """spaCy's way to name a tokenizer in a configuration."""
    return lambda nlp: LeanTokenizer(nlp.vocab)


_FIGURE = re.compile(r"\d+(?:[.,\s]\d+)*[kKmM]?")
_MONTH = re.compile(r"\d\d?\.(?:19|20)\d\d")
_THOUSANDS = re.compile(r"[.,\s](?=\d{3}(?!\d))")


def is_year(word: str) -> bool:
    """Whether a word is a year of our time rather than a number."""
    return len(word) == 4 and word.isdigit() and word[:2] in {"19", "20"}


def figure_sign(word: str, after: str) -> str | None:
    """What stands for a figure, whatever its digits; None for other words. ``after`` is the sign behind it, if any.

    A year, a share (before "%"), a number below ten, below a thousand, above: "from 12K to 45K", "from 8,000 to 31,000" and
    « de 8 000 à 31 000 » say one thing, and whether somebody is 34 or 43 says nothing.
    """
    if not _FIGURE.fullmatch(word):
        return None
    if is_year(word) or _MONTH.fullmatch(word):
        return "#year"
    if after == "%":
        return "#%"
    if not word[-1].isdigit():
        return "#k"
    digits = len(re.split("[.,]", _THOUSANDS.sub("", word))[0])
    return "#k" if digits > 3 else "#2" if digits > 1 else "#1"
