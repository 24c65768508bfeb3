"""The edition's folder as it stood before the run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.publish import record
from pipeline.publish.names import OWN, folded, folders_of, is_office_lock
from pipeline.publish.record import Entry
from pipeline.publish.trouble import Unwritable, blamed_on


class Shelf:
    """What stands in `folder` (None: nothing yet), and what of it the program made.

    A folder in it counts as a whole, unless the program keeps documents there: then each file and
    folder in that one counts by itself, as 审核/柳汀镇/标注副本.xlsx.

    `entries` is empty where the manifest is missing or damaged: then nothing there counts as
    made by the program. Unwritable where a file cannot be read.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        with blamed_on(folder.name if folder else ""):
            self._before = dict(_traces(folder)) if folder else {}
            entries = record.read(folder) if folder else {}
            self.replaced = record.fingerprint(folder) if folder else None
        self._recorded = entries or {}
        self._made = {entry.sha256 for entry in self._recorded.values()} - {None}
        self._digests: dict[str, str | None] = {}
        self._ours: set[str] = set()
        self.open_for(self._recorded)
        self.unreadable = entries is None and bool(self.names)

    def open_for(self, documents: Iterable[str]) -> None:
        """Look into the folders in which these documents stand, or are to stand.

        Unwritable where a file or a link has such a folder's name.
        """
        self._ours.update(folded(one) for name in documents for one in folders_of(name))
        self.names = [name for name in sorted(self._before) if self._counts(name)]
        self._standing = frozenset(self.names)
        self.entries: dict[str, Entry] = {
            name: entry for name, entry in self._recorded.items() if name in self._standing
        }
        self._folded = {folded(name): name for name in self.names}
        for name in self._ours & self._folded.keys():
            file = self._folded[name]
            raise Unwritable(file, "占着本期一个文件夹的名称", "请改名或移走后再运行")

    def _counts(self, name: str) -> bool:
        """Whether it is one of the things of which each has its own fate."""
        if name in OWN or not all(folded(one) in self._ours for one in folders_of(name)):
            return False
        return folded(name) not in self._ours or self._before[name] != ()

    def find(self, name: str) -> str | None:
        """Return the file that a file of this name would overwrite on some system, or None."""
        return name if name in self._standing else self._folded.get(folded(name))

    def digest(self, name: str) -> str | None:
        """Return the file's SHA-256; None for a folder, a link and what else is no plain file."""
        if name not in self._digests:
            assert self.folder is not None
            path = self.folder / name
            with blamed_on(name):
                plain = path.is_file() and not path.is_symlink()
                self._digests[name] = record.file_digest(path) if plain else None
        return self._digests[name]

    def edited(self, name: str) -> bool:
        """Tell whether a person made this file or changed it since the program did.

        A file that someone renamed over another is still the program's work.
        """
        return name not in self.entries or self.digest(name) not in self._made

    def stand_firm(self) -> None:
        """Raise Unwritable if anything in the folder changed since this object was made."""
        if self.folder is None:
            return
        with blamed_on(self.folder.name):
            now = dict(_traces(self.folder))
        if now != self._before:
            name = min(
                one for one in {*now, *self._before} if now.get(one) != self._before.get(one)
            )
            raise Unwritable(name, "在本次运行期间被改动", "请保存并关闭后再运行")


def _traces(folder: Path, above: str = "") -> Iterator[tuple[str, tuple[int, ...]]]:
    for path in folder.iterdir():
        if is_office_lock(path.name):
            continue
        name = f"{above}{path.name}"
        if path.is_dir() and not path.is_symlink():
            yield name, ()
            yield from _traces(path, f"{name}/")
        else:
            state = path.lstat()
            yield name, (state.st_ino, state.st_size, state.st_mtime_ns)
