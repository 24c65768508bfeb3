"""Bands by size (分档) and dimensions (维度): how one indicator is told apart into many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.model.number import plain
from pipeline.scheme.expression import Expression, ExpressionError, parse
from pipeline.scheme.marked import Block, Items, Taker, Text
from pipeline.scheme.rules import optional_formula

if TYPE_CHECKING:
    from pipeline.scheme.definitions import Definition
    from pipeline.scheme.indicators import Indicator


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to tell rows apart: by what `by` says of them, or by its band of `bounds`.

    Without `by` it is the field of the dimension's own name, on the form or on its parent form.
    `each` makes figures for every unit too. `persons` says that its values are people's names:
    there are figures of each person of a unit, and none of a name across units.
    """

    name: str
    by: Expression | None = None
    each: bool = False
    persons: bool = False
    bounds: tuple[Fraction, ...] = ()
    names: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Bands:
    """分档 as declared: [lower bound, next bound) on the size that `basis` says (F08)."""

    basis: str
    bounds: tuple[str, ...]
    names: tuple[str, ...]
    titles: tuple[str, ...]
    note: str
    line: int

    def of(self, whole: Indicator) -> Iterator[Indicator]:
        """The indicator that is banded, then one indicator for each band."""
        yield replace(whole, parts=self.names)
        for number, (name, title) in enumerate(zip(self.names, self.titles, strict=True)):
            yield replace(
                whole,
                name=name,
                title=title,
                parent=whole.name,
                assessed=False,
                definitions={
                    status: self._within(one, number) for status, one in whole.definitions.items()
                },
                note=self.note or whole.note,
                line=self.line,
            )

    def _within(self, definition: Definition, number: int) -> Definition:
        low, *high = self.bounds[number : number + 2]
        band = f"({self.basis}) ≥ {low}"
        if high:
            band = f"{low} ≤ ({self.basis}) < {high[0]}"
        if definition.condition is not None:
            band = f"({definition.condition.text}) 且 {band}"
        return replace(definition, condition=parse(Text.at(band, self.line)))


def bands_of(taker: Taker) -> Bands | None:
    """Take 分档 from an indicator; None without it, or with a fault noted."""
    if not taker.has("分档"):
        return None
    block = taker.sub("分档")
    inner = Taker(block, taker.faults, f"{taker.where}“分档”里")
    basis, bounds, names = inner.text("依据"), inner.texts("界"), inner.texts("代号")
    titles = inner.texts("名称") or names
    note = inner.text("说明")
    inner.done()
    if not _is_basis(inner, basis) or not _rise(inner, bounds):
        return None
    if not len(bounds) == len(names) == len(titles):
        inner.fault("“界”“代号”“名称”的个数不同", "每个下界写一个代号和一个名称")
        return None
    if wrong := [one for one in names if not one.isidentifier()]:
        inner.fault(f"代号“{wrong[0]}”不能用", "代号只能用汉字、字母、数字，不以数字开头")
        return None
    return Bands(basis, bounds, names, titles, note, block.line)


def dimensions_of(taker: Taker) -> tuple[Dimension, ...]:
    """Take 维度: a list of fields, or names with what tells the rows apart."""
    value = taker.block.get("维度")
    if not isinstance(value, Block):
        return tuple(Dimension(name, line=name.line) for name in _fields(taker))  # type: ignore[attr-defined]
    return tuple(dimension_of(str(name), entry, taker) for name, entry in taker.sub("维度").items())


def dimension_of(name: str, entry: object, taker: Taker) -> Dimension:
    """Read one way to tell rows apart: an expression, or 取 with 界 and 名称."""
    line = getattr(entry, "line", 0)
    if isinstance(entry, Text):
        holder = Block({"取": entry}) if entry else Block()
        holder.file, holder.line = taker.block.file, line
        entry = holder
    inner = Taker(entry if isinstance(entry, Block) else Block(), taker.faults)
    inner.where = f"{taker.where}“维度”“{name}”的"
    by = optional_formula(inner, "取")
    bounds, names = inner.texts("界"), inner.texts("名称")
    each, persons = inner.yes("各单位"), inner.yes("人员")
    inner.done()
    if bounds and (not _rise(inner, bounds) or len(names) != len(bounds)):
        inner.fault("“界”和“名称”的个数应相同，界应从小到大", "每个下界写一个名称")
        bounds = names = ()
    if persons and (bounds or each):
        inner.fault("“人员: 是”不能与“界”“各单位”同写", "人员总是分单位计，删去另一项")
        bounds = names = ()
    return Dimension(name, by, each, persons, tuple(map(Fraction, bounds)), names, line)


def _fields(taker: Taker) -> tuple[str, ...]:
    value = taker.block.get("维度")
    names = taker.texts("维度")
    known = value if isinstance(value, Items) else [value]
    return tuple(one for one in known if one in names)  # type: ignore[misc]


def _is_basis(taker: Taker, text: str) -> bool:
    if not text:
        taker.fault("没有“依据”", "请写明按什么金额分档，例如“依据: 计划总投资”")
        return False
    try:
        parse(text)
    except ExpressionError as error:
        taker.fault(str(error), "", text)
        return False
    return True


def _rise(taker: Taker, bounds: tuple[str, ...]) -> bool:
    try:
        numbers = [Fraction(one) for one in bounds]
    except ValueError:
        taker.fault("“界”里应是数", "例如“界: [10000, 50000, 100000]”")
        return False
    if not numbers or any(one >= two for one, two in pairwise(numbers)):
        taker.fault("“界”应从小到大", f"现在是{'、'.join(map(plain, numbers)) or '空的'}")
        return False
    return True
