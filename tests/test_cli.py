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
import cvsignal.roles
from cvsignal import cli
from cvsignal.corpus import SUGGESTED, write_records
from cvsignal.screening.progress import Quiet
from tests.reporting.test_write import everything
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
        monkeypatch.setenv("PYTHONSAFEPATH", "")  # set by the command: put back after the test
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
    suggested = [record.model_copy(update={"meta": {SUGGESTED: True}}) for record in small_corpus(4)]
    write_records(tmp_path / "drawn.jsonl", suggested)
    table = Path(cvsignal.roles.__file__).with_name("community_manager.toml")
    (tmp_path / "community_manager.toml").write_text(table.read_text(encoding="utf-8"), encoding="utf-8")
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
    ("screen empty --out cv.txt", "cv.txt: the folder cannot be made"),
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
    ("evaluate none.txt", "none.txt: no CV stands there. Name a file that holds some."),
    ("evaluate drawn.jsonl", "1-0: its labels are a model's suggestions that no person has seen (4 such CVs). Label"),
    ("train drawn.jsonl", "1-0: its labels are a model's suggestions that no person has seen (4 such CVs). Label"),
    ("train enough.jsonl --role community_manager.toml", "community_manager: two roles have this name. Rename yours"),
    ("corpus check nowhere", "nowhere: there is no such file or folder"),
    ("corpus describe bad.jsonl", "bad.jsonl:1: "),
    ("labels export nowhere --format doccano --out x", "nowhere: there is no such file or folder"),
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
        "labels export few.jsonl --format word --out x",
        "labels from-screening out/screening.sqlite --out x --sample best",
        "train enough.jsonl --only",
        "rollback now",
    ],
)
def test_wrong_usage_is_exit_2(run: Run, desk: Path, line: str) -> None:
    done = run(*line.split())
    assert done.code == 2
    assert done.out == ""
    assert "Usage: " in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ("--role chef", "--role chef: the model does not know this role. It knows "),
        ("--shard 9/3", "--shard 9/3: it is not I/N with I from 1 to N. Write, for instance, 3/100."),
        ("--shard x", "--shard x: it is not I/N with I from 1 to N. Write, for instance, 3/100."),
        ("--shard 1/2 --fresh", "--fresh: it would delete what other parts have done."),
        ("--scheduler tcp://x", "--scheduler: it is for --engine dask. Give both or none."),
    ],
)
def test_options_of_screen_that_are_wrong_are_told_and_exit_2(run: Run, desk: Path, options: str, reason: str) -> None:
    done = run("screen", "empty", "--out", "out", *options.split())
    assert done.code == 2
    assert done.out == ""
    assert reason in " ".join(re.sub(r"[│╭╮╰╯─]", " ", done.err).split())
    assert not (desk / "out").exists()


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
    strict = run(*line, "--strict", "--quiet")
    assert (strict.code, strict.out) == (1, "")
    assert strict.err == "Error: --strict: 1 of 1 files could not be read. See out/ranking.csv for the reasons.\n"
    part = run(*line, "--strict", "--quiet", "--shard", "1/1", "--shards", "shards")
    assert (part.code, part.out) == (1, "")
    assert part.err.startswith("Error: --strict: 1 of 1 files could not be read.")


