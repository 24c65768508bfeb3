"""Which names in braces the messages of a rule may use: all others would print as ？."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from pipeline.model.finding import Fault, Rule
from pipeline.scheme.expression import nearest
from pipeline.scheme.rules import Check
from pipeline.scheme.scheme import Scheme

_EVERY = frozenset({"行", "列", "表", "项目", "值"})
"""The names that every message of a formula may use beside fields and terms."""

_CELL = frozenset({"行", "列", "值", "建议", "可选", "表"})
OF_RULES = {
    "V01": frozenset({"文件", "值", "本期"}),
    "V02": frozenset({"值", "候选", "文件"}),
    "V03": frozenset({"单位", "份数", "文件"}),
    "V04": frozenset({"表", "列"}),
    "V05": frozenset({"值", "列", "表"}),
    "V06": _EVERY,
    "V07": _CELL,
    "V08": _CELL,
    "V10": _CELL,
    "V16": frozenset({"值", "列", "表", "行号"}),
    "V56": frozenset({"表", "情况", "办法"}),
    "V57": frozenset({"文件", "原因", "办法"}),
    "V58": frozenset({"处数"}),
    "V64": frozenset({"位置", "句", "原因"}),
    "X01": _CELL,
    "X02": frozenset({"行", "值", "候选"}),
    "X03": frozenset({"值", "应为", "表"}),
    "X04": frozenset({"代码", "单位", "值"}),
    "X05": frozenset({"行", "合计", "列", "值", "和", "余", "表"}),
    "X06": frozenset({"文件", "情况", "办法"}),
    "X07": frozenset({"列", "表"}),
    "X08": _CELL,
    "X09": frozenset({"单位", "原件", "文件", "版本", "下一版"}),
    "S01": frozenset({"编号", "说明", "原因"}),
}
"""What the reading rooms tell of a finding of theirs; a rule that is not here is not looked at."""

_ROW = frozenset({"行", "项目", "列"})
_TOTALS = frozenset({"合计", "总数", "相差"})
OF_CHECKS = {
    "期后填数": _ROW | {"月份"},
    "前期改动": _ROW | {"月份", "原值", "新值"},
    "任务闭合": _ROW | _TOTALS | {"指标"},
    "量级突变": _ROW | {"值", "依据", "建议"},
    "单位内重复": _ROW | {"另一行", "另一项目", "另一单位", "依据"},
    "跨单位重复": _ROW | {"另一行", "另一项目", "另一单位", "依据"},
    "项目缺失": frozenset({"项目", "表"}),
    "小数位数": _ROW | {"值", "位数"},
    "往年改动": _ROW | {"月份", "原值", "新值"},
    "重复计入": _ROW | {"原年度", "出处", "年度"},
    "重复签约": _ROW | {"原年度", "活动", "行号"},
    "疑似拆分": _ROW | {"个数", "行号", "合计", "门槛"},
    "同一活动": _ROW | {"另一单位"},
    "分项合计": _ROW | _TOTALS | {"名称"},
    "百分比": _ROW | {"值", "分子", "分母", "应为"},
    "全体合计": _ROW | _TOTALS | {"名称"},
    "其中项": _ROW | {"指标", "另一项目", "值", "总数"},
    "分档合计": _ROW | _TOTALS | {"指标"},
    "区间丢失": _ROW | {"单位", "指标", "值", "应为"},
    "漏下任务": frozenset({"表", "单位", "指标"}),
    "缺上年数": frozenset({"表", "单位", "指标", "月份"}),
    "口径变动": _ROW | {"指标", "起", "行数"},
    "任务重复": _ROW | {"单位", "指标", "另一行"},
    "人员重复": _ROW | {"单位", "另一行"},
    "核定核对": _ROW | {"月份", "核定", "本地", "相差"},
    "未报送": _ROW | {"单位", "截止"},
}
"""What the checks that go by a name tell; one that is not here is not looked at."""


def unknown_names(scheme: Scheme) -> Iterator[Fault]:
    """Names in a message that nothing will fill, at the line of the text."""
    checked = {check.rule.code for check in scheme.checks}
    for code, rule in scheme.rules.items():
        if code in OF_RULES and code not in checked:
            yield from _strange(rule, rule, OF_RULES[code])
    for check in scheme.checks:
        known = _known(scheme, check)
        if known is not None:
            yield from _strange(check.rule, scheme.rules.get(check.rule.code), known)


def _known(scheme: Scheme, check: Check) -> frozenset[str] | None:
    if check.formula is None:
        return OF_CHECKS.get(check.named)
    fields = scheme.form(check.form).fields.values()
    return _EVERY | {field.name for field in fields if not field.repeat} | set(check.terms)


def _strange(rule: Rule, base: Rule | None, known: frozenset[str]) -> Iterator[Fault]:
    """A text that a check takes over from its rule (`base`) stands in the rule's own file."""
    for text in (rule.message, rule.remedy):
        taken = base is not None and (text is base.message or text is base.remedy)
        file, _, line = (base if base and taken else rule).source.rpartition(":")
        for _, name, _, _ in Formatter().parse(text):
            if name and name not in known:
                what = f"{rule.code}的文字里有{{{name}}}，会印成“？”{nearest(name, known)}"
                remedy = f"可用的有：{'、'.join(sorted(known)[:12])}；请改正，或在“设”里写明"
                yield Fault(file, f"第{getattr(text, 'line', 0) or line}行", what, remedy)
