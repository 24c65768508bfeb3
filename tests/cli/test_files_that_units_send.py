"""What units send wrongly: the edition is made, the unit is told where and what to do, exit 1."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.cli.desk import LETTER, SHEET, Desk, cell_of, change, for_a_clerk, refused


def _line(said: str, rule: str) -> str:
    (line,) = (line for line in said.splitlines() if f"〔{rule}〕" in line)
    return for_a_clerk(line)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04 cut off", "不完整，未传完或已损坏"),
        (b"", "空"),
        (b"\x00\x01\x02" * 50, ""),
    ],
)
def test_a_file_that_cannot_be_read_returns_its_unit_by_the_files_name(
    desk: Desk, content: bytes, why: str
) -> None:
    desk.workbook("ZJ01").write_bytes(content)
    made = desk.run("report")
    assert made.exit_code == 1
    assert "退回1家：青榆镇（沿用上月数）" in made.stdout
    line = _line(made.stdout, "V57")
    assert (
        "强制〔V57〕《招商月报_ZJ01_202602.xlsx》 无法读取《招商月报_ZJ01_202602.xlsx》：" in line
    )
    assert why in line
    assert "请" in line.partition("；")[2]


def test_an_unknown_unit_is_told_with_the_nearest_name(desk: Desk) -> None:
    sent = desk.workbook("ZJ01")
    renamed = sent.with_name("二月份月报.xlsx")
    sent.rename(renamed)
    code, name = cell_of(renamed, "封面", "单位代码"), cell_of(renamed, "封面", "填报单位")
    change(renamed, "封面", {code: "ZJ99", name: "青愉镇"})
    made = desk.run("report")
    assert made.exit_code == 1
    assert "未报送1家：青榆镇（沿用上月数）" in made.stdout
    assert made.stdout.splitlines()[-1] == (
        "请处理：青榆镇未报送；有1份文件没有收进来，见“办公室”的问题"
    )
    assert (
        _line(made.stdout, "V02")
        .partition(" ")[2]
        .strip()
        .endswith(
            f"强制〔V02〕《二月份月报.xlsx》封面!{name} "
            "填报单位“青愉镇”不在单位名录中，是否为“青榆镇”？；"
            "请单位改正封面，或由办公室在单位名录中补登"
        )
    )


def test_a_missing_sheet_returns_the_file(desk: Desk) -> None:
    path = desk.workbook("ZJ01")
    book = openpyxl.load_workbook(path, data_only=True)
    del book["资金到位"]
    book.save(path)
    made = desk.run("report")
    assert made.exit_code == 1
    assert "退回1家：青榆镇（沿用上月数）" in made.stdout
    assert "强制〔V04〕《招商月报_ZJ01_202602.xlsx》 缺少“资金到位”的“工作表”；请" in _line(
        made.stdout, "V04"
    )


def test_text_in_a_number_cell_leaves_that_cell_out_and_makes_drafts(yesterday: Desk) -> None:
    path = yesterday.workbook("ZJ01")
    cell = cell_of(path, "项目台账", "用地（亩）")
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    change(path, "项目台账", {cell: "约300"})
    made = yesterday.run("report")
    assert made.exit_code == 1
    assert "应报3家，通过3家" in made.stdout
    assert (
        _line(made.stdout, "V07")
        .strip()
        .endswith(
            f"强制〔V07〕《招商月报_ZJ01_202602.xlsx》项目台账!{cell} "
            f"第{row}行“用地（亩）”填的是“约300”，不是可用的数值；请只填数字（应为300亩？），该格暂不计入"
        )
    )
    assert made.stdout.splitlines()[-1] == ("请处理：已采用的数据还有1条强制性问题，文件标为草稿")
    assert sorted(yesterday.documents()) == [f"{LETTER}（草稿）.docx", f"{SHEET}（草稿）.xlsx"]


def test_a_file_held_by_another_program_stops_the_run_and_is_named(
    yesterday: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, before = yesterday.workbook("ZJ01"), yesterday.documents()
    read = Path.read_bytes

    def read_or_refuse(path: Path) -> bytes:
        if path == held:
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", read_or_refuse)
        said = refused(yesterday.run("report"))
    assert said == (
        f"没有生成任何文件：无法读取《{held}》：正被别的程序打开，或没有读取权限，请关闭后再运行\n"
    )
    assert yesterday.documents() == before


def test_two_files_of_one_version_return_the_unit_and_name_both(desk: Desk) -> None:
    second = desk.inputs / "2026-02" / "青榆镇.xlsx"
    shutil.copy(desk.workbook("ZJ01"), second)
    change(second, "封面", {"B6": "另一人"})
    made = desk.run("check")
    assert made.exit_code == 1
    assert "青榆镇收到2份同版本报表：《招商月报_ZJ01_202602.xlsx》、《青榆镇.xlsx》" in _line(
        made.stdout, "V03"
    )


def test_every_unit_is_heard_although_another_units_file_is_broken(desk: Desk) -> None:
    desk.workbook("KF01").write_bytes(b"PK")
    desk.workbook("SZ01").write_bytes(b"PK")
    made = desk.run("check")
    assert "应报3家，通过1家" in made.stdout
    assert "请处理：经开区、市发改委被退回" in made.stdout
