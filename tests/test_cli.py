"""The command line: help for everything, exit codes 0, 1 and 2, one clear line for what is wrong, never a traceback."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tools.cli_reference import commands
from typer.testing import CliRunner

import cvsignal
from cvsignal import cli
from cvsignal.corpus import write_records
from tests.small_corpus import small_corpus

COMMANDS = dict(commands())


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs ``cvsignal`` in an empty folder, through the same door as the installed command."""
    monkeypatch.chdir(tmp_path)

    def called(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["cvsignal", *map(str, words)])
        capfd.readouterr()
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        found = capfd.readouterr()
        return Done(code, found.out, found.err)

    return called


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Inputs that are wrong in one way each."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note.txt").write_text("not a model", encoding="utf-8")
    (tmp_path / "bad.jsonl").write_text('{"id": "a", "language": "de", "text": "x"}\n', encoding="utf-8")
    (tmp_path / "none.txt").touch()
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj << /Type /Catalog")
    (tmp_path / "picture.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04" + bytes(64))
    (tmp_path / "cv.txt").write_text(
        "Experience\nCommunity manager, 2015 - 2019\nRan the page of the town", encoding="utf-8"
    )
    write_records(tmp_path / "few.jsonl", small_corpus(4))
    write_records(tmp_path / "enough.jsonl", small_corpus(64))
    return tmp_path


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_that_says_what_it_does(name: str) -> None:
    result = CliRunner().invoke(cli.app, [*name.split()[1:], "--help"])
    assert result.exit_code == 0
    command = COMMANDS[name]
    assert re.match(r"[A-Z].{20,}\.", command.help, re.DOTALL)
    for parameter in command.params:
        assert parameter.help, parameter.name


def test_the_commands_of_the_contract_are_there() -> None:
    for name in ("screen", "assess", "train", "evaluate"):
        assert f"cvsignal {name}" in COMMANDS


def test_version(run: Run) -> None:
    assert run("--version") == Done(0, f"cvsignal {cvsignal.__version__}\n", "")


ERRORS = [
    ("screen nowhere", "nowhere: there is no such file or folder"),
    ("screen empty --role chef", "--role chef: the model does not know this role"),
    ("screen empty --out cv.txt", "cv.txt: the folder cannot be made"),
    ("screen empty --shard 9/3", "--shard 9/3: it is not I/N"),
    ("screen empty --model nowhere", "nowhere: there is no such model folder"),
    ("assess nowhere.pdf", "nowhere.pdf: no such file"),
    ("assess empty", "empty: it is a folder"),
    ("assess none.txt", "none.txt: the file is empty"),
    ("assess cut.pdf", "cut.pdf: "),
    ("assess picture.pdf", "picture.pdf: "),
    ("assess broken.docx", "broken.docx: "),
    ("assess cv.txt --model full", "no model.json there"),
    ("train nowhere", "nowhere: there is no such file or folder"),
    ("train empty", "No .jsonl file found"),
    ("train bad.jsonl", "bad.jsonl:1: language 'de' is unknown"),
    ("train few.jsonl", "A role needs at least 12"),
    ("train enough.jsonl --out cv.txt", "cv.txt: it is a file. Name a new folder"),
    ("train enough.jsonl --out full", "full: not empty, and no model folder"),
    ("train enough.jsonl --role cv.txt", "cv.txt: not TOML"),
    ("evaluate nowhere.jsonl", "nowhere.jsonl: there is no such file or folder"),
    ("evaluate bad.jsonl", "bad.jsonl:1: language 'de' is unknown"),
    ("corpus check nowhere", "nowhere: there is no such file or folder"),
    ("corpus describe bad.jsonl", "bad.jsonl:1: "),
    ("labels export few.jsonl --format word --out x", "'word' is no format. Name one of label-studio"),
    ("labels import nowhere.json --format doccano --out x", "nowhere.json: "),
    ("labels from-screening nowhere.sqlite --out x", "nowhere.sqlite: there is no ledger"),
    ("labels agree few.jsonl nowhere.jsonl", "nowhere.jsonl: there is no such file or folder"),
    ("compare nowhere full --on few.jsonl", "nowhere: there is no such model folder"),
    ("promote full --test few.jsonl", "full: no model.json there"),
    ("rollback --to current", "current: there is no earlier model"),
]


