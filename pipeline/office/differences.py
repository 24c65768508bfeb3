"""Where two Office files differ, as far as it can be told in a line."""

from __future__ import annotations

from itertools import zip_longest

from pipeline.office import package
from pipeline.office.grid import Unreadable
from pipeline.office.package import PackageError
from pipeline.office.paragraphs import paragraphs

_LONGEST = 20
"""So much of a paragraph is quoted."""


def difference(old: bytes, new: bytes) -> str:
    """Return in Chinese the first paragraph, or else the parts, in which two files differ."""
    try:
        before, now = package.read(old), package.read(new)
    except PackageError:
        return f"原{len(old)}字节，重做{len(new)}字节"
    if "word/document.xml" in before and (told := _paragraph(old, new)):
        return told
    parts = [
        name
        for name in dict.fromkeys((*before, *now))
        if name not in before
        or name not in now
        or (before[name].crc, before[name].size) != (now[name].crc, now[name].size)
    ]
    return f"内部不同：{'、'.join(parts)}" if parts else "内容相同，只是压缩不同"


def _paragraph(old: bytes, new: bytes) -> str:
    try:
        pairs = zip_longest(paragraphs(old, "a.docx"), paragraphs(new, "b.docx"), fillvalue="")
    except Unreadable:
        return ""
    for number, (before, now) in enumerate(pairs, start=1):
        if before != now:
            return f"第{number}段由“{_short(before)}”变为“{_short(now)}”"
    return ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
