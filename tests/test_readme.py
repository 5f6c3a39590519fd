"""The examples of the README run, and its order is the one that readers are promised."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=["five lines", "a folder"])
def test_python_examples_run(example: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(example, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip()


def test_the_first_example_has_about_five_lines() -> None:
    lines = [line for line in EXAMPLES[0].splitlines() if line and not line.startswith("import")]
    assert len(lines) <= 5


def test_one_sentence_then_a_run_then_python_then_retraining_then_limits() -> None:
    heads = [
        "make demo",
        "## Screen a folder",
        "## From Python",
        "## Your own CVs",
        "## What it does not do",
        "## Privacy",
    ]
    places = [README.index(head) for head in heads]
    assert places == sorted(places)


def test_the_two_commands_are_rules_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    ours = re.findall(r"(?:`|\$ )make (\w+)", README)
    assert {"demo", "test"} <= set(ours)
    for rule in ours:
        assert re.search(rf"^{rule}:", makefile, re.MULTILINE), rule


def test_the_ci_runs_the_test_command_as_written() -> None:
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
