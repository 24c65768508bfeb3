"""What rows and columns of a finished table say that they are, as checks.yaml declares (V45)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.model.number import Number, exact
from pipeline.scheme.marked import Taker

_ASIDE = re.compile(r"[（(][^（）()]*[）)]|[\s\u3000]")


@dataclass(frozen=True, slots=True)
class Ratio:
    """A column headed with `title` that divides two others: `part` by `whole`, in per cent.

    `less` is taken from the per cent: 100 for a growth. The texts are those of a finding.
    """

    title: str
    part: str
    whole: str
    less: Number
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Published:
    """Labels of rows that add up all rows, or those since the last such row, and ratios."""

    totals: tuple[str, ...] = ()
    subtotals: tuple[str, ...] = ()
    ratios: tuple[Ratio, ...] = ()

    def is_total(self, label: str) -> bool:
        """Whether a label says that its row adds up all others: 合计, 合 计（个）, 全市合计."""
        return bool(self.totals) and _ASIDE.sub("", label).endswith(self.totals)

    def is_subtotal(self, label: str) -> bool:
        """Whether a label says that its row adds up those since the last total."""
        return bool(self.subtotals) and _ASIDE.sub("", label).endswith(self.subtotals)

    def before(self, label: str) -> str:
        """What a label names before its word for a total: 甲组 of 甲组小计."""
        text = label.strip()
        words = (one for one in (*self.totals, *self.subtotals) if text.endswith(one))
        return text.removesuffix(next(words, "")).strip()


NOTHING = Published()


def published_of(taker: Taker) -> Published:
    """Take 印出的表 from checks.yaml; nothing is judged where it is not there."""
    blocks = taker.subs("印出的表")
    totals: tuple[str, ...] = ()
    subtotals: tuple[str, ...] = ()
    ratios: list[Ratio] = []
    for block in blocks:
        one = Taker(block, taker.faults, "“印出的表”里")
        totals += one.texts("合计")
        subtotals += one.texts("小计")
        if title := one.text("率"):
            part, whole, less = one.text("分子"), one.text("分母"), one.text("减")
            ratios.append(
                Ratio(title, part, whole, _number(one, less), one.text("问题"), one.text("处理"))
            )
            if not (part and whole):
                one.fault("“率”没有“分子”或“分母”", "请写明用哪两栏相除")
        one.done()
    return Published(totals, subtotals, tuple(ratios))


def _number(taker: Taker, text: str) -> Number:
    try:
        return exact(text or "0")
    except ValueError:
        taker.fault(f"“减”写作“{text}”，不是数", "完成率写0，增长率写100")
        return Number(0)
