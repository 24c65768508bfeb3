"""Small drawn counties in which documents must still read well, and their documents.

Each is gathered and rendered once in a test process, through whatever documents.yaml declares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.gather import Office, gather
from pipeline.model.edition import Document
from pipeline.model.month import Month
from pipeline.model.number import rounding
from pipeline.model.period import Period
from pipeline.produce import rendered_by, sections_of
from pipeline.render.context import context
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.occasions import occasions
from pipeline.scheme.scheme import Scheme
from tests.county import County, draw, workbooks
from tests.county.targets import Target
from tests.drawn import lasting
from tests.shipped import TEMPLATES

UNITS, PROJECTS = 5, 4
FAR = 40
"""By so much targets are out of reach, or long passed."""
FOLLOWED = ("三月", "六月", "十二月")
"""Variants with the month before, too; everything since January stands in the last one's files."""


@dataclass(frozen=True)
class Variant:
    """A county at the end of its last month, and every document that is due then."""

    scheme: Scheme
    month: Month
    documents: tuple[Document, ...]
    names: Mapping[str, object]


def _until(month: int) -> County:
    return draw(700 + month, UNITS, PROJECTS, f"2026-{month:02d}")


def _with_targets(change: Callable[[int], int]) -> County:
    county = _until(6)

    def other(one: Target) -> Target:
        if one.sure is None or one.stretch is None:
            return one
        return replace(one, sure=change(one.sure), stretch=change(one.stretch))

    return replace(county, targets=tuple(map(other, county.targets)))


def _shrinking() -> County:
    """Last year there was more of everything, in each month."""
    county = _until(6)
    past = tuple(
        replace(one, value=one.value * 3 + 20, note=None, revised=None) for one in county.past
    )
    return replace(county, past=past)


def _first_year() -> County:
    county = _until(6)
    past = tuple(replace(one, value=None, note=None, revised=None) for one in county.past)
    return replace(county, past=past)


def _without_base() -> County:
    """Neither targets nor last year nor verdicts: only who reports, and what is reported."""
    nothing = {"targets": (), "people": (), "past": (), "audits": (), "typed": (), "receipts": ()}
    return replace(_until(6), **nothing)


DRAWN: Mapping[str, Callable[[], County]] = {
    "一月": lambda: _until(1),
    "三月": lambda: _until(3),
    "六月": lambda: _until(6),
    "九月": lambda: _until(9),
    "十二月": lambda: _until(12),
    "无人报送": lambda: _until(6),
    "只有一个单位": lambda: draw(711, 1, 6),
    "没有项目": lambda: draw(712, 3, 0),
    "缺任务缺同期缺核定": _without_base,
    "都落后": lambda: _with_targets(lambda sure: sure * FAR),
    "都超前": lambda: _with_targets(lambda sure: max(sure // FAR, 1)),
    "都下降": _shrinking,
    "首年": _first_year,
}
"""The variants by their names."""


@cache
def variant(name: str) -> Variant:
    """The variant, gathered and rendered."""
    county = DRAWN[name]()
    period = Period(county.year, county.last)
    with TemporaryDirectory() as folder, lasting():
        inputs = Path(folder)
        _write(county, inputs, {"无人报送": 0}.get(name, 2 if name in FOLLOWED else 1))
        scheme, month = gather(Office(TEMPLATES, inputs, inputs / "outputs"), period)
    with rounding(month.rounding):
        names = context(scheme.indicators, month, sections_of(scheme))
        return Variant(scheme, month, tuple(_made(scheme, month, names)), names)


def _write(county: County, inputs: Path, months: int) -> None:
    """The last months, 0 for a month in which nobody has sent anything."""
    if months:
        first = max(county.last - months + 1, 1)
        county.write(inputs, range(first, county.last + 1), **_issued(county))
        return
    workbooks.write_base(county, inputs / "基础库.xlsx", _issued(county))
    (inputs / f"{county.year}-{county.last:02d}").mkdir()


def _issued(county: County) -> dict[str, object]:
    """What a clerk fills in before documents go out; a blank left for it is no fault."""
    day = date(county.year + county.last // 12, county.last % 12 + 1, 5)
    return {
        "发文字号": f"栖招〔{day.year}〕{county.last}号",
        "期号": county.last,
        "签发人": "办公室主任",
        "上报机关": "某市招商引资工作领导小组",
        "主送机关": "各镇、街道，各有关单位",
        "抄送机关": "市委办公室，市政府办公室",
        "联系方式": "办公室　0371-68500000",
        "成文日期": day,
        "印发日期": day,
    }


def _made(scheme: Scheme, month: Month, names: Mapping[str, object]):
    language = Language(FILTERS)
    for plan in scheme.documents.values():
        if not plan.due(month.period.kinds):
            continue
        for one in occasions(plan, names, language):
            made = rendered_by(scheme, plan, one.names, language)
            folder = (plan.folder,) if plan.folder else ()
            yield Document(one.title, plan.suffix, made.content, plan.template, made.trace, folder)
