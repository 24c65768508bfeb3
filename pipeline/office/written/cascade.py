"""Which value takes effect: defaults, table style, list, style chain, paragraph, run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml.etree import _Element as Element

from pipeline.office.written.values import Border, Typeface

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

_OFF = ("0", "false", "off", "none")
NO_LINE = ("", "nil", "none")
_SLOTS = {"eastAsia": "eastAsiaTheme", "ascii": "asciiTheme"}

Props = dict[str, object]


def on(element: Element | None, default: bool = False) -> bool:
    """The truth of a toggle element: present means on unless it says otherwise."""
    return default if element is None else element.get(W + "val", "1") not in _OFF


def number(element: Element | None, name: str, default: int = 0) -> int:
    """A whole number of an attribute; fractions as some writers leave them are cut off."""
    text = "" if element is None else element.get(W + name, "")
    whole = text.removesuffix("pt").partition(".")[0]
    return int(whole) if whole.lstrip("-+").isdigit() else default


class Styles:
    """The styles of a document and what they and the defaults say."""

    def __init__(self, root: Element | None, theme: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._first: dict[str, str] = {}
        self._fonts = _theme_fonts(theme)
        self._known: dict[tuple[str, str], Props] = {}
        self._defaults: dict[str, Props] = {"pPr": {}, "rPr": {}}
        if root is None:
            return
        for style in root.iterchildren(W + "style"):
            name = style.get(W + "styleId", "")
            self._styles[name] = style
            if style.get(W + "default") in ("1", "true"):
                self._first[style.get(W + "type", "")] = name
        defaults = root.find(W + "docDefaults")
        if defaults is not None:
            self._defaults = {
                "pPr": self.said(defaults.find(f"{W}pPrDefault/{W}pPr")),
                "rPr": self.said(defaults.find(f"{W}rPrDefault/{W}rPr")),
            }

    def default(self, kind: str) -> str:
        """The style of whatever names none: paragraph, character or table."""
        return self._first.get(kind, "")

    def names(self, style: str) -> tuple[str, ...]:
        """The names of a style and of those it is based on, its own first."""
        names = (one.find(W + "name") for one in self._chain(style))
        return tuple(one.get(W + "val", "") for one in names if one is not None)

    def paragraph(self, style: str, table: str, listed: Props, own: Props) -> Props:
        """The paragraph's properties; `own` is what it says itself, `listed` what its list says.

        A list that the style names gives way to the style, one that the paragraph names does not.
        """
        around = {**self._defaults["pPr"], **self._of(table, "pPr")}
        if "numId" in own:
            return {**around, **self._of(style, "pPr"), **listed, **own}
        return {**around, **listed, **self._of(style, "pPr"), **own}

    def run(self, style: str, table: str, mark: str, own: Element | None) -> Props:
        """The run's properties in a paragraph of `style`; `mark` is its character style."""
        merged = {**self._defaults["rPr"], **self._of(table, "rPr"), **self._of(style, "rPr")}
        marked = self._of(mark, "rPr")
        if "b" in marked:
            marked = {**marked, "b": bool(marked["b"]) != bool(merged.get("b"))}
        return {**merged, **marked, **self.said(own)}

    def of_style(self, style: str) -> Props:
        """The paragraph properties that a style's chain sets."""
        return self._of(style, "pPr")

    def said(self, element: Element | None) -> Props:
        """What one pPr or rPr sets, under the names that the values carry."""
        if element is None:
            return {}
        return dict(self._pairs(element))

    def _of(self, style: str, part: str) -> Props:
        key = style, part
        if key not in self._known:
            merged: Props = {}
            for one in reversed(list(self._chain(style))):
                merged |= self.said(one.find(W + part))
            self._known[key] = merged
        return self._known[key]

    def _chain(self, style: str) -> Iterator[Element]:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            based = self._styles[style].find(W + "basedOn")
            style = "" if based is None else based.get(W + "val", "")

    def _pairs(self, element: Element) -> Iterator[tuple[str, object]]:
        for child in element.iterchildren():
            if not isinstance(child.tag, str):
                continue
            name = child.tag.removeprefix(W)
            if name == "rFonts":
                yield from self._faces(child)
            elif name in ("sz", "spacing", "w") and element.tag == W + "rPr":
                yield name, number(child, "val")
            elif name in _TOGGLES:
                yield name, on(child)
            elif name == "color":
                yield name, _color(child)
            elif name == "jc":
                yield name, {"start": "left", "end": "right"}.get(word := _val(child), word)
            elif name in _READ:
                yield from _READ[name](child)

    def _faces(self, fonts: Element) -> Iterator[tuple[str, object]]:
        for slot, theme in _SLOTS.items():
            if fonts.get(W + theme):
                yield slot, Typeface(self._fonts.get(fonts.get(W + theme, ""), ""), True)
            elif fonts.get(W + slot):
                yield slot, Typeface(fonts.get(W + slot, ""))
        if fonts.get(W + "hint"):
            yield "hint", fonts.get(W + "hint") == "eastAsia"


