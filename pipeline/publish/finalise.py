"""Freezing an edition as it stands, and taking a final one back into work.

The register is the commit: a version's files stand whole and synced beside before their entry
is written, and take their place after it. The next start finishes what a crash left between.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from pipeline.model.edition import Document, Edition
from pipeline.model.period import Period
from pipeline.publish import names, record, register, swap
from pipeline.publish.names import OWN, is_office_lock
from pipeline.publish.register import READABLE, REGISTER, Act, Entry
from pipeline.publish.shelf import Shelf
from pipeline.publish.trouble import Unwritable, blamed_on
from pipeline.publish.vault import ARCHIVE, FOLDER, Vault, kept_name, vault_in

_READ_ONLY = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH


@dataclass(frozen=True, slots=True)
class Stand:
    """An edition's folder held against what the same sources make now.

    `edited` are documents of a person's hand, `filled` those of them that were made with gaps;
    `outdated` would be made differently, `missing` would be made and do not stand; `doubled`
    are several files of one document; `links` are no files of their own.
    """

    folder: Path
    edited: tuple[str, ...]
    filled: tuple[str, ...]
    outdated: tuple[str, ...]
    missing: tuple[str, ...]
    doubled: tuple[tuple[str, ...], ...]
    links: tuple[str, ...]
    shelf: Shelf


def stand(edition: Edition, outputs: Path) -> Stand | None:
    """Hold the standing edition against a fresh one; None where none stands. Nothing is written.

    Unwritable where a file cannot be read.
    """
    folder = swap.standing(outputs, edition.period)
    if folder is None or not (folder / names.MANIFEST).is_file():
        return None
    shelf = Shelf(folder)
    shelf.open_for(names.file_name(one, names.is_draft(edition, one)) for one in edition.documents)
    fresh = {names.key(one): one for one in edition.documents}
    standing = {name: entry.document for name, entry in shelf.entries.items()}
    edited = [name for name in standing if shelf.edited(name)]
    covered = {standing[name] for name in edited}
    expected = {names.file_name(one, names.is_draft(edition, one)): one for one in fresh.values()}
    return Stand(
        folder=folder,
        edited=tuple(edited),
        filled=tuple(name for name in edited if _had_gaps(shelf, fresh, name)),
        outdated=(*_outdated(shelf, fresh, edited), *_records(folder, edition)),
        missing=tuple(
            name
            for name, one in expected.items()
            if shelf.find(name) is None and names.key(one) not in covered
        ),
        doubled=tuple(_doubled(standing, covered)),
        links=tuple(_links(folder)),
        shelf=shelf,
    )


def freeze(
    stand: Stand,
    outputs: Path,
    entry: Entry,
    archive: bytes,
    instead: Mapping[str, bytes] = MappingProxyType({}),
) -> Entry:
    """Copy the edition and its archive into 定稿, read-only, and register it.

    `instead` are files, by name, that stand there in place of the edition's own.
    The caller holds the lock and has asked whether the period may be finalised. Unwritable
    where the disk refuses or the edition was changed meanwhile; then nothing is registered.
    """
    vault = vault_in(outputs)
    with blamed_on(FOLDER):
        vault.folder.mkdir(parents=True, exist_ok=True)
    _free(vault.folder / entry.period)
    staged = vault.folder / f".{entry.period}.new"
    remove(staged)
    try:
        files = _fill(staged, stand, archive, instead)
        stand.shelf.stand_firm()
        entries = register.appended(vault.entries, replace(entry, files=files))
        _register(vault.folder, entries)
    except Exception:
        remove(staged)
        raise
    with suppress(Unwritable):  # it is registered; the next start finishes the rest
        settle(outputs)
    return entries[-1]


def reopen(outputs: Path, entry: Entry) -> Entry:
    """Register that a final period is worked on again; its version stays under another name.

    The caller holds the lock. Unwritable where the disk refuses.
    """
    vault = vault_in(outputs)
    _free(vault.folder / kept_name(entry))
    entries = register.appended(vault.entries, entry)
    _register(vault.folder, entries)
    with suppress(Unwritable):  # it is registered; the next start finishes the rest
        settle(outputs)
    return entries[-1]


def settle(outputs: Path) -> None:
    """Have every registered version stand in its place, and remove what was never registered.

    The caller holds the lock. Unwritable where the disk refuses; Faulty for a damaged register.
    """
    vault = vault_in(outputs)
    if not vault.folder.is_dir():
        return
    with blamed_on(FOLDER):
        for period in sorted({one.period for one in vault.entries}):
            _settle(vault, vault.last(Period.parse(period)))
        for path in sorted(vault.folder.glob(".*.new*")):
            remove(path)
        readable = register.readable(vault.entries)
        path = vault.folder / READABLE
        if vault.entries and (not path.is_file() or path.read_bytes() != readable):
            swap.overwrite(path, readable)


def remove(path: Path) -> None:
    """Remove a file or folder of ours, read-only files too, as far as the disk allows."""
    if path.is_dir() and not path.is_symlink():
        for one in path.rglob("*"):
            with suppress(OSError):
                if not one.is_symlink():
                    one.chmod(one.stat().st_mode | stat.S_IWUSR)
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _settle(vault: Vault, last: Entry | None) -> None:
    if last is None:
        return
    place, kept = vault.folder / last.period, vault.folder / kept_name(last)
    staged = vault.folder / f".{last.period}.new"
    if last.act is Act.REOPENED and place.is_dir() and not kept.exists():
        swap.rename(place, kept)
    elif last.act is Act.FINALISED and not place.exists() and _whole(staged, last.files):
        swap.rename(staged, place)
    swap.sync_folder(vault.folder)


def _whole(folder: Path, files: Mapping[str, str]) -> bool:
    return folder.is_dir() and all(
        (folder / name).is_file() and record.file_digest(folder / name) == digest
        for name, digest in files.items()
    )


def _fill(
    staged: Path, stand: Stand, archive: bytes, instead: Mapping[str, bytes]
) -> dict[str, str]:
    """Write every file of the version, synced and read-only; their hashes by name."""
    with blamed_on(FOLDER):
        staged.mkdir()
    files = {}
    for name in _contents(stand.folder):
        with blamed_on(name):
            content = (stand.folder / name).read_bytes()
            files[name] = _keep(staged / name, instead.get(name, content))
    with blamed_on(ARCHIVE):
        files[ARCHIVE] = _keep(staged / ARCHIVE, archive)
    inner = sorted((one for one in staged.rglob("*") if one.is_dir()), reverse=True)
    for folder in (*inner, staged):
        swap.sync_folder(folder)
    return dict(sorted(files.items()))


def _contents(folder: Path) -> list[str]:
    """Every file of the edition by its path, lock files of office programs aside."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not is_office_lock(path.name)
    )


