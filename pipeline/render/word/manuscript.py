"""Puts a manuscript into a document: words and levels in our styles, pictures and tables kept."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from html import escape

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.model.attachment import Manuscript, Picture
from pipeline.office.package import PackageError, Part, read
from pipeline.render.language import Unprintable
from pipeline.render.word.labels import Labels
from pipeline.render.word.opening import parse, relations
from pipeline.render.word.pictures import Album
from pipeline.render.word.walk import MC, W
from pipeline.render.word.words import joined, run

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TYPED = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]"),
)
_LONGEST_HEADING = 60
_WIDEST = 8844  # twips: the type area of GB/T 9704
_GONE = frozenset(W + name for name in ("del", "moveFrom", "instrText", "rPr", "pPr", "sdtPr"))
_SPACES = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_IN_CELL = (
    '<w:pPr>{style}<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/>{jc}</w:pPr>'
)


class Insertion:
    """One manuscript on its way into the story `story`.

    `looks` are the pPr and rPr of plain paragraphs; `levels` the styles of the document's own
    headings, by outline level.
    """

    def __init__(
        self,
        manuscript: Manuscript,
        story: str,
        looks: tuple[str, str],
        levels: Mapping[int, str],
        album: Album,
    ) -> None:
        self._name, self._story, self._looks = manuscript.name, story, looks
        self._levels, self._album = levels, album
        try:
            self._parts = read(manuscript.content)
            self._main, root = _body(self._parts)
            self._related = {
                identity: (kind, target)
                for kind, target, identity in relations(self._parts, self._main)
            }
            styles = self._root("styles")
            self._notes = {name: self._root(name) for name in _NOTES.values()}
            self._styles = {} if styles is None else {
                one.get(W + "styleId", ""): one for one in styles.iter(W + "style")
            }  # fmt: skip
            self._labels = Labels(self._root("numbering"), self._styles)
            self._body = root.find(W + "body")
        except PackageError as error:
            raise Unprintable(f"文稿“{self._name}”读不出来（{error}），请另存为.docx") from error

    def xml(self) -> str:
        """Return the paragraphs and tables of the manuscript; blank paragraphs are left out."""
        made, was_table = [], False
        for block, is_table in self._blocks(self._body, False):
            if is_table and was_table:
                made.append("<w:p/>")
            made.append(block)
            was_table = is_table
        return "".join(made) + ("<w:p/>" if was_table else "")

    def _blocks(self, container: Element, in_cell: bool) -> Iterator[tuple[str, bool]]:
        for child in container:
            if child.tag == W + "p":
                paragraph = self._paragraph(child, in_cell)
                if paragraph:
                    yield paragraph, False
                for box in _boxes(child):
                    yield from self._blocks(box, in_cell)
            elif child.tag == W + "tbl":
                yield self._table(child), True
            elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins"):
                yield from self._blocks(child, in_cell)
            elif child.tag == W + "altChunk":
                raise self._refused("嵌入的另一份文件")

    def _paragraph(self, paragraph: Element, in_cell: bool) -> str:
        properties = paragraph.find(W + "pPr")
        pieces = list(self._pieces(paragraph))
        words = "".join(text for text, _, markup in pieces if not markup).strip()
        if not words and not any(markup for _, _, markup in pieces):
            return ""
        label = self._labels.next(properties)
        if label:
            pieces.insert(0, (label, "", ""))
        level = None if in_cell else self._level(properties, label + words)
        frame, looks = self._looks
        if in_cell:
            frame = self._cell_frame(properties)
        elif level in self._levels:
            frame, looks = f'<w:pPr><w:pStyle w:val="{escape(self._levels[level])}"/></w:pPr>', ""
        elif not words:
            frame = (
                '<w:pPr><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/></w:pPr>'
            )
        runs = "".join(run(text, raised, markup, looks) for text, raised, markup in joined(pieces))
        return f"<w:p>{frame}{runs}</w:p>"

    def _cell_frame(self, properties: Element | None) -> str:
        jc = None if properties is None else properties.find(W + "jc")
        side = "" if jc is None else jc.get(W + "val", "")
        side = side if side in ("left", "center", "right", "both", "start", "end") else "center"
        style = re.search(r"<w:pStyle [^>]*/>", self._looks[0])
        return _IN_CELL.format(style=style[0] if style else "", jc=f'<w:jc w:val="{side}"/>')

    def _level(self, properties: Element | None, words: str) -> int | None:
        """The outline level that a paragraph states, by itself, its style or its typed number."""
        for one in self._chain(properties):
            found = one.find(W + "outlineLvl")
            if found is not None:
                level = int(found.get(W + "val", 9))
                return level if level < 9 else None
        if len(words) > _LONGEST_HEADING:
            return None
        return next((level for level, one in enumerate(_TYPED) if one.match(words)), None)

    def _chain(self, properties: Element | None) -> Iterator[Element]:
        """A paragraph's properties, then those of its style and of the styles that is based on."""
        if properties is None:
            return
        yield properties
        mark, seen = properties.find(W + "pStyle"), set()
        while mark is not None and mark.get(W + "val", "") not in seen:
            seen.add(mark.get(W + "val", ""))
            style = self._styles.get(mark.get(W + "val", ""))
            if style is None:
                return
            if style.find(W + "pPr") is not None:
                yield style.find(W + "pPr")
            mark = style.find(W + "basedOn")

    def _pieces(self, node: Element, raised: str = "") -> Iterator[tuple[str, str, str]]:
        """Yield text, its vertAlign, and markup that stands in the place of text."""
        for child in node:
            if child.tag == W + "t":
                yield child.text or "", raised, ""
            elif child.tag in _SPACES:
                if child.get(W + "type") != "page":
                    yield _SPACES[child.tag], raised, ""
            elif child.tag == W + "drawing":
                yield from self._drawing(child)
            elif child.tag in _NOTES:
                yield f"（注：{self._note(child)}）", "", ""
            elif child.tag in (_M + "oMath", _M + "oMathPara"):
                yield (
                    "",
                    "",
                    etree.tostring(copy.deepcopy(child), encoding="unicode", with_tail=False),
                )
            elif child.tag in (W + "object", W + "pict") and not list(_boxes(child)):
                raise self._refused("旧式图片或嵌入的对象")
            elif child.tag == MC + "AlternateContent":
                yield from self._pieces(child.find(MC + "Choice"), raised)
            elif child.tag == W + "r":
                mark = child.find(f"{W}rPr/{W}vertAlign")
                yield from self._pieces(child, "" if mark is None else mark.get(W + "val", ""))
            elif child.tag not in _GONE and child.tag != W + "pict":
                yield from self._pieces(child, raised)

    def _drawing(self, drawing: Element) -> Iterator[tuple[str, str, str]]:
        blips = list(drawing.iter(_A + "blip"))
        if not blips and not list(_boxes(drawing)):
            raise self._refused("图表或图形")
        for blip in blips:
            kind, target = self._related.get(blip.get(_R + "embed", ""), ("", ""))
            if kind != "image" or target not in self._parts:
                raise self._refused("链接着外部文件的图片")
            extent = drawing.find(f".//{_WP}extent")
            size = (0, 0) if extent is None else (int(extent.get("cx")), int(extent.get("cy")))
            picture = Picture(self._name, self._parts[target].bytes())
            yield "", "", self._album.drawing(picture, self._story, *size)

    def _note(self, reference: Element) -> str:
        root = self._notes[_NOTES[reference.tag]]
        identity = reference.get(W + "id")
        for note in () if root is None else root:
            if note.get(W + "id") == identity:
                return "".join(text for text, _, _ in self._pieces(note)).strip()
        return ""

    def _table(self, table: Element) -> str:
        widths = [int(one.get(W + "w") or 0) for one in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        if not widths or not all(widths):
            widths = [1] * max(len(widths), 1)
        total = sum(widths)
        widths = [max(width * _WIDEST // total, 1) for width in widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = "".join(self._row(row) for row in table.iter(W + "tr") if _owner(row) is table)
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="autofit"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        )

    def _row(self, row: Element) -> str:
        before = "".join(
            f'<w:{name} w:val="{int(one.get(W + "val", 0))}"/>'
            for name in ("gridBefore", "gridAfter")
            for one in row.iterfind(f"{W}trPr/{W}{name}")
        )
        head = "<w:tblHeader/>" if row.find(f"{W}trPr/{W}tblHeader") is not None else ""
        cells = "".join(self._cell(one) for one in row.iter(W + "tc") if _row_of(one) is row)
        return f"<w:tr><w:trPr>{before}<w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"

    def _cell(self, cell: Element) -> str:
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        merged = "" if span is None else f'<w:gridSpan w:val="{int(span.get(W + "val", 1))}"/>'
        down = cell.find(f"{W}tcPr/{W}vMerge")
        if down is not None:
            kind = "restart" if down.get(W + "val") == "restart" else "continue"
            merged += f'<w:vMerge w:val="{kind}"/>'
        blocks = list(self._blocks(cell, True))
        inner = "".join(block for block, _ in blocks)
        if not blocks or blocks[-1][1]:
            inner += "<w:p/>"
        return f'<w:tc><w:tcPr>{merged}<w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'

    def _root(self, kind: str) -> Element | None:
        target = next((one for name, one in self._related.values() if name == kind), "")
        return parse(self._parts[target]) if target in self._parts else None

    def _refused(self, what: str) -> Unprintable:
        return Unprintable(f"文稿“{self._name}”里有{what}，搬不过来；请改成普通图片或文字")


def levels_of(parts: Mapping[str, Part]) -> dict[int, str]:
    """Return the first paragraph style of each outline level in a template."""
    found: dict[int, str] = {}
    if "word/styles.xml" in parts:
        for style in parse(parts["word/styles.xml"]).iter(W + "style"):
            level = style.find(f"{W}pPr/{W}outlineLvl")
            if style.get(W + "type") == "paragraph" and level is not None:
                found.setdefault(int(level.get(W + "val", 9)), style.get(W + "styleId", ""))
    return found


def _body(parts: Mapping[str, Part]) -> tuple[str, Element]:
    main = next(
        (target for kind, target, _ in relations(parts, "") if kind == "officeDocument"), ""
    )
    root = parse(parts[main]) if main in parts else None
    if root is None or root.find(W + "body") is None:
        raise PackageError("不是Word文档")
    return main, root


def _boxes(node: Element) -> Iterator[Element]:
    """The text boxes in a paragraph or drawing, each once."""
    for box in node.iter(W + "txbxContent"):
        if not any(one.tag == MC + "Fallback" for one in box.iterancestors()):
            yield box


def _owner(row: Element) -> Element:
    return next(row.iterancestors(W + "tbl"))


def _row_of(cell: Element) -> Element:
    return next(cell.iterancestors(W + "tr"))
