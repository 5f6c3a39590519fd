from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest
import stand_in
from screening_harness import Run

from cvsignal.errors import ScreeningError
from cvsignal.schema import Assessment, Failure
from cvsignal.screening.engine import LocalEngine
from cvsignal.screening.lock import alone_in
from cvsignal.screening.records import Reader
from cvsignal.screening.results import Results, read_results


def test_results_are_ranked_and_whole(run: Run) -> None:
    for number in range(6):
        run.write(f"sub/{number}.txt", f"text {number}")
    run.write("empty.txt", "")
    summary = run()
    assert (summary.files, summary.assessed, summary.readable, summary.failed) == (7, 7, 6, {"empty": 1})
    *assessed, failure = run.results
    assert all(isinstance(result, Assessment) for result in assessed)
    best = [max(fit.score for fit in result.fit.values()) for result in assessed]
    assert best == sorted(best, reverse=True)
    expected = stand_in.assessment("text 3", b"text 3").model_copy(update={"path": str(run.folder / "sub/3.txt")})
    assert expected in assessed
    assert failure == Failure(
        path=str(run.folder / "empty.txt"),
        code="empty",
        message="empty.txt: it is empty. Send the file again.",
        file_sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    )


def test_the_ranking_goes_by_the_role_asked_for(run: Run) -> None:
    for number in range(8):
        run.write(f"{number}.txt", f"text {number}")
    run(roles=("community_manager",))
    scores = [result.fit["community_manager"].score for result in run.results]
    assert scores == sorted(scores, reverse=True)
    run(roles=("social_media_manager",))
    scores = [result.fit["social_media_manager"].score for result in run.results]
    assert scores == sorted(scores, reverse=True)


def test_only_what_is_new_or_changed_is_done_again(run: Run) -> None:
    run.write("a.txt", "one")
    run.write("b.txt", "two")
    assert run().assessed == 2
    first = run.results
    assert run().assessed == 0
    assert run.written == 1  # the tables would be the same
    run.write("b.txt", "two, longer")
    run.write("c.txt", "three")
    summary = run()
    assert (summary.assessed, summary.unchanged) == (2, 1)
    assert run.written == 2
    assert len(run.results) == 3
    assert len(set(map(str, first)) & set(map(str, run.results))) == 1


def test_tables_that_were_deleted_are_written_again(run: Run) -> None:
    run.write("a.txt", "one")
    run()
    (run.out / "table").unlink()
    assert run().assessed == 0
    assert run.written == 2


def test_moved_copied_and_removed_files(run: Run) -> None:
    first = run.write("a.txt", "one")
    run.write("b.txt", "two")
    run.write("copy of b.txt", "two")
    summary = run()
    assert (summary.assessed, summary.known, summary.unchanged) == (2, 1, 0)
    assert len(run.results) == 3
    (run.folder / "sub").mkdir()
    first.rename(run.folder / "sub/é.txt")
    (run.folder / "b.txt").unlink()
    summary = run()
    assert (summary.files, summary.assessed, summary.known, summary.unchanged, summary.removed) == (2, 0, 1, 1, 2)
    assert sorted(run.outcome()) == ["copy of b.txt", "é.txt"]
    with sqlite3.connect(run.out / "screening.sqlite") as base:
        gone = base.execute("SELECT path FROM paths WHERE removed IS NOT NULL ORDER BY path").fetchall()
    base.close()
    assert gone == [("a.txt",), ("b.txt",)]
    run.write("b.txt", "two")
    summary = run()
    assert (summary.files, summary.assessed, summary.known, summary.unchanged, summary.removed) == (3, 0, 1, 2, 0)


def test_a_failure_that_stands_is_unchanged(run: Run) -> None:
    run.write("a.txt", "one")
    run.write("empty.txt", "")
    run.write("empty too.txt", "")
    figures = [(s.assessed, s.known, s.unchanged, s.failed) for s in (run(), run(), run())]
    assert figures == [(2, 1, 0, {"empty": 2}), (0, 0, 3, {"empty": 2}), (0, 0, 3, {"empty": 2})]


def test_a_removed_file_alone_changes_the_tables(run: Run) -> None:
    path = run.write("a.txt", "one")
    run.write("b.txt", "two")
    run()
    path.unlink()
    run()
    assert list(run.outcome()) == ["b.txt"]


def test_failures_are_tried_again_when_file_or_reader_changed(run: Run) -> None:
    run.write("bad.txt", "BUG")
    run.write("empty.txt", "")
    assert run().failed == {"crashed": 1, "empty": 1}
    assert run().assessed == 0
    assert run(reader=Reader("plain 1", "bounded 2")).assessed == 1  # limits changed: only what they bear on
    assert run(reader=Reader("plain 2", "bounded 2")).assessed == 1
    run.write("bad.txt", "good now")
    assert run(reader=Reader("plain 2", "bounded 2")).failed == {"empty": 1}


def test_a_file_that_could_not_be_opened_is_tried_again(run: Run, tmp_path: Path) -> None:
    (run.folder / "link.txt").symlink_to(tmp_path / "target.txt")
    assert run().failed == {"not-found": 1}
    assert run().assessed == 1
    (tmp_path / "target.txt").write_text("there now")
    assert run().failed == {}


