"""The papers of the return loop: each unit's sheet and 标注副本, and the office's lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.edition import Document
from pipeline.model.finding import Fault, Faulty, Handling, Level
from pipeline.model.month import Month, Outcome
from pipeline.model.unit import Unit
from pipeline.render import excel
from pipeline.render.filters import FILTERS
from pipeline.render.papers import lists
from pipeline.render.papers.marked import COPY, Marked, Read, marked
from pipeline.render.papers.rows import Dict, day, row
from pipeline.scheme.scheme import LISTS, paper_template

FOLDER = "审核"


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every paper is made from: the templates at hand, the month, the common names."""

    templates: Mapping[str, bytes]
    month: Month
    roots: Dict
    sheet: str

    def made(self, paper: str, names: Dict, folder: tuple[str, ...]) -> Document:
        template = paper_template(paper)
        made = excel.render(self.templates[template], template, {**self.roots, **names}, FILTERS)
        return Document(paper, "xlsx", made.content, template, made.trace, folder, working=True)

    def has(self, paper: str) -> bool:
        return paper_template(paper) in self.templates


def papers(
    templates: Mapping[str, bytes],
    month: Month,
    roots: Mapping[str, object],
    sheet: str,
    read: Read,
) -> list[Document]:
    """Make every paper for which there is a template; Faulty with the faults of all of them.

    `sheet` is the name of the form on which units explain, empty where the office has none;
    `roots` are the names that all templates know (办公室, 本期 …); `read` gives the grids of a
    file that is no .xlsx.
    """
    desk = _Desk(templates, month, {name: roots[name] for name in ("办公室", "本期")}, sheet)
    made: list[Document] = []
    faults: list[Fault] = []
    for paper in (_opinions(desk, read), _lists(desk)):
        try:
            made.extend(paper)
        except Faulty as faulty:
            faults.extend(faulty.faults)
    if faults:
        raise Faulty(faults)
    return made


def _opinions(desk: _Desk, read: Read) -> Iterator[Document]:
    if not desk.has(desk.sheet):
        return
    folders = _folders(desk.month.units)
    for unit in desk.month.units:
        if desk.month.outcome(unit.code) is Outcome.ABSENT:
            continue
        folder = (FOLDER, folders[unit.code])
        copy = marked(desk.month.arrivals.get(unit.code), desk.month.of_unit(unit.code), read)
        yield desk.made(desk.sheet, opinion(desk.month, unit, copy), folder)
        if copy.content:
            yield Document(COPY, "xlsx", copy.content, "", folder=folder, working=True)


def _lists(desk: _Desk) -> Iterator[Document]:
    for paper, names in zip(LISTS, (lists.register, lists.overview, lists.chased), strict=True):
        if desk.has(paper):
            yield desk.made(paper, names(desk.month), (FOLDER,))


def opinion(month: Month, unit: Unit, copy: Marked) -> Dict:
    """What the template of a unit's sheet may name beside the common names."""
    findings = sorted(month.of_unit(unit.code), key=lambda one: list(Level).index(one.rule.level))
    levels = Counter(one.rule.level for one in findings)
    handlings = Counter(one.handling for one in findings)
    arrival, deadlines = month.arrivals.get(unit.code), month.deadlines
    return {
        "单位": {"名称": unit.name, "简称": unit.short, "代码": unit.code},
        "结论": month.outcome(unit.code).value,
        "条数": {
            "全部": len(findings),
            **{level.value: levels[level] for level in Level},
            "待改正": handlings[Handling.CORRECT],
            "待说明": handlings[Handling.EXPLAIN] + handlings[Handling.REFUSED],
            "已说明": handlings[Handling.EXPLAINED],
        },
        "报表": {
            "文件": arrival.file if arrival else "",
            "版本": arrival.version if arrival else 0,
            "收到日期": day(arrival.received) if arrival else "",
        },
        "副本": copy.state,
        "截止": {
            "日期": day(deadlines.due) if deadlines else "",
            "时": deadlines.hour if deadlines else 0,
        },
        "问题": [
            {**row(one, month.projects), "链接": copy.link(one.places[0]) if one.places else ""}
            for one in findings
        ],
    }


def _folders(units: Sequence[Unit]) -> dict[str, str]:
    """A folder for each unit: its short name, with the code where another's looks the same."""
    seen = Counter(_seen(unit.short) for unit in units)
    return {
        unit.code: unit.short if seen[_seen(unit.short)] == 1 else f"{unit.short}（{unit.code}）"
        for unit in units
    }


def _seen(name: str) -> str:
    return name.strip(" .").casefold()
