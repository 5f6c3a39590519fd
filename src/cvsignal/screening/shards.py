"""Work cut into shards: a few hundred paths that one task does, whose results are one file.

A shard is the unit that is lost with a machine, and skipped when it is found finished. The N shards of a job array
(Slurm, Kubernetes) need neither a common ledger nor to know of each other: a file belongs to one of them by its path.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from math import ceil
from pathlib import Path

from cvsignal.errors import ScreeningError
from cvsignal.screening.engine import records_of
from cvsignal.screening.pool import Pool
from cvsignal.screening.records import Job, Reader, Record
from cvsignal.screening.shard_files import Maker, Manifest, read_manifest, read_outcomes, write_shard

#: Paths in a shard: some 20 s of work, a file of some 5 MB.
SIZE = 500


@dataclass(frozen=True, slots=True)
class Shard:
    """Files that are done together; the name says which files, in which state, by which model and reader."""

    jobs: tuple[Job, ...]
    maker: Maker
    reader: Reader
    prefix: str = "shard"

    @property
    def file(self) -> str:
        digest = hashlib.sha256(repr((self.maker, self.reader)).encode())
        for job in self.jobs:
            digest.update(os.fsencode(f"{job.path}\0{job.stamp}\n"))
        return f"{self.prefix}-{digest.hexdigest()[:20]}.parquet"

    def halves(self) -> tuple[Shard, Shard]:
        middle = len(self.jobs) // 2
        return replace(self, jobs=self.jobs[:middle]), replace(self, jobs=self.jobs[middle:])


def cut(jobs: Iterable[Job], maker: Maker, reader: Reader, size: int = SIZE, prefix: str = "shard") -> Iterator[Shard]:
    """Shards of ``size`` jobs, the last one smaller."""
    rest = iter(jobs)
    while some := tuple(islice(rest, size)):
        yield Shard(some, maker, reader, prefix)


def size_for(count: int, workers: int) -> int:
    """How many paths a shard should have: fewer only where there would not be two shards for each worker."""
    return max(1, min(SIZE, ceil(count / (2 * workers))))


def run_shard(
    shard: Shard, pool: Pool[Job, Record], folder: Path, tell: Callable[[Record], None] | None = None
) -> Manifest:
    """Do a shard and write its file, unless that is there and nothing in it is to be tried again; ``tell`` hears of each record."""
    target = folder / shard.file
    done = read_manifest(target, shard.maker)
    if done and all(record.settles(shard.reader) for record in read_outcomes(target)):
        return done
    records = []
    for record in records_of(pool, iter(shard.jobs)):
        records.append(record)
        if tell:
            tell(record)
    return write_shard(target, sorted(records, key=lambda record: record.path), shard.maker, shard.reader)


def of_part(jobs: Iterable[Job], number: int, of: int) -> Iterator[Job]:
    """The jobs of part ``number`` of ``of``: always the same ones, whatever other files there are."""
    return (job for job in jobs if zlib.crc32(os.fsencode(job.path)) % of == number - 1)


def parse_part(given: str) -> tuple[int, int]:
    """``"3/100"`` as numbers. Raises :class:`~cvsignal.errors.ScreeningError` unless 1 <= I <= N."""
    first, slash, second = given.partition("/")
    if not (slash and first.isdecimal() and second.isdecimal() and 1 <= int(first) <= int(second)):
        raise ScreeningError(f"--shard {given}: it is not I/N with I from 1 to N. Write, for instance, 3/100.")
    return int(first), int(second)
