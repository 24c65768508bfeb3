"""Weaves the tags of a story into its XML: the source of a Jinja template."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.render.word.blocks import pairs
from pipeline.render.word.cells import misplaced, painted
from pipeline.render.word.codes import Codes
from pipeline.render.word.columns import arranged
from pipeline.render.word.fields import mark_stale
from pipeline.render.word.headings import repeat_headings
from pipeline.render.word.numbering import renumbered
from pipeline.render.word.objects import woven
from pipeline.render.word.signs import Sign, Trouble
from pipeline.render.word.walk import MARKERS, W, cell_of, row_of

_SPACES = re.compile(r' xmlns:\w+="[^"]*"')
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NOTES = frozenset(W + name for name in ("footnoteReference", "endnoteReference",
                                         "commentReference"))  # fmt: skip
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


class Weaving:
    """Puts a story's tags where they belong: into runs, between runs, paragraphs, rows, cells.

    `source` and `lines` are the result: `lines[n]` is the tag that stands on the template's
    line n + 2. `looks` are the properties that formatted runs and inserted paragraphs start
    from, by the number with which the source asks for them.
    """

    def __init__(self, root: Element, signs: Sequence[Sign]) -> None:
        self._root = root
        self._signs = signs
        self._codes = Codes()
        self.looks: list[tuple[str, str]] = []
        self._last: dict[Element, Element] = {}
        self._touched: list[Element] = []
        self.troubles = list(misplaced(signs))
        self._nodes = {sign: self._node(sign) for sign in signs if not sign.is_comment}
        if not self.troubles:
            self._weave()
            self.troubles += self._repeated()
            self.renumbers = renumbered(signs, self._nodes, self._codes)
            mark_stale(root)
            self.source = self._codes.source(root)
            self.lines = self._codes.lines
            self.may_empty = not all(map(self._stays_filled, self._touched))

    def _node(self, sign: Sign) -> Element:
        code = sign.tag.text
        if sign.is_value and sign.reach:
            self.looks.append(_looks(sign))
            name = "_manuscript" if sign.reach == "p" else "_rich"
            code = f"{{{{ {name}({len(self.looks) - 1}, ({sign.given})) }}}}"
        return self._codes.node(sign.judged, code)

    def _weave(self) -> None:
        paragraphs: dict[Element, list[Sign]] = {}
        for sign in self._signs:
            if sign.element is not None:
                woven(sign, self._codes)
            else:
                paragraphs.setdefault(sign.paragraph, []).append(sign)
        repeat_headings(self._signs)
        for paragraph, signs in paragraphs.items():
            self._plain(paragraph, [one for one in signs if one.reach == "plain"])
            self._line(paragraph, [one for one in signs if one.reach in ("", "row", "r", "cell")])
        self.troubles += arranged(self._signs, self._codes)
        painted(self._signs, self._codes)
        for paragraph, signs in paragraphs.items():
            self._replace(paragraph, [sign for sign in signs if sign.reach == "p"])
        cells: dict[Element, list[Sign]] = {}
        rows: dict[Element, list[Sign]] = {}
        for sign in self._signs:
            if sign.reach == "tc":
                cells.setdefault(cell_of(sign.paragraph), []).append(sign)
            elif sign.reach == "tr":
                rows.setdefault(row_of(sign.paragraph), []).append(sign)
            elif sign.reach == "row":
                self._around(row_of(sign.paragraph), sign)
        for element, signs in (*cells.items(), *rows.items()):
            self._replace(element, signs)
        for paragraph, signs in paragraphs.items():
            self._drop_blank(paragraph, signs)

    def _plain(self, element: Element, signs: Sequence[Sign]) -> None:
        text = element.text or ""
        for sign in reversed(signs):
            code = sign.tag.text
            if sign.is_value:
                code = f"{{{{ _plain({sign.given}) }}}}"
            put = "" if sign.is_comment else self._codes.text(sign.tag, code)
            text = text[: sign.start] + put + text[sign.end :]
        element.text = text

    def _line(self, paragraph: Element, signs: Sequence[Sign]) -> None:
        cuts: dict[Element, list[tuple[int, int, Sign | None]]] = {}
        for sign in signs:
            for element, start, end in sign.line.between(sign.start, sign.end):
                if element.tag == W + "t":
                    first = element is sign.line.element(sign.start)
                    cuts.setdefault(element, []).append((start, end, sign if first else None))
                else:
                    element.getparent().remove(element)
        for run in {element.getparent(): None for element in cuts}:
            self._split(run, cuts)

    def _split(self, run: Element, cuts: dict[Element, list[tuple[int, int, Sign | None]]]) -> None:
        """Replace a run by runs of its format with the statements between them."""
        made = [_shell(run)]
        for child in list(run):
            if child in cuts:
                self._cut(child, cuts[child], made)
            elif child.tag != W + "rPr":
                made[-1].append(child)
        parent, position = run.getparent(), run.getparent().index(run)
        parent[position : position + 1] = [one for one in made if _holds(one)]

    def _cut(
        self, element: Element, cuts: Sequence[tuple[int, int, Sign | None]], made: list[Element]
    ) -> None:
        run, text = made[0], None
        for part in _parts(element.text or "", cuts):
            if isinstance(part, Sign) and (part.reach or not part.is_value):
                if part.reach in ("", "r"):
                    made += [self._nodes[part], _shell(run)]
                    text = None
                continue
            if text is None:
                text = etree.SubElement(made[-1], W + "t")
                text.set(_SPACE, "preserve")
            if isinstance(part, Sign):
                text.append(self._nodes[part])
            elif len(text):
                text[-1].tail = part
            else:
                text.text = (text.text or "") + part

    def _replace(self, element: Element, signs: Sequence[Sign]) -> None:
        """Put the tags in the place of their paragraph or row; bookmarks stay."""
        if not signs:
            return
        closing = signs[0].word.startswith("end")
        self._touched.append(_freed(element))
        kept = [mark for mark in element.iter() if mark.tag in MARKERS]
        nodes = [self._nodes[sign] for sign in signs if sign in self._nodes]
        for node in (*nodes, *kept) if closing else (*kept, *nodes):
            element.addprevious(node)
        element.getparent().remove(element)

    def _around(self, row: Element, sign: Sign) -> None:
        self._touched.append(_freed(row))
        if sign.word in ("for", "if"):
            row.addprevious(self._nodes[sign])
        else:
            self._last.get(row, row).addnext(self._nodes[sign])
            self._last[row] = self._nodes[sign]

    def _drop_blank(self, paragraph: Element, signs: Sequence[Sign]) -> None:
        """Take out a cell's paragraph that held nothing but the tag of its row."""
        if not signs or any(sign.reach not in ("row", "cell") for sign in signs):
            return
        if any(sign.word == "vm" for sign in signs):
            return
        before, after = paragraph.getprevious(), paragraph.getnext()
        others = after is not None or (before is not None and before.tag == W + "p")
        if others and not any(child.tag == W + "r" for child in paragraph.iter()):
            paragraph.getparent().remove(paragraph)

    def _repeated(self) -> Iterator[Trouble]:
        """Make what stands in a loop fit to be repeated: no number may come twice."""
        doubled: set[str] = set()
        for block in pairs(self._signs):
            if block[0].word != "for":
                continue
            for element in _between(self._nodes[block[0]], self._nodes[block[-1]]):
                if element.tag in _NOTES:
                    yield Trouble.of(block[0], "循环里有脚注、尾注或批注", "请移到循环外面")
                elif element.tag == _DRAWING:
                    element.set("id", "{{ _serial() }}")
                elif element.tag in MARKERS:
                    doubled.add(element.get(W + "id", ""))
                elif element.tag == W + "sdtPr":
                    for mark in element.findall(W + "id"):
                        element.remove(mark)
        if doubled:
            for element in list(self._root.iter(*MARKERS)):
                if element.get(W + "id", "") in doubled:
                    element.getparent().remove(element)

    def _stays_filled(self, parent: Element) -> bool:
        """Tell whether a cell surely ends with a paragraph, a table surely has a row."""
        if parent.tag != W + "tbl":
            return parent.tag == W + "body" or (len(parent) and parent[-1].tag == W + "p")
        depth = 0
        for child in parent:
            if child.tag is etree.PI:
                word = self._codes.word(child)
                depth += (word in ("for", "if")) - (word in ("endfor", "endif"))
            elif child.tag == W + "tr" and not depth:
                return True
        return False


