"""Checks as the office declares them: attributes from checks.yaml, formulas from the forms."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.model.finding import Addressee, Consequence, Fault, Finding, Level, Rule
from pipeline.model.period import Period
from pipeline.model.place import Place
from pipeline.scheme.expression import Expression, ExpressionError, parse
from pipeline.scheme.marked import Block, Taker, Text

_OWN_FIELD = re.compile(r"(?<!\w)本栏(?!\w)")

STRUCTURAL = (
    "V01",
    "V02",
    "V03",
    "V04",
    "V05",
    "V06",
    "V07",
    "V08",
    "V10",
    "V16",
    "V56",
    "V57",
    "V58",
    "X01",
    "X02",
    "X03",
    "X04",
    "X05",
    "X06",
    "X07",
    "X08",
    "X09",
)
"""The rules that the reading rooms apply by themselves; checks.yaml must give their words."""


OF_FIGURES = ("A01", "A02", "A03", "A04")
"""The rules on figures: parts and wholes, bands, overrides, unknown names; all may be left out."""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule applied to a form: a formula that must hold, or a named check.

    `blanks` are the fields that the blank form fills in beside (空白表), in the row of which the
    condition speaks.
    """

    rule: Rule
    form: str
    formula: Expression | None = None
    condition: Expression | None = None
    named: str = ""
    field: str = ""
    allowance: str = ""
    terms: Mapping[str, Expression] = dataclasses.field(default_factory=dict)
    blanks: Mapping[str, Expression] = dataclasses.field(default_factory=dict)
    place: str = ""


def rules_of(block: Block, faults: list[Fault]) -> dict[str, Rule]:
    """Read the 规则 section: code → attributes and words."""
    rules = {}
    for code, entry in block.items():
        if not isinstance(entry, Block):
            faults.append(Fault(block.file, f"第{code.line}行", f"“{code}”没有内容"))
            continue
        taker = Taker(entry, faults, f"规则{code}的")
        rules[str(code)] = _rule(str(code), taker, None)
        taker.done()
    for code in STRUCTURAL:
        if code not in rules:
            faults.append(Fault(block.file, "", f"缺少规则{code}的级别和文字", "请从样例中补上"))
    return rules


class Unread(dict[str, Rule]):
    """The rules of a checks.yaml that nobody could read: any may be in it."""

    def get(self, code: str, default: object = None) -> Rule:  # type: ignore[override]
        return Rule(code, Level.EXPLAIN)


def checks_of(
    form: str, block: Block, rules: Mapping[str, Rule], faults: list[Fault]
) -> Iterator[Check]:
    """Read one entry; with 各栏 it is one check for each of these fields, called 本栏 in it."""
    fields = block.get("各栏")
    if fields is None:
        yield check_of(form, block, rules, faults)
        return
    for name in Taker(block, faults).texts("各栏"):
        yield check_of(form, _for_field(block, name), rules, faults)


def check_of(form: str, block: Block, rules: Mapping[str, Rule], faults: list[Fault]) -> Check:
    """Read one entry of 审核关系 or 核对; what it leaves out comes from the rule of its number."""
    taker = Taker(block, faults)
    code = taker.text("编号")
    if not code:
        taker.fault("没有写“编号”", "请写规则编号，例如“编号: V22”")
    taker.where = f"{code}的"
    base = rules.get(code)
    if base is None and "问题" not in block:
        taker.fault(f"没有规则“{code}”", "请在checks.yaml的“规则”中补上，或在这里写明“问题”")
    rule = _rule(code, taker, base)
    terms = _expressions(taker, "设")
    check = Check(
        rule=rule,
        form=taker.text("表", form),
        formula=optional_formula(taker, "公式"),
        condition=optional_formula(taker, "条件"),
        named=taker.text("检查"),
        field=taker.text("字段"),
        allowance=taker.text("许可"),
        terms=terms,
        blanks=_expressions(taker, "空白表"),
        place=f"第{block.line}行",
    )
    taker.done()
    for name in _circular(check.terms):
        taker.fault(f"“设”里的“{name}”说的是它自己", "请换一个名称，不要与所用的字段同名", name)
    if not taker.has("公式") and not check.named:
        taker.fault("没有“公式”，也没有“检查”", "两者写一个")
    return check


