"""Findings keep their numbers, places print as clerks point, faults come all at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model.finding import Fault, Faulty, Finding, Level, Rule
from pipeline.model.period import Period
from pipeline.model.place import Place, column_letter, column_number

RULE = Rule("V22", Level.EXPLAIN)
FOUND = Finding(
    RULE,
    Period(2026, 6),
    "ZJ01",
    (Place("甲.xlsx", "资金到位", "Q5"),),
    "累计到位超过计划总投资",
    "请核实",
    key="ZJ01-2026-001",
    field="本年累计",
    found="1560",
    table="资金到位",
    row=0,
    cells=(("资金到位", 0, "本年累计"),),
)


def test_a_number_outlives_another_row_another_file_and_another_wording():
    moved = replace(FOUND, row=7, places=(Place("乙.xlsx", "资金到位", "Q12"),), message="改了")
    assert moved.code == FOUND.code
    assert len(FOUND.code) == 8


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "ZJ02"},
        {"period": Period(2026, 5)},
        {"rule": Rule("V21", Level.MUST)},
        {"table": "固定资产投资"},
        {"key": "ZJ01-2026-002"},
        {"field": "以前年度累计"},
        {"found": "1561"},
    ],
)
def test_a_number_changes_with_what_was_found(change):
    assert replace(FOUND, **change).code != FOUND.code


def test_a_number_is_made_of_any_text_a_file_may_hold():
    assert len(replace(FOUND, found="坏\ud800字").code) == 8


def test_findings_touch_where_they_share_a_cell_of_one_unit():
    same = replace(
        FOUND, field="其他", cells=(("资金到位", 0, "本年累计"), ("资金到位", 0, "各月"))
    )
    assert FOUND.touches(same)
    assert not FOUND.touches(replace(same, unit="ZJ02"))
    assert not FOUND.touches(replace(same, cells=(("资金到位", 1, "本年累计"),)))
    assert not FOUND.touches(replace(same, cells=(("固定资产投资", 0, "本年累计"),)))
    every = replace(FOUND, cells=(("资金到位", -1, "本年累计"),))
    assert FOUND.touches(every) and every.touches(FOUND)


def test_a_finding_is_one_line_with_level_place_message_and_remedy():
    assert FOUND.line == "核实〔V22〕《甲.xlsx》资金到位!Q5 累计到位超过计划总投资；请核实"


def test_a_rule_holds_from_and_until_its_months():
    rule = Rule("V99", Level.NOTE, since=Period(2026, 4), until=Period(2026, 6))
    held = [month for month in range(1, 13) if rule.holds_in(Period(2026, month))]
    assert held == [4, 5, 6]


def test_places_print_file_sheet_and_cell():
    assert str(Place("甲.xlsx", "资金到位", "Q5")) == "《甲.xlsx》资金到位!Q5"
    assert str(Place("甲.xlsx", "资金到位")) == "《甲.xlsx》资金到位"
    assert str(Place("甲.xlsx")) == "《甲.xlsx》"


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA"), (16384, "XFD")])  # fmt: skip
def test_columns_have_letters(number, letters):
    assert column_letter(number) == letters
    assert column_number(letters.lower()) == number


def test_faults_are_raised_together_and_say_where():
    faults = [
        Fault("forms/甲.yaml", "第3行", "不认识“类行”", "请检查"),
        Fault("figures.yaml", "", "空"),
    ]
    raised = Faulty(faults)
    assert str(raised) == "《forms/甲.yaml》第3行：不认识“类行”；请检查\n《figures.yaml》：空"
    assert raised.faults == tuple(faults)
