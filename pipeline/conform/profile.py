"""Which kind of document one is, where nobody says it (GB/T 9704, 7 and 10)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.conform.roles import MARK, is_red
from pipeline.office.written import Spot, Written

FILE, UPWARD, LETTER, PLAIN, MINUTES = "文件", "上行文", "信函", "白头", "纪要"
_DOUBLE = ("double", "thinThick", "thickThin")


def guessed(written: Written, roles: Sequence[str]) -> tuple[str, str]:
    """The profile, and what it was told by."""
    marks = [
        one
        for one, role in zip(written.paragraphs, roles, strict=True)
        if role == MARK or (one.spot is Spot.BOX and is_red(one) and one.size >= 40)
    ]
    if not marks:
        return PLAIN, "没有红色的发文机关标志"
    if any(one.full.strip().endswith("纪要") for one in marks):
        return MINUTES, "标志是“纪要”"
    doubled = any(
        border.kind.startswith(_DOUBLE) for one in written.paragraphs for border in one.borders
    ) or any(shape.double for one in written.paragraphs for shape in one.shapes)
    if doubled:
        return LETTER, "有红色双线"
    if any("签发人" in one.full for one in written.paragraphs):
        return UPWARD, "有签发人"
    return FILE, "有红色的发文机关标志"
