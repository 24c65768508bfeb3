"""Dirty cells and broken rules in one workbook: each found once on its cell, and none beside.

Every kind of dirt is tried with every rule that can speak of one unit's workbook. What dirt does
to a rule that reads the very cell is not here but in test_dirt_in_what_a_rule_reads.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import pytest

from pipeline.model.finding import Addressee, Finding
from tests.matrix.book import (
    ARRIVALS,
    DAYS,
    LEADS,
    LEDGER,
    SUMMARY,
    WORKS,
    Book,
    Cell,
    both,
    judged,
)
from tests.matrix.dirt import KINDS, Dirt
from tests.matrix.faults import PROJECTS, SHEETS, Fault, absent, retitled
from tests.validate.bureau import shipped

Soiled = tuple[Dirt, Cell]
SPARE = 700
"""From this number on stand projects that hold nothing but dirt."""


def named(fault: Fault) -> str:
    return f"{fault.code} {fault.form} {fault.field}".strip()


@pytest.mark.parametrize("fault", PROJECTS, ids=named)
def test_a_rule_broken_in_every_row_beside_another_kind_of_dirt(fault):
    before, book = both(fault.month, range(1, len(KINDS) + 1))
    cells = [(fault.code, fault.commit(before, book, at)) for at in range(len(KINDS))]
    homes = [(dirt, at, *dirt.home(fault.form)) for at, dirt in enumerate(KINDS)]
    soiled = [
        (dirt, (form, at, name))
        if name not in (fault.field, *fault.reads)
        else (dirt, (form, _spare(before, book, at), name))
        for dirt, at, form, name in homes
    ]
    _agree(_judged(before, book, soiled), book, cells, soiled)


@pytest.mark.parametrize("fault", SHEETS, ids=named)
def test_a_sheet_or_a_sum_that_is_wrong_beside_every_kind_of_dirt(fault):
    before, book = both(fault.month, range(1, len(KINDS) + 1))
    homes = [(dirt, at, *dirt.home(fault.form)) for at, dirt in enumerate(KINDS)]
    soiled = [(dirt, (form, at, name)) for dirt, at, form, name in homes if name not in fault.reads]
    # the last project holds the kind of dirt that is least in the way
    cells = [(fault.code, fault.commit(before, book, len(KINDS) - 1))]
    _agree(_judged(before, book, soiled), book, cells, soiled)


def test_every_kind_of_dirt_and_every_broken_row_in_one_workbook():
    before, book = both(6, range(1, len(KINDS) + len(PROJECTS) + 1))
    soiled = [(dirt, (*_listed(dirt)[:1], at, _listed(dirt)[1])) for at, dirt in enumerate(KINDS)]
    rows = range(len(KINDS), len(KINDS) + len(PROJECTS))
    cells = [
        (one.code, one.commit(before, book, at)) for at, one in zip(rows, PROJECTS, strict=True)
    ]
    _agree(_judged(before, book, soiled), book, cells, soiled)


def test_every_rule_that_can_speak_of_one_workbook_of_a_unit_is_in_the_matrix():
    """V01–V03, V57, X04, X06 and X09 are of the file, V18 of two units, S01 of explanations.

    V37 is of several projects, and none of its cells is wrong by itself.
    """
    elsewhere = {"V01", "V02", "V03", "V57", "X04", "X06", "X09", "V18", "S01", "V37"}
    units = {
        code for code, rule in shipped().rules.items() if rule.addressee is Addressee.UNIT
    } - elsewhere
    tried = {one.code for one in (*PROJECTS, *SHEETS)} | {one.code for one in KINDS}
    assert tried == units
    assert len(KINDS) >= 40


@pytest.mark.parametrize("form", [LEDGER, ARRIVALS, WORKS, SUMMARY, LEADS, DAYS])
def test_a_sheet_or_column_that_is_lacking_is_one_fault_and_no_rule_speaks_of_it_too(form):
    declared = shipped().form(form)
    lacking = [one.columns[-1] for one in declared.fields.values() if one.must]
    for name in [*lacking, *[""] * declared.must]:
        before, book = both(6, [1, 2, 3])
        spoil = retitled(form, name, None) if name else absent(form)
        cells = [("V04", spoil(before, book, 0))]
        _agree(_judged(before, book, []), book, cells, [])


def _listed(dirt: Dirt) -> tuple[str, str]:
    """Where the list of kinds has it; a mere spelling where what it means offends no rule."""
    if dirt.code == "V58":
        return (ARRIVALS, "各月.1") if dirt.field.startswith("各月") else dirt.home(LEDGER)
    return dirt.form, dirt.field


def _spare(before: Book, book: Book, number: int) -> int:
    before.add(SPARE + number)
    return book.add(SPARE + number)


def _judged(before: Book, book: Book, soiled: Iterable[Soiled]) -> Sequence[Finding]:
    """Put the dirt in, after the sums were made of what it stands for."""
    for dirt, (form, at, name) in soiled:
        if dirt.code == "V58":
            for one in (before, book):
                one.rows[form][at][name] = dirt.value
    before.sum_up()
    book.sum_up()
    for dirt, (form, at, name) in soiled:
        book.rows[form][at][name] = dirt.typed
    return judged(book, before)


def _agree(
    findings: Sequence[Finding],
    book: Book,
    broken: Sequence[tuple[str, Cell]],
    soiled: Sequence[Soiled],
) -> None:
    wanted = [*broken, *((dirt.code, cell) for dirt, cell in soiled if dirt.code != "V58")]
    told = [one for one in findings if one.rule.code != "V58"]
    got = Counter((one.rule.code, one.places[0].sheet, one.places[0].cell) for one in told)
    expected = Counter((code, *book.place(cell)) for code, cell in wanted)
    assert (expected - got, got - expected) == (Counter(), Counter()), "hidden, made up"
    spelt = sum(dirt.code == "V58" for dirt, _ in soiled)
    assert [one.found for one in findings if one.rule.code == "V58"] == [str(spelt)] * bool(spelt)
