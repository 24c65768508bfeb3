"""What a scheme declares and never uses: rules, choices, fields."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from pipeline.model.finding import Fault
from pipeline.scheme.claims import OF_TEXTS
from pipeline.scheme.expression import Expression, nearest, parse
from pipeline.scheme.form import Form, Kind
from pipeline.scheme.phrasings import LEFT_IN, LEFTOVERS
from pipeline.scheme.rules import OF_FIGURES, STRUCTURAL
from pipeline.scheme.scheme import Scheme

Use = tuple[str, str]
"""A form and a field."""


def unused_rules(scheme: Scheme) -> Iterator[Fault]:
    """Rules that no check applies."""
    applied = {check.rule.code for check in scheme.checks} | {*STRUCTURAL, *OF_FIGURES, *OF_TEXTS}
    applied |= {one.rule for one in scheme.wording.phrasings} | {LEFTOVERS, LEFT_IN}
    if scheme.role("说明") is not None:
        applied.add("S01")
    for code, rule in scheme.rules.items():
        place = f"第{rule.source.rpartition(':')[2]}行"
        if code not in applied:
            what = f"规则{code}没有被任何审核关系用到"
            yield Fault("checks.yaml", place, what, "不用的请删去；要用的请在表或“核对”里写上公式")


def strange_silences(scheme: Scheme) -> Iterator[Fault]:
    """Rules that a rule silences (盖过) and nobody declares, at their own lines."""
    known = {check.rule.code for check in scheme.checks} | set(scheme.rules) | {"全部"}
    told: set[tuple[str, str]] = set()
    for rule in (*scheme.rules.values(), *(check.rule for check in scheme.checks)):
        file, _, line = rule.source.rpartition(":")
        for one in rule.silences:
            if one not in known and (rule.code, one) not in told:
                told.add((rule.code, one))
                what = f"规则{rule.code}“盖过”的{one}不存在{nearest(one, known)}"
                place = f"第{getattr(one, 'line', 0) or line}行"
                yield Fault(file, place, what, "请改正编号；不再用的删去")


def unused_choices(scheme: Scheme) -> Iterator[Fault]:
    """Choices of a filter field that no formula names; of 是 and 否 one is enough."""
    words: dict[Use, set[str]] = {}
    for form, expression in _expressions(scheme):
        _collect(scheme, form, expression.tree, words)
    for (name, field_name), said in sorted(words.items()):
        form = scheme.form(name)
        field = form.fields.get(field_name)
        if field is None or field.kind is not Kind.CHOICE or len(field.choices) < 3:
            continue
        left = [choice for choice in field.choices if choice not in said]
        if left and said:
            what = f"字段“{field_name}”的取值{'、'.join(left)}没有被任何公式或指标用到"
            yield Fault(form.file, f"第{field.line}行", what, "请确认不是漏算；无误的不用管")


def unread_fields(scheme: Scheme) -> Iterator[Fault]:
    """Fields that no check and no indicator reads."""
    read: set[Use] = set()
    for form, expression in _expressions(scheme):
        read |= {(other or form.name, name) for other, name in expression.names()}
    read |= {(check.form, check.field) for check in scheme.checks}
    for form in scheme.forms.values():
        if form.paired or form.role:
            continue
        for field in form.fields.values():
            if (form.name, field.name) not in read and field.name not in (*form.key, *form.split):
                what = f"字段“{field.name}”没有被任何审核关系或指标读取"
                yield Fault(form.file, f"第{field.line}行", what, "只作资料的不用管")


def _expressions(scheme: Scheme) -> Iterator[tuple[Form, Expression]]:
    for form in (*scheme.forms.values(), *scheme.base.values()):
        for field in form.fields.values():
            yield from ((form, one) for one in field.expressions)
    for check in scheme.checks:
        form = scheme.form(check.form)
        written = (check.formula, check.condition, *check.terms.values(), *check.blanks.values())
        for one in written:
            if one is not None:
                yield form, one
    for indicator in scheme.indicators.values():
        for definition in indicator.definitions.values():
            for one in definition.sources:
                form = scheme.form(one.form)
                used = [*one.parts.values(), *one.expressions.values()]
                used += [part for credit in one.credits for part in credit.parts.values()]
                used += [parse(name) for name in one.distinct]
                yield from ((form, expression) for expression in used)
    for plan in scheme.lists.values():
        if plan.form:
            form = scheme.form(plan.form)
            yield from ((form, one) for _, one, _ in plan.parts)
            yield from ((form, parse(name)) for name in plan.fields if not plan.whole)


def _collect(scheme: Scheme, form: Form, node: ast.AST, words: dict[Use, set[str]]) -> None:
    """Note which words each field is held against; in 序() all its choices count."""
    if isinstance(node, ast.Compare):
        names = [one for one in ast.walk(node) if isinstance(one, ast.Name)]
        texts = {
            one.value
            for one in ast.walk(node)
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        }
        for name in names:
            for holder in (form, *_named_forms(scheme, node)):
                field = holder.fields.get(name.id)
                if field is not None and field.kind is Kind.CHOICE:
                    used = set(field.choices) if _ordered(node) else texts & set(field.choices)
                    words.setdefault((holder.name, field.name), set()).update(used)
    if isinstance(node, ast.Call):
        arguments = list(node.args)
        called = node.func.id  # type: ignore[attr-defined]
        if called in ("表", "总和", "个数", "项目总和") and isinstance(arguments[0], ast.Constant):
            form = scheme.form(str(arguments.pop(0).value))  # type: ignore[attr-defined]
        for one in arguments:
            _collect(scheme, form, one, words)
        return
    for child in ast.iter_child_nodes(node):
        _collect(scheme, form, child, words)


def _named_forms(scheme: Scheme, node: ast.AST) -> Iterator[Form]:
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and one.args and isinstance(one.args[0], ast.Constant):
            name = str(one.args[0].value)
            if name in scheme.forms or name in scheme.base:
                yield scheme.form(name)


def _ordered(node: ast.AST) -> bool:
    return any(
        isinstance(one, ast.Call) and one.func.id == "序"  # type: ignore[attr-defined]
        for one in ast.walk(node)
    )