_TOGGLES = frozenset({"b", "snapToGrid", "widowControl", "autoSpaceDE", "autoSpaceDN",
                      "pageBreakBefore", "vanish"})  # fmt: skip


def _val(element: Element) -> str:
    return element.get(W + "val", "")


def _color(element: Element) -> str:
    value = _val(element).upper()
    if element.get(W + "themeColor") not in (None, "text1", "dark1") and value in ("", "AUTO"):
        return "THEME"
    return "" if value in ("", "AUTO", "000000") else value


def _indents(ind: Element) -> Iterator[tuple[str, object]]:
    for side, names in (("left", ("left", "start")), ("right", ("right", "end"))):
        for one in names:
            if ind.get(W + one) is not None:
                yield side, number(ind, one)
            if ind.get(f"{W}{one}Chars") is not None:
                yield f"{side}Chars", number(ind, f"{one}Chars")
    for one, sign in (("firstLine", 1), ("hanging", -1)):
        if ind.get(W + one) is not None:
            yield "first", sign * number(ind, one)
        if ind.get(f"{W}{one}Chars") is not None:
            yield "firstChars", sign * number(ind, f"{one}Chars")


def _distances(spacing: Element) -> Iterator[tuple[str, object]]:
    for name in ("before", "after", "line", "beforeLines", "afterLines"):
        if spacing.get(W + name) is not None:
            yield name, number(spacing, name)
    if spacing.get(W + "line") is not None or spacing.get(W + "lineRule") is not None:
        yield "lineRule", spacing.get(W + "lineRule", "auto")
    for name in ("beforeAutospacing", "afterAutospacing"):
        if spacing.get(W + name) is not None:
            yield name, spacing.get(W + name) not in _OFF


def _frame(borders: Element) -> Iterator[tuple[str, object]]:
    lines = {side: borders.find(W + side) for side in ("top", "bottom")}
    yield (
        "borders",
        tuple(
            Border(_val(one), one.get(W + "color", "").upper(), side, number(one, "sz"))
            for side, one in lines.items()
            if one is not None and _val(one) not in NO_LINE
        ),
    )


def _listed(mark: Element) -> Iterator[tuple[str, object]]:
    for name in ("numId", "ilvl"):
        child = mark.find(W + name)
        if child is not None:
            yield name, number(child, "val")


_READ = {"ind": _indents, "spacing": _distances, "pBdr": _frame, "numPr": _listed}


def _theme_fonts(theme: Element | None) -> Mapping[str, str]:
    """The names of a theme's fonts by what refers to them: minorEastAsia, majorAscii …"""
    fonts: dict[str, str] = {}
    for kind in ("minor", "major"):
        holder = None if theme is None else theme.find(f".//{A}{kind}Font")
        if holder is None:
            continue
        latin, ea = holder.find(A + "latin"), holder.find(A + "ea")
        western = "" if latin is None else latin.get("typeface", "")
        eastern = "" if ea is None else ea.get("typeface", "")
        for one in () if eastern else holder.iterchildren(A + "font"):
            if one.get("script") == "Hans":
                eastern = one.get("typeface", "")
        fonts |= {f"{kind}EastAsia": eastern, f"{kind}Ascii": western, f"{kind}HAnsi": western}
    return fonts
