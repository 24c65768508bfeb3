"""Frames made by hand: two forms of one unit or two, on which expressions are tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.model.finding import Fault
from pipeline.model.number import scaled
from pipeline.model.period import Period
from pipeline.model.table import Column, Submission, Table
from pipeline.scheme.evaluate import evaluate, number_at
from pipeline.scheme.expression import parse
from pipeline.scheme.form import Form, Kind, form_of
from pipeline.scheme.frame import BAD, Frame, Setting, Source, frame_of
from pipeline.scheme.marked import load

LEDGER = """
主键: [编码, 名称]
字段:
  编码: {类型: 文本}
  名称: {类型: 文本}
  甲: {类型: 数值}
  乙: {类型: 数值}
  年度: {类型: 年份}
  签约: {类型: 日期}
  开工: {类型: 日期}
  上报: {类型: 月份}
  阶段: {类型: 选项, 取值: [签约, 开工, 投产], 有序: 是}
  性质: {类型: 选项, 取值: [内资, 外资]}
  备注: {类型: 文本}
"""
MONEY = """
主键: [编码, 名称]
细分: [来源]
关联: 台账
字段:
  编码: {类型: 文本}
  名称: {类型: 文本}
  来源: {类型: 选项, 取值: [省外, 外资]}
  各月: {类型: 数值, 重复: 12, 表头: '{n}月'}
  累计: {类型: 数值}
"""
Row = Mapping[str, object]


def form(name: str, text: str) -> Form:
    """A form from its YAML; it must be without fault."""
    faults: list[Fault] = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.yaml"
        path.write_text(text, "utf-8")
        made = form_of(name, load(path, path.name), {}, faults, base=False)
    assert not faults
    return made


FORMS = {"台账": form("台账", LEDGER), "到位": form("到位", MONEY)}


def frame(name: str, rows: Sequence[Row], codes: Mapping[str, Mapping[str, str]] | None = None) -> Frame:  # fmt: skip
    """Rows by field name, each with its 单位 (ZJ01 without one); numbers as typed."""
    declared = FORMS[name]
    units = list(dict.fromkeys(str(row.get("单位", "ZJ01")) for row in rows))
    sources = []
    for unit in units:
        own = [row for row in rows if row.get("单位", "ZJ01") == unit]
        columns = {}
        for field in declared.fields.values():
            for column in field.columns:
                values = [_value(field.kind, row.get(column)) for row in own]
                columns[column] = Column(column, "A", values)
        table = Table(name, "甲.xlsx", name, list(range(4, 4 + len(own))), columns, 3)
        sources.append(Source(Submission(unit, Period(2026, 6), "甲.xlsx", ""), table))
    return frame_of(declared, sources, codes or {})


def setting(
    ledger: Sequence[Row] = (),
    money: Sequence[Row] = (),
    *,
    earlier: Mapping[str, Frame] | None = None,
    period: Period | None = None,
) -> Setting:
    period = period or Period(2026, 6)
    frames = {"台账": frame("台账", ledger), "到位": frame("到位", money)}
    return Setting(period, period.to_date, frames, earlier or {})


def results(
    text: str, on: str, within: Setting, terms: Mapping[str, str] | None = None
) -> list[object]:
    """The value of an expression in each row: True, False, a Fraction, a text, a date or None."""
    parsed = {name: parse(term) for name, term in (terms or {}).items()}
    vector = evaluate(parse(text), within.frames[on], within, parsed)
    return [_shown(vector, row) for row in range(len(vector))]


def told(text: str, **cells: object) -> object:
    """The value of an expression on one row of 台账."""
    return results(text, "台账", setting([cells]))[0]


def _value(kind: Kind, value: object) -> object:
    if value is None or value is BAD:
        return value
    if kind is Kind.NUMBER:
        return scaled(Fraction(str(value)))
    return value


def _shown(vector, row: int) -> object:
    if not vector.known[row]:
        return None
    if vector.kind == "number":
        return number_at(vector, row)
    if vector.kind == "flag":
        return bool(vector.data[row])
    return date.fromordinal(int(vector.data[row])) if vector.kind == "date" else vector.data[row]
