"""What templates may name: plain dicts under a few fixed roots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pipeline.model.figure import Quantity, Scope
from pipeline.model.month import WHOLE, Month
from pipeline.model.number import Number, plain
from pipeline.model.period import Period
from pipeline.model.unit import Unit, UnitState
from pipeline.render import wording
from pipeline.render.adjusted import adjusted
from pipeline.render.calendar import months_along
from pipeline.render.dimensions import tasks_of, told_apart
from pipeline.render.item import item
from pipeline.render.listing import listings
from pipeline.render.papers.lists import deadlines
from pipeline.render.papers.rows import row
from pipeline.render.stages import in_order, stages
from pipeline.scheme.indicators import Indicator

Dict = dict[str, object]


def context(indicators: Mapping[str, Indicator], month: Month, sections: Iterable[str]) -> Dict:
    """Return the fixed roots: 全市, 各组, 各单位, 分组, 单位, 阶段, 本期, 时间轴, 清单, 参数 …."""
    units = {
        unit.code: _unit(indicators, month, unit, number)
        for number, unit in enumerate(month.units, start=1)
    }
    sections, staged = tuple(sections), stages(indicators, month)
    groups = [
        _group(indicators, month, name, [units[unit.code] for unit in members], number)
        for number, (name, members) in enumerate(month.groups.items(), start=1)
    ]
    for scope, holder in (
        *((Scope("单位", code), one) for code, one in units.items()),
        *((Scope("组", str(one["名称"])), one) for one in groups),
    ):
        holder["清单"] = listings(month, scope, units)
    named = {
        name: units[unit.code]
        for unit in month.units
        for name in (unit.code, unit.name, unit.short)
    }
    return {
        "全市": {
            "名称": str(month.parameters.get("地区") or "全市"),
            **_items(indicators, month, WHOLE),
        },
        "各组": groups,
        "各单位": list(units.values()),
        "分组": _rankings(indicators, month, units),
        "阶段": staged,
        "各阶段": in_order(staged, month),
        "单位": named,
        **told_apart(indicators, month, units),
        "本期": _period(month.period, month.parameters.get("成文日期")),
        "截止": deadlines(month),
        "上期": _period(month.period.earlier(), None),
        "时间轴": months_along(month.period),
        "清单": listings(month, WHOLE, units, _lists(indicators, month)),
        "参数": {name: parameter(value) for name, value in month.parameters.items()},
        "办公室": {
            "名称": str(month.parameters.get("办公室") or ""),
            "地区": str(month.parameters.get("地区") or ""),
        },
        "材料": {
            name: [{"文字": text, "级": level} for text, level in month.material.get(name, ())]
            for name in sections
        },
        "文稿": {**dict.fromkeys(sections), **month.manuscripts},
        "图片": {**dict.fromkeys(sections), **month.pictures},
    }


def _items(indicators: Mapping[str, Indicator], month: Month, scope: Scope) -> Dict:
    return {name: item(one, month, scope) for name, one in indicators.items()}


def _unit(indicators: Mapping[str, Indicator], month: Month, unit: Unit, number: int) -> Dict:
    state = month.states.get(unit.code, UnitState.ABSENT)
    return {
        "序号": number,
        "代码": unit.code,
        "名称": unit.short,
        "全称": unit.name,
        "汇总组": unit.group,
        "分组": unit.ranking,
        "战线": unit.front,
        "状态": state.value,
        "备注": _remark(month, unit, state),
        "问题": [row(one, month.projects) for one in month.of_unit(unit.code)],
        "人员": tasks_of(month, unit.code),
        **_items(indicators, month, Scope("单位", unit.code)),
    }


def _remark(month: Month, unit: Unit, state: UnitState) -> str:
    if state is UnitState.ACCEPTED:
        return ""
    return "，".join(one for one in (state.value, month.kept(unit)) if one)


def _group(
    indicators: Mapping[str, Indicator],
    month: Month,
    name: str,
    members: Sequence[Dict],
    number: int,
) -> Dict:
    return {
        "序号": number,
        "名称": name,
        "单位": list(members),
        **_items(indicators, month, Scope("组", name)),
    }


def _rankings(indicators: Mapping[str, Indicator], month: Month, units: Mapping[str, Dict]) -> Dict:
    """The ranking groups; 排名 has, per indicator, the ranked in their order, 不排名 the others."""
    fields: dict[str, list[Unit]] = {}
    for unit in month.units:
        if unit.ranking:
            fields.setdefault(unit.ranking, []).append(unit)
    return {
        name: {
            "名称": name,
            "单位": [units[unit.code] for unit in members],
            "排名": {one: _placed(month, units, members, one, True) for one in indicators},
            "不排名": {one: _placed(month, units, members, one, False) for one in indicators},
        }
        for name, members in fields.items()
    }


def _placed(
    month: Month, units: Mapping[str, Dict], members: Sequence[Unit], name: str, ranked: bool
) -> list[Dict]:
    own = {unit.code: month.standings[Scope("单位", unit.code), name] for unit in members}
    codes = [code for code, one in own.items() if (one.rank is not None) == ranked]
    return [units[code] for code in sorted(codes, key=lambda code: own[code].place)]


def _period(period: Period, dated: object) -> Dict:
    return {
        "年": period.year,
        "月": period.month,
        "名称": period.name,
        "累计": period.to_date.name,
        "月份": period.alone.name,
        "末日": period.end,
        "成文日期": _day(dated) if isinstance(dated, date) else "    年  月  日",
        "代号": str(period),
    }


def parameter(value: object) -> object:
    """What a parameter prints; a number has the decimals with which the office gave it."""
    if not isinstance(value, Number):
        return value
    return Quantity(value, "", len(plain(value).partition(".")[2]))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _unassigned(indicators: Mapping[str, Indicator], month: Month) -> Iterable[str]:
    """Units whose amounts stand in a group's total but, without a target, not in its rate (F25)."""
    names = {unit.code: unit.short for unit in month.units}
    for one in indicators.values():
        scopes = [Scope("组", name) for name in month.groups]
        codes = [code for scope in scopes for code in month.standings[scope, one.name].excluded]
        if one.assessed and codes:
            yield f"{one.title}（{wording.listed([names[code] for code in codes])}）"


