"""How a cell looks in the document: merged down or across, spanning columns, coloured."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.render.word.blocks import around, pairs, scope_of
from pipeline.render.word.codes import Codes
from pipeline.render.word.signs import Sign, Trouble
from pipeline.render.word.walk import W, cell_of, row_of

_ORDER = re.findall(
    r"\w+",
    "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText "
    "vAlign hideMark",
)
_ROWS = ("tr", "row")


def painted(signs: Sequence[Sign], codes: Codes) -> None:
    """Write the cells' own tags into their properties."""
    for number, sign in enumerate(signs):
        if sign.reach == "cell":
            cell = cell_of(sign.paragraph)
            _PAINTERS[sign.word](cell, sign, codes, number)


def misplaced(signs: Sequence[Sign]) -> Iterator[Trouble]:
    """Yield a fault for each vm without a loop of rows, each hm without one of columns."""
    for sign in signs:
        if sign.reach == "cell" and sign.word in ("vm", "hm"):
            loops = [block for block in around(pairs(signs), sign) if block[0].word == "for"]
            inner = loops[-1] if loops else []
            if sign.word == "hm" and (not inner or inner[0].reach != "tc"):
                yield Trouble.of(
                    sign, "{% hm %}不在{%tc for … %}里", "横向合并只用于按列重复的单元格"
                )
            elif sign.word == "vm" and (not inner or inner[0].reach not in _ROWS):
                yield Trouble.of(
                    sign, "{% vm %}不在按行重复的循环里", "纵向合并只用于循环里的单元格"
                )
            elif sign.word == "vm" and _has_other_rows(inner, signs):
                yield Trouble.of(
                    sign,
                    "所在的循环里还有别的行，合并会被隔断",
                    "每次循环只留一行，或每行都写{% vm %}",
                )


def put(cell: Element, name: str, **attributes: str) -> None:
    """Set one property of a cell, in the place that the schema gives it."""
    properties = cell.find(W + "tcPr")
    if properties is None:
        properties = etree.Element(W + "tcPr")
        cell.insert(0, properties)
    for old in properties.findall(W + name):
        properties.remove(old)
    new = etree.Element(W + name, {W + key: value for key, value in attributes.items()})
    rank = _ORDER.index(name)
    later = [one for one in properties if etree.QName(one).localname not in _ORDER[:rank]]
    if later:
        later[0].addprevious(new)
    else:
        properties.append(new)


def _has_other_rows(block: Sequence[Sign], signs: Sequence[Sign]) -> bool:
    """Tell whether a loop repeats several rows and not all of them have cells to merge."""
    if block[0].reach == "row":
        return False
    gone = {scope_of(sign) for sign in signs if sign.reach == "tr"}
    merged = {row_of(sign.paragraph) for sign in signs if sign.word == "vm"}
    rows, row = [], scope_of(block[0]).getnext()
    while row is not None and row is not scope_of(block[-1]):
        rows += [row] if row.tag == W + "tr" and row not in gone else []
        row = row.getnext()
    return len(rows) > 1 and not merged.issuperset(rows)


def _merge_down(cell: Element, sign: Sign, codes: Codes, number: int) -> None:
    tag = sign.judged
    key = f"({sign.given or 0})"
    put(cell, "vMerge", val=codes.text(tag, f"{{{{ _merge({number}, loop, {key}) }}}}"))
    blank = etree.Element(W + "p")
    first = cell.find(W + "p")
    if first is not None and first.find(W + "pPr") is not None:
        blank.append(copy.deepcopy(first.find(W + "pPr")))
    cell.find(W + "tcPr").addnext(codes.node(tag, f"{{% if _is_first({number}) %}}"))
    cell.append(codes.node(tag, "{% else %}"))
    cell.append(blank)
    cell.append(codes.node(tag, "{% endif %}"))


def _merge_across(cell: Element, sign: Sign, codes: Codes, _: int) -> None:
    tag = sign.judged
    put(cell, "gridSpan", val=codes.text(tag, "{{ loop.length }}"))
    cell.addprevious(codes.node(tag, "{% if loop.first %}"))
    cell.addnext(codes.node(tag, "{% endif %}"))


def _span(cell: Element, sign: Sign, codes: Codes, _: int) -> None:
    put(cell, "gridSpan", val=codes.text(sign.judged, f"{{{{ _columns({sign.given}) }}}}"))


def _colour(cell: Element, sign: Sign, codes: Codes, _: int) -> None:
    fill = codes.text(sign.judged, f"{{{{ _colour({sign.given}) }}}}")
    put(cell, "shd", val="clear", color="auto", fill=fill)


_PAINTERS = {"vm": _merge_down, "hm": _merge_across, "colspan": _span, "cellbg": _colour}
