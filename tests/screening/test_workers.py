from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
import stand_in

from cvsignal.errors import ScreeningError
from cvsignal.schema import Assessment, Failure, printable
from cvsignal.screening.limits import Limits
from cvsignal.screening.workers import assess_many


def write(folder: Path, **texts: str) -> list[Path]:
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def codes(results: list[Assessment | Failure]) -> list[str]:
    return [result.code if isinstance(result, Failure) else "ok" for result in results]


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


def test_results_come_in_the_order_of_the_paths(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    first, *others = write(tmp_path, a=f"HOLD {gate}", **{f"b{n}": f"text {n}" for n in range(20)})
    others[-1].write_text("last")

    def paths():  # the first file is held until the last has been handed out
        yield first
        yield from others
        gate.touch()

    texts = [result.text for result in assess_many(stand_in.load, paths(), workers=2)]
    assert texts == [path.read_text() for path in [first, *others]]


def test_paths_are_taken_as_results_are(tmp_path: Path) -> None:
    (path,) = write(tmp_path, a="text")
    taken = 0

    def paths():
        nonlocal taken
        for _ in range(10_000):
            taken += 1
            yield path

    results = assess_many(stand_in.load, paths(), workers=1)
    next(results)
    assert taken <= 40
    results.close()


@pytest.mark.parametrize(
    ("order", "code", "reason"),
    [
        ("SEGFAULT", "crashed", "SIGSEGV"),
        ("HANG", "timed-out", "more than 2 s"),
        ("GROW", "out-of-memory", "more than 200 MB"),
        ("HUGE", "out-of-memory", "more than 200 MB"),
        ("BUG", "crashed", "ValueError in stand_in.py"),
    ],
)
def test_a_bad_file_costs_only_itself(tmp_path: Path, order: str, code: str, reason: str) -> None:
    paths = write(tmp_path, a="good", bad=order, b="good too", c="and this")
    results = list(assess_many(stand_in.load, paths, workers=1, limits=Limits(seconds=2, megabytes=200)))
    assert codes(results) == ["ok", code, "ok", "ok"]
    failure = results[1]
    assert isinstance(failure, Failure)
    assert failure.path == str(paths[1])
    assert failure.message.startswith("bad.txt: ")
    assert reason in failure.message
    assert "secret" not in failure.message


def test_reading_errors_are_failures(tmp_path: Path) -> None:
    paths = [*write(tmp_path, a="", b="good"), tmp_path / "né à l'été.pdf"]
    results = list(assess_many(stand_in.load, paths))
    assert codes(results) == ["empty", "ok", "not-found"]


def test_a_failure_of_a_name_that_is_not_utf8_comes_out_as_json(tmp_path: Path) -> None:
    (failure,) = assess_many(stand_in.load, [os.fsdecode(b"none\xe9.txt")], workers=1)
    assert isinstance(failure, Failure)
    assert Failure.model_validate_json(failure.model_dump_json()) == failure
    assert failure.message.startswith("none\\xe9.txt: there is no such file")


def test_a_file_is_not_blamed_for_a_worker_that_died_once(tmp_path: Path) -> None:
    paths = write(tmp_path, a=f"CRASH-ONCE {tmp_path / 'mark'}", b="good")
    assert codes(list(assess_many(stand_in.load, paths, workers=1))) == ["ok", "ok"]


def test_no_process_is_left(tmp_path: Path) -> None:
    before = children()
    paths = write(tmp_path, a="good", b="HANG", c="good")
    results = assess_many(stand_in.load, paths, workers=2)
    next(results)
    assert len(children() - before) == 2
    results.close()  # what Ctrl-C and `break` come to
    assert children() == before


def test_a_model_that_cannot_be_loaded_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ScreeningError, match=r"models/none: there is no model here"):
        list(assess_many(stand_in.load_nothing, write(tmp_path, a="good")))


def test_a_loader_that_workers_cannot_import_is_told(tmp_path: Path) -> None:
    loader = type("Loader", (), {"__module__": "nowhere", "__call__": lambda self: None})()
    sys.modules["nowhere"] = SimpleNamespace(Loader=type(loader))
    try:
        with pytest.raises(ScreeningError, match="what loads the model cannot be imported"):
            list(assess_many(loader, write(tmp_path, a="good")))
    finally:
        del sys.modules["nowhere"]


