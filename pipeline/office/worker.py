"""The worker: a process of its own that reads files, since a hostile one may abort its reader.

An empty frame on stdout says that it is ready; then it takes three frames a file from stdin (the
file; what to make of its workbook, a pickled function or nothing; that function's pickled further
arguments) and puts the pickled answer on stdout.
"""

from __future__ import annotations

import contextlib
import gc
import pickle
import sys
import traceback
from functools import lru_cache

from pipeline.office import contents, frame
from pipeline.office.grid import Unreadable, Workbook
from pipeline.office.sniff import damaged

MEMORY = 1536 * 1024 * 1024
"""Address space of the worker, where the platform can limit it."""


def main() -> None:
    """Answer files until stdin ends; running out of memory ends the process."""
    _limit()
    gc.disable()  # what a file is made into has no cycles, and its cells are millions of objects
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    frame.send(sink, b"")
    with contextlib.suppress(EOFError):
        while True:
            answer: object = _answer(frame.receive(source))
            task, more = frame.receive(source), frame.receive(source)
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


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows
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
