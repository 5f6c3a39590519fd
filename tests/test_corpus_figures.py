from __future__ import annotations

from cvsignal.corpus import GoldSpan, Record
from cvsignal.corpus_figures import as_markdown, describe

RECORDS = [
    Record(
        id="a", language="fr", text="un deux trois", spans=(GoldSpan(start=0, end=2, label="campaign"),), fit={"cm": 2}
    ),
    Record(id="b", language="fr", text="un", fit={"cm": 0}, meta={"batch": "x"}),
    Record(
        id="c", language="en", text="one two", spans=(GoldSpan(start=0, end=3, label="training", assertion="negated"),)
    ),
]


def test_figures_of_each_split_and_language() -> None:
    french = describe({"train": RECORDS})["train"]["fr"]
    assert french["cvs"] == 2
    assert french["batches"] == 2
    assert french["words"] == {"least": 1, "median": 2, "most": 3, "all": 4}
    assert french["labels"]["campaign"] == french["spans"] == french["without_spans"] == 1
    assert french["grades"] == {"cm": {"0": 1, "1": 0, "2": 1, "3": 0}}
    assert describe({"train": RECORDS})["train"]["en"]["assertions"] == {"asserted": 0, "negated": 1, "aspirational": 0}


def test_tables_have_a_column_for_each_split_and_language() -> None:
    page = as_markdown(describe({"train": RECORDS, "test": RECORDS[:1]}))
    assert "|  | train en | train fr | test fr |" in page
    assert "| `campaign` | 0 | 1 | 1 |" in page
    assert "| `cm` 2 | 0 | 1 | 1 |" in page
