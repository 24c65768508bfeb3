"""Where an indicator's figures come from: rows, other indicators, or the office's own entry."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline.model.figure import Nature
from pipeline.model.finding import Fault
from pipeline.scheme.expression import Expression
from pipeline.scheme.marked import Block, Taker
from pipeline.scheme.rules import optional_formula
from pipeline.scheme.terms import Credit, Term

_OF_DATES = frozenset({"期内", "此前"})
_OF_MONTH = frozenset({"当月", "本月"})
_TIMELY = _OF_DATES | _OF_MONTH | {"期末", "月份", "早月"}


@dataclass(frozen=True, slots=True)
class Definition:
    """Where figures of one status come from: rows of `form`, summed by `amount` or counted.

    With `distinct` fields each of their values counts once. With a `divisor` (over the same
    rows) or a `whole` (rows of its own, F12–F16) the figure is the one sum in per cent of the
    other, never a mean. A `formula` is over other indicators; `entered` figures are typed in by
    the office and may be `lag` months old.
    """

    form: str
    condition: Expression | None
    amount: Expression | None
    divisor: Expression | None = None
    words: str = ""
    line: int = 0
    distinct: tuple[str, ...] = ()
    whole: Definition | None = None
    formula: Expression | None = None
    entered: bool = False
    lag: int = 0
    terms: Mapping[str, Term] = field(default_factory=dict)
    credits: tuple[Credit, ...] = ()

    @property
    def sources(self) -> Iterator[Definition]:
        """Itself and its denominator, as far as they are made of rows."""
        if self.form and not self.entered:
            yield self
            if self.whole is not None:
                yield self.whole

    @property
    def parts(self) -> dict[str, Expression]:
        """Its own expressions on rows by the name that they have in the file."""
        given = {"条件": self.condition, "求和": self.amount, "除以": self.divisor}
        return {name: one for name, one in given.items() if one is not None}

    @property
    def expressions(self) -> Mapping[str, Expression]:
        """The terms as the evaluation of expressions wants them."""
        return {name: term.expression for name, term in self.terms.items()}

    @property
    def used(self) -> list[Term]:
        """The terms that its own expressions need, in the order of their names there."""
        found: dict[str, Term] = {}
        waiting = list(self.parts.values())
        while waiting:
            for form, name in waiting.pop(0).names():
                if not form and name in self.terms and name not in found:
                    found[name] = self.terms[name]
                    waiting.append(self.terms[name].expression)
        return list(found.values())

    @property
    def ratio(self) -> bool:
        return self.divisor is not None or self.whole is not None

    @property
    def additive(self) -> bool:
        """Whether the figures of units add up to those of groups and of the whole."""
        if self.formula is not None:
            return linear(self.formula.tree)
        return not (self.ratio or self.distinct or self.entered)

    @property
    def nature(self) -> Nature:
        """What its figures say of January to m, as its functions of the span tell."""
        if self.ratio or (self.formula is not None and not self.additive):
            return Nature.RATE
        if self.distinct:
            return Nature.LEVEL
        called = set(self._called())
        if self.formula is not None or called & _OF_DATES:
            return Nature.TO_DATE
        return Nature.OF_MONTH if called & _OF_MONTH else Nature.LEVEL

    @property
    def dated(self) -> bool:
        """Whether its rows, and those of a denominator, are chosen or summed by the span (期内)."""
        if "期内" not in set(self._called()):
            return False
        if self.divisor is not None:
            return replace(self, amount=self.divisor, divisor=None).dated
        return self.whole is None or self.whole.dated

    @property
    def timely(self) -> bool:
        """Whether it speaks of an earlier month otherwise than of the present."""
        own = bool(set(self._called()) & _TIMELY)
        return own or (self.whole is not None and self.whole.timely)

    def _called(self) -> Iterator[str]:
        for expression in (*self.parts.values(), *(one.expression for one in self.used)):
            for node in ast.walk(expression.tree):
                if isinstance(node, ast.Call):
                    yield node.func.id  # type: ignore[attr-defined]


def linear(tree: ast.expr) -> bool:
    """Whether a formula only adds indicators up, at most multiplied by plain numbers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div)):
            named = [_names(side) for side in (node.left, node.right)]
            if all(named) or (isinstance(node.op, ast.Div) and named[1]):
                return False
        added = isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub))
        if added and not (_names(node.left) and _names(node.right)):  # type: ignore[attr-defined]
            return False
    return True


def definition_of(
    block: Block,
    faults: list[Fault],
    where: str,
    terms: Mapping[str, Mapping[str, Term]],
    credits: Mapping[str, tuple[Credit, ...]],
    entries: str = "",
) -> Definition:
    """Read one definition; `entries` is the form of what the office types in."""
    taker = Taker(block, faults, where)
    entered = taker.yes("录入")
    formula = optional_formula(taker, "公式")
    whole = _whole(taker, faults, where, terms, credits)
    form = "" if formula is not None else taker.text("表") or (entries if entered else "")
    made = Definition(
        form=form,
        condition=optional_formula(taker, "条件"),
        amount=optional_formula(taker, "求和"),
        divisor=optional_formula(taker, "除以"),
        words=taker.text("说明"),
        line=block.line,
        distinct=taker.texts("去重"),
        whole=whole,
        formula=formula,
        entered=entered,
        lag=taker.count("滞后"),
        terms=terms.get(form, {}),
        credits=credits.get(form, ()),
    )
    taker.done()
    _sensible(made, taker, entries)
    return made


def _sensible(made: Definition, taker: Taker, entries: str) -> None:
    if made.entered and not entries:
        taker.fault("写了“录入: 是”，却没有“用途: 录入”的表", "请在forms/基础库里补上这张表")
    elif not made.form and made.formula is None:
        taker.fault("没有写取自哪张“表”", "")
    rows = bool(made.parts or made.distinct or made.whole)
    if rows and (made.entered or made.formula is not None):
        taker.fault("“公式”“录入”不能与“条件”“求和”“除以”“去重”“分母”同写", "请只留一种")
    if made.distinct and (made.amount is not None or made.ratio):
        taker.fault("“去重”是计个数，不能与“求和”“除以”“分母”同写", "请只留一种")
    if made.divisor is not None and made.whole is not None:
        taker.fault("“除以”和“分母”只能写一个", "分母另有条件的写“分母”")


def _whole(
    taker: Taker,
    faults: list[Fault],
    where: str,
    terms: Mapping[str, Mapping[str, Term]],
    credits: Mapping[str, tuple[Credit, ...]],
) -> Definition | None:
    if not taker.has("分母"):
        return None
    block = taker.sub("分母")
    form = str(block.get("表") or taker.block.get("表") or "")
    part = Taker(block, faults, f"{where}“分母”的")
    part.text("表")
    made = Definition(
        form=form,
        condition=optional_formula(part, "条件"),
        amount=optional_formula(part, "求和"),
        words=part.text("说明"),
        line=block.line,
        terms=terms.get(form, {}),
        credits=credits.get(form, ()),
    )
    part.done()
    return made


def _names(node: ast.expr) -> bool:
    return any(isinstance(one, ast.Name) for one in ast.walk(node))
