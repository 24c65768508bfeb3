"""The pages as they print: full pages, blank ones, the first and the last (R01–R06)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from pipeline.conform.case import Case
from pipeline.conform.measure import width
from pipeline.conform.report import Found
from pipeline.conform.roles import COPIED, PRINTED, TEXT, tagged
from pipeline.office.pages import Line, Pages

_NUMBER = re.compile(r"[—－–-]?\s*\d+\s*[—－–-]?")
_EVEN = Fraction(3, 2)
"""Millimetres by which the distances of lines on a page of mere text may differ."""
_FEWEST = 12
"""A page with fewer lines is no page of text."""


def as_printed(case: Case, pages: Pages) -> Iterator[Found]:
    """All rules on printed pages."""
    bodies = [_without_number(page) for page in pages.pages]
    full = list(_full(case, bodies, pages))
    for number, lines in full:
        wanted = case.standard.area["行数"]
        if len(lines) != wanted:
            yield Found("R01", f"第{number}页", f"是{len(lines)}行")
    if full:
        yield from _longest(case, full)
    for number, lines in enumerate(bodies, start=1):
        if not lines:
            yield Found("R03", f"第{number}页", "没有文字")
    yield from _first(case, bodies)
    yield from _last(case, bodies)
    accepted = [_key(name) for names in case.standard.faces.values() for name in names] + [
        _key(name) for name in case.standard.stand_ins
    ]
    for font in pages.fonts:
        if not any(_key(font).startswith(one) for one in accepted):
            yield Found("R06", "全文", f"有{font}")


def _full(
    case: Case, bodies: Sequence[Sequence[Line]], pages: Pages
) -> Iterator[tuple[int, Sequence[Line]]]:
    """Upright pages of evenly spaced lines that reach the foot of the area of text."""
    area = case.standard.area
    foot = area["天头"] + area["高"]
    for number, (lines, lying) in enumerate(zip(bodies, pages.lying, strict=True), start=1):
        if lying or len(lines) < _FEWEST or number == len(bodies):
            continue
        steps = sorted(two.top - one.top for one, two in pairwise(lines))
        middle = steps[len(steps) // 2]
        even = all(abs(step - middle) <= _EVEN for step in steps)
        if even and foot - lines[-1].bottom < middle:
            yield number, lines


def _longest(case: Case, full: Sequence[tuple[int, Sequence[Line]]]) -> Iterator[Found]:
    """R02: the longest line of the full pages; a mark may hang over its end."""
    number, line = max(
        ((number, line) for number, lines in full for line in lines),
        key=lambda one: width(one[1].text),
    )
    most, least = case.standard.area["字数"], case.standard.limits["行字数下限"]
    wide = int(width(line.text))
    if not least <= wide <= most + 1:
        yield Found("R02", f"第{number}页", f"是{wide}字")


def _first(case: Case, bodies: Sequence[Sequence[Line]]) -> Iterator[Found]:
    """R04: the first page shows text, not only the head and the title."""
    texts = [one.full for one in case.of(TEXT) if not tagged(one.full)]
    if not texts or not bodies:
        return
    start = _squeezed(texts[0])[:10]
    page = _squeezed("".join(line.text for line in bodies[0]))
    if start not in page:
        yield Found("R04", "第1页", "没有正文")


def _last(case: Case, bodies: Sequence[Sequence[Line]]) -> Iterator[Found]:
    """R05: copies and printing stand on the last page."""
    for one in case.of(COPIED, PRINTED):
        start = _squeezed(one.full)[:8]
        holders = [
            number
            for number, lines in enumerate(bodies, start=1)
            if start in _squeezed("".join(line.text for line in lines))
        ]
        if holders and holders[-1] != len(bodies):
            yield Found("R05", f"第{holders[-1]}页", f"在第{holders[-1]}页，共{len(bodies)}页")


def _without_number(page: Sequence[Line]) -> list[Line]:
    lines = [line for line in page if line.text.strip()]
    while lines and _NUMBER.fullmatch(lines[-1].text.strip()):
        lines.pop()
    return lines


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _key(name: str) -> str:
    return re.sub(r"[\s_\-]", "", name).lower()
