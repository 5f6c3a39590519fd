from __future__ import annotations

import sqlite3
import zlib
from importlib import resources
from pathlib import Path

import pytest

from cvsignal.corpus import SUGGESTED
from cvsignal.errors import CorpusError, ScreeningError
from cvsignal.labels.sampling import DRAWN, JOURNAL, LABELLED, draw, journal, remember
from cvsignal.schema import Assessment, Evidence, Fit


def assessment(name: str, score: float, confidence: float = 1.0, language: str = "fr") -> Assessment:
    evidence = Evidence(label="campaign", text=name, start=0, end=len(name), confidence=confidence)
    fit = Fit(role="cm", score=score, grade=1, verdict="no fit", contributions=())
    sha = f"{name:0<64}"
    return Assessment(
        text=name, language=language, evidence=(evidence,), fit={"cm": fit}, text_sha256=sha, file_sha256=sha
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of six CVs, one of them in Spanish and one a copy of another."""
    path = tmp_path / "screening.sqlite"
    found = {
        "a.pdf": assessment("aa", 51),
        "b.pdf": assessment("bb", 99),
        "c.pdf": assessment("cc", 70, confidence=0.4),
        "d.pdf": assessment("dd", 2, confidence=0.6),
        "e.pdf": assessment("ee", 50, confidence=0.1, language="es"),
        "copy.pdf": assessment("aa", 51),
    }
    with sqlite3.connect(path) as base:
        base.executescript(resources.files("cvsignal.screening").joinpath("schema.sql").read_text(encoding="utf-8"))
        base.execute("INSERT INTO runs VALUES (1, '/cvs', 'm', '1', 'now', 'now')")
        for name, one in found.items():
            base.execute("INSERT INTO paths VALUES ('/cvs', ?, 's', ?, 1, NULL)", (name, one.file_sha256))
            blob = zlib.compress(one.model_dump_json().encode())
            row = (one.file_sha256, "m", "1", "now", 0.1, blob)
            base.execute("INSERT OR IGNORE INTO assessments VALUES (NULL, ?, ?, ?, ?, ?, ?)", row)
    base.close()
    return path


def test_uncertain_takes_even_scores_and_unsure_evidence_first(ledger: Path) -> None:
    assert [r.text for r in draw(ledger, "uncertain", 2)] == ["cc", "aa"]


def test_random_is_seeded_and_takes_each_cv_once(ledger: Path) -> None:
    drawn = [r.text for r in draw(ledger, "random", 10)]
    assert sorted(drawn) == ["aa", "bb", "cc", "dd"]
    assert drawn == [r.text for r in draw(ledger, "random", 10)]
    assert len({tuple(r.text for r in draw(ledger, "random", 10, seed=s)) for s in range(8)}) > 1


def test_disagreement_takes_the_largest_difference_of_two_models(ledger: Path) -> None:
    second = {"aa": 55.0, "bb": 10.0, "cc": 60.0, "dd": 40.0}

    def fits(a: Assessment) -> dict[str, Fit]:
        return {"cm": a.fit["cm"].model_copy(update={"score": second[a.text]})}

    assert [r.text for r in draw(ledger, "disagreement", 2, second=fits)] == ["bb", "dd"]
    with pytest.raises(CorpusError, match="--against"):
        draw(ledger, "disagreement", 2)


def test_what_was_drawn_is_not_drawn_again(ledger: Path) -> None:
    first = draw(ledger, "uncertain", 2)
    assert remember(ledger, first, DRAWN) == 2
    assert sorted(r.text for r in draw(ledger, "uncertain", 5)) == ["bb", "dd"]
    remember(ledger, first[:1], LABELLED)
    assert sorted(journal(ledger).values()) == [DRAWN, LABELLED]
    remember(ledger, draw(ledger, "random", 5), DRAWN)
    with pytest.raises(CorpusError, match=r"not drawn before \(4 were\)"):
        draw(ledger, "random", 1)


def test_records_hold_suggestions_marked_as_such(ledger: Path) -> None:
    record = draw(ledger, "uncertain", 1)[0]
    assert record.meta[SUGGESTED] is True
    assert record.meta["sample"] == "uncertain"
    assert record.fit == {"cm": 1}
    assert [(s.label, s.start, s.end) for s in record.spans] == [("campaign", 0, 2)]


def test_the_journal_holds_no_word_of_a_cv(ledger: Path) -> None:
    records = [r.model_copy(update={"text": "secret"}) for r in draw(ledger, "random", 5)]
    remember(ledger, records, DRAWN)
    assert "secret" not in ledger.with_name(JOURNAL).read_text(encoding="utf-8")


def test_a_damaged_journal_is_named_with_its_line(ledger: Path) -> None:
    ledger.with_name(JOURNAL).write_text('{"text_sha256": "x", "state": "drawn"}\n{', encoding="utf-8")
    with pytest.raises(ScreeningError, match=rf"{JOURNAL}:2: cannot be read"):
        draw(ledger, "random", 1)


def test_other_names_are_refused(ledger: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="Name one of uncertain, random, disagreement"):
        draw(ledger, "best", 1)
    with pytest.raises(ScreeningError, match="there is no ledger"):
        draw(tmp_path / "none.sqlite", "random", 1)
