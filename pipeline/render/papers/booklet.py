"""The reporting scheme (报表制度) as a Word document for issue to the units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from pipeline.model.edition import Document
from pipeline.model.finding import Addressee, Faulty, Rule
from pipeline.model.number import plain
from pipeline.model.period import Period
from pipeline.render import word
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.papers.blank import in_order
from pipeline.scheme.expression import Expression
from pipeline.scheme.form import Field, Form, Kind
from pipeline.scheme.indicators import Definition, Indicator, told
from pipeline.scheme.rules import Check
from pipeline.scheme.scheme import Scheme
from pipeline.scheme.spoken import spoken

TEMPLATE = "documents/报表制度.docx"
NAME = "报表制度"
_GAP = "×"
"""Stands in a printed message where a finding would have the particular case."""

Dict = dict[str, object]


def booklet(
    scheme: Scheme, template: bytes, parameters: Mapping[str, object], period: Period
) -> Document:
    """Return the scheme in force in `period` as a document; Faulty for a wrong template."""
    language = Language(FILTERS)
    names = context(scheme, parameters, period)
    if wrong := word.faults(template, TEMPLATE, names, language):
        raise Faulty(wrong)
    rendered = word.render(template, TEMPLATE, names, language)
    return Document(NAME, "docx", rendered.content, TEMPLATE, rendered.trace)


def context(scheme: Scheme, parameters: Mapping[str, object], period: Period) -> Dict:
    """What the template may name: 办公室, 制度, 各表, 各规则, 各指标."""
    forms = in_order(scheme, period)
    due = parameters.get("截止日") or 3
    hour = parameters.get("截止时")
    return {
        "办公室": {
            "名称": str(parameters.get("办公室") or ""),
            "地区": str(parameters.get("地区") or ""),
        },
        "制度": {
            "年": period.year,
            "起": f"{period.year}年{period.month}月",
            "期别": "月",
            "截止": f"次月{plain(due)}日{f'{plain(hour)}时' if hour else ''}前",  # type: ignore[arg-type]
            "表数": len(forms),
            "规则数": len({check.rule.code for check in scheme.checks} | set(scheme.rules)),
            "指标数": len(scheme.indicators),
        },
        "各表": [_form(scheme, form, number, period) for number, form in enumerate(forms, 1)],
        "各规则": list(_rules(scheme, period)),
        "各指标": [_indicator(scheme, one, parameters) for one in scheme.indicators.values()],
    }


def _form(scheme: Scheme, form: Form, number: int, period: Period) -> Dict:
    fields = [one for one in form.fields.values() if one.holds_in(period)]
    return {
        "序号": number,
        "代号": form.name,
        "名称": form.title,
        "工作表": form.sheet,
        "计量单位": form.measure or "见表内",
        "要求": _demand(form),
        "主键": "、".join(form.fields[name].heading for name in form.key) or "无",
        "字段": [_field(scheme, form, one) for one in fields],
    }


def _demand(form: Form) -> str:
    """必报，季报，次月8日12时前: rhythm and due day where they are the form's own."""
    parts = ["必报" if form.must else "有则报"]
    every, dates = form.timetable.every, form.timetable.dates
    parts += [f"{every}报"] if every != "月" else []
    if "due" in dates:
        hour = f"{dates['hour']}时" if "hour" in dates else ""
        month = "次月" if dates.get("following", 1) else "当月"
        parts.append(f"{month}{dates['due']}日{hour}前")
    return "，".join(parts)


def _field(scheme: Scheme, form: Form, field: Field) -> Dict:
    heading = field.heading
    if field.repeat:
        heading = f"{field.headings()[0]}—{field.headings()[-1]}"
    must = "是" if field.required else "条件" if field.required_when is not None else "否"
    return {
        "代号": field.name,
        "表头": heading,
        "类型": field.kind.value,
        "计量单位": field.measure or "—",
        "必填": must,
        "说明": "；".join(_remarks(scheme, form, field)) or "—",
    }


def _remarks(scheme: Scheme, form: Form, field: Field) -> Iterator[str]:
    if field.required_when is not None:
        yield f"{spoken(field.required_when, form, _forms(scheme))}时必填"
    directory = scheme.role("名录")
    if directory is not None and field.choices == (directory.name,):
        yield f"填{directory.title}中的单位代码"
    elif field.choices:
        yield f"取值：{'、'.join(field.choices)}{'（有先后）' if field.ordered else ''}"
    if field.kind is Kind.NUMBER and field.lowest is not None:
        yield f"不小于{plain(field.lowest)}"
    if field.kind is Kind.NUMBER and field.highest is not None:
        yield f"不大于{plain(field.highest)}"
    if field.unique:
        yield "不得重复"
    if field.confidential:
        yield "保密，不印入任何通报"
    if field.note:
        yield field.note


