"""Which kind of document one is, where nobody says it (GB/T 9704, 7 and 10)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.conform.roles import MARK, is_red, red
from pipeline.office.written import Paragraph, Spot, Written

FILE, UPWARD, LETTER, PLAIN, MINUTES = "文件", "上行文", "信函", "白头", "纪要"
_DOUBLE = ("double", "thinThick", "thickThin")
_LEAST = 40
"""Half points below which red text is no mark of an organisation."""


def guessed(written: Written, roles: Sequence[str]) -> tuple[str, str]:
    """The profile, and what it was told by."""
    marked = [one for one, role in zip(written.paragraphs, roles, strict=True) if role == MARK]
    around = (one for one in written.paragraphs if one.spot in (Spot.BOX, Spot.CELL))
    marks = [*marked, *(one for one in (*around, *written.headers) if is_mark(one))]
    if not marks:
        return PLAIN, "没有红色的发文机关标志"
    if any(one.full.strip().endswith("纪要") for one in marks):
        return MINUTES, "标志以“纪要”结尾"
    everything = (*written.paragraphs, *written.headers)
    doubled = any(_is_doubled(one) for one in everything)
    if doubled:
        return LETTER, "有红色双线"
    if any("签发人" in one.full for one in written.paragraphs):
        return UPWARD, "有签发人"
    return FILE, "有红色的发文机关标志"


def _is_doubled(one: Paragraph) -> bool:
    """Tell whether a double line is drawn here, or an empty paragraph has two red edges."""
    edges = sum(red(border.color) for border in one.borders)
    kinds = any(border.kind.startswith(_DOUBLE) for border in one.borders)
    empty = not one.text.strip()
    return kinds or any(shape.double for shape in one.shapes) or (empty and edges > 1)


def is_mark(one: Paragraph) -> bool:
    return is_red(one) and one.size >= _LEAST
