"""A copy beside a file of the office's: whatever stands there already stays."""

from __future__ import annotations

from pathlib import Path

from pipeline.publish.trouble import blamed_on


def beside(path: Path, mark: str, content: bytes) -> Path:
    """Write `content` as 名称（mark）.docx beside `path`, as （mark2） where that is taken.

    Return the copy's path; Unwritable where the disk refuses.
    """
    number = 1
    while True:
        said = f"（{mark}{number if number > 1 else ''}）"
        copy = path.with_name(f"{path.stem}{said}{path.suffix}")
        with blamed_on(copy.name):
            try:
                with copy.open("xb") as file:
                    file.write(content)
            except FileExistsError:
                number += 1
                continue
        return copy
