"""Every notebook runs from top to bottom, defines nothing and holds no output."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path) -> None:
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    names: dict[str, Any] = {}
    for cell in cells:
        source = "".join(cell["source"])
        assert not cell["outputs"]
        assert "def " not in source
        exec(compile(source, str(path), "exec"), names)


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS
