"""A run that is killed again and again ends with the same rows as one that is left in peace."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from screening_harness import Run

FILES = 300
KILLS = 5


def committed(ledger: Path) -> int:
    if not ledger.exists():
        return 0
    with closing(sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True)) as base:
        try:
            return base.execute(
                "SELECT (SELECT COUNT(*) FROM assessments) + (SELECT COUNT(*) FROM failures)"
            ).fetchone()[0]
        except sqlite3.OperationalError:  # not made yet
            return 0


def start(run: Run, slowness: float = 0.005) -> subprocess.Popen[bytes]:
    target = Path(__file__).with_name("kill_target.py")
    return subprocess.Popen(
        [sys.executable, str(target), str(run.folder), str(run.out), str(slowness)], stderr=subprocess.DEVNULL
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_five_kills_change_no_row(run: Run, tmp_path: Path, seed: int) -> None:
    for number in range(FILES):
        text = "" if number % 50 == 7 else f"CV number {number} " * (number % 9 + 1)
        run.write(f"{number % 7}/{number:03}.txt", text)
    run.write("crash.txt", "SEGFAULT")

    random_ = random.Random(seed)
    points = sorted(random_.sample(range(5, FILES - 20), KILLS))  # files done when the blow falls
    ledger = run.out / "screening.sqlite"
    for point in points:
        with start(run) as process:
            while committed(ledger) < point:
                assert process.poll() is None, "it ended before it could be killed"
                time.sleep(random_.uniform(0.001, 0.01))
            process.kill()
        before = committed(ledger)
        assert point <= before < FILES
    summary = run()
    assert 0 < summary.assessed < FILES - before + 10  # the rest, and not the whole again
    killed = run.results

    peaceful = Run(run.folder, tmp_path / "peaceful")
    peaceful()
    assert len(killed) == FILES + 1
    assert killed == peaceful.results


def test_ctrl_c_leaves_no_process_and_keeps_what_was_done(run: Run) -> None:
    for number in range(40):
        run.write(f"{number:03}.txt", f"CV number {number}")
    with start(run, slowness=0.05) as process:
        while committed(run.out / "screening.sqlite") < 5:
            assert process.poll() is None
            time.sleep(0.005)
        workers = psutil.Process(process.pid).children()
        process.send_signal(signal.SIGINT)
        process.wait(timeout=10)
    assert len(workers) == 2
    assert psutil.wait_procs(workers, timeout=0)[1] == []
    done = committed(run.out / "screening.sqlite")
    assert run().assessed == 40 - done
