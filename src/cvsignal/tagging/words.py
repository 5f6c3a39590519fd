"""Words of a CV: a lean tokenizer for French and English, and the keys by which words are compared.

spaCy's French tokenizer takes seconds to import and twice the time to run; CVs need less: elisions (l'organisme),
inclusive forms (chargé·e, chargé(e), directeur/trice) as one word, figures with their unit (12K), addresses as one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate

import Stemmer
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from cvsignal.accents import unaccented
from cvsignal.lexicon import irregular_verbs, pairs, people_words

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
_MARKED = re.compile(r"[(·•.‧∙/-](?:e|ne|ère|trice|rice|euse|se|ve|le|s|es)(?:[·•.‧∙-]?s)?\)?$", re.IGNORECASE)


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


def without_accents(word: str) -> str:
    """``é`` -> ``e``, ``œ`` -> ``oe``."""
    return unaccented(word).replace("œ", "oe").replace("Œ", "OE")


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer({"fr": "french", "en": "english"}[language])


def unmarked(word: str) -> str:
    """A word without its inclusive ending: ``Chargé(e)`` -> ``Chargé``."""
    return _MARKED.sub("", word) if len(word) > 3 else word


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """A word in lower case, without its inclusive ending, its apostrophe straight."""
    return unmarked(word.lower().replace("’", "'"))


@cache
def _neutral_words(language: str) -> dict[str, str]:
    """Words that say a person's sex, and what each counts as; with their accents and without."""
    found = pairs(people_words()["neutral"], language)
    return {without_accents(word): without_accents(neutral) for word, neutral in found.items()} | found


#: "spokeswoman", "chairman"; not "german", "human".
_MAN = re.compile(
    r"^(spokes|sales|chair|business|sports|crafts|trades|congress|police|fire|camera|states|service)(?:wo)?man$"
)
#: All words that say a person's sex: ordinary ones, both of a pair or none.
SEXED = frozenset(
    word for pairs in people_words()["neutral"].phrases.values() for pair in pairs for word in pair.split("=")
)
#: Endings of women's forms and what stands for both. Few words of other kinds end so: no "ministère", no "jeux".
_FEMININE = (
    ("trices", "teurs"),
    ("trice", "teur"),
    ("euses", "eurs"),
    ("euse", "eur"),
    *((f"{letters}{e}re{s}", f"{letters}er{s}") for letters in ("i", "ll", "ch", "g") for e in "èe" for s in ("s", "")),
    ("eux", "eur"),  # "rigoureuse" and "serveuse" end alike, so that "rigoureux" has to follow
    ("ives", "ifs"),
    ("ive", "if"),
    ("iennes", "iens"),
    ("ienne", "ien"),
    ("effes", "efs"),
    ("effe", "ef"),
)


_LEAST_ENDED = 5  # letters
_THINGS = frozenset().union(*people_words()["things"].phrases.values())  # "annee", "committee"


def _neutral(word: str, language: str) -> str:
    """The masculine of a feminine form ("directrice" -> "directeur"): a comparison key, not a correct word."""
    word = _neutral_words(language).get(word, word)
    if language == "en":
        return _MAN.sub(r"\1person", word)
    if language == "fr":
        if word.endswith(("ee", "ees")) and word not in _THINGS:  # "developpee": accents are often missing
            word = word.removesuffix("s")[:-1]
        for feminine, masculine in _FEMININE:
            if word.endswith(feminine) and len(word) >= _LEAST_ENDED:
                return word.removesuffix(feminine) + masculine
    return word


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """The comparison key of a word by meaning: Snowball stem without accents, the same for both sexes and all forms of a verb."""
    form = plain(word)
    verb = _irregular(language).get(form, form)
    return without_accents(_stemmer(language).stemWord(_neutral(verb, language)))


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


@cache
def _irregular(language: str) -> dict[str, str]:
    """Irregular forms with their accents and without."""
    forms = irregular_verbs(language)
    return {without_accents(form): verb for form, verb in forms.items()} | forms


@lru_cache(maxsize=65536)
def light(word: str) -> str:
    """The comparison key of a name: lower case, no accents, no inclusive ending, no plural ``s``, one for "directrice" and
    "directeur" (not for "adjointe" and "adjoint": the lexicon holds both).

    Unlike a stem it keeps "manager" apart from "manage", and "relationniste" from "relations".
    """
    key = _MAN.sub(r"\1person", without_accents(plain(word)))
    if len(key) > 3 and key.endswith("s") and not key.endswith("ss"):
        key = key[:-1]
    return _neutral(key, "fr") if len(key) >= _LEAST_ENDED else key


@lru_cache(maxsize=65536)
def both_sexes(word: str, language: str) -> str:
    """One key for all forms of a word that differ by sex or number alone: "nommée", « nommé·e », "nommés"."""
    key = _neutral(without_accents(plain(word)), language)
    if language == "en":
        return key
    key = key.removesuffix("s").removesuffix("e") if len(key) > 3 else key
    return key[:-1] if len(key) > 3 and key[-2:] in _DOUBLED else key


_DOUBLED = ("ll", "nn", "tt")  # professionnelle, bonne, coquette


@lru_cache(maxsize=8)
def keys_of(words: frozenset[str], language: str) -> frozenset[str]:
    """The keys of :func:`both_sexes` of many words."""
    return frozenset(both_sexes(word, language) for word in words)
