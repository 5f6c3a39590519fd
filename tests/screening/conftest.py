from __future__ import annotations

from pathlib import Path

import pytest
from screening_harness import Run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A screening of the empty folder ``cvs`` into ``out``."""
    (tmp_path / "cvs").mkdir()
    return Run(tmp_path / "cvs", tmp_path / "out")
