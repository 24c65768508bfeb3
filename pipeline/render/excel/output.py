"""The rows of the output as XML: formulas put in with their values, marks out, numbers filled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from xml.sax.saxutils import escape

from pipeline.model.figure import MARK_CLOSE, MARK_OPEN, MARK_TEXT
from pipeline.model.finding import Fault
from pipeline.model.number import plain
from pipeline.model.place import column_letter, column_number
from pipeline.render.excel.alike import hidden, stretches
from pipeline.render.excel.calculate import Value
from pipeline.render.excel.heights import Heights
from pipeline.render.excel.moves import Lost, Moved, Spot
from pipeline.render.excel.plan import FORMULA, NEWLINE, ROW, SheetPlan
from pipeline.render.excel.results import Key, Placed, Results
from pipeline.render.excel.rows import OutRow
from pipeline.render.excel.syntax import Beyond, ErrorValue
from pipeline.render.excel.template import Written
from pipeline.render.excel.values import MAX_TEXT, check_length, escaped, without_marks
from pipeline.render.language import Unprintable

_MARK = re.compile(f"[{MARK_OPEN}{MARK_TEXT}{MARK_CLOSE}]")
_CELL = re.compile(f'<c r="([A-Z]+){ROW}"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_TEXT = re.compile(r"<t[^>]*>([^<]*)</t>")


class SheetOutput:
    """The output of one sheet between the template's writing and its bytes."""

    def __init__(self, plan: SheetPlan, written: Written, file: str) -> None:
        self.plan = plan
        self.written = written
        self.faults: list[Fault] = []
        self.rows: dict[int, str] = {}
        self._file = file
        self._formulas: dict[Key, str] = {}
        for row, text in zip(written.rows.out, written.texts, strict=True):
            if xml := self._row(row, text):
                self.rows[row.number] = xml
        self.merged = stretches(written.same, written.rows.out, self.rows)
        self._hide()

    def filled(self) -> dict[int, str]:
        """The rows that have tags, by their numbers."""
        plans = self.plan.rows
        return {
            row.number: self.rows[row.number]
            for row in self.written.rows.out
            if row.number in self.rows and plans[row.template].tagged
        }

    def place(self, moved: Moved) -> dict[Key, Placed]:
        """Move every formula to its output cells; what cannot be moved is in `faults`."""
        placed: dict[Key, Placed] = {}
        if not self.plan.formulas:
            return placed
        sheet = self.plan.index
        for row in self.written.rows.out:
            spot = Spot(sheet, row.template, row.scopes)
            for code in _codes(self.rows.get(row.number, "")):
                cell = self.plan.formulas[code]
                key = (sheet, row.number, cell.column)
                areas = moved.areas(cell.formula, spot)
                try:
                    self._formulas[key] = moved.text(cell.formula, areas)
                except Lost as error:
                    place = self.plan.place(cell.row, cell.column)
                    where = f"{place} ={cell.formula.text}"
                    self.faults.append(Fault(self._file, where, str(error), "请修改公式的引用"))
                placed[key] = Placed(cell.formula, areas)
        return placed

    def finished(self, results: Results, heights: Heights) -> Iterator[str]:
        """Yield the XML of the rows in order, each with its number and its formulas' values."""
        for number, xml in self.rows.items():
            if FORMULA in xml:
                parts = xml.split(FORMULA)
                for at in range(1, len(parts), 2):
                    parts[at] = self._cell(int(parts[at]), number, results)
                xml = "".join(parts)
            if NEWLINE in xml:
                xml = xml.replace(NEWLINE, "\n")
            yield heights.fitted(number, xml).replace(ROW, str(number))

    def _hide(self) -> None:
        covered = {cell for stretch in self.merged for cell in stretch.covered}
        for row, column in covered:
            self.rows[row] = hidden(self.rows[row], column)
        if covered:
            kept = [one for one in self.written.figures if one[:2] not in covered]
            self.written.figures[:] = kept

    def _row(self, row: OutRow, text: str) -> str:
        plan = self.plan.rows.get(row.template)
        if plan is None:
            return ""
        if row.blank:
            return plan.blank
        if not plan.tagged:
            return plan.xml
        if _MARK.search(text) or len(text) > MAX_TEXT:
            return _CELL.sub(lambda found: self._text_cell(found, row), text)
        return text

    def _text_cell(self, found: re.Match[str], row: OutRow) -> str:
        letters = found[1]
        xml = without_marks(found[0], self._recorder(row.number, letters))
        try:
            check_length(_plain_text(xml))
        except Unprintable as error:
            place = f"{self.plan.name}!{letters}{row.template}"
            self.faults.append(Fault(self._file, place, str(error)))
        return xml

    def _recorder(self, number: int, letters: str) -> Callable[[str, str], None]:
        column = column_number(letters)

        def record(figure: str, text: str) -> None:
            self.written.figures.append((number, column, text, figure))

        return record

    def _cell(self, code: int, number: int, results: Results) -> str:
        cell = self.plan.formulas[code]
        key = (self.plan.index, number, cell.column)
        text = escape(self._formulas[key])
        start = f'<c r="{column_letter(cell.column)}{number}"{cell.attributes}'
        try:
            kind, value = _cached(results.value(key))
        except (Beyond, OverflowError):
            return f"{start}><f>{text}</f></c>"
        return f"{start}{kind}><f>{text}</f><v>{value}</v></c>"


def _codes(xml: str) -> list[int]:
    return [int(code) for code in xml.split(FORMULA)[1::2]]


def _plain_text(xml: str) -> str:
    text = "".join(_TEXT.findall(xml))
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _cached(value: Value) -> tuple[str, str]:
    """The type attribute and the text of `<v>`; floats only where no decimal is exact."""
    if isinstance(value, ErrorValue):
        return ' t="e"', value
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, str):
        return ' t="str"', escaped(value)
    number = Fraction(value or 0)
    digits = plain(number)
    exact = len(digits) <= 17 and Fraction(digits) == number
    return "", digits if exact else repr(float(number))
