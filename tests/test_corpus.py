from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cvsignal.cli import app
from cvsignal.corpus import (
    SUGGESTED,
    Record,
    checked_files,
    jsonl_files,
    parse_record,
    read_placed,
    read_records,
    read_reviewed,
    record_faults,
    write_records,
)
from cvsignal.errors import CorpusError

SPAN = {"start": 0, "end": 4, "label": "campaign"}
GOOD: dict[str, Any] = {
    "id": "good",
    "language": "fr",
    "text": "Campagne d'été pour la piscine de la ville, avec affiches et publications payantes sur deux réseaux.",
    "spans": [{**SPAN, "end": 8}],
    "fit": {"community_manager": 1},
}


def line(**changes: Any) -> bytes:
    """A line of JSONL: the good record with changes; a key whose value is ... is left out."""
    data = {
        "id": "bad",
        "text": "Gala annuel de la fondation.",
        "spans": [],
        **{k: GOOD[k] for k in ("language", "fit")},
    } | changes
    return json.dumps({k: v for k, v in data.items() if v is not ...}, ensure_ascii=False).encode()


DAMAGE: dict[str, tuple[bytes, str]] = {
    "bad JSON": (line()[:-1], "not JSON: .* at character"),
    "missing field": (line(text=...), "text is missing. Add it."),
    "unknown label": (
        line(spans=[{**SPAN, "label": "campain"}]),
        "unknown label 'campain' in spans.0.label. Known are brand_pr",
    ),
    "unknown assertion": (
        line(spans=[{**SPAN, "assertion": "no"}]),
        "unknown assertion 'no' in spans.0.assertion. Known are",
    ),
    "offsets outside": (line(spans=[{**SPAN, "end": 99}]), r"bad: span 0-99 \(campaign\) lies outside the text of 28"),
    "empty span": (line(spans=[{**SPAN, "end": 0}]), r"bad: span 0-0 \(campaign\) is empty"),
    "white space at an end": (line(spans=[{**SPAN, "end": 5}]), r"span 0-5 \(campaign\) has white space at an end"),
    "overlap": (line(spans=[SPAN, {**SPAN, "end": 11}]), r"span 0-11 \(campaign\) overlaps another span of the same"),
    "grade out of range": (line(fit={"community_manager": 4}), "grade 4 for 'community_manager' is out of range"),
    "duplicate id": (line(id="good"), "id 'good' stands already at .*:1. Give each"),
    "wrong language": (line(language="de"), "language 'de' is unknown"),
    "not UTF-8": (line(text="Été").decode().encode("latin-1"), "not UTF-8 text at byte"),
    "empty text": (line(text=""), "text is empty"),
    "unknown key": (line(grade=2), "unknown key 'grade'. Remove it"),
    "the same text": (line(text=GOOD["text"].upper().replace(" ", "  ")), "the same text stands already at .*:1"),
    # and some more
    "near duplicate": (line(text=GOOD["text"] + " Bilan remis."), "near duplicate of .*:1: good: "),
    "half a number": (line(spans=[{**SPAN, "start": 0.5}]), "spans.0.start is 0.5, no whole number"),
    "number as words": (line(spans=[{**SPAN, "start": "0"}]), "spans.0.start is '0', no whole number"),
    "truth for a number": (line(fit={"community_manager": True}), "fit.community_manager is True, no whole number"),
    "negative offset": (line(spans=[{**SPAN, "start": -4}]), "span -4-4 .* lies outside"),
    "blank text": (line(text=" \n"), "nothing but white space"),
    "no object": (b"[1]", "no JSON object"),
    "key twice": (b'{"id": "a", "id": "b"}', "a key stands twice"),
    "no number": (line().replace(b"1", b"NaN"), "NaN is no number"),
    "lone surrogate": (line(text="x").replace(b'"x"', b'"\\ud800"'), "text: "),
    "deep nesting": (b"[" * 100_000, "not JSON"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_named_with_file_and_line(kind: str, tmp_path: Path) -> None:
    damaged, message = DAMAGE[kind]
    path = tmp_path / "mine.jsonl"
    path.write_bytes(line(**GOOD) + b"\n\n" + damaged + b"\n" + line(id="fine", text="Rien.") + b"\n")
    result = CliRunner().invoke(app, ["corpus", "check", str(path)])
    assert result.exit_code == 1
    (fault,) = result.stdout.splitlines()
    assert fault.startswith(f"{path}:3: ")
    assert fault.endswith(".")
    assert re.search(message, fault), fault


def test_all_damage_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    kinds = list(DAMAGE.values())[:15]
    path.write_bytes(b"\n".join([line(**GOOD), *(damaged for damaged, _ in kinds)]))
    faults = checked_files([path])[1]
    assert len({fault.split(": ")[0] for fault in faults}) == 15
    with pytest.raises(CorpusError, match=r"mine\.jsonl:2: not JSON"):
        read_records([path])


def test_good_records_are_read_and_written_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "a.jsonl"
    record = parse_record(line(**GOOD, meta={"batch": "b1"}).decode())
    write_records(path, [record])
    assert read_records(jsonl_files([tmp_path / "folder"])) == [record]
    assert record.batch == "b1"


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + line(**GOOD))
    assert checked_files([path])[1] == []


def test_same_labels_may_touch_and_others_overlap() -> None:
    spans = [{**SPAN, "end": 8}, {**SPAN, "start": 9, "end": 14}, {**SPAN, "end": 14, "label": "marketing"}]
    assert record_faults(Record.model_validate(GOOD | {"spans": spans})) == []


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="there is no such file or folder"):
        jsonl_files([tmp_path / "none"])
    with pytest.raises(CorpusError, match=r"No \.jsonl file found"):
        jsonl_files([tmp_path])


