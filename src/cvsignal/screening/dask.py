"""Screening on a Dask cluster: each task is a shard, done by a worker process of its own under the Dask worker.

A file that crashes, hangs or eats memory ends that process, as on one machine. What ends the Dask worker all the same
(a node that is lost, a file that takes its machine down) costs the shard: the scheduler gives it to other workers, and
when it has ended several of them, it is done alone, and halved until the file that does it is found and left out.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import pickle
import threading
import time
import uuid
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from cvsignal.errors import CvsignalError, ScreeningError
from cvsignal.screening.engine import Batch, LocalEngine
from cvsignal.screening.inputs import is_url
from cvsignal.screening.limits import Limits
from cvsignal.screening.pool import Pool
from cvsignal.screening.process import Fault
from cvsignal.screening.records import Job, Reader, Record, record_of_fault
from cvsignal.screening.shard_files import Maker, Manifest, read_manifest, read_shard
from cvsignal.screening.shards import Shard, cut, run_shard, size_for
from cvsignal.screening.workers import Loader

_QUARANTINED = Fault("crashed", "it ends every worker that reads it. Look at it by hand, on a machine of its own.")
#: Shards handed to the scheduler, for each worker: one in hand, one to go on with.
_AHEAD = 2
#: Seconds to wait for a cluster's answer, and between two looks at its workers.
_PATIENCE = 5
#: Seconds that a worker on this machine may take to start again; with less, a busy machine loses those that are slow.
_TO_START = 60
#: Seconds that a cluster may be without workers, as while it starts new ones, before the run gives up.
_WITHOUT_WORKERS = 300


class _Todo:
    """The shards to come, and those that were in a worker when it died.

    The scheduler blames all that was waiting in a dead worker, not only what it was doing. So what is blamed is done
    last, with nothing else on the cluster; what is blamed then is halved, down to the file that does it.
    """

    def __init__(self, shards: Iterator[Shard]) -> None:
        self._shards = shards
        self._suspects: deque[Shard] = deque()
        self._alone: Shard | None = None
        self._convicted: Shard | None = None  # a single file that was blamed alone, once

    def next(self, *, idle: bool) -> Shard | None:
        """What to do now, or nothing; ``idle``: whether the cluster does nothing."""
        if self._alone and not idle:
            return None
        self._alone = None
        shard = next(self._shards, None)
        if shard is None and idle and self._suspects:
            shard = self._alone = self._suspects.popleft()
        return shard

    def is_alone(self, shard: Shard) -> bool:
        """Whether this shard was blamed before, so that its workers must die of nothing else."""
        return shard is self._alone

    def blame(self, shard: Shard) -> bool:
        """A shard's workers died: whether it is one file, and that did it."""
        if shard is not self._alone:
            self._suspects.append(shard)
        elif len(shard.jobs) > 1:
            self._suspects.extendleft(reversed(shard.halves()))
        elif shard is not self._convicted:  # a worker may die of something else just then: once more
            self._convicted = shard
            self._suspects.appendleft(shard)
        else:
            return True
        return False


@dataclass(frozen=True, slots=True)
class DaskEngine:
    """A cluster: the one at ``scheduler``, or, without an address, one of ``workers`` processes on this machine.

    ``folder`` is where shards are written; all its machines must share it.
    """

    loader: Loader
    maker: Maker
    reader: Reader
    folder: Path
    scheduler: str | None = None
    workers: int = 2
    limits: Limits = field(default_factory=Limits)
    hashes_first: bool = False  # it would read every file here, one after another

    def run(self, jobs: Iterator[Job], count: int) -> Generator[Batch]:
        with ExitStack() as stack:
            cluster = _connect(self.scheduler, self.workers, stack)
            size = size_for(count, cluster.workers)
            todo = _Todo(cut(map(_from_anywhere, jobs), self.maker, self.reader, size))
            running: dict[Any, Shard] = {}
            while True:
                while len(running) < _AHEAD * cluster.workers:
                    shard = todo.next(idle=not running)
                    if shard is None:
                        break
                    if todo.is_alone(shard):
                        cluster.settle()
                    running[self._submit(cluster.client, shard)] = shard
                if not running:
                    return
                for future in cluster.finished(list(running)):
                    yield from self._harvest(future, running.pop(future), todo)

    def _submit(self, client: Any, shard: Shard) -> Any:
        single = LocalEngine(self.loader, 1, self.limits)
        key = f"{shard.file}-{uuid.uuid4().hex}"  # a shard that is tried again is a new task
        return client.submit(_task, shard, single, self.folder.resolve(), pure=False, key=key)

    def _harvest(self, future: Any, shard: Shard, todo: _Todo) -> Iterator[Batch]:
        try:
            future.result()
        except _distributed().KilledWorker:
            if todo.blame(shard):
                yield Batch((record_of_fault(shard.jobs[0], _QUARANTINED),))
            return
        except CvsignalError:
            raise
        except Exception as error:
            raise ScreeningError(
                f"the Dask cluster could not do a shard ({type(error).__name__}). "
                "Check that its workers have the same cvsignal, then run again: finished shards are kept."
            ) from error
        file = self.folder / shard.file
        if read_manifest(file, self.maker) is None:
            raise ScreeningError(f"{file}: not seen from here. Give a folder for shards that all machines share.")
        yield Batch(tuple(read_shard(file)), shard.file)


