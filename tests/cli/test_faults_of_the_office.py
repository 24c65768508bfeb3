"""A faulty template, setting or base table: everything is told at once, nothing is made, exit 2."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.desk import Desk, refused, tree, write_letter, write_sheet


@pytest.fixture
def untouched(yesterday: Desk) -> Iterator[Desk]:
    """A desk whose edition of yesterday must stand as it did when the test is over."""
    before = tree(yesterday.outputs)
    yield yesterday
    assert tree(yesterday.outputs) == before
    assert len(before) >= 5


def test_unknown_names_in_both_kinds_of_template_are_told_in_one_pass(untouched: Desk) -> None:
    write_letter(
        untouched.templates,
        ["{{ 全市.实际利用省内资金.完成 }}", "到此为止", "截至{{ 本期.名字 }}{{ 全市.名称|亿圆 }}"],
    )
    write_sheet(
        untouched.templates, {"A1": "{{ 全是.名称 }}", "C3": "共{{ 清单.退回的单位|列举 }}"}
    )
    assert refused(untouched.run("report")).splitlines() == [
        "模板或设置有5处错误，什么都没有生成：",
        "  《documents/快报.docx》正文 第1段 {{ 全市.实际利用省内资金.完成 }}："
        "没有“实际利用省内资金”这一项；是不是想写“实际利用省外资金”？",
        "  《documents/快报.docx》正文 第3段 {{ 本期.名字 }}："
        "没有“名字”这一项；是不是想写“名称”？",
        "  《documents/快报.docx》正文 第3段 {{ 全市.名称|亿圆 }}："
        "没有“|亿圆”这种格式；是不是想写“亿元”？",
        "  《tables/简表.xlsx》简表!A1 {{ 全是.名称 }}："
        "没有“全是”这个名称；是不是想写“全市”？",
        "  《tables/简表.xlsx》简表!C3 {{ 清单.退回的单位|列举 }}："
        "没有“退回的单位”这一项；是不是想写“退回单位”？",
    ]  # fmt: skip


def test_an_unknown_name_in_a_documents_file_name_is_told(untouched: Desk) -> None:
    plans = untouched.templates / "documents.yaml"
    plans.write_text(plans.read_text("utf-8").replace("本期.年 }}年", "本期.年份 }}年"), "utf-8")
    said = refused(untouched.run("report")).splitlines()
    assert len(said) == 3
    assert said[1] == (
        "  《documents.yaml》第3行“快报”的文件名 {{ 本期.年份 }}："
        "没有“年份”这一项；是不是想写“年”？"
    )


@pytest.mark.parametrize("name", ["documents/快报.docx", "tables/简表.xlsx"])
def test_a_template_that_is_no_office_file_is_told(untouched: Desk, name: str) -> None:
    (untouched.templates / name).write_bytes(b"PK\x03\x04 cut off")
    said = refused(untouched.run("report"))
    assert f"《{name}》：不完整，未传完或已损坏；请" in said


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_template_that_is_missing_is_told_with_the_line_that_names_it(
    untouched: Desk, kind: str
) -> None:
    name, line = {"docx": ("documents/快报.docx", 3), "xlsx": ("tables/简表.xlsx", 6)}[kind]
    (untouched.templates / name).unlink()
    said = refused(untouched.run("report"))
    title = "快报" if kind == "docx" else "简表"
    assert (
        f"《documents.yaml》第{line}行：文件“{title}”的模板《{name}》不存在；请检查文件名" in said
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "文件:\n  快报：\n    模板: documents/快报.docx\n",
            "第2行：用了全角冒号“：”；请改成半角冒号加一个空格“: ”",
        ),
        (
            "文件:\n  快报:\n    模板： documents/快报.docx\n",
            "第3行：用了全角冒号“：”；请改成半角冒号加一个空格“: ”",
        ),
        (
            "文件:\n\t快报:\n\t\t模板: documents/快报.docx\n",
            "第2行：用了制表符（Tab）缩进；请改用空格",
        ),
        (
            "文件:\n  快报:\n    模板: 'documents/快报.docx\n",
            "行：格式有误，无法读取；请检查缩进、冒号后的空格、引号和括号是否成对",
        ),
        (
            "文件:\n  快报:\n    模板: documents/快报.docx\n    期别: [旬]\n",
            "第4行：文件“快报”的“期别”不能写“旬”；只能写：",
        ),
    ],
)
def test_a_faulty_line_of_a_setting_is_told_by_number(
    untouched: Desk, text: str, told: str
) -> None:
    (untouched.templates / "documents.yaml").write_text(text, "utf-8")
    said = refused(untouched.run("report"))
    assert "《documents.yaml》第" in said
    assert told in said


def test_rules_saved_as_gbk_are_one_fault_and_not_all_that_follows(untouched: Desk) -> None:
    path = untouched.templates / "checks.yaml"
    path.write_bytes(path.read_text("utf-8").encode("gbk"))
    told = untouched.run("check").stderr.splitlines()
    assert told == [
        "模板或设置有1处错误，什么都没有生成：",
        "  《checks.yaml》第1行：不是UTF-8编码，可能存成了GBK（ANSI）；请用记事本另存为，编码选UTF-8",
    ]


def test_a_setting_saved_as_gbk_is_told(untouched: Desk) -> None:
    path = untouched.templates / "documents.yaml"
    path.write_bytes(path.read_text("utf-8").encode("gbk"))
    assert (
        "《documents.yaml》第1行：不是UTF-8编码，可能存成了GBK（ANSI）；请用记事本另存为，编码选UTF-8"
        in refused(untouched.run("report"))
    )


def test_a_setting_with_a_byte_order_mark_is_read(yesterday: Desk) -> None:
    before = yesterday.documents()
    for path in yesterday.templates.rglob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert yesterday.run("report").exit_code == 0
    assert yesterday.documents() == before


def test_two_base_workbooks_are_never_chosen_between(untouched: Desk) -> None:
    (untouched.inputs / "基础库.xls").write_bytes((untouched.inputs / "基础库.xlsx").read_bytes())
    said = refused(untouched.run("check"))
    assert "有2份：《基础库.xls》、《基础库.xlsx》，不知以哪份为准；请只留一份" in said


def test_a_base_table_that_cannot_be_read_stops_everything(untouched: Desk) -> None:
    (untouched.inputs / "基础库.xlsx").write_bytes(b"PK\x03\x04 cut off")
    said = refused(untouched.run("report"))
    assert "《基础库.xlsx》：不完整，未传完或已损坏；请" in said


@pytest.mark.parametrize("command", ["check", "figures", "fields"])
def test_the_other_commands_tell_the_same_faults(untouched: Desk, command: str) -> None:
    (untouched.inputs / "基础库.xlsx").write_bytes(b"PK\x03\x04 cut off")
    assert "《基础库.xlsx》" in refused(untouched.run(command, "--json"))
