"""The program knows nothing of the trade: no name of the shipped scheme stands in its code.

Another office brings its own templates/ (tests/files/service-centre is one); whatever it may call
otherwise must come from there. Strings, comments and docstrings count like code.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from pipeline.model.period import Period
from pipeline.office.reading import Reader
from pipeline.collect.base import read_base
from pipeline.scheme.scheme import load_scheme

ROOT = Path(__file__).parents[1]
SHORTEST = 4
"""Shorter names are everyday words: 全市, 封面, 参数."""

ALLOWED = {
    "无上年同期数，不作比较": "F06's words where there is nothing to compare with",
    "与上年同期持平": "F06's words where both are zero",
    "上年同期为": "F06's words for a base that allows no rate",
}
"""Phrases of the language, prescribed by the formula book, in which a name happens to occur."""


def _names() -> Iterator[tuple[str, str]]:
    """Yield what the shipped scheme and directory call things, with what kind of thing it is."""
    scheme = load_scheme(ROOT / "templates")
    for indicator in scheme.indicators.values():
        yield indicator.name, "indicator"
        yield indicator.title, "indicator"
    for form in (*scheme.forms.values(), *scheme.base.values()):
        yield form.name, "form"
        yield form.title, "form"
        yield form.sheet, "sheet"
    for document in scheme.documents.values():
        yield document.name, "document"
    with Reader() as reader:
        base = read_base(scheme, ROOT / "inputs", reader, Period(2026, 6))
    register = scheme.role("名录")
    for row in base.rows(register.name):
        for field in ("全称", "简称", "曾用名", "类别", "汇总组", "分组"):
            for name in str(row.get(field) or "").split(";"):
                yield name.strip(), field


NAMES = {name: kind for name, kind in _names() if len(name) >= SHORTEST}
