from __future__ import annotations

from pathlib import Path

import pytest

from cvsignal import load
from cvsignal.errors import CorpusError
from cvsignal.promotion.compare import compare_on_folder


def test_what_is_no_cv_is_not_compared(good: Path, shuffled: Path, tmp_path: Path) -> None:
    for name in ("cv.txt", "~$cv.docx", "Thumbs.db", ".git/cv.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Experience\n- Ran the Facebook page of the museum\n")
    found = compare_on_folder(load(good), load(shuffled), tmp_path, workers=1)
    assert found.cvs == 1
    assert found.notes == ()


def test_a_folder_without_cvs_is_told(good: Path, tmp_path: Path) -> None:
    (tmp_path / "Thumbs.db").touch()
    with pytest.raises(CorpusError, match="there is no file in it"):
        compare_on_folder(load(good), load(good), tmp_path)
