"""A single document beside the editions' folders, by the same rule: a person's work stays."""

from __future__ import annotations

import json
import os
from pathlib import Path

from pipeline.model.edition import Document
from pipeline.publish import names, record, swap
from pipeline.publish.decide import Action, Change
from pipeline.publish.trouble import blamed_on

_RECORD = ".single.json"
"""File name → the SHA-256 of what the program wrote under it, the one before included."""


def lay(document: Document, outputs: Path) -> Change:
    """Write the document into `outputs`; beside it as （新） where a person changed the old one.

    The caller holds the lock. Unwritable where the disk refuses, with the old file as it was.
    """
    with blamed_on(outputs.name):
        outputs.mkdir(parents=True, exist_ok=True)
    made = _made(outputs / _RECORD)
    name = names.file_name(document, False)
    if not _edited(outputs / name, document, made):
        return Change(name, _put(document, outputs / name, made))
    number = 1
    while _edited(outputs / names.file_name(document, False, number), document, made):
        number += 1
    copy = names.file_name(document, False, number)
    _put(document, outputs / copy, made)
    return Change(name, Action.EDITED, f"新稿另存为《{copy}》")


def _edited(path: Path, document: Document, made: dict[str, list[str]]) -> bool:
    """Whether what stands there is neither the program's work nor the new document itself."""
    if not os.path.lexists(path):
        return False
    with blamed_on(path.name):
        if not path.is_file() or path.is_symlink():
            return True
        digest = record.file_digest(path)
    return digest != record.digest(document.content) and digest not in made.get(path.name, ())


def _put(document: Document, path: Path, made: dict[str, list[str]]) -> Action:
    stood = path.is_file()
    with blamed_on(path.name):
        before = record.file_digest(path) if stood else ""
    now = record.digest(document.content)
    made[path.name] = list(dict.fromkeys(one for one in (before, now) if one))
    with blamed_on(_RECORD):
        swap.overwrite(path.with_name(_RECORD), record.as_json(made))
    if before == now:
        return Action.UNCHANGED
    with blamed_on(path.name):
        swap.overwrite(path, document.content)
    return Action.UPDATED if stood else Action.ADDED


def _made(path: Path) -> dict[str, list[str]]:
    try:
        made = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    sound = isinstance(made, dict) and all(isinstance(one, list) for one in made.values())
    return made if sound else {}
