"""The keys by which words are compared: by meaning (:func:`lemma`), as names (:func:`light`), whatever a person's sex.

Lemmas are looked up in the dictionaries of simplemma, which lie in its package: nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import combinations, product

import Stemmer
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from cvsignal.accents import unaccented
from cvsignal.lexicon import apart_words, irregular_verbs, pairs, participles, people_words

_MARKED = re.compile(r"[(·•.‧∙/-](?:e|ne|ère|trice|rice|euse|se|ve|le|s|es)(?:[·•.‧∙-]?s)?\)?$", re.IGNORECASE)


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
_ACCENTED = {"e": "éè", "c": "ç"}  # what is mostly missing where a CV is typed without accents
_MOST_PLACES = 5  # letters of a word that may lack one
_DOUBLED = ("ll", "nn", "tt")  # professionnelle, bonne, coquette
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


@cache
def _dictionary(language: str) -> Mapping[str, str]:
    """Forms and their lemmas."""
    return DefaultDictionaryFactory().get_dictionary(language)


def _looked_up(form: str, language: str) -> str | None:
    """The lemma of a form that the dictionary knows: "meetings" is "meeting", and that "meet"."""
    dictionary = _dictionary(language)
    found = dictionary.get(form)
    return dictionary.get(found, found) if found else None


def _masculine(form: str) -> str:
    """A French form without its feminine ending where that leaves a word, so that one lemma is found for both."""
    single = form.removesuffix("s")
    if not single.endswith("e"):
        return form
    shorter = [single[:-1], single[:-2]] if single[-3:-1] in _DOUBLED else [single[:-1]]
    known = (word for word in shorter if (len(word) >= _LEAST_ENDED or word[-1:] == "é") and _looked_up(word, "fr"))
    return next(known, form)


def _with_accents(form: str, most: int) -> str | None:
    """The lemma of the French word that a form typed without accents stands for: the one with the fewest, ``most`` at most."""
    places = [i for i, letter in enumerate(form) if letter in _ACCENTED]
    if not form.isascii() or len(places) > _MOST_PLACES:
        return None
    for count in range(1, most + 1):
        for chosen in combinations(places, count):
            for letters in product(*(_ACCENTED[form[place]] for place in chosen)):
                typed = list(form)
                for place, letter in zip(chosen, letters, strict=True):
                    typed[place] = letter
                if found := _looked_up("".join(typed), "fr"):
                    return found
    return None


@lru_cache(maxsize=65536)
def lemma(word: str, language: str) -> str:
    """The comparison key of a word by meaning: its lemma without accents, the same for both sexes and all forms of a verb.

    A word that no dictionary holds is compared by its Snowball stem.
    """
    form = plain(word)
    if (own := apart_words(language).get(form)) is not None:
        return without_accents(own)
    form = _neutral(_irregular(language).get(form, form), language)
    if language == "fr":
        form = _masculine(form)
    found = _looked_up(form, language)
    if found is None and language == "fr":
        found = _with_accents(form, 1 if word.istitle() else 2)  # few tries for what is mostly a name
    return without_accents(found.lower() if found else _stemmer(language).stemWord(form))


@cache
def _irregular(language: str) -> dict[str, str]:
    """Irregular forms with their accents and without."""
    forms = irregular_verbs(language) | participles(language)
    return {without_accents(form): verb for form, verb in forms.items()} | forms


@lru_cache(maxsize=65536)
def light(word: str) -> str:
    """The comparison key of a name: lower case, no accents, no inclusive ending, no plural ``s``, one for "directrice" and
    "directeur" (not for "adjointe" and "adjoint": the lexicon holds both).

    Unlike a lemma it keeps "managing" apart from "manage", and « attaché » from « attacher ».
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


@lru_cache(maxsize=8)
def keys_of(words: frozenset[str], language: str) -> frozenset[str]:
    """The keys of :func:`both_sexes` of many words."""
    return frozenset(both_sexes(word, language) for word in words)
