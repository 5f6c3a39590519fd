from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cvsignal.corpus import SUGGESTED, GoldSpan, Record
from cvsignal.errors import CorpusError
from cvsignal.labels.exchange import FORMATS, export_labels, import_labels
from cvsignal.labels.foreign import Sourced
from cvsignal.markup import parse
from cvsignal.schema import ASSERTIONS, LABELS
from tests.labels.test_anchor import HOSTILE


def record(marked: str, **more: object) -> Record:
    text, spans = parse(marked)
    return Record.model_validate(
        {"id": "r1", "language": "fr", "text": text, "spans": [s.model_dump() for s in spans], **more}
    )


CV = record(
    "Chargée 🎉 des\r\n[[relations\u00a0publiques]](public_relations)\t\n"
    "Anime la [[page du cine\u0301ma]](brand_presence)\n"
    "Jamais de [[veille]](monitoring_plan:negated, campaign)\n",
    fit={"community_manager": 2, "social_media_manager": 0},
    meta={"batch": "b1"},
)


def round_trip(records: list[Record], name: str, folder: Path) -> list[Record]:
    out = folder / "labels.out"
    export_labels([Sourced(f"mine.jsonl:{i}", r) for i, r in enumerate(records, 1)], name, out)
    if name == "label-studio":  # what a person does there: accept the prediction
        tasks = json.loads(out.read_text(encoding="utf-8"))
        for task in tasks:
            task["annotations"] = [
                {"result": task["predictions"][0]["result"], "was_cancelled": False, "completed_by": 1}
            ]
        out.write_text(json.dumps(tasks), encoding="utf-8")
    back = import_labels(out, name, records)
    if name == "doccano" and any(r.fit for r in records):  # grades come from a project of their own
        back = import_labels(folder / "labels.grades.out", name, back.records)
    assert back.notes == []
    return back.records


@pytest.mark.parametrize("name", FORMATS)
def test_everything_comes_back(name: str, tmp_path: Path) -> None:
    bare = record("Rien à dire.", id="r2")
    assert round_trip([CV, bare], name, tmp_path) == [CV, bare]


@st.composite
def hostile_records(draw: st.DrawFn) -> Record:
    words = draw(st.lists(HOSTILE.map(lambda t: f"x{t}x"), min_size=1, max_size=4))
    text = draw(HOSTILE) + " " + " ".join(words) + draw(HOSTILE)
    spans: list[GoldSpan] = []
    for word in dict.fromkeys(words):
        start = text.index(word)
        spans.append(
            GoldSpan(
                start=start,
                end=start + len(word),
                label=draw(st.sampled_from(LABELS)),
                assertion=draw(st.sampled_from(ASSERTIONS)),
            )
        )
    kept: list[GoldSpan] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end, s.label)):
        if not any(k.label == span.label and span.start < k.end for k in kept):
            kept.append(span)
    grades = draw(st.dictionaries(st.sampled_from(["community_manager", "social_media_manager"]), st.integers(0, 3)))
    return Record(id="r1", language=draw(st.sampled_from(["fr", "en"])), text=text, spans=tuple(kept), fit=grades)