def _keep(path: Path, content: bytes) -> str:
    """Write one file of a version: a copy of its own, never a link into the edition."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with suppress(OSError):  # a disk that keeps no permissions
        path.chmod(_READ_ONLY)
    return record.digest(content)


def _register(folder: Path, entries: tuple[Entry, ...]) -> None:
    with blamed_on(f"{FOLDER}/{REGISTER}"):
        swap.overwrite(folder / REGISTER, register.as_bytes(entries))


def _free(place: Path) -> None:
    if os.path.lexists(place):
        file = f"{FOLDER}/{place.name}"
        raise Unwritable(file, "占着定稿要用的名称，登记里却没有它", "请查看后改名或移走再运行")


def _had_gaps(shelf: Shelf, fresh: Mapping[str, Document], name: str) -> bool:
    one = fresh.get(shelf.entries[name].document)
    return bool(one and one.gaps)


def _outdated(shelf: Shelf, fresh: Mapping[str, Document], edited: list[str]) -> Iterator[str]:
    """Documents that the program made and would now make otherwise, or not at all."""
    due = {key: record.digest(one.content) for key, one in fresh.items()}
    for name, entry in shelf.entries.items():
        if name not in edited and shelf.digest(name) != due.get(entry.document):
            yield name


def _records(folder: Path, edition: Edition) -> Iterator[str]:
    """The program's own files that are gone, and figures.json where it says otherwise now."""
    yield from (name for name in sorted(OWN) if not (folder / name).is_file())
    figures = folder / names.FIGURES
    if figures.is_file() and figures.read_bytes() != record.as_json(edition.figures):
        yield names.FIGURES


def _doubled(standing: Mapping[str, str], edited: set[str]) -> Iterator[tuple[str, ...]]:
    for document in sorted(edited):
        files = tuple(name for name, one in standing.items() if one == document)
        if len(files) > 1:
            yield files


def _links(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            yield path.relative_to(folder).as_posix()
