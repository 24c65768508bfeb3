"""The root 阶段: weeks, ten days and campaigns by name, as they stood on each day of notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pipeline.model.figure import Quantity, Scope
from pipeline.model.later import Piecewise
from pipeline.model.month import WHOLE, Month
from pipeline.model.number import Number
from pipeline.model.standing import Stretch
from pipeline.render.dimensions import NOBODY
from pipeline.render.item import SINGLE, judged
from pipeline.scheme.indicators import Indicator

Dict = dict[str, object]


def stages(indicators: Mapping[str, Indicator], month: Month) -> Mapping[str, Mapping[str, object]]:
    """Each stage as it stands now, with 各次 for the days of notice so far, and 上一阶段.

    上一阶段 is the last stage of the same 类别 that was over before this one began, None without.
    What is said of an indicator is worked out when a template first names it.
    """
    held = {name: one for name, one in month.stretches.items() if one}
    now = {name: _stage(indicators, month, one[-1]) for name, one in held.items()}
    made = {}
    for name, one in held.items():
        before = _before(one[-1], [other[-1] for other in held.values()])
        made[name] = now[name].along(
            {
                "各次": [_stage(indicators, month, each) for each in one],
                "上一阶段": None if before is None else now[before.name],
            }
        )
    return made


def in_order(
    stages: Mapping[str, Mapping[str, object]], month: Month
) -> list[Mapping[str, object]]:
    """The stages one after the other as they end."""
    ends = {name: one[-1].days.end for name, one in month.stretches.items() if one}
    return sorted(stages.values(), key=lambda one: ends[str(one["名称"])])


def _before(held: Stretch, others: Iterable[Stretch]) -> Stretch | None:
    """The last of the same kind that ended before this one began."""
    earlier = (one for one in others if one.kind == held.kind and one.days.end < held.days.start)
    return max(earlier, key=lambda one: one.days.end, default=None)


def _stage(
    indicators: Mapping[str, Indicator], month: Month, held: Stretch
) -> Piecewise[str, object]:
    head = f"阶段:{held.name}"
    days, day, following = held.days, held.cutoff, held.days.following
    gone = len(days.until(day))

    def items(
        scope: Scope, names: Iterable[str] = indicators, **known: object
    ) -> Mapping[str, object]:
        def made(name: str) -> object:
            code = f"{head}/{day}/{scope}/{name}"
            return judged(
                indicators[name].as_shown(scope.kind not in SINGLE),
                month,
                held.standings[scope, name],
                code,
            )

        return Piecewise(known, names, made)

    known: Dict = {
        "名称": held.name,
        "类别": held.kind,
        "起": days.start,
        "止": days.end,
        "起止": days.name,
        "期名": days.title,
        "周次": days.week,
        "旬": days.third,
        "年": days.end.year,
        "止于本期": month.period.alone.start <= days.end <= month.period.end,
        "已结束": day >= days.end,
        "天数": len(days),
        "截止": day,
        "已过天数": gone,
        "剩余天数": len(days) - gone,
        "序时进度": Quantity(Number(days.elapsed(day)), "%", 2, "—", f"{head}/{day}/序时进度"),
        "下一段": {"起": following.start, "止": following.end, "起止": following.name},
        "全市": items(WHOLE),
        "各组": [
            items(Scope("组", name), 序号=place, 名称=name)
            for place, name in enumerate(month.groups, start=1)
        ],
        "各战线": [
            items(Scope("战线", name), 序号=place, 名称=name)
            for place, name in enumerate(_fronts(month), start=1)
        ],
        "各单位": [
            items(
                Scope("单位", unit.code),
                序号=place,
                代码=unit.code,
                名称=unit.short,
                分组=unit.ranking,
            )
            for place, unit in enumerate(month.units, start=1)
        ],
    }
    return Piecewise(known, ["各人员"], lambda _: _people(month, held, items))


def _people(month: Month, held: Stretch, items: Callable[..., Mapping]) -> list[Dict]:
    """Everybody who has a task or answers for a row, unit by unit, with what tells them apart."""
    names: dict[Scope, list[str]] = {}
    for scope, name in held.standings:
        if scope.unit and not scope.code.endswith(f"·{NOBODY}"):
            names.setdefault(scope, []).append(name)
    grades = {(one.unit, one.name): one.grade for one in month.people}
    made: list[Dict] = []
    for unit in month.units:
        for scope in (one for one in names if one.unit == unit.code):
            name = scope.code.partition("·")[2]
            told = items(scope, names[scope])
            made.append(
                {
                    "序号": len(made) + 1,
                    "名称": name,
                    "姓名": name,
                    "单位": unit.short,
                    "代码": unit.code,
                    "职级": grades.get((unit.code, name), ""),
                    "有任务": any(one["有目标"] for one in told.values()),  # type: ignore[index]
                    **told,
                }
            )
    return made


def _fronts(month: Month) -> list[str]:
    return list(dict.fromkeys(unit.front for unit in month.units if unit.front))
