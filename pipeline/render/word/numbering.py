"""Numbered paragraphs of a loop within a loop begin anew in each turn of the outer one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.office.package import Part
from pipeline.render.language import Unprintable
from pipeline.render.word.blocks import around, pairs
from pipeline.render.word.codes import Codes
from pipeline.render.word.opening import parse
from pipeline.render.word.signs import Sign
from pipeline.render.word.walk import W

_PART = "word/numbering.xml"
_MOST = 30_000


class Lists:
    """The numbered lists of one document: those of the template, and fresh ones like them."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self._part = parts.get(_PART)
        self._root: Element | None = None
        self._next = 0

    def anew(self, number: int) -> int:
        """Return the number of a fresh list like the template's list `number`."""
        if self._root is None:
            if self._part is None:
                return number
            self._root = parse(self._part)
            self._next = max(int(one.get(W + "numId", 0)) for one in self._root.iter(W + "num"))
        nums = [one for one in self._root.iter(W + "num") if one.get(W + "numId") == str(number)]
        if not nums:
            return number
        self._next += 1
        if self._next > _MOST:
            raise Unprintable(f"重新编号的清单超过{_MOST}个，Word打不开")
        abstract = nums[0].find(W + "abstractNumId").get(W + "val")
        nums[0].getparent().findall(W + "num")[-1].addnext(self._list(abstract))
        return self._next

    def close(self) -> dict[str, bytes]:
        """The numbering part, if fresh lists were made."""
        if self._root is None:
            return {}
        text = etree.tostring(self._root, encoding="UTF-8", xml_declaration=True, standalone=True)
        return {_PART: text}

    def _list(self, abstract: str) -> Element:
        made = etree.Element(W + "num", {W + "numId": str(self._next)})
        etree.SubElement(made, W + "abstractNumId").set(W + "val", abstract)
        for level in self._root.iterfind(f"{W}abstractNum[@{W}abstractNumId='{abstract}']/{W}lvl"):
            start = level.find(W + "start")
            first = "1" if start is None else start.get(W + "val", "1")
            over = etree.SubElement(made, W + "lvlOverride", {W + "ilvl": level.get(W + "ilvl")})
            etree.SubElement(over, W + "startOverride").set(W + "val", first)
        return made


def renumbered(signs: Sequence[Sign], nodes: Mapping[Sign, Element], codes: Codes) -> bool:
    """Let the lists in inner loops begin anew; tell whether there are any."""
    taken: set[Element] = set()
    made = 0
    blocks = list(pairs(signs))
    for block in blocks:
        start, end = nodes.get(block[0]), nodes.get(block[-1])
        if block[0].word != "for" or start.getparent() is None:
            continue
        if not any(one[0].word == "for" for one in around(blocks, block[0])):
            continue
        names: dict[str, str] = {}
        node = start.getnext()
        while node is not None and node is not end:
            for mark in node.iterfind(f".//{W}pPr/{W}numPr/{W}numId") if _is_tag(node) else ():
                number = mark.get(W + "val", "0")
                if mark in taken or not number.isdigit() or number == "0":
                    continue
                taken.add(mark)
                if number not in names:
                    names[number] = f"_list{made}"
                    made += 1
                mark.set(W + "val", codes.text(block[0].judged, f"{{{{ {names[number]} }}}}"))
            node = node.getnext()
        for number, name in names.items():
            code = f"{{% set {name} = _anew({number}) %}}"
            start.addprevious(codes.node(block[0].judged, code))
    return made > 0


def _is_tag(node: Element) -> bool:
    return isinstance(node.tag, str)
