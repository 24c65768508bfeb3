"""What a cell of the blank form takes: drop-down, limits, hint, number format, width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.model.place import column_letter
from pipeline.model.unit import Unit
from pipeline.scheme.form import Field, Form, Kind
from pipeline.scheme.scheme import Scheme
from pipeline.scheme.spoken import spoken

LISTS = "字典"
"""The hidden sheet of long lists."""

_INLINE, _TITLE, _MESSAGE = 250, 32, 255
_EARLIEST, _LATEST = date(1990, 1, 1), date(2199, 12, 31)
_HUGE = 10**12
_LONG = 24
_FORMATS = {
    Kind.TEXT: "@",
    Kind.CHOICE: "@",
    Kind.MONTH: "@",
    Kind.DATE: "yyyy-mm-dd",
    Kind.YEAR: "0",
    Kind.NUMBER: "General",
}
_WIDTHS = {Kind.NUMBER: 11, Kind.DATE: 12, Kind.YEAR: 8, Kind.MONTH: 11, Kind.CHOICE: 12}


@dataclass
class Lists:
    """The drop-down lists that stand on the hidden sheet: words → column."""

    columns: dict[tuple[str, ...], int] = field(default_factory=dict)

    def source(self, words: tuple[str, ...]) -> list[str] | str:
        """The words themselves where they are short, else where they stand on the sheet."""
        if len(",".join(words)) <= _INLINE and not any("," in word for word in words):
            return list(words)
        number = self.columns.setdefault(words, len(self.columns))
        letter = column_letter(number + 1)
        return f"={LISTS}!${letter}$2:${letter}${len(words) + 1}"


@dataclass(frozen=True)
class Clerkship:
    """What hints and lists are made from."""

    scheme: Scheme
    units: Sequence[Unit]
    lists: Lists

    def validation(self, form: Form, field: Field, heading: str, hint: str) -> dict[str, object]:
        """The data validation of a cell, with its hint."""
        limits = {**self._limits(form, field), "ignore_blank": True}
        prompt = {"input_title": heading[:_TITLE], "input_message": hint[:_MESSAGE]}
        return {**limits, **prompt} if hint else limits

    def hint(self, form: Form, field: Field) -> str:
        """The field's rule in words."""
        sentences = [*self._needs(form, field), *self._takes(field), field.note]
        for check in form.checks:
            plain = check.formula is not None and check.condition is None
            if plain and check.field == field.name and not field.repeat:
                said = spoken(check.formula, form, self._forms, check.terms)  # type: ignore[arg-type]
                known = not any(name in said for name in check.terms)
                sentences += [f"须满足：{said}"] if known else []
        return "".join(f"{one.rstrip('。')}。" for one in sentences if one)

    def _needs(self, form: Form, field: Field) -> list[str]:
        if field.required:
            return [] if field.kind is Kind.TEXT and not self.refers(field) else ["必填"]
        if field.required_when is not None:
            return [f"{spoken(field.required_when, form, self._forms)}时必填"]
        return []

    def _takes(self, field: Field) -> list[str]:
        if self.refers(field):
            return ["填单位代码：" + "、".join(f"{one.code}{one.short}" for one in self.units)]
        if field.kind is Kind.CHOICE:
            return ["从下拉列表中选：" + "、".join(field.choices)]
        if field.kind is Kind.DATE:
            return ["填日期，如2026-06-30"]
        if field.kind is Kind.MONTH:
            return ["填月份，如2026-06"]
        if field.kind is Kind.YEAR:
            return ["填年份，如2026"]
        if field.kind is Kind.NUMBER:
            measure = f"以{field.measure}计，" if field.measure else ""
            low = "" if field.lowest is None else f"，不小于{field.lowest}"
            high = "" if field.highest is None else f"，不大于{field.highest}"
            return [f"{measure}只填数字{low}{high}"]
        return []

    def refers(self, field: Field) -> bool:
        """Whether the field's values are the units of the directory (取值 is its name)."""
        directory = self.scheme.role("名录")
        return directory is not None and field.choices == (directory.name,)

    def _limits(self, form: Form, field: Field) -> dict[str, object]:
        if self.refers(field):
            codes = tuple(unit.code for unit in self.units)
            return self._list(codes, "warning") if codes else {"validate": "any"}
        if field.kind is Kind.CHOICE:
            return self._list(field.choices, "stop")
        if field.kind is Kind.DATE:
            limits = {"validate": "date", "minimum": _EARLIEST, "maximum": _LATEST}
            return _refusing(limits, "请填日期，如2026-06-30")
        if field.kind is Kind.YEAR:
            limits = {"validate": "integer", "minimum": _EARLIEST.year, "maximum": _LATEST.year}
            return _refusing(limits, "请填四位年份，如2026")
        if field.kind is Kind.NUMBER:
            low = -_HUGE if field.lowest is None else float(field.lowest)
            high = _HUGE if field.highest is None else float(field.highest)
            limits = {"validate": "decimal", "minimum": low, "maximum": high}
            return _refusing(limits, self._takes(field)[0])
        return {"validate": "any"}

    def _list(self, words: tuple[str, ...], strictness: str) -> dict[str, object]:
        return {
            "validate": "list",
            "source": self.lists.source(words),
            "error_type": strictness,
            "error_title": "不在可选范围内",
            "error_message": "请从下拉列表中选填",
        }

    @property
    def _forms(self) -> Mapping[str, Form]:
        return {**self.scheme.base, **self.scheme.forms}


def number_format(field: Field) -> str:
    """How the cells of a field show what is in them."""
    if field.kind is Kind.NUMBER and field.measure.endswith("元"):
        return "#,##0.00"
    return _FORMATS[field.kind]


def wide(text: str) -> int:
    """How many characters' width a text takes, a 汉字 counting as two."""
    return sum(1 if char.isascii() else 2 for char in text)


def width(field: Field, heading: str, longest: int) -> int:
    """A column's width in characters, for its heading and what already stands in it."""
    if field.repeat:
        return 10
    least = _WIDTHS.get(field.kind, 12)
    if field.kind is Kind.TEXT:
        least = max(least, min(longest, _LONG), 16 if field.required else 12)
    if field.kind is Kind.CHOICE:
        least = max(least, min(2 + max(map(wide, field.choices)), 16))
    return max(least, min(2 * len(heading), 14))


def _refusing(limits: dict[str, object], message: str) -> dict[str, object]:
    return {
        **limits,
        "criteria": "between",
        "error_title": "不能这样填",
        "error_message": f"{message}；没有的请留空"[:_MESSAGE],
    }
