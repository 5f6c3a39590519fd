"""Done, negated or wished: what the words around a finding say of it, in the manner of ConText (Harkema et al., 2009).

A cue reaches forward to the end of its sentence, never over a row; "without" and "except" only to the next comma. An objective
section is a wish from end to end, and so is what is promised: « je gérerai », « vous animerez » (as in an advertisement).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from cvsignal.schema import Assertion, Row
from cvsignal.tagging.keys import plain
from cvsignal.tagging.labelling import Finding
from cvsignal.tagging.phrases import Hit
from cvsignal.tagging.scene import Scene

_NEGATION_REACH = 6  # words from the cue to the finding
_WISH_REACH = 16
_OPENING = 5  # words
_STOPS = frozenset(".!?;•●|")
_UNTIL_COMMA = frozenset({"without", "sans", "except", "sauf", "excepté"})
_PROMISING = frozenset({"je", "j'", "vous"})
#: Future and conditional: the ending follows an infinitive or an irregular stem; "gérais", "assurais" and "gérez" are neither.
_PROMISED = re.compile(r"\w*(?:er|ir|ttr|endr|oudr|aur|pourr|devr)(?:ais?|i?ez)")
_PROMISE_REACH = 3  # words: « je me chargerai »


def assertions(scene: Scene, findings: Sequence[Finding]) -> list[Assertion]:
    """The assertion of each finding."""
    negations = [h for h in scene.hits if h.concept == "context.negated"]
    wishes = [h for h in scene.hits if h.concept == "context.wished"] + _promises(scene)
    actions = sorted(h.first for h in scene.hits if h.concept.startswith("act."))
    return [_assertion(scene, finding, actions, negations, wishes) for finding in findings]


def _promises(scene: Scene) -> list[Hit]:
    """French promises, which no list of phrases holds: a person, and close behind a verb in the future."""
    if scene.language != "fr":
        return []
    words = [plain(word.text) for word in scene.words]
    return [
        Hit("context.wished", i, i + 1)
        for i, word in enumerate(words)
        if word in _PROMISING and any(map(_PROMISED.fullmatch, words[i + 1 : i + 1 + _PROMISE_REACH]))
    ]


def _assertion(
    scene: Scene, finding: Finding, actions: list[int], negations: list[Hit], wishes: list[Hit]
) -> Assertion:
    begin = _begin(finding, actions)
    if any(_reaches(scene, cue, finding, begin, _NEGATION_REACH) for cue in negations):
        return "negated"
    if _row(scene, finding.first).section == "objective" and finding.label != "training":
        return "aspirational"
    if any(_reaches(scene, cue, finding, begin, _WISH_REACH) for cue in wishes):
        return "aspirational"
    return "asserted"


def _reaches(scene: Scene, cue: Hit, finding: Finding, begin: int, reach: int) -> bool:
    """Whether a cue stands before a finding, or before where it begins, in the same sentence of the same row."""
    if not (cue.first <= begin and finding.first - cue.last <= reach):
        return False
    until_comma = any(plain(word.text) in _UNTIL_COMMA for word in scene.words[cue.first : cue.last])
    stops = _STOPS | {",", ":"} if until_comma else _STOPS
    if any(word.text in stops for word in scene.words[cue.last : finding.first]):
        return False
    return scene.words[cue.first].start >= _row(scene, finding.first).start


def _row(scene: Scene, word: int) -> Row:
    """The row that a word stands in."""
    return scene.outline.rows[bisect_right(scene.outline.rows, scene.words[word].start, key=attrgetter("start")) - 1]


def _begin(finding: Finding, actions: list[int]) -> int:
    """The first action in the opening words of a finding: "did not run the page" begins at "run"."""
    first = bisect_left(actions, finding.first)
    opening = actions[first : first + 1]
    return opening[0] if opening and opening[0] < min(finding.last, finding.first + _OPENING) else finding.first
