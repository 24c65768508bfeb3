"""存档.zip: everything that a final edition was made from, so that it can be made again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.office.package import Writer
from pipeline.publish import record
from pipeline.publish.trouble import blamed_on

SLIP = "存档.json"
_LITTER = ("~$", ".", "Thumbs.db", "desktop.ini")


class Unpackable(Exception):
    """The archive cannot be opened, or names files that lead out of it; Chinese."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What goes into an archive.

    `months` are the folders of `inputs` from which the edition was made; `past` the files of
    the final editions that it was held against, by their path in outputs; `slip` says the rest
    that a second making needs.
    """

    templates: Path
    inputs: Path
    months: tuple[str, ...]
    past: Mapping[str, bytes]
    slip: Mapping[str, object]


def packed(sources: Sources) -> bytes:
    """Return the archive; equal sources give equal bytes. Unwritable for an unreadable file."""
    writer = Writer()
    slip = {**sources.slip, "months": list(sources.months)}
    writer.add(SLIP, record.as_json(slip))
    for name, path in _files(sources):
        with blamed_on(name):
            writer.add(name, path.read_bytes())
    for name, content in sorted(sources.past.items()):
        writer.add(f"outputs/{name}", content)
    return writer.close()


def unpacked(content: bytes, folder: Path) -> dict[str, object]:
    """Lay the archive out in an empty folder and return its slip; Unpackable, OSError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                target = folder / _safe(info.filename)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(info))
        slip = json.loads((folder / SLIP).read_bytes())
        for month in slip["months"]:
            (folder / "inputs" / _safe(month)).mkdir(parents=True, exist_ok=True)
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, FileNotFoundError) as error:
        raise Unpackable(f"打不开或内容不全（{type(error).__name__}）") from error
    for name in ("inputs", "templates", "outputs"):
        (folder / name).mkdir(exist_ok=True)
    return slip


def program() -> str:
    """Return a short hash of the program's own source, which tells two of one version apart."""
    folder = Path(__file__).parents[1]
    files = sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*.py"))
    text = "".join(f"{name}\x1f{record.file_digest(path)}\n" for name, path in files)
    return record.digest(text.encode("utf-8"))[:12]


def _files(sources: Sources) -> Iterator[tuple[str, Path]]:
    """Every file by its name in the archive: the office's own tables, the months, templates."""
    own = [path for path in sorted(sources.inputs.iterdir()) if path.is_file()]
    yield from ((f"inputs/{path.name}", path) for path in own if not _is_litter(path.name))
    for month in sources.months:
        yield from _tree(sources.inputs / month, f"inputs/{month}")
    yield from _tree(sources.templates, "templates")


def _tree(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.is_file() and not any(map(_is_litter, inner.parts)):
            yield f"{name}/{inner.as_posix()}", path


def _is_litter(name: str) -> bool:
    return name.startswith(_LITTER)


def _safe(name: str) -> Path:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts or "\\" in name:
        raise ValueError(f"leads out: {name!r}")
    return Path(*path.parts)