def _from_anywhere(job: Job) -> Job:
    """A worker's current folder is not ours."""
    return job if is_url(job.location) else replace(job, location=str(Path(job.location).absolute()))


def _distributed() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise ScreeningError("--engine dask: it is not installed. Run `pip install 'cvsignal[dask]'`.") from None


class _Cluster(NamedTuple):
    """A client, how many tasks its cluster does at a time, and the cluster itself where it is ours."""

    client: Any
    workers: int
    ours: Any = None

    def settle(self) -> None:
        """Wait for workers that are being started again: one that dies meanwhile would be counted against a shard."""
        if not self.ours:
            return
        patience = time.monotonic() + _TO_START
        while len(self.client.nthreads()) < self.workers and time.monotonic() < patience:
            time.sleep(0.1)

    def finished(self, futures: list[Any]) -> list[Any]:
        """Those that are done, at least one. Raises ScreeningError when the cluster has no worker for some time."""
        alive = time.monotonic()
        while True:
            try:
                return list(_distributed().wait(futures, timeout=_PATIENCE, return_when="FIRST_COMPLETED").done)
            except TimeoutError:
                if self.ours:
                    self.ours.scale(self.workers)  # a worker that dies while it starts is given up by its nanny
                if self.client.nthreads():
                    alive = time.monotonic()
                elif time.monotonic() - alive > _WITHOUT_WORKERS:
                    raise ScreeningError(
                        f"the Dask cluster has had no worker for {_WITHOUT_WORKERS} s. "
                        "Start some, then run again: finished shards are kept."
                    ) from None


def _connect(scheduler: str | None, workers: int, stack: ExitStack) -> _Cluster:
    distributed = _distributed()
    if scheduler is None:
        settings = {
            "distributed.scheduler.allowed-failures": 1,  # two deaths with a shard: look for the file that did it
            "distributed.deploy.lost-worker-timeout": f"{_TO_START}s",
        }
        stack.enter_context(importlib.import_module("dask.config").set(settings))
        cluster = stack.enter_context(
            distributed.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                memory_limit=0,  # the process under the worker is the one that is bounded
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
            )
        )
        client = stack.enter_context(distributed.Client(cluster))
        stack.callback(_clean, client)
        return _Cluster(client, workers, cluster)
    try:
        client = stack.enter_context(distributed.Client(scheduler, timeout=_PATIENCE))
    except (OSError, ValueError) as error:
        raise ScreeningError(f"--scheduler {scheduler}: no cluster answers ({error}). Check the address.") from None
    stack.callback(_clean, client)
    threads = sum(client.nthreads().values())
    if not threads:
        raise ScreeningError(f"--scheduler {scheduler}: the cluster has no workers. Start some, then run again.")
    return _Cluster(client, threads)


#: Pools that no task uses now, by the pickled engine that they belong to.
_idle: dict[bytes, list[Pool[Job, Record]]] = {}
_idle_lock = threading.Lock()


def _task(shard: Shard, engine: LocalEngine, folder: Path) -> Manifest:
    """Runs in a Dask worker, perhaps in several threads; a pool, with its loaded model, serves task after task."""
    key = pickle.dumps(engine)
    with _idle_lock:
        idle = _idle.setdefault(key, [])
        pool = idle.pop() if idle else engine.pool()
    try:
        manifest = run_shard(shard, pool, folder)
    except BaseException:
        pool.close()
        raise
    with _idle_lock:
        idle.append(pool)
    return manifest


def _close_idle() -> None:
    with _idle_lock:
        for pools in _idle.values():
            while pools:
                pools.pop().close()


def _clean(client: Any) -> None:
    """Leave no process with a loaded model on a cluster that lives on."""
    with contextlib.suppress(Exception):  # workers that are gone took theirs with them
        client.run(_close_idle)
