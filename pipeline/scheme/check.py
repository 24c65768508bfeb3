"""Looks for what a scheme cannot mean though it loads: rules that never fire, silent zeros."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from pipeline.model.finding import Fault
from pipeline.model.period import Period
from pipeline.scheme.evaluate import evaluate
from pipeline.scheme.expression import ExpressionError, nearest
from pipeline.scheme.form import Field, Form, Kind
from pipeline.scheme.frame import Frame, Setting, frame_of
from pipeline.scheme.lists import form_of_units
from pipeline.scheme.possible import outcomes
from pipeline.scheme.scheme import Scheme
from pipeline.scheme.spots import Owner, Spot, owners
from pipeline.scheme.unused import (
    strange_silences,
    unread_fields,
    unused_choices,
    unused_rules,
)
from pipeline.scheme.worded import unknown_names


@dataclass(frozen=True, slots=True)
class Lint:
    """What is wrong (the scheme must be mended), worth a look, and read by nothing at all."""

    errors: tuple[Fault, ...]
    hints: tuple[Fault, ...]
    unread: tuple[Fault, ...]


def lint(scheme: Scheme, named: Collection[str]) -> Lint:
    """Hold a loaded scheme against itself; `named` are the checks that go by a name."""
    errors = [
        *_ranges(scheme),
        *_unknown_checks(scheme, named),
        *_senseless(scheme),
        *unknown_names(scheme),
        *strange_silences(scheme),
    ]
    hints = [*unused_rules(scheme), *unused_choices(scheme)]
    return Lint(tuple(dict.fromkeys(errors)), tuple(hints), tuple(unread_fields(scheme)))


def _senseless(scheme: Scheme) -> Iterator[Fault]:
    """Expressions that cannot work; of one owner the plainest reason alone is told."""
    forms = {**scheme.base, **scheme.forms}
    frames = {name: frame_of(form, [], {}) for name, form in forms.items()}
    units = form_of_units()
    frames[units.name] = frame_of(units, [], {})
    for owner in owners(scheme):
        words = [one for spot in owner.spots for one in _impossible_words(scheme, spot)]
        yield from words or [*_uncountable(owner, frames)] or _idle(owner, forms)


def _ranges(scheme: Scheme) -> Iterator[Fault]:
    for form in (*scheme.forms.values(), *scheme.base.values()):
        for field in form.fields.values():
            if field.since and field.until and field.until < field.since:
                yield _of_field(form, field, f"“自”{field.since}晚于“至”{field.until}，永远不用")
            if field.kind is not Kind.NUMBER and (field.lowest, field.highest) != (None, None):
                yield _of_field(form, field, f"类型是{field.kind}，“范围”不起作用")
            for choice in field.choices:
                if field.choices.count(choice) > 1:
                    yield _of_field(form, field, f"“取值”里“{choice}”写了两次")
    for check in scheme.checks:
        rule = check.rule
        if rule.since and rule.until and rule.until < rule.since:
            file, _, line = rule.source.rpartition(":")
            what = f"{rule.code}的“自”{rule.since}晚于“至”{rule.until}，永远不用"
            yield Fault(file, f"第{line}行", what, "请改正起止月份")


def _of_field(form: Form, field: Field, problem: str) -> Fault:
    return Fault(form.file, f"第{field.line}行", f"字段“{field.name}”的{problem}", "请改正")


def _unknown_checks(scheme: Scheme, named: Collection[str]) -> Iterator[Fault]:
    for check in scheme.checks:
        if check.named and check.named not in named:
            file, _, line = check.rule.source.rpartition(":")
            near = nearest(check.named, named)
            what = f"{check.rule.code}：没有“{check.named}”这种检查{near}"
            yield Fault(file, f"第{line}行", what, f"可用的有：{'、'.join(named)}")


def _impossible_words(scheme: Scheme, spot: Spot) -> Iterator[Fault]:
    """Words that a field with 取值 is held against and can never hold."""
    for node, form in _nodes(scheme, spot.expression.tree, spot.form):
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        for left, right in pairwise(sides):
            yield from _held(scheme, spot, form, left, right)
            yield from _held(scheme, spot, form, right, left)


def _held(
    scheme: Scheme, spot: Spot, form: Form, one: ast.expr, other: ast.expr
) -> Iterator[Fault]:
    field = _field_of(scheme, form, one)
    words = other.elts if isinstance(other, ast.Tuple) else [other]
    for word in (_argument(part) for part in words):
        text = word.value if isinstance(word, ast.Constant) else None
        if field is None or field.kind is not Kind.CHOICE or not isinstance(text, str):
            continue
        if text not in field.choices:
            near = nearest(text, field.choices)
            yield spot.fault(
                f"拿“{field.name}”与“{text}”相比，但取值里没有“{text}”{near}",
                f"取值只有：{'、'.join(field.choices)}；请改公式，或在取值中补上",
            )


def _field_of(scheme: Scheme, form: Form, node: ast.expr) -> Field | None:
    node = _argument(node)
    if isinstance(node, ast.Name):
        return form.fields.get(node.id)
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[-1], ast.Name):
        name, word = node.func.id, node.args[-1].id  # type: ignore[attr-defined]
        if name == "上期":
            return form.fields.get(word)
        if name == "表" and isinstance(node.args[0], ast.Constant):
            return scheme.form(str(node.args[0].value)).fields.get(word)
    return None


def _argument(node: ast.expr) -> ast.expr:
    """What stands in 序(); anything else itself."""
    if isinstance(node, ast.Call) and node.func.id == "序" and node.args:  # type: ignore[attr-defined]
        return node.args[0]
    return node


def _nodes(scheme: Scheme, node: ast.expr, form: Form) -> Iterator[tuple[ast.expr, Form]]:
    """Every part of an expression, with the form whose fields it speaks of."""
    yield node, form
    children = [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]
    if isinstance(node, ast.Call):
        children = list(node.args)
        name = node.func.id  # type: ignore[attr-defined]
        if name in ("表", "总和", "个数", "项目总和") and isinstance(children[0], ast.Constant):
            form = scheme.form(str(children.pop(0).value))  # type: ignore[attr-defined]
    for one in children:
        yield from _nodes(scheme, one, form)


def _uncountable(owner: Owner, frames: Mapping[str, Frame]) -> Iterator[Fault]:
    """The first expression that fails on any data, found by evaluating it on none."""
    period = Period(2000, 6)
    setting = Setting(period, period.to_date, frames, frames)
    for spot in owner.spots:
        try:
            evaluate(spot.expression, frames[spot.form.name], setting, spot.terms)
            continue
        except ExpressionError as error:
            why = str(error)
        except (TypeError, ValueError, IndexError, KeyError):
            why = "两边的内容类型不合"
        yield spot.fault(f"“{spot.expression.text}”无法计算：{why}", "请修改公式")
        return


def _idle(owner: Owner, forms: Mapping[str, Form]) -> Iterator[Fault]:
    """Conditions that are never true, a formula that is never false."""
    for spot in owner.spots:
        found = outcomes([spot.expression], spot.form, forms, spot.terms) if spot.limits else None
        if found is not None and (True,) not in found:
            what = f"“{spot.expression.text}”永远不成立"
            yield spot.fault(what, "请改正这个条件；不再用的请删去")
            return
    if owner.check is None or owner.check.formula is None:
        return
    formula = owner.spots[-1]
    both = [one.expression for one in reversed(owner.spots) if one is formula or one.limits]
    found = outcomes(both, formula.form, forms, formula.terms)
    if found is not None and not _fires(found):
        what = f"“{formula.expression.text}”永远成立，这条规则不会报出任何问题"
        yield formula.fault(what, "请改正公式，或删去这条规则")


def _fires(found: set[tuple[bool | None, ...]]) -> bool:
    return any(one[0] is False and all(rest is True for rest in one[1:]) for one in found)
