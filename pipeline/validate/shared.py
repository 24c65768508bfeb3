"""V37, V59: rows that belong together, one project split in two, one trip told by two units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations

from pipeline.model.finding import Finding
from pipeline.model.number import plain
from pipeline.scheme.evaluate import number_at
from pipeline.scheme.frame import Frame, normal
from pipeline.scheme.rules import Check
from pipeline.validate.scene import Scene, called, cell, chosen, finding
from pipeline.validate.stems import likeness, stem
from pipeline.validate.terms import column, limit, named_like, texts

Piece = tuple[int, Fraction]
"""A row and its amount."""


def split_projects(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V37: projects of one investor, site and month, each within 幅度 of the same 门槛….

    One finding for such a set, at its last row. Rows with nearly the same name are left out:
    of them V17 asks whether they are not one project.
    """
    setting = scene.setting
    investors, sites, names = (
        texts(check, frame, setting, one) for one in ("投资人", "地点", "名称")
    )
    days, amounts = (column(check, frame, setting, one) for one in ("日期", "金额"))
    similar = float(limit(check, frame, setting, "相似度", Fraction(90))) / 100
    sets: dict[tuple, list[Piece]] = defaultdict(list)
    for row in map(int, chosen(check, frame, setting)):
        amount = number_at(amounts, row)
        if not investors[row] or not days.known[row] or amount is None:
            continue
        day = date.fromordinal(int(days.data[row]))
        key = stem(investors[row]), normal(sites[row]), day.year, day.month
        sets[key].append((row, amount))
    for pieces in sets.values():
        for bound in _bounds(check, frame, scene):
            near = _near(check, frame, scene, bound, pieces)
            rows = _unlike([row for row, _ in near], names, similar)
            if len(rows) > 1:
                yield _split(check, frame, scene, rows, dict(near), bound)
                break


def shared_trips(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V59: one trip, the same in every term 同…, told by several units; found at the later ones."""
    same = [texts(check, frame, scene.setting, one) for one in named_like(check, "同")]
    days = column(check, frame, scene.setting, "日期")
    trips: dict[tuple, int] = {}
    field = frame.form.fields[check.field]
    told = set()
    rows = chosen(check, frame, scene.setting)
    for row in sorted(map(int, rows), key=lambda one: (str(frame.unit[one]), one)):
        if not days.known[row] or not all(one[row] for one in same):
            continue
        trip = int(days.data[row]), *(normal(one[row]) for one in same)
        first = trips.setdefault(trip, row)
        unit = str(frame.unit[row])
        if frame.unit[first] != unit and (trip, unit) not in told:
            told.add((trip, unit))
            words = {"另一单位": called(scene, str(frame.unit[first]))}
            others = [cell(frame, first, field.name)]
            yield finding(check, frame, scene, row, field, [field.name], others=others, **words)


def _bounds(check: Check, frame: Frame, scene: Scene) -> list[Fraction]:
    given = [
        limit(check, frame, scene.setting, one, Fraction(0)) for one in named_like(check, "门槛")
    ]
    return sorted({one for one in given if one > 0}, reverse=True)


def _near(
    check: Check, frame: Frame, scene: Scene, bound: Fraction, pieces: Sequence[Piece]
) -> list[Piece]:
    width = limit(check, frame, scene.setting, "幅度", Fraction(1, 10)) * bound
    return [(row, amount) for row, amount in pieces if abs(amount - bound) <= width]


def _unlike(rows: Sequence[int], names: Sequence[str], similar: float) -> list[int]:
    """The rows with a name that is not nearly that of another of them."""
    alike = {
        row
        for pair in combinations(rows, 2)
        if likeness(*(stem(names[one]) for one in pair)) >= similar
        for row in pair
    }
    return [row for row in rows if row not in alike]


def _split(
    check: Check,
    frame: Frame,
    scene: Scene,
    rows: Sequence[int],
    amounts: dict[int, Fraction],
    bound: Fraction,
) -> Finding:
    field = frame.form.fields[check.field]
    last = rows[-1]
    words = {
        "个数": str(len(rows)),
        "行号": "、".join(str(frame.table(row).rows[int(frame.row[row])]) for row in rows),
        "合计": plain(sum((amounts[row] for row in rows), Fraction(0))),
        "门槛": plain(bound),
    }
    others = [cell(frame, row, field.name) for row in rows[:-1]]
    return finding(check, frame, scene, last, field, [field.name], others=others, **words)
