"""Who does the jobs of a run: what every engine offers, and the one for this machine."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from cvsignal.screening.limits import Limits
from cvsignal.screening.pool import Pool
from cvsignal.screening.process import Fault
from cvsignal.screening.records import Job, Record, assess_job, record_of_fault
from cvsignal.screening.workers import Loader


class Batch(NamedTuple):
    """Results to be committed together; ``shard`` names the file that holds them too."""

    records: Sequence[Record]
    shard: str = ""


class Engine(Protocol):
    """Does jobs in any order, a bounded number at a time."""

    @property
    def hashes_first(self) -> bool:
        """Whether files are hashed before they become jobs, so that a copy is not assessed twice."""

    def run(self, jobs: Iterator[Job], count: int) -> Generator[Batch]:
        """Yield every job's record, as it comes; ``count`` is how many jobs there will be, at most."""


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Worker processes on this machine."""

    loader: Loader
    workers: int = 2
    limits: Limits = field(default_factory=Limits)
    hashes_first: bool = True

    def run(self, jobs: Iterator[Job], count: int) -> Generator[Batch]:
        with self.pool() as pool:
            for record in records_of(pool, jobs):
                yield Batch((record,))

    def pool(self) -> Pool[Job, Record]:
        return Pool(self.loader, assess_job, self.workers, self.limits)


def records_of(pool: Pool[Job, Record], jobs: Iterator[Job]) -> Iterator[Record]:
    """The records of jobs, those of dead workers included."""
    for job, result in pool.run(jobs):
        yield record_of_fault(job, result) if isinstance(result, Fault) else result