def found(
    rule: Rule, period: Period, unit: str, places: tuple[Place, ...], **details: object
) -> Finding:
    """Make a finding with the rule's own words; `details` fill the {…} of its message.

    `row`, `table`, `field`, `key`, `found`, `expected` and `cells` also go into the finding.
    """
    kept = {
        name: details.pop(name)
        for name in ("row", "table", "field", "key", "found", "expected", "cells")
        if name in details
    }
    words = Words(details)
    return Finding(
        rule=rule,
        period=period,
        unit=unit,
        places=places,
        message=rule.message.format_map(words),
        remedy=rule.remedy.format_map(words),
        **kept,  # type: ignore[arg-type]
    )


class Words(dict):
    """The words of a message; a name that nobody gave prints as ？ instead of failing."""

    def __missing__(self, key: str) -> str:
        return "？"


def _for_field(block: Block, name: str) -> Block:
    """The entry as if written for one field."""
    made = Block()
    made.file, made.line = block.file, block.line
    for key, value in block.items():
        if key == "各栏":
            continue
        if isinstance(value, Block):
            value = _for_field(value, name)
        elif isinstance(value, Text) and key not in ("问题", "处理"):
            value = Text.at(_OWN_FIELD.sub(name, value), value.line)
        made[key] = value
    if "字段" not in made and "编号" in made:
        made["字段"] = name
    return made


def _circular(terms: Mapping[str, Expression]) -> Iterator[str]:
    """The terms that come to speak of themselves, at once or through others."""
    direct = {
        name: {one for form, one, _ in term.reach() if not form and one in terms}
        for name, term in terms.items()
    }
    for name in terms:
        known: set[str] = set()
        waiting = list(direct[name])
        while waiting:
            one = waiting.pop()
            if one not in known:
                known.add(one)
                waiting.extend(direct[one])
        if name in known:
            yield name


def _rule(code: str, taker: Taker, base: Rule | None) -> Rule:
    base = base or Rule(code, Level.EXPLAIN)
    return Rule(
        code=code,
        level=taker.choice("级别", Level, base.level),  # type: ignore[arg-type]
        consequence=taker.choice("后果", Consequence, base.consequence),  # type: ignore[arg-type]
        addressee=taker.choice("对象", Addressee, base.addressee),  # type: ignore[arg-type]
        silences=taker.texts("盖过") or base.silences,
        message=_wording(taker, "问题", base.message),
        remedy=_wording(taker, "处理", base.remedy),
        since=period_given(taker, "自") or base.since,
        until=period_given(taker, "至") or base.until,
        source=f"{taker.block.file}:{taker.block.line}",
    )


def _wording(taker: Taker, name: str, default: str) -> str:
    text = taker.text(name, default)
    try:
        text.format_map(Words())
    except (ValueError, AttributeError, IndexError, KeyError):
        taker.fault(f"“{name}”里的花括号用得不对", "写成{项目}这样，括号里只写名称", text)
    return text


def period_given(taker: Taker, name: str) -> Period | None:
    text = taker.text(name)
    if not text:
        return None
    try:
        return Period.parse(text)
    except ValueError:
        taker.fault(f"“{name}”不能写“{text}”", "请写成2026-04这样的月份", text)
        return None


def optional_formula(taker: Taker, name: str) -> Expression | None:
    return _expression(taker, taker.text(name)) if taker.has(name) else None


def _expressions(taker: Taker, name: str) -> dict[str, Expression]:
    read = {str(one): _expression(taker, text) for one, text in taker.sub(name).items()}
    return {one: expression for one, expression in read.items() if expression is not None}


def _expression(taker: Taker, text: object) -> Expression | None:
    if not isinstance(text, str):
        taker.fault("公式应是一句文字", "含逗号或方括号的公式请加单引号", text)
        return None
    try:
        return parse(text)
    except ExpressionError as error:
        taker.fault(str(error), "", text)
        return None
