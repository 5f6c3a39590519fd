"""One part of a job array: ``screen --shard I/N``. It writes shards only; a later run without it takes them in."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

from cvsignal.screening.engine import LocalEngine
from cvsignal.screening.progress import Listener, Summary, tell
from cvsignal.screening.records import OK, Job, Record
from cvsignal.screening.run import Order, make_folder
from cvsignal.screening.shard_files import finished_shards, read_manifest, read_outcomes
from cvsignal.screening.shards import cut, of_part, run_shard


def screen_part(order: Order, part: tuple[int, int], engine: LocalEngine, listener: Listener) -> Summary:
    """Screen the files of part I of N (counted from 1) into shards in ``order.shard_folder``.

    Neither ledger nor tables are touched, so that parts may run at the same time on machines that share a file system.
    Finished shards of an earlier call are kept; ``order.fresh`` is for the run that takes the shards in.
    """
    started = time.monotonic()
    number, of = part
    prefix = f"part-{number:05}-of-{of:05}"
    make_folder(order.shard_folder)
    failed: Counter[str] = Counter()
    assessed = 0

    def hear(record: Record) -> None:
        nonlocal assessed
        assessed += 1
        if record.code != OK:
            failed[record.code] += 1
        tell(listener, record, order.name_of(record.path, record.sha256))

    with closing(listener):
        done = _finished(order, prefix)
        mine = list(of_part(_jobs(order), number, of))
        todo = sorted((job for job in mine if (job.path, job.stamp) not in done), key=lambda job: job.path)
        listener.started(len(mine), len(todo))
        with engine.pool() as pool:
            shards = cut(todo, order.maker, order.reader, prefix=prefix)
            outputs = [run_shard(shard, pool, order.shard_folder, hear).file for shard in shards]
        summary = Summary(
            files=len(mine),
            assessed=assessed,
            unchanged=len(mine) - assessed,
            failed=dict(sorted(failed.items())),
            seconds=time.monotonic() - started,
            outputs=tuple(outputs),
        )
        listener.finished(summary)
    return summary


def _jobs(order: Order) -> Iterator[Job]:
    return (Job(path, order.source.locate(path), stamp) for path, stamp in order.source.entries())


def _finished(order: Order, prefix: str) -> set[tuple[str, str]]:
    """Path and stamp of what this part has done before and need not try again."""
    shards = (path for path in finished_shards(order.shard_folder, prefix) if read_manifest(path, order.maker))
    records = (record for shard in shards for record in read_outcomes(shard))
    return {(record.path, record.stamp) for record in records if record.settles(order.reader)}
