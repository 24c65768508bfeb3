"""V64 between documents: one figure printed in two ways that no one value can stand behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.assess.claims import Text
from pipeline.assess.table import Means
from pipeline.model.edition import Printed
from pipeline.model.finding import Finding
from pipeline.model.interval import Interval
from pipeline.model.month import Month
from pipeline.model.number import Number
from pipeline.model.place import Place
from pipeline.scheme.rules import found
from pipeline.scheme.scheme import Scheme

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LOOSE = ("约", "近", "余", "倍", "超过", "不足")
_REDISPLAYED = "超序时"
"""A gap re-adds at the decimals with which it prints, so that two prints of it may differ (F04)."""


def printed_twice(
    scheme: Scheme, month: Month, texts: Sequence[Text], means: Means
) -> Iterator[Finding]:
    """Yield a finding for each print that cannot say the same as the first of its figure."""
    rule = scheme.rules.get("V64")
    first: dict[str, tuple[str, Printed, Interval]] = {}
    if rule is None or not rule.holds_in(month.period):
        return
    for text in texts:
        for one in text.trace:
            if one.figure in first and first[one.figure][1].text == one.text:
                continue
            span = _span(one, means)
            if span is None:
                continue
            document, before, known = first.setdefault(one.figure, (text.document, one, span))
            if not known.meets(span):
                words = {
                    "文件": text.document,
                    "位置": one.place,
                    "句": one.text,
                    "原因": f"《{document}》{before.place}印的是{before.text}",
                }
                place = Place(text.document, one.place)
                key = f"{place}/{one.figure}"
                yield found(rule, month.period, "", (place,), **words, key=key)


def _span(one: Printed, means: Means) -> Interval | None:
    """What a print can stand for in the figure's own measure; None for words and loose numbers."""
    numbers = _NUMBER.findall(one.text)
    if len(numbers) != 1 or any(word in one.text for word in _LOOSE):
        return None
    meaning = means(one.figure)
    if meaning.value is None or meaning.what == _REDISPLAYED:
        return None
    wide = "亿元" in one.text and meaning.measure == "万元"
    return Interval.of(numbers[0]).times(Number(10000 if wide else 1))
