"""The shipped scheme with one thing spoilt in it."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.scheme.check import Lint, lint
from pipeline.scheme.scheme import load_scheme
from pipeline.validate.named import CHECKS

ROOT = Path(__file__).parents[2]


def spoilt(folder: Path, file: str, old: str, new: str) -> Path:
    """Copy templates/ with one piece of text replaced."""
    templates = folder / "templates"
    shutil.copytree(ROOT / "templates", templates, dirs_exist_ok=True)
    path = templates / file
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), "utf-8")
    return templates


def lint_of(templates: Path) -> Lint:
    return lint(load_scheme(templates), CHECKS)
