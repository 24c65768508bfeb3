"""底稿.xlsx: every printed figure with its exact value, its definition and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pipeline.model.edition import Document, Printed
from pipeline.model.evidence import SourceRow
from pipeline.model.figure import Figure, Quantity, Scope, Status
from pipeline.model.finding import Fault, Faulty
from pipeline.model.month import Month
from pipeline.model.number import Number, plain
from pipeline.render import excel
from pipeline.render.excel.joined import Further, further, joined
from pipeline.render.explain import accepted, called
from pipeline.render.filters import FILTERS
from pipeline.render.papers.booklet import source
from pipeline.render.papers.known import Known, Meanings
from pipeline.render.papers.rows import Dict
from pipeline.scheme.indicators import told
from pipeline.scheme.scheme import AUDIT, Scheme, paper_template

Print = tuple[str, Printed, str]
"""A document's name, a figure in it, and what is to be said of it beside (empty for nothing)."""
A_SHEET = 40_000
"""So many rows go on a sheet of details, the others on further ones: so memory stays bounded."""
DETAIL = "明细"
_UNIT = "单位"
TO_INPUTS = "../../../inputs/"
"""From outputs/<period>/审核/ to the files that units sent, where the folders stand as usual."""


def audited(
    scheme: Scheme,
    month: Month,
    roots: Mapping[str, object],
    prints: Sequence[Print],
    folder: tuple[str, ...],
    links: str = TO_INPUTS,
    means: Meanings | None = None,
) -> Document | None:
    """Return the sheet of all figures that the documents print, or None without its template.

    `links` leads from the sheet's folder to inputs/; one that does not end in a slash is the file
    that every link opens.
    """
    template = paper_template(AUDIT)
    if template not in scheme.templates:
        return None
    desk = _Desk(scheme, month, links, means or Meanings(scheme, month))
    own = {
        "数": [desk.printed(number, *one) for number, one in enumerate(prints, start=1)],
        "口径": list(desk.definitions()),
        "明细行数": desk.many(),
        "明细未列": 0,
    }
    names = {**{one: roots[one] for one in ("办公室", "本期")}, **own}
    rows = desk.rows()
    first, others = list(islice(rows, A_SHEET)), []
    content = scheme.templates[template]
    made = excel.render(content, template, {**names, DETAIL: first}, FILTERS)
    del first
    while more := list(islice(rows, A_SHEET)):
        short = {**names, "数": [], "口径": [], DETAIL: more}
        others.append(_further(excel.render(content, template, short, FILTERS).content, template))
    whole = joined(made.content, DETAIL, others) if others else made.content
    return Document(AUDIT, "xlsx", whole, template, made.trace, folder, working=True)


def prints_of(documents: Sequence[Document]) -> list[Print]:
    """Every figure that documents of this run print."""
    return [(one.name, trace, "") for one in documents for trace in one.trace if not one.working]


def _further(content: bytes, template: str) -> Further:
    found = further(content, DETAIL)
    if found is None:
        what = f"明细超过{A_SHEET}行，要分到几张表，但没有“{DETAIL}”这张表，或表里有图片、批注等"
        raise Faulty([Fault(template, DETAIL, what, "请用样例的底稿模板")])
    return found


def shapes(scheme: Scheme, month: Month) -> Dict:
    """The names of the template with one row in each list, for a month without figures."""
    figure = next(iter(month.figures.values()), None)
    if figure is None:
        return {"数": [], "明细": [], "明细行数": 0, "明细未列": 0, "口径": []}
    name = figure.indicator
    means = Meanings(scheme, month)
    desk = _Desk(scheme, month, TO_INPUTS, means, {"": Known(indicator=name)})
    row = SourceRow("", "", "", "", "", "", 0, "", None)
    return {
        "数": [desk.printed(1, "", Printed("", "", ""), "")],
        "明细": [desk._row(1, figure, row, "")],
        "明细行数": 1,
        "明细未列": 0,
        "口径": list(desk.definitions()),
    }


