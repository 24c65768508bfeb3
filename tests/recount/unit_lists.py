"""The lists of units once more: who has nothing, who is behind, who is ahead in everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .catalogue import FUNDS, LIBRARY, SIGNED
from .county import CONFIRMED, REPORTED, Count
from .standing import Stand

Cell = Fraction | date | str | None
ASSESSED = (FUNDS, LIBRARY, SIGNED, "入统项目", "新增固定资产投资")
BANDS = ((0, "不足30%"), (30, "30%至50%"), (50, "50%至100%"), (100, "已完成"))


@dataclass(frozen=True)
class Listed:
    """Each entry's unit with its cells or its indicator; of groups the name, members and sums."""

    entries: tuple[tuple[str, tuple[Cell, ...]], ...]
    total: int
    unsure: int = 0
    groups: tuple[tuple[str, tuple[int, ...], tuple[Fraction, ...]], ...] | None = None


def of_units(
    count: Count, stands: Mapping[tuple[str, str, str], Stand], codes: Sequence[str]
) -> Iterator[tuple[str, Listed]]:
    """Return each list of units by its name, of the units given."""
    of = {(code, name): stands["单位", code, name] for name in ASSESSED for code in codes}
    nothing = [
        (code, name)
        for name in ASSESSED
        for code in codes
        if of[code, name].task is not None and _done(count, code, name) == 0
    ]
    yield "无进展单位", _named(nothing)
    talks = "在谈项目数"
    none = [(code, talks) for code in codes if _done(count, code, talks) == 0]
    yield "无在谈项目单位", _named(none)
    gaps = {pair: gap for pair, one in of.items() if (gap := _gap(one)) is not None}
    late = [(code, name) for name in ASSESSED for code in codes if gaps.get((code, name), 0) < 0]
    yield "未达序时单位", _named(sorted(late, key=lambda one: gaps[one]))
    either = [one for one in of if one in nothing or one in late]
    yield "提醒事项", _named(sorted(either, key=lambda one: gaps.get(one, Fraction(1000))))
    yield "提醒单位", _named([one for one in of if one in nothing or of[one].light in ("黄", "红")])
    for title, met in (
        ("双过半单位", lambda one: one.half),
        ("均超序时单位", lambda one: None if _gap(one) is None else _gap(one) >= 0),
        ("均落后单位", lambda one: None if _gap(one) is None else _gap(one) < 0),
        ("全部完成单位", lambda one: None if one.rate is None else one.rate >= 100),
    ):
        said = {
            code: [met(of[code, name]) for name in ASSESSED if of[code, name].task is not None]
            for code in codes
        }
        full = tuple((code, ("",)) for code in codes if said[code] and all(said[code]))
        open_ = [code for code in codes if None in said[code] and False not in said[code]]
        yield title, Listed(full, len(full), len(open_))
    done = {
        code: [
            value if isinstance(value := _done(count, code, name), Fraction) else None
            for name in ASSESSED
            if of[code, name].task is not None
        ]
        for code in codes
    }
    empty = tuple(
        (code, ("",)) for code in codes if done[code] and all(one == 0 for one in done[code])
    )
    open_ = [code for code in codes if None in done[code] and not any(done[code])]
    yield "零实绩单位", Listed(empty, len(empty), len(open_))
    rates = {code: rate for code in codes if (rate := of[code, FUNDS].rate) is not None}
    chosen = sorted((code for code in rates if rates[code] >= 0), key=lambda one: -rates[one])
    bands: dict[str, list[int]] = {name: [] for _, name in BANDS}
    for place, code in enumerate(chosen):
        bands[[name for bound, name in BANDS if rates[code] >= bound][-1]].append(place)
    groups = tuple((name, tuple(places), ()) for name, places in bands.items())
    entries = tuple((code, (FUNDS,)) for code in chosen)
    yield "省外资金完成率分档", Listed(entries, len(entries), groups=groups)


def _named(pairs: Sequence[tuple[str, str]]) -> Listed:
    return Listed(tuple((code, (name,)) for code, name in pairs), len(pairs))


def _done(count: Count, code: str, name: str) -> Fraction | str:
    """The headline figure: as the level above has it, where it judges this."""
    judged = count.values.get(("单位", code, name, CONFIRMED))
    return count.values["单位", code, name, REPORTED] if judged is None else judged


def _gap(one: Stand) -> Fraction | None:
    return None if one.rate is None or one.pace is None else one.rate - one.pace
