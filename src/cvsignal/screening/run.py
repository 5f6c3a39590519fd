"""A whole screening: take down what is there, assess what is new or changed, remember each result, write the tables."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from cvsignal.errors import ScreeningError
from cvsignal.schema import printable
from cvsignal.screening.engine import Engine
from cvsignal.screening.inputs import LEDGER_NAME, Source
from cvsignal.screening.ledger import Ledger
from cvsignal.screening.lock import alone_in
from cvsignal.screening.progress import Listener, Summary, tell
from cvsignal.screening.records import Job, Reader, hash_file
from cvsignal.screening.results import Results
from cvsignal.screening.shard_files import FOLDER, Maker, finished_shards, read_manifest, read_shard, remove_shards

_PASSES = 2  # a copy of a file that changed while it was read is left over by the first
_WRITTEN = "tables"

#: What a file is called while a run goes on, from its path and, where that is known, its SHA-256.
Naming = Callable[[str, str], str]


def by_path(path: str, _: str) -> str:
    """The open name of a file."""
    return path


@dataclass(frozen=True, slots=True)
class Order:
    """What to screen, where to put it, and by which model. ``fresh`` forgets what the output folder knows."""

    source: Source
    out: Path
    model: str  # SHA-256
    version: str
    reader: Reader
    roles: tuple[str, ...] = ()  # that the ranking goes by; all when empty
    fresh: bool = False
    shards: Path | None = None  # where shards are, if not in ``out``: a folder that several machines share
    reading: str = ""  # settings of reading that are not the defaults
    naming: Naming = by_path

    @property
    def shard_folder(self) -> Path:
        return self.shards or self.out / FOLDER

    @property
    def maker(self) -> Maker:
        return Maker(self.model, self.version, self.reading)

    def name_of(self, path: str, sha256: str) -> str:
        """What events call the file with this key."""
        return self.naming(printable(self.source.locate(path)), sha256)


@dataclass(frozen=True, slots=True)
class Tables:
    """Writes the tables and reports: ``write(results, out)`` gives the files; ``key`` stands for all its options."""

    write: Callable[[Results, Path], Sequence[Path]]
    key: str = ""


def screen(order: Order, engine: Engine, tables: Tables, listener: Listener) -> Summary:
    """Screen an input into ``order.out``; what was done before, and has not changed, is not done again.

    However it ends, finished results stay in the ledger and the next call goes on from there. Raises
    :class:`~cvsignal.errors.ScreeningError` when the run itself cannot go on; files that fail are results.
    """
    started = time.monotonic()
    make_folder(order.out)
    with alone_in(order.out):
        if order.fresh:
            _forget(order)
        with Ledger(order.out / LEDGER_NAME) as ledger, closing(listener):
            missed = ledger.begin(order.source, order.maker, order.reader)
            taken = _take_in_shards(ledger, order)
            files, todo = ledger.counts()
            if todo or missed or taken:
                ledger.note(_WRITTEN, "")
            listener.started(files, todo)
            assessed = _assess_all(ledger, order, engine, listener)
            outputs = _write_tables(ledger, order, tables)
            ledger.finish()
            summary = Summary(
                files=files,
                assessed=assessed,
                known=todo - assessed,
                unchanged=files - todo,
                removed=missed,
                other_version=ledger.of_other_versions(),
                failed=ledger.failures(),
                seconds=time.monotonic() - started,
                outputs=outputs,
            )
            listener.finished(summary)
            return summary


def make_folder(out: Path) -> None:
    """Make the output folder. Raises :class:`~cvsignal.errors.ScreeningError` where that cannot be."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ScreeningError(f"{out}: the folder cannot be made ({error.strerror}). Give another one.") from None


def _forget(order: Order) -> None:
    for suffix in ("", "-wal", "-shm"):
        (order.out / f"{LEDGER_NAME}{suffix}").unlink(missing_ok=True)
    remove_shards(order.shard_folder)


def _take_in_shards(ledger: Ledger, order: Order) -> int:
    """Take in what other machines, or an engine whose run was cut off, have left, and say how many shards that was."""
    taken = 0
    for path in finished_shards(order.shard_folder):
        if not ledger.has_taken_in(path.name) and read_manifest(path, order.maker):
            ledger.add(read_shard(path), path.name)
            taken += 1
    return taken


def _assess_all(ledger: Ledger, order: Order, engine: Engine, listener: Listener) -> int:
    assessed = 0
    for _ in range(_PASSES):
        todo = ledger.counts()[1]
        if not todo:
            break
        in_hand: dict[str, str] = {}
        jobs = ledger.pending(order.source)
        if engine.hashes_first:
            jobs = _hashed(jobs, ledger, order, in_hand, listener)
        with closing(engine.run(jobs, todo)) as batches:
            for batch in batches:
                ledger.add(batch.records, batch.shard)
                for record in batch.records:
                    in_hand.pop(record.path, None)
                    tell(listener, record, order.name_of(record.path, record.sha256))
                assessed += len(batch.records)
        ledger.flush()
    return assessed


def _hashed(
    jobs: Iterator[Job], ledger: Ledger, order: Order, in_hand: dict[str, str], listener: Listener
) -> Iterator[Job]:
    """Jobs without those that are copies of what is known or in hand; ``in_hand`` has the hashes, by path."""
    for job in jobs:
        sha256 = job.sha256 or hash_file(job.location)
        if sha256:
            ledger.identify(job.path, sha256)
            if sha256 in in_hand.values() or ledger.knows(sha256):
                listener.known(order.name_of(job.path, sha256))
                continue
            in_hand[job.path] = sha256
        yield replace(job, sha256=sha256)


def _write_tables(ledger: Ledger, order: Order, tables: Tables) -> tuple[str, ...]:
    """Write the tables, unless they are there and would be the same."""
    state = json.dumps([tables.key, order.source.name, *order.maker, *order.roles, *ledger.counts()])
    written = json.loads(ledger.note(_WRITTEN) or "{}")
    if written.get("state") == state and all(Path(path).exists() for path in written["outputs"]):
        return tuple(written["outputs"])
    outputs = [str(path) for path in tables.write(ledger.results(order.source, order.roles), order.out)]
    ledger.note(_WRITTEN, json.dumps({"state": state, "outputs": outputs}))
    return tuple(outputs)
