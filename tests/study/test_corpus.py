from __future__ import annotations

import pytest

from cvsignal.corpus import Record
from cvsignal.markup import parse
from cvsignal.schema import LABELS
from cvsignal.study.corpus import cooccurrence, cvs_table, spans_table, vocabulary_overlap
from tests.small_corpus import small_corpus


def cv(identity: str, marked: str, language: str = "en") -> Record:
    text, spans = parse(marked)
    return Record(id=identity, language=language, text=text, spans=spans, fit={"community_manager": 2})


SHOP = cv(
    "shop",
    "Experience\nClerk, 2012 - 2014\n- [[Ran the shop's page]](brand_presence)\n\nSkills\n[[Hootsuite]](free_monitoring_tool)",
)
WISH = cv("wish", "Objective\n[[To run a brand's page]](brand_presence:aspirational)")


def test_a_row_a_cv() -> None:
    table = cvs_table([SHOP, WISH]).set_index("id")
    assert table.loc["shop", "spans"] == 2
    assert table.loc["wish", "grade community_manager"] == 2
    assert table.loc["wish", "words"] == 7  # To run a brand s page, and the heading


def test_a_row_a_span_with_its_section() -> None:
    table = spans_table([SHOP, WISH]).set_index("label")
    assert table.loc["free_monitoring_tool", "section"] == "skills"
    assert list(table.loc["brand_presence", "section"]) == ["experience", "objective"]
    assert list(table.loc["brand_presence", "assertion"]) == ["asserted", "aspirational"]


def test_only_asserted_labels_stand_side_by_side() -> None:
    table = cooccurrence([SHOP, WISH])
    assert table.shape == (len(LABELS), len(LABELS))
    assert table.loc["brand_presence", "free_monitoring_tool"] == 1.0  # the wish does not count
    assert table.loc["campaign"].sum() == 0.0


def test_words_that_others_share() -> None:
    known = cv("known", "Ran the page of a shop")
    stranger = cv("stranger", "[[Ran the page]](brand_presence) of the aquarium")
    table = vocabulary_overlap([known], [stranger])
    assert table.loc["en", "words in spans known"] == 1.0
    assert table.loc["en", "running words known"] == pytest.approx(5 / 6)
    assert table.loc["en", "different words known"] == pytest.approx(4 / 5)


def test_a_language_that_we_do_not_have_is_unknown() -> None:
    table = vocabulary_overlap([SHOP], [cv("fr", "Animation de la page", "fr")])
    assert table.loc["fr", "running words known"] == 0.0


def test_all_records_of_a_corpus_have_their_rows() -> None:
    records = small_corpus(16)
    assert len(cvs_table(records)) == 16
    assert len(spans_table(records)) == sum(len(r.spans) for r in records)
