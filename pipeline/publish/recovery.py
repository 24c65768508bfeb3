"""What a crash left in the outputs folder, and how it is made good at the next start."""

from __future__ import annotations

import filecmp
import re
from pathlib import Path

from pipeline.publish import record, swap
from pipeline.publish.names import is_office_lock, is_period
from pipeline.publish.shelf import Shelf
from pipeline.publish.trouble import blamed_on

_LEFT = re.compile(r"\.(?P<hidden>[^.]+)\.(?:new|gone)-[0-9a-f]{8}|(?P<plain>[^.]+)\.old")


def recover(outputs: Path) -> None:
    """Finish what a crash left, so that every edition stands under its own name.

    A staged edition that is whole takes the free place; otherwise the old one comes back. An old
    folder in which someone has worked since is never removed. The caller holds the lock.
    Unwritable where the disk refuses.
    """
    left: dict[str, list[Path]] = {}
    with blamed_on(outputs.name):
        paths = sorted(outputs.iterdir()) if outputs.is_dir() else []
    for path in paths:
        if period := _period_of(path.name):
            left.setdefault(period, []).append(path)
    for period, paths in left.items():
        with blamed_on(period):
            _heal(outputs / period, [path for path in paths if path.name.startswith(".")])


def _period_of(name: str) -> str:
    found = _LEFT.fullmatch(name)
    period = (found["hidden"] or found["plain"]) if found else ""
    return period if is_period(period) else ""


def _heal(place: Path, hidden: list[Path]) -> None:
    old = swap.old(place)
    if not place.exists():
        whole = [one for one in hidden if ".new-" in one.name and record.whole(one)]
        if len(whole) == 1 and (not old.is_dir() or _spent(old, whole[0])):
            swap.rename(whole[0], place)
        elif old.is_dir():
            swap.rename(old, place)
        swap.sync_folder(place.parent)
    if old.is_dir() and _spent(old, place):
        swap.discard(old, place.name)
    for path in hidden:
        if path.exists():
            swap.discard(path, place.name)


def _spent(old: Path, new: Path) -> bool:
    """Tell whether `new` took the place of `old` and nobody's work would go with `old`."""
    if record.replaced(new) != record.fingerprint(old):
        return False
    shelf = Shelf(old)
    return all(not shelf.edited(name) or _same(old / name, new / name) for name in shelf.names)


def _same(path: Path, other: Path) -> bool:
    if path.is_symlink():
        return other.is_symlink() and path.readlink() == other.readlink()
    if path.is_dir():
        inside = (one for one in path.iterdir() if not is_office_lock(one.name))
        return other.is_dir() and all(_same(one, other / one.name) for one in inside)
    if not other.is_file():
        return False
    return path.samefile(other) or filecmp.cmp(path, other, shallow=False)
