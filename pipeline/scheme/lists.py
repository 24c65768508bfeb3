"""Lists by declared conditions: which rows of a form, or which units, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline.model.finding import Fault
from pipeline.scheme.bands import Dimension, dimension_of
from pipeline.scheme.confidential import printed_secrets
from pipeline.scheme.expression import Expression, crowded, nearest
from pipeline.scheme.form import Field, Form, Kind
from pipeline.scheme.indicators import Indicator
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
ALL, COUNT, SUMS = "全部", "个数", "求和"
NUMBERS = (
    "完成",
    "目标",
    "力争",
    "完成率",
    "力争完成率",
    "序时进度",
    "超序时",
    "高于目标",
    "缺口",
    "同期",
    "同比",
    "同比增减",
    "名次",
    "参排家数",
)
WORDS = ("代码", "汇总组", "分组", "战线", "状态", "指标", "灯")
FLAGS = ("考核", "有目标", "已完成", "双过半")
"""What the condition of a list of units may name; flags are 是 or 否."""


@dataclass(frozen=True, slots=True)
class Computed:
    """另算 or 求和: a value that is made of the row, with its measure.

    What is `distinct` (去重) is not added up: its different values are counted.
    """

    expression: Expression
    measure: str = ""
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class ListPlan:
    """One entry of lists.yaml.

    A list of rows is of `form`, one entry for each row that meets `condition`, or, with `each`
    (逐项), one for each row and set of named expressions. A list of units (`form` empty) is of
    those whose standing meets it in one of `indicators`, or with `every` in all of them in which
    they have a task. `of` (属于) is the field of one of the office's own tables that holds the
    unit's code; without it such rows are the whole's. `order` is (name, descending); the first
    `limit` are printed, 0 for all. `grouping` puts alike ones together and adds up `sums`; `rates`
    (比率) are two of these each, the part and what it is a part of. A `whole` one has all
    fields of its form.
    """

    name: str
    form: str
    condition: Expression | None
    fields: tuple[str, ...] = ()
    of: str = ""
    computed: Mapping[str, Computed] = field(default_factory=dict)
    each: tuple[Mapping[str, Expression], ...] = ()
    order: tuple[tuple[str, bool], ...] = ()
    limit: int = 0
    grouping: Dimension | None = None
    sums: Mapping[str, Computed] = field(default_factory=dict)
    rates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    indicators: tuple[str, ...] = ()
    every: bool = False
    internal: bool = False
    whole: bool = False
    terms: Mapping[str, Term] = field(default_factory=dict)
    line: int = 0

    @property
    def of_units(self) -> bool:
        return not self.form

    @property
    def named(self) -> tuple[str, ...]:
        """What 逐项 names, which each of its sets has."""
        return tuple(self.each[0]) if self.each else ()

    def known(self, variant: Mapping[str, Expression]) -> dict[str, Expression]:
        """What its expressions may name beside the fields: the form's terms, then its own."""
        made = {name: term.expression for name, term in self.terms.items()}
        made |= variant
        return made | {name: one.expression for name, one in self.computed.items()}

    @property
    def parts(self) -> Iterator[tuple[str, Expression, bool]]:
        """Its expressions: what each is called, and whether what it says is printed."""
        for number, variant in enumerate(self.each, start=1):
            for name, one in variant.items():
                yield f"“逐项”第{number}条的“{name}”", one, name in self.fields
        for name, computed in self.computed.items():
            yield f"“另算”的“{name}”", computed.expression, name in self.fields
        if self.condition is not None:
            yield "“条件”", self.condition, False
        if self.grouping is not None and self.grouping.by is not None:
            yield "“分组”", self.grouping.by, not self.grouping.bounds
        for name, computed in self.sums.items():
            yield f"“求和”的“{name}”", computed.expression, True


def form_of_units() -> Form:
    """The form that the conditions of lists of units are written on."""
    made = [(name, Kind.NUMBER, ()) for name in NUMBERS]
    made += [(name, Kind.TEXT, ()) for name in WORDS]
    made += [(name, Kind.CHOICE, ("是", "否")) for name in FLAGS]
    fields = {name: Field(name, name, kind, choices=many) for name, kind, many in made}
    return Form("单位清单", "单位清单", "单位清单", fields)


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