def test_the_damage_across_two_files_is_seen(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_bytes(line(**GOOD))
    faults = checked_files(jsonl_files([tmp_path]))[1]
    assert [f.split(":")[0].rsplit("/", 1)[-1] for f in faults] == ["b.jsonl", "b.jsonl"]


def test_a_line_that_stands_in_four_cvs_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    same = "Suivi hebdomadaire des abonnés et des mentions de la marque"
    path.write_bytes(b"\n".join(line(id=f"r{n}", text=f"{'mot ' * n}fin\n{same}\n{'bout ' * n}") for n in range(1, 5)))
    result = CliRunner().invoke(app, ["corpus", "check", str(path)])
    assert "stands in 4 CVs, the limit is 3" in result.stdout
    assert CliRunner().invoke(app, ["corpus", "check", "--no-likeness", str(path)]).exit_code == 0


def check(path: Path) -> None:
    assert CliRunner().invoke(app, ["corpus", "check", str(path)]).exit_code == 0


@pytest.mark.parametrize("read", [lambda path: read_placed([path]), check], ids=["read", "check"])
def test_a_file_is_read_and_parsed_once(
    read: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jsonl").write_bytes(line(**GOOD))
    parsed: list[str] = []

    def counted(text: str) -> Record:
        parsed.append(text)
        return parse_record(text)

    monkeypatch.setattr("cvsignal.corpus.parse_record", counted)
    read(tmp_path / "a.jsonl")
    assert len(parsed) == 1


def test_a_record_knows_its_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(line(**GOOD))
    ((where, record),) = read_placed([tmp_path / "a.jsonl"])
    assert (where, record.id) == (f"{tmp_path / 'a.jsonl'}:1", "good")


def test_suggestions_are_refused_where_truth_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(line(**GOOD) + b"\n" + line(meta={SUGGESTED: True}))
    assert len(read_records([tmp_path / "a.jsonl"])) == 2
    with pytest.raises(CorpusError, match=r"bad: its labels are a model's suggestions .*\(1 such CVs\)"):
        read_reviewed([tmp_path / "a.jsonl"])
