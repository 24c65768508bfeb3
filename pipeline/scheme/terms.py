"""Names that the catalogue's formulas use (设), and rules on whose a row is (归属)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.model.finding import Fault
from pipeline.scheme.expression import Expression
from pipeline.scheme.marked import Block, Taker, Text
from pipeline.scheme.rules import optional_formula


@dataclass(frozen=True, slots=True)
class Term:
    """设: a named condition or amount on the rows of a form, which all definitions may use."""

    name: str
    form: str
    expression: Expression
    words: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Credit:
    """归属: rows credited to another unit, by a share in per cent or all that is left (F23).

    Counts go along where `counted` holds; without it only where the whole row goes.
    """

    form: str
    unit: Expression
    share: Expression | None = None
    condition: Expression | None = None
    counted: Expression | None = None
    words: str = ""
    line: int = 0

    @property
    def parts(self) -> dict[str, Expression]:
        """Its expressions by the name that they have in the file."""
        given = {
            "单位": self.unit,
            "比例": self.share,
            "条件": self.condition,
            "个数": self.counted,
        }
        return {name: one for name, one in given.items() if one is not None}


def terms_of(block: Block, faults: list[Fault]) -> dict[str, dict[str, Term]]:
    """Read the section 设: form → name → term; circles among the terms are faults."""
    made: dict[str, dict[str, Term]] = {}
    for form, entries in block.items():
        if not isinstance(entries, Block):
            Taker(block, faults).fault(f"“设”里“{form}”没有内容", "", form)
            continue
        made[str(form)] = dict(_terms(str(form), entries, faults))
        for term in made[str(form)].values():
            if (circle := _circle(term, made[str(form)])) is not None:
                what = f"“设”里“{circle}”绕回到自己，无法计算"
                faults.append(Fault(block.file, f"第{term.line}行", what, "请改掉其中一个"))
                return {}
    return made


def credits_of(block: Block, faults: list[Fault]) -> dict[str, tuple[Credit, ...]]:
    """Read the section 归属: form → rules in the order in which they apply."""
    holder = Taker(block, faults, "“归属”里")
    made = {}
    for form in list(block):
        rules = [_credit(str(form), one, faults) for one in holder.subs(form)]
        made[str(form)] = tuple(one for one in rules if one is not None)
    return made


def _terms(form: str, entries: Block, faults: list[Fault]) -> Iterator[tuple[str, Term]]:
    for name, entry in entries.items():
        if isinstance(entry, Text):
            entry = _wrapped(entry, entries)
        if not isinstance(entry, Block) or not str(name).isidentifier():
            Taker(entries, faults).fault(
                f"“设”里的“{name}”写法有误", "例如“规模: 计划总投资”", name
            )
            continue
        taker = Taker(entry, faults, f"“设”里“{name}”的")
        expression = optional_formula(taker, "式")
        words = taker.text("说明")
        taker.done()
        if expression is None:
            if not taker.has("式"):
                taker.fault("没有“式”", "请写明怎样算")
            continue
        yield str(name), Term(str(name), form, expression, words, getattr(name, "line", 0))


def _wrapped(text: Text, entries: Block) -> Block:
    block = Block({"式": text})
    block.file, block.line = entries.file, text.line
    return block


def _circle(term: Term, terms: Mapping[str, Term]) -> str | None:
    """The name of a term that needs itself, reached from `term`."""
    path: list[str] = []

    def reached(name: str) -> str | None:
        if name in path:
            return name
        path.append(name)
        for _, used in terms[name].expression.names():
            if used in terms and (found := reached(used)) is not None:
                return found
        path.pop()
        return None

    return reached(term.name)


def _credit(form: str, block: Block, faults: list[Fault]) -> Credit | None:
    taker = Taker(block, faults, f"“归属”里“{form}”的")
    unit = optional_formula(taker, "单位")
    made = {name: optional_formula(taker, name) for name in ("比例", "条件", "个数")}
    words = taker.text("说明")
    taker.done()
    if unit is None:
        taker.fault("没有“单位”", "请写明记在哪个单位，例如“单位: 共同引进单位”")
        return None
    return Credit(form, unit, made["比例"], made["条件"], made["个数"], words, block.line)
