"""Where the organisation's mark and the lines of a letter stand (GB/T 9704, 7.2.4 and 10.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pipeline.conform.case import Case, millimetres, placed, shown
from pipeline.conform.heights import bottom_of, characters_of, top_of
from pipeline.conform.profile import FILE, LETTER, is_mark
from pipeline.conform.report import Found
from pipeline.conform.roles import CODE, ISSUE, MARK, red
from pipeline.office.written import Paragraph, Section, Shape

_THICK_ABOVE = "上粗下细"
_THICK_BELOW = "上细下粗"


def issuer(case: Case) -> Iterator[Found]:
    """N06, N07: the mark so far below the text area's upper edge, in a letter below the page's."""
    mark = _mark(case)
    edges = _edges(case, mark) if mark else None
    if mark is None or edges is None or _is_bulletin(case):
        return
    letter, limits = case.profile == LETTER, case.standard.limits
    from_ = 0 if letter else case.section(mark).top
    wanted = limits["标志距页边"] if letter else limits["标志距版心"]
    measured = millimetres(edges[0] - from_)
    if abs(measured - wanted) > limits["标志允差"]:
        yield Found("N07" if letter else "N06", placed(mark), f"是{shown(measured)}")


def _is_bulletin(case: Case) -> bool:
    """A 简报 has an issue's number and no document's: the standard leaves its head to it."""
    return case.profile == FILE and ISSUE in case.roles and CODE not in case.roles


def letter(case: Case) -> Iterator[Found]:
    """N08–N10: a letter's two double lines, below its mark and above the page's lower edge."""
    if case.profile != LETTER:
        return
    limits, drawn = case.standard.limits, list(_doubles(case))
    if not drawn:
        yield Found("N08", "第1页", "没有")
        return
    upper = next((one for one in drawn if not one.low), None)
    lower = next((one for one in drawn if one.low), None)
    if upper is None or lower is None:
        yield Found("N08" if upper is None else "N09", "第1页", "没有")
    mark = _mark(case)
    edges = _edges(case, mark) if mark else None
    if upper and upper.edge is not None and edges is not None:
        yield from _apart(case, "N08", upper, upper.edge - edges[1], limits["双线距标志"])
    if lower and lower.edge is not None:
        yield from _apart(case, "N09", lower, lower.edge, limits["双线距页边"])
    for one, order in ((upper, _THICK_ABOVE), (lower, _THICK_BELOW)):
        if one and one.order and one.order != order:
            yield Found("N08" if one is upper else "N09", one.place, f"是{one.order}")
        if one and one.length:
            length = millimetres(one.length)
            if abs(length - limits["双线长"]) > limits["双线允差"]:
                yield Found("N10", one.place, f"是{shown(length)}")


@dataclass(frozen=True, slots=True)
class _Double:
    """A red double line: how far from the page's upper edge, or `low` from its lower one."""

    place: str
    low: bool
    edge: Fraction | None
    length: Fraction
    order: str = ""


def _apart(
    case: Case, code: str, one: _Double, twips: Fraction, wanted: Fraction
) -> Iterator[Found]:
    measured = millimetres(twips)
    if abs(measured - wanted) > case.standard.limits["双线允差"]:
        yield Found(code, one.place, f"是{shown(measured)}")


def _doubles(case: Case) -> Iterator[_Double]:
    section = case.written.sections[0]
    kind = "first" if section.title_page else "default"
    below = section.footers.get(kind, ())
    above = [one for one in case.written.paragraphs if not one.section]
    for one in (*section.headers.get(kind, ()), *above, *below):
        low = any(one is line for line in below)
        if _is_double(one):
            edge = bottom_of(case, one, section) if low else top_of(case, one)
            edge = edge + one.before if edge is not None and not low else edge
            yield _Double(one.place, low, edge, _length(one, section), _order(one))
        for shape in one.shapes:
            if shape.double and (not shape.color or red(shape.color)):
                yield _drawn(one, shape, section)


def _drawn(one: Paragraph, shape: Shape, section: Section) -> _Double:
    """A drawn line by its own position; on the lower half of the page it is the lower one."""
    against = {
        "page": 0,
        "margin": section.top,
        "topMargin": 0,
        "bottomMargin": section.height - section.bottom,
    }
    if shape.against not in against:
        return _Double(one.place, "页脚" in one.place, None, Fraction(shape.length))
    edge = Fraction(against[shape.against] + shape.offset)
    low = 2 * edge > section.height
    edge = section.height - edge if low else edge
    return _Double(one.place, low, edge, Fraction(shape.length))


def _is_double(one: Paragraph) -> bool:
    lines = [border for border in one.borders if red(border.color)]
    doubled = any(border.kind.startswith(("double", "thinThick", "thickThin")) for border in lines)
    return doubled or (not one.text.strip() and len(lines) > 1)


def _order(one: Paragraph) -> str:
    """Which of an empty paragraph's two edges is the thicker one."""
    sizes = {border.side: border.size for border in one.borders if border.kind == "single"}
    if len(sizes) < 2 or sizes["top"] == sizes["bottom"]:
        return ""
    return _THICK_ABOVE if sizes["top"] > sizes["bottom"] else _THICK_BELOW


def _length(one: Paragraph, section: Section) -> Fraction:
    """How long a paragraph's edge is: the text area less its indents."""
    return section.text_width - (one.left + one.right) * 10 * (one.size or 20)


def _mark(case: Case) -> Paragraph | None:
    headers = (line for lines in case.written.sections[0].headers.values() for line in lines)
    return next(iter((*case.of(MARK), *filter(is_mark, headers))), None)


def _edges(case: Case, mark: Paragraph) -> tuple[Fraction, Fraction] | None:
    """How far the mark's characters begin and end below the page's upper edge."""
    top, inside = top_of(case, mark), characters_of(mark, case.section(mark))
    return None if top is None or inside is None else (top + inside[0], top + inside[1])
