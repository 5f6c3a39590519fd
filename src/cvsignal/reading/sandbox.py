"""Reading in a child process that can be stopped: wall time and memory are bounded from outside.

A fault in a C library takes the child down, not the caller. Memory is bounded by the address space where the system
allows it (Linux), and watched from outside everywhere.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil

from cvsignal.reading.reader import read
from cvsignal.reading.refusal import Refused
from cvsignal.reading.settings import DEFAULT, ReadSettings
from cvsignal.schema import Document

CHECK_SECONDS = 0.05
ADDRESS_SPACE_SLACK = 3  # times the memory bound: libraries reserve more than they use


def read_in_child(
    path: str | os.PathLike[str], *, seconds: float = 30.0, megabytes: int = 500, settings: ReadSettings = DEFAULT
) -> Document:
    """Read ``path`` in a process of its own, stopped after ``seconds`` of wall time or above ``megabytes`` of memory.

    Raises :class:`~cvsignal.errors.ReadError` only; ``timed-out``, ``out-of-memory`` and ``crashed`` besides those of
    :func:`~cvsignal.reading.read`. Starting the process costs about half a second.
    """
    name = Path(path).name
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(os.fspath(path), settings, megabytes, sender), daemon=True)
    child.start()
    sender.close()
    try:
        result = _awaited(child, receiver, time.monotonic() + seconds, megabytes)
    except Refused as refused:
        raise refused.named(name) from None
    finally:
        receiver.close()
        if child.is_alive():
            child.kill()
        child.join()
    if isinstance(result, Exception):
        raise result
    return result


def _awaited(child: Any, receiver: Connection, deadline: float, megabytes: int) -> Document | Exception:
    process = psutil.Process(child.pid)
    while not receiver.poll(CHECK_SECONDS):
        if time.monotonic() > deadline:
            raise Refused("timed-out")
        try:
            if process.memory_info().rss > megabytes * 1_000_000:
                raise Refused("out-of-memory")
        except psutil.Error:
            if not receiver.poll(0):
                raise Refused("crashed") from None
        if not child.is_alive() and not receiver.poll(0):
            raise Refused("crashed")
    try:
        result: Document | Exception = receiver.recv()
    except (EOFError, OSError):
        raise Refused("crashed") from None
    return result


def _child(path: str, settings: ReadSettings, megabytes: int, sender: Connection) -> None:
    _limit_memory(megabytes * ADDRESS_SPACE_SLACK)
    try:
        result: Document | Exception = read(path, settings=settings)
    except Exception as error:  # sent to the caller, which raises it
        error.__cause__ = None
        result = error
    sender.send(result)
    sender.close()


def _limit_memory(megabytes: int) -> None:
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))
    except (ImportError, ValueError, OSError):
        return  # no such limit on this system; the caller still watches
