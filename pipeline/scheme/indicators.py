"""The indicator catalogue: what is summed or counted, from which form, and how it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline.model.figure import Nature, Status
from pipeline.model.finding import Fault
from pipeline.model.period import Period
from pipeline.scheme.bands import Dimension, bands_of, dimensions_of
from pipeline.scheme.definitions import Definition, definition_of
from pipeline.scheme.expression import Expression, nearest
from pipeline.scheme.formulas import resolved
from pipeline.scheme.marked import Block, Taker
from pipeline.scheme.rules import optional_formula, period_given
from pipeline.scheme.terms import Credit, Term, credits_of, terms_of

__all__ = ["Credit", "Definition", "Dimension", "Indicator", "Term", "indicators_of", "told"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the catalogue; `measure` is what its numbers are, `shown` what texts print.

    `of_units`: what texts print of a single unit or person instead, whose amounts are small.
    `parts` are the bands (分档) that add up to it; `sizes` what composite targets measure; it
    holds from `since` to `until`; in the year `changed` its definition is not last year's (V51).
    """

    name: str
    title: str
    measure: str
    shown: str
    decimals: int
    parent: str = ""
    assessed: bool = False
    definitions: Mapping[Status, Definition] = field(default_factory=dict)
    note: str = ""
    line: int = 0
    said: Nature | None = None
    parts: tuple[str, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    sizes: Expression | None = None
    formula: Expression | None = None
    since: Period | None = None
    until: Period | None = None
    changed: int = 0
    by_difference: bool = False
    of_units: str = ""

    def as_shown(self, wide: bool) -> Indicator:
        """The indicator as texts print it of one unit, or (`wide`) of a group or the whole."""
        return replace(self, shown=self.of_units) if self.of_units and not wide else self

    @property
    def is_rate(self) -> bool:
        """Whether its figures are per cents, which compare in percentage points (F07)."""
        return self.measure == "%"

    def redefined(self, year: int) -> bool:
        """Whether its meaning changed with this year, so that last year's only informs (V51)."""
        return self.changed == year

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

    @property
    def whole(self) -> bool:
        """Whether it counts things that cannot be divided: what prints without decimals."""
        return not (self.money or self.is_rate or self.decimals)

    @property
    def nature(self) -> Nature:
        """累计, 当月, 时点 or 率: as 性质 says, else as the headline's definition tells."""
        if self.said is not None:
            return self.said
        definition = self.definitions.get(self.headline)
        if definition is None or definition.entered:
            return Nature.TO_DATE
        return definition.nature

    @property
    def additive(self) -> bool:
        """Whether its figures of units add up to those of groups and of the whole."""
        return all(one.additive for one in self.definitions.values())

    @property
    def denominator(self) -> str:
        """What a rate is a rate of, in the office's own words; empty for anything else."""
        for definition in self.definitions.values():
            if definition.whole is not None:
                return definition.whole.words
        return ""


def told(text: str, parameters: Mapping[str, object]) -> str:
    """Fill {参数} and {参数|否则} in a note with what the office's parameters say."""

    def value(found: re.Match[str]) -> str:
        known = parameters.get(found[1])
        return found[2] or "" if known in (None, "") else str(known)

    return re.sub(r"\{(\w+)(?:\|([^{}]*))?\}", value, text)


def indicators_of(block: Block, faults: list[Fault], entries: str = "") -> dict[str, Indicator]:
    """Read figures.yaml; the order of the file is the order of the lists.

    `entries` is the name of the form in which the office types figures in.
    """
    taker = Taker(block, faults)
    section = taker.sub("指标")
    reader = _Reader(
        faults, terms_of(taker.sub("设"), faults), credits_of(taker.sub("归属"), faults), entries
    )
    taker.done()
    catalogue: dict[str, Indicator] = {}
    for name, entry in section.items():
        if not isinstance(entry, Block):
            taker.fault(f"指标“{name}”没有内容", "", name)
            continue
        if not str(name).isidentifier():
            taker.fault(f"指标代号“{name}”不能用", "代号只能用汉字、字母、数字，不以数字开头", name)
        for made in reader.indicators(str(name), entry):
            if made.name in catalogue or (made.name != name and made.name in section):
                taker.fault(f"指标“{made.name}”写了两次", "请改一个代号", name)
            catalogue[made.name] = made
    faults.extend((*_of_parents(catalogue, block.file), *_of_bands(catalogue, block.file)))
    return resolved(catalogue, block.file, faults)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads indicators with the terms and credits that hold for all of them."""

    faults: list[Fault]
    terms: Mapping[str, Mapping[str, Term]]
    credits: Mapping[str, tuple[Credit, ...]]
    entries: str

    def indicators(self, name: str, block: Block) -> Iterator[Indicator]:
        """An indicator, then its bands."""
        taker = Taker(block, self.faults, f"指标“{name}”的")
        bands = bands_of(taker)
        made = self._indicator(name, taker, block)
        taker.done()
        yield from bands.of(made) if bands is not None else (made,)

    def _indicator(self, name: str, taker: Taker, block: Block) -> Indicator:
        measure = taker.text("计量单位")
        shown = Taker(taker.sub("印"), self.faults, f"指标“{name}”“印”里的")
        decimals = shown.text("小数", "2" if measure.endswith(("元", "%")) else "0")
        definitions = self._definitions(name, taker)
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
            line=block.line,
            said=taker.choice("性质", Nature, None),  # type: ignore[arg-type]
            parts=taker.texts("各档"),
            dimensions=dimensions_of(taker),
            sizes=optional_formula(taker, "规模"),
            formula=optional_formula(taker, "公式"),
            since=period_given(taker, "自"),
            until=period_given(taker, "至"),
            changed=taker.count("口径变化"),
            by_difference=taker.text("同比") == "增减数",
            of_units=shown.text("各单位"),
        )
        if made.of_units not in ("", made.measure, made.shown):
            shown.fault(
                f"“各单位”写的是“{made.of_units}”",
                f"只能写“计量单位”的{made.measure}，或者“印”的{made.shown}",
            )
        shown.done()
        if not measure:
            taker.fault("没有“计量单位”", "例如“计量单位: 万元”")
        if not definitions and made.formula is None:
            taker.fault("没有“自报”或“核定”", "请写明取自哪张表")
        if definitions and made.formula is not None:
            taker.fault("“公式”不能与“自报”“核定”同写", "分状态的公式请写在“自报”“核定”里")
        return made

    def _definitions(self, name: str, taker: Taker) -> dict[Status, Definition]:
        made = {
            status: definition_of(
                taker.sub(status.value),
                self.faults,
                f"指标“{name}”“{status.value}”里的",
                self.terms,
                self.credits,
                self.entries,
            )
            for status in Status
            if taker.has(status.value)
        }
        if Status.CONFIRMED in made and Status.REPORTED in made:
            made.setdefault(Status.PENDING, made[Status.REPORTED])
        return made


def _of_parents(catalogue: Mapping[str, Indicator], file: str) -> Iterator[Fault]:
    for one in catalogue.values():
        place = f"第{one.line}行"
        if one.parent and one.parent not in catalogue:
            known = nearest(one.parent, catalogue)
            yield Fault(file, place, f"指标“{one.name}”的父指标“{one.parent}”不存在{known}")
        elif one.parent and catalogue[one.parent].measure != one.measure:
            what = f"指标“{one.name}”与父指标“{one.parent}”的计量单位不同"
            yield Fault(file, place, what, "其中项与总数应是同一计量单位")


def _of_bands(catalogue: Mapping[str, Indicator], file: str) -> Iterator[Fault]:
    for one in catalogue.values():
        for name in one.parts:
            part = catalogue.get(name)
            if part is None:
                what = f"指标“{one.name}”的“各档”里没有“{name}”这个指标{nearest(name, catalogue)}"
                yield Fault(file, f"第{one.line}行", what)
            elif part.measure != one.measure:
                what = f"指标“{one.name}”与它的一档“{name}”的计量单位不同"
                yield Fault(file, f"第{one.line}行", what, "各档与总数应是同一计量单位")
