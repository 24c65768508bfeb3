"""Another office with other templates: a service centre's one table of eleven real projects.

Nothing in the program knows of it: tests/files/service-centre/templates is all there is.
The table (万元): planned 16 963 and arrived 6 186.9 in all, so 6186.9 ÷ 16963 = 36.4729… %;
project 11 has 1460 of 1000 = 146 %.
"""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from tests.cli.desk import ROOT, Desk, for_a_clerk

CENTRE = ROOT / "tests" / "files" / "service-centre"
SHAPES = (
    "with-cached-values.xlsx",
    "formulas-without-cached-values.xlsx",
    "old-format.xls",
    "opendocument.ods",
    "gbk.csv",
)


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_of_the_real_table_alone_makes_both_documents(
    shape: str, tmp_path: Path
) -> None:
    (tmp_path / "inputs" / "2026-06").mkdir(parents=True)
    shutil.copy(CENTRE / "real-input" / shape, tmp_path / "inputs" / "2026-06")
    centre = Desk(CENTRE / "templates", tmp_path / "inputs", tmp_path / "outputs")
    made = centre.run("report", "--json")
    told = json.loads(made.stdout)
    assert (made.exit_code, told["单位"]) == (0, {"政务服务中心": "通过"})
    (asked,) = told["问题"]
    assert (asked["规则"], asked["级别"]) == ("V22", "核实")
    assert asked["问题"].endswith("实际到位1460万元，超过计划总投资1000万元，为其146%")
    assert (asked["处理"], asked["位置"][0]["文件"]) == ("请核实是否增资", shape)
    documents = centre.documents("2026-06")
    letter = Document(io.BytesIO(documents["2026年1—6月招商引资项目进展情况.docx"]))
    assert [line.text for line in letter.paragraphs] == [
        "招商引资项目进展情况",
        "截至2026年6月30日，政务服务中心服务的招商引资项目共11个，计划总投资16963.00万元，"
        "实际到位资金6186.9万元，资金到位率36.47%。",
    ]
    table = openpyxl.load_workbook(io.BytesIO(documents["2026年1—6月招商引资项目汇总表.xlsx"]))
    assert [cell.value for cell in table["项目汇总"][4]] == [11, 16963, 6186.9, 36.47]


def test_the_question_is_put_to_the_clerk_with_its_cell(tmp_path: Path) -> None:
    (tmp_path / "inputs" / "2026-06").mkdir(parents=True)
    shutil.copy(CENTRE / "real-input" / "old-format.xls", tmp_path / "inputs" / "2026-06")
    said = Desk(CENTRE / "templates", tmp_path / "inputs", tmp_path / "outputs").run("check").stdout
    assert "核实〔V22〕《old-format.xls》招商引资项目!D15 “鑫海矿业" in for_a_clerk(said)
