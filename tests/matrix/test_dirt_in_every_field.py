"""Dirt in each field of each table, and each rule broken beside each other rule in one row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from pipeline.office.grid import UNCACHED, ErrorValue
from pipeline.scheme.expression import Expression
from tests.matrix.book import ARRIVALS, DAYS, LEADS, LEDGER, WORKS, Book, Cell, both, judged
from tests.matrix.faults import PROJECTS, Fault
from tests.validate.bureau import shipped

TABLES = (LEDGER, ARRIVALS, WORKS, LEADS, DAYS)
UNUSABLE = {
    "数值": [("约300", "V07"), ("1.2亿", "V07"), (ErrorValue("#REF!"), "V07"), (UNCACHED, "V07")],
    "日期": [("尽快", "V10"), (ErrorValue("#REF!"), "V07")],
    "月份": [("8月", "V10")],
    "年份": [("26", "V10")],
    "选项": [("不详", "X01"), (ErrorValue("#N/A"), "V07")],
    "文本": [("#VALUE!", "V07"), (UNCACHED, "V07")],
}
"""Kind of field → what is typed, and the rule that must tell of it; no other may."""


def test_an_unusable_cell_in_any_field_is_told_once_and_no_rule_speaks_of_it_too():
    cases = [(form, name, *one) for form, name, kind in _fields() for one in UNUSABLE[kind]]
    before, book = both(6, range(1, len(cases) + 1))
    before.sum_up()
    book.sum_up()
    wanted = []
    for at, (form, name, typed, code) in enumerate(cases):
        book.rows[form][at][name] = typed
        late = name.startswith("各月.") and int(name[3:]) > 6
        wanted.append(("V24" if late else code, (form, at, name)))
    assert len(cases) > 300
    assert _told(book, before) == _expected(book, wanted)


def test_what_is_wrong_with_one_month_of_a_row_hides_nothing_in_another():
    book = Book(6)
    for number in (1, 2, 3):
        book.add(number)
    paid, built = book.rows[ARRIVALS], book.rows[WORKS]
    paid[0] |= {"各月.3": 33.125, "各月.6": 200_000}
    paid[1]["各月.8"] = built[2]["各月.9"] = 70
    book.below[WORKS] = [{"项目编码": "合计", "各月.2": 1}]
    book.sum_up()
    paid[1]["各月.3"] = "约300"
    wanted = [
        ("V09", (ARRIVALS, 0, "各月.3")),
        ("V20", (ARRIVALS, 0, "各月.6")),
        ("V07", (ARRIVALS, 1, "各月.3")),
        ("V24", (ARRIVALS, 1, "各月.8")),
        ("V24", (WORKS, 2, "各月.9")),
        ("X05", (WORKS, 3, "各月.2")),
    ]
    assert _told(book, None) == _expected(book, wanted)


@pytest.mark.parametrize("first", PROJECTS, ids=lambda one: f"{one.code} {one.form} {one.field}")
def test_two_rules_broken_in_one_row_are_both_told_unless_one_reads_what_the_other_changed(first):
    others = [one for one in PROJECTS[PROJECTS.index(first) + 1 :] if _apart(first, one)]
    before, book = both(6, range(1, len(others) + 1))
    pairs = [((first, one), at) for at, one in enumerate(others)]
    changed, wanted = [], []
    for two, at in pairs:
        for one in two:
            old = _rows(before, book, at)
            wanted.append((one, (one.code, one.commit(before, book, at))))
            changed.append(_changed(old, _rows(before, book, at)))
    before.sum_up()
    book.sum_up()
    told = _told(book, before, clean=False)
    for number, (one, (code, cell)) in enumerate(wanted):
        told_it = told[code, *book.place(cell)] > 0
        assert told_it or _reads(code, one.form) & changed[number ^ 1], (code, wanted[number ^ 1])
    for (code, sheet, cell), count in (told - _expected(book, (one for _, one in wanted))).items():
        at = int("".join(filter(str.isdigit, cell))) - 3
        # below the pairs stand the twins that some faults add
        both_changed = changed[2 * at : 2 * at + 2]
        assert all(_reads(code, sheet) & one for one in both_changed), (code, sheet, cell, count)


def _apart(one: Fault, two: Fault) -> bool:
    """Whether the two write different cells; what a function writes is not known beforehand."""
    keys = [{_cell(fault, name) for name in {*fault.now, *fault.then}} for fault in (one, two)]
    return not (one.more and two.more) and keys[0].isdisjoint(keys[1])


def _cell(fault: Fault, name: str) -> tuple[str, str]:
    form, _, field = name.rpartition("/")
    return form or fault.form, field


def _rows(before: Book, book: Book, at: int) -> dict[tuple[int, str], dict[str, object]]:
    return {
        (one.month, form): dict(one.rows[form][at]) for one in (before, book) for form in TABLES
    }


def _changed(old: dict, new: dict) -> set[tuple[str, str]]:
    return {
        (form, name.split(".")[0])
        for (month, form), row in new.items()
        for name in {*row, *old[month, form]}
        if row.get(name) != old[month, form].get(name)
    }


@cache
def _reads(code: str, form: str) -> set[tuple[str, str]]:
    """The fields that a rule looks at where it speaks of a form."""
    own = shipped().form(form)
    reads = {(form, name) for name in own.key}
    for field in own.fields.values():
        if code == "V06" and field.required_when:
            reads |= _names(field.required_when, form)
    for check in shipped().checks:
        if check.rule.code == code and check.form == form:
            reads.add((form, check.field))
            for one in (check.formula, check.condition, *check.terms.values()):
                reads |= _names(one, form) if one else set()
    return reads


def _names(expression: Expression, form: str) -> set[tuple[str, str]]:
    return {(other or form, name) for other, name, _ in expression.reach()}


def _fields() -> Iterator[tuple[str, str, str]]:
    for form in TABLES:
        for field in shipped().form(form).fields.values():
            for name in field.columns:
                yield form, name, field.kind.value


def _told(book: Book, before: Book | None, *, clean: bool = True) -> Counter:
    findings = judged(book, before, clean=clean)
    return Counter((one.rule.code, one.places[0].sheet, one.places[0].cell) for one in findings)


def _expected(book: Book, wanted: Iterable[tuple[str, Cell]]) -> Counter:
    return Counter((code, *book.place(cell)) for code, cell in wanted)
