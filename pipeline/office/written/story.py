"""One story of a document (its text, a footer) from its first paragraph to its last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from lxml.etree import _Element as Element

from pipeline.office.written.cascade import Props, Styles, W, number, on
from pipeline.office.written.edges import height, rules
from pipeline.office.written.lists import Lists
from pipeline.office.written.shapes import boxes, shapes
from pipeline.office.written.values import Paragraph, Run, Spot, Table, Typeface

_TRANSPARENT = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo",
                          "hyperlink", "fldSimple")
)  # fmt: skip
_SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_EDGES = ("tblBorders", "tcBorders")
_AUTOMATIC = 280
"""Twips that Word leaves before and after where a paragraph leaves it to Word (14 磅)."""


class Story:
    """Reads blocks one after another; paragraphs and tables are numbered as Word's user counts."""

    def __init__(self, styles: Styles, lists: Lists, spot: Spot, lead: str = "") -> None:
        self._styles = styles
        self._lists = lists
        self._spot = spot
        self._lead = lead
        self.paragraphs: list[Paragraph] = []
        self.tables: list[Table] = []
        self.boxed: list[Table] = []
        self.sections: list[Element] = []
        self._count = 0

    def read(self, container: Iterable[Element]) -> None:
        """Read the paragraphs and tables of a body, a footer or a text box."""
        for child in container:
            if child.tag == W + "p":
                self._count += 1
                self._paragraph(child, f"{self._lead}第{self._count}段", self._spot)
                mark = child.find(f"{W}pPr/{W}sectPr")
                if mark is not None:
                    self.sections.append(mark)
            elif child.tag == W + "tbl":
                self._table(child)
            elif child.tag == W + "sectPr":
                self.sections.append(child)
            elif child.tag in _TRANSPARENT:
                self.read(child)

    def _table(self, table: Element) -> None:
        place, start = f"{self._lead}表{len(self.tables) + 1}", len(self.paragraphs)
        mark = table.find(f"{W}tblPr/{W}tblStyle")
        style = self._styles.default("table") if mark is None else mark.get(W + "val", "")
        lines = list(_under(table, "tr"))
        rows: list[tuple[str, ...]] = []
        below = start
        for line, row in enumerate(lines, start=1):
            cells = enumerate(_under(row, "tc"), start=1)
            rows.append(
                tuple(self._cell(one, f"{place}第{line}行第{at}列", style) for at, one in cells)
            )
            below = len(self.paragraphs) if line == 1 else below
        edges = (edge for name in _EDGES for one in table.iter(W + name) for edge in one)
        self.tables.append(
            Table(
                place,
                len(self.sections),
                start,
                _width(table),
                tuple(rows),
                tuple(on(row.find(f"{W}trPr/{W}cantSplit")) for row in lines),
                bool(lines) and on(lines[0].find(f"{W}trPr/{W}tblHeader")),
                tuple(self.paragraphs[start:below]),
                tuple({edge.get(W + "color", "").upper() for edge in edges}),
                rules(table, lines),
                tuple(height(row) for row in lines),
            )
        )

    def _cell(self, cell: Element, place: str, style: str) -> str:
        start = len(self.paragraphs)
        for child in _blocks(cell):
            if child.tag == W + "p":
                self._paragraph(child, place, Spot.CELL, style)
            else:
                for row in _under(child, "tr"):
                    for inner in _under(row, "tc"):
                        self._cell(inner, place, style)
        return "\n".join(one.text for one in self.paragraphs[start:])

    def _paragraph(self, element: Element, place: str, spot: Spot, table: str = "") -> None:
        own = element.find(W + "pPr")
        mark = None if own is None else own.find(W + "pStyle")
        style = self._styles.default("paragraph") if mark is None else mark.get(W + "val", "")
        said = self._styles.said(own)
        listing = {**self._styles.of_style(style), **said}
        listed, level = int(listing.get("numId", 0)), int(listing.get("ilvl", 0))  # type: ignore[call-overload]
        props = self._styles.paragraph(style, table, self._lists.props(listed, level), said)
        runs = tuple(self._runs(element, style, table))
        self.paragraphs.append(
            Paragraph(
                place=place,
                text="".join(run.text for run in runs),
                runs=runs,
                styles=self._styles.names(style),
                number=self._lists.next(listed, level) if listed else "",
                spot=spot,
                section=len(self.sections),
                shapes=tuple(shapes(element)),
                page=_prints_page(element),
                **_layout(props, next((run.size for run in runs if run.text.strip()), 20)),
            )
        )
        for box in boxes(element):
            inner = Story(self._styles, self._lists, Spot.BOX, f"{place}文本框")
            inner.sections = self.sections
            inner.read(box)
            self.paragraphs += inner.paragraphs
            self.boxed += [*inner.tables, *inner.boxed]

    def _runs(self, element: Element, style: str, table: str) -> Iterator[Run]:
        for child in element.iterchildren():
            if child.tag in _TRANSPARENT:
                yield from self._runs(child, style, table)
            elif child.tag == W + "r":
                own = child.find(W + "rPr")
                mark = None if own is None else own.find(W + "rStyle")
                name = "" if mark is None else mark.get(W + "val", "")
                props = self._styles.run(style, table, name, own)
                text = _text(child)
                if text and not props.get("vanish"):
                    yield _run(text, props)


