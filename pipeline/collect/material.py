"""Narrative that people wrote: inputs/<period>/材料/*.docx or .txt, one file per section."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.collect.receive import MATERIAL

_LEVELS = (
    re.compile(r"^[一二三四五六七八九十]{1,3}、"),
    re.compile(r"^[（(][一二三四五六七八九十]{1,3}[)）]"),
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its level: 1 for 一、, 2 for （一）, 0 for plain text."""

    text: str
    level: int = 0


class UnreadableMaterial(Exception):
    """A material file that cannot be read; the text is Chinese and names the file."""


def material_in(folder: Path) -> tuple[Mapping[str, Sequence[Paragraph]], Mapping[str, bytes]]:
    """Return paragraphs by file stem, and the files' bytes by name; empty without a folder."""
    texts: dict[str, Sequence[Paragraph]] = {}
    files: dict[str, bytes] = {}
    place = folder / MATERIAL
    for path in sorted(place.iterdir()) if place.is_dir() else ():
        if path.suffix.lower() not in (".docx", ".txt") or path.name.startswith(("~$", ".")):
            continue
        files[f"{MATERIAL}/{path.name}"] = data = path.read_bytes()
        read = _document if path.suffix.lower() == ".docx" else _plain
        texts[path.stem] = [_levelled(line) for line in read(data, path.name)]
    return texts, files


def _document(data: bytes, name: str) -> list[str]:
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:
        raise UnreadableMaterial(f"《{name}》不是可用的Word文档，请另存为.docx") from error
    return [text for one in document.paragraphs if (text := one.text.strip())]


def _plain(data: bytes, name: str) -> list[str]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return [line.strip() for line in text.splitlines() if line.strip()]
    raise UnreadableMaterial(f"《{name}》的文字编码无法识别，请用记事本另存为UTF-8")


def _levelled(text: str) -> Paragraph:
    for number, pattern in enumerate(_LEVELS, start=1):
        if pattern.match(text) and len(text) <= 60:
            return Paragraph(text, number)
    return Paragraph(text)
