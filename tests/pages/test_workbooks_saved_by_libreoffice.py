"""What units send, saved by LibreOffice as xls, ods and xlsx: the same tables and findings."""

from __future__ import annotations

import subprocess
from pathlib import Path

import openpyxl
import pytest

from pipeline.collect.base import read_base
from pipeline.collect.directory import directory_of
from pipeline.collect.receive import Receipt, receive
from pipeline.collect.roles import role_table
from pipeline.gather import Office, gather
from pipeline.model.finding import Finding
from pipeline.model.period import Period
from pipeline.office.reading import Reader
from tests.county import draw
from tests.validate.bureau import TEMPLATES, shipped

pytestmark = pytest.mark.page
FEBRUARY = Period(2026, 2)
SPOILT = {
    ("资金到位", "2月"): "约300",
    ("固定资产投资", "本年累计"): 7,
    ("项目台账", "联系电话"): "12345",
    ("项目台账", "投资方（全称）"): None,
}
"""Sheet and header → what stands in the first row below in one unit's file."""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months of a county of two units; the first unit's second file has faults."""
    folder = tmp_path_factory.mktemp("drawn")
    draw(5, units=2, projects=3, period_last="2026-02").write(folder)
    sent = sorted((folder / "2026-02").glob("*.xlsx"))[0]
    book = openpyxl.load_workbook(sent, data_only=True)
    for (sheet, heading), typed in SPOILT.items():
        _first(book[sheet], heading).value = typed
    page = book["项目台账"]
    page.row_dimensions[_first(page, "项目编码").row + 1].hidden = True
    book.save(sent)
    return folder


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_a_month_saved_in_another_format_reads_back_to_the_same(kind, drawn, tmp_path):
    saved = _converted(drawn, kind, tmp_path)
    before, after = _received(drawn), _received(saved)
    assert set(after.submissions) == set(before.submissions)
    for unit, one in before.submissions.items():
        other = after.submissions[unit]
        assert set(other.tables) == set(one.tables)
        for name, table in one.tables.items():
            again = other.tables[name]
            assert list(again.rows) == list(table.rows), (unit, name)
            assert again.columns.keys() == table.columns.keys()
            for column in table.columns.values():
                same = again.columns[column.name]
                assert same.letter == column.letter
                assert list(same.values) == list(column.values), (unit, name, column.name)
    told = _findings(drawn)
    assert {code for code, *_ in told} >= {"V07", "V25", "V40", "V06", "V56"}
    assert _findings(saved) == told


def _converted(drawn: Path, kind: str, folder: Path) -> Path:
    """The same inputs with the units' files as LibreOffice saves them."""
    saved = folder / "inputs"
    for month in ("2026-01", "2026-02"):
        files = sorted((drawn / month).glob("*.xlsx"))
        profile = (folder / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
        subprocess.run(
            [*command, kind, "--outdir", str(saved / month), *map(str, files)],
            check=True,
            capture_output=True,
            timeout=240,
        )
    (saved / "基础库.xlsx").symlink_to(drawn / "基础库.xlsx")
    return saved


def _received(inputs: Path) -> Receipt:
    with Reader() as reader:
        base = read_base(shipped(), inputs, reader, FEBRUARY)
        units = directory_of(role_table(shipped(), base, "名录"), FEBRUARY)
        return receive(shipped(), units, inputs / str(FEBRUARY), FEBRUARY, reader)


def _findings(inputs: Path) -> list[tuple[str, str, str, str, str]]:
    month = gather(Office(TEMPLATES, inputs, inputs / "outputs"), FEBRUARY)[1]
    return sorted(map(_short, month.findings))


def _short(one: Finding) -> tuple[str, str, str, str, str]:
    place = one.places[0]
    return one.rule.code, one.unit, place.sheet, place.cell, one.message


def _first(page, heading: str):
    for row in page.iter_rows(max_row=6):
        for cell in row:
            if cell.value == heading:
                merges = (one for one in page.merged_cells.ranges if cell.coordinate in one)
                bottom = max((one.max_row for one in merges), default=cell.row)
                return page.cell(bottom + 1, cell.column)
    raise KeyError(heading)
