"""The task in words: every kind of target, and whether the units' shares close (F03, V47)."""

from __future__ import annotations

from pipeline.model.composite import Line
from pipeline.model.number import Number, plain, printed, rounded
from pipeline.model.standing import Kind, Target
from pipeline.render.wording.amounts import WAN, amount, converted
from pipeline.scheme.indicators import Indicator

ISSUED = {"上级": "上级下达任务", "本级": "本级任务"}
"""What the task of the whole is called by who has set it."""


def task(target: Target | None, indicator: Indicator) -> str:
    """年度任务20.00亿元; 确保 with 力争, both ends of a range, a growth, an increment, several."""
    if target is None or target.sure is None:
        return "未下达年度任务"
    if target.kind == Kind.GROWTH:
        return _levels(target, "全年目标", _growth)
    if target.kind == Kind.RATE:
        return _levels(target, "全年目标", lambda value: f"{plain(value)}%")
    if target.kind == Kind.COMPOSITE and target.lines:
        lines = (f"{line.count}{indicator.measure}{line_name(line)}" for line in target.lines)
        return f"年度任务{'和'.join(lines)}"
    if target.kind == Kind.INCREMENT and target.base is not None:
        total = amount(target.base + target.sure, indicator)
        return f"年度任务新增{amount(target.sure, indicator)}、达到{total}"
    if target.upper is not None and target.upper != target.sure:
        low = printed(converted(target.sure, indicator), indicator.decimals)
        return f"年度任务{low}—{amount(target.upper, indicator)}"
    text = _levels(target, "年度任务", lambda value: amount(value, indicator))
    if target.before is not None and target.before != target.sure:
        text += f"（由{amount(target.before, indicator)}调整）"
    return text


def line_name(line: Line) -> str:
    """What a line of a composite asks for: 10亿元以上, 3000万元以上 (以上 includes the bound)."""
    if line.least >= WAN:
        size = line.least / WAN
        return f"{'' if size == 1 else plain(size)}亿元以上"
    return f"{plain(line.least)}万元以上"


def closing(shares: Number | None, target: Target | None, indicator: Indicator) -> str:
    """Whether the units' shares add up to the whole's task (V47), and whose task that is (F25)."""
    if shares is None or target is None or target.sure is None:
        return "未分解"
    total, task = _exact(shares, indicator), ISSUED.get(target.issuer, "总任务")
    if shares < target.sure:
        whole, short = (_exact(one, indicator) for one in (target.sure, target.sure - shares))
        return f"各单位分解任务合计{total}，小于{task}{whole}，相差{short}"
    if shares == target.sure:
        return f"各单位分解任务合计{total}，与{task}一致"
    return f"各单位分解任务合计{total}，不低于{task}{_exact(target.sure, indicator)}"


def _exact(value: Number, indicator: Indicator) -> str:
    """A large amount as texts print it; with all its digits where rounding would change it."""
    shown = converted(value, indicator)
    if shown != value and shown >= 1 and rounded(shown, indicator.decimals) == shown:
        return amount(value, indicator)
    return f"{plain(value)}{indicator.measure}"


def _levels(target: Target, head: str, say) -> str:  # type: ignore[no-untyped-def]
    assert target.sure is not None
    if target.stretch is None or target.stretch == target.sure:
        return f"{head}{say(target.sure)}"
    return f"{head}确保{say(target.sure)}、力争{say(target.stretch)}"


def _growth(value: Number) -> str:
    if value < 0:
        return f"降幅不超过{plain(-value)}%"
    return f"增长{plain(value)}%" if value else "不下降"
