"""Which cells of a blank form its checks determine: 公式: 本年累计 = 合计(各月), and 空白表."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.model.finding import Level
from pipeline.model.period import Period
from pipeline.scheme.expression import Expression
from pipeline.scheme.form import Form, Kind
from pipeline.scheme.rules import Check
from pipeline.scheme.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Sum:
    """A field that must equal `amount`, in the row of `key` or, without one, in every row."""

    form: str
    field: str
    amount: Expression
    terms: Mapping[str, Expression]
    key: str = ""


def sums_of(scheme: Scheme, period: Period) -> Iterator[Sum]:
    """Yield what the 强制 checks in force demand of one field alone, and fill in beside."""
    taken: set[tuple[str, str, str]] = set()
    for check in scheme.checks:
        form = scheme.forms.get(check.form)
        if form is None or check.rule.level is not Level.MUST or not check.rule.holds_in(period):
            continue
        for one in (_sum(form, check), *_beside(form, check)):
            if one is not None and (one.form, one.field, one.key) not in taken:
                taken.add((one.form, one.field, one.key))
                yield one


def said_rows(scheme: Scheme, form: Form, period: Period) -> list[str]:
    """The keys that the checks of a form name one by one, in their order."""
    found = (_key(form, check) for check in scheme.checks if check.form == form.name)
    return list(dict.fromkeys(key for key in found if key))


def reach(amount: Expression, terms: Mapping[str, Expression]) -> Iterator[tuple[str, str]]:
    """The forms and fields that an amount speaks of, by way of its terms too."""
    for form, name in amount.names():
        if not form and name in terms:
            yield from reach(terms[name], {one: terms[one] for one in terms if one != name})
        else:
            yield form, name


def _sum(form: Form, check: Check) -> Sum | None:
    tree = check.formula.tree if check.formula else None
    if not (isinstance(tree, ast.Compare) and [type(one) for one in tree.ops] == [ast.Eq]):
        return None
    key = _key(form, check)
    if check.condition is not None and not key:
        return None
    left = tree.left
    field = form.fields.get(left.id) if isinstance(left, ast.Name) else None
    if field is None or field.kind is not Kind.NUMBER or field.repeat:
        return None
    right = tree.comparators[0]
    text = _term(right, check.terms)
    amount = Expression(text or ast.unparse(right), right)
    if any(not other and name == field.name for other, name in reach(amount, check.terms)):
        return None
    return Sum(form.name, field.name, amount, check.terms, key)


def _beside(form: Form, check: Check) -> Iterator[Sum]:
    """What the check fills in beside (空白表), which nobody is held to."""
    key = _key(form, check)
    if check.condition is None or key:
        for name, amount in check.blanks.items():
            yield Sum(form.name, name, amount, check.terms, key)


def _term(node: ast.expr, terms: Mapping[str, Expression]) -> str:
    return terms[node.id].text if isinstance(node, ast.Name) and node.id in terms else ""


def _key(form: Form, check: Check) -> str:
    """The word of a condition like 指标 = "…", where 指标 is the form's only key."""
    tree = check.condition.tree if check.condition else None
    if len(form.key) != 1 or not isinstance(tree, ast.Compare):
        return ""
    right = tree.comparators[0]
    named = isinstance(tree.left, ast.Name) and tree.left.id == form.key[0]
    if named and isinstance(tree.ops[0], ast.Eq) and isinstance(right, ast.Constant):
        return str(right.value)
    return ""