def test_another_model_assesses_again_and_keeps_the_old_results(run: Run) -> None:
    run.write("a.txt", "one")
    run()
    assert run(model="n" * 64).assessed == 1
    assert run().assessed == 0


def test_results_of_another_version_are_told(run: Run) -> None:
    run.write("a.txt", "one")
    run()
    summary = run(version="1")
    assert (summary.assessed, summary.other_version) == (0, 1)


def test_fresh_starts_over(run: Run) -> None:
    run.write("a.txt", "one")
    run()
    assert run(fresh=True).assessed == 1


def test_bad_files_do_not_stop_the_others(run: Run) -> None:
    orders = {"crash": "SEGFAULT", "hang": "HANG", "eat": "GROW", "huge": "HUGE", "none": "", "good": "a", "fine": "b"}
    for name, text in orders.items():
        run.write(name, text)
    (run.folder / "folder").mkdir()
    (run.folder / "folder" / "name with spaces, é.txt").write_text("c")
    summary = run()
    assert run.outcome() == {
        "crash": "crashed",
        "hang": "timed-out",
        "eat": "out-of-memory",
        "huge": "out-of-memory",
        "none": "empty",
        "good": "ok",
        "fine": "ok",
        "name with spaces, é.txt": "ok",
    }
    assert summary.failed == {"crashed": 1, "empty": 1, "out-of-memory": 2, "timed-out": 1}
    assert run().assessed == 0


def test_a_name_that_is_not_utf8(run: Run) -> None:
    path = os.fsencode(run.folder) + b"/caf\xe9.txt"
    try:
        with open(path, "w") as file:  # noqa: PTH123
            file.write("one")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert run().assessed == 1
    assert run().assessed == 0
    assert list(run.outcome()) == ["caf\\xe9.txt"]


def test_an_empty_folder_is_no_error(run: Run) -> None:
    assert run().files == 0
    assert run.results == []


def test_two_inputs_share_a_ledger(run: Run, tmp_path: Path) -> None:
    run.write("a.txt", "one")
    run()
    other = tmp_path / "other"
    shutil.copytree(run.folder, other)
    (other / "b.txt").write_text("two")
    summary = run(source=other)
    assert (summary.files, summary.assessed, summary.removed) == (2, 1, 0)
    assert {Path(result.path).parent for result in run.results} == {other}


def test_a_table_writer_that_fails_loses_no_result(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run.write("a.txt", "one")

    def fail(*_: object) -> None:
        raise OSError("no space")

    with monkeypatch.context() as patch:
        patch.setattr("screening_harness.keep", fail)
        with pytest.raises(OSError, match="no space"):
            run()
    assert run().assessed == 0
    assert run.written == 1


def test_one_run_at_a_time(run: Run) -> None:
    run.out.mkdir()
    with alone_in(run.out), pytest.raises(ScreeningError, match="another run is at work there"):
        run()
    run()


def test_output_in_the_input_is_not_screened(run: Run) -> None:
    run.write("a.txt", "one")
    run.out = run.folder / "out"
    assert run().files == 1
    assert run().files == 1


@pytest.mark.parametrize("out", ["cvs", "cvs/.", "link"])
def test_output_among_the_cvs_is_refused(run: Run, tmp_path: Path, out: str) -> None:
    run.write("a.txt", "one")
    (tmp_path / "link").symlink_to(run.folder)
    run.out = tmp_path / out
    with pytest.raises(ScreeningError, match=r"the results would lie among the CVs\. Give another folder as --out"):
        run()
    assert [path.name for path in run.folder.iterdir()] == ["a.txt"]


def test_no_workers_for_nothing_to_do(run: Run) -> None:
    run.write("a.txt", "one")
    run()
    assert run(engine=LocalEngine(stand_in.load_nothing)).assessed == 0
    run.write("b.txt", "two")
    with pytest.raises(ScreeningError, match="there is no model here"):
        run(engine=LocalEngine(stand_in.load_nothing))


def test_results_can_be_read_from_the_ledger_alone(run: Run) -> None:
    run.write("a.txt", "one")
    run.write("b.txt", "")
    run()
    assert list(read_results(run.out / "screening.sqlite")) == run.results


def test_reading_results_where_there_are_none(tmp_path: Path) -> None:
    with pytest.raises(ScreeningError, match="there is no ledger"):
        list(read_results(tmp_path / "screening.sqlite"))
    (tmp_path / "x.sqlite").write_text("no database at all, whatever its name may say" * 30)
    with pytest.raises(ScreeningError, match="it cannot be read"):
        list(read_results(tmp_path / "x.sqlite"))


def test_the_top_of_a_ranking(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(8):
        run.write(f"{number}.txt", f"text {number}")
    run.write("empty.txt", "")
    tops = []

    def look(_: Run, results: Results, out: Path) -> list[Path]:
        tops.append((len(results), results.top("community_manager", 3), results.top("no such role", 3), list(results)))
        return []

    monkeypatch.setattr("screening_harness.keep", look)
    run(roles=("community_manager",))
    ((count, top, none, everything),) = tops
    assert count == 9
    assert top == everything[:3]
    assert none == []
