"""tongbao templates check: all templates at once, a copy with comments, and what it exits with."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.cli.desk import ROOT, Desk, small_templates, write_letter, write_sheet
from tests.render.lint.checked import EXCEL


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A clerk with two small templates, the shipped 基础库 and no report at all."""
    small_templates(tmp_path / "templates")
    (tmp_path / "inputs").mkdir()
    shutil.copy(ROOT / "inputs" / "基础库.xlsx", tmp_path / "inputs")
    made = Desk(tmp_path / "templates", tmp_path / "inputs", tmp_path / "outputs")
    write_letter(made.templates, ["{{ 本期.累计 }}全市情况如下。"])
    return made


def test_the_shipped_templates_pass_clean() -> None:
    answer = Desk(ROOT / "templates", ROOT / "inputs", ROOT / "outputs").run("templates", "check")
    kept = len(list((ROOT / "templates").glob("[dt]*/*.[dx]*x")))
    assert answer.stdout == f"检查了{kept}个模板：没有问题\n"
    assert answer.exit_code == 0


def test_every_fault_of_every_template_is_told_and_nothing_is_written(desk: Desk) -> None:
    write_letter(desk.templates, ["｛｛ 本期.累计 ｝｝", "{{ 全市.名 }}"])
    write_sheet(desk.templates, {"A1": "{{ 单位.ZJ99.名称 }}"})
    before = {path: path.read_bytes() for path in desk.templates.rglob("*") if path.is_file()}
    answer = desk.run("templates", "check")
    assert answer.stdout.splitlines() == [
        "错误 《documents/快报.docx》正文 第1段 ｛｛ 本期.累计 ｝｝：用了全角括号；请改成半角：{{ 本期.累计 }}",
        "错误 《documents/快报.docx》正文 第2段 {{ 全市.名 }}：没有“名”这一项；是不是想写“名称”？",
        "错误 《tables/简表.xlsx》简表!A1 {{ 单位.ZJ99.名称 }}：没有“ZJ99”这一项；是不是想写“ZJ09”？",
        "检查了2个模板：错误3处",
    ]  # fmt: skip
    assert answer.exit_code == 2
    assert {path: path.read_bytes() for path in before} == before
    assert set(desk.templates.rglob("*")) - {*before} == {
        path for path in desk.templates.rglob("*") if path.is_dir()
    }


def test_hints_alone_exit_with_1_and_no_remark_with_0(desk: Desk) -> None:
    assert desk.run("templates", "check").exit_code == 0
    write_letter(desk.templates, ["完成{{ 全市.入统项目.完成数 }}。"])
    answer = desk.run("templates", "check")
    assert answer.stdout.startswith("提醒 《documents/快报.docx》正文 第1段")
    assert answer.stdout.endswith("检查了2个模板：提醒1处\n")
    assert answer.exit_code == 1


def test_a_template_that_makes_nothing_is_mentioned_and_checked(desk: Desk) -> None:
    shutil.copy(desk.templates / "tables" / "简表.xlsx", desk.templates / "tables" / "新表.xlsx")
    answer = desk.run("templates", "check")
    assert answer.stdout.splitlines() == [
        "提醒 《tables/新表.xlsx》：没有写进documents.yaml，不会用它生成文件；"
        "请在documents.yaml里加上，或移出templates",
        "检查了3个模板：提醒1处",
    ]
    assert answer.exit_code == 1


def test_the_name_of_a_file_to_be_made_is_checked_too(desk: Desk) -> None:
    plans = desk.templates / "documents.yaml"
    plans.write_text(
        plans.read_text("utf-8").replace("{{ 本期.年 }}年", "{{ 本期.念 }}年", 1), "utf-8"
    )
    answer = desk.run("templates", "check")
    (line, _) = answer.stdout.splitlines()
    assert line.startswith("错误 《documents.yaml》第3行“快报”的文件名 {{ 本期.念 }}：")
    assert line.endswith("：没有“念”这一项；请用 tongbao fields 查看可用的名称")
    assert answer.exit_code == 2


def test_only_what_is_named_is_checked(desk: Desk, tmp_path: Path) -> None:
    elsewhere = tmp_path / EXCEL
    shutil.copy(desk.templates / "tables" / "简表.xlsx", elsewhere)
    for name in ("快报", str(elsewhere)):
        answer = desk.run("templates", "check", name)
        assert answer.stdout.splitlines()[-1].startswith("检查了1个模板")


def test_a_name_that_is_no_template_exits_with_2(desk: Desk) -> None:
    answer = desk.run("templates", "check", "快板")
    assert answer.exit_code == 2
    assert "没有“快板”这个模板（有：documents/快报.docx、tables/简表.xlsx）" in answer.stderr


