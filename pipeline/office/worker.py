"""The worker: a process of its own that reads files, since a hostile one may abort its reader.

An empty frame on stdout says that it is ready; then it takes three frames a file from stdin (the
file; what to make of its workbook, a pickled function or nothing; that function's pickled further
arguments) and puts the pickled answer on stdout.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from functools import lru_cache

from pipeline.office import contents, frame
from pipeline.office.grid import Unreadable, Workbook
from pipeline.office.sniff import damaged

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

MEMORY = 1024 * 1024 * 1024
"""Address space of the worker, where the platform can limit it."""

SECONDS = 10
"""Processor time for one file: 100,000 rows of 30 columns take half of it."""

TOO_SLOW = 24
"""How the worker ends where it has to look at the clock itself; elsewhere SIGXCPU ends it."""


def main() -> None:
    """Answer files until stdin ends; running out of memory ends the process."""
    _limit()
    gc.disable()  # what a file is made into has no cycles, and its cells are millions of objects
    gc.freeze()  # nor need the modules be looked through after each file
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    frame.send(sink, b"")
    with contextlib.suppress(EOFError):
        while True:
            data, task, more = (frame.receive(source) for _ in range(3))
            with _timed():
                answer: object = _answer(data)
            if task and isinstance(answer, Workbook):
                answer = _made(task, answer, more)
            frame.send(sink, pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
            del answer
            gc.collect()


def _answer(data: bytes) -> Workbook | Unreadable:
    try:
        return contents.read(data)
    except Unreadable as refusal:
        return refusal.with_traceback(None)
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # calamine's panics are no Exceptions
        return damaged()


def _made(task: bytes, workbook: Workbook, more: bytes) -> object:
    """What the task makes of a workbook; where the task fails, the program is at fault."""
    try:
        return _function(task)(workbook, *pickle.loads(more))
    except MemoryError:
        raise
    except Exception:
        return frame.Mishap(traceback.format_exc())


_function = lru_cache(maxsize=1)(pickle.loads)


@contextlib.contextmanager
def _timed() -> Iterator[None]:
    """End the process where what is inside takes more than SECONDS of processor time."""
    start = time.process_time()
    if resource is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        soft = int(start) + SECONDS + 1
        if hard == resource.RLIM_INFINITY or soft <= hard:
            resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
        yield
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
        return
    done = threading.Event()
    threading.Thread(target=_watch, args=(start, done), daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _watch(start: float, done: threading.Event) -> None:
    while (left := start + SECONDS - time.process_time()) > 0:
        if done.wait(left):
            return
    os._exit(TOO_SLOW)


def _limit() -> None:
    if resource is None:
        return
    for what, limit in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        ceiling = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        try:
            resource.setrlimit(what, (ceiling, ceiling))
        except (ValueError, OSError):  # macOS refuses a limit below what is mapped
            continue


if __name__ == "__main__":
    main()