@pytest.mark.parametrize("name", ["label-studio", "doccano", "markup"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(cv=hostile_records())
def test_hostile_texts_come_back_character_for_character(name: str, tmp_path: Path, cv: Record) -> None:
    assert round_trip([cv], name, tmp_path) == [cv]


@pytest.mark.parametrize("name", ["prodigy", "spacy"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(cv=hostile_records())
def test_tools_with_tokens_keep_the_text_or_say_where_a_span_cuts_a_word(name: str, tmp_path: Path, cv: Record) -> None:
    try:
        assert round_trip([cv], name, tmp_path) == [cv]
    except CorpusError as error:
        assert str(error).startswith("mine.jsonl:1: r1: ")  # noqa: PT017 (either outcome is right)


@pytest.mark.parametrize("name", ["prodigy", "spacy"])
def test_a_span_that_cuts_a_word_is_named_with_file_and_line(name: str, tmp_path: Path) -> None:
    cut = Record(id="r1", language="en", text="community manager", spans=(GoldSpan(start=0, end=6, label="training"),))
    with pytest.raises(CorpusError, match=r"^mine\.jsonl:7: r1: span 0-6 \(training\) begins or ends inside a word"):
        export_labels([Sourced("mine.jsonl:7", cut)], name, tmp_path / "out")


def test_text_that_the_tool_composed_is_placed_by_content_and_said(tmp_path: Path) -> None:
    out = tmp_path / "doccano.jsonl"
    export_labels([Sourced("", CV)], "doccano", out)
    row = json.loads(out.read_text(encoding="utf-8"))
    text = unicodedata.normalize("NFC", row["text"]).replace("\r\n", "\n")
    start = text.index("page du ciném")
    row |= {"text": text, "label": [[start, start + len("page du cinéma"), "brand_presence"]]}
    out.write_text(json.dumps(row) + "\n", encoding="utf-8")
    back = import_labels(out, "doccano", [CV])
    assert [CV.text[s.start : s.end] for s in back.records[0].spans] == ["page du cine\u0301ma"]
    assert back.notes == [f"{out}:1: r1: the tool's text differs only in form; 1 spans placed by their words"]


def test_without_ids_texts_are_found_by_content(tmp_path: Path) -> None:
    out = tmp_path / "x.jsonl"
    out.write_text(
        json.dumps({"text": CV.text.strip().replace("\r", ""), "label": [[0, 7, "campaign"]]}) + "\n", encoding="utf-8"
    )
    assert import_labels(out, "doccano", [CV]).records[0].id == "r1"
    with pytest.raises(CorpusError, match=r"x\.jsonl:1: several records of the base have this text"):
        import_labels(out, "doccano", [CV, CV.model_copy(update={"id": "r2"})])


def test_one_project_of_doccano_may_hold_spans_and_grades(tmp_path: Path) -> None:
    export_labels([Sourced("", CV)], "doccano", tmp_path / "x.jsonl")
    blank = CV.model_copy(update={"spans": (), "fit": {}})
    assert import_labels(tmp_path / "x.both.jsonl", "doccano", [blank]).records == [CV]


def test_spans_of_doccano_projects_with_relations(tmp_path: Path) -> None:
    path = tmp_path / "f"
    entity = {"id": 0, "start_offset": 0, "end_offset": 1, "label": "campaign"}
    path.write_text(json.dumps({"text": "a b", "entities": [entity], "relations": []}), encoding="utf-8")
    assert import_labels(path, "doccano", [record("a b")]).records == [record("[[a]](campaign) b")]


def test_a_span_given_twice_is_kept_once_and_said(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text(GOOD.replace("[[0, 1", '[[0, 1, "campaign"], [0, 1'), encoding="utf-8")
    found = import_labels(path, "doccano", [record("a b")])
    assert len(found.records[0].spans) == 1
    assert found.notes == [f"{path}:1: r1: 1 spans given twice, kept once"]


def test_rejected_and_skipped_tasks_of_prodigy_are_left_out(tmp_path: Path) -> None:
    out = tmp_path / "f"
    export_labels([Sourced("", CV), Sourced("", record("a b", id="r2"))], "prodigy", out)
    rows = [json.loads(row) for row in out.read_text(encoding="utf-8").splitlines()]
    rows[0]["answer"], rows[1]["answer"] = "accept", "ignore"
    out.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert [r.id for r in import_labels(out, "prodigy", [CV, record("a b", id="r2")]).records] == ["r1"]


def test_suggestions_fill_only_what_nobody_labelled(tmp_path: Path) -> None:
    bare = record("Rien.", id="r2")
    out = tmp_path / "m.txt"
    export_labels(
        [Sourced("", CV), Sourced("", bare)], "markup", out, suggest=lambda r: r.model_copy(update={"fit": {"x": 1}})
    )
    assert [r.fit for r in import_labels(out, "markup", [CV, bare]).records] == [CV.fit, {"x": 1}]


GOOD = '{"text": "a b", "label": [[0, 1, "campaign"]], "cvsignal_id": "r1", "language": "fr"}'


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("doccano", "{", r"f:1: not JSON"),
        ("doccano", "\n\n[1]", r"f:3: no JSON object"),
        ("doccano", GOOD.replace("a b", ""), r"f:1: no text"),
        ("doccano", GOOD.replace("label", "tags"), r"f:1: no label"),
        ("doccano", GOOD.replace("campaign", "campain"), r"f:1: unknown label 'campain'"),
        ("doccano", GOOD.replace("campaign", "campaign:no"), r"f:1: unknown assertion 'no'"),
        ("doccano", GOOD.replace("[0, 1", "[0, 9"), r"f:1: r1: span 0-9 .* outside the text"),
        ("doccano", GOOD.replace("[0, 1", "[1, 1"), r"f:1: r1: span 1-1 .* empty"),
        ("doccano", GOOD.replace("[0, 1", "[0, 1.5"), r"f:1: offsets 0 and 1.5 are not whole numbers"),
        ("doccano", GOOD.replace("[0, 1, ", "["), r"f:1: a label is no \[start, end, name\]"),
        ("doccano", GOOD + "\n" + GOOD, r"f:2: 'r1' stands already at .*f:1"),
        ("doccano", GOOD.replace("r1", "r9"), r"f:1: 'r9' is not in the base"),
        ("doccano", '{"text": "a b", "label": ["cm=7"]}', r"f:1: 'cm=7' is no grade"),
        ("doccano", "", r"Nothing in the file"),
        ("doccano", GOOD.replace('[0, 1, "campaign"]', ""), r"f: no text has a label"),
        ("label-studio", "{", r"f: not JSON"),
        ("label-studio", '{"a": 1}', r"f: no list of tasks"),
        ("label-studio", '[{"id": 4, "text": "a b", "label": []}]', r"f: task 4: no data.*JSON-MIN"),
        ("label-studio", '[{"data": {"text": "a b"}}]', r"f: task 1: no annotations"),
        ("prodigy", '{"text": "a b"}', r"f:1: no spans"),
        ("spacy", "no docbin", r"f: no DocBin"),
        ("markup", "id: r1\nlanguage: fr\n", r"f:1: no line ---"),
        (
            "markup",
            "id: r1\n---\nok\n=====\nid: r2\n\n---\nok\n[[x]](brand)\n",
            r"f:9, character 4: unknown label 'brand'",
        ),
        ("markup", "id: r1\nwhat\n---\nok", r"f:2: 'what' is no `key: value`"),
        ("markup", "id: r1\nboss: yes\n---\nok", r"f:1: 'boss=yes' is no grade"),
    ],
)
def test_a_bad_file_is_refused_with_file_and_line(name: str, content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        import_labels(path, name, [record("a b")])


def test_a_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(GOOD.encode() + b'\n{"text": "\xe9"}')
    with pytest.raises(CorpusError, match="f:2: not UTF-8"):
        import_labels(path, "doccano", [])


def test_formats_are_named_when_another_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(
        CorpusError, match=r"'brat' is no format. Name one of label-studio, prodigy, doccano, spacy, markup"
    ):
        import_labels(tmp_path / "x", "brat")


def test_suggestions_that_the_tool_did_not_show_are_no_labels(tmp_path: Path) -> None:
    suggested = CV.model_copy(update={"meta": {**CV.meta, SUGGESTED: True}})
    export_labels([Sourced("", suggested)], "doccano", tmp_path / "x.jsonl")
    (back,) = import_labels(tmp_path / "x.jsonl", "doccano", [suggested]).records  # spans alone: nobody saw the grades
    assert (back.spans, back.fit, back.meta) == (CV.spans, {}, CV.meta)


def test_tasks_that_were_not_accepted_are_counted(tmp_path: Path) -> None:
    out = tmp_path / "x.jsonl"
    others = [record("Rien.", id=f"r{n}") for n in (2, 3)]
    export_labels([Sourced("", r) for r in (CV, *others)], "prodigy", out)
    answers = ("accept", "ignore", "reject")
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    out.write_text(
        "".join(json.dumps({**row, "answer": a}) + "\n" for row, a in zip(rows, answers, strict=True)), encoding="utf-8"
    )
    found = import_labels(out, "prodigy", [CV, *others])
    assert found.records == [CV]
    assert found.notes == ["2 left out: 2 not accepted"]
