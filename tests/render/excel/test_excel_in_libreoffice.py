"""LibreOffice, given our workbooks without their cached values, comes to the same values."""

import io
import re
import shutil
import subprocess

import openpyxl
import pytest

from tests.render.excel.test_cached_values import DATA
from tests.render.excel.test_rows_repeat import GROUPED, UNITS
from tests.render.excel.workbook import amount, changed, one, rate, render, template, values

pytestmark = [
    pytest.mark.page,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]

FORMULAS = [
    "=A1+A2", "=SUM(A1:A7)", "=2+3*4-6/4", "=-A1%", "=--A6", "=2--3", "=10-4-3", "=1/3", "=2/3", "=A5+1", "=A5",
    "=AVERAGE(A1:A7)", "=COUNT(A1:A8)", "=MIN(A1:A7)", "=MAX(A1:A7,5)", "=ROUND(2.345,2)",
    "=ROUND(-2.345,2)", "=ROUND(1250,-2)", "=SUBTOTAL(9,A1:A7)", "=SUBTOTAL(109,A1:A2)", "=IF(A1<A2,1,2)",
    '=IF(A5="",10,20)', '=IFERROR(1/0,"—")', "=IFERROR(A8,0)", "=IFERROR(AVERAGE(A3:A3),7)",
    "=IF(COUNT(A1:A2)=2,IF(SUM(A1,A2)>1,1,2),3)", "=ROUND(SUM(A1:A2)/IFERROR(A8,3),4)*100%", '=A3&"："&A1', '="ABC"="abc"', '=1<"a"', "=A1<>A2",
    "=1/0", "=A8+1", "=SUM(A1:A8)", "=AVERAGE(A3:A3)", "=A3+1", "=B1+1", "=SUM(G:G)", "=MIN(B:C)",
    "=RANK(A1,A1:A7)", "=RANK(A6,A1:A7,1)",
]  # fmt: skip


def recalculated(rendered, folder):
    """The workbook as LibreOffice computes it, read back."""
    stripped = {
        f"xl/worksheets/sheet{number}.xml": lambda xml: re.sub("</f><v>[^<]*</v>", "</f>", xml)
        for number in range(1, len(values(rendered).sheetnames) + 1)
    }
    source, out = folder / "in" / "表.xlsx", folder / "out"
    source.parent.mkdir()
    source.write_bytes(changed(rendered.content, stripped))
    profile = (folder / "profile").as_uri()
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation={profile}",
        "--convert-to",
        "xlsx",
        "--outdir",
    ]
    subprocess.run([*command, out, source], check=True, capture_output=True, timeout=120)
    return openpyxl.load_workbook(io.BytesIO((out / "表.xlsx").read_bytes()), data_only=True)


def same(ours, theirs):
    for sheet in ours:
        for row in sheet.iter_rows():
            for cell in row:
                other = theirs[sheet.title][cell.coordinate].value
                expected = (
                    pytest.approx(cell.value, rel=1e-12)
                    if isinstance(cell.value, float)
                    else cell.value
                )
                assert other == expected, f"{sheet.title}!{cell.coordinate}"


def test_libreoffice_agrees_with_every_cached_value(tmp_path):
    cells = {**DATA, **{f"F{row}": text for row, text in enumerate(FORMULAS, 1)}}
    del cells["A4"]  # LibreOffice alone counts TRUE in a range as 1
    made = render(one(cells), {"x": 1})
    same(values(made), recalculated(made, tmp_path))


def test_libreoffice_agrees_on_groups_subtotals_totals_and_other_sheets(tmp_path):
    cells = {
        **GROUPED,
        "D3": "{{ u.率 }}",
        "E3": "=IFERROR(B3/$B$5,0)",
        "E4": "=B4/B5",
        "B6": "=SUM(B4)",
    }
    other = {
        "A1": "=SUBTOTAL(9,'汇总 表'!B3:B3)",
        "A2": "='汇总 表'!B5*2",
        "A3": "=AVERAGE('汇总 表'!D3:D3)",
    }
    units = [
        {**unit, "到位": amount(f"{unit['到位']}.123456"), "率": rate("99.996")} for unit in UNITS
    ]
    groups = [
        {"名称": "一组", "单位": units[:2]}, {"名称": "二组", "单位": []}, {"名称": "三组", "单位": units[2:]},
    ]  # fmt: skip
    made = render(template(("汇总 表", cells), ("二", other)), {"组": groups})
    ours = values(made)
    assert ours["二"]["A1"].value == pytest.approx(6.370368)
    same(ours, recalculated(made, tmp_path))


def test_libreoffice_finds_no_lost_reference_where_nothing_was_to_report(tmp_path):
    cells = {**GROUPED, "E3": "=B3/2", "B6": "=SUM(B4)", "A8": "{% for u in 空 %}{{ u }}", "B8": "{{ u }}{% endfor %}",
             "A9": "合计", "B9": "=SUM(B8:B8)", "C9": "=COUNT(B8:B8)", "D9": "=IFERROR(AVERAGE(B8:B8),0)"}  # fmt: skip
    made = render(one(cells), {"组": [], "空": []})
    theirs = recalculated(made, tmp_path)
    assert [theirs["表"][address].value for address in ("B3", "B4", "B7", "C7", "D7")] == [0] * 5
    same(values(made), theirs)


def test_libreoffice_reads_hostile_text_as_the_text_it_is(tmp_path):
    hostile = ["=1+1", "<c>&", "两\n行", "  空格  ", "_x0041_", "\x07", "+A1", "-1", "@SUM(A1)"]
    made = render(one({"A1": "{% for x in 各 %}{{ x }}", "B1": "{% endfor %}"}), {"各": hostile})
    theirs = recalculated(made, tmp_path)
    assert [cell.value for cell in theirs["表"]["A"]] == [
        "=1+1", "<c>&", "两\n行", "  空格  ", "_x0041_", "\ufffd", "+A1", "-1", "@SUM(A1)",
    ]  # fmt: skip
