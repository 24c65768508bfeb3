"""Narrative that people wrote: inputs/<period>/材料/*.docx or .txt, one file per section."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.collect.receive import MATERIAL
from pipeline.model.attachment import Manuscript, Picture
from pipeline.model.finding import Finding
from pipeline.model.period import Period
from pipeline.model.place import Place
from pipeline.office.grid import Unreadable
from pipeline.office.paragraphs import paragraphs
from pipeline.scheme.rules import found
from pipeline.scheme.scheme import Scheme

_LEVELS = (
    re.compile(r"^[一二三四五六七八九十]{1,3}、"),
    re.compile(r"^[（(][一二三四五六七八九十]{1,3}[)）]"),
)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff")
LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class Material:
    """Paragraphs by file stem, each (text, level): 1 for 一、, 2 for （一）, 0 for plain text.

    `manuscripts` are the same .docx files whole, `pictures` what lies beside them, by file stem.
    """

    texts: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    manuscripts: Mapping[str, Manuscript] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def material_in(scheme: Scheme, folder: Path, period: Period) -> Material:
    """Read the period's folder of materials; what cannot be read is a finding for the office."""
    texts: dict[str, Sequence[tuple[str, int]]] = {}
    manuscripts: dict[str, Manuscript] = {}
    pictures: dict[str, Picture] = {}
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    place = folder / MATERIAL
    for path in sorted(place.iterdir()) if place.is_dir() else ():
        kind = path.suffix.lower()
        if kind not in (".docx", ".txt", *_PICTURES) or path.name.startswith(("~$", ".")):
            continue
        name = f"{MATERIAL}/{path.name}"
        files[name] = data = path.read_bytes()
        if kind in _PICTURES:
            pictures[path.stem] = Picture(path.name, data)
            continue
        if kind == ".docx":
            manuscripts[path.stem] = Manuscript(path.name, data)
        try:
            texts[path.stem] = [(text, _level(text)) for text in paragraphs(data, name)]
        except Unreadable as error:
            rule = scheme.rules["V57"]
            words = {"文件": name, "原因": error.problem, "办法": error.remedy}
            findings.append(found(rule, period, "", (Place(name),), **words))
    return Material(texts, manuscripts, pictures, files, tuple(findings))


def _level(text: str) -> int:
    if len(text) > LONGEST_HEADING:
        return 0
    return next((number for number, one in enumerate(_LEVELS, start=1) if one.match(text)), 0)
