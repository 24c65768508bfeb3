"""Tags that stand in no text: those of pictures, charts and links, in their own attributes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lxml.etree import _Element as Element

from pipeline.render.word.codes import Codes
from pipeline.render.word.scan import Flaw, Piece, pieces
from pipeline.render.word.walk import W

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WORDS = ("descr", "title")
_CHART = re.compile(r"\{\{\s*图\s*[:：]\s*(.+?)\s*\}\}\s*", re.S)

BRACES = re.compile(r"[{｛][{｛%％#＃]|[%％#＃][}｝]|[}｝]｝|｝[}｝]")
"""What looks like half a tag; single braces are no tags in attributes."""


def described(paragraph: Element) -> Iterator[tuple[Element, str, str]]:
    """Yield each drawing's docPr in a paragraph with the attribute that holds tags, and its text.

    Drawings in a text box inside the paragraph belong to the paragraphs of that box.
    """
    for element in paragraph.iter(_WP + "docPr"):
        owner = next(element.iterancestors(W + "p"))
        for name in _WORDS if owner is paragraph else ():
            text = element.get(name, "")
            if BRACES.search(text):
                yield element, name, text


def linked(paragraph: Element, links: Mapping[str, str]) -> Iterator[tuple[Element, str]]:
    """Yield each link of a paragraph in whose address tags stand, with the address."""
    for element in paragraph.iter(W + "hyperlink"):
        address = unquote(links.get(element.get(R + "id", ""), ""))
        if BRACES.search(address) and next(element.iterancestors(W + "p")) is paragraph:
            yield element, address


def reach_of(element: Element, text: str) -> str:
    """What the tags of a drawing's description are to do: fill a chart, be a picture, describe."""
    if _CHART.fullmatch(text.strip()):
        return "chart"
    found = pieces(text.strip())
    whole = len(found) == 1 and found[0].text.startswith("{{") and found[0].start == 0
    whole = whole and found[0].end == len(text.strip()) and found[0].flaw is Flaw.NONE
    if whole and _blips(element):
        return "picture"
    return "alt"


def has_chart(element: Element) -> bool:
    return next(_around(element).iter(_C + "chart"), None) is not None


def expression(text: str) -> tuple[str, Piece | None]:
    """Return a text with tags as one Jinja expression, or the first piece that cannot be that."""
    chart = _CHART.fullmatch(text.strip())
    if chart:
        return chart[1], None
    parts, position = [], 0
    for piece in pieces(text):
        if piece.flaw is Flaw.LONE:
            continue
        if piece.flaw is not Flaw.NONE or not piece.text.startswith("{{"):
            return "", piece
        if piece.start > position:
            parts.append(json.dumps(text[position : piece.start], ensure_ascii=False))
        parts.append(f"({piece.text[2:-2].strip()})")
        position = piece.end
    if text[position:]:
        parts.append(json.dumps(text[position:], ensure_ascii=False))
    return " ~ ".join(parts), None


def woven(sign, codes: Codes) -> None:
    """Put an object's tag into its attributes."""
    given, tag, element = sign.given, sign.judged, sign.element
    if sign.reach == "link":
        element.set(R + "id", codes.text(tag, f"{{{{ _link({given}) }}}}"))
        return
    if sign.reach == "alt":
        element.set(sign.attribute, codes.text(tag, f"{{{{ _plain({given}) }}}}"))
        return
    for name in _WORDS:
        element.attrib.pop(name, None)
    if sign.reach == "chart":
        chart = next(_around(element).iter(_C + "chart"))
        name = json.dumps(chart.get(R + "id", ""))
        chart.set(R + "id", codes.text(tag, f"{{{{ _chart({name}, ({given})) }}}}"))
        return
    drawing = _around(element)
    for blip in _blips(element):
        old = json.dumps(blip.get(R + "embed"))
        blip.set(R + "embed", codes.text(tag, f"{{{{ _picture(({given}), {old}) }}}}"))
        for crop in list(blip.getparent().iter(_A + "srcRect")):
            crop.getparent().remove(crop)
    for size in [*drawing.iter(_WP + "extent"), *drawing.iter(_A + "ext")]:
        x, y = size.get("cx"), size.get("cy")
        if x and y:
            fit = f"_fit(({given}), {int(x)}, {int(y)})"
            size.set("cx", codes.text(tag, f"{{{{ {fit}[0] }}}}"))
            size.set("cy", codes.text(tag, f"{{{{ {fit}[1] }}}}"))


def _around(element: Element) -> Element:
    return element.getparent()


def _blips(element: Element) -> list[Element]:
    return [one for one in _around(element).iter(_A + "blip") if one.get(R + "embed")]
