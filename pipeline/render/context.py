"""What templates may name: plain dicts under a few fixed roots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from pipeline.model.figure import Figure, Missing, Phrase, Quantity, Scope, Status
from pipeline.model.month import WHOLE, Month
from pipeline.model.number import Number, plain
from pipeline.model.period import Period
from pipeline.model.standing import Standing, Target
from pipeline.model.unit import Unit, UnitState
from pipeline.render import wording
from pipeline.render.adjusted import adjusted
from pipeline.render.dimensions import told_apart
from pipeline.scheme.indicators import Indicator, told

Dict = dict[str, object]


def context(indicators: Mapping[str, Indicator], month: Month, sections: Iterable[str]) -> Dict:
    """Return the roots 全市, 各组, 各单位, 分组, 单位, 本期, 上期, 清单, 参数, 办公室, 材料."""
    units = {
        unit.code: _unit(indicators, month, unit, number)
        for number, unit in enumerate(month.units, start=1)
    }
    groups = [
        _group(indicators, month, name, [units[unit.code] for unit in members], number)
        for number, (name, members) in enumerate(month.groups.items(), start=1)
    ]
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
        "分组": _rankings(month, units),
        "单位": named,
        **told_apart(indicators, month),
        "本期": _period(month.period, month.parameters.get("成文日期")),
        "上期": _period(month.period.earlier(), None),
        "清单": _lists(indicators, month, units),
        "参数": {
            name: _parameter(value) for name, value in month.parameters.items() if value is not None
        },
        "办公室": {
            "名称": str(month.parameters.get("办公室") or ""),
            "地区": str(month.parameters.get("地区") or ""),
        },
        "材料": {
            name: [{"文字": text, "级": level} for text, level in month.material.get(name, ())]
            for name in sections
        },
    }


def _items(indicators: Mapping[str, Indicator], month: Month, scope: Scope) -> Dict:
    return {name: _item(one, month, scope) for name, one in indicators.items()}


def _item(indicator: Indicator, month: Month, scope: Scope) -> Dict:
    """All that can be said of one indicator of one unit, group or the whole."""
    standing = month.standings[scope, indicator.name]
    figure = standing.figure
    head = f"{scope}/{indicator.name}"
    value = _quantity(figure.value, indicator.measure, indicator, f"{head}/完成", figure.missing)
    target = standing.target
    percent = _percent(standing, head)
    growth = Quantity(standing.growth, "%", 2, _word(standing.no_growth), f"{head}/同比")
    return {
        "代号": indicator.name,
        "名称": indicator.title,
        "计量单位": indicator.measure,
        "期": figure.span.name if figure.span else wording.WORDS[Missing.NOT_CONFIRMED],
        "完成": value,
        "完成数": Phrase(_said(figure, indicator), f"{head}/完成"),
        "上报措辞": Phrase(
            wording.reached(figure.value, figure.missing, indicator), f"{head}/完成"
        ),
        "有数": figure.value is not None,
        "为零": figure.value == 0,
        "口径": told(indicator.note, month.parameters),
        "分母": told(indicator.denominator, month.parameters),
        "调整说明": figure.adjusted.reason if figure.adjusted else "",
        "目标": _task(target.sure if target else None, indicator, f"{head}/目标"),
        "力争": _task(target.stretch if target else None, indicator, f"{head}/力争"),
        "下达": target.issuer if target else "",
        "有目标": bool(target and target.sure is not None),
        "已完成": bool(standing.done),
        **percent,
        "同期": _past(standing.last, indicator, f"{head}/同期", standing.no_growth),
        "同比": growth,
        "有同比": standing.growth is not None,
        **_rank(standing, head),
        "并列": standing.tied,
        "完成率措辞": Phrase(wording.rate(standing, indicator), f"{head}/完成率"),
        "序时措辞": Phrase(wording.gap(standing), f"{head}/超序时"),
        "同比措辞": Phrase(wording.growth(standing, indicator), f"{head}/同比"),
        "目标措辞": Phrase(wording.task(target, indicator), f"{head}/目标"),
        "待审核": _other(indicator, month, scope, Status.PENDING),
        "自报": _other(indicator, month, scope, Status.REPORTED),
        "分解措辞": Phrase(_closing(indicator, month, target), f"{head}/目标"),
        "本级目标": _others(indicator, month, scope, head),
    }


def _rank(standing: Standing, head: str) -> Dict:
    """The rank as a number, and as it prints: 并列2 where a rate is shared (F20)."""
    place = None if standing.rank is None else Fraction(standing.rank)
    rank = Quantity(place, "", 0, _word(standing.no_rank), f"{head}/名次")
    tied = Phrase(f"并列{standing.rank}", f"{head}/名次")
    return {"名次": rank, "名次措辞": tied if standing.tied else rank}


def _said(figure: Figure, indicator: Indicator) -> str:
    if figure.value is None:
        return wording.WORDS[figure.missing or Missing.NOT_APPLICABLE]
    return wording.amount(figure.value, indicator)


def _percent(standing: Standing, head: str) -> Dict:
    """Rate, pace and gap with the decimals at which they print and re-add."""
    word, decimals = _word(standing.no_rate), standing.decimals
    pace = standing.pace if standing.rate is not None else None
    return {
        "完成率": Quantity(standing.rate, "%", decimals, word, f"{head}/完成率"),
        "序时进度": Quantity(standing.pace, "%", decimals, "—", f"{head}/序时进度"),
        "超序时": Quantity(standing.gap, "个百分点", decimals, word, f"{head}/超序时"),
        "有完成率": standing.rate is not None,
        "超前": pace is not None and standing.gap is not None and standing.gap > 0,
        "落后": pace is not None and standing.gap is not None and standing.gap < 0,
    }


def _quantity(
    value: Number | None, measure: str, indicator: Indicator, figure: str, missing: Missing | None
) -> Quantity:
    decimals = indicator.decimals
    if indicator.shown != measure:
        decimals = 2 if measure.endswith("元") else 0
    return Quantity(value, measure, decimals, _word(missing), figure, raw=indicator.money)


def _task(value: Number | None, indicator: Indicator, figure: str) -> Quantity:
    return _quantity(value, indicator.measure, indicator, figure, Missing.NO_TARGET)


def _past(
    value: Number | None, indicator: Indicator, figure: str, missing: Missing | None
) -> Quantity:
    return _quantity(value, indicator.measure, indicator, figure, missing or Missing.NO_PAST)


def _word(missing: Missing | None) -> str:
    return wording.WORDS[missing] if missing else wording.WORDS[Missing.NOT_APPLICABLE]


def _other(indicator: Indicator, month: Month, scope: Scope, status: Status) -> Dict:
    """The reported or pending figure beside the headline."""
    figure = month.figures.get((scope, indicator.name, status))
    head = f"{scope}/{indicator.name}/{status}"
    if figure is None or not figure.span:
        nothing = _quantity(None, indicator.measure, indicator, head, Missing.NOT_APPLICABLE)
        return {"完成": nothing, "完成数": "—", "期": "", "有数": False, "为零": False}
    return {
        "完成": _quantity(figure.value, indicator.measure, indicator, head, figure.missing),
        "完成数": Phrase(_said(figure, indicator), head),
        "期": figure.span.name,
        "有数": figure.value is not None,
        "为零": figure.value == 0,
    }


def _others(indicator: Indicator, month: Month, scope: Scope, head: str) -> Quantity:
    targets = month.other_targets.get((scope, indicator.name), ())
    value = targets[0].sure if targets else None
    return _task(value, indicator, f"{head}/本级目标")


def _closing(indicator: Indicator, month: Month, target: Target | None) -> str:
    shares = [
        month.standings[Scope("单位", unit.code), indicator.name].target for unit in month.units
    ]
    known = [one.sure for one in shares if one is not None and one.sure is not None]
    return wording.closing(sum(known, Fraction(0)) if known else None, target, indicator)


def _unit(indicators: Mapping[str, Indicator], month: Month, unit: Unit, number: int) -> Dict:
    state = month.states.get(unit.code, UnitState.ABSENT)
    people = [one for one in month.people if one.unit == unit.code]
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
        "人员": [
            {
                "序号": place,
                "姓名": one.name,
                "职级": one.grade,
                "资金任务": Quantity(
                    one.money, "万元", 2, "—", f"单位:{unit.code}/{one.name}/资金任务", raw=True
                ),
                "信息任务": Quantity(
                    one.leads, "条", 0, "—", f"单位:{unit.code}/{one.name}/信息任务"
                ),
            }
            for place, one in enumerate(people, start=1)
        ],
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


def _rankings(month: Month, units: Mapping[str, Dict]) -> Dict:
    fields: dict[str, list[Dict]] = {}
    for unit in month.units:
        if unit.ranking:
            fields.setdefault(unit.ranking, []).append(units[unit.code])
    return {name: {"名称": name, "单位": members} for name, members in fields.items()}


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


def _parameter(value: object) -> object:
    """A number of the office's prints with the decimals that it was given with."""
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


def _lists(indicators: Mapping[str, Indicator], month: Month, units: Mapping[str, Dict]) -> Dict:
    def having(state: UnitState) -> list[str]:
        return [unit.short for unit in month.units if month.states.get(unit.code) is state]

    return {
        "指标": [
            _item(one, month, WHOLE) | {"考核": one.assessed, "父指标": one.parent}
            for one in indicators.values()
        ],
        "未报送单位": having(UnitState.ABSENT),
        "退回单位": having(UnitState.RETURNED),
        "已报送单位": having(UnitState.ACCEPTED),
        "沿用单位": [unit.short for unit in month.units if unit.code in month.carried],
        "未下达说明": list(_unassigned(indicators, month)),
        "上期数据调整": adjusted(month.adjustments),
        "迟报单位": [unit.short for unit in month.units if unit.code in month.late],
    }
