"""The indicator catalogue: what is summed or counted, from which form, and how it prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model.figure import Status
from pipeline.model.finding import Fault
from pipeline.model.period import Period
from pipeline.scheme.expression import Expression
from pipeline.scheme.marked import Block, Taker
from pipeline.scheme.rules import optional_formula, period_given


@dataclass(frozen=True, slots=True)
class Definition:
    """Where figures of one status come from: rows of `form`, summed by `amount` or counted.

    With a `divisor` the figure is the one sum in per cent of the other (F16), never a mean.
    """

    form: str
    condition: Expression | None
    amount: Expression | None
    divisor: Expression | None = None
    words: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the catalogue; `measure` is what its numbers are, `shown` what texts print."""

    name: str
    title: str
    measure: str
    shown: str
    decimals: int
    parent: str = ""
    assessed: bool = False
    definitions: Mapping[Status, Definition] = field(default_factory=dict)
    note: str = ""
    since: Period | None = None
    until: Period | None = None
    line: int = 0

    def holds_in(self, period: Period) -> bool:
        """Tell whether the indicator is in force in `period` (自 / 至)."""
        return (self.since is None or self.since <= period) and (
            self.until is None or period <= self.until
        )

    @property
    def headline(self) -> Status:
        """The confirmed figure where the level above confirms it, else the accepted reports."""
        return Status.CONFIRMED if Status.CONFIRMED in self.definitions else Status.REPORTED

    @property
    def money(self) -> bool:
        """Whether its numbers are amounts, which go into sheets raw and may print in 亿元."""
        return self.measure != self.shown or self.measure.endswith("元")


def indicators_of(block: Block, faults: list[Fault]) -> dict[str, Indicator]:
    """Read figures.yaml; the order of the file is the order of the lists."""
    taker = Taker(block, faults)
    section = taker.sub("指标")
    taker.done()
    catalogue: dict[str, Indicator] = {}
    for name, entry in section.items():
        if not isinstance(entry, Block):
            taker.fault(f"指标“{name}”没有内容", "", name)
            continue
        if not str(name).isidentifier():
            taker.fault(f"指标代号“{name}”不能用", "代号只能用汉字、字母、数字，不以数字开头", name)
        catalogue[str(name)] = _indicator(str(name), entry, faults)
    for one in catalogue.values():
        if one.parent and one.parent not in catalogue:
            place = f"第{one.line}行"
            faults.append(Fault(block.file, place, f"指标“{one.name}”的父指标“{one.parent}”不存在"))
    return catalogue


def _indicator(name: str, block: Block, faults: list[Fault]) -> Indicator:
    taker = Taker(block, faults, f"指标“{name}”的")
    measure = taker.text("计量单位")
    shown = Taker(taker.sub("印"), faults, f"指标“{name}”“印”里的")
    decimals = shown.text("小数", "2" if measure.endswith(("元", "%")) else "0")
    definitions = {
        status: _definition(taker.sub(status.value), faults, f"指标“{name}”“{status}”里的")
        for status in Status
        if taker.has(status.value)
    }
    if Status.CONFIRMED in definitions and Status.REPORTED in definitions:
        definitions.setdefault(Status.PENDING, definitions[Status.REPORTED])
    made = Indicator(
        name=name,
        title=taker.text("名称", name),
        measure=measure,
        shown=shown.text("计量单位", measure),
        decimals=int(decimals) if decimals.isdigit() else 0,
        parent=taker.text("父指标"),
        assessed=taker.yes("考核"),
        definitions=definitions,
        note=taker.text("口径"),
        since=period_given(taker, "自"),
        until=period_given(taker, "至"),
        line=block.line,
    )
    shown.done()
    taker.done()
    if not measure:
        taker.fault("没有“计量单位”", "例如“计量单位: 万元”")
    if not definitions:
        taker.fault("没有“自报”或“核定”", "请写明取自哪张表")
    return made


def _definition(block: Block, faults: list[Fault], where: str) -> Definition:
    taker = Taker(block, faults, where)
    made = Definition(
        form=taker.text("表"),
        condition=optional_formula(taker, "条件"),
        amount=optional_formula(taker, "求和"),
        divisor=optional_formula(taker, "除以"),
        words=taker.text("说明"),
        line=block.line,
    )
    taker.done()
    if not made.form:
        taker.fault("没有写取自哪张“表”", "")
    return made
