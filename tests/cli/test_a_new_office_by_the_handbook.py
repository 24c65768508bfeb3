"""A new user takes the handbook's chapter word for word: from `init` to the first final month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.cli.desk import typed

ROOT = Path(__file__).parents[2]
HANDBOOK = (ROOT / "docs/手册.md").read_text(encoding="utf-8")
TOWN = {"代码": "ZJ01", "全称": "松坪镇人民政府", "简称": "松坪镇", "类别": "镇"}
PARK = {"代码": "KF01", "全称": "云岭县经济开发区", "简称": "经开区", "类别": "园区"}
PROJECT = {
    "项目编码": "KF01-2027-001",
    "项目名称": "年产5万吨绿色包装项目",
    "投资方（全称）": "宁波云帆包装科技有限公司",
    "投资方所在地": "浙江-宁波",
    "投资性质": "内资-省外",
    "产业门类": "工业",
    "十大新兴产业": "否",
    "高新技术": "否",
    "项目来源": "新引进",
    "新引进年度": 2027,
    "落户地": "KF01",
    "计划总投资": 53000,
    "其中：固定资产投资": 42000,
    "预审结果": "通过",
    "预审日期": date(2027, 1, 5),
    "签约日期": date(2027, 1, 12),
    "合同编号": "云招〔2027〕1号",
    "计划开工日期": date(2027, 6, 30),
    "省库状态": "未报",
    "当前阶段": "签约",
    "包保领导": "李县长",
    "分包责任人": "王主任",
    "联系电话": "0371-68501234",
    "标志性项目": "否",
}
FUNDS = {
    "项目编码": "KF01-2027-001",
    "项目名称": PROJECT["项目名称"],
    "资金来源": "省外",
    "以前年度累计": 0,
    "1月": 1200,
    "本年累计": 1200,
}


def chapter() -> list[str]:
    """The commands of the chapter, in order."""
    text = HANDBOOK.split("## 开一个自己的办公室")[1].split("\n## ")[0]
    blocks = re.findall(r"```\n(.*?)```", text, re.S)
    return [line for block in blocks for line in block.splitlines()]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list]]:
    """The new office after all commands, and what each of them said."""
    patch, said = pytest.MonkeyPatch(), []
    desk = tmp_path_factory.mktemp("desk")
    (desk / "templates").symlink_to(ROOT / "templates")
    patch.chdir(desk)
    for command in chapter():
        program, *words = command.split()
        if program == "cd":
            patch.chdir(Path.cwd() / words[0])
            fill_in_the_base(Path("inputs/基础库.xlsx"))
            continue
        assert program == "tongbao"
        if words[0] == "check":
            send_in_the_blank_forms()
        said.append((command, typed(*words)))
    yield Path.cwd(), said
    patch.undo()


def fill_in_the_base(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    pairs = {
        "地区": "云岭县",
        "办公室": "云岭县招商引资办公室",
        "本省名称（用于省外资金审核）": "河南",
    }
    for row in book["参数"].iter_rows(min_row=3):
        row[1].value = pairs.get(row[0].value)
    for number, unit in enumerate((PARK, TOWN), start=1):
        more = {"汇总组": unit["类别"], "考核分组": "全县", "排序号": number}
        add(book["单位名录"], {**unit, **more, "启用日期": date(2020, 1, 1)})
    for unit, task in (("KF01", 24000), ("ZJ01", 6000), ("全市", 30000)):
        add(
            book["年度目标"],
            {
                "年度": 2027,
                "单位": unit,
                "指标": "实际利用省外资金",
                "下达": "本级",
                "类别": "总量",
                "确保数": task,
                "是否考核": "是",
            },
        )
    book.save(path)


def send_in_the_blank_forms() -> None:
    """Both units fill in the blank workbooks that `tongbao forms` made."""
    target = Path("inputs/2027-01")
    target.mkdir()
    for path in sorted(Path("outputs/空白表/2027-01").glob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        cover = {row[0].value: row[1] for row in book["封面"].iter_rows(min_row=3)}
        cover["填报人"].value, cover["联系电话"].value = "赵干事", "0371-68505678"
        cover["审核人"].value, cover["填报日期"].value = "钱局长", date(2027, 1, 31)
        if "ZJ01" in path.name:
            cover["是否零报送"].value = "是"
        else:
            add(book["项目台账"], PROJECT)
        as_calculated(book, "KF01" in path.name)
        book.save(target / path.name)


def as_calculated(book: openpyxl.Workbook, busy: bool) -> None:
    """Put in what Excel shows for the formulas: 1 200 arrived for one project, one signed."""
    shown = {"实际利用省外资金": (1200, 1200, 1), "新签约亿元以上项目": (1, 1, 1)} if busy else {}
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.value = 0 if sheet.title == "自报汇总" else None
    for row in book["自报汇总"].iter_rows(min_row=4):
        for cell, value in zip(row[2:5], shown.get(row[0].value, ()), strict=False):
            cell.value = value
    if busy:
        add(book["资金到位"], FUNDS)


def add(sheet: openpyxl.worksheet.worksheet.Worksheet, told: dict) -> None:
    """Write a row below the header, in the first row that is empty, by the words of the header."""
    head = {}
    for row in (3, 4):
        for cell in sheet[row]:
            if isinstance(cell.value, str) and cell.value not in head:
                head[cell.value] = cell.column
    names = {name: next((one for one in head if one.startswith(name)), None) for name in told}
    assert None not in names.values(), names
    first = 5 if any(str(cell.value)[-1:] == "月" for cell in sheet[4]) else 4
    row = first
    while sheet.cell(row, head[names[next(iter(told))]]).value is not None:
        row += 1
    for name, value in told.items():
        sheet.cell(row, head[names[name]]).value = value


def test_every_command_of_the_chapter_succeeds(office: tuple[Path, list]) -> None:
    for command, result in office[1]:
        assert result.exit_code == 0, f"{command}\n{result.output}"
    assert [command.split()[1] for command, _ in office[1]] == [
        *("init", "forms", "check", "report", "finalize")
    ]


def test_nothing_of_the_sample_county_is_in_the_new_office(office: tuple[Path, list]) -> None:
    for path in office[0].rglob("*"):
        if path.suffix in (".yaml", ".txt", ".json", ".log"):
            assert "栖川" not in path.read_text(encoding="utf-8"), path


def test_its_documents_are_its_own(office: tuple[Path, list]) -> None:
    made = office[0] / "outputs/2027-01"
    assert all(one.name.startswith("云岭县") for one in made.glob("*.xlsx"))
    # nothing is confirmed yet: the 1 200 of January stand as reported, out of 30 000
    said = typed(
        *("--templates", str(office[0] / "templates"), "--inputs", str(office[0] / "inputs")),
        *("--outputs", str(office[0] / "outputs"), "explain", "经开区", "实际利用省外资金"),
    ).output
    assert "1200" in said.replace(",", "")


def test_the_first_month_is_final(office: tuple[Path, list]) -> None:
    assert (office[0] / "outputs/定稿/2027-01").is_dir()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "记录.docx").write_bytes(b"mine")
    result = typed("--templates", str(ROOT / "templates"), "init", str(tmp_path))
    assert result.exit_code == 2
    assert "已经有内容，请另写一个新的文件夹；原来的内容没有动" in result.output
    assert [one.name for one in tmp_path.iterdir()] == ["记录.docx"]
