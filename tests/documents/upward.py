"""The report upwards, the plan of work and the leaders' page: made and read as lines of text."""

from __future__ import annotations

import io
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import openpyxl

from pipeline import gather as gathering
from pipeline.model.figure import Scope
from pipeline.model.month import WHOLE, Month
from pipeline.model.period import Period
from pipeline.produce import rendered_by, sections_of
from pipeline.render.context import context
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.occasions import occasions
from pipeline.scheme.scheme import Scheme, load_scheme
from tests.county import SHIPPED, County, draw
from tests.drawn import lasting
from tests.shipped import TEMPLATES, month_of

REPORT, PLAN, PAGE = "情况报告", "工作方案", "领导参阅"
FUNDS, SIGNED, WORKS = "实际利用省外资金", "新签约亿元以上项目", "新增固定资产投资"
LANGUAGE = Language(FILTERS)
OWN_TABLES = (
    *("年度目标", "人员任务", "上年同期", "上级审核结果", "录入数据", "领导小组", "活动安排"),
    *("红黑榜", "重点项目", "集中活动", "议定事项", "预审会", "预审结果"),
)
"""Everything that an office may leave empty and that these documents print."""


@cache
def shipped() -> County:
    return draw(SHIPPED)


@cache
def names_of(period: str = "2026-06") -> Mapping[str, object]:
    return names(*month_of(period))


def names(scheme: Scheme, month: Month) -> dict[str, object]:
    return context(scheme.indicators, month, sections_of(scheme))


def lines(name: str, known: Mapping[str, object] | None = None) -> list[str]:
    """The one copy of a document as lines: a paragraph each, a row of a table each."""
    (made,) = copies(name, known)
    document = docx.Document(io.BytesIO(made[1]))
    found = []
    for block in document.iter_inner_content():
        if isinstance(block, docx.table.Table):
            found += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            found.append(block.text.replace("\n", ""))
    return [one for one in found if one.strip()]


def copies(name: str, known: Mapping[str, object] | None = None) -> list[tuple[str, bytes]]:
    """Each copy that is due, with its file name."""
    scheme = load_once()
    plan = scheme.documents[name]
    return [
        (one.title, rendered_by(scheme, plan, one.names, LANGUAGE).content)
        for one in occasions(plan, known or names_of(), LANGUAGE)
    ]


@cache
def load_once() -> Scheme:
    return load_scheme(TEMPLATES)


def after(found: list[str], start: str) -> str:
    """The line behind the one that starts so."""
    return found[next(n for n, one in enumerate(found) if one.startswith(start)) + 1]


def row(found: list[str], start: str) -> list[str]:
    """The cells of the first row of a table that begins so."""
    return next(one for one in found if one.startswith(f"{start} | ")).split(" | ")


def listing(known: Mapping[str, object], **lists: object) -> dict[str, object]:
    """The names with other lists."""
    return {**known, "清单": ChainMap(lists, known["清单"])}


def closing(known: Mapping[str, object], period: str) -> dict[str, object]:
    """The names as if the period were another one: only what it is called."""
    one = Period.parse(period)
    own = {"年": one.year, "月": one.month, "名称": one.name, "累计": one.to_date.name}
    return {**known, "本期": {**known["本期"], **own, "月份": one.alone.name}}


def standing(month: Month, indicator: str, scope: Scope = WHOLE, **changes: object) -> Month:
    """The month in which one standing is another."""
    held = {**month.standings, (scope, indicator): replace(
        month.standings[scope, indicator], **changes
    )}  # fmt: skip
    return replace(month, standings=held)


@cache
def drawn(
    period: str, *, units: int = 3, silent: bool = False, bare: bool = False
) -> dict[str, object]:
    """The names in a small county; in a silent month nobody reports, a bare office has no tables."""
    last = int(period[-2:])
    months = (last,) if bare or last == 1 else (last - 1, last)
    with TemporaryDirectory() as place:
        folder = Path(place)
        draw(5, units, 3, period_last=period).write(folder, months)
        if silent:
            for file in (folder / period).glob("*.xlsx"):
                file.unlink()
        if bare:
            _clear(folder / "基础库.xlsx")
        with lasting():
            office = gathering.Office(TEMPLATES, folder, folder / "outputs")
            return names(*gathering.gather(office, Period.parse(period)))


def _clear(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for name in OWN_TABLES:
        sheet = book[name]
        head = next(n for n in range(1, 9) if sheet.cell(n, 1).value and sheet.cell(n, 2).value)
        sheet.delete_rows(head + 1, sheet.max_row)
    book.save(path)
