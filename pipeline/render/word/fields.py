"""Contents and other fields whose text the template cannot know are marked to be worked out."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from pipeline.render.word.walk import W

_STALE = re.compile(r"\s*(?:TOC|PAGEREF|REF|SEQ|INDEX)\b", re.IGNORECASE)


def mark_stale(root: Element) -> None:
    """Mark contents and references; Word works them out when it opens the document."""
    opened: list[Element] = []
    for element in root.iter(W + "fldChar", W + "instrText", W + "fldSimple"):
        if element.tag == W + "fldSimple":
            _mark(element, element.get(W + "instr", ""))
        elif element.tag == W + "instrText":
            if opened:
                _mark(opened[-1], element.text or "")
        elif element.get(W + "fldCharType") == "begin":
            opened.append(element)
        elif element.get(W + "fldCharType") == "end" and opened:
            opened.pop()


def _mark(field: Element, code: str) -> None:
    if _STALE.match(code):
        field.set(W + "dirty", "true")
