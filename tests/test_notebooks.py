"""Every notebook runs from top to bottom in a kernel of its own, defines nothing and holds no output."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from cvsignal.corpus import write_records
from tests.small_corpus import small_corpus

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SECONDS = 600  # a cell that hangs; no measure of speed
pytestmark = pytest.mark.filterwarnings("ignore")  # of the kernel's machinery, not of ours


def code(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_the_four_notebooks_are_there() -> None:
    assert [path.stem[0] for path in NOTEBOOKS] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_are_stripped(path: Path) -> None:
    assert all(not cell.outputs and cell.execution_count is None for cell in code(path))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_import_cvsignal_and_define_nothing(path: Path) -> None:
    nodes = [node for cell in code(path) for node in ast.walk(ast.parse(cell.source))]
    assert any(isinstance(node, ast.Import) and node.names[0].name == "cvsignal" for node in nodes)
    assert not any(isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda) for n in nodes)


@pytest.fixture
def newcomers(tmp_path: Path) -> Path:
    """CVs of one's own to retrain with: those of the corpus; without them, small made-up ones."""
    folder = ROOT / "data" / "annotated" / "newcomers"
    if not folder.is_dir():
        write_records(tmp_path / "label.jsonl", small_corpus(30, seed=5))
        write_records(tmp_path / "check.jsonl", small_corpus(30, seed=6))
        return tmp_path
    return Path(shutil.copytree(folder, tmp_path / "newcomers"))


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path, newcomers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CVSIGNAL_REAL", "CVSIGNAL_FULL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CVSIGNAL_NEWCOMERS", str(newcomers))
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": str(path.parent)}})
    client.execute()
    assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")
