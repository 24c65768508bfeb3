"""The roots 各战线, 各人员 and 维度: fronts, people, and what rows say told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.model.figure import PERSON, Quantity
from pipeline.model.month import Month, Person
from pipeline.render.item import item
from pipeline.scheme.indicators import Indicator

Dict = dict[str, object]
_APART = ("全市", "组", "单位")
FRONT, NOBODY = "战线", "未分类"


def told_apart(
    indicators: Mapping[str, Indicator], month: Month, units: Mapping[str, Dict]
) -> Dict:
    """Return the lists 各战线 and 各人员, 战线 and 人员 by name, and 维度 with a list for each.

    Every entry has 名称 and the items of its indicators, as a unit has; a front has 单位, those of
    `units` that it holds; a person 姓名, 单位, 代码, 职级 and 有任务, under 代码·姓名, 简称·姓名
    and, where nobody else bears it, the name alone. Of 维度, 未分类 is left out where there is
    nothing in it.
    """
    kinds: dict[str, dict[str, Dict]] = {
        one.name: {}
        for indicator in indicators.values()
        for one in indicator.dimensions
        if not one.persons
    }
    for scope, name in month.standings:
        if scope.kind in _APART or "·" in scope.kind or scope.code.endswith(f"·{NOBODY}"):
            continue
        entry = kinds.setdefault(scope.kind, {}).setdefault(scope.code, {"名称": scope.code})
        entry[name] = item(indicators[name], month, scope)
    fronts, people = kinds.pop(FRONT, {}), kinds.pop(PERSON, {})
    for entries in kinds.values():
        if NOBODY in entries and not _anything(entries[NOBODY]):
            del entries[NOBODY]
    for number, (name, front) in enumerate(fronts.items(), start=1):
        own = [units[one.code] for one in month.units if one.front == name]
        front |= {"序号": number, "单位": own}
    persons = _people(month, people, units)
    return {
        "各战线": list(fronts.values()),
        "战线": fronts,
        "各人员": persons,
        "人员": _by_name(persons),
        "维度": {kind: list(entries.values()) for kind, entries in kinds.items()},
    }


def _anything(entry: Dict) -> bool:
    """Whether any of an entry's indicators is known and not zero."""
    return any(one["有数"] and not one["为零"] for one in entry.values() if isinstance(one, dict))


def tasks_of(month: Month, unit: str) -> list[Dict]:
    """The people of a unit with their rows of the office's table of tasks."""
    own = [one for one in month.people if one.unit == unit]
    return [_task(one, place) for place, one in enumerate(own, start=1)]


def _task(one: Person, place: int) -> Dict:
    head = f"单位:{one.unit}/{one.name}"
    return {
        "序号": place,
        "姓名": one.name,
        "职级": one.grade,
        "资金任务": Quantity(one.money, "万元", 2, "—", f"{head}/资金任务", raw=True),
        "信息任务": Quantity(one.leads, "条", 0, "—", f"{head}/信息任务"),
    }


def _people(month: Month, found: Mapping[str, Dict], units: Mapping[str, Dict]) -> list[Dict]:
    """The people in the order of the units; a unit's 人员 gain the items of theirs."""
    own: dict[str, dict[str, Dict]] = {}
    for code, entry in found.items():
        unit, _, name = code.partition("·")
        own.setdefault(unit, {})[name] = {one: said for one, said in entry.items() if one != "名称"}
    made: list[Dict] = []
    for one in month.units:
        tasks: Sequence[Dict] = units[one.code]["人员"]  # type: ignore[assignment]
        known = {str(task["姓名"]): task for task in tasks}
        for name, items in own.get(one.code, {}).items():
            task = known.get(name, {})
            task |= items
            tasked = any(said["有目标"] for said in items.values())  # type: ignore[index]
            made.append(
                {
                    "序号": len(made) + 1,
                    "名称": name,
                    "姓名": name,
                    "单位": one.short,
                    "代码": one.code,
                    "职级": task.get("职级", ""),
                    "有任务": tasked,
                    **items,
                }
            )
    return made


def _by_name(people: Sequence[Dict]) -> Dict:
    many = Counter(one["姓名"] for one in people)
    named: Dict = {}
    for one in people:
        named |= {f"{one[unit]}·{one['姓名']}": one for unit in ("代码", "单位")}
        if many[one["姓名"]] == 1:
            named[str(one["姓名"])] = one
    return named
