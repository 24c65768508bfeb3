"""Editions to publish, and a folder drawn as a mapping of names to contents."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pipeline.model.edition import Document, Edition, Printed

PERIOD = "2026-06"
OWN = {"manifest.json", "figures.json", "run.log"}


def document(name: str, content: str, kind: str = "docx", *, gap: bool = False) -> Document:
    trace = (Printed("第3段", "【缺：同比】", "同比"),) if gap else ()
    return Document(name, kind, content.encode(), f"{name}模板.{kind}", trace)


def edition(*documents: Document, draft: bool = False, period: str = PERIOD) -> Edition:
    return Edition(period, documents, draft, {"versions": {"tongbao": "0.1.0"}}, {"签约数": 12}, ())


def simple(texts: Mapping[str, str], *, draft: bool = False) -> Edition:
    """An edition of Word documents from names and contents."""
    return edition(*(document(name, text) for name, text in texts.items()), draft=draft)


def contents(folder: Path) -> dict[str, str]:
    """Every file but the program's own, by its path in the folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = ((path.relative_to(folder).as_posix(), path) for path in files)
    return {name: path.read_text("utf-8") for name, path in named if name not in OWN}


def manifest(folder: Path) -> dict[str, object]:
    return json.loads((folder / "manifest.json").read_text("utf-8"))


def entry(folder: Path, name: str) -> dict[str, object]:
    return next(one for one in manifest(folder)["documents"] if one["name"] == name)


def names(outputs: Path) -> list[str]:
    """What stands in the outputs folder, apart from the lock."""
    return sorted(path.name for path in outputs.iterdir() if not path.name.startswith(".lock"))


BEFORE = {"通报.docx": "一", "附表.docx": "手改", "函.docx": "三", "备注.txt": "记", "附件/a": "a"}
"""Yesterday's edition: one document edited by hand, an unknown file, an unknown folder."""
NEW = simple({"通报": "改", "附表": "改", "函": "三"})
AFTER = {**BEFORE, "通报.docx": "改", "附表（新）.docx": "改"}
"""What stands there once NEW is published."""
