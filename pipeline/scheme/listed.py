"""Reads lists.yaml, and holds it against the forms and the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pipeline.model.finding import Fault
from pipeline.scheme.bands import dimension_of
from pipeline.scheme.confidential import printed_secrets
from pipeline.scheme.expression import Expression, crowded, nearest
from pipeline.scheme.form import Form
from pipeline.scheme.indicators import Indicator
from pipeline.scheme.lists import (
    ALL,
    COUNT,
    SUMS,
    Computed,
    ListPlan,
    form_of_units,
)
from pipeline.scheme.marked import Block, Taker, Text
from pipeline.scheme.rules import optional_formula
from pipeline.scheme.terms import Term

RESERVED = (
    "指标",
    "个数",
    "合计",
    "未报送单位",
    "退回单位",
    "已报送单位",
    "沿用单位",
    "迟报单位",
    "未下达说明",
    "上期数据调整",
    "同期说明",
    "全市同期说明",
    "待决问题",
)
"""What templates find under 清单 without its being declared."""


def lists_of(
    block: Block, faults: list[Fault], indicators: Mapping[str, Indicator]
) -> dict[str, ListPlan]:
    """Read lists.yaml in its order; the terms (设) of the catalogue hold here too."""
    taker = Taker(block, faults)
    section = taker.sub("清单")
    taker.done()
    terms = _terms(indicators)
    assessed = tuple(name for name, one in indicators.items() if one.assessed)
    made = {}
    for name, entry in section.items():
        if not isinstance(entry, Block):
            taker.fault(f"清单“{name}”没有内容", "", name)
        elif not str(name).isidentifier() or name in RESERVED:
            taker.fault(f"清单不能叫“{name}”", "请另取名称，只用汉字、字母、数字", name)
        else:
            made[str(name)] = _plan(str(name), entry, faults, terms, assessed)
    return made


def spelt_out(plans: Mapping[str, ListPlan], forms: Mapping[str, Form]) -> dict[str, ListPlan]:
    """字段: 全部 as the names of all fields of the form, in its order."""
    return {
        name: replace(plan, fields=tuple(forms[plan.form].fields), whole=True)
        if plan.fields == (ALL,) and plan.form in forms
        else plan
        for name, plan in plans.items()
    }


def faults_of_lists(
    plans: Iterable[ListPlan],
    forms: Mapping[str, Form],
    indicators: Mapping[str, Indicator],
    file: str,
) -> Iterator[Fault]:
    """Unknown names in the lists, and confidential fields that would be printed (V62)."""
    for plan in plans:
        place = f"第{plan.line}行"
        form = forms.get(plan.form) if plan.form else form_of_units()
        if form is None:
            known = nearest(plan.form, forms)
            yield Fault(file, place, f"清单“{plan.name}”：没有“{plan.form}”这张表{known}")
            continue
        for name in plan.indicators:
            if name not in indicators:
                known = nearest(name, indicators)
                yield Fault(file, place, f"清单“{plan.name}”：没有“{name}”这个指标{known}")
        yield from _unknown(plan, form, forms, file)
        if not plan.internal:
            yield from printed_secrets(plan, form, forms, file)


def _plan(
    name: str,
    block: Block,
    faults: list[Fault],
    terms: Mapping[str, Mapping[str, Term]],
    assessed: tuple[str, ...],
) -> ListPlan:
    taker = Taker(block, faults, f"清单“{name}”的")
    of_units, form = taker.yes("单位清单"), taker.text("表")
    named = taker.texts("指标")
    grouping = None
    if taker.has("分组"):
        grouping = dimension_of("分组", block.get("分组"), taker)
        taker.claim("分组")
    plan = ListPlan(
        name=name,
        form=form,
        condition=optional_formula(taker, "条件"),
        fields=taker.texts("字段"),
        of=taker.text("属于"),
        computed=_computed(taker, "另算"),
        each=tuple(_expressions(taker, one) for one in taker.subs("逐项")),
        order=tuple(_ordered(one) for one in taker.texts("排序")),
        limit=taker.count("上限"),
        grouping=grouping,
        sums=_computed(taker, SUMS),
        rates=_rates(taker),
        indicators=named or (assessed if of_units else ()),
        every=taker.yes("全部"),
        internal=taker.yes("内部"),
        terms=terms.get(form, {}),
        line=block.line,
    )
    taker.done()
    _sensible(plan, taker, of_units)
    return plan


def _sensible(plan: ListPlan, taker: Taker, of_units: bool) -> None:
    if of_units == bool(plan.form):
        taker.fault("“表”和“单位清单: 是”应写其中一个", "从报表取行的写“表”，列单位的写“单位清单”")
    if of_units and (plan.fields or plan.computed or plan.each or plan.sums or plan.rates):
        taker.fault("是单位清单，不能写“字段”“另算”“逐项”“求和”", "单位的各项数都可以直接用")
    if not of_units and (plan.indicators or plan.every):
        taker.fault("不是单位清单，不能写“指标”“全部”", "请写“单位清单: 是”，或删去")
    if not of_units and not plan.fields:
        taker.fault("没有“字段”", "请写明印哪几栏，例如“字段: [项目名称]”")
    if plan.sums and plan.grouping is None:
        taker.fault("“求和”要与“分组”同写", "请写明按什么分组")
    for name, parts in plan.rates.items():
        if len(parts) != 2 or not {*parts} <= {*plan.sums, COUNT} or name in plan.sums:
            remedy = "写“求和”里的两项，分子在前，例如“落地率: [落地数, 签约数]”"
            taker.fault(f"“比率”里的“{name}”写法有误", remedy, name)
    if any(set(one) != set(plan.named) for one in plan.each):
        taker.fault("“逐项”各条的名称不同", "每条应有同样的几个名称")


def _ordered(text: str) -> tuple[str, bool]:
    return text.lstrip("-－ "), text.startswith(("-", "－"))


def _computed(taker: Taker, name: str) -> dict[str, Computed]:
    block = taker.sub(name)
    made = {}
    for key, entry in block.items():
        inner = _holder(entry, block, key)
        if inner is None:
            taker.fault(f"“{name}”里的“{key}”写法有误", "例如“超期天数: 天数(甲, 乙)”", key)
            continue
        one = Taker(inner, taker.faults, f"{taker.where}“{name}”里“{key}”的")
        expression = optional_formula(one, "式")
        measure = one.text("计量单位")
        distinct = name == SUMS and one.yes("去重")
        one.done()
        if expression is not None:
            made[str(key)] = Computed(expression, measure, distinct)
    return made


def _rates(taker: Taker) -> dict[str, tuple[str, ...]]:
    block = taker.sub("比率")
    inner = Taker(block, taker.faults, f"{taker.where}“比率”里")
    made = {str(name): inner.texts(str(name)) for name in block}
    inner.done()
    return made


def _expressions(taker: Taker, block: Block) -> dict[str, Expression]:
    one = Taker(block, taker.faults, f"{taker.where}“逐项”里")
    made = {str(name): optional_formula(one, str(name)) for name in block}
    return {name: expression for name, expression in made.items() if expression is not None}


def _holder(entry: object, block: Block, key: object) -> Block | None:
    if isinstance(entry, Block):
        return entry if str(key).isidentifier() else None
    if not isinstance(entry, Text) or not entry or not str(key).isidentifier():
        return None
    made = Block({"式": entry})
    made.file, made.line = block.file, entry.line
    return made


def _terms(indicators: Mapping[str, Indicator]) -> dict[str, Mapping[str, Term]]:
    """The terms of each form, as the definitions on it carry them."""
    return {
        one.form: one.terms
        for indicator in indicators.values()
        for definition in indicator.definitions.values()
        for one in definition.sources
    }


def _unknown(plan: ListPlan, form: Form, forms: Mapping[str, Form], file: str) -> Iterator[Fault]:
    own = [*plan.terms, *plan.computed, *plan.named]
    for what, expression, _ in plan.parts:
        line = getattr(expression.text, "line", 0) or plan.line
        for other, name in expression.names():
            target = forms.get(other) if other else form
            called = f"清单“{plan.name}”的{what}"
            if target is None:
                yield Fault(
                    file, f"第{line}行", f"{called}里没有“{other}”这张表{nearest(other, forms)}"
                )
            elif name not in target.fields and (other or name not in own):
                known = crowded(name) or nearest(name, [*target.fields, *([] if other else own)])
                problem = f"{called}：“{target.name}”没有字段“{name}”{known}"
                yield Fault(file, f"第{line}行", problem)
    ordered, of = [name for name, _ in plan.order], [plan.of] if plan.of else []
    for what, names in (("字段", plan.fields), ("排序", ordered), ("属于", of)):
        local = [*form.fields, *plan.computed, *plan.named]
        if what == "排序":
            local += [*plan.sums, *(["个数", "名称"] if plan.grouping else []), "单位"]
        for name in names:
            line = getattr(name, "line", 0) or plan.line
            if name not in local:
                hint = nearest(name, local)
                problem = f"清单“{plan.name}”的“{what}”里没有“{name}”这一栏{hint}"
                yield Fault(file, f"第{line}行", problem)
            elif what != "字段" and name in form.fields and form.fields[name].repeat:
                remedy = f"请在“另算”里写明，例如“期内({name})”"
                yield Fault(file, f"第{line}行", f"清单“{plan.name}”：“{name}”有多列", remedy)
