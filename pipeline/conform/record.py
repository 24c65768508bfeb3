"""The lines of the 版记: the first and the last thick, the others thin (GB/T 9704, 7.4.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from pipeline.conform.case import Case, placed
from pipeline.conform.profile import LETTER
from pipeline.conform.report import Found
from pipeline.conform.roles import COPIED, PRINTED
from pipeline.model.number import printed
from pipeline.office.written import Paragraph, Table

_EIGHTH = Fraction(254, 10 * 72 * 8)
"""Millimetres of an eighth of a point."""


def rules(case: Case) -> Iterator[Found]:
    """C03: the widths of the lines; what is drawn as a picture or a shape is not measured."""
    lines = list(case.of(COPIED, PRINTED))
    if not lines or case.profile == LETTER:
        return
    table = next((one for one in _tables(case) if _holds(one, lines[0])), None)
    widths = table.rules if table is not None else _of_paragraphs(lines)
    place = table.place if table is not None else placed(lines[0])
    if not any(widths):
        if not _is_drawn(case, lines[0]):
            yield Found("C03", place, "没有")
        return
    wanted = [case.standard.limits["版记粗线"]] * len(widths)
    wanted[1:-1] = [case.standard.limits["版记细线"]] * (len(widths) - 2)
    for number, (size, width) in enumerate(zip(widths, wanted, strict=True), start=1):
        measured = size * _EIGHTH
        if abs(measured - width) > case.standard.limits["线粗允差"]:
            where = f"第{number}条线" if number < len(widths) else "末线"
            said = f"：{where}是{_said(measured)}" if size else f"：没有{where}"
            yield Found("C03", place, said, _said(width))


def _tables(case: Case) -> Sequence[Table]:
    return [*case.written.tables, *case.written.boxed]


def _holds(table: Table, line: Paragraph) -> bool:
    return line.place.startswith(f"{table.place}第")


def _of_paragraphs(lines: Sequence[Paragraph]) -> tuple[int, ...]:
    """The lines above, between and below paragraphs; between two the thicker edge shows."""
    sides = [{border.side: border.size for border in one.borders} for one in lines]
    between = [max(above.get("bottom", 0), below.get("top", 0)) for above, below in pairwise(sides)]
    return sides[0].get("top", 0), *between, sides[-1].get("bottom", 0)


def _is_drawn(case: Case, first: Paragraph) -> bool:
    """Whether something is drawn from a few paragraphs above the first line on."""
    paragraphs = case.written.paragraphs
    place = next(at for at, one in enumerate(paragraphs) if one is first)
    return any(one.shapes for one in paragraphs[max(place - _FEW, 0) :])


_FEW = 4


def _said(width: Fraction) -> str:
    return f"{printed(width, 2)}毫米"
