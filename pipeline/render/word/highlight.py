"""Colours what is missing in a finished Word document, for a preview."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.office.package import read, write
from pipeline.render.absent import BEGIN, END, GAP
from pipeline.render.word.opening import parse
from pipeline.render.word.walk import W

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ENCLOSED = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}|({GAP.pattern})")
_STRAY = re.compile(f"[{BEGIN}{END}]")
_SIGNS = (BEGIN.encode(), END.encode(), "【缺：".encode())
_BEFORE = re.compile(
    "rStyle|rFonts|b|bCs|i|iCs|caps|smallCaps|strike|dstrike|outline|shadow|emboss|imprint|"
    "noProof|snapToGrid|vanish|webHidden|color|spacing|w|kern|position|sz|szCs"
)
"""What stands before w:highlight in a run's properties, by the schema."""


def highlighted(document: bytes) -> bytes:
    """Return the document with yellow behind each enclosed text and each 【缺：…】.

    The enclosing characters are gone afterwards, also from parts that hold no runs.
    """
    parts = read(document)
    changed: dict[str, bytes | None] = {}
    for name, part in parts.items():
        if name.endswith(".xml") and any(sign in part.bytes() for sign in _SIGNS):
            changed[name] = _coloured(parse(part))
    return write(parts, changed)


def _coloured(root: Element) -> bytes:
    for text in list(root.iter(W + "t")):
        if text.getparent().tag == W + "r" and _ENCLOSED.search(text.text or ""):
            _split(text)
    for element in root.iter():
        if element.text and _STRAY.search(element.text):
            element.text = _STRAY.sub("", element.text)
        for name, value in element.attrib.items():
            if _STRAY.search(value):
                element.set(name, _STRAY.sub("", value))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _split(text: Element) -> None:
    """Put the run of a text in pieces: those before and after it, and one for each stretch."""
    run = text.getparent()
    made, rest = [_like(run)], list(run)
    position = rest.index(text)
    made[-1].extend(one for one in rest[:position] if one.tag != W + "rPr")
    for words, is_missing in _pieces(text.text or ""):
        piece = _like(run)
        if is_missing:
            _paint(piece)
        inner = etree.SubElement(piece, W + "t")
        inner.set(_SPACE, "preserve")
        inner.text = words
        made.append(piece)
    made.append(_like(run))
    made[-1].extend(rest[position + 1 :])
    parent, place = run.getparent(), run.getparent().index(run)
    made[-1].tail = run.tail
    parent[place : place + 1] = [one for one in made if any(x.tag != W + "rPr" for x in one)]


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    position = 0
    for found in _ENCLOSED.finditer(text):
        if found.start() > position:
            yield text[position : found.start()], False
        if words := found[1] or found[2]:
            yield words, True
        position = found.end()
    if position < len(text):
        yield text[position:], False


def _like(run: Element) -> Element:
    made = run.makeelement(run.tag, dict(run.attrib), nsmap=run.nsmap)
    looks = run.find(W + "rPr")
    if looks is not None:
        made.append(copy.deepcopy(looks))
    return made


def _paint(run: Element) -> None:
    looks = run.find(W + "rPr")
    if looks is None:
        looks = etree.SubElement(run, W + "rPr")
    for old in looks.findall(W + "highlight"):
        looks.remove(old)
    mark = looks.makeelement(W + "highlight", {W + "val": "yellow"})
    before = [
        number
        for number, one in enumerate(looks, 1)
        if _BEFORE.fullmatch(etree.QName(one).localname)
    ]
    looks.insert(max(before, default=0), mark)
