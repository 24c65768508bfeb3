"""V45 of ratios that we publish: a rate against numerator and denominator of its own row (F42)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.assess.digits import brief
from pipeline.assess.table import Means, Table, finding
from pipeline.model.finding import Finding
from pipeline.model.interval import Interval
from pipeline.model.month import Month
from pipeline.model.number import Number, plain, printed
from pipeline.model.standing import Kind
from pipeline.scheme.published import Ratio
from pipeline.scheme.scheme import Scheme

_HUNDRED = Number(100)
_DIGITS = 6
"""A number with more decimals is a formula's result, not a print."""


def ratios(scheme: Scheme, month: Month, table: Table, means: Means) -> Iterator[Finding]:
    """Yield a finding for each rate that no values behind its row's two numbers can have.

    A figure whose rate speaks of something else than its amount is let be: a group without the
    units that have no target (F25), a stock with its increment, a growth on other units.
    """
    width = max((column for _, column in table.page.cells), default=0)
    for ratio in scheme.claims.published.ratios:
        for column in range(1, width + 1):
            part, whole = _divided(table, column, ratio)
            for row in table.rows(column) if part and whole else ():
                scale = _between(table, row, part, whole)
                above = table.span(row, part)
                right = _right(above and above.times(scale), table.span(row, whole), ratio)
                if right is None or not _alone(table, row, (part, whole, column)):
                    continue
                if _fits(table, row, column, right) or _other(
                    table, row, column, month, ratio, means
                ):
                    continue
                over, under = table.number(row, part), table.number(row, whole)
                assert over is not None and under is not None
                words = {
                    "名称": table.place(row, column),
                    "值": brief(table.number(row, column)),
                    "分子": brief(over),
                    "分母": brief(under),
                    "应为": printed(over * scale / under * _HUNDRED - ratio.less, 2),
                }
                yield from finding(scheme, month, "V45", table, row, column, words, ratio)


def _divided(table: Table, column: int, ratio: Ratio) -> tuple[int, int]:
    """The columns that a ratio's column divides: the nearest before it of the same indicators."""
    what, names = table.kind(column)
    if what not in ("", ratio.title) or (not what and ratio.title not in table.heading(column)):
        return 0, 0
    found: dict[str, int] = {}
    for before in range(column - 1, 0, -1):
        kind, own = table.kind(before)
        if kind in (ratio.part, ratio.whole) and (not names or names & own):
            found.setdefault(kind, before)
            names = names or own
    return found.get(ratio.part, 0), found.get(ratio.whole, 0)


def _between(table: Table, row: int, part: int, whole: int) -> Number:
    """How many times larger the part's measure is than the whole's, as 亿元 over 万元."""
    above, below = table.shown.get((row, part)), table.shown.get((row, whole))
    return above.scale / below.scale if above and below else Number(1)


def _right(above: Interval | None, below: Interval | None, ratio: Ratio) -> Interval | None:
    """What the rate can be; None where there is nothing to divide or a sign makes no rate (F06)."""
    if above is None or below is None or above.low < 0 or below.low <= 0:
        return None
    low, high = above.low / below.high, above.high / below.low
    return Interval(low * _HUNDRED - ratio.less, high * _HUNDRED - ratio.less)


def _alone(table: Table, row: int, columns: tuple[int, ...]) -> bool:
    """Whether the figures in these cells are one indicator's and one's own."""
    known = [table.shown[row, one] for one in columns if (row, one) in table.shown]
    return len({(one.scope, one.key[0]) for one in known}) <= 1


def _fits(table: Table, row: int, column: int, right: Interval) -> bool:
    """Whether the number can be the rate; one that nobody traced may be a fraction of one."""
    stated = table.number(row, column)
    assert stated is not None
    claimed = table.stands_for(row, column)
    if len(plain(stated).partition(".")[2]) > _DIGITS:
        claimed = Interval.of(printed(stated, _DIGITS))
    return claimed.meets(right) or (
        (row, column) not in table.shown and claimed.times(_HUNDRED).meets(right)
    )


def _other(table: Table, row: int, column: int, month: Month, ratio: Ratio, means: Means) -> bool:
    """Whether the row's figure has a rate of its own that is not of the amount as it stands."""
    known = [one for at in range(1, column + 1) if (one := table.shown.get((row, at)))]
    own = table.shown.get((row, column)) or (known[-1] if known else None)
    standing = month.standings.get((own.scope, own.key[0])) if own else None
    if own is None or standing is None:
        return own is not None
    target = standing.target
    if ratio.less:
        odd = bool(standing.apart or standing.revised or standing.growth is None)
    else:
        kind = target is not None and (target.kind != Kind.TOTAL or bool(target.base))
        odd = bool(kind or standing.excluded or standing.counted != standing.figure.value)
    if not odd:
        return False
    what = own.key[1] if own.key[1].endswith(ratio.title) else ratio.title
    value = means(f"{own.scope}/{own.key[0]}/{what}").value
    return value is not None and value in table.stands_for(row, column)
