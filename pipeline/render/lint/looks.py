"""Fonts and paragraph styles of a template that are not among those the office allows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from pipeline.model.finding import Fault
from pipeline.office.package import Part
from pipeline.render.excel.book import Book, main
from pipeline.render.lint.cells import texts_of
from pipeline.render.word.opening import Opened, parse
from pipeline.render.word.walk import W, paragraphs
from pipeline.scheme.styles import Styles

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WESTERN = re.compile(r"[0-9A-Za-z]")
_EAST, _WEST = "eastAsia", "ascii"
_REMEDY = "请改用styles.yaml里列出的字体，或在那里加上"


def of_word(opened: Opened, file: str, allowed: Styles) -> list[Fault]:
    """Return one fault for each style or font off the list, at the first place that uses it."""
    sheet = _Sheet(opened.parts)
    odd: dict[tuple[str, str], list[str]] = {}
    for story in opened.stories:
        for paragraph, place in () if story.plain else paragraphs(story.root, story.title):
            for kind, name in _off(sheet, paragraph, allowed):
                odd.setdefault((kind, name), []).append(place)
    return [
        Fault(
            file,
            places[0],
            f"{_many(places, '处')}用了{kind}“{name}”，不在规定的{kind}里",
            _REMEDY if kind == "字体" else "请改用styles.yaml里列出的样式，或在那里加上",
        )
        for (kind, name), places in odd.items()
    ]


def of_excel(book: Book, file: str, allowed: Styles) -> list[Fault]:
    """Return one fault for each font off the list, at the first cell that uses it."""
    fonts = _cell_fonts(book)
    odd: dict[str, list[str]] = {}
    for place, node, _ in texts_of(book):
        style = int(node.get("s") or 0)
        font = fonts[style] if style < len(fonts) else ""
        if font and allowed.cells and font not in allowed.cells:
            odd.setdefault(font, []).append(place)
    return [
        Fault(file, places[0], f"{_many(places, '格')}用了字体“{font}”，不在规定的字体里", _REMEDY)
        for font, places in odd.items()
    ]


def _many(places: list[str], counted: str) -> str:
    return f"这里等{len(places)}{counted}" if len(places) > 1 else ""


def _off(sheet: _Sheet, paragraph: Element, allowed: Styles) -> Iterator[tuple[str, str]]:
    style = sheet.style_of(paragraph)
    name = sheet.names.get(style, style)
    if allowed.styles and name and name not in allowed.styles:
        yield "样式", name
    seen: set[str] = set()
    for run in paragraph.iter(W + "r"):
        if next(run.iterancestors(W + "p")) is not paragraph:
            continue
        text = "".join(one.text or "" for one in run.iter(W + "t"))
        for found, side, known in (
            (_CHINESE.search(text), _EAST, allowed.chinese),
            (_WESTERN.search(text), _WEST, allowed.western),
        ):
            font = sheet.font(run, style, side) if found and known else ""
            if font and font not in known and font not in seen:
                seen.add(font)
                yield "字体", font


@dataclass(slots=True)
class _Sheet:
    """The styles of a Word file: which font stands where nothing nearer says otherwise."""

    parts: Mapping[str, Part]
    names: dict[str, str] = field(default_factory=dict)
    _styles: dict[str, Element] = field(default_factory=dict)
    _first: str = ""
    _general: Element | None = None
    _theme: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if "word/styles.xml" in self.parts:
            root = parse(self.parts["word/styles.xml"])
            self._general = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
            for style in root.iter(W + "style"):
                code = style.get(W + "styleId", "")
                self._styles[code] = style
                self.names[code] = _value(style, "name")
                if style.get(W + "type") == "paragraph" and style.get(W + "default") == "1":
                    self._first = code
        for name, part in self.parts.items():
            if name.startswith("word/theme/") and name.endswith(".xml"):
                self._theme = dict(_theme(parse(part)))

    def style_of(self, paragraph: Element) -> str:
        """The style's id of a paragraph, the default one where it names none."""
        return _value(paragraph.find(W + "pPr"), "pStyle") or self._first

    def font(self, run: Element, style: str, side: str) -> str:
        """The font of a run's Chinese or western text; empty where the file does not say."""
        own = run.find(W + "rPr")
        for looks in (own, *self._chain(_value(own, "rStyle")), *self._chain(style), self._general):
            fonts = looks.find(W + "rFonts") if looks is not None else None
            if fonts is None:
                continue
            themed = self._theme.get(fonts.get(f"{W}{side}Theme", ""))
            if found := themed or fonts.get(W + side):
                return found
        return ""

    def _chain(self, style: str) -> Iterator[Element | None]:
        """The looks of a style and of those that it is based on."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style].find(W + "rPr")
            style = _value(self._styles[style], "basedOn")


def _value(holder: Element | None, name: str) -> str:
    found = holder.find(W + name) if holder is not None else None
    return found.get(W + "val", "") if found is not None else ""


def _theme(root: Element) -> Iterator[tuple[str, str]]:
    """Which fonts stand for minorEastAsia, majorHAnsi …"""
    for kind in ("major", "minor"):
        fonts = root.find(f".//{_A}{kind}Font")
        if fonts is None:
            continue
        scripts = {one.get("script"): one.get("typeface", "") for one in fonts.iter(_A + "font")}
        east, latin = (fonts.find(_A + name) for name in ("ea", "latin"))
        given = east.get("typeface", "") if east is not None else ""
        yield f"{kind}EastAsia", given or scripts.get("Hans", "")
        for side in ("Ascii", "HAnsi"):
            yield f"{kind}{side}", latin.get("typeface", "") if latin is not None else ""


def _cell_fonts(book: Book) -> list[str]:
    """The font of each cell style, by its number."""
    root = book.styles
    if root is None:
        return []
    fonts = [one.find(main("name")) for one in root.iterfind(f"{main('fonts')}/{main('font')}")]
    names = [one.get("val", "") if one is not None else "" for one in fonts]
    codes = [
        int(one.get("fontId") or 0) for one in root.iterfind(f"{main('cellXfs')}/{main('xf')}")
    ]
    return [names[code] if code < len(names) else "" for code in codes]
