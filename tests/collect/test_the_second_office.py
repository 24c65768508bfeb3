"""A county service centre with one table and no base tables: its list of eleven projects.

Each of the five files that clerks send such a table in must give the same (domain.md T1): plans
of 16963 and arrivals of 6186.9 万元, 36.47 per cent, and one question: project 11 at 146 per cent.
"""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.gather import Office, gather
from pipeline.model.figure import Scope, Status
from pipeline.model.finding import Consequence, Level
from pipeline.model.number import printed
from pipeline.model.period import Period
from pipeline.model.unit import UnitState

CENTRE = Path(__file__).resolve().parents[1] / "files" / "service-centre"
WHOLE = Scope("全市", "")
PLANS = (108, 250, 1500, 100, 305, 3000, 1000, 1000, 7500, 1200, 1000)
PAID = ("108", "250", "1406", "46", "205", "1660", "120", "11.9", "520", "400", "1460")
FILES = (
    ("with-cached-values.xlsx", "D15"),
    ("formulas-without-cached-values.xlsx", "D15"),
    ("old-format.xls", "D15"),
    ("opendocument.ods", "D15"),
    ("gbk.csv", "D14"),
)


def test_the_table_adds_up_to_what_the_source_states():
    assert sum(PLANS) == 16963
    assert sum(map(Fraction, PAID)) == Fraction("6186.9")
    assert printed(Fraction("6186.9") / 16963 * 100, 2) == "36.47"
    assert Fraction(1460, 1000) * 100 == 146


@pytest.mark.parametrize(("file", "cell"), FILES)
def test_each_file_alone_gives_the_same_figures_and_one_question(tmp_path, file, cell):
    folder = tmp_path / "inputs" / "2026-06"
    folder.mkdir(parents=True)
    shutil.copyfile(CENTRE / "real-input" / file, folder / file)
    office = Office(CENTRE / "templates", tmp_path / "inputs", tmp_path / "outputs")
    _, month = gather(office, Period(2026, 6))

    def value(name: str) -> Fraction | None:
        return month.figures[WHOLE, name, Status.REPORTED].value

    assert value("项目数") == 11
    assert value("计划投资") == 16963
    assert value("到位资金") == Fraction(61869, 10)
    rate = value("资金到位率")
    assert rate is not None and printed(rate, 2) == "36.47"
    assert [unit.name for unit in month.units] == ["政务服务中心"]
    assert set(month.states.values()) == {UnitState.ACCEPTED}

    (found,) = month.findings
    assert (found.rule.code, found.rule.level) == ("V22", Level.EXPLAIN)
    assert found.rule.consequence is Consequence.COUNT
    assert found.places[0].file == file
    assert found.places[0].cell == cell
    assert found.message.endswith("实际到位1460万元，超过计划总投资1000万元，为其146%")
    assert found.message.startswith("“") and "鑫海" in found.message
