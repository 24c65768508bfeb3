"""The Excel tables of tasks, places and projects, made for a month and read cell by cell."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

import openpyxl

from pipeline.office.shown import Page, pages
from pipeline.render import excel
from pipeline.render.context import context
from pipeline.render.filters import FILTERS
from tests.county import SHIPPED, County, draw
from tests.shipped import INPUTS, TEMPLATES, gathered, month_of

WORKS, KEY, RANKS = "项目工程任务分解表", "重点项目推进落实任务分解表", "通报排名表"
LEDGER, COMPLETION, TASKS = "项目台账", "指标完成情况表", "招商引资任务分解表"
ALL = (TASKS, WORKS, KEY, COMPLETION, RANKS, LEDGER)


@cache
def county() -> County:
    """The county that ships, as it was drawn."""
    return draw(SHIPPED)


@cache
def truth() -> dict:
    """What June's figures must be."""
    return county().truth("2026-06")


@cache
def june(table: str) -> dict[str, Page]:
    """A table of the shipped June by sheet."""
    return made(table, *month_of("2026-06"))


def made(table: str, scheme, month) -> dict[str, Page]:
    """A table of a month by sheet."""
    name = f"tables/{table}.xlsx"
    names = context(scheme.indicators, month, ())
    content = excel.render((TEMPLATES / name).read_bytes(), name, names, FILTERS).content
    return {page.name: page for page in pages(content)}


def lines(page: Page) -> Iterator[list[str]]:
    """The rows of a sheet as the texts of their cells, empty ones included."""
    width = max(column for _, column in page.cells)
    for row in range(1, max(row for row, _ in page.cells) + 1):
        cells = (page.cells.get((row, column)) for column in range(1, width + 1))
        yield [cell.text if cell else "" for cell in cells]


def row_of(page: Page, label: str, column: int = 2) -> list[str]:
    """The last row with this text in a column; a group may be called as its only unit is."""
    return [one for one in lines(page) if one[column - 1] == label][-1]


def text_of(page: Page) -> str:
    """Everything that a sheet says."""
    return "\n".join(cell.text for _, cell in sorted(page.cells.items()))


def unheard(folder: Path) -> Path:
    """Inputs of a January in which nobody has reported."""
    (folder / "2026-01").mkdir(parents=True)
    shutil.copy(INPUTS / "基础库.xlsx", folder)
    return folder


def bare(folder: Path) -> Path:
    """Inputs of three units in March whose office keeps no table but its directory."""
    draw(7, 3, 2, "2026-03").write(folder)
    book = openpyxl.load_workbook(folder / "基础库.xlsx")
    for name in set(book.sheetnames) - {"参数", "单位名录"}:
        del book[name]
    book.save(folder / "基础库.xlsx")
    return folder


def in_variant(inputs: Path, period: str) -> dict[str, dict[str, Page]]:
    """All six tables of a month of some inputs."""
    found = gathered(inputs, period)
    return {table: made(table, *found) for table in ALL}


def exact(text: str) -> Fraction:
    return Fraction(text)
