"""The README's Python runs, and what is written by tools is fresh where it can be told at once."""

from __future__ import annotations

import re
from pathlib import Path

from tools import model_blocks

README = Path(__file__).parents[1] / "README.md"


def test_python_examples_run() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, str(README), "exec"), {})


def test_figures_are_those_of_the_shipped_model() -> None:
    assert model_blocks.quality() in README.read_text(encoding="utf-8")
