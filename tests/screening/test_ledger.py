from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from screening_harness import READER, Run

from cvsignal.errors import ScreeningError
from cvsignal.screening.inputs import Entry, Folder
from cvsignal.screening.ledger import Ledger
from cvsignal.screening.records import Record
from cvsignal.screening.shard_files import Maker

MAKER = Maker("m", "0")


class Listed(Folder):
    """A source of names that no file stands behind."""

    def entries(self):
        return iter([Entry(f"{number:06}.txt", f"1-{number}") for number in range(1200)])


def record(path: str, **values) -> Record:
    return Record(path, values.pop("stamp", f"1-{int(path[:6])}"), values.pop("sha256", path), "ok", **values)


def test_a_ledger_of_a_newer_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger(path).close()
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA user_version = 2")
    with pytest.raises(ScreeningError, match="ledger of format 2, this cvsignal writes format 1"):
        Ledger(path)


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_text("a letter to whom it may concern " * 100)
    with pytest.raises(ScreeningError, match="damaged or no ledger"):
        Ledger(path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScreeningError, match="the ledger cannot be used"):
        Ledger(tmp_path / "none" / "ledger.sqlite")


def test_pending_goes_through_all_pages_while_results_come(tmp_path: Path) -> None:
    source = Listed(str(tmp_path))
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.begin(source, MAKER, READER)
        assert ledger.counts() == (1200, 1200)
        seen = []
        for job in ledger.pending(source):
            seen.append(job.path)
            ledger.add([record(job.path, assessment=b"x")])
        assert seen == [f"{number:06}.txt" for number in range(1200)]
        assert ledger.counts() == (1200, 0)


def test_results_of_one_batch_are_committed_together_or_not_at_all(tmp_path: Path) -> None:
    source = Listed(str(tmp_path))
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.begin(source, MAKER, READER)

        def broken():
            yield record("000001.txt")
            raise OSError("cut")

        with pytest.raises(OSError, match="cut"):
            ledger.add(broken(), "shard-1")
        assert ledger.counts() == (1200, 1200)
        assert not ledger.has_taken_in("shard-1")
        ledger.add([record("000001.txt")], "shard-1")
        assert ledger.counts() == (1200, 1199)
        assert ledger.has_taken_in("shard-1")


def test_a_result_of_an_older_state_of_a_file_does_not_settle_it(tmp_path: Path) -> None:
    source = Listed(str(tmp_path))
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.begin(source, MAKER, READER)
        ledger.add([record("000001.txt", stamp="1-999")])
        assert ledger.counts() == (1200, 1200)


def test_a_result_given_twice_counts_once(tmp_path: Path) -> None:
    source = Listed(str(tmp_path))
    fits = (("community_manager", 50.0, 1, "no fit"),)
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.begin(source, MAKER, READER)
        ledger.add([record("000001.txt", fits=fits)])
        ledger.add([record("000001.txt", fits=fits)])
        with closing(sqlite3.connect(ledger.path)) as base:
            assert base.execute("SELECT COUNT(*) FROM assessments").fetchone() == (1,)
            assert base.execute("SELECT COUNT(*) FROM fits").fetchone() == (1,)


def test_a_full_disk_is_one_clear_error_and_keeps_what_was_finished(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(60):
        run.write(f"{number:02}.txt", f"{number} " + " ".join(str(n * number) for n in range(1000)))
    opened = Ledger._open

    def with_little_room(ledger: Ledger) -> None:
        opened(ledger)
        ledger._base.execute("PRAGMA max_page_count = 50")

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "_open", with_little_room)
        with pytest.raises(ScreeningError, match=r"the disk is full. Free some space and run again"):
            run()
    assert 0 < run().assessed < 60
    assert len(run.results) == 60
