"""Automatic numbers of a manuscript's paragraphs, typed out as Word would show them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lxml.etree import _Element as Element

from pipeline.render import wording
from pipeline.render.word.walk import W

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class Labels:
    """Counts a manuscript's lists paragraph by paragraph.

    Lists that share a definition count on together, unless one of them starts afresh.
    """

    def __init__(self, numbering: Element | None, styles: Mapping[str, Element]) -> None:
        self._styles = styles
        self._nums: dict[str, Element] = {}
        self._levels: dict[str, dict[int, Element]] = {}
        self._counts: dict[str, list[int]] = {}
        self._begun: set[str] = set()
        if numbering is not None:
            self._nums = {one.get(W + "numId", ""): one for one in numbering.iter(W + "num")}
            self._levels = {
                one.get(W + "abstractNumId", ""): {
                    int(level.get(W + "ilvl", 0)): level for level in one.iter(W + "lvl")
                }
                for one in numbering.iter(W + "abstractNum")
            }

    def next(self, properties: Element | None) -> str:
        """Return the number before the next paragraph; "" for none and for bullets."""
        number, level = self._list(properties)
        num = self._nums.get(number)
        if num is None:
            return ""
        abstract = num.find(W + "abstractNumId").get(W + "val", "")
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, [])
        if number not in self._begun:
            self._begun.add(number)
            if num.find(f".//{W}startOverride") is not None:
                counts.clear()
        del counts[level + 1 :]
        while len(counts) < level:
            counts.append(_start(levels.get(len(counts))))
        if len(counts) == level:
            counts.append(_start(levels[level]) - 1)
        counts[level] += 1
        return _label(levels, level, counts)

    def _list(self, properties: Element | None) -> tuple[str, int]:
        """The list that a paragraph belongs to, by itself or by its style."""
        seen = 0
        while properties is not None and seen < 20:
            found = properties.find(W + "numPr")
            if found is not None and found.find(W + "numId") is not None:
                level = found.find(W + "ilvl")
                at = 0 if level is None else int(level.get(W + "val", 0))
                return found.find(W + "numId").get(W + "val", ""), at
            style = properties.find(W + "pStyle")
            one = None if style is None else self._styles.get(style.get(W + "val", ""))
            properties = None if one is None else one.find(W + "pPr")
            seen += 1
        return "", 0


def _start(level: Element | None) -> int:
    start = None if level is None else level.find(W + "start")
    return 1 if start is None else int(start.get(W + "val", 1))


def _label(levels: Mapping[int, Element], level: int, counts: list[int]) -> str:
    if _kind(levels[level]) in ("bullet", "none"):
        return ""
    pattern = levels[level].find(W + "lvlText")
    text = "" if pattern is None else pattern.get(W + "val", "")
    is_plain = levels[level].find(W + "isLgl") is not None

    def number(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        if not 0 <= at < len(counts):
            return ""
        kind = "decimal" if is_plain or at not in levels else _kind(levels[at])
        return _KINDS.get(kind, str)(counts[at])

    label = re.sub(r"%(\d)", number, text)
    return f"{label} " if label[-1:].isalnum() and label[-1:].isascii() else label


def _kind(level: Element) -> str:
    found = level.find(W + "numFmt")
    return "decimal" if found is None else found.get(W + "val", "decimal")


def _chinese(number: int) -> str:
    return wording.in_characters(str(number))


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else f"({number})"


_KINDS: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
}
