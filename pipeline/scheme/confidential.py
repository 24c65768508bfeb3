"""What of a list is confidential (V62): fields, and what is computed from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.model.finding import Fault
from pipeline.scheme.expression import Expression
from pipeline.scheme.form import Form

if TYPE_CHECKING:
    from pipeline.scheme.lists import ListPlan


def printed_secrets(
    plan: ListPlan, form: Form, forms: Mapping[str, Form], file: str
) -> Iterator[Fault]:
    """Yield a fault for each confidential field that a list would print."""
    shown = [("", name) for name in plan.fields if name in form.fields]
    for _, expression, printed in plan.parts:
        shown += list(_all_names(plan, expression)) if printed else []
    for other, name in dict.fromkeys(shown):
        target = forms.get(other) if other else form
        field_ = target.fields.get(name) if target else None
        if field_ is not None and field_.confidential:
            what = f"清单“{plan.name}”会印出保密字段“{name}”（V62）"
            remedy = "请删去该栏；只供办公室内部使用的写“内部: 是”"
            yield Fault(file, f"第{plan.line}行", what, remedy)


def hidden_of(plan: ListPlan, forms: Mapping[str, Form]) -> frozenset[str]:
    """The columns of a list that say something confidential, and 名称 where its groups' names do.

    `forms` are all forms by name; only an internal list has any.
    """
    told: dict[str, list[Expression]] = {}
    for name in plan.fields:
        told[name] = [one[name] for one in plan.each if name in one]
        told[name] += [plan.computed[name].expression] if name in plan.computed else []
    told |= {name: [one.expression] for name, one in plan.sums.items()}
    if plan.grouping is not None and plan.grouping.by is not None and not plan.grouping.bounds:
        told["名称"] = [plan.grouping.by]
    form = forms.get(plan.form)
    found = {
        name
        for name, expressions in told.items()
        for other, read in ([("", name)] if not expressions else _every(plan, expressions))
        if _is_confidential(forms.get(other) if other else form, read)
    }
    return frozenset(found.union(*(_columns(form, name) for name in found)))


def columns_of(plan: ListPlan, form: Form) -> list[str]:
    """What a row of a list has: its fields, one that repeats as its columns (各月.1 … 各月.12)."""
    own = {*plan.named, *plan.known({})}
    return [
        one for name in plan.fields for one in ((name,) if name in own else _columns(form, name))
    ]


def _columns(form: Form | None, name: str) -> tuple[str, ...]:
    declared = form.fields.get(name) if form is not None else None
    return declared.columns if declared is not None else (name,)


def _every(plan: ListPlan, expressions: Iterable[Expression]) -> Iterator[tuple[str, str]]:
    for one in expressions:
        yield from _all_names(plan, one)


def _is_confidential(form: Form | None, name: str) -> bool:
    field_ = form.fields.get(name) if form is not None else None
    return field_ is not None and field_.confidential


def _all_names(plan: ListPlan, expression: Expression) -> Iterator[tuple[str, str]]:
    """The fields that an expression reads, also through terms and computed values."""
    waiting, seen = [expression], set()
    own = plan.known({})
    while waiting:
        for other, name in waiting.pop().names():
            yield other, name
            if not other and name in own and name not in seen:
                seen.add(name)
                waiting.append(own[name])
