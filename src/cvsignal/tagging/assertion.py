"""Done, negated or wished: what the words around a finding say of it, in the manner of ConText (Harkema et al., 2009).

A cue reaches forward to the end of its sentence, never over a row; an objective section is a wish from end to end.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from cvsignal.schema import Assertion
from cvsignal.tagging.labelling import Finding
from cvsignal.tagging.phrases import Hit
from cvsignal.tagging.scene import Scene

_NEGATION_REACH = 6  # words from the cue to the finding
_WISH_REACH = 16
_OPENING = 5  # words
_STOPS = frozenset(".!?;•●|")
_TITLES = frozenset({"social_media_position", "public_relations", "marketing", "customer_relations"})


def assertions(scene: Scene, findings: Sequence[Finding]) -> list[Assertion]:
    """The assertion of each finding."""
    negations = [h for h in scene.hits if h.concept == "context.negated"]
    wishes = [h for h in scene.hits if h.concept == "context.wished"]
    actions = sorted(h.first for h in scene.hits if h.concept.startswith("act."))
    return [_assertion(scene, finding, actions, negations, wishes) for finding in findings]


def _assertion(
    scene: Scene, finding: Finding, actions: list[int], negations: list[Hit], wishes: list[Hit]
) -> Assertion:
    begin = _begin(finding, actions)
    if any(_reaches(scene, cue, finding, begin, _NEGATION_REACH) for cue in negations):
        return "negated"
    row = next(r for r in scene.outline.rows if r.start <= scene.words[finding.first].start < r.end)
    if row.section == "objective" and finding.label != "training":
        return "aspirational"
    if any(_reaches(scene, cue, finding, begin, _WISH_REACH) for cue in wishes):
        return "aspirational"
    return "asserted"


def _reaches(scene: Scene, cue: Hit, finding: Finding, begin: int, reach: int) -> bool:
    """Whether a cue stands before a finding, or before where it begins, in the same sentence of the same row."""
    if not (cue.first <= begin and finding.first - cue.last <= reach):
        return False
    between = scene.words[cue.last : finding.first]
    if any(word.text in _STOPS for word in between):
        return False
    start = scene.words[cue.first].start
    return any(row.start <= start and scene.words[finding.first].start < row.end for row in scene.outline.rows)


def _begin(finding: Finding, actions: list[int]) -> int:
    """The first action in the opening words of a finding: "did not run the page" begins at "run"."""
    first = bisect_left(actions, finding.first)
    opening = actions[first : first + 1]
    return opening[0] if opening and opening[0] < min(finding.last, finding.first + _OPENING) else finding.first
