"""On a local cluster of two workers; skipped with a reason where Dask is not installed."""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path

import psutil
import pytest
import stand_in
from screening_harness import READER, Run

from cvsignal.errors import ScreeningError
from cvsignal.schema import Failure
from cvsignal.screening.dask import DaskEngine, _from_anywhere, _Todo
from cvsignal.screening.limits import Limits
from cvsignal.screening.progress import Quiet
from cvsignal.screening.records import Job
from cvsignal.screening.shard_files import Maker, finished_shards
from cvsignal.screening.shards import cut

pytest.importorskip("distributed", reason="the extra cvsignal[dask] is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # Dask's own warnings, of many kinds


def engine(run: Run, loader=stand_in.load, **options) -> DaskEngine:
    return DaskEngine(
        loader, run.plan().maker, READER, run.plan().shard_folder, limits=Limits(seconds=2, megabytes=200), **options
    )


def test_same_rows_as_on_one_machine(run: Run, tmp_path: Path) -> None:
    for number in range(30):
        run.write(f"{number:02}.txt", f"text {number}")
    for name, text in {"crash": "SEGFAULT", "hang": "HANG", "eat": "GROW", "empty": "", "bug": "BUG"}.items():
        run.write(name, text)
    assert run(engine(run)).assessed == 35
    local = Run(run.folder, tmp_path / "local")
    local()
    assert run.results == local.results
    assert run(engine(run)).assessed == 0


def test_a_file_that_always_kills_its_worker_and_a_worker_that_is_killed(run: Run) -> None:
    """The poison kills the Dask worker, not only the process under it; another worker is killed from outside."""
    gate = run.out.parent / "gate"
    for number in range(12):
        run.write(f"{number:02}.txt", f"text {number}")
    run.write("05-poison.txt", "KILL-PARENT")
    run.write("09-held.txt", f"HOLD {gate}")
    killer = threading.Thread(target=_kill_the_worker_that_holds, args=(gate,), daemon=True)
    killer.start()
    dask = DaskEngine(stand_in.load, run.plan().maker, READER, run.plan().shard_folder, limits=Limits(seconds=60))
    summary = run(dask)
    assert gate.exists(), "no worker was killed from outside"
    failures = [result.message for result in run.results if isinstance(result, Failure)]
    assert len(failures) == 1, failures
    assert failures[0].startswith("05-poison.txt: it ends every worker that reads it")
    assert summary.failed == {"crashed": 1}
    assert len(run.results) == 14
    assert run(engine(run)).assessed == 0


def _kill_the_worker_that_holds(gate: Path) -> None:
    """Kill one Dask worker that has a worker process of ours under it, then let the held file go on."""
    while True:
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                parent = process.parent()
                if "cvsignal.screening.process" in " ".join(process.cmdline()) and parent:
                    time.sleep(0.5)
                    parent.kill()
                    gate.touch()
                    return
        time.sleep(0.02)


def test_finished_shards_of_a_run_that_was_cut_off_are_not_done_again(run: Run) -> None:
    for number in range(20):
        run.write(f"{number:02}.txt", f"text {number}")

    class Cut(Quiet):
        def done(self, path: str, seconds: float) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(engine(run), listener=Cut())
    finished = len(finished_shards(run.plan().shard_folder))
    assert finished
    summary = run(engine(run))
    assert summary.assessed <= 20 - finished
    assert len(run.results) == 20


def test_what_is_blamed_is_done_alone_and_halved() -> None:
    jobs = tuple(Job(f"{number}", f"/{number}", "1-1") for number in range(5))
    first, second = cut(jobs, Maker("m", "0"), READER, 3)
    todo = _Todo(iter((first, second)))
    assert todo.next(idle=True) is first
    assert todo.next(idle=False) is second
    assert not todo.blame(first)  # perhaps only because it waited in the worker
    assert not todo.blame(second)
    assert todo.next(idle=False) is None
    assert todo.next(idle=True) is first
    assert todo.next(idle=False) is None  # nothing beside it
    assert not todo.blame(first)
    assert todo.next(idle=True).jobs == jobs[:1]
    assert todo.next(idle=True).jobs == jobs[1:3]
    assert not todo.blame(todo._alone)
    assert todo.next(idle=True).jobs == jobs[1:2]
    assert not todo.blame(todo._alone)
    assert todo.next(idle=True).jobs == jobs[1:2]  # once more, to be sure
    assert todo.blame(todo._alone)
    assert todo.next(idle=True).jobs == jobs[2:3]
    assert todo.next(idle=True) is second
    assert todo.next(idle=True) is None


def test_an_existing_cluster(run: Run) -> None:
    from distributed import LocalCluster

    run.write("a.txt", "one")
    run.write("b.txt", "SEGFAULT")
    with LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address=None) as cluster:
        assert run(engine(run, scheduler=cluster.scheduler_address)).failed == {"crashed": 1}
        assert _processes_of_ours() == []


def _processes_of_ours() -> list[int]:
    found = []
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if "cvsignal.screening.process" in " ".join(process.cmdline()):
                found.append(process.pid)
    return found


def test_a_folder_given_from_here_is_found_by_workers_elsewhere(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run.write("a.txt", "one")
    monkeypatch.chdir(run.folder.parent)
    run.folder, run.out = Path("cvs"), Path("out")
    (job,) = map(_from_anywhere, [Job("a.txt", "cvs/a.txt", "1-1")])
    assert job.location == str(Path("cvs/a.txt").absolute())
    assert run(engine(run)).failed == {}
    assert run.results[0].path == "cvs/a.txt"


def test_a_model_that_cannot_be_loaded_ends_the_run(run: Run) -> None:
    run.write("a.txt", "one")
    with pytest.raises(ScreeningError, match="there is no model here"):
        run(engine(run, stand_in.load_nothing))


def test_no_cluster_at_the_address(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cvsignal.screening.dask._PATIENCE", 1)
    run.write("a.txt", "one")
    with pytest.raises(ScreeningError, match="no cluster answers"):
        run(engine(run, scheduler="tcp://127.0.0.1:9"))


def test_a_cluster_that_loses_all_workers(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr("cvsignal.screening.dask._PATIENCE", 1)
    monkeypatch.setattr("cvsignal.screening.dask._WITHOUT_WORKERS", 0)
    run.write("a.txt", "HANG")
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        leaver = threading.Timer(1.0, cluster.scale, args=(0,))
        leaver.start()
        dask = DaskEngine(stand_in.load, run.plan().maker, READER, run.plan().shard_folder, cluster.scheduler_address)
        with pytest.raises(ScreeningError, match="has had no worker"):
            run(dask)
