"""The commands of ``cvsignal labels``, from a screening to agreement."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from cvsignal import load
from cvsignal.cli import app
from cvsignal.cli.labels import Format, Sample
from cvsignal.corpus import SUGGESTED, read_records, write_records
from cvsignal.errors import CorpusError
from cvsignal.labels.exchange import FORMATS
from cvsignal.labels.sampling import SAMPLES
from cvsignal.screening.progress import Quiet
from cvsignal.screening.request import Request, carry_out
from cvsignal.screening.run import Tables
from tests.small_corpus import small_corpus


def run(*arguments: object) -> str:
    """Standard error of a command that succeeds, or its output."""
    result = CliRunner().invoke(app, ["labels", *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def cvs(tmp_path: Path) -> Path:
    """A folder with three CVs as text, a Spanish one and a file that is no CV."""
    folder = tmp_path / "cvs"
    (folder / "sub").mkdir(parents=True)
    for number, record in enumerate(small_corpus(3, seed=7)):
        (folder / "sub" / f"{number}.txt").write_text(record.text, encoding="utf-8")
    spanish = (
        "Experiencia\nGestión de las redes sociales de la empresa durante tres años en la ciudad de Sevilla, España."
    )
    (folder / "es.txt").write_text(spanish, encoding="utf-8")
    (folder / "empty.pdf").write_bytes(b"")
    return folder


def test_a_folder_of_cvs_goes_out_with_suggestions_and_comes_back(cvs: Path, small_model: Path, tmp_path: Path) -> None:
    out, mine = tmp_path / "out" / "tasks.jsonl", tmp_path / "mine.jsonl"
    told = run("export", cvs, "-f", "prodigy", "-o", out, "-m", small_model)
    assert "3 CVs written" in told
    assert "empty.pdf" in told
    assert "language es" in told
    base = out.with_name("tasks.jsonl.base.jsonl")
    assert {record.id for record in read_records([base])} == {f"sub/{n}.txt" for n in range(3)}
    run("import", out, "-f", "prodigy", "--base", base, "-o", mine)
    records = read_records([mine])
    assert any(record.spans for record in records)
    assert all(set(record.fit) == {"community_manager", "social_media_manager"} for record in records)
    assert not any(SUGGESTED in record.meta for record in records), "a person has seen them now"


def test_own_labels_go_out_as_they_are(tmp_path: Path) -> None:
    write_records(tmp_path / "a.jsonl", small_corpus(4))
    run("export", tmp_path / "a.jsonl", "-f", "markup", "-o", tmp_path / "a.txt")
    run("import", tmp_path / "a.txt", "-f", "markup", "--base", tmp_path / "a.jsonl", "-o", tmp_path / "b.jsonl")
    assert read_records([tmp_path / "b.jsonl"]) == small_corpus(4)


def test_bare_texts_get_suggestions_unless_they_are_not_wanted(small_model: Path, tmp_path: Path) -> None:
    bare = [record.model_copy(update={"spans": (), "fit": {}}) for record in small_corpus(8)]
    write_records(tmp_path / "a.jsonl", bare)
    out = tmp_path / "a.txt"
    run("export", tmp_path / "a.jsonl", "-f", "markup", "-o", out, "--no-suggest")
    assert "[[" not in out.read_text(encoding="utf-8")
    run("export", tmp_path / "a.jsonl", "-f", "markup", "-o", out, "-m", small_model)
    assert "](brand_presence)" in out.read_text(encoding="utf-8")


def test_cvs_of_a_folder_go_out_bare_where_suggestions_are_not_wanted(
    cvs: Path, small_model: Path, tmp_path: Path
) -> None:
    out = tmp_path / "a.jsonl"
    run("export", cvs, "-f", "doccano", "-o", out, "-m", small_model, "--no-suggest")
    assert [row["label"] + row["cats"] for row in rows_of(tmp_path / "a.both.jsonl")] == [[]] * 3
    kept = read_records([tmp_path / "a.jsonl.base.jsonl"])
    assert [(r.spans, r.fit, SUGGESTED in r.meta) for r in kept] == [((), {}, False)] * 3


def test_suggestions_in_a_file_stay_behind_where_they_are_not_wanted(tmp_path: Path) -> None:
    drawn, own = small_corpus(2)
    drawn = drawn.model_copy(update={"meta": {**drawn.meta, SUGGESTED: True}})
    write_records(tmp_path / "a.jsonl", [drawn, own])
    run("export", tmp_path / "a.jsonl", "-f", "doccano", "-o", tmp_path / "b.jsonl", "--no-suggest")
    bare, labelled = read_records([tmp_path / "b.jsonl.base.jsonl"])
    assert (bare.spans, bare.fit) == ((), {})
    assert labelled == own


def rows_of(path: Path) -> list[dict[str, list[object]]]:
    """Objects of a JSONL file; a key for each kind of label."""
    found = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]
    return [{"label": row["entities"], "cats": row["cats"]} for row in found]


def test_what_was_left_out_is_counted(tmp_path: Path) -> None:
    write_records(tmp_path / "a.jsonl", small_corpus(4))
    run("export", tmp_path / "a.jsonl", "-f", "label-studio", "-o", tmp_path / "t.json")
    tasks = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
    for number, task in enumerate(tasks):
        done = {"result": task["predictions"][0]["result"], "completed_by": 1, "was_cancelled": number == 1}
        task["annotations"] = [done] if number < 2 else []
    (tmp_path / "t.json").write_text(json.dumps(tasks), encoding="utf-8")
    told = run("import", tmp_path / "t.json", "-f", "label-studio", "-o", tmp_path / "b.jsonl")
    assert "3 left out: 1 cancelled, 2 not labelled\n1 labelled CVs written" in told


def test_agreement_names_the_cvs_that_one_person_alone_has(tmp_path: Path) -> None:
    write_records(tmp_path / "a.jsonl", small_corpus(9))
    write_records(tmp_path / "b.jsonl", small_corpus(2))
    told = run("agree", tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    assert "7 CVs only in the first, left out: 1-2, 1-3, 1-4, 1-5, 1-6 … and 2 more\n" in told
    assert "only in the second" not in told


def test_the_commands_know_all_formats_and_samples() -> None:
    assert get_args(get_args(Format)[0]) == tuple(FORMATS)
    assert get_args(get_args(Sample)[0]) == SAMPLES


def test_a_folder_without_cvs_is_refused(tmp_path: Path, small_model: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(CorpusError, match="No CV to export"):
        run("export", tmp_path / "none", "-f", "doccano", "-o", tmp_path / "x", "-m", small_model)


def test_from_a_screening_to_labels_that_are_remembered(cvs: Path, small_model: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    screener = load(small_model)
    request = Request(str(cvs), out, screener.model_sha256, screener.version, workers=1)
    carry_out(request, screener.loader(), Tables(lambda results, folder: []), Quiet())
    ledger, drawn = out / "screening.sqlite", tmp_path / "drawn.jsonl"
    assert "2 CVs written" in run("from-screening", ledger, "-n", 2, "-o", drawn)
    run("export", drawn, "-f", "doccano", "-o", tmp_path / "d.jsonl")
    run(
        "import",
        tmp_path / "d.jsonl",
        "-f",
        "doccano",
        "--base",
        drawn,
        "-o",
        tmp_path / "m.jsonl",
        "--screening",
        ledger,
    )
    states = [json.loads(row)["state"] for row in (out / "labelled.jsonl").read_text(encoding="utf-8").splitlines()]
    assert states.count("drawn") == 2
    assert "labelled" in states
    run("from-screening", ledger, "--sample", "disagreement", "--against", small_model, "-o", tmp_path / "rest.jsonl")
    assert len(read_records([tmp_path / "rest.jsonl"])) == 1


def test_agreement_is_told_as_tables_and_as_json(tmp_path: Path) -> None:
    write_records(tmp_path / "a.jsonl", small_corpus(4))
    shutil.copy(tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    assert "0 disagreements" in run("agree", tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    other = [record.model_copy(update={"fit": {"community_manager": 3}}) for record in small_corpus(4)]
    write_records(tmp_path / "b.jsonl", other)
    found = json.loads(run("agree", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "--json"))
    assert found["spans"]["f1"] == 1.0
    assert {row["what"] for row in found["disagreements"]} == {"community_manager"}
