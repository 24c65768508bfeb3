"""底稿 where it lies: after --only, in outputs, and in 定稿, whose links open the archive."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.cli.desk import LETTER, ROOT, SHEET, Desk, change

BY = ("--by", "王主任")


@pytest.fixture
def audited(desk: Desk) -> Desk:
    """A desk with the template of 底稿, on which February was reported."""
    shutil.copy(ROOT / "templates/tables/底稿.xlsx", desk.templates / "tables")
    assert desk.run("report").exit_code == 0
    return desk


def rows(folder: Path, sheet: str) -> list[dict]:
    page = openpyxl.load_workbook(folder / "审核" / "底稿.xlsx")[sheet]
    heads = [cell.value for cell in page[3]]
    lines = page.iter_rows(min_row=4, values_only=True)
    return [dict(zip(heads, line, strict=True)) for line in lines]


def told(folder: Path) -> set[tuple[object, ...]]:
    return {(one["文件"], one["位置"], one["印出"], one["数"]) for one in rows(folder, "印出的数")}


def test_only_one_document_keeps_the_rows_of_the_others(audited: Desk) -> None:
    before = told(audited.edition())
    assert {one[0] for one in before} == {LETTER, SHEET}
    assert audited.run("report", "--only", "简表").exit_code == 0
    assert told(audited.edition()) == before
    marks = {one["文件"]: one["标注"] for one in rows(audited.edition(), "印出的数")}
    assert marks == {SHEET: None, LETTER: "沿用上次的文件"}
    assert audited.run("report").exit_code == 0
    assert {one["标注"] for one in rows(audited.edition(), "印出的数")} == {None}


def test_what_stays_keeps_the_text_that_it_printed_beside_the_figure_of_now(audited: Desk) -> None:
    (old,) = [one for one in rows(audited.edition(), "印出的数") if one["文件"] == LETTER]
    sent = audited.workbook("ZJ01")
    change(sent, "资金到位", {"F6": 0})
    audited.run("report", "--only", "简表")
    (now,) = [one for one in rows(audited.edition(), "印出的数") if one["文件"] == LETTER]
    assert (now["印出"], now["位置"]) == (old["印出"], old["位置"])
    # the file no longer adds up and is returned: January's amount stands in
    assert now["标注"] == "沿用上次的文件；青榆镇沿用上月数"
    assert now["数"] != old["数"]


def test_links_open_the_units_file_in_outputs_and_the_archive_in_the_vault(audited: Desk) -> None:
    here = audited.edition() / "审核"
    links = [str(one["链接"]) for one in rows(audited.edition(), "明细")]
    assert links
    assert all((here / one.partition("#")[0]).is_file() for one in links)
    assert audited.run("finalize", "2026-02", *BY).exit_code == 0
    vault = audited.outputs / "定稿" / "2026-02"
    frozen = rows(vault, "明细")
    assert {one["链接"] for one in frozen} == {"../存档.zip"}
    assert (vault / "审核" / "../存档.zip").is_file()
    with zipfile.ZipFile(vault / "存档.zip") as archive:
        assert {f"inputs/{one['文件']}" for one in frozen} <= set(archive.namelist())
    shutil.rmtree(audited.inputs)
    shutil.rmtree(audited.templates)
    assert audited.run("verify", "2026-02").exit_code == 0