def test_annotate_writes_copies_and_never_over_anything(desk: Desk) -> None:
    write_letter(desk.templates, ["{{ 全市.名 }}"])
    write_sheet(desk.templates, {"A1": "{{ 全市.名 }}"})
    taken = desk.templates / "documents" / "快报（批注）.docx"
    taken.write_bytes(b"mine")
    answer = desk.run("templates", "check", "--annotate")
    assert answer.stdout.splitlines()[-2:] == [
        "《documents/快报.docx》的批注写在《快报（批注2）.docx》，模板本身没有改动",
        "《tables/简表.xlsx》的批注写在《简表（批注）.xlsx》，模板本身没有改动",
    ]
    assert taken.read_bytes() == b"mine"
    copy = taken.with_name("快报（批注2）.docx").read_bytes()
    assert len(list(docx.Document(io.BytesIO(copy)).comments)) == 1
    sheet = openpyxl.load_workbook(desk.templates / "tables" / "简表（批注）.xlsx")["简表"]
    assert sheet["A1"].comment.text.startswith("【错误】简表!A1 {{ 全市.名 }}")
    again = desk.run("templates", "check")
    assert again.stdout.endswith("检查了2个模板：错误2处\n")


def test_json_has_each_remark_under_its_template(desk: Desk) -> None:
    write_sheet(desk.templates, {"A1": "{{ 全市.名 }}"})
    answer = desk.run("templates", "check", "简表", "--json")
    assert json.loads(answer.stdout) == {
        "模板": [
            {
                "模板": "tables/简表.xlsx",
                "批注副本": "",
                "问题": [
                    {
                        "级别": "错误",
                        "文件": "tables/简表.xlsx",
                        "位置": "简表!A1 {{ 全市.名 }}",
                        "问题": "没有“名”这一项",
                        "处理": "是不是想写“名称”？",
                    }
                ],
            }
        ]
    }


def test_without_a_directory_no_name_of_a_unit_is_judged(desk: Desk) -> None:
    (desk.inputs / "基础库.xlsx").unlink()
    write_letter(desk.templates, ["{{ 单位['甲'].名称 }}{{ 参数.地区 }}{{ 参数.地去 }}"])
    answer = desk.run("templates", "check", "快报")
    assert answer.stdout.splitlines()[:-1] == [
        "错误 《documents/快报.docx》正文 第1段 {{ 参数.地去 }}：没有“地去”这一项；是不是想写“地区”？"
    ]


def test_a_document_for_each_unit_knows_its_own_unit(desk: Desk) -> None:
    plans = desk.templates / "documents.yaml"
    text = plans.read_text("utf-8")
    each = "快报.docx\n    每份: {本单位: 各单位}\n    条件: 本单位.入统项目.有书\n"
    plans.write_text(text.replace("快报.docx\n", each, 1), "utf-8")
    write_letter(desk.templates, ["{{ 本单位.名称 }}{{ 本单位.名 }}{{ 本单位.联系电话 }}"])
    answer = desk.run("templates", "check", "快报")
    assert [one.partition("；")[0] for one in answer.stdout.splitlines()] == [
        "错误 《documents/快报.docx》正文 第1段 {{ 本单位.名 }}：没有“名”这一项",
        "错误 《documents/快报.docx》正文 第1段 {{ 本单位.联系电话 }}：通报模板引用了保密字段“联系电话”（V62）",
        "错误 《documents.yaml》第3行“快报”的条件 {{ 本单位.入统项目.有书 }}：没有“有书”这一项",
        "检查了1个模板：错误3处",
    ]  # fmt: skip


SECRET = "{% for 项 in 清单.线索 %}{{ 项.关键人电话 }}{% endfor %}"
INTERNAL = """
  线索:
    表: 在谈项目
    内部: 是
    条件: 空(转签约项目编码)
    字段: [拟投项目, 关键人电话]
"""


def test_a_report_is_refused_that_would_publish_a_telephone_even_of_an_empty_list(
    desk: Desk,
) -> None:
    lists, plans = desk.templates / "lists.yaml", desk.templates / "documents.yaml"
    lists.write_text(lists.read_text("utf-8") + INTERNAL, "utf-8")
    write_letter(desk.templates, [SECRET])
    (desk.inputs / "2026-02").mkdir()
    answer = desk.run("report", "--period", "2026-02")
    assert answer.exit_code == 2
    assert "通报模板引用了保密字段“关键人电话”（V62）" in answer.stderr
    assert desk.run("templates", "check", "快报").exit_code == 2
    text = plans.read_text("utf-8")
    plans.write_text(text.replace("快报.docx\n", "快报.docx\n    公开: 否\n", 1), "utf-8")
    assert desk.run("templates", "check", "快报").exit_code == 0
