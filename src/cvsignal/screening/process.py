"""The worker's side: a process that loads the model once, then takes one job after another from a pipe.

It is started by :mod:`cvsignal.screening.pool`, in a session of its own (Ctrl-C does not reach it) and with its output
closed (a library's message may quote a CV). It ends when the pipe is closed or its parent is gone.
"""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil

from cvsignal.errors import CvsignalError
from cvsignal.screening.limits import Limits

MEGABYTE = 1_000_000
#: Virtual memory is reserved far ahead of its use (thread stacks, malloc arenas): the hard limit leaves room for that.
_ADDRESS_ROOM = 1000


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker is told first: ``loader()`` gives the tool, ``work(tool, job)`` a job's result; both importable."""

    loader: Callable[[], Any]
    work: Callable[[Any, Any], Any]
    limits: Limits
    parent: int  # process id
    scratch: str  # folder of temporary files


@dataclass(frozen=True, slots=True)
class Ready:
    """The model is loaded; ``resident`` bytes are in use before the first job."""

    resident: int


@dataclass(frozen=True, slots=True)
class Broken:
    """The model cannot be loaded: no use to try again."""

    message: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A job without a result: ``code`` is one of READ_CODES, ``reason`` is fit for users and holds no text of a CV."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """A job's result, or its fault; after ``retire`` the worker wants to be replaced."""

    result: Any
    retire: bool = False


def serve(pipe: Connection) -> None:
    """Work until the pipe is closed."""
    try:
        setup: Setup = pipe.recv()
    except Exception as error:  # a loader of the caller's script, or of a module that is not on the path
        pipe.send(Broken(f"what loads the model cannot be imported ({error}). Put it into a module of its own."))
        return
    threading.Thread(target=_leave_with_parent, args=(setup.parent, setup.scratch), daemon=True).start()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        _work(setup, pipe)
    shutil.rmtree(setup.scratch, ignore_errors=True)  # the parent would have done it, if it has not been killed


def _work(setup: Setup, pipe: Connection) -> None:
    try:
        tool = setup.loader()
    except CvsignalError as error:
        pipe.send(Broken(str(error)))
        return
    except Exception as error:  # reported to the parent, which raises it
        pipe.send(Broken(f"loading the model failed ({type(error).__name__}: {error})"))
        return
    gc.collect()
    gc.freeze()  # the model stays as long as the process: no later collection needs to go through it again
    resident = psutil.Process().memory_info().rss
    _bound_address_space(setup.limits)
    pipe.send(Ready(resident))
    while True:
        job = pipe.recv()
        _wake_at(setup.limits.seconds)
        done = _do(setup, tool, job, resident)
        _wake_at(None)
        pipe.send(done)


def _do(setup: Setup, tool: Any, job: Any, resident: int) -> Done:
    try:
        result = setup.work(tool, job)
    except MemoryError:
        return Done(Fault("out-of-memory", memory_reason(setup.limits)), retire=True)
    except Exception as error:  # a fault of ours on one file must not cost the run; its words may be the CV's
        return Done(Fault("crashed", f"assessing it failed ({_where(error)}). Report this, with the file if you may."))
    grown = psutil.Process().memory_info().rss - resident
    return Done(result, retire=grown > setup.limits.megabytes * MEGABYTE / 2)


def memory_reason(limits: Limits) -> str:
    return f"it needs more than {limits.megabytes} MB of memory. Raise the bound if the file is worth it."


def _where(error: Exception) -> str:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    if place is None:
        return type(error).__name__
    return f"{type(error).__name__} in {Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}"


def _wake_at(seconds: float | None) -> None:
    """Have the kernel end this process if the parent, which measures the time, is itself stopped or gone."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, 0 if seconds is None else 2 * seconds + 10)


def _bound_address_space(limits: Limits) -> None:
    """Make one huge allocation fail at once; slower growth is seen by the parent before."""
    try:
        import resource
    except ImportError:  # Windows
        return
    size = psutil.Process().memory_info().vms + (2 * limits.megabytes + _ADDRESS_ROOM) * MEGABYTE
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        size = min(size, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some values
        resource.setrlimit(resource.RLIMIT_AS, (size, hard))


def _leave_with_parent(parent: int, scratch: str) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    shutil.rmtree(scratch, ignore_errors=True)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)  # this process and those that it started (OCR)
    os._exit(1)