@dataclass(slots=True)
class _Desk:
    """Takes down what is printed, and remembers which figures stand behind it."""

    scheme: Scheme
    month: Month
    links: str
    means: Meanings
    known: dict[str, Known] = field(default_factory=dict)
    figures: dict[tuple[str, Status, Scope], Figure] = field(default_factory=dict)
    yardsticks: dict[tuple[str, str, Scope], Figure] = field(default_factory=dict)
    lists: dict[str, SourceRow | None] = field(default_factory=dict)

    def printed(self, number: int, document: str, trace: Printed, mark: str) -> Dict:
        code = trace.figure
        if code not in self.known:
            self.known[code] = self.means(code)
            self._remember(self.known[code])
        one = self.known[code]
        return {
            "序号": number,
            "文件": document,
            "位置": trace.place,
            "印出": trace.text,
            "单位": one.unit,
            "指标": one.title,
            "项": one.what,
            "数": _number(one.value, one.measure),
            "计量单位": one.measure,
            "状态": one.status,
            "所属期": one.span,
            "标注": "；".join(filter(None, (mark, *one.marks))),
            "编号": code,
        }

    def rows(self) -> Iterator[Dict]:
        """The rows of each figure once, in the order of the catalogue and of the units."""
        evidence = self.month.evidence
        assert evidence is not None
        indicators = list(self.scheme.indicators)
        order = {unit.code: number for number, unit in enumerate(self.month.units)}

        def place(key: tuple[str, str, Scope]) -> tuple:
            return indicators.index(key[0]), key[1], order.get(key[2].code, -1), str(key[2])

        number = 0
        for key in sorted(self.figures, key=place):
            figure = self.figures[key]
            told_ = [(one, figure.status.value) for one in evidence.rows(figure)]
            told_ += [(one, f"{figure.status}（分母）") for one in evidence.against(figure)]
            for one, kind in told_:
                number += 1
                yield self._row(number, figure, one, kind)
        for key in sorted(self.yardsticks, key=place):
            figure = self.yardsticks[key]
            for one in evidence.entries(key[1], figure):
                number += 1
                yield self._row(number, figure, one, key[1])

    def many(self) -> int:
        """How many rows there are, without making them."""
        evidence = self.month.evidence
        assert evidence is not None
        entries = (evidence.entries(role, one) for (_, role, _), one in self.yardsticks.items())
        return sum(map(len, entries)) + sum(map(self._many, self.figures.values()))

    def _many(self, figure: Figure) -> int:
        """A unit's rows are known; those of a part or a person are looked for."""
        evidence = self.month.evidence
        assert evidence is not None
        if figure.scope.kind == _UNIT:
            return sum(len(rows) for rows in (*figure.rows.values(), *figure.against.values()))
        return len(evidence.rows(figure)) + len(evidence.against(figure))

    def definitions(self) -> Iterator[Dict]:
        """Each indicator behind a printed figure, with its definition by status."""
        names = {one.indicator for one in self.known.values() if one.indicator}
        for name, indicator in self.scheme.indicators.items():
            for status, definition in indicator.definitions.items():
                if name in names:
                    said = definition.words or source(self.scheme, definition)
                    yield {
                        "指标": indicator.title,
                        "状态": status.value,
                        "计量单位": indicator.measure,
                        "定义": told(said, self.month.parameters),
                        "口径": told(indicator.note, self.month.parameters),
                    }

    def _remember(self, one: Known) -> None:
        """Keep the figures of units that a figure is made of, and what it is held against."""
        figure, evidence = one.figure, self.month.evidence
        if figure is None or evidence is None:
            return
        if one.role:
            self.yardsticks[figure.indicator, one.role, figure.scope] = figure
            return
        waiting = [figure]
        while waiting:
            next_ = waiting.pop()
            parts = evidence.parts(next_)
            waiting += parts
            if not parts or next_.rows:
                self.figures[next_.indicator, next_.status, next_.scope] = next_

    def _row(self, number: int, figure: Figure, one: SourceRow, kind: str) -> Dict:
        month = self.month
        waived = accepted(month, one)
        said = ["沿用" if one.carried else "", f"采纳{'、'.join(waived)}" if waived else ""]
        said.append("另有调整数" if figure.adjusted else "")
        first = one.cells.partition("、")[0].partition(":")[0]
        return {
            "序号": number,
            "指标": self.scheme.indicators[figure.indicator].title,
            "状态": kind,
            "单位": called(month, figure.scope),
            "文件": one.path,
            "工作表": one.sheet,
            "单元格": one.cells,
            "链接": self._link(one, first),
            "项目": one.label,
            "数": _number(one.amount, self.scheme.indicators[figure.indicator].measure),
            "份额": _number(one.share, ""),
            "凭证号": one.voucher,
            "标注": "，".join(filter(None, said)),
        }

    def _link(self, one: SourceRow, cell: str) -> str:
        if not self.links.endswith("/"):
            return self.links
        sheet = one.sheet.replace("'", "''")
        return f"{self.links}{one.path}#'{sheet}'!{cell}"


def _number(value: Number | None, measure: str) -> object:
    """The number with its own digits, at most six of which show."""
    if value is None:
        return ""
    digits = len(plain(value).partition(".")[2])
    return Quantity(value, measure, min(digits, 6), raw=True)
