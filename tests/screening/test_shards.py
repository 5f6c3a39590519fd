from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import stand_in
from screening_harness import READER, Run

from cvsignal.errors import ScreeningError
from cvsignal.screening.engine import LocalEngine
from cvsignal.screening.limits import Limits
from cvsignal.screening.part import screen_part
from cvsignal.screening.progress import Quiet
from cvsignal.screening.records import Job, Reader, Record
from cvsignal.screening.shard_files import Maker, finished_shards, read_manifest, read_shard, write_shard
from cvsignal.screening.shards import SIZE, Shard, cut, of_part, parse_part, size_for

MAKER = Maker("m" * 64, "0")
OTHER_LIMITS = Reader("plain 1", "bounded 2")
ENGINE = LocalEngine(stand_in.load, 2, Limits(seconds=2, megabytes=200))


def jobs(count: int) -> list[Job]:
    return [Job(f"{number}.txt", f"/cvs/{number}.txt", "1-1") for number in range(count)]


def test_shards_hold_every_job_once() -> None:
    shards = list(cut(jobs(1250), MAKER, READER))
    assert [len(shard.jobs) for shard in shards] == [500, 500, 250]
    assert [job for shard in shards for job in shard.jobs] == jobs(1250)


def test_the_name_of_a_shard_stands_for_files_state_and_model() -> None:
    shard = Shard(tuple(jobs(3)), MAKER, READER)
    others = [
        Shard(tuple(jobs(4)), MAKER, READER),
        Shard(tuple(jobs(3)), Maker("n", "0"), READER),
        Shard(tuple(jobs(3)), MAKER._replace(reading="pdf_engine=pdfminer"), READER),
        Shard(tuple(jobs(3)), MAKER, OTHER_LIMITS),
        Shard((*jobs(2), Job("2.txt", "/cvs/2.txt", "1-2")), MAKER, READER),
        *shard.halves(),
    ]
    assert shard.file == Shard(tuple(jobs(3)), MAKER, READER).file
    assert len({shard.file, *(other.file for other in others)}) == 8


def test_halves_hold_every_job_once() -> None:
    first, second = Shard(tuple(jobs(5)), MAKER, READER).halves()
    assert first.jobs + second.jobs == tuple(jobs(5))
    assert len(first.jobs) == 2


@pytest.mark.parametrize(
    ("count", "workers", "size"), [(10**6, 100, SIZE), (1000, 2, 250), (3, 2, 1), (0, 2, 1), (2000, 2, SIZE)]
)
def test_the_size_of_shards(count: int, workers: int, size: int) -> None:
    assert size_for(count, workers) == size


def test_parts_hold_every_job_once_and_do_not_move() -> None:
    parts = [set(of_part(jobs(1000), number, 7)) for number in range(1, 8)]
    assert set.union(*parts) == set(jobs(1000))
    assert sum(map(len, parts)) == 1000
    assert min(map(len, parts)) > 100
    assert set(of_part(jobs(500), 3, 7)) <= parts[2]


@pytest.mark.parametrize("given", ["0/3", "4/3", "3", "a/b", "-1/3", "1/0", "1/2/3", ""])
def test_a_part_that_is_none(given: str) -> None:
    with pytest.raises(ScreeningError, match="it is not I/N with I from 1 to N"):
        parse_part(given)


def test_a_part() -> None:
    assert parse_part("3/100") == (3, 100)


def test_a_shard_file_comes_back_as_it_was(tmp_path: Path) -> None:
    records = [
        Record("é.txt", "1-1", "a" * 64, "ok", "", 0.5, (("community_manager", 12.5, 1, "no fit"),), b"\x00\xff"),
        Record("caf\udce9.txt", "1-2", "", "unreadable", "it cannot be opened.", reader="plain 1"),
    ]
    assert write_shard(tmp_path / "shards" / "shard-x.parquet", records, MAKER, READER) == ("shard-x.parquet", 2, 1)
    assert list(read_shard(tmp_path / "shards" / "shard-x.parquet")) == records
    assert read_manifest(tmp_path / "shards" / "shard-x.parquet", MAKER) == ("shard-x.parquet", 2, 1)
    assert read_manifest(tmp_path / "shards" / "shard-x.parquet", Maker("other", "0")) is None
    assert [path.name for path in finished_shards(tmp_path / "shards")] == ["shard-x.parquet"]
    assert [path.name for path in (tmp_path / "shards").iterdir()] == ["shard-x.parquet"]


def test_a_shard_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ScreeningError, match="No space left on device"):
        write_shard(tmp_path / "shard-x.parquet", [], MAKER, READER)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_shard_is_named(run: Run) -> None:
    (run.out / "shards").mkdir(parents=True)
    (run.out / "shards" / "shard-x.parquet").write_text("no parquet")
    with pytest.raises(ScreeningError, match=r"shard-x.parquet: it is no result of a shard. Delete it and run again."):
        run()