def _compared(indicators: Mapping[str, Indicator], month: Month, scopes: Iterable[Scope]) -> list:
    """What has to be said below a table of comparisons: per indicator and note, whose they are."""
    names = {unit.code: unit.short for unit in month.units}
    notes: dict[tuple[str, str], list[str]] = {}
    for scope in scopes:
        for one in indicators.values():
            standing = month.standings[scope, one.name]
            apart = [names[code] for code in standing.apart]
            if note := wording.growth_note(standing, apart):
                own = names.get(scope.code, scope.code) if scope != WHOLE else ""
                notes.setdefault((one.title, note), []).append(own)
    return [
        f"{title}（{wording.listed(whose)}）{note}" if all(whose) else f"{title}{note}"
        for (title, note), whose in notes.items()
    ]


def _lists(indicators: Mapping[str, Indicator], month: Month) -> Dict:
    def having(state: UnitState) -> list[str]:
        return [unit.short for unit in month.units if month.states.get(unit.code) is state]

    told = [
        item(one, month, WHOLE) | {"考核": one.assessed, "父指标": one.parent}
        for one in indicators.values()
    ]
    return {
        "指标": told,
        "考核指标": [one for one in told if one["考核"]],
        "未报送单位": having(UnitState.ABSENT),
        "退回单位": having(UnitState.RETURNED),
        "已报送单位": having(UnitState.ACCEPTED),
        "沿用单位": [unit.short for unit in month.units if unit.code in month.carried],
        "未下达说明": list(_unassigned(indicators, month)),
        "上期数据调整": adjusted(month.adjustments),
        "同期说明": _compared(indicators, month, (Scope("单位", one.code) for one in month.units)),
        "全市同期说明": _compared(indicators, month, [WHOLE]),
        "迟报单位": [unit.short for unit in month.units if unit.code in month.late],
        "待决问题": list(_undecided(month)),
    }


def _undecided(month: Month) -> Iterable[Dict]:
    """The findings that wait for a correction, an explanation or an acceptance."""
    names = {unit.code: unit.short for unit in month.units}
    for number, one in enumerate((*month.open(), *month.unexplained()), start=1):
        yield {
            "序号": number,
            "单位": names.get(one.unit, "办公室"),
            "规则": one.rule.code,
            "级别": one.rule.level.value,
            "状态": one.handling.value,
            "问题": one.message,
        }
