"""The commands of docs/labelling.md, run in the order in which they stand."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cvsignal.promotion.promote
import cvsignal.screener
from cvsignal import load
from cvsignal.cli import app
from cvsignal.corpus import write_records
from cvsignal.screening.progress import Quiet
from cvsignal.screening.request import Request, carry_out
from cvsignal.screening.run import Tables
from tests.small_corpus import small_corpus

PAGE = Path(__file__).parents[1] / "docs" / "labelling.md"
COMMANDS = re.findall(r"^\$ cvsignal (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture
def desk(tmp_path: Path, small_model: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the page takes it for granted: CVs, annotated data, a shipped model, a screening."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(small_model, "models/default")
    for module in (cvsignal.screener, cvsignal.promotion.promote):
        monkeypatch.setattr(module, "default_model", lambda: Path("models/default"))
    write_records(Path("data/annotated/train.jsonl"), small_corpus(64))
    write_records(Path("data/annotated/test.jsonl"), small_corpus(40, seed=2))
    Path("cvs").mkdir()
    for number, record in enumerate(small_corpus(8, seed=3)):
        Path(f"cvs/{number}.txt").write_text(record.text, encoding="utf-8")
    screener = load("models/default")
    request = Request("cvs", Path("screening"), screener.model_sha256, screener.version, workers=1)
    carry_out(request, screener.loader(), Tables(lambda results, folder: []), Quiet())
    return tmp_path


def a_person_works(command: str) -> None:
    """What happens between two commands: someone accepts all in Label Studio; someone else labels too."""
    if command.startswith("labels import"):
        tasks = json.loads(Path("tasks.json").read_text(encoding="utf-8"))
        for task in tasks:
            task["annotations"] = [{"result": task["predictions"][0]["result"], "completed_by": 1}]
        Path("export.json").write_text(json.dumps(tasks), encoding="utf-8")
    if command.startswith("labels agree"):
        shutil.copy("mine.jsonl", "theirs.jsonl")
    if command.startswith("rollback"):  # there was a model before
        CliRunner().invoke(
            app, ["promote", "models/default", "--test", "data/annotated/test.jsonl", "--force", "again"]
        )


def test_the_page_works_from_top_to_bottom(desk: Path) -> None:
    assert len(COMMANDS) >= 10
    for command in COMMANDS:
        a_person_works(command)
        result = CliRunner().invoke(app, shlex.split(command))
        # sentences of the small corpus stand in many CVs, as `corpus check` rightly says
        expected = 1 if command.startswith("corpus check") else 0
        assert result.exit_code == expected, f"{command}\n{result.output}\n{result.exception}"
    assert (desk / "models" / "current" / "model.json").is_file()


def test_the_page_names_every_format_sample_and_command() -> None:
    from cvsignal.labels.exchange import FORMATS
    from cvsignal.labels.sampling import SAMPLES

    page = PAGE.read_text(encoding="utf-8")
    for name in (*FORMATS, *SAMPLES):
        assert f"`{name}`" in page
    for command in (
        "labels export",
        "labels import",
        "labels from-screening",
        "labels agree",
        "compare",
        "promote",
        "rollback",
    ):
        assert any(one.startswith(command) for one in COMMANDS), command
