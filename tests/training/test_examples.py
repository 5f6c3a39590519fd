"""Examples: CVs written to a quota teach words; what expects evidence as often as in life is set without them."""

from __future__ import annotations

from unicodedata import normalize

from cvsignal.corpus import Record
from cvsignal.schema import LABELS
from cvsignal.training.examples import LEAST_NATURAL, common_words, examples, natural
from tests.tagging.scene_maker import words_of


def record(number: int, *, quota: bool) -> Record:
    meta = {"batch": "made", **({"prevalence": "quota"} if quota else {})}
    return Record(id=f"made-{number}", language="en", text="Cook", spans=[], fit={}, meta=meta)


def test_cvs_of_a_quota_are_left_out() -> None:
    records = [record(i, quota=i % 3 == 0) for i in range(3 * LEAST_NATURAL)]
    kept = natural(records)
    assert len(kept) == 2 * LEAST_NATURAL
    assert all(i % 3 for i in kept)


def test_all_count_where_few_are_natural() -> None:
    records = [record(i, quota=i >= LEAST_NATURAL - 1) for i in range(2 * LEAST_NATURAL)]
    assert natural(records) == list(range(len(records)))


def test_words_of_several_cvs_are_common_and_elisions_too() -> None:
    text = "Animation de la page Facebook d'un hôtel, qu’on a lancée, www.oak.test, en 2010"
    made = [record(i, quota=False).model_copy(update={"text": text}) for i in range(3)]
    assert {"animation", "facebook"}.isdisjoint(common_words(made))  # never in lower case
    assert {"page", "d'", "qu'", "hôtel"} <= common_words(made)
    assert not any("oak" in word for word in common_words(made))
    assert "hôtel" not in common_words(made[:2])


def test_inclusive_forms_and_accents_written_apart_are_common_too() -> None:
    text = normalize("NFD", "animateur·rice motivé(e), directeur/trice d'une équipe à côté")
    made = [record(i, quota=False).model_copy(update={"text": text}) for i in range(3)]
    assert {"animateur", "motivé", "directeur", "équipe", "côté"} <= common_words(made)


def test_a_span_of_a_listed_course_belongs_to_the_item_that_holds_most_of_it() -> None:
    text = "Jo Doe\n\nCertifications\nCertificate, Corporate Communication and Reputation, 2015\n"
    start = text.index("Certificate,")
    gold = {"start": start, "end": text.index(", 2015"), "label": "training", "assertion": "asserted"}
    made = Record.model_validate(
        {"id": "made-1", "language": "en", "text": text, "spans": [gold], "fit": {}, "meta": {"batch": "made"}}
    )
    [(example, candidates)] = examples([made], frozenset())
    scene, wanted = example.scene, LABELS.index("training")
    told = [clause for clause, labels in zip(scene.clauses, candidates.clause_targets, strict=True) if labels[wanted]]
    assert [words_of(scene, c.first, c.last) for c in told] == ["Corporate Communication and Reputation"]