def part(run: Run, number: int, of: int, **changes: Any):
    return screen_part(run.plan(**changes), (number, of), ENGINE, Quiet())


def test_the_parts_of_a_job_array_make_the_whole(run: Run, tmp_path: Path) -> None:
    for number in range(40):
        run.write(f"{number}.txt", f"text {number}")
    run.write("crash.txt", "SEGFAULT")
    run.write("empty.txt", "")
    figures = [part(run, number, 3) for number in (1, 2, 3)]
    assert sum(summary.assessed for summary in figures) == 42
    assert sum(summary.failed.get("crashed", 0) for summary in figures) == 1
    assert [part(run, number, 3).assessed for number in (1, 2, 3)] == [0, 0, 0]
    assert run().assessed == 0
    alone = Run(run.folder, tmp_path / "alone")
    assert alone().assessed == 42
    assert run.results == alone.results


def test_a_part_does_what_is_new_and_the_run_what_parts_have_left(run: Run) -> None:
    for number in range(10):
        run.write(f"{number}.txt", f"text {number}")
    first = part(run, 1, 2).assessed
    for number in range(10, 20):
        run.write(f"{number}.txt", f"text {number}")
    first += part(run, 1, 2).assessed
    assert run().assessed == 20 - first


def test_a_failure_of_a_part_is_tried_again_by_a_run_with_other_limits(run: Run) -> None:
    run.write("bad.txt", "BUG")
    run.write("empty.txt", "")
    part(run, 1, 1)
    assert run(reader=OTHER_LIMITS).assessed == 1
    assert run(reader=OTHER_LIMITS).assessed == 0


def test_a_failure_of_a_part_is_tried_again_by_the_part_with_other_limits(run: Run) -> None:
    run.write("bad.txt", "BUG")
    run.write("empty.txt", "")
    run.write("good.txt", "good")
    assert part(run, 1, 1).assessed == 3
    assert part(run, 1, 1, reader=OTHER_LIMITS).assessed == 1
    assert part(run, 1, 1, reader=OTHER_LIMITS).assessed == 0
    assert run(reader=OTHER_LIMITS).assessed == 0
    assert run.outcome() == {"good.txt": "ok", "bad.txt": "crashed", "empty.txt": "empty"}


def test_a_part_with_nothing_but_a_failure_is_tried_again(run: Run) -> None:
    run.write("bad.txt", "BUG")
    part(run, 1, 1)
    assert part(run, 1, 1, reader=OTHER_LIMITS).assessed == 1


def test_what_a_part_could_not_open_is_tried_again_each_time(run: Run) -> None:
    run.write("a.txt", "one")
    order = run.plan()
    ((path, stamp),) = order.source.entries()
    closed = Record(path, stamp, "", "unreadable", "it cannot be opened.")
    write_shard(order.shard_folder / "part-00001-of-00001-x.parquet", [closed], order.maker, order.reader)
    assert part(run, 1, 1).assessed == 1
    assert part(run, 1, 1).assessed == 0


def test_shards_are_taken_in_in_the_order_in_which_they_were_made(tmp_path: Path) -> None:
    for name, seconds in (("shard-b", 1), ("shard-a", 2), ("part-c", 3)):
        (tmp_path / f"{name}.parquet").touch()
        os.utime(tmp_path / f"{name}.parquet", (seconds, seconds))
    assert [path.stem for path in finished_shards(tmp_path)] == ["shard-b", "shard-a", "part-c"]


@pytest.mark.parametrize("other", [{"model": "n" * 64}, {"version": "1"}, {"reading": "pdf_engine=pdfminer"}])
def test_shards_of_another_maker_are_not_taken_in(run: Run, other: dict[str, str]) -> None:
    run.write("a.txt", "one")
    part(run, 1, 1)
    assert run(**other).assessed == 1


def test_fresh_forgets_shards(run: Run) -> None:
    run.write("a.txt", "one")
    part(run, 1, 1)
    assert run(fresh=True).assessed == 1
    assert finished_shards(run.plan().shard_folder) == []


def test_shards_may_be_elsewhere_than_the_ledger(run: Run, tmp_path: Path) -> None:
    run.write("a.txt", "one")
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "mine.parquet").touch()
    screen_part(run.plan(shards=shared), (1, 1), ENGINE, Quiet())
    assert not run.out.exists()
    assert len(finished_shards(shared)) == 1
    assert run(shards=shared).assessed == 0
    assert run(shards=shared, fresh=True).assessed == 1
    assert [path.name for path in shared.iterdir()] == ["mine.parquet"]
