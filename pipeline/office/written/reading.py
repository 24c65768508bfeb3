"""Reads a .docx into its effective values."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.office import package
from pipeline.office.grid import Unreadable
from pipeline.office.package import PackageError, Part
from pipeline.office.sniff import OLE
from pipeline.office.written.cascade import Styles, W, number, on
from pipeline.office.written.lists import Lists
from pipeline.office.written.story import Story
from pipeline.office.written.values import Paragraph, Section, Spot, Written

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_KINDS = ("styles", "theme", "numbering", "settings", "comments")
_CHANGED = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange",
            "tblPrChange", "trPrChange", "tcPrChange", "numberingChange")  # fmt: skip
_REMEDY = "请在Word或WPS里打开，另存为.docx后再检查"
_FOOTERS = {"default": "页脚", "even": "偶数页页脚", "first": "首页页脚"}
LETTER, SIDE = (12240, 15840), 1440
"""Paper and margins where a section says nothing (ISO 29500, 17.6.11 and 17.6.13)."""


def read(data: bytes, name: str = "") -> Written:
    """Return the document; Unreadable names the file and the remedy."""
    if data.startswith(OLE):
        raise Unreadable("是旧格式（.doc、.wps）或设有密码的文件", _REMEDY, name)
    try:
        return _Reading(package.read(data)).document()
    except PackageError as error:
        raise Unreadable(str(error), _REMEDY, name) from error
    except (etree.XMLSyntaxError, RecursionError, KeyError, _Other) as error:
        raise Unreadable("不是可用的Word文档", _REMEDY, name) from error


class _Other(Exception):
    """A package that holds no document of Word."""


class _Reading:
    def __init__(self, parts: dict[str, Part]) -> None:
        self._parts = parts
        roots = self._related("")
        self._main = roots.get("officeDocument", "word/document.xml")
        related = self._related(self._main)
        self._roots = {kind: self._parse(related.get(kind, "")) for kind in _KINDS}
        self._styles = Styles(self._roots["styles"], self._roots["theme"])
        self._pages = self._by_id(self._main)

    def document(self) -> Written:
        root = self._parse(self._main)
        if root is None or root.tag != W + "document":
            raise _Other
        body = root.find(W + "body")
        lists = Lists(self._roots["numbering"], self._styles)
        story = Story(self._styles, lists, Spot.BODY)
        story.read(() if body is None else body)
        settings, comments = self._roots["settings"], self._roots["comments"]
        even = None if settings is None else settings.find(W + "evenAndOddHeaders")
        return Written(
            tuple(story.paragraphs),
            tuple(self._sections(story.sections)),
            tuple(story.tables),
            tuple(self._headers(story.sections)),
            on(even),
            sum(1 for name in _CHANGED for _ in root.iter(W + name)),
            0 if comments is None else len(comments.findall(W + "comment")),
            tuple(story.boxed),
        )

    def _sections(self, marks: list[Element]) -> list[Section]:
        """The sections; one that names no footer of a kind keeps that of the section before."""
        made: list[Section] = []
        footers: dict[str, tuple[Paragraph, ...]] = {}
        headers: dict[str, tuple[Paragraph, ...]] = {}
        for mark in marks or [etree.Element(W + "sectPr")]:
            for one in mark.iterchildren(W + "headerReference"):
                kind = one.get(W + "type", "default")
                headers = {**headers, kind: self._edge(one.get(R + "id", ""), "页眉")}
            for one in mark.iterchildren(W + "footerReference"):
                kind = one.get(W + "type", "default")
                footers = {**footers, kind: self._edge(one.get(R + "id", ""), kind)}
            made.append(_section(mark, footers, headers))
        return made

    def _headers(self, marks: list[Element]) -> Iterator[Paragraph]:
        """The paragraphs of all headers, each header once."""
        lines = (one for mark in marks for one in mark.iterchildren(W + "headerReference"))
        known = dict.fromkeys(one.get(R + "id", "") for one in lines)
        for target in known:
            yield from self._edge(target, "页眉")

    def _edge(self, target: str, kind: str) -> tuple[Paragraph, ...]:
        root = self._parse(self._pages.get(target, ""))
        story = Story(self._styles, Lists(None, self._styles), Spot.EDGE, _FOOTERS.get(kind, kind))
        story.read(() if root is None else root)
        return tuple(story.paragraphs)

    def _related(self, part: str) -> dict[str, str]:
        """Relationship kind → part name, the first of each kind."""
        found: dict[str, str] = {}
        for kind, _, target in self._relations(part):
            found.setdefault(kind, target)
        return found

    def _by_id(self, part: str) -> dict[str, str]:
        return {name: target for _, name, target in self._relations(part)}

    def _relations(self, part: str) -> list[tuple[str, str, str]]:
        folder, _, file = part.rpartition("/")
        root = self._parse(posixpath.join(folder, "_rels", f"{file}.rels"))
        return [
            (
                one.get("Type", "").rpartition("/")[2],
                one.get("Id", ""),
                posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
            )
            for one in (() if root is None else root.iterchildren())
            if one.get("TargetMode") != "External"
        ]

    def _parse(self, name: str) -> Element | None:
        if name not in self._parts:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        root = etree.fromstring(self._parts[name].bytes(), parser)
        if root.getroottree().docinfo.doctype:
            raise _Other
        return root


_Edges = dict[str, tuple[Paragraph, ...]]


def _section(mark: Element, footers: _Edges, headers: _Edges) -> Section:
    size, margins, grid = (mark.find(W + name) for name in ("pgSz", "pgMar", "docGrid"))
    gutter = number(margins, "gutter")
    return Section(
        width=number(size, "w", LETTER[0]),
        height=number(size, "h", LETTER[1]),
        top=number(margins, "top", SIDE),
        right=number(margins, "right", SIDE),
        bottom=number(margins, "bottom", SIDE),
        left=number(margins, "left", SIDE) + gutter,
        footer=number(margins, "footer", SIDE // 2),
        header=number(margins, "header", SIDE // 2),
        grid="" if grid is None else grid.get(W + "type", ""),
        pitch=number(grid, "linePitch"),
        char_space=number(grid, "charSpace"),
        title_page=on(mark.find(W + "titlePg")),
        footers=footers,
        headers=headers,
    )