def test_workers_that_die_at_once_end_the_run(tmp_path: Path) -> None:
    with pytest.raises(ScreeningError, match=r"they die while loading the model \(exit code 7\)"):
        list(assess_many(stand_in.die_loading, write(tmp_path, a="good")))


def test_too_few_workers() -> None:
    with pytest.raises(ValueError, match="workers: 0 is too few"):
        list(assess_many(stand_in.load, [], workers=0))


def test_limits_must_be_positive() -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        Limits(seconds=0)


def test_a_plain_script_needs_no_main_guard(tmp_path: Path) -> None:
    write(tmp_path, a="good")
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(
            f"""
            import sys
            sys.path.insert(0, {str(Path(__file__).parent)!r})
            import stand_in
            from cvsignal.screening.workers import assess_many
            for result in assess_many(stand_in.load, [{str(tmp_path / "a.txt")!r}]):
                print(result.text)
            """
        )
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.stderr) == ("good\n", "")


def test_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    write(tmp_path, a="HANG")
    with subprocess.Popen([sys.executable, "-c", _script(tmp_path / "a.txt")], stdout=subprocess.DEVNULL) as parent:
        worker = _wait_for_child(parent.pid)
        parent.kill()
        parent.wait()
    worker.wait(timeout=30)  # raises TimeoutExpired if it lives on


def _script(path: Path, loader: str = "load") -> str:
    """A program that assesses a file."""
    return (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import stand_in;"
        "from cvsignal.screening.workers import assess_many;"
        f"print(list(assess_many(stand_in.{loader}, [{str(path)!r}], workers=1)))"
    )


def _wait_for_child(pid: int) -> psutil.Process:
    while not (found := psutil.Process(pid).children()):
        os.sched_yield()
    return found[0]


def test_code_in_the_current_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write(tmp_path, a="good")
    (tmp_path / "struct.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')\nraise ImportError\n")
    monkeypatch.chdir(tmp_path)
    assert codes(list(assess_many(stand_in.load, paths, workers=1))) == ["ok"]
    assert not (tmp_path / "run").exists()


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, of this process and of those that it starts."""
    folder = tmp_path / "spool"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_what_a_worker_had_spooled_is_removed_with_it(tmp_path: Path, spool: Path) -> None:
    paths = write(tmp_path, a="good", b="SPOOL", c="good")
    results = assess_many(stand_in.load, paths, workers=1, limits=Limits(seconds=1))
    assert codes(list(results)) == ["ok", "timed-out", "ok"]
    assert list(spool.iterdir()) == []


def test_what_a_worker_had_spooled_is_removed_when_its_parent_is_killed(tmp_path: Path, spool: Path) -> None:
    write(tmp_path, a="SPOOL")
    with subprocess.Popen([sys.executable, "-c", _script(tmp_path / "a.txt")], stdout=subprocess.DEVNULL) as parent:
        worker = _wait_for_child(parent.pid)
        while not any(path.is_file() for path in spool.rglob("*")):
            time.sleep(0.01)
        parent.kill()
        parent.wait()
    worker.wait(timeout=30)
    assert list(spool.iterdir()) == []


@pytest.mark.parametrize("loader", ["load", "load_late"])
def test_the_folder_of_a_worker_without_a_job_goes_with_a_killed_parent_too(
    tmp_path: Path, spool: Path, loader: str
) -> None:
    write(tmp_path, a=f"HOLD {tmp_path / 'gate'}")
    script = _script(tmp_path / "a.txt", loader)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.DEVNULL) as parent:
        worker = _wait_for_child(parent.pid)
        time.sleep(0.5)  # it has been told what to do
        parent.kill()
        parent.wait()
    (tmp_path / "gate").touch()
    worker.wait(timeout=30)
    assert list(spool.iterdir()) == []


def test_a_name_that_is_not_utf8_can_be_printed() -> None:
    assert printable(os.fsdecode(b"caf\xe9.pdf")) == "caf\\xe9.pdf"
    assert printable("café.pdf") == "café.pdf"
