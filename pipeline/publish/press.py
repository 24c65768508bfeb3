"""Publishing one edition: decide, stage, swap."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.edition import Edition, Printed
from pipeline.publish import record, swap
from pipeline.publish.decide import Change, Decision, decide
from pipeline.publish.names import FIGURES, LOG, MANIFEST, folders_of, is_office_lock, is_period
from pipeline.publish.recovery import recover
from pipeline.publish.shelf import Shelf
from pipeline.publish.trouble import Unwritable, blamed_on


@dataclass(frozen=True, slots=True)
class Published:
    """The edition's folder and what became of each document."""

    folder: Path
    changes: Sequence[Change]


def plan(edition: Edition, outputs: Path, *, only: bool = False) -> list[Change]:
    """Return what publish() would do to each document; nothing is written.

    Unnameable, Unwritable and ValueError as in publish().
    """
    return _decide(edition, outputs, only)[0].changes


def edited(outputs: Path, period: str, template: str) -> dict[str, bytes]:
    """Return the documents of a template that a person changed since they were made.

    By name; an edition that cannot be read has none. Nothing is written.
    """
    try:
        shelf = Shelf(swap.standing(outputs, period) if is_period(period) else None)
        return {
            name: (shelf.folder / name).read_bytes()
            for name, entry in shelf.entries.items()
            if shelf.folder and entry.template == template and shelf.edited(name)
        }
    except (OSError, Unwritable):
        return {}


def printed_before(outputs: Path, period: str) -> dict[str, tuple[Printed, ...]]:
    """The figures that each document of the standing edition printed, by its title and kind.

    An edition that cannot be read has none. Nothing is written.
    """
    folder = swap.standing(outputs, period) if is_period(period) else None
    entries = record.read(folder) if folder else None
    return {one.document: one.printed for one in (entries or {}).values() if one.printed}


def publish(edition: Edition, outputs: Path, *, only: bool = False) -> Published:
    """Make the edition's folder outputs/<period> anew, beside, and swap it in.

    With `only`, other documents of the edition before are carried over. The caller holds the
    lock. Unnameable for documents without a name or with another's; Unwritable where the disk
    refuses, with the edition before as it was; ValueError for a period that names no folder.
    """
    with blamed_on(outputs.name):
        outputs.mkdir(parents=True, exist_ok=True)
    recover(outputs)
    decision, shelf = _decide(edition, outputs, only)
    beside = _beside(edition, decision, shelf)
    with blamed_on(outputs.name):
        staged = swap.stage(outputs, edition.period)
    place = outputs / edition.period
    try:
        _fill(staged, decision, shelf, beside)
        shelf.stand_firm()
        swap.swap(staged, place)
    except Unwritable:
        if swap.standing(outputs, edition.period) in (place, None):
            swap.discard(staged, edition.period)
        raise
    with suppress(Unwritable):  # the new edition stands; what is left of the old can wait
        recover(outputs)
    return Published(place, tuple(decision.changes))


def _decide(edition: Edition, outputs: Path, only: bool) -> tuple[Decision, Shelf]:
    if not is_period(edition.period):
        raise ValueError(f"no name for an edition's folder: {edition.period!r}")
    shelf = Shelf(swap.standing(outputs, edition.period))
    return decide(edition, shelf, only=only), shelf


def _beside(edition: Edition, decision: Decision, shelf: Shelf) -> Mapping[str, bytes]:
    """The program's own files, the manifest last: it says that the others stand."""
    lines = [*edition.log]
    if shelf.unreadable:
        lines.append("上一次的manifest.json缺失或损坏，原有文件一律视为手工改过，原样保留")
    for change in decision.changes:
        lines += [change.line, *(f"过时 {one.line}" for one in change.stale)]
    log = "".join(f"{' '.join(line.split())}\n" for line in lines)
    return {
        FIGURES: record.as_json(edition.figures),
        LOG: log.encode("utf-8", "backslashreplace"),
        MANIFEST: record.write(edition, decision.entries, decision.kept, shelf.replaced),
    }


def _fill(staged: Path, decision: Decision, shelf: Shelf, beside: Mapping[str, bytes]) -> None:
    for name, stood in decision.taken_over.items():
        assert shelf.folder is not None
        with blamed_on(name):
            _make_room(staged, name)
            _take_over(shelf.folder / stood, staged / name)
    for name, content in {**decision.written, **beside}.items():
        if name == MANIFEST:
            for folder in (*_folders(staged, decision), staged):
                swap.sync_folder(folder)
        with blamed_on(name):
            _make_room(staged, name)
            _write(staged / name, content)


def _make_room(staged: Path, name: str) -> None:
    (staged / name).parent.mkdir(parents=True, exist_ok=True)


def _folders(staged: Path, decision: Decision) -> list[Path]:
    """The folders of documents, the innermost first."""
    names = {one for name in (*decision.taken_over, *decision.written) for one in folders_of(name)}
    return [staged / one for one in sorted(names, reverse=True)]


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _take_over(source: Path, target: Path) -> None:
    """Have the same file stand in a second folder: linked where possible, else copied."""
    if source.is_symlink():
        target.symlink_to(source.readlink(), target_is_directory=source.is_dir())
    elif source.is_dir():
        target.mkdir()
        for child in source.iterdir():
            if not is_office_lock(child.name):
                _take_over(child, target / child.name)
        shutil.copystat(source, target)
        swap.sync_folder(target)
    else:
        try:
            target.hardlink_to(source)
        except OSError:
            _copy(source, target)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as origin, target.open("xb") as file:
        shutil.copyfileobj(origin, file)
        file.flush()
        os.fsync(file.fileno())
    with suppress(OSError):  # a memory stick keeps no permissions
        shutil.copystat(source, target)
