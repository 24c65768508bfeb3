"""`make drawings`: draws every binary template as text beside it, 半年总结.docx as 半年总结.docx.txt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tests.drawings import excel, word

TEMPLATES = Path(__file__).parents[2] / "templates"
DRAW: dict[str, Callable[[bytes], str]] = {".docx": word.draw, ".xlsx": excel.draw}


def main(folder: Path = TEMPLATES) -> None:
    """Write the drawings that changed, remove those without a template, and say which."""
    for template in templates(folder):
        path, text = drawing_of(template), DRAW[template.suffix](template.read_bytes())
        known = path.read_text(encoding="utf-8") if path.exists() else None
        if known != text:
            path.write_text(text, encoding="utf-8", newline="\n")
        done = "新增" if known is None else "未变" if known == text else "更新"
        print(f"{done}  {path.relative_to(folder)}")
    for path in orphans(folder):
        path.unlink()
        print(f"删去  {path.relative_to(folder)}（模板已不在）")


def templates(folder: Path = TEMPLATES) -> Iterator[Path]:
    """Yield the Word and Excel templates under `folder`, without those that Office has open."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in DRAW and not path.name.startswith(("~$", ".")):
            yield path


def drawing_of(template: Path) -> Path:
    """Return where a template's drawing stands."""
    return template.with_name(f"{template.name}.txt")


def orphans(folder: Path = TEMPLATES) -> list[Path]:
    """Return the drawings under `folder` whose template is gone."""
    drawings = [
        path for path in sorted(folder.rglob("*.txt")) if path.with_suffix("").suffix in DRAW
    ]
    return [path for path in drawings if not path.with_suffix("").exists()]


if __name__ == "__main__":
    main()
