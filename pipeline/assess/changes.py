"""变动说明: hold what an edition says against what one before it said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.model.changes import Changes, FigureChange, FileChange, FindingChange, StateChange
from pipeline.model.finalised import Adjustment, Recorded
from pipeline.model.number import exact, plain

NEW, GONE, OTHER = "新增", "消除", "改动"
_REMOVED = "移除"


def changes(
    then: Recorded, now: Recorded, since: str, adjusted: Sequence[Adjustment] = ()
) -> Changes:
    """Return what is otherwise now.

    Where the two are of two periods, every cumulative figure went on: `adjusted` tells which of
    it is a correction, findings are not compared, and of files only those that were there then.
    """
    same = then.period == now.period
    told = {f"{one.scope}/{one.indicator}/{one.status}": _adjusted(one) for one in adjusted}
    files = tuple(one for one in _files(then, now) if same or not _later(one.name, then))
    note = "" if same else "累计数随月份增加；原因一栏只写上期数据调整。"
    return Changes(
        since,
        note,
        tuple(_figures(then, now, files, told)),
        tuple(_findings(then, now)) if same else (),
        files,
        tuple(_states(then, now)),
    )


def _adjusted(one: Adjustment) -> str:
    amount = "" if one.difference is None else plain(one.difference)
    return f"其中上期数据调整{amount}：{one.reason}"


def _figures(
    then: Recorded, now: Recorded, files: Sequence[FileChange], told: Mapping[str, str]
) -> Iterator[FigureChange]:
    for code in dict.fromkeys((*now.rows, *then.rows)):
        old, new = then.rows.get(code), now.rows.get(code)
        if _value(old) == _value(new):
            continue
        row = new or old or {}
        same = then.period == now.period
        yield FigureChange(
            unit=str(row.get("单位") or ""),
            title=str(row.get("名称") or row.get("指标") or ""),
            measure=str(row.get("计量单位") or ""),
            status=str(row.get("状态") or ""),
            then=_value(old),
            now=_value(new),
            difference=_difference(old, new),
            cause=_cause(str(row.get("代码") or ""), then, now, files)
            if same
            else told.get(code, ""),
        )


def _value(row: Mapping[str, object] | None) -> str:
    if row is None:
        return "没有这个数"
    value = row.get("完成")
    return str(row.get("缺数原因") or "没有数") if value is None else str(value)


def _difference(then: Mapping[str, object] | None, now: Mapping[str, object] | None) -> str:
    values = [row.get("完成") if row else None for row in (then, now)]
    if None in values:
        return ""
    return plain(exact(str(values[1])) - exact(str(values[0])))


def _cause(unit: str, then: Recorded, now: Recorded, files: Sequence[FileChange]) -> str:
    """As much as the files tell: the unit's own, its state, else the office's."""
    causes = []
    own = {then.files.get(unit), now.files.get(unit)} - {None, ""}
    causes += [f"{one.kind}《{one.name}》" for one in files if _last(one.name) in own]
    if then.states.get(unit) != now.states.get(unit) and unit in now.states:
        before = then.states.get(unit, "不在名录")
        causes.append(f"由{before}变为{now.states[unit]}")
    if not causes and unit in now.states:
        causes = [f"{one.kind}《{one.name}》" for one in files if "/" not in one.name]
    return "；".join(causes)


def _last(name: str) -> str:
    return name.partition("/")[2]


def _findings(then: Recorded, now: Recorded) -> Iterator[FindingChange]:
    names = {**then.names, **now.names}
    for kind, here, there in (
        (NEW, now.findings, then.findings),
        (GONE, then.findings, now.findings),
    ):
        for code, one in here.items():
            if code not in there:
                unit = names.get(one["unit"], one["unit"]) or "办公室"
                yield FindingChange(kind, unit, one["level"], code, one["line"])


def _files(then: Recorded, now: Recorded) -> Iterator[FileChange]:
    for old, new in ((then.inputs, now.inputs), (then.templates, now.templates)):
        for name in sorted({*old, *new}):
            if old.get(name) != new.get(name):
                kind = NEW if name not in old else _REMOVED if name not in new else OTHER
                yield FileChange(kind, name)


def _later(name: str, then: Recorded) -> bool:
    """Whether the file stands in the folder of a period after."""
    folder = name.partition("/")[0]
    return "/" in name and folder > str(then.period) and folder[:1].isdigit()


def _states(then: Recorded, now: Recorded) -> Iterator[StateChange]:
    for unit, state in now.states.items():
        before = then.states.get(unit)
        if before is not None and before != state:
            yield StateChange(now.names.get(unit, unit), before, state)