@pytest.mark.parametrize(("line", "reason"), ERRORS, ids=[line for line, _ in ERRORS])
def test_what_is_wrong_is_one_clear_line_and_exit_1(run: Run, desk: Path, line: str, reason: str) -> None:
    done = run(*line.split())
    assert done.code == 1
    assert done.out == ""
    assert reason in done.err
    last = done.err.strip().splitlines()[-1]
    assert last.startswith("Error: ")  # what: why. What to do.
    assert last.endswith(".")
    assert "Traceback" not in done.err


def test_every_command_is_tried_with_something_wrong() -> None:
    tried = {name for name in COMMANDS for line, _ in ERRORS if f"cvsignal {line}".startswith(name)}
    assert tried == set(COMMANDS)


@pytest.mark.parametrize(
    "line",
    [
        "nothing",
        "screen",
        "screen empty --workers 0",
        "screen empty --workers many",
        "screen empty --purpose fun",
        "assess cv.txt --pdf-engine other",
        "labels export few.jsonl --out x",
        "rollback now",
    ],
)
def test_wrong_usage_is_exit_2(run: Run, desk: Path, line: str) -> None:
    done = run(*line.split())
    assert done.code == 2
    assert done.out == ""
    assert "Usage: " in done.err
    assert "Traceback" not in done.err


def test_a_folder_that_is_empty_is_done_and_says_so(run: Run, desk: Path) -> None:
    done = run("screen", "empty", "--out", "out")
    assert done.code == 0
    assert "0 CVs read" in done.out
    assert (desk / "out" / "ranking.csv").read_text(encoding="utf-8-sig").startswith("path,sha256,language,status")


def test_files_that_fail_change_the_code_only_when_strict(run: Run, desk: Path, small_model: Path) -> None:
    line = ("screen", "none.txt", "--model", small_model, "--out", "out", "--workers", 1)
    done = run(*line)
    assert done.code == 0
    assert "1 could not be read" in done.out
    assert run(*line, "--strict").code == 1


def test_assess_explains_or_prints_json(run: Run, desk: Path, small_model: Path) -> None:
    explained = run("assess", "cv.txt", "--model", small_model)
    assert explained.code == 0
    assert "Community manager" in explained.out
    printed = run("assess", "cv.txt", "--model", small_model, "--json")
    assert cvsignal.Assessment.model_validate_json(printed.out).path == "cv.txt"


def test_evaluate_prints_tables_or_json(run: Run, desk: Path, small_model: Path) -> None:
    figures = json.loads(run("evaluate", "enough.jsonl", "--model", small_model, "--json").out)
    assert {"evidence", "fit", "baselines"} <= set(figures)
    tables = run("evaluate", "enough.jsonl", "--model", small_model)
    assert tables.code == 0
    assert "evidence · en" in tables.out


def test_agree_takes_folders_too(run: Run, desk: Path) -> None:
    (desk / "first").mkdir()
    write_records(desk / "first" / "a.jsonl", small_corpus(2))
    done = run("labels", "agree", "first", "few.jsonl", "--json")
    assert json.loads(done.out)["spans"]["f1"] == 1.0


def test_what_the_system_refuses_is_one_line_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "out/ranking.csv")

    monkeypatch.setattr(cli, "app", full)
    done = run("screen", "cvs")
    assert done.code == 1
    assert done.err == (
        "Error: out/ranking.csv: No space left on device. Check the path, its rights and the free space.\n"
    )


def test_an_interruption_is_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "app", interrupted)
    assert run("screen", "cvs") == Done(130, "", "Interrupted.\n")
