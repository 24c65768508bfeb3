"""V48: one task set down twice in the office's tables, so that nobody knows which holds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipeline.model.finding import Finding
from pipeline.model.place import Place
from pipeline.scheme.evaluate import number_at
from pipeline.scheme.frame import Frame, normal
from pipeline.scheme.rules import Check
from pipeline.validate.scene import Scene, called, cell, finding, text_at

_LINES = "组合"
Key = tuple[str, ...]


def set_twice(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """Two rows of the year for one unit or person, indicator, issuer and stage; names both cells.

    The lines of a composite are one task as long as each has a size of its own. A person's row
    is also held against the table of people's tasks, where a column there is for the indicator.
    """
    field = frame.form.fields[check.field]
    quotas = _quotas(scene)
    seen: dict[Key, list[tuple[int, Fraction | None]]] = {}
    for number in _of_year(frame, scene):
        key, size = _key(frame, number), _size(frame, number)
        rows = seen.setdefault(key, [])
        twins = (row for row, other in rows if size is None or other in (None, size))
        before = next(twins, None)
        rows.append((number, size))
        unit, name, indicator = key[:3]
        place = quotas.get(key[:3]) if before is None and not key[-1] else None
        if before is not None:
            place = cell(frame, before, field.name)
        if place is not None:
            whose = "·".join(filter(None, (called(scene, unit), name)))
            words = {"单位": whose, "指标": indicator, "另一行": _said(place)}
            cells = [field.name]
            yield finding(check, frame, scene, number, field, cells, others=[place], **words)


def quota_twice(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """Two rows of the year for one person of a unit in the table of people's tasks."""
    field = frame.form.fields[check.field]
    seen: dict[Key, int] = {}
    for number in _of_year(frame, scene):
        unit, name = (_text(frame, one, number) for one in ("单位", "姓名"))
        before = seen.setdefault((unit, normal(name)), number)
        if name and before != number:
            place = cell(frame, before, field.name)
            words = {
                "单位": f"{called(scene, unit)}·{name}",
                "另一行": f"{place.sheet}!{place.cell}",
            }
            cells = [field.name]
            yield finding(check, frame, scene, number, field, cells, others=[place], **words)


def _quotas(scene: Scene) -> dict[Key, Place]:
    """The cells of people's tasks by unit, name and the indicator that the column is for."""
    form = scene.scheme.role("人员")
    frame = scene.setting.frames.get(form.name) if form is not None else None
    if frame is None:
        return {}
    fields = [one for one in frame.form.fields.values() if one.indicator]
    return {
        (_text(frame, "单位", row), normal(_text(frame, "姓名", row)), one.indicator): cell(
            frame, row, one.name
        )
        for row in _of_year(frame, scene)
        for one in fields
        if frame.column(one.name).known[row]
    }


def _said(place: Place) -> str:
    return f"{place.sheet}!{place.cell}"


def _key(frame: Frame, number: int) -> Key:
    """Unit, name, indicator, issuer and stage."""
    unit, name, *rest = (
        _text(frame, one, number) for one in ("单位", "姓名", "指标", "下达", "阶段")
    )
    return unit, normal(name), *rest


def _size(frame: Frame, number: int) -> Fraction | None:
    """What tells the lines of a composite apart; None for any other task."""
    if _text(frame, "类别", number) != _LINES or "每个不低于" not in frame.form.fields:
        return None
    return number_at(frame.column("每个不低于"), number)


def _of_year(frame: Frame, scene: Scene) -> Iterator[int]:
    years = frame.column("年度")
    for number in range(len(frame)):
        if number_at(years, number) == scene.setting.period.year:
            yield number


def _text(frame: Frame, name: str, number: int) -> str:
    return text_at(frame.column(name), number) if name in frame.form.fields else ""