def _rules(scheme: Scheme, period: Period) -> Iterator[Dict]:
    """Rule by rule: what reading itself applies, then each check in words."""
    checks = sorted(scheme.checks, key=lambda check: check.rule.code)
    said = {code: list(group) for code, group in groupby(checks, lambda check: check.rule.code)}
    for code in sorted({*scheme.rules, *said}, key=_by_number):
        own = [one for one in said.get(code, ()) if one.rule.holds_in(period)]
        rule = scheme.rules.get(code) or next((one.rule for one in own), None)
        if rule is None or rule.addressee is Addressee.OFFICE or not rule.holds_in(period):
            continue
        if not own:
            yield _line(rule, "各表", _worded(rule.message))
        lines = [
            (_line(check.rule, "", _content(scheme, check)), scheme.form(check.form).sheet)
            for check in own
        ]
        for line, group in groupby(lines, lambda pair: pair[0]):
            yield {**line, "表": "、".join(dict.fromkeys(sheet for _, sheet in group))}


def _line(rule: Rule, where: str, content: str) -> Dict:
    return {
        "编号": rule.code,
        "级别": rule.level.value,
        "后果": rule.consequence.value,
        "表": where,
        "内容": content,
        "处理": _worded(rule.remedy) or "—",
    }


def _by_number(code: str) -> tuple[str, int]:
    found = re.fullmatch(r"(\D*)(\d*)", code)
    return (found[1], int(found[2] or 0)) if found else (code, 0)


def _content(scheme: Scheme, check: Check) -> str:
    if check.formula is None:
        return _worded(check.rule.message)
    form, forms = scheme.form(check.form), _forms(scheme)
    text = spoken(check.formula, form, forms, check.terms)
    if check.condition is not None:
        text = f"{spoken(check.condition, form, forms, check.terms)}的，{text}"
    for name in _used(check):
        text += f"；其中“{name}”指{spoken(check.terms[name], form, forms, check.terms)}"
    return text


def _used(check: Check) -> list[str]:
    """The terms that the formula or its condition speaks of, also by way of another term."""
    waiting: list[Expression] = [one for one in (check.formula, check.condition) if one is not None]
    used: list[str] = []
    while waiting:
        for form, name in waiting.pop(0).names():
            if not form and name in check.terms and name not in used:
                used.append(name)
                waiting.append(check.terms[name])
    return used


def _worded(message: str) -> str:
    """A message with a gap for each particular."""
    return re.sub(r"\{[^{}]*\}", _GAP, message)


def _indicator(scheme: Scheme, indicator: Indicator, parameters: Mapping[str, object]) -> Dict:
    parent = scheme.indicators.get(indicator.parent)
    return {
        "名称": indicator.title,
        "其中项": f"“{parent.title}”的其中项" if parent else "",
        "计量单位": indicator.shown,
        "口径": told(indicator.note, parameters),
        "取数": [
            {"状态": status.value, "文字": _said(scheme, definition, parameters)}
            for status, definition in indicator.definitions.items()
        ],
    }


def _said(scheme: Scheme, definition: Definition, parameters: Mapping[str, object]) -> str:
    return told(definition.words or source(scheme, definition), parameters)


def source(scheme: Scheme, definition: Definition) -> str:
    """Where a definition's figures come from, in words, its terms and credits explained."""
    if definition.formula is not None:
        titles = {name: f"“{one.title}”" for name, one in scheme.indicators.items()}
        return re.sub(r"\w+", lambda found: titles.get(found[0], found[0]), definition.formula.text)
    if definition.entered:
        return "由办公室录入"
    text = _rows(scheme, definition)
    if definition.whole is not None:
        against = definition.whole.words or _rows(scheme, definition.whole)
        text += f"，除以{against}，以百分数计"
    said = [term.words for term in definition.used if term.words]
    said += [one.words for one in definition.credits if one.words]
    return "；".join((text, *dict.fromkeys(said)))


def _rows(scheme: Scheme, definition: Definition) -> str:
    form, forms = scheme.form(definition.form), _forms(scheme)
    rows = f"“{form.sheet}”"
    if definition.condition is not None:
        rows += f"中{spoken(definition.condition, form, forms, definition.expressions)}的"
    if definition.distinct:
        headings = "、".join(form.fields[name].heading for name in definition.distinct)
        return f"{rows}各行，{headings}相同的只计一次"
    amount = _amount(definition.amount, form, forms)
    if definition.divisor is not None:
        return f"{rows}各行，{amount}除以{_amount(definition.divisor, form, forms)}，以百分数计"
    return f"{rows}各行，{amount}" if definition.amount is not None else f"{rows}行数"


def _amount(amount: Expression | None, form: Form, forms: Mapping[str, Form]) -> str:
    return f"{spoken(amount, form, forms)}的合计" if amount is not None else "行数"


def _forms(scheme: Scheme) -> Mapping[str, Form]:
    return {**scheme.base, **scheme.forms}
