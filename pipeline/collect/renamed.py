"""Headers that clerks changed: read as the one field that they can only mean."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.collect.locate import MEASURES, Located, folded, missing_in
from pipeline.scheme.form import Field, Form, Kind

ALIKE = 0.75
"""Ratio of equal characters from which two headers may mean the same."""

_BRACKETS = re.compile(r"\([^()]*\)")
_SAME = (("时间", "日期"), ("编号", "编码"), ("号码", "编码"), ("全称", "名称"))
_TELLING = ("计划", "实际", "预计", "本年", "上年", "去年", "以前", "本月", "当月", "上月", "累计")
_TELLING += ("任务", "目标", "同期", "其中", "协议", "第一", "第二", "共同", "是否", "单位", "部门")
"""Words that tell two fields apart, however alike the rest is."""


def with_renamed(form: Form, located: Located) -> Located:
    """Add the columns whose header differs a little from that of a field without column.

    Never where a header resembles two fields or a field two headers, never where the header
    names another measure, never among repeated columns.
    """
    taken = set(located.columns.values())
    free = {column: text for column, text in located.headings.items() if column not in taken}
    absent = [
        one for one in form.fields.values() if not one.repeat and one.name not in located.columns
    ]
    if not free or not absent:
        return located
    fits = [
        (one.name, column)
        for column, text in free.items()
        for one in absent
        if _alike(one, text) and _may_be(one, text)
    ]
    names, columns = [name for name, _ in fits], [column for _, column in fits]
    others = [one for one in form.fields.values() if one not in absent]
    sure = {
        name: column
        for name, column in fits
        if names.count(name) == 1
        and columns.count(column) == 1
        and not any(_alike(one, free[column]) for one in others if not one.repeat)
    }
    if not sure:
        return located
    whole = {**located.columns, **sure}
    return replace(located, columns=whole, renamed=sure, missing=missing_in(form, whole))


def _alike(field: Field, text: str) -> bool:
    said = _core(text)
    return any(
        set(_telling(said)) == set(_telling(name))
        and difflib.SequenceMatcher(None, said, name, autojunk=False).ratio() >= ALIKE
        for name in {_core(folded(one)) for one in (field.heading, field.name, *field.aliases)}
    )


def _may_be(field: Field, text: str) -> bool:
    """Whether the header's bracket does not speak of a measure other than the field's."""
    said = [one[1:-1] for one in _BRACKETS.findall(text)]
    measures = [one for one in said if one in MEASURES or one == "%"]
    return field.kind is not Kind.NUMBER or all(one == field.measure for one in measures)


def _telling(text: str) -> Iterator[str]:
    yield from (word for word in _TELLING if word in text)
    yield from re.findall(r"\d+", text)


def _core(text: str) -> str:
    core = _BRACKETS.sub("", text) or text
    for word, same in _SAME:
        core = core.replace(word, same)
    return core
