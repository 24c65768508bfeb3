"""Notices what is saved in folders, by looking at them now and then."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

PAUSE = 0.5
"""Seconds between two looks."""

_SCRATCH = ("~$", ".")
"""How the files begin that office programs keep while a document is open."""

Trace = tuple[int, int, int]


def saved(
    places: Iterable[Path], pause: float = PAUSE, wait: Callable[[float], None] = time.sleep
) -> Iterator[set[Path]]:
    """Yield the files below `places` that were saved, made or removed since the time before.

    Only once nothing has changed for a whole pause: programs save in several steps, and by
    renaming. Never ends by itself.
    """
    watched = tuple(places)
    before = _traces(watched)
    while True:
        wait(pause)
        now = _traces(watched)
        if now == before:
            continue
        while True:
            wait(pause)
            later = _traces(watched)
            if later == now:
                break
            now = later
        changed = {one for one in {*before, *now} if before.get(one) != now.get(one)}
        before = now
        if changed:
            yield changed


def _traces(places: Iterable[Path]) -> dict[Path, Trace]:
    traces = {}
    for place in places:
        for path in place.rglob("*") if place.is_dir() else (place,):
            if path.name.startswith(_SCRATCH):
                continue
            try:
                state = path.stat()
            except OSError:
                continue
            if not path.is_dir():
                traces[path] = state.st_mtime_ns, state.st_size, state.st_ino
    return traces
