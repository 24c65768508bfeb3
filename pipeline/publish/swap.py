"""Staging folders, the swap of a whole edition, and what to do after a crash between.

outputs/.<period>.new-…   being made; whole once its manifest.json stands
outputs/<period>.old      the edition before, for the moment between the two renames
outputs/.<period>.gone-…  being removed
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

from pipeline.publish.names import is_office_lock, locked_by_office
from pipeline.publish.trouble import Unwritable, blamed_on, in_use

_OLD = ".old"
_TRIES = 5 if os.name == "nt" else 1
_PAUSE = 0.2


def standing(outputs: Path, period: str) -> Path | None:
    """Return where the period's edition is found at this moment; None where there is none."""
    folders = (outputs / period, old(outputs / period))
    return next((one for one in folders if one.is_dir()), None)


def old(place: Path) -> Path:
    """Return where the edition before stands between the two renames."""
    return place.with_name(f"{place.name}{_OLD}")


def stage(outputs: Path, period: str) -> Path:
    """Make an empty folder beside the edition and return it."""
    staged = outputs / f".{period}.new-{secrets.token_hex(4)}"
    staged.mkdir()
    with suppress(OSError):  # no edition before, or a disk that keeps no permissions
        shutil.copymode(outputs / period, staged)
    return staged


def swap(staged: Path, place: Path) -> None:
    """Put the staged folder in its place; the one that stood there becomes <period>.old.

    Unwritable, with the earlier edition back in its place, where the disk refuses.
    """
    _check(place)
    sync_folder(staged)
    sync_folder(place.parent)
    try:
        if place.exists():
            rename(place, old(place))
        rename(staged, place)
    except PermissionError as error:
        _undo(place)
        raise in_use(place.name, _held(place)) from error
    except OSError as error:
        _undo(place)
        with blamed_on(place.name):
            raise error
    sync_folder(place.parent)


def discard(folder: Path, period: str) -> None:
    """Remove a folder of ours as far as the disk allows; the next recovery removes the rest.

    It is renamed first, so that a half-removed folder is never taken for an edition.
    """
    gone = folder.with_name(f".{period}.gone-{secrets.token_hex(4)}")
    with suppress(OSError):
        folder.replace(gone)
        _remove(gone)


def rename(source: Path, target: Path) -> None:
    """Rename a folder, patiently where a virus scanner may hold it for a moment."""
    for left in reversed(range(_TRIES)):
        try:
            source.replace(target)
            return
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE)


def overwrite(path: Path, content: bytes) -> None:
    """Write beside and rename, so that the old file or the new one stands at any moment."""
    beside = path.with_name(f".{path.name.lstrip('.')}.new-{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have a folder's names written to the disk, where the system can do that."""
    if os.name == "nt":
        return
    with suppress(OSError):  # some network file systems do not sync folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _check(place: Path) -> None:
    if place.exists() and not place.is_dir():
        raise Unwritable(place.name, "不是文件夹，却占着本期的名称", "请改名或移走后再运行")
    if os.path.lexists(old(place)):
        problem = "占着本程序要用的名称，其中可能有手工改过的文件"
        raise Unwritable(old(place).name, problem, "请查看后改名或移走，再运行")


def _undo(place: Path) -> None:
    if old(place).is_dir() and not place.exists():
        with suppress(OSError):  # then the next start brings it back
            rename(old(place), place)


def _remove(folder: Path) -> None:
    if folder.is_symlink():
        with suppress(OSError):
            folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _held(place: Path) -> str | None:
    """The file that an office program holds open: by trying, else by the lock file it left."""
    paths = sorted(place.rglob("*")) if place.is_dir() else []
    documents = [path for path in paths if not is_office_lock(path.name)]
    for path in documents:
        try:
            if path.is_file():
                path.open("r+b").close()
        except OSError:
            return path.relative_to(place).as_posix()
    locks = [(path.parent, tail) for path in paths if (tail := locked_by_office(path.name))]
    held = (
        path
        for folder, tail in locks
        for path in documents
        if path.parent == folder and path.name.endswith(tail)
    )
    return next((path.relative_to(place).as_posix() for path in held), None)
