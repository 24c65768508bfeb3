"""Paper, margins, lines and characters to a page, page numbers (GB/T 9704, 5 and 7.5)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from pipeline.conform.case import Case, found, millimetres, shown
from pipeline.conform.measure import characters, told
from pipeline.conform.report import Found
from pipeline.conform.roles import TEXT
from pipeline.model.number import printed
from pipeline.office.written import Paragraph, Section, Spot

_SINGLE = 240
_NATURAL = Fraction(13, 10)
"""A line that is not fixed is taken to be so many times as high as its characters."""
_DASH = "—"


def paper(case: Case) -> Iterator[Found]:
    """P01: A4, upright or lying."""
    limits = case.standard.limits
    wanted = limits["纸宽"], limits["纸高"]
    for number, section in enumerate(case.written.sections):
        sides = sorted((millimetres(section.width), millimetres(section.height)))
        off = max(abs(one - two) for one, two in zip(sides, wanted, strict=True))
        if off > limits["纸张允差"]:
            size = f"{shown(millimetres(section.width))[:-2]}×{shown(millimetres(section.height))}"
            yield Found("P01", _named(number), f"是{size}")


def margins(case: Case) -> Iterator[Found]:
    """P02–P05: margins and the area of text, of upright pages."""
    area, allowed = case.standard.area, case.standard.limits["边距允差"]
    for number, section in case.upright():
        for code, length, name in (
            ("P02", section.top, "天头"),
            ("P03", section.left, "订口"),
            ("P04", section.text_width, "宽"),
            ("P05", section.text_height, "高"),
        ):
            measured = millimetres(length)
            if abs(measured - area[name]) > allowed:
                yield Found(code, _named(number), f"是{shown(measured)}")


def lines(case: Case) -> Iterator[Found]:
    """P06: how many lines of text a page takes."""
    for paragraph in case.of(TEXT):
        section = case.section(paragraph)
        if section.landscape:
            continue
        step, how = pitch(paragraph, section)
        if not step:
            yield found("P06", paragraph, "没有固定，行距随字体变化")
            continue
        count = floor(section.text_height / step)
        if count != case.standard.area["行数"]:
            yield found(
                "P06",
                paragraph,
                f"是{count}行（{how}{printed(step / 20, 2, strip_zeros=True)}磅）",
            )


def columns(case: Case) -> Iterator[Found]:
    """P07: how many characters of the prescribed size a line of text takes."""
    points = case.standard.sizes[str(case.standard.elements[TEXT].checks["B02"]["字号"])]
    for paragraph in case.of(TEXT):
        section = case.section(paragraph)
        widest = max((len(run.text), run.spacing) for run in paragraph.runs)
        if section.landscape:
            continue
        added = Fraction(section.char_space, 4096) if "Chars" in section.grid else 0
        step = max(points + added + Fraction(widest[1], 20), Fraction(1))
        count = floor(Fraction(section.text_width, 20) / step)
        if count != case.standard.area["字数"]:
            yield found("P07", paragraph, f"是{count}个字")


def grid(case: Case) -> Iterator[Found]:
    """P08: a grid for characters, which other programs than Word read in other ways."""
    for number, section in case.upright():
        if "Chars" in section.grid and section.char_space < 0:
            yield Found("P08", _named(number), "指定了字符网格")


def numbers(case: Case) -> Iterator[Found]:
    """F01–F05: page numbers in the footers of upright pages."""
    for number, section in case.upright():
        kinds = ("default", "even") if case.written.even_and_odd else ("default",)
        lines = {
            kind: next((one for one in section.footers.get(kind, ()) if one.page), None)
            for kind in kinds
        }
        for kind, line in lines.items():
            if line is None:
                yield Found("F01", _named(number), f"：{_PAGES[kind]}没有", "")
            else:
                yield from _number(case, line, section, kind)
        sided = case.standard.numbering == "单右双左" and lines.get("default")
        if sided and not case.written.even_and_odd:
            yield Found("F04", _named(number), "：奇偶页相同")


_PAGES = {"default": "页脚", "even": "偶数页页脚"}


def _number(case: Case, line: Paragraph, section: Section, kind: str) -> Iterator[Found]:
    asked = case.standard.elements["页码"].checks["F02"]
    for measured, required in told(line, asked, case.standard):
        yield found("F02", line, measured, required)
    text = "".join(line.text.split())
    if not (text.startswith(_DASH) and text.endswith(_DASH) and text.count(_DASH) == 2):
        yield found("F03", line, f"是“{text}”")
    if line.spot is Spot.BOX:
        return
    yield from _position(case, line, kind)
    height = Fraction(line.line) if line.line_rule == "exact" else 10 * line.size * _NATURAL
    distance = millimetres(section.bottom - section.footer - height / 2)
    limits = case.standard.limits
    if abs(distance - limits["页码距版心"]) > limits["页码允差"]:
        yield found("F05", line, f"是{shown(distance)}")


def _position(case: Case, line: Paragraph, kind: str) -> Iterator[Found]:
    """F04: odd pages on the right, even pages on the left, one character in; or in the middle."""
    if case.standard.numbering == "居中":
        if line.align != "center":
            yield found("F04", line, f"是{_SIDES.get(line.align, line.align)}")
        return
    if not case.written.even_and_odd:
        return
    odd = kind == "default"
    indent = line.right if odd else line.left + line.first
    if _SIDES.get(line.align) != ("居右" if odd else "居左"):
        yield found("F04", line, f"是{_SIDES.get(line.align, line.align)}")
    elif abs(indent - 1) > case.standard.limits["位置允差"]:
        yield found("F04", line, f"空{characters(indent)}")


_SIDES = {"left": "居左", "right": "居右", "center": "居中", "both": "居左"}


def pitch(paragraph: Paragraph, section: Section) -> tuple[Fraction, str]:
    """The distance of two lines in twips, and what fixes it; 0 where only the font does."""
    snapped = section.pitch if section.grid and section.grid != "default" else 0
    snapped = snapped if paragraph.snaps else 0
    if paragraph.line_rule == "exact":
        return Fraction(paragraph.line), "固定行距"
    least = 10 * paragraph.size * _NATURAL
    if paragraph.line_rule == "atLeast":
        if snapped:
            return Fraction(snapped * -(-max(paragraph.line, 1) // snapped)), "网格"
        return (
            (Fraction(paragraph.line), "最小行距") if paragraph.line >= least else (Fraction(0), "")
        )
    if snapped:
        return Fraction(snapped * paragraph.line, _SINGLE), "网格"
    return Fraction(0), ""


def _named(number: int) -> str:
    return f"第{number + 1}节"
