"""What is drawn beside a paragraph: lines with their colours, and the text in boxes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from pipeline.office.written.cascade import A, W
from pipeline.office.written.values import Shape

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_EMU = 635
"""Of them a twip has so many."""
_LINES = ("line", "straightConnector1")
_NAMED = {"RED": "FF0000", "BLACK": "000000"}


def boxes(paragraph: Element) -> Iterator[Element]:
    """Yield what text boxes anchored here hold, each once though written for old Word too."""
    for box in paragraph.iter(W + "txbxContent"):
        if _is_shown(box, paragraph) and not _in_box(box, paragraph):
            yield box


def shapes(paragraph: Element) -> list[Shape]:
    """The lines drawn here; a picture that may well be one counts as a line without colour."""
    lines = list(_lines(paragraph))
    return lines or ([Shape()] if _has_picture(paragraph) else [])


def _lines(paragraph: Element) -> Iterator[Shape]:
    for form in paragraph.iter(A + "prstGeom"):
        holder = form.getparent()
        line = None if holder is None else holder.find(A + "ln")
        if form.get("prst") in _LINES and _is_shown(form, paragraph):
            colour = None if line is None else line.find(f".//{A}srgbClr")
            double = line is not None and line.get("cmpd", "sng") not in ("sng",)
            name = "" if colour is None else colour.get("val", "").upper()
            yield Shape(name, double, *_where(form))
    for line in paragraph.iter(_V + "line"):
        if _is_shown(line, paragraph):
            stroke = line.find(_V + "stroke")
            style = "" if stroke is None else stroke.get("linestyle", "")
            yield Shape(_colour(line.get("strokecolor", "")), style not in ("", "single"))


def _where(form: Element) -> tuple[int, str, int]:
    """The length of a drawn line, against what it is placed on the page, and how far below it."""
    anchor = next(form.iterancestors(_WP + "anchor"), None)
    if anchor is None:
        return 0, "", 0
    extent, level = anchor.find(_WP + "extent"), anchor.find(_WP + "positionV")
    offset = None if level is None else level.findtext(_WP + "posOffset")
    length = 0 if extent is None else int(extent.get("cx", "0")) // _EMU
    if level is None or not (offset or "").strip().lstrip("-").isdigit():
        return length, "", 0
    return length, level.get("relativeFrom", ""), int(offset or 0) // _EMU


def _has_picture(paragraph: Element) -> bool:
    """Tell whether anything is drawn here that is no box of text."""
    drawn = (W + "drawing", W + "pict", W + "object")
    return any(
        one.find(f".//{W}txbxContent") is None for name in drawn for one in paragraph.iter(name)
    )


def _colour(text: str) -> str:
    """RRGGBB of a colour as old drawings write it: #rgb, #rrggbb, a name, with an index."""
    word = text.split("[")[0].strip().upper()
    if word.startswith("#"):
        digits = word[1:]
        return "".join(2 * one for one in digits) if len(digits) == 3 else digits
    return _NAMED.get(word, word)


def _is_shown(element: Element, end: Element) -> bool:
    """Tell whether an element is what new Word shows, or there is nothing for new Word."""
    for around in element.iterancestors():
        if around is end:
            return True
        if around.tag == _MC + "Fallback":
            chosen = around.getparent().find(_MC + "Choice")
            return chosen is None
    return True


def _in_box(box: Element, end: Element) -> bool:
    for around in box.iterancestors():
        if around is end:
            return False
        if around.tag == W + "txbxContent":
            return True
    return False
