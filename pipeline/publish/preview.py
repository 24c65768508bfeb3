"""Previews: files that show templates at work, apart from every edition and overwritten freely."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from pipeline.model.edition import Document
from pipeline.publish import names, swap
from pipeline.publish.trouble import blamed_on

PREVIEWS = "预览"
"""The folder in outputs that holds the previews of each period."""


def show(document: Document, folder: Path) -> Path:
    """Write a preview in place of the one before; Unwritable where the disk refuses."""
    path = folder / names.file_name(document, False)
    with blamed_on(path.name):
        folder.mkdir(parents=True, exist_ok=True)
        swap.overwrite(path, document.content)
    return path


def withdraw(name: str, kind: str, folder: Path) -> None:
    """Take away the preview of a template that has become faulty: it would mislead."""
    path = folder / names.file_name(Document(name, kind, b"", ""), False)
    for one in (path, path.with_suffix(".pdf")):
        with suppress(OSError):
            one.unlink(missing_ok=True)
