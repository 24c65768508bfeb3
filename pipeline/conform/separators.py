"""S08: digits are parted by thousands everywhere in a document, or nowhere (GB/T 15835, 5.1.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.conform.case import Case
from pipeline.conform.report import Found
from pipeline.office.written import Spot

_PARTED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])")
_MEASURED = re.compile(
    r"(?<![\d.,])\d{5,}(?:\.\d+)?(?=\s*(?:[万亿]?[美欧日]?元|平方米|吨|[个家人]))"
)
_WITH_DECIMALS = re.compile(r"-?\d{5,}\.\d+")
"""In a table a number with decimals is an amount; one without may be a code."""


def alike(case: Case) -> Iterator[Found]:
    """The numbers written the rarer way, where a document writes large amounts in both ways."""
    parted = list(_found(case, True))
    whole = list(_found(case, False))
    if not parted or not whole:
        return
    rarer, how = (parted, "用了") if len(parted) < len(whole) else (whole, "没有用")
    other = "不用" if rarer is parted else "用"
    for place, number in rarer:
        yield Found("S08", place, f"：“{number}”{how}", f"全文一致，别处都{other}")


def _found(case: Case, parted: bool) -> Iterator[tuple[str, str]]:
    for one in case.written.paragraphs:
        text = one.text.strip()
        if parted:
            yield from ((one.place, each[0]) for each in _PARTED.finditer(text))
        elif one.spot is Spot.CELL and _WITH_DECIMALS.fullmatch(text):
            yield one.place, text
        else:
            yield from ((one.place, each[0]) for each in _MEASURED.finditer(text))
