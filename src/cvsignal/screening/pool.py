"""The parent's side: a few workers, a bounded number of jobs in hand, no job lost when a worker dies.

Own code, because the pools of the standard library and loky lose every pending job with the first dead worker.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import connection
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from cvsignal.errors import ScreeningError
from cvsignal.screening.child import Child, Ticket
from cvsignal.screening.limits import Limits
from cvsignal.screening.process import Broken, Done, Fault, Ready, memory_reason

J = TypeVar("J")
R = TypeVar("R")

#: Jobs sent to a worker ahead of its results, so that it need not wait while the parent writes.
_DEPTH = 2
#: Seconds between two looks at the workers' memory.
_LOOK = 0.1
#: Deaths before a worker is ready, in a row, that end the run.
_START_DEATHS = 3


class Pool(Generic[J, R]):
    """``size`` processes, each with its own ``loader()``, that apply ``work(tool, job)`` to jobs.

    Processes start when there is work for them and live until :meth:`close`. A worker that passes a limit is killed,
    one that dies is replaced; of its jobs only the one in hand is to blame, the others go to another worker.
    """

    def __init__(
        self, loader: Callable[[], Any], work: Callable[[Any, J], R], size: int = 2, limits: Limits | None = None
    ) -> None:
        if size < 1:
            raise ValueError(f"workers: {size} is too few. Give 1 or more.")
        self.size = size
        self.limits = limits or Limits()
        self._setup = (loader, work)
        self._children: list[Child] = []
        self._again: deque[Ticket] = deque()
        self._start_deaths = 0
        self._looked = 0.0

    def run(self, jobs: Iterable[J], room: Callable[[], bool] = lambda: True) -> Iterator[tuple[J, R | Fault]]:
        """Yield each job with its result as it comes; takes jobs only as workers need them, and while ``room()``.

        Raises :class:`~cvsignal.errors.ScreeningError` when no worker can be started.
        """
        todo = iter(jobs)
        try:
            while True:
                self._feed(todo, room)
                if not any(child.tickets for child in self._children):
                    break
                for ticket, result in self._collect():
                    yield ticket.job, result
        finally:
            self._again.clear()
            for child in [child for child in self._children if child.tickets]:
                self._remove(child)

    def close(self) -> None:
        """Kill what still runs."""
        while self._children:
            self._remove(self._children[-1])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _feed(self, todo: Iterator[J], room: Callable[[], bool]) -> None:
        while self._has_capacity():
            if self._again:
                ticket = self._again.popleft()
            elif room():
                try:
                    ticket = Ticket(next(todo))
                except StopIteration:
                    return
            else:
                return
            self._least_busy().give(ticket)

    def _has_capacity(self) -> bool:
        return len(self._children) < self.size or any(len(child.tickets) < _DEPTH for child in self._children)

    def _least_busy(self) -> Child:
        child = min(self._children, key=lambda child: len(child.tickets), default=None)
        if child is None or (child.tickets and len(self._children) < self.size):
            child = Child(*self._setup, self.limits)
            self._children.append(child)
        return child

    def _collect(self) -> Iterator[tuple[Ticket, Any]]:
        """Results that have come; then the faults of workers that died or passed a limit."""
        pipes: dict[Any, Child] = {child.pipe: child for child in self._children}
        for pipe in connection.wait(list(pipes), timeout=_LOOK):
            yield from self._receive(pipes[pipe])
        if time.monotonic() - self._looked < _LOOK:
            return
        for child in list(self._children):
            if child.tickets and not child.pipe.poll():  # what has come is taken before anyone is blamed
                yield from self._inspect(child)
        self._looked = time.monotonic()

    def _receive(self, child: Child) -> Iterator[tuple[Ticket, Any]]:
        try:
            message = child.receive()
        except Exception:  # end of file, or a message cut by the worker's death
            yield from self._bury(child)
            return
        match message:
            case Ready(resident=resident):
                self._start_deaths = 0
                child.ready(resident)
            case Broken(message=text):
                raise ScreeningError(f"workers: {text}")
            case Done(result=result, retire=retire):
                ticket = child.take_result()
                if retire:
                    self._again.extend(child.tickets)
                    self._remove(child)
                yield ticket, result

    def _inspect(self, child: Child) -> Iterator[tuple[Ticket, Any]]:
        if child.dead():
            yield from self._bury(child)
        elif child.late():
            if not child.is_ready:
                raise ScreeningError(
                    f"workers: the model was not loaded within {self.limits.start_seconds:g} s. "
                    "Try again with fewer workers or when the machine is less busy."
                )
            reason = f"it took more than {self.limits.seconds:g} s. Raise the bound if the file is worth it."
            yield from self._bury(child, Fault("timed-out", reason))
        elif child.too_large():
            yield from self._bury(child, Fault("out-of-memory", memory_reason(self.limits)))

    def _bury(self, child: Child, fault: Fault | None = None) -> Iterator[tuple[Ticket, Any]]:
        """Remove a worker; the job in hand gets ``fault``, or, if the worker died by itself, one more try."""
        self._remove(child)
        tickets = list(child.tickets)
        if not child.is_ready:
            self._again.extendleft(reversed(tickets))
            self._start_deaths += 1
            if self._start_deaths >= _START_DEATHS:
                raise ScreeningError(
                    f"workers: they die while loading the model ({child.how_it_ended()}). "
                    "Check that the machine has memory for it, then try again with fewer workers."
                )
            return
        if not tickets:
            return
        first, *others = tickets
        self._again.extendleft(reversed(others))
        if fault is None:
            first.deaths += 1
            if first.deaths == 1:  # perhaps killed from outside, or ruined by the file before: a fresh worker decides
                self._again.append(first)
                return
            fault = Fault("crashed", f"it ends the process that reads it ({child.how_it_ended()}).")
        yield first, fault

    def _remove(self, child: Child) -> None:
        with contextlib.suppress(ValueError):
            self._children.remove(child)
        child.kill()
