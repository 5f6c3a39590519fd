from __future__ import annotations

from cvsignal.promotion.flips import Part, Seen, flips
from cvsignal.schema import Contribution, Evidence, Fit


def seen(
    name: str, score: float, verdict: str = "no fit", evidence: tuple[Evidence, ...] = (), **points: float
) -> Seen:
    parts = tuple(Contribution(feature=f, value=1, points=p) for f, p in points.items())
    fit = Fit.model_validate({"role": "cm", "score": score, "grade": 1, "verdict": verdict, "contributions": parts})
    return Seen(name, evidence, {"cm": fit})


def found(label: str, start: int, assertion: str = "asserted") -> Evidence:
    return Evidence.model_validate(
        {"label": label, "assertion": assertion, "text": f"words\nat {start}", "start": start, "end": start + 8}
    )


def test_nothing_flips_between_a_model_and_itself() -> None:
    rows = [seen(f"cv{n}", n) for n in range(40)]
    assert flips(rows, rows, "cm") == []


def test_a_changed_verdict_is_listed_with_what_did_it() -> None:
    before = [seen("a", 20, "no fit", (found("campaign", 0), found("training", 50)), base=-1.0, results=0.1, same=0.5)]
    after = [
        seen(
            "a", 80, "fit", (found("campaign", 2), found("marketing", 90)), base=-1.0, results=2.1, same=0.5, fresh=0.3
        )
    ]
    (flip,) = flips(before, after, "cm")
    assert flip.changes_verdict
    assert (flip.old.verdict, flip.new.verdict) == ("no fit", "fit")
    assert flip.parts == (Part("results", 0.1, 2.1), Part("fresh", 0.0, 0.3))
    assert flip.gained == ("marketing: words at 90",)
    assert flip.lost == ("training: words at 50",)


def test_evidence_read_with_another_assertion_is_a_change() -> None:
    before = [seen("a", 20, "no fit", (found("campaign", 0),))]
    after = [seen("a", 20, "fit", (found("campaign", 0, "negated"),))]
    (flip,) = flips(before, after, "cm")
    assert flip.gained == ("campaign (negated): words at 0",)
    assert flip.lost == ("campaign: words at 0",)


def test_ranks_count_among_the_first_twenty_alone() -> None:
    before = [seen(f"cv{n:02}", 100 - n) for n in range(30)]
    scores = {n: 100.0 - n for n in range(30)}
    scores[24], scores[25] = scores[25], scores[24]  # far down: nobody is treated differently
    scores[3], scores[4] = scores[4], scores[3]
    after = [seen(f"cv{n:02}", score) for n, score in scores.items()]
    changed = flips(before, after, "cm")
    assert [(f.name, f.old.rank, f.new.rank) for f in changed] == [("cv04", 5, 4), ("cv03", 4, 5)]
    assert not any(f.changes_verdict for f in changed)


def test_who_leaves_the_first_twenty_is_listed() -> None:
    before = [seen(f"cv{n:02}", 100 - n) for n in range(30)]
    after = [seen(f"cv{n:02}", 100 - n if n != 19 else 1) for n in range(30)]
    assert {f.name for f in flips(before, after, "cm")} == {"cv19", "cv20"}


def test_equal_scores_are_ranked_by_name_in_both_models() -> None:
    before = [seen("b", 50), seen("a", 50)]
    assert flips(before, list(before), "cm") == []


def test_verdicts_come_first() -> None:
    before = [seen("a", 90), seen("b", 80), seen("c", 10)]
    after = [seen("a", 80), seen("b", 90), seen("c", 10, "fit")]
    assert [f.name for f in flips(before, after, "cm")] == ["c", "b", "a"]
