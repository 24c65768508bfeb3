"""Charts whose series follow the rows they show, with the values of those rows in their caches."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lxml import etree

from pipeline.model.finding import Fault
from pipeline.model.number import plain
from pipeline.office.formula import Formula, FormulaError, parse
from pipeline.render.excel.book import Book, serialized, xml
from pipeline.render.excel.moves import Area, Lost, Moved, Spot
from pipeline.render.excel.results import Results
from pipeline.render.excel.syntax import Beyond, ErrorValue
from pipeline.render.excel.totals import Value

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CACHES = ("numCache", "strCache", "multiLvlStrCache")


def chart_parts(book: Book) -> Iterator[str]:
    """Yield the parts that are charts of the kind we can read."""
    for name, part in book.parts.items():
        if (
            name.startswith("xl/charts/chart")
            and name.endswith(".xml")
            and b"drawingml/2006/chart" in part.bytes()[:2000]
        ):
            yield name


def series(root: etree._Element) -> Iterator[tuple[etree._Element, Formula]]:
    """Yield each reference of a chart to cells: its element and its formula."""
    for node in root.iter(f"{_C}f"):
        try:
            formula = parse((node.text or "").removeprefix("(").removesuffix(")"))
        except FormulaError:
            continue
        if formula.operands:
            yield node, formula


class Charts:
    """The charts of one output: where their series went; what cannot be moved is in `faults`."""

    def __init__(self, book: Book, moved: Moved, live: frozenset[int], file: str) -> None:
        """`live` are the sheets whose cells differ from the template's."""
        self.faults: list[Fault] = []
        self._roots: dict[str, etree._Element] = {}
        self._series: list[tuple[etree._Element, list[Area]]] = []
        for name in chart_parts(book) if live else ():
            root = xml(book.parts, name)
            for node, formula in series(root):
                try:
                    areas = self._moved(node, formula, moved)
                except Lost as error:
                    place = f"图表 {formula.text}"
                    self.faults.append(Fault(file, place, str(error), "请修改图表的数据区域"))
                    continue
                if any(area.sheet in live for area in areas):
                    self._series.append((node, areas))
                    self._roots[name] = root

    def changes(self, results: Results) -> dict[str, bytes]:
        """Return the changed chart parts, their caches filled with the new values."""
        for node, areas in self._series:
            _refresh(node, areas, results)
        return {name: serialized(root) for name, root in self._roots.items()}

    def _moved(self, node: etree._Element, formula: Formula, moved: Moved) -> list[Area]:
        areas = moved.areas(formula, Spot())
        text = moved.text(formula, areas)
        node.text = f"({text})" if text.count("!") > 1 else text
        return [area for one in areas for area in one or ()]


def _refresh(node: etree._Element, areas: list[Area], results: Results) -> None:
    """Fill the cache beside a reference; without values it goes, and Excel makes it anew."""
    holder = node.getparent()
    cache = next((one for one in holder if etree.QName(one).localname in _CACHES), None)
    if cache is None:
        return
    try:
        values = [results.at((a.sheet, r, c)) for a in areas for r, c in _line(a)]
    except (Beyond, OverflowError):
        holder.remove(cache)
        return
    for child in list(cache):
        if child.tag != f"{_C}formatCode":
            cache.remove(child)
    etree.SubElement(cache, f"{_C}ptCount", val=str(len(values)))
    numeric = cache.tag == f"{_C}numCache"
    for index, value in enumerate(values):
        shown = _number(value) if numeric else _text(value)
        if shown is not None:
            point = etree.SubElement(cache, f"{_C}pt", idx=str(index))
            etree.SubElement(point, f"{_C}v").text = shown


def _line(area: Area) -> Iterator[tuple[int, int]]:
    if area.first_row != area.last_row and area.first_column != area.last_column:
        raise Beyond
    for row in range(area.first_row, area.last_row + 1):
        for column in range(area.first_column, area.last_column + 1):
            yield row, column


def _number(value: Value) -> str | None:
    if isinstance(value, ErrorValue):
        return str(value)
    if not isinstance(value, Fraction):
        return None if value is None else "0"
    digits = plain(value)
    return digits if Fraction(digits) == value else repr(float(value))


def _text(value: Value) -> str | None:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Fraction):
        return _number(value)
    return value or None
