"""Takes out of a story what editing leaves behind: it would stand between a tag's halves."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.etree import _Element as Element

from pipeline.render.word.walk import MC, W

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NOISE = (W + "proofErr", W + "lastRenderedPageBreak")
_BRACE = re.compile(r"[{｛]")


def cleaned(root: Element) -> Element:
    """Return the story without revision numbers, proofing marks and stray white space.

    Newlines and tabs stay only where they mean something: afterwards every newline in the
    serialised story is one that a tag or the data brought along.
    """
    _take_out(root.iter(*_NOISE))
    _take_out(_cursor(root))
    _take_out(_old_drawings(root))
    for tag in list(root.iter(W + "smartTag")):
        _unwrap(tag)
    for element in root.iter():
        _attributes(element)
        _white_space(element)
    return root


def _take_out(elements: Iterable[Element]) -> None:
    for element in list(elements):
        element.getparent().remove(element)


def _cursor(root: Element) -> list[Element]:
    """The bookmark that Word leaves where the cursor last stood."""
    marks = [one for one in root.iter(W + "bookmarkStart") if one.get(W + "name") == "_GoBack"]
    numbers = {one.get(W + "id") for one in marks}
    return marks + [one for one in root.iter(W + "bookmarkEnd") if one.get(W + "id") in numbers]


def _old_drawings(root: Element) -> list[Element]:
    """Second copies of text boxes, kept for Word 2007: their tags would be printed twice."""
    return [
        one
        for one in root.iter(MC + "Fallback")
        if _BRACE.search("".join(text.text or "" for text in one.iter(W + "t")))
    ]


def _unwrap(element: Element) -> None:
    for child in list(element):
        if child.tag != W + "smartTagPr":
            element.addprevious(child)
    element.getparent().remove(element)


def _attributes(element: Element) -> None:
    for name in element.attrib:
        if name.startswith((W + "rsid", _W14 + "paraId", _W14 + "textId")):
            del element.attrib[name]


def _white_space(element: Element) -> None:
    if element.tail:
        element.tail = re.sub(r"[\n\t]", " ", element.tail) if element.tail.strip() else None
    if not element.text:
        return
    if len(element):
        element.text = re.sub(r"[\n\t]", " ", element.text) if element.text.strip() else None
    elif element.tag == W + "t":
        text = element.text.replace("\n", " ")
        element.text = text if element.get(_SPACE) == "preserve" else text.strip(" ")
    else:
        element.text = re.sub(r"[\n\t]", " ", element.text)
