"""The worker: a process of its own that reads files, since a hostile one may abort its reader.

An empty frame on stdout says that it is ready; then it takes files from stdin and puts pickled
answers on stdout, one frame each.
"""

from __future__ import annotations

import contextlib
import pickle
import sys

from pipeline.office import contents, frame
from pipeline.office.grid import Unreadable, Workbook
from pipeline.office.sniff import damaged

MEMORY = 1536 * 1024 * 1024
"""Address space of the worker, where the platform can limit it."""


def main() -> None:
    """Answer files until stdin ends; running out of memory ends the process."""
    _limit()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    frame.send(sink, b"")
    with contextlib.suppress(EOFError):
        while True:
            answer = _answer(frame.receive(source))
            frame.send(sink, pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))


def _answer(data: bytes) -> Workbook | Unreadable:
    try:
        return contents.read(data)
    except Unreadable as refusal:
        return refusal.with_traceback(None)
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # calamine's panics are no Exceptions
        return damaged()


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
