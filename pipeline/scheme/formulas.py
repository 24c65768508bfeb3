"""Formulas over indicators: what they name must be there, in the same status, in no circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.model.figure import Status
from pipeline.model.finding import Fault
from pipeline.scheme.definitions import Definition, linear
from pipeline.scheme.expression import Expression, crowded, nearest

if TYPE_CHECKING:
    from pipeline.scheme.indicators import Indicator

_NODES = (
    ast.BinOp,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.UnaryOp,
    ast.USub,
    ast.Name,
    ast.Load,
    ast.Constant,
)


def named_in(formula: Expression) -> tuple[str, ...]:
    """The indicators that a formula names, each once, in the order of the text."""
    return tuple(dict.fromkeys(name for _, name in formula.names()))


def resolved(
    catalogue: Mapping[str, Indicator], file: str, faults: list[Fault]
) -> dict[str, Indicator]:
    """Give each formula that stands for all statuses those that all its parts have.

    Faults are noted for unknown names, other operations, statuses that a part lacks, circles and
    sums of different measures.
    """
    made: dict[str, Indicator] = dict(catalogue)
    wrong = {name: list(_unusable(one, catalogue, file)) for name, one in catalogue.items()}
    faults.extend(fault for found in wrong.values() for fault in found)
    path: list[str] = []

    def settle(name: str) -> bool:
        if name in path:
            circle = " → ".join((*path[path.index(name) :], name))
            place = f"第{catalogue[name].line}行"
            faults.append(Fault(file, place, f"指标的公式绕成了圈：{circle}", "请改掉其中一个"))
            return False
        path.append(name)
        whole = all(settle(one) for one in _named(made[name]))
        path.pop()
        if whole:
            made[name] = _spread(made[name], made)
        return whole

    if not any(wrong.values()):
        for name in catalogue:
            if not settle(name):
                break
        else:
            faults.extend(fault for one in made.values() for fault in _lacking(one, made, file))
    return made


def with_parts(catalogue: Mapping[str, Indicator], name: str) -> dict[str, Indicator]:
    """An indicator behind all that its formula names, and what these name."""
    found: dict[str, Indicator] = {}
    for part in _named(catalogue[name]):
        found |= with_parts(catalogue, part)
    return {**found, name: catalogue[name]}


def in_order(catalogue: Mapping[str, Indicator]) -> list[str]:
    """The names of the catalogue, each formula behind all that it names."""
    order: dict[str, None] = {}

    def enter(name: str) -> None:
        if name not in order:
            for one in _named(catalogue[name]):
                enter(one)
            order[name] = None

    for name in catalogue:
        enter(name)
    return list(order)


def _formulas(indicator: Indicator) -> list[tuple[Expression, int]]:
    """Its formulas with their lines, each once."""
    given = [(one.formula, one.line) for one in indicator.definitions.values()]
    given.append((indicator.formula, indicator.line))
    return list(dict.fromkeys((one, line) for one, line in given if one is not None))


def _named(indicator: Indicator) -> list[str]:
    return list(dict.fromkeys(name for one, _ in _formulas(indicator) for name in named_in(one)))


def _spread(indicator: Indicator, catalogue: Mapping[str, Indicator]) -> Indicator:
    """Write the formula that the office gave for all statuses under each that its parts share."""
    if indicator.formula is None:
        return indicator
    parts = [catalogue[name] for name in named_in(indicator.formula)]
    shared = [one for one in Status if all(one in part.definitions for part in parts)]
    if not linear(indicator.formula.tree) and Status.PENDING in shared:
        shared.remove(Status.PENDING)
    one = Definition("", None, None, formula=indicator.formula, line=indicator.line)
    return replace(indicator, definitions=dict.fromkeys(shared, one))


def _unusable(
    indicator: Indicator, catalogue: Mapping[str, Indicator], file: str
) -> Iterator[Fault]:
    for formula, line in _formulas(indicator):
        place, whose = f"第{line}行", f"指标“{indicator.name}”的公式"
        if not all(isinstance(node, _NODES) for node in ast.walk(formula.tree)):
            remedy = "带条件的请写成“表”“条件”“求和”"
            yield Fault(file, place, f"{whose}只能用指标、数和加减乘除", remedy)
            continue
        if not named_in(formula):
            yield Fault(file, place, f"{whose}里没有指标")
        for name in named_in(formula):
            if name not in catalogue:
                others = [one for one in catalogue if one != indicator.name]
                known = crowded(name) or nearest(name, others)
                yield Fault(file, place, f"{whose}里没有“{name}”这个指标{known}")


def _lacking(
    indicator: Indicator, catalogue: Mapping[str, Indicator], file: str
) -> Iterator[Fault]:
    """Statuses that a part of a formula does not have."""
    if not indicator.definitions:
        what = f"指标“{indicator.name}”公式里的各指标没有共同的状态"
        yield Fault(file, f"第{indicator.line}行", what, "请改用同有“自报”或同有“核定”的指标")
    for status, definition in indicator.definitions.items():
        if definition.formula is None:
            continue
        for name in named_in(definition.formula):
            if status not in catalogue[name].definitions:
                what = f"指标“{indicator.name}”的{status}公式里，“{name}”没有{status}数"
                yield Fault(file, f"第{definition.line}行", what, "公式各部分应是同一状态")
