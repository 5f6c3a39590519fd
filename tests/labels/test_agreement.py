from __future__ import annotations

import pytest

from cvsignal.corpus import Record
from cvsignal.errors import CorpusError
from cvsignal.labels.agreement import Disagreement, agree, krippendorff_alpha
from cvsignal.markup import parse


def record(marked: str, identity: str = "r1", **fit: int) -> Record:
    text, spans = parse(marked)
    return Record(id=identity, language="fr", text=text, spans=spans, fit=fit)


def test_spans_grades_and_what_to_adjudicate() -> None:
    first = [
        record("Anime la [[page du musée]](brand_presence). [[Veille]](monitoring_plan). RP", cm=2),
        record("x", "only"),
    ]
    second = [record("[[Anime la page]](brand_presence:negated) du musée. Veille. [[RP]](public_relations)", cm=3)]
    found = agree(first, second)
    assert found.figures["cvs"] == 1
    assert found.figures["only_in"] == {"first": 1, "second": 0}
    assert found.alone == {"first": ("only",), "second": ()}
    assert found.figures["spans"]["f1"] == 0.0  # 4 of 13 letters in common: not the same evidence
    third = [record("Anime la [[page du musée]](brand_presence:negated). Veille. [[RP]](public_relations)", cm=3)]
    found = agree(first, third)
    assert found.figures["spans"]["f1"] == 0.5
    assert found.figures["spans"]["assertion_agreement"] == 0.0
    assert found.figures["spans"]["labels"]["monitoring_plan"] == {"first": 1, "second": 0, "f1": 0.0}
    assert found.figures["grades"]["cm"]["exact"] == 0.0
    assert found.disagreements == (
        Disagreement("r1", "brand_presence: assertion", "page du musée", "asserted", "negated"),
        Disagreement("r1", "cm", "", "2", "3"),
        Disagreement("r1", "monitoring_plan", "Veille", "asserted", ""),
        Disagreement("r1", "public_relations", "RP", "", "asserted"),
    )


def test_the_larger_overlap_is_the_same_evidence() -> None:
    first = [record("[[aa]](campaign)[[bbbb]](campaign)")]
    second = [record("[[aabbbb]](campaign:negated)")]
    found = agree(first, second).disagreements
    assert [(d.what, d.words) for d in found] == [("campaign", "aa"), ("campaign: assertion", "bbbb")]


def test_the_same_person_twice_agrees_wholly() -> None:
    rows = [record("[[RP]](public_relations)", f"r{n}", cm=n % 4) for n in range(8)]
    figures = agree(rows, rows).figures
    assert figures["spans"]["f1"] == 1.0
    assert figures["grades"]["cm"] == {"cvs": 8, "exact": 1.0, "qwk": 1.0, "alpha": 1.0}
    assert agree(rows, rows).disagreements == ()


def test_alpha_of_the_published_example() -> None:
    """The four observers and twelve units of Krippendorff (2011), section D: ordinal 0.815."""
    ratings = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    assert krippendorff_alpha(ratings, (1, 2, 3, 4, 5)) == pytest.approx(0.815, abs=0.0005)


def test_alpha_says_nothing_where_nothing_varies() -> None:
    assert krippendorff_alpha([[2, 2], [2, 2]]) is None


def test_qwk_and_alpha_fall_with_distance() -> None:
    near = agree(
        [record("x", f"r{n}", cm=n % 4) for n in range(8)],
        [record("x", f"r{n}", cm=min(3, n % 4 + 1)) for n in range(8)],
    )
    far = agree(
        [record("x", f"r{n}", cm=n % 4) for n in range(8)], [record("x", f"r{n}", cm=3 - n % 4) for n in range(8)]
    )
    for figure in ("qwk", "alpha"):
        assert far.figures["grades"]["cm"][figure] < 0 < near.figures["grades"]["cm"][figure] < 1


def test_files_that_cannot_be_compared_are_refused() -> None:
    with pytest.raises(CorpusError, match="no id in common"):
        agree([record("x", "a")], [record("x", "b")])
    with pytest.raises(CorpusError, match="a: the two files have another text"):
        agree([record("x", "a")], [record("y", "a")])
