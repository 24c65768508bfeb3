"""The program knows nothing of the trade: no name of the shipped scheme stands in its code.

Another office brings its own templates/ (tests/files/service-centre is one); whatever it may call
otherwise must come from there. Strings, comments and docstrings count like code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from pipeline.collect.base import read_base
from pipeline.model.period import Period
from pipeline.office.reading import Reader
from pipeline.scheme.scheme import Scheme, load_scheme

ROOT = Path(__file__).parents[1]
SHORTEST = 4
"""Shorter names are everyday words: 全市, 封面, 参数."""
CALLED = ("全称", "简称", "曾用名", "类别", "汇总组", "分组")
"""The columns of the unit directory that name something."""

ALLOWED = {
    "无上年同期数，不作比较": "F06's words where there is nothing to compare with",
    "与上年同期持平": "F06's words where both are zero",
    "上年同期为": "F06's words for a base that allows no rate",
}
"""Phrases that the formula book prescribes and in which a name happens to occur."""


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    """Whatever the shipped scheme and directory call by name, with what kind of thing it is."""
    scheme = load_scheme(ROOT / "templates")
    named = (*_declared(scheme), *_listed(scheme))
    return {name: kind for name, kind in named if len(name) >= SHORTEST}


def _declared(scheme: Scheme) -> Iterator[tuple[str, str]]:
    for indicator in scheme.indicators.values():
        yield from ((indicator.name, "indicator"), (indicator.title, "indicator"))
    for form in (*scheme.forms.values(), *scheme.base.values()):
        yield from ((form.name, "form"), (form.title, "form"), (form.sheet, "sheet"))
    for document in scheme.documents.values():
        yield document.name, "document"


def _listed(scheme: Scheme) -> Iterator[tuple[str, str]]:
    directory = scheme.role("名录")
    assert directory is not None
    with Reader() as reader:
        base = read_base(scheme, ROOT / "inputs", reader, Period(2026, 6))
    for row in base.rows(directory.name):
        for column in CALLED:
            for name in str(row.get(column) or "").split("；"):
                yield name, column


def _found(text: str, names: Mapping[str, str]) -> list[str]:
    """The names that occur in a text once the allowed phrases are taken out of it."""
    for phrase in ALLOWED:
        text = text.replace(phrase, "")
    return [name for name in names if name in text]


def test_no_name_of_the_shipped_scheme_stands_in_the_code(names: dict[str, str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {names[name]} {name}"
        for path in sorted((ROOT / "pipeline").rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        for name in _found(line, names)
    ]
    assert not found, "\n".join(found)


def test_names_of_every_kind_are_looked_for(names: dict[str, str]) -> None:
    looked_for = {
        "实际利用省外资金": "indicator",
        "10亿元以上新入省库项目": "indicator",
        "项目台账": "form",
        "招商引资项目台账": "form",
        "单位名录": "form",
        "半年总结": "document",
        "栖川经济开发区": "全称",
        "市供销社": "简称",
        "镇（街道）": "汇总组",
        "一类镇街": "分组",
    }
    for name, kind in looked_for.items():
        assert name in names
        assert _found(f'"{name}"  # {kind}', names)


def test_what_is_allowed_is_little_is_needed_and_is_no_name(names: dict[str, str]) -> None:
    assert len(ALLOWED) <= 10
    code = "".join(path.read_text("utf-8") for path in (ROOT / "pipeline").rglob("*.py"))
    for phrase, reason in ALLOWED.items():
        assert reason
        assert phrase in code
        assert phrase not in names
