"""A clerk's desk: three folders, the commands typed there, and the changes a person makes."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from click.testing import CliRunner, Result
from docx import Document

from pipeline.cli import group

ROOT = Path(__file__).parents[2]
PERIOD = "2026-02"
LETTER, SHEET = "2026年1—2月快报", "2026年1—2月简表"
"""The names of the two small documents, without extension."""

_PLANS = """\
文件:
  快报:
    模板: documents/快报.docx
    文件名: '{{ 本期.年 }}年{{ 本期.累计 }}快报'
  简表:
    模板: tables/简表.xlsx
    文件名: '{{ 本期.年 }}年{{ 本期.累计 }}简表'
"""
LINES = (
    "{{ 本期.累计 }}全市实际利用省外资金自报{{ 全市.实际利用省外资金.自报.完成|万元 }}。",
    "退回：{{ 清单.退回单位|列举 }}；未报送：{{ 清单.未报送单位|列举 }}。",
)
"""The paragraphs of the small Word template."""
CELLS = {"A1": "简表", "B1": "{{ 全市.新签约亿元以上项目.完成 }}", "B2": "{{ 本期.名称 }}"}
"""The cells of the small Excel template."""


@dataclass(frozen=True)
class Desk:
    """Where a clerk works; every command is given the three folders."""

    templates: Path
    inputs: Path
    outputs: Path

    @property
    def folders(self) -> list[str]:
        return [
            *("--templates", str(self.templates)),
            *("--inputs", str(self.inputs)),
            *("--outputs", str(self.outputs)),
        ]

    def run(self, *words: str, env: Mapping[str, str] | None = None) -> Result:
        """Type a command; an exception that reaches the clerk fails the test."""
        return typed(*self.folders, *words, env=env)

    def process(self, *words: str, **settings: object) -> subprocess.CompletedProcess[str]:
        """Type a command in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "pipeline", *self.folders, *words],
            **{"capture_output": True, "encoding": "utf-8", "cwd": ROOT, **settings},
        )

    def edition(self, period: str = PERIOD) -> Path:
        return self.outputs / period

    def documents(self, period: str = PERIOD) -> dict[str, bytes]:
        """What stands in the edition's own folder apart from the program's own three files."""
        own = ("manifest.json", "figures.json", "run.log")
        folder = self.edition(period)
        paths = [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
        return {path.name: path.read_bytes() for path in sorted(paths) if path.name not in own}

    def workbook(self, unit: str, month: int = 2) -> Path:
        return self.inputs / f"2026-{month:02d}" / f"招商月报_{unit}_2026{month:02d}.xlsx"


def typed(*words: str, env: Mapping[str, str] | None = None) -> Result:
    """Run the command line in this process, with nothing of the terminal's own TONGBAO_…."""
    clean = {name: None for name in os.environ if name.startswith("TONGBAO_")}
    return CliRunner().invoke(
        group, words, prog_name="tongbao", env={**clean, **(env or {})}, catch_exceptions=False
    )


def small_templates(folder: Path) -> None:
    """The shipped scheme with two small documents in place of the shipped ones."""
    shutil.copytree(ROOT / "templates" / "forms", folder / "forms")
    for name in ("checks.yaml", "figures.yaml", "lists.yaml"):
        shutil.copy(ROOT / "templates" / name, folder / name)
    (folder / "documents.yaml").write_text(_PLANS, "utf-8")
    (folder / "documents").mkdir()
    (folder / "tables").mkdir()
    write_letter(folder, LINES)
    write_sheet(folder, CELLS)


def write_letter(templates: Path, lines: Sequence[str]) -> None:
    """Have the small Word template consist of these paragraphs."""
    letter = Document()
    for line in lines:
        letter.add_paragraph(line)
    letter.save(templates / "documents" / "快报.docx")


def write_sheet(templates: Path, cells: Mapping[str, str]) -> None:
    """Have the small Excel template consist of these cells of its sheet 简表."""
    book = openpyxl.Workbook()
    book.active.title = "简表"
    for cell, value in cells.items():
        book.active[cell] = value
    book.save(templates / "tables" / "简表.xlsx")


def change(path: Path, sheet: str, cells: Mapping[str, object]) -> None:
    """Type over cells of a workbook; its formulas become their values."""
    book = openpyxl.load_workbook(path, data_only=True)
    for cell, value in cells.items():
        book[sheet][cell] = value
    book.save(path)


def cell_of(path: Path, sheet: str, label: str) -> str:
    """The cell below a heading, in the first row of data, or beside a label of a pair."""
    book = openpyxl.load_workbook(path, data_only=True)
    for row in book[sheet].iter_rows():
        for cell in row:
            if cell.value == label and row[0].column == cell.column and len(row) == 2:
                return row[1].coordinate
            if cell.value == label:
                return f"{cell.column_letter}{cell.row + 1}"
    raise LookupError(label)


def tree(folder: Path) -> dict[str, str]:
    """Every file of a folder by its path, as a hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".lock")
    }


def refused(result: Result) -> str:
    """What a run that made nothing said: Chinese words on stderr, exit code 2."""
    assert (result.exit_code, result.stdout) == (2, "")
    return for_a_clerk(result.stderr)


def for_a_clerk(text: str) -> str:
    """The text itself, once it holds no traceback, no English sentence and no English label."""
    assert re.search(r"[\u4e00-\u9fff]", text)
    assert "Traceback" not in text
    assert not re.search(r"Error|Exception|Usage|Try ", text)
    assert not re.search(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", text)
    return text
