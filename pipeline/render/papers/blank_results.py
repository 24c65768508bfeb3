"""The formulas of a blank form with their present results, by the rule language itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from pipeline.model.number import scaled
from pipeline.model.period import Period
from pipeline.model.table import Column, Submission, Table
from pipeline.render.papers.blank_formula import Untranslatable, excel
from pipeline.render.papers.blank_layout import Layout
from pipeline.render.papers.blank_sheet import Sums
from pipeline.render.papers.blank_sums import Sum, sums_of
from pipeline.scheme.evaluate import evaluate, number_at
from pipeline.scheme.frame import Frame, Setting, Source, frame_of, normal
from pipeline.scheme.scheme import Scheme
from pipeline.scheme.spoken import spoken


class Results:
    """What stands in the cells that checks determine; `layouts` have the results in their rows.

    Sums within a table come first: sums over tables may add them up.
    """

    def __init__(
        self, scheme: Scheme, layouts: Mapping[str, Layout], unit: str, period: Period
    ) -> None:
        self._scheme, self._unit, self._period = scheme, unit, period
        self.layouts = dict(layouts)
        self._sums: dict[str, dict[tuple[int, str], tuple[str, Fraction]]] = {}
        self._hints: dict[str, dict[str, str]] = {}
        sums = [one for one in sums_of(scheme, period) if one.form in layouts]
        own = [one for one in sums if not any(form for form, _ in _reach(one))]
        for batch in (own, [one for one in sums if one not in own]):
            frames = self._frames()
            for one in batch:
                self._settle(one, frames)

    def of(self, form: str) -> tuple[Sums, Mapping[str, str]]:
        """The formulas of a form, and hints for the fields whose formula Excel cannot say."""
        return self._sums.get(form, {}), self._hints.get(form, {})

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
                self._say(one, layout)
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
        return {name: frame_of(form, [], {}) for name, form in others.items()} | frames


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


def _reach(one: Sum) -> list[tuple[str, str]]:
    return [*one.amount.names(), *(pair for term in one.terms.values() for pair in term.names())]
