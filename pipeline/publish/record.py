"""manifest.json: what the program made in a folder, and whether a folder is whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from pipeline.model.edition import Edition, Printed
from pipeline.model.finalised import Recorded, recorded_of
from pipeline.publish.names import FIGURES, MANIFEST


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the edition, by the name of its file.

    `document` is its title and kind without marks. `sha256` is what the program made under this
    name, None where that is not known; `sha256_on_disk` what stands there, if edited by hand.
    `printed` are the figures that the program printed in it.
    """

    name: str
    document: str
    template: str
    sha256: str | None
    draft: bool
    carried_over: bool = False
    hand_edited: bool = False
    sha256_on_disk: str | None = None
    printed: tuple[Printed, ...] = ()


def read(folder: Path) -> dict[str, Entry] | None:
    """Return the entries by file name; None where the manifest is missing or damaged."""
    manifest = _load(folder)
    if manifest is None:
        return None
    try:
        entries = [_entry(one) for one in manifest["documents"]]
    except (KeyError, TypeError, AttributeError, ValueError):
        return None
    return {one.name: one for one in entries} if all(map(_sound, entries)) else None


def write(
    edition: Edition, entries: Iterable[Entry], kept: Iterable[str], replaced: str | None
) -> bytes:
    """Return the manifest: the caller's, with the documents and the files kept beside them.

    `replaced` is the fingerprint of the edition that this one takes the place of.
    """
    own = {
        "period": edition.period,
        "draft": edition.draft,
        "documents": [_plain(one) for one in entries],
        "kept": list(kept),
        "replaced": replaced,
    }
    return as_json({**edition.manifest, **own})


def recorded(folder: Path) -> Recorded | None:
    """Return what an edition's own files say of it; None where they are missing or damaged."""
    manifest, figures = _load(folder), _load(folder, FIGURES)
    if manifest is None or figures is None:
        return None
    try:
        return recorded_of(manifest, figures)
    except (KeyError, TypeError, AttributeError, ValueError):
        return None


def waivers(folder: Path) -> list[dict[str, str]]:
    """Return what was let through by command when the edition in the folder was made."""
    manifest = _load(folder) or {}
    said = manifest.get("waivers", [])
    assert isinstance(said, list)
    return said


def as_json(value: object) -> bytes:
    """Return JSON as a person can read it, in the order given; ValueError for NaN."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return f"{text}\n".encode("utf-8", "backslashreplace")


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal; OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint(folder: Path) -> str | None:
    """Return the SHA-256 of a folder's manifest, None without one."""
    path = folder / MANIFEST
    return file_digest(path) if path.is_file() else None


def replaced(folder: Path) -> object:
    """Return the fingerprint of the edition that this folder took the place of.

    Without a readable manifest it is an object that equals no fingerprint.
    """
    manifest = _load(folder)
    return object() if manifest is None else manifest.get("replaced", object())


def whole(folder: Path) -> bool:
    """Tell whether every file that the manifest names stands in the folder, unharmed.

    The manifest is written last, so one that holds means that the rest was on the disk.
    """
    entries = read(folder)
    return entries is not None and all(_stands(folder, one) for one in entries.values())


def _stands(folder: Path, entry: Entry) -> bool:
    path = folder / entry.name
    if entry.hand_edited and entry.sha256_on_disk is None:
        return path.exists() or path.is_symlink()
    return path.is_file() and file_digest(path) == (entry.sha256_on_disk or entry.sha256)


def _load(folder: Path, name: str = MANIFEST) -> dict[str, object] | None:
    try:
        manifest = json.loads((folder / name).read_bytes())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, ValueError, RecursionError):
        return None
    return manifest if isinstance(manifest, dict) else None


def _entry(value: dict[str, object]) -> Entry:
    known = {one.name for one in fields(Entry)}
    said = {key: one for key, one in value.items() if key in known}
    printed = tuple(Printed(*map(str, one)) for one in said.pop("printed", ()))
    return Entry(**said, printed=printed)


def _plain(entry: Entry) -> dict[str, object]:
    printed = [[one.place, one.text, one.figure] for one in entry.printed]
    return {**asdict(replace(entry, printed=())), "printed": printed}


def _sound(entry: Entry) -> bool:
    texts = (entry.name, entry.document, entry.template)
    hashes = (entry.sha256, entry.sha256_on_disk)
    marks = (entry.draft, entry.carried_over, entry.hand_edited)
    return (
        all(isinstance(one, str) for one in texts)
        and all(one is None or isinstance(one, str) for one in hashes)
        and all(isinstance(one, bool) for one in marks)
    )