def _run(text: str, props: Props) -> Run:
    return Run(
        text,
        props.get("eastAsia", Typeface()),  # type: ignore[arg-type]
        props.get("ascii", Typeface()),  # type: ignore[arg-type]
        bool(props.get("hint")),
        int(props.get("sz", 20)),  # type: ignore[call-overload]
        int(props.get("spacing", 0)),  # type: ignore[call-overload]
        bool(props.get("b")),
        str(props.get("color", "")),
        int(props.get("w", 100)),  # type: ignore[call-overload]
    )


def _layout(props: Props, size: int) -> dict[str, object]:
    """The values of a paragraph; indents in characters go before those in twips."""

    def indent(name: str) -> Fraction:
        chars = int(props.get(f"{name}Chars", 0))  # type: ignore[call-overload]
        twips = int(props.get(name, 0))  # type: ignore[call-overload]
        return Fraction(chars, 100) if chars else Fraction(twips, 10 * max(size, 1))

    def distance(name: str) -> int:
        if props.get(f"{name}Autospacing"):
            return _AUTOMATIC
        lines = int(props.get(f"{name}Lines", 0))  # type: ignore[call-overload]
        return lines * 12 // 5 if lines else int(props.get(name, 0))  # type: ignore[call-overload]

    return {
        "align": props.get("jc", "left"),
        "first": indent("first"),
        "left": indent("left"),
        "right": indent("right"),
        "before": distance("before"),
        "after": distance("after"),
        "line": props.get("line", 240),
        "line_rule": props.get("lineRule", "auto"),
        "snaps": props.get("snapToGrid", True),
        "widows": props.get("widowControl", True),
        "auto_space": props.get("autoSpaceDE", True) or props.get("autoSpaceDN", True),
        "breaks": props.get("pageBreakBefore", False),
        "borders": props.get("borders", ()),
    }


def _text(run: Element) -> str:
    parts = []
    for child in run.iterchildren():
        if child.tag == W + "t":
            parts.append(child.text or "")
        elif child.tag in _SIGNS:
            page = child.get(W + "type") == "page"
            parts.append("\f" if page else _SIGNS[child.tag])
    return "".join(parts)


def _prints_page(element: Element) -> bool:
    """Tell whether the paragraph itself, not a box beside it, holds the field of page numbers."""
    codes = [one.text or "" for one in element.iter(W + "instrText") if _is_own(one, element)]
    codes += [one.get(W + "instr", "") for one in element.iter(W + "fldSimple")]
    return any("PAGE" in code.split() for code in ("".join(codes), *codes))


def _is_own(inner: Element, paragraph: Element) -> bool:
    return next(inner.iterancestors(W + "p"), None) is paragraph


def _width(table: Element) -> int:
    """What the columns take together, else what the table asks for; 0 where it is a share."""
    columns = sum(number(one, "w") for one in table.iterfind(f"{W}tblGrid/{W}gridCol"))
    asked = table.find(f"{W}tblPr/{W}tblW")
    if asked is not None and asked.get(W + "type") == "dxa":
        return max(columns, number(asked, "w"))
    return 0 if asked is not None and asked.get(W + "type") == "pct" else columns


def _under(parent: Element, name: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _under(child, name)


def _blocks(parent: Element) -> Iterator[Element]:
    for child in parent:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _blocks(child)
