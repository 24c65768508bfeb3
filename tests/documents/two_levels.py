"""Three drawn counties that report to a city: each one's 上报表 is a file of the city's inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.gather import Office, gather
from pipeline.model.month import Month
from pipeline.model.period import Period
from pipeline.produce import produce
from tests.county import County, draw, forms
from tests.county.book import Book
from tests.county.names import HOME
from tests.drawn import county_of, lasting
from tests.shipped import TEMPLATES

PERIODS = ("2026-01", "2026-02")
COUNTIES = {"JX": "甲县", "YX": "乙县", "BX": "丙县"}
"""The codes and names of the counties in the city's directory."""
PAPER = "上报表"


@dataclass(frozen=True)
class Levels:
    """The counties by code as drawn, their folders, and every month as gathered.

    `months` are by county (the city under "") and period.
    """

    counties: Mapping[str, County]
    folder: Path
    months: Mapping[tuple[str, str], Month]

    def sent(self, code: str, period: str) -> Path:
        """The workbook that a county sends to the city."""
        return self.folder / "市" / period / f"{code}.xlsx"

    def of_units(self, code: str, period: str) -> Iterator[Path]:
        """The workbooks that a county uses: of a unit that was returned the month before's."""
        county, month = self.counties[code], int(period[-2:])
        for unit in county.units:
            used = month - (county.state(unit.code, month) == "退回")
            name = f"招商月报_{unit.code}_2026{used:02d}.xlsx"
            yield self.folder / code / f"2026-{used:02d}" / name


def levels(folder: Path) -> Levels:
    """Draw the counties, make their 上报表 of both months, and let the city gather them.

    The first two have projects brought in together; in the last a unit's second file is returned.
    """
    drawn = (county_of(2), county_of(4), draw(31, 9, 2, PERIODS[-1]))
    counties = dict(zip(COUNTIES, drawn, strict=True))
    months = {}
    with lasting():
        for code, county in counties.items():
            county.write(folder / code, **_parameters(code))
            for period in PERIODS:
                made, _, month = _produced(folder / code, period)
                months[code, period] = month
                target = folder / "市" / period
                target.mkdir(parents=True, exist_ok=True)
                (target / f"{code}.xlsx").write_bytes(made)
        _write_city(folder / "市" / "基础库.xlsx")
        for period in PERIODS:
            months["", period] = gather(_office(folder / "市"), Period.parse(period))[1]
    return Levels(counties, folder, months)


def _produced(folder: Path, period: str) -> tuple:
    edition, scheme, month = produce(_office(folder), Period.parse(period), only=PAPER)
    (made,) = [one for one in edition.documents if not one.working]
    return made.content, scheme, month


def _office(folder: Path) -> Office:
    return Office(TEMPLATES, folder, folder / "outputs")


def _parameters(code: str) -> dict[str, object]:
    return {
        "地区": COUNTIES[code],
        "上报单位代码": code,
        "上报单位名称": COUNTIES[code],
        "上报填报人": "县办填报员",
        "上报审核人": "县办负责人",
        "上报联系电话": "0371-68500000",
        "成文日期": date(2026, 3, 2),
    }


def _write_city(path: Path) -> None:
    """The city's own tables: only who reports, and the province against which funds are judged."""
    directory, parameters = forms.kept("单位名录"), forms.kept("参数")
    book = Book(path, "基础库", [])
    alike = {"类别": "县", "汇总组": "各县", "分组": "各县", "启用": date(2019, 1, 1)}
    rows = [
        {"代码": code, "全称": name, "简称": name, "排序号": number, **alike}
        for number, (code, name) in enumerate(COUNTIES.items(), start=1)
    ]
    book.table(directory, rows, "")
    named = {"地区": "某市", "办公室": "某市招商办", "本省": HOME, "实行预审日期": date(2020, 1, 1)}
    named |= {"门槛一产": 1000, "门槛工业": 1000, "门槛商贸流通": 2000, "门槛其他服务业": 1000}
    book.pairs(parameters, named, "")
    book.close()
