"""Findings about a sheet as a whole: V05, V56, X05 and X07."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.collect.layout import MOST_PLACES, Oddity, oddities, strange_columns
from pipeline.collect.locate import Located
from pipeline.collect.rows import Rows
from pipeline.collect.sums import wrong_sums
from pipeline.model.finding import Finding
from pipeline.model.number import plain, unscaled
from pipeline.model.period import Period
from pipeline.model.place import Place, column_letter
from pipeline.model.table import Column
from pipeline.scheme.form import Form
from pipeline.scheme.rules import found
from pipeline.scheme.scheme import Scheme


@dataclass(frozen=True, slots=True)
class About:
    """Makes the findings about one form's sheet in one file."""

    scheme: Scheme
    form: Form
    file: str
    period: Period
    unit: str

    def sheet(
        self, located: Located, rows: Rows, columns: Mapping[str, Column]
    ) -> Iterator[Finding]:
        name = located.grid.name
        for field, number in located.renamed.items():
            cell = f"{column_letter(number)}{located.header_row}"
            said, read = located.headings[number], self.form.fields[field].heading
            yield self._note("V05", name, [cell], 值=said, 列=read, field=field, found=said)
        for odd in oddities(self.form, located, rows):
            yield self.oddity(name, odd)
        for row, word, wrong in wrong_sums(self.form, located, rows, columns):
            yield self._sum(located, row, word, wrong)
        strange = [] if located.missing else list(strange_columns(located, rows))
        if strange:
            cells = [f"{column_letter(one)}{located.header_row}" for one, _ in strange]
            listed = "、".join(f"“{text}”" for _, text in strange[:MOST_PLACES])
            yield self._note("X07", name, cells[:MOST_PLACES], 列=listed, found=listed)

    def oddity(self, sheet: str, odd: Oddity) -> Finding:
        words = {"情况": odd.what, "办法": odd.remedy}
        return self._note("V56", sheet, odd.cells, found=odd.what, **words)

    def _sum(
        self, located: Located, row: int, word: str, wrong: Sequence[tuple[str, int, int]]
    ) -> Finding:
        name, said, total = wrong[0]
        field = self.form.fields[name.split(".")[0]]
        cells = [f"{column_letter(located.columns[one])}{row}" for one, _, _ in wrong]
        words = {
            "行": row,
            "合计": word,
            "列": field.headings()[field.columns.index(name)],
            "值": plain(unscaled(said)),
            "和": plain(unscaled(total)),
            "余": f"（另有{len(wrong) - 1}列也不符）" if len(wrong) > 1 else "",
        }
        return self._note(
            "X05",
            located.grid.name,
            cells[:MOST_PLACES],
            key=word,
            field=name,
            found=words["值"],
            expected=words["和"],
            cells=tuple((self.form.name, -1, one) for one, _, _ in wrong),
            **words,
        )

    def _note(self, code: str, sheet: str, at: Sequence[str], **words: object) -> Finding:
        places = tuple(Place(self.file, sheet, cell) for cell in at or [""])
        return found(
            self.scheme.rules[code],
            self.period,
            self.unit,
            places,
            表=sheet or self.form.title,
            table=self.form.name,
            **words,
        )
