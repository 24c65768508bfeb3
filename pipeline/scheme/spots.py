"""Every expression of a scheme, with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.model.finding import Fault
from pipeline.scheme.definitions import Definition
from pipeline.scheme.expression import Expression
from pipeline.scheme.form import Form
from pipeline.scheme.lists import ListPlan, form_of_units
from pipeline.scheme.rules import Check
from pipeline.scheme.scheme import LISTED, Scheme


@dataclass(frozen=True, slots=True)
class Spot:
    """An expression where it stands: what it is called there, its form, file and line.

    `limits` tells of a condition: one that is never true makes its owner pointless.
    """

    what: str
    expression: Expression
    form: Form
    terms: Mapping[str, Expression]
    file: str
    line: int
    limits: bool = False

    def fault(self, problem: str, remedy: str) -> Fault:
        exact = getattr(self.expression.text, "line", 0) or self.line
        return Fault(self.file, f"第{exact}行", f"{self.what}{problem}", remedy)


@dataclass(frozen=True, slots=True)
class Owner:
    """A field, a check or a definition, with its expressions; terms stand before formulas."""

    spots: tuple[Spot, ...]
    check: Check | None = None


def owners(scheme: Scheme) -> Iterator[Owner]:
    """Whatever holds expressions: fields, checks, then indicators."""
    for form in (*scheme.forms.values(), *scheme.base.values()):
        yield from _fields(form)
    for check in scheme.checks:
        yield _check(scheme, check)
    for indicator in scheme.indicators.values():
        for status, definition in indicator.definitions.items():
            for one in definition.sources:
                called = f"指标“{indicator.name}”{status}{'' if one is definition else '的分母'}"
                yield _definition(scheme, called, one)
    for plan in scheme.lists.values():
        yield from _listed(scheme, plan)


def _listed(scheme: Scheme, plan: ListPlan) -> Iterator[Owner]:
    """One owner for each set of names that its expressions are evaluated with."""
    form = scheme.form(plan.form) if plan.form else form_of_units()
    for variant in plan.each or ({},):
        terms = plan.known(variant)
        yield Owner(
            tuple(
                Spot(f"清单“{plan.name}”的{what}", one, form, terms, LISTED, plan.line)
                for what, one, _ in plan.parts
            )
        )


def _definition(scheme: Scheme, called: str, one: Definition) -> Owner:
    form, terms = scheme.form(one.form), one.expressions
    return Owner(
        tuple(
            Spot(f"{called}的{what}", part, form, terms, "figures.yaml", one.line, what == "条件")
            for what, part in one.parts.items()
        )
    )


def _fields(form: Form) -> Iterator[Owner]:
    for field in form.fields.values():
        parts = {"必填当": field.required_when, "结转": field.carry, "年初": field.new_year}
        for what, one in parts.items():
            if isinstance(one, Expression):
                called = f"字段“{field.name}”的“{what}”"
                limits = what == "必填当"
                yield Owner((Spot(called, one, form, {}, form.file, field.line, limits),))


def _check(scheme: Scheme, check: Check) -> Owner:
    form, code = scheme.form(check.form), check.rule.code
    file, _, line = check.rule.source.rpartition(":")
    parts = {f"“{name}”": term for name, term in check.terms.items()}
    parts |= {f"空白表“{name}”": term for name, term in check.blanks.items()}
    given = {"条件": check.condition, "公式": check.formula}
    parts |= {what: one for what, one in given.items() if one is not None}
    return Owner(
        tuple(
            Spot(f"{code}的{what}", one, form, check.terms, file, int(line), what == "条件")
            for what, one in parts.items()
        ),
        check,
    )
