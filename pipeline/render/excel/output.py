"""The rows of the output as XML: formulas put in with their values, marks out, numbers filled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from xml.sax.saxutils import escape

from pipeline.model.figure import MARK_CLOSE, MARK_OPEN, MARK_TEXT
from pipeline.model.finding import Fault
from pipeline.model.number import SCALE, plain
from pipeline.model.place import column_letter, column_number
from pipeline.render.excel.alike import hidden, stretches
from pipeline.render.excel.breadths import Breadths, merged_starts
from pipeline.render.excel.gauge import merged
from pipeline.render.excel.heights import Heights, grown
from pipeline.render.excel.moves import Lost, Moved, Spot
from pipeline.render.excel.plan import FORMULA, NEWLINE, ROW, FormulaCell, RowPlan, SheetPlan
from pipeline.render.excel.results import Key, Placed, Results
from pipeline.render.excel.spool import Spool
from pipeline.render.excel.syntax import Beyond, ErrorValue
from pipeline.render.excel.template import Written
from pipeline.render.excel.totals import Value
from pipeline.render.excel.values import MAX_TEXT, check_length, escaped, without_marks
from pipeline.render.language import Unprintable

_MARK = re.compile(f"[{MARK_OPEN}{MARK_TEXT}{MARK_CLOSE}]")
_CELL = re.compile(f'<c r="([A-Z]+){ROW}"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_TEXT = re.compile(r"<t[^>]*>([^<]*)</t>")


@dataclass(slots=True)
class _Look:
    """What has to be done to each row that came of one template row."""

    plan: RowPlan
    head: str
    mixed: bool
    codes: tuple[int, ...]

    @classmethod
    def of(cls, plan: RowPlan) -> _Look:
        codes = tuple(int(code) for code in plan.xml.split(FORMULA)[1::2])
        return cls(plan, plan.head, ' t="inlineStr"' in plan.xml, codes)


class SheetOutput:
    """The output of one sheet between the template's writing and its bytes."""

    def __init__(self, plan: SheetPlan, written: Written, texts: Iterable[str], file: str) -> None:
        self.plan = plan
        self.written = written
        self.faults: list[Fault] = []
        self._spool = Spool()
        self._file = file
        self._formulas: dict[Key, str] = {}
        self._hidden: dict[int, list[int]] = {}
        self._looks = {number: _Look.of(row) for number, row in plan.rows.items()}
        self._same = 0
        self._measured: set[int] = set()
        for position, text in enumerate(texts):
            self._take(*written.rows.place(position), text)
        self._spool.close()
        self.merged = stretches(written.same, written.rows, self.text, _tall(plan))
        self._hide()

    def text(self, number: int) -> str | None:
        """The XML of an output row, formulas apart; None where there is no such row."""
        text = self._spool.get(number)
        for column in self._hidden.get(number, ()) if text else ():
            text = hidden(text, column)
        return text

    def filled(self, number: int) -> str | None:
        """The XML of an output row that has tags; None for others."""
        row = self.written.rows.at(number)
        look = self._looks.get(row.template) if row else None
        return self.text(number) if look and look.plan.tagged else None

    def place(self, moved: Moved) -> dict[Key, Placed]:
        """Move every formula to its output cells; what cannot be moved is in `faults`."""
        placed: dict[Key, Placed] = {}
        sheet = self.plan.index
        for number, look in self._looks.items():
            for row in self.written.rows.of(number) if look.codes else ():
                spot = Spot(sheet, row.template, row.scopes)
                for code in () if row.blank else look.codes:
                    cell = self.plan.formulas[code]
                    key = (sheet, row.number, cell.column)
                    placed[key] = self._placed(key, cell, spot, moved)
        return placed

    def finish(self, results: Results, heights: Heights, breadths: Breadths) -> None:
        """Give every row its number, its height and its formulas with their values."""
        wide = merged_starts(heights.root)
        lifted = heights.lifted
        measured = lifted | self._measured

        def finished(number: int, xml: str) -> str:
            for column in self._hidden.get(number, ()):
                xml = hidden(xml, column)
            if FORMULA in xml:
                parts = xml.split(FORMULA)
                for at in range(1, len(parts), 2):
                    parts[at] = self._cell(int(parts[at]), number, results)
                    breadths.of_cells(parts[at], lambda column: (number, column) in wide)
                xml = "".join(parts)
            if number in measured:
                xml = heights.fitted(number, xml)
            return xml.replace(ROW, str(number))

        self._spool.finish(finished, lifted)
        breadths.of_tags(self.plan, self.written.slots)

    def content(self) -> Iterator[bytes]:
        """Yield the finished rows, many at a time."""
        return self._spool.content()

    def _take(self, number: int, template: int, text: str) -> None:
        look = self._looks.get(template)
        if look is None:
            return
        written, plan = self.written, look.plan
        if number in written.rows.blanks:
            self._spool.add(number, plan.blank.replace(ROW, str(number)), True)
            return
        text = text if plan.tagged else plan.xml
        if look.mixed and (_MARK.search(text) or len(text) > MAX_TEXT):
            text = _CELL.sub(lambda found: self._text_cell(found, number, template), text)
        if NEWLINE in plan.xml:
            text = text.replace(NEWLINE, "\n")
        needed, written.needed = written.needed, 0.0
        marked, self._same = len(written.same) > self._same, len(written.same)
        if look.mixed or marked or number in written.tall:
            self._measured.add(number)
            self._spool.add(number, text, False)
            return
        if needed:
            text = grown(look.head, needed) + text[len(look.head) :]
        finished = not look.codes
        self._spool.add(number, text.replace(ROW, str(number)) if finished else text, finished)

    def _placed(self, key: Key, cell: FormulaCell, spot: Spot, moved: Moved) -> Placed:
        areas = moved.areas(cell.formula, spot)
        try:
            self._formulas[key] = moved.text(cell.formula, areas)
        except Lost as error:
            place = self.plan.place(cell.row, cell.column)
            where = f"{place} ={cell.formula.text}"
            self.faults.append(Fault(self._file, where, str(error), "请修改公式的引用"))
        return Placed(cell.formula, areas)

    def _hide(self) -> None:
        covered = {cell for stretch in self.merged for cell in stretch.covered}
        for row, column in covered:
            self._hidden.setdefault(row, []).append(column)
        if covered:
            kept = [one for one in self.written.figures if one[:2] not in covered]
            self.written.figures[:] = kept

    def _text_cell(self, found: re.Match[str], number: int, template: int) -> str:
        letters = found[1]
        xml = without_marks(found[0], self._recorder(number, letters))
        try:
            check_length(_plain_text(xml))
        except Unprintable as error:
            place = f"{self.plan.name}!{letters}{template}"
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


def _tall(plan: SheetPlan) -> dict[tuple[int, int], int]:
    """Over how many rows each merge of the template goes, by the cell in which it begins."""
    return {
        (area.first_row, area.first_column): area.last_row - area.first_row + 1
        for area in merged(plan.root)
    }


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
    exact = len(digits) <= 17 and (SCALE % number.denominator == 0 or Fraction(digits) == number)
    return "", digits if exact else repr(float(number))
