"""The worker: a process of its own that reads files, since a hostile one may abort its reader.

An empty frame on stdout says that it is ready; then it takes files from stdin and puts pickled
answers on stdout, one frame each.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
import threading
import time
from collections.abc import Iterator

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
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    frame.send(sink, b"")
    with contextlib.suppress(EOFError):
        while True:
            data = frame.receive(source)
            with _timed():
                answer = pickle.dumps(_answer(data), pickle.HIGHEST_PROTOCOL)
            frame.send(sink, answer)


def _answer(data: bytes) -> Workbook | Unreadable:
    try:
        return contents.read(data)
    except Unreadable as refusal:
        return refusal.with_traceback(None)
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # calamine's panics are no Exceptions
        return damaged()


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
