"""Which files of a period's folder may be submissions: those in folders and archives too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.model.period import Period
from pipeline.office import archive
from pipeline.office.grid import Unreadable
from pipeline.office.reading import MAX_FILE, too_large

MATERIAL = "材料"
_SKIPPED = ("~$", ".", "Thumbs.db", "desktop.ini")
_ENDINGS = (".tmp", "#")
_FOLDERS = ("__MACOSX", MATERIAL)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came: its name from the period's folder on (archive.zip/name), its bytes.

    `error` says why a file in an archive has none.
    """

    name: str
    data: bytes
    error: Unreadable | None = None


def periods_in(inputs: Path) -> list[Period]:
    """The periods for which a folder stands in inputs/, oldest first."""
    found_ = set()
    for path in inputs.iterdir() if inputs.is_dir() else ():
        if path.is_dir() and re.fullmatch(r"\d{4}-\d{2}", path.name):
            try:
                found_.add(Period.parse(path.name))
            except ValueError:
                continue
    return sorted(found_)


def files_in(folder: Path) -> list[Path]:
    """The files that may be submissions: no temporary files, nothing from 材料."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _is_chaff(path.relative_to(folder).as_posix())
    ]


def sent_in(folder: Path) -> Iterator[Sent]:
    """Yield every file that may be a submission, an archive as the files in it."""
    used: set[str] = set()
    for path in files_in(folder):
        name = archive.free(archive.tidy(path.relative_to(folder).as_posix()), used)
        used.add(name)
        size = path.stat().st_size
        if size > MAX_FILE:
            yield Sent(name, b"", too_large(size))
            continue
        data = path.read_bytes()
        try:
            members = archive.members(data)
        except Unreadable as error:
            yield Sent(name, data, error)
            continue
        if members is None:
            yield Sent(name, data)
            continue
        for one in members:
            if not _is_chaff(one.name):
                yield Sent(f"{name}/{one.name}", one.data, one.error)


def _is_chaff(name: str) -> bool:
    """Whether a file is the litter of an office program or system, or material."""
    last, folders = PurePosixPath(name).name, PurePosixPath(name).parts[:-1]
    litter = last.lower().startswith(tuple(one.lower() for one in _SKIPPED))
    return litter or last.lower().endswith(_ENDINGS) or not set(_FOLDERS).isdisjoint(folders)