def test_an_interrupted_screening_says_how_much_is_done(
    run: Run, desk: Path, small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(Quiet):
        def done(self, path: str, seconds: float) -> None:
            raise KeyboardInterrupt

    line = ("screen", "cv.txt", "--model", small_model, "--out", "out", "--workers", 1)
    monkeypatch.setattr("cvsignal.screening.progress.listener", lambda **_: Interrupted())
    assert run(*line) == Done(130, "", "Interrupted: 1 file done. The same command goes on from there.\n")
    part = run(*line, "--shard", "1/1")
    assert part == Done(130, "", "Interrupted. The same command goes on from the last finished shard.\n")


def test_another_pdf_engine_reads_again(run: Run, desk: Path, small_model: Path) -> None:
    line = ("screen", "cv.txt", "--model", small_model, "--out", "out", "--workers", 1, "--json")
    for engine, assessed in (("auto", 1), ("pdfminer", 1), ("auto", 0), ("pdfminer", 0)):
        events = run(*line, "--pdf-engine", engine).out.splitlines()
        assert json.loads(events[-1])["assessed"] == assessed


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Dask's own warnings
def test_no_process_runs_code_of_the_current_folder(run: Run, desk: Path, small_model: Path) -> None:
    pytest.importorskip("distributed", reason="the extra cvsignal[dask] is not installed")
    (desk / "struct.py").write_text(f"open({str(desk / 'run')!r}, 'w')\nraise ImportError\n", encoding="utf-8")
    line = ("screen", "cv.txt", "--model", small_model, "--out", "out", "--workers", 1, "--engine", "dask", "--json")
    assert json.loads(run(*line).out.splitlines()[-1])["assessed"] == 1
    assert not (desk / "run").exists()


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """CVs whose names, folders and texts name the candidates: one is read, one is a copy, one cannot be read."""
    folder = tmp_path / "cvs" / "Tremblay"
    folder.mkdir(parents=True)
    for name in ("Paul Martin resume.txt", "Martin, Paul (2).txt"):
        (folder / name).write_text("Paul Martin\nExperience\nRan the page of the town of Sorel\n", encoding="utf-8")
    (folder / "Julie Tremblay.pdf").touch()
    return tmp_path / "cvs"


@pytest.mark.parametrize("told", [(), ("--json",), ("--shard", "1/1")], ids=" ".join)
def test_a_blind_screening_names_nobody(run: Run, named: Path, small_model: Path, told: tuple[str, ...]) -> None:
    done = run("screen", named, "--model", small_model, "--out", "out", "--workers", 1, "--blind", *told)
    assert done.code == 0
    assert "candidate " in done.out + done.err
    shown = "\n".join([done.out, done.err, *_texts_of(Path("out"))])
    assert [name for name in ("Martin", "Tremblay", "Paul", "Julie") if name.lower() in shown.lower()] == []


def _texts_of(out: Path) -> list[str]:
    """All that stands in an output folder, unpacked, but for the ledger and the shards, which keep everything."""
    return list(everything(out).values()) if (out / "ranking.csv").exists() else []


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


def test_evaluate_says_where_figures_flatter(run: Run, desk: Path, small_model: Path) -> None:
    done = run("evaluate", "enough.jsonl", "--model", small_model, "--json")
    assert "The model learned from 64 of these 64 CVs: they flatter it." in done.err
    assert json.loads(done.out)["learned_from"] == 64
    write_records(desk / "fresh.jsonl", small_corpus(16, seed=2))
    assert run("evaluate", "fresh.jsonl", "--model", small_model).err == ""


def test_a_role_that_takes_the_place_of_a_shipped_one_is_said(run: Run, desk: Path) -> None:
    done = run("train", "few.jsonl", "--role", "community_manager.toml", "--only")
    assert "community_manager: your table takes the place of the shipped role of this name." in done.err


def test_suggestions_prove_nothing_of_a_model(run: Run, desk: Path, small_model: Path) -> None:
    for words in (("compare", small_model, small_model, "--on"), ("promote", small_model, "--test")):
        done = run(*words, "drawn.jsonl")
        assert done.code == 1
        assert "its labels are a model's suggestions that no person has seen" in done.err


def test_an_empty_file_is_a_fault(run: Run, desk: Path) -> None:
    done = run("corpus", "check", "none.txt")
    assert done.code == 1
    assert done.out == "none.txt: no CV stands there. Name a file that holds some.\n"


def test_a_role_that_may_be_misspelt_is_remarked(run: Run, desk: Path) -> None:
    first, *rest = small_corpus(4)
    misspelt = first.model_copy(update={"fit": {"comunity_manager": 2}})
    write_records(desk / "odd.jsonl", [misspelt, *rest])
    done = run("corpus", "check", "odd.jsonl", "--no-likeness")
    assert done.code == 0
    assert "Remark: odd.jsonl:1: role 'comunity_manager' is not shipped, and 1 of 4 CVs are graded for it. " in done.err
    write_records(desk / "own.jsonl", [r.model_copy(update={"fit": {"press_officer": 2}}) for r in small_corpus(4)])
    assert "Remark" not in run("corpus", "check", "own.jsonl", "--no-likeness").err, "a third role"


def test_files_of_one_name_are_all_described(run: Run, desk: Path) -> None:
    for folder, count in (("first", 2), ("second", 4)):
        (desk / folder).mkdir()
        write_records(desk / folder / "cvs.jsonl", small_corpus(count))
    figures = json.loads(run("corpus", "describe", "first", "second", "few.jsonl", "--json").out)
    assert list(figures) == ["first/cvs", "second/cvs", "few"]
    assert sum(language["cvs"] for part in figures.values() for language in part.values()) == 10


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
