"""500 damaged PDFs and DOCX: each ends as a document or with a reason code, none hangs, none takes the memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from cvsignal.errors import READ_CODES

ROOT = Path(__file__).parents[2]
PATIENCE = 600  # seconds for all variants together: only a hang takes so long
MEGABYTES = 500


def test_every_damaged_file_is_a_document_or_a_reason() -> None:
    command = [sys.executable, "-m", "tests.reading.mutations", "500"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    report = json.loads(done.stdout)
    assert sum(report["outcomes"].values()) == 500
    assert set(report["outcomes"]) <= READ_CODES | {"document"}
    assert report["outcomes"]["document"] > 50
    assert report["peak_megabytes"] < MEGABYTES
