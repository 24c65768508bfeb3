"""What the numbered lists of a document print before their paragraphs."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from pipeline.office.written.cascade import Props, Styles, W, number

_DIGITS = "〇一二三四五六七八九"
_CHINESE = ("chinese", "ideograph", "japaneseCounting", "taiwanese")
_SILENT = ("bullet", "none")


class Lists:
    """Counts the paragraphs of each list; a level begins anew after one above it."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[tuple[int, int], Element] = {}
        self._counts: dict[tuple[int, int], int] = {}
        if root is None:
            return
        drafts = {one.get(W + "abstractNumId"): one for one in root.iterchildren(W + "abstractNum")}
        for num in root.iterchildren(W + "num"):
            mark = num.find(W + "abstractNumId")
            draft = drafts.get("" if mark is None else mark.get(W + "val"))
            for level in () if draft is None else draft.iterchildren(W + "lvl"):
                self._levels[number(num, "numId"), number(level, "ilvl")] = level

    def props(self, listed: int, level: int) -> Props:
        """The indents that the list gives its paragraphs."""
        drawn = self._levels.get((listed, level))
        return {} if drawn is None else self._styles.said(drawn.find(W + "pPr"))

    def next(self, listed: int, level: int) -> str:
        """Count one paragraph; return its number as printed, "" for bullets."""
        drawn = self._levels.get((listed, level))
        if drawn is None:
            return ""
        for deeper in [key for key in self._counts if key[0] == listed and key[1] > level]:
            del self._counts[deeper]
        start = number(drawn.find(W + "start"), "val", 1)
        self._counts[listed, level] = self._counts.get((listed, level), start - 1) + 1
        text = drawn.find(W + "lvlText")
        if text is None or _format(drawn) in _SILENT:
            return ""
        return re.sub(
            r"%(\d)", lambda one: self._figure(listed, int(one[1]) - 1), text.get(W + "val", "")
        )

    def _figure(self, listed: int, level: int) -> str:
        drawn = self._levels.get((listed, level))
        count = self._counts.get((listed, level), 1)
        if drawn is not None and _format(drawn).startswith(_CHINESE):
            return _counted(count)
        return str(count)


def _format(level: Element) -> str:
    mark = level.find(W + "numFmt")
    return "decimal" if mark is None else mark.get(W + "val", "")


def _counted(count: int) -> str:
    """A number up to 99 as it is counted in Chinese; digit by digit beyond."""
    tens, ones = divmod(count, 10)
    if count > 99:
        return "".join(_DIGITS[int(one)] for one in str(count))
    lead = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return lead + (_DIGITS[ones] if ones or not tens else "")
