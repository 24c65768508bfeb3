"""The formulas of a blank form with their present results, by the rule language itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from pipeline.model.number import scaled
from pipeline.model.period import Period
from pipeline.model.table import Column, Submission, Table
from pipeline.render.papers.blank_formula import Untranslatable, excel
from pipeline.render.papers.blank_layout import Layout
from pipeline.render.papers.blank_sheet import Given
from pipeline.render.papers.blank_sums import Sum, reach, sums_of
from pipeline.scheme.evaluate import evaluate, number_at
from pipeline.scheme.frame import Frame, Setting, Source, frame_of, normal
from pipeline.scheme.scheme import Scheme
from pipeline.scheme.spoken import spoken


class Results:
    """What stands in the cells that checks determine; `layouts` have the results in their rows.

    Sums within a table come first: sums over tables may add them up.
    """

    def __init__(
        self,
        scheme: Scheme,
        layouts: Mapping[str, Layout],
        unit: str,
        period: Period,
        base: Mapping[str, Frame],
    ) -> None:
        self._scheme, self._unit, self._period, self._base = scheme, unit, period, base
        self.layouts = dict(layouts)
        self._sums: dict[str, dict[tuple[int, str], tuple[str, Fraction]]] = {}
        self._hints: dict[str, dict[str, str]] = {}
        self._fixed: dict[str, set[tuple[int, str]]] = {}
        sums = [one for one in sums_of(scheme, period) if one.form in layouts]
        own = [one for one in sums if not self._sheets(one)]
        for batch in (own, [one for one in sums if one not in own]):
            frames = self._frames()
            for one in batch:
                self._settle(one, frames)

    def of(self, form: str) -> Given:
        """What stands in a form: formulas, values, and hints where Excel cannot say a formula."""
        return Given(
            self._sums.get(form, {}), self._hints.get(form, {}), self._fixed.get(form, set())
        )

    def _sheets(self, one: Sum) -> bool:
        """Whether it takes in other sheets of the workbook; base tables are not in it."""
        return any(form in self.layouts for form, _ in reach(one.amount, one.terms))

    def _settle(self, one: Sum, frames: Mapping[str, Frame]) -> None:
        layout = self.layouts[one.form]
        if not layout.has(one.field):
            return
        made = self._sums.setdefault(one.form, {})
        rows = [at for at, key in layout.said.items() if key == one.key]
        for row in rows if one.key else range(len(layout.rows) + layout.spare):
            try:
                text = excel(one.amount, one.terms, layout, row, self.layouts, self._period)
            except Untranslatable:
                if self._sheets(one) or not one.key:
                    self._say(one, layout)
                else:
                    self._write(one, layout, rows, frames)
                return
            made[row, one.field] = (text, Fraction(0))
        setting = Setting(self._period, self._period.to_date, frames)
        values = evaluate(one.amount, frames[one.form], setting, one.terms)
        filled = [dict(row) for row in layout.rows]
        for row in rows if one.key else range(len(filled)):
            result = number_at(values, row) or Fraction(0)
            made[row, one.field] = (made[row, one.field][0], result)
            filled[row][one.field] = scaled(result)
        self.layouts[one.form] = replace(layout, rows=filled)

    def _write(
        self, one: Sum, layout: Layout, rows: Sequence[int], frames: Mapping[str, Frame]
    ) -> None:
        """Put what the office's own tables or a constant say into the rows; no formula."""
        setting = Setting(self._period, self._period.to_date, frames)
        values = evaluate(one.amount, frames[one.form], setting, one.terms)
        filled = [dict(row) for row in layout.rows]
        for row in rows:
            number = number_at(values, row) if values.kind == "number" else None
            text = values.data[row] if values.kind == "text" and values.known[row] else None
            value = scaled(number) if number else text
            if value is not None:
                filled[row][one.field] = value
                self._fixed.setdefault(one.form, set()).add((row, one.field))
        self.layouts[one.form] = replace(layout, rows=filled)

    def _say(self, one: Sum, layout: Layout) -> None:
        forms = {**self._scheme.base, **self._scheme.forms}
        said = spoken(one.amount, layout.form, forms, one.terms)
        for name, term in one.terms.items():
            said = spoken(term, layout.form, forms, one.terms) if said == name else said
        where = f"“{one.key}”一行" if one.key else "本栏"
        hints = self._hints.setdefault(one.form, {})
        hints[one.field] = f"{hints.get(one.field, '')}{where}应等于{said}，请计算后填写。"

    def _frames(self) -> dict[str, Frame]:
        tables = {name: _table(layout) for name, layout in self.layouts.items()}
        codes = {self._unit: _codes(self._scheme, tables)}
        nobody = Submission(self._unit, self._period, "", "")
        frames = {
            name: frame_of(self._scheme.forms[name], [Source(nobody, table)], codes)
            for name, table in tables.items()
        }
        others = {**self._scheme.base, **self._scheme.forms}
        empty = {name: frame_of(form, [], {}) for name, form in others.items()}
        return empty | dict(self._base) | frames


def _table(layout: Layout) -> Table:
    columns = {
        name: Column(name, layout.letter(name), [row.get(name) for row in layout.rows])
        for name, _, _ in layout.columns
    }
    rows = [layout.first + number for number in range(len(layout.rows))]
    return Table(layout.form.name, "", layout.form.sheet, rows, columns)


def _codes(scheme: Scheme, tables: Mapping[str, Table]) -> dict[str, str]:
    known: dict[str, str] = {}
    for name in {form.parent for form in scheme.forms.values()} & set(tables):
        key = scheme.forms[name].key
        if len(key) == 2:
            codes, names = (tables[name].columns[one].values for one in key)
            pairs = zip(codes, names, strict=True)
            known |= {normal(b): a for a, b in pairs if isinstance(a, str) and isinstance(b, str)}
    return known
