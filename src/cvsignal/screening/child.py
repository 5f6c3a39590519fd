"""One worker as its parent sees it: a process, a pipe to it, the jobs that it holds."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from cvsignal.screening.limits import Limits
from cvsignal.screening.process import MEGABYTE, Setup

#: A new interpreter, not multiprocessing's spawn: the caller's script is not run again in the worker, so it needs no
#: ``if __name__ == "__main__"``, and a daemon process (a Dask worker) may start one too. With ``-P``, so that nothing is
#: imported from the current folder, where applicants' files may be.
_BOOT = """
import sys
from multiprocessing import connection
kind = connection.PipeConnection if sys.platform == "win32" else connection.Connection
pipe = kind(int(sys.argv[1]))
sys.path[:] = pipe.recv()
from cvsignal.screening.process import serve
serve(pipe)
"""
#: One thread a worker: on two cores, two workers with two threads each are slower than one.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_THREAD_LIMIT"), "1")
#: What tells programs, and Python, where temporary files go.
_TEMPORARY = ("TMPDIR", "TEMP", "TMP")


@dataclass(slots=True)
class Ticket:
    """A job on its way, and how many workers died with it in hand."""

    job: Any
    deaths: int = 0


class Child:
    """A started worker. Its temporary files, which may be whole CVs, lie in a folder that goes with it."""

    def __init__(self, loader: Callable[[], Any], work: Callable[[Any, Any], Any], limits: Limits) -> None:
        self.limits = limits
        self.tickets: deque[Ticket] = deque()  # the first is in hand
        self.is_ready = False
        self._resident = 0
        self._closed = False
        self._deadline = time.monotonic() + limits.start_seconds
        self._scratch = TemporaryDirectory(prefix="cvsignal-", ignore_cleanup_errors=True)
        self.pipe, there = multiprocessing.Pipe()
        try:
            self._process = _start(there, self._scratch.name)
        finally:
            there.close()
        self._memory = psutil.Process(self._process.pid)
        with contextlib.suppress(OSError):  # dead already: seen at the next look
            self.pipe.send(list(sys.path))
            self.pipe.send(Setup(loader, work, limits, os.getpid(), self._scratch.name))

    def give(self, ticket: Ticket) -> None:
        """Hand over a job."""
        if not self.tickets and self.is_ready:
            self._deadline = time.monotonic() + self.limits.seconds
        self.tickets.append(ticket)
        with contextlib.suppress(OSError):  # dead already: seen at the next look
            self.pipe.send(ticket.job)

    def ready(self, resident: int) -> None:
        """The model is loaded: the time of the first job begins."""
        self.is_ready = True
        self._resident = resident
        self._deadline = time.monotonic() + self.limits.seconds

    def take_result(self) -> Ticket:
        """The job in hand is done: the time of the next begins."""
        self._deadline = time.monotonic() + self.limits.seconds
        return self.tickets.popleft()

    def receive(self) -> Any:
        """The next message. Raises an exception when the process ends before it is whole."""
        try:
            return self.pipe.recv()
        except Exception:
            self._closed = True
            raise

    def dead(self) -> bool:
        return self._process.poll() is not None

    def late(self) -> bool:
        return time.monotonic() > self._deadline

    def too_large(self) -> bool:
        """Whether the job in hand made the process grow beyond the limit."""
        if not self.is_ready:
            return False
        try:
            grown = int(self._memory.memory_info().rss) - self._resident
        except psutil.Error:
            return False
        return grown > self.limits.megabytes * MEGABYTE

    def kill(self) -> None:
        """End the process and those that it started, and wait for it."""
        self.pipe.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            if self._closed:  # it is ending by itself: let it say how
                self._process.wait(timeout=1.0)
        if self._process.poll() is None:
            with contextlib.suppress(OSError):
                if sys.platform == "win32":
                    self._process.kill()
                else:
                    os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._scratch.cleanup()

    def how_it_ended(self) -> str:
        code = self._process.returncode
        if code is not None and code < 0:
            with contextlib.suppress(ValueError):
                return signal.Signals(-code).name
        return f"exit code {code}"


def _start(there: Connection, scratch: str) -> subprocess.Popen[bytes]:
    handle = there.fileno()
    command = [sys.executable, "-P", "-c", _BOOT, str(handle)]
    options: dict[str, Any] = {"env": {**os.environ, **_ONE_THREAD, **dict.fromkeys(_TEMPORARY, scratch)}}
    if sys.platform == "win32":
        os.set_handle_inheritable(handle, True)
        options["startupinfo"] = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [handle]})
    else:
        options |= {"pass_fds": (handle,), "start_new_session": True}
    null = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=null, stdout=null, stderr=null, **options)  # noqa: S603 (our own command)
