"""What several workers are asked to make of a file; they import it by name."""

import os
import time

from pipeline.office.reading import Unreadable


def described(answer, *more):
    """What a task makes of a file; it runs in the worker, apart from what could not be read."""
    if isinstance(answer, Unreadable):
        return ("refused", str(answer), *more)
    return (answer.kind, answer.grids[0].cell(2, 2), *more)


def process(answer, pause):
    time.sleep(pause)
    return os.getpid()


def broken(answer):
    raise ValueError("a fault of the program's")
