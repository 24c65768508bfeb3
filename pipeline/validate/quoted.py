"""V45, V46: sums, rates, parts and tiers in tables that are typed by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from pipeline.model.finding import Finding
from pipeline.model.number import Number, plain, printed, rounded
from pipeline.scheme.evaluate import number_at
from pipeline.scheme.frame import Frame, Vector
from pipeline.scheme.rules import Check
from pipeline.validate.scene import WHOLE, Scene, cell, chosen, finding, text_at
from pipeline.validate.terms import column, limit, named_like, texts
from pipeline.validate.years import lasting_units

Group = tuple[str, ...]


def quoted_sums(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V45: parts (those that name a whole under the term 所属) that do not add up to it.

    A number typed with decimals, or with 位数, is taken as rounded there: each part and the
    whole may be off by half a unit of its last place. Whole numbers are exact.
    """
    names, wholes = (texts(check, frame, scene.setting, one) for one in ("名目", "所属"))
    amounts, places = (column(check, frame, scene.setting, one) for one in ("数", "位数"))
    shares: dict[str, list[int]] = defaultdict(list)
    for row, whole in enumerate(wholes):
        shares[whole] += [row] if whole else []
    field = frame.form.fields[check.field]
    for row in chosen(check, frame, scene.setting):
        rows = shares.get(names[row], [])
        stated = number_at(amounts, int(row))
        known = [number_at(amounts, one) for one in rows]
        if stated is None or not rows or None in known:
            continue
        total = sum((one for one in known if one is not None), Fraction(0))
        slack = sum((half_unit(amounts, places, one) for one in (*rows, int(row))), Fraction(0))
        if abs(total - stated) > slack:
            others = [cell(frame, one, check.field) for one in rows]
            words = {
                "名称": names[row],
                "合计": plain(total),
                "总数": plain(stated),
                "相差": plain(total - stated),
            }
            yield finding(
                check, frame, scene, int(row), field, [field.name], others=others, **words
            )