def _looks(sign: Sign) -> tuple[str, str]:
    """The properties of the paragraph and of the run where a tag begins."""
    run = sign.line.element(sign.start).getparent()
    found = sign.paragraph.find(W + "pPr"), run.find(W + "rPr")
    return tuple("" if one is None else _xml(one) for one in found)


def _xml(element: Element) -> str:
    """The XML of an element in a place where the prefixes are known."""
    return _SPACES.sub("", etree.tostring(element, encoding="unicode", with_tail=False))


def _freed(element: Element) -> Element:
    """Take the content control away from around `element`; return the new parent."""
    while (parent := element.getparent()).tag == W + "sdtContent":
        control = parent.getparent()
        for child in list(parent):
            control.addprevious(child)
        control.getparent().remove(control)
    return parent


def _shell(run: Element) -> Element:
    shell = run.makeelement(run.tag, dict(run.attrib), nsmap=run.nsmap)
    looks = run.find(W + "rPr")
    if looks is not None:
        shell.append(copy.deepcopy(looks))
    return shell


def _parts(text: str, cuts: Sequence[tuple[int, int, Sign | None]]) -> Iterator[str | Sign]:
    position = 0
    for start, end, sign in cuts:
        if start > position:
            yield text[position:start]
        if sign is not None and not sign.is_comment:
            yield sign
        position = end
    if position < len(text):
        yield text[position:]


def _holds(node: Element) -> bool:
    return node.tag is etree.PI or any(child.tag != W + "rPr" for child in node)


def _between(start: Element, end: Element) -> Iterator[Element]:
    node = start.getnext()
    while node is not None and node is not end:
        yield from list(node.iter())
        node = node.getnext()
