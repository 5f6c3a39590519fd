"""Real runs on the sample CVs, with their real output."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = Path("examples/cvs")
_WIDTH = "110"
_PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


def _run(arguments: list[str], cwd: Path = ROOT) -> str:
    environment = {**os.environ, "COLUMNS": _WIDTH, "NO_COLOR": "1", "TERM": "dumb"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stderr}")
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def _console(command: str, output: str) -> str:
    return f"```console\n$ cvsignal {command}\n{output}\n```"


def screen_run() -> str:
    """``cvsignal screen examples/cvs``: what is printed at the end."""
    with tempfile.TemporaryDirectory() as out:
        output = _run(["-m", "cvsignal", "screen", str(SAMPLES), "-o", out]).replace(out, "out")
    return _console(f"screen {SAMPLES} -o out", output)


def assessed_sample() -> Path:
    """The sample CV that is explained: the first one in plain text."""
    return min((ROOT / SAMPLES).glob("*.txt")).relative_to(ROOT)


def assess_run() -> str:
    """``cvsignal assess`` of one sample CV, up to the end of the first role."""
    path = assessed_sample()
    output = _run(["-m", "cvsignal", "assess", str(path)])
    head, first_role, *_ = output.split("\n\n")
    return _console(f"assess {path}", f"{head}\n\n{first_role}\n…")


def python_run() -> str:
    """What the first Python example of the README prints."""
    match = _PYTHON.search((ROOT / "README.md").read_text(encoding="utf-8"))
    if match is None:
        raise RuntimeError("README.md: no python block. Write one.")
    return f"```text\n{_run(['-c', match[1]])}\n```"