def quoted_rates(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V45: a percentage that no pair of exact values can have (F42).

    The terms are 分子, 分母, 比率, 位数 (decimals of 分子), and 减: 0 for a rate, 100 for a growth.
    The numerator lies within half a unit of its last place either way, the percentage was rounded
    where it ends.
    """
    names = ("分子", "分母", "比率", "位数")
    above, below, rates, places = (column(check, frame, scene.setting, one) for one in names)
    less = limit(check, frame, scene.setting, "减", Fraction(0))
    field = frame.form.fields[check.field]
    for row in map(int, chosen(check, frame, scene.setting)):
        part, whole, rate = (number_at(one, row) for one in (above, below, rates))
        if part is None or not whole or rate is None:
            continue
        digits, half = decimals(rate), half_unit(above, places, row)
        ends = sorted((part + way) / whole * 100 - less for way in (-half, half))
        low, high = (rounded(one, digits) for one in ends)
        if not low <= rate <= high:
            span = printed(low, digits)
            span = span if low == high else f"{span}—{printed(high, digits)}"
            words = {"值": plain(rate), "分子": plain(part), "分母": plain(whole), "应为": span}
            yield finding(check, frame, scene, row, field, [field.name], **words)


def whole_sums(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V45: the whole's line is not the sum of the units', where every lasting unit has one.

    Of indicators that are sums; the term 数 is what counts, terms in 按… tell the groups.
    """
    amounts = column(check, frame, scene.setting, "数")
    lasting = lasting_units(scene)
    field = frame.form.fields[check.field]
    for (indicator, *_), rows in _grouped(check, frame, scene).items():
        known = scene.scheme.indicators.get(indicator)
        if known is None or any(one.divisor for one in known.definitions.values()):
            continue
        by_unit = {str(frame.unit[row]): row for row in rows}
        units = [row for unit, row in by_unit.items() if unit in scene.units]
        values = [number_at(amounts, row) for row in units]
        stated = number_at(amounts, by_unit[WHOLE]) if WHOLE in by_unit else None
        if stated is None or None in values or not lasting or not lasting <= by_unit.keys():
            continue
        total = sum((one for one in values if one is not None), Fraction(0))
        if total != stated:
            words = {
                "名称": known.title,
                "合计": plain(total),
                "总数": plain(stated),
                "相差": plain(total - stated),
            }
            yield finding(check, frame, scene, by_unit[WHOLE], field, [field.name], **words)


def parts(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V46: an indicator larger than the one of which it is a part (父指标), in the same group."""
    amounts = column(check, frame, scene.setting, "数")
    for group in _by_indicator(check, frame, scene).values():
        for name, row in group.items():
            known = scene.scheme.indicators.get(name)
            whole = group.get(known.parent) if known else None
            if known is None or whole is None:
                continue
            part, total = number_at(amounts, row), number_at(amounts, whole)
            if part is not None and total is not None and part > total:
                words = {
                    "指标": known.title,
                    "另一项目": scene.scheme.indicators[known.parent].title,
                    "值": plain(part),
                    "总数": plain(total),
                }
                yield _compared(check, frame, scene, row, [whole], words)


def tiers(check: Check, frame: Frame, scene: Scene) -> Iterator[Finding]:
    """V46: tiers (terms 档…) that do not add up to the term 合计; only where all are given."""
    if not len(frame):
        return
    amounts = column(check, frame, scene.setting, "数")
    whole_name, *names = (
        texts(check, frame, scene.setting, one)[0] for one in ("合计", *named_like(check, "档"))
    )
    for group in _by_indicator(check, frame, scene).values():
        rows = [group[name] for name in names if name in group]
        stated = number_at(amounts, group[whole_name]) if whole_name in group else None
        values = [number_at(amounts, row) for row in rows]
        if stated is None or None in values or len(rows) < len(names):
            continue
        total = sum((one for one in values if one is not None), Fraction(0))
        larger = any(one is not None and one > stated for one in values)
        if total != stated and not larger:
            words = {"指标": whole_name, "合计": plain(total), "总数": plain(stated)}
            yield _compared(check, frame, scene, group[whole_name], rows, words)


def half_unit(amounts: Vector, places: Vector, row: int) -> Number:
    """Half a unit of the place at which a number was rounded; 0 for one that is exact."""
    given, amount = number_at(places, row), number_at(amounts, row)
    digits = int(given) if given is not None else decimals(amount or Fraction(0))
    return Fraction(1, 2 * 10**digits) if digits or given is not None else Fraction(0)


def decimals(number: Number) -> int:
    """How many decimals a number has as it is typed."""
    return len(plain(number).partition(".")[2])


def _by_indicator(check: Check, frame: Frame, scene: Scene) -> Mapping[Group, Mapping[str, int]]:
    """Per unit and group the row of each indicator."""
    made: dict[Group, dict[str, int]] = defaultdict(dict)
    for (indicator, *group), rows in _grouped(check, frame, scene).items():
        for row in rows:
            made[(str(frame.unit[row]), *group)].setdefault(indicator, row)
    return made


def _grouped(check: Check, frame: Frame, scene: Scene) -> Mapping[Group, list[int]]:
    """The rows that the check picks, by indicator and the terms named 按…."""
    keys = [column(check, frame, scene.setting, one) for one in named_like(check, "按")]
    names = frame.column("指标")
    groups: dict[Group, list[int]] = defaultdict(list)
    for row in map(int, chosen(check, frame, scene.setting)):
        groups[text_at(names, row), *(text_at(key, row) for key in keys)].append(row)
    return groups


def _compared(
    check: Check,
    frame: Frame,
    scene: Scene,
    row: int,
    others: Sequence[int],
    words: Mapping[str, str],
) -> Finding:
    field = frame.form.fields[check.field]
    places = [cell(frame, one, field.name) for one in others]
    return finding(check, frame, scene, row, field, [field.name], others=places, **words)
