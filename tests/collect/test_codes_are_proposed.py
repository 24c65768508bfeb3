"""A project without a code is known by unit and name; a code is proposed, never assigned."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipeline.gather import Office, gather
from pipeline.model.period import Period
from tests.county import draw

ROOT = Path(__file__).parents[2]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    draw(11, units=3, period_last="2026-02").write(tmp_path / "inputs")
    return Office(ROOT / "templates", tmp_path / "inputs", tmp_path / "outputs")


def _rub_out(office: Office, names: list[str | None]) -> tuple[str, list[str], list[str]]:
    """Take the codes of a unit's first register rows away, and rename where `names` says so."""
    path = next(
        path
        for path in sorted((office.inputs / "2026-02").glob("*.xlsx"))
        if openpyxl.load_workbook(path)["项目台账"].cell(5, 1).value
    )
    book = openpyxl.load_workbook(path)
    sheet = book["项目台账"]
    codes = []
    for row, name in enumerate(names, start=4):
        codes.append(str(sheet.cell(row, 1).value))
        sheet.cell(row, 1).value = None
        sheet.cell(row, 2).value = name or sheet.cell(row, 2).value
    shown = [str(sheet.cell(row, 2).value) for row in range(4, 4 + len(names))]
    book.save(path)
    return path.stem.split("_")[1], shown, codes


def test_a_new_project_is_proposed_the_next_free_number_of_its_unit_and_year(office) -> None:
    unit, names, _ = _rub_out(office, ["全新的甲项目", "全新的乙项目"])
    _, month = gather(office, Period(2026, 2))
    new = {one.project: one for one in month.proposals if one.unit == unit}
    first, second = (new[name].code for name in names)
    assert first.startswith(f"{unit}-2026-") and second.startswith(f"{unit}-2026-")
    assert int(second[-3:]) == int(first[-3:]) + 1
    assert "项目台账!A4" in new[names[0]].place
    book = openpyxl.load_workbook(sorted((office.inputs / "2026-01").glob(f"*{unit}*"))[0])
    known = [row[0].value for row in book["项目台账"].iter_rows(min_row=4) if row[0].value]
    assert first not in known and second not in known


def test_a_project_that_had_a_code_before_is_proposed_that_one(office) -> None:
    _, names, codes = _rub_out(office, [None])
    _, month = gather(office, Period(2026, 2))
    assert {one.project: one.code for one in month.proposals}[names[0]] == codes[0]


def test_what_is_proposed_is_written_nowhere(office: Office) -> None:
    _rub_out(office, [None])
    before = {path: path.read_bytes() for path in office.inputs.rglob("*.xlsx")}
    gather(office, Period(2026, 2))
    assert {path: path.read_bytes() for path in office.inputs.rglob("*.xlsx")} == before
