"""A folder for a new office, laid out whole or not at all."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.publish import swap
from pipeline.publish.trouble import Unwritable, blamed_on


def found(folder: Path, files: Mapping[str, bytes], empty: Iterable[str]) -> None:
    """Write `files` by relative name, and `empty` folders, into a folder that is new or empty.

    Unwritable where anything stands there already, or where the disk refuses.
    """
    place = folder.absolute()
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise Unwritable(folder.name, "已经有内容", "请另写一个新的文件夹；原来的内容没有动")
    with blamed_on(folder.name):
        place.parent.mkdir(parents=True, exist_ok=True)
        staged = place.with_name(f".{place.name}.new-{secrets.token_hex(4)}")
        try:
            for name, content in files.items():
                (staged / name).parent.mkdir(parents=True, exist_ok=True)
                (staged / name).write_bytes(content)
            for name in empty:
                (staged / name).mkdir(parents=True)
            if place.exists():
                place.rmdir()
            swap.rename(staged, place)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
