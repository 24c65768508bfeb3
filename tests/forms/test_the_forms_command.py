"""tongbao forms: which files are made, and that a person's work stays."""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import group
from pipeline.gather import Office
from tests.forms.desk import TOWN, an_office, blank, january, january_sums, opened, send


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return an_office(tmp_path)


def _run(office: Office, *words: str) -> Result:
    folders = [
        ("--templates", office.templates),
        ("--inputs", office.inputs),
        ("--outputs", office.outputs),
    ]
    clean = {name: None for name in os.environ if name.startswith("TONGBAO_")}
    said = [*(str(one) for pair in folders for one in pair), *words]
    return CliRunner().invoke(group, said, prog_name="tongbao", env=clean, catch_exceptions=False)


def test_every_unit_of_the_directory_gets_its_form_for_the_month_after_the_newest(office) -> None:
    book = opened(blank(office, "2026-01"), values=True)
    january(book)
    january_sums(book)
    send(office, "2026-01", book)
    answer = _run(office, "forms")
    assert answer.exit_code == 0
    assert "期别：2026-02" in answer.stdout
    made = sorted(path.name for path in (office.outputs / "空白表" / "2026-02").glob("*.xlsx"))
    assert len(made) == 21
    assert made[0] == "招商月报_JD01_202602.xlsx"


def test_one_unit_is_named_by_code_or_name_and_the_others_files_stay(office) -> None:
    _run(office, "forms", "--period", "2026-07", "--unit", TOWN)
    answer = _run(office, "forms", "--period", "2026-07", "--unit", "石桐镇")
    assert "新增 《招商月报_ZJ02_202607.xlsx》" in answer.stdout
    made = sorted(path.name for path in (office.outputs / "空白表" / "2026-07").glob("*.xlsx"))
    assert made == ["招商月报_ZJ01_202607.xlsx", "招商月报_ZJ02_202607.xlsx"]


def test_a_form_that_a_person_edited_is_never_overwritten(office) -> None:
    words = ("forms", "--period", "2026-07", "--unit", TOWN)
    _run(office, *words)
    path = office.outputs / "空白表" / "2026-07" / "招商月报_ZJ01_202607.xlsx"
    book = openpyxl.load_workbook(path)
    book["封面"]["B6"] = "手填"
    book.save(path)
    edited = path.read_bytes()
    answer = _run(office, *words)
    assert "手工改过" in answer.stdout
    assert path.read_bytes() == edited
    assert _run(office, *words).exit_code == 0


def test_an_unknown_unit_is_refused_with_the_nearest_name(office) -> None:
    answer = _run(office, "forms", "--period", "2026-07", "--unit", "青渝镇")
    assert answer.exit_code == 2
    assert "没有“青渝镇”这个单位，是不是想写“青榆镇”？" in answer.stderr


def test_without_any_report_the_period_must_be_named(office) -> None:
    answer = _run(office, "forms")
    assert answer.exit_code == 2
    assert "请用--period写明要哪一期的空白表" in answer.stderr
