"""A misspelt rule is a fault of the office's own, with file, line and the nearest known name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.model.finding import Addressee, Consequence, Faulty, Level
from pipeline.scheme.scheme import load_scheme

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "templates"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "templates"))


def alter(folder: Path, name: str, old: str, new: str) -> str:
    """Replace the first `old` in a file; return 第…行 of that place."""
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return f"第{text[: text.index(old)].count(chr(10)) + 1}行"


def faults(folder: Path) -> list[str]:
    with pytest.raises(Faulty) as raised:
        load_scheme(folder)
    return [one.line for one in raised.value.faults]


def test_the_schemes_that_ship_are_without_fault():
    scheme = load_scheme(SHIPPED)
    assert {"项目台账", "资金到位", "固定资产投资", "自报汇总", "封面"} <= set(scheme.forms)
    assert {"单位名录", "年度目标", "采纳登记", "收件登记", "参数"} <= set(scheme.base)
    other = load_scheme(ROOT / "tests" / "files" / "service-centre" / "templates")
    assert list(other.forms) == ["项目情况"]


def test_the_rules_that_ship_have_the_attributes_of_the_book_of_rules():
    # domain.md section 4: 退回 only V01–V04, V57 and V24–V27; 不计该行 V16, V21; 不计该指标 V07, V08
    rules = load_scheme(SHIPPED).rules
    returning = {code for code, one in rules.items() if one.consequence is Consequence.RETURN}
    dropping = {code for code, one in rules.items() if one.consequence is Consequence.DROP_ROW}
    blanking = {code for code, one in rules.items() if one.consequence is Consequence.DROP_CELL}
    assert {one for one in returning if one[0] == "V"} == {
        "V01",
        "V02",
        "V03",
        "V04",
        "V57",
        "V24",
        "V25",
        "V26",
        "V27",
    }
    assert {"V16", "V21"} <= dropping
    assert {"V07", "V08"} <= blanking
    assert rules["V22"].level is Level.EXPLAIN
    assert rules["V47"].addressee is Addressee.OFFICE
    assert set(rules["V24"].silences) == {"V07", "V25", "V26", "X05"}
    assert set(rules["V25"].silences) == {"V26", "X05"}
    assert set(rules["V27"].silences) == {"V25", "V26", "V28", "X05"}
    assert all(rules[code].silences == ("全部",) for code in ("V01", "V02", "V03", "V57"))


def test_an_unknown_field_in_a_formula_names_the_nearest(folder):
    alter(
        folder,
        "forms/项目台账.yaml",
        "公式: 固定资产投资 ≤ 计划总投资",
        "公式: 固定资产投资 ≤ 计划总投次",
    )
    place = alter(folder, "forms/项目台账.yaml", "- 编号: V21", "- 编号: V21")
    assert faults(folder) == [
        f"《forms/项目台账.yaml》{place}：“项目台账”没有字段“计划总投次”，是不是想写“计划总投资”？"
    ]


def test_an_unknown_table_in_a_formula_names_the_nearest(folder):
    place = alter(folder, "checks.yaml", '"资金到位", 期内', '"资金到为", 期内')
    (told,) = faults(folder)
    assert told.endswith("公式里没有“资金到为”这张表，是不是想写“资金到位”？")
    line = int(told.partition("第")[2].partition("行")[0])
    assert line == int(place[1:-1]) - 3  # where the check begins: 编号, 表, 条件, 设


def test_a_function_that_there_is_not_is_a_fault_on_the_formulas_line(folder):
    place = alter(
        folder, "forms/资金到位.yaml", "公式: 本年累计 = 合计(各月)", "公式: 本年累计 = 合记(各月)"
    )
    assert faults(folder) == [
        f"《forms/资金到位.yaml》{place}：V25的公式“本年累计 = 合记(各月)”里没有“合记()”这个函数，是不是想写“合计”？"
    ]


def test_and_run_into_a_name_is_explained(folder):
    alter(
        folder,
        "forms/项目台账.yaml",
        "公式: 固定资产投资 ≤ 计划总投资",
        "公式: 非空(备注) 且 备注且投资方 = 投资方",
    )
    (told,) = faults(folder)
    assert told.endswith("“项目台账”没有字段“备注且投资方”，“且、或、非、属于”的前后要空一格")


def test_a_check_of_a_table_that_there_is_not(folder):
    place = alter(folder, "checks.yaml", "{编号: V47, 表: 年度目标,", "{编号: V47, 表: 年度木标,")
    assert faults(folder) == [
        f"《checks.yaml》{place}：没有“年度木标”这张表，是不是想写“年度目标”？"
    ]


def test_the_field_that_a_check_points_at_must_be_there(folder):
    place = alter(
        folder,
        "forms/固定资产投资.yaml",
        "检查: 期后填数, 字段: 各月",
        "检查: 期后填数, 字段: 各日",
    )
    (told,) = faults(folder)
    assert (
        told
        == f"《forms/固定资产投资.yaml》{place}：“固定资产投资”没有字段“各日”，是不是想写“各月”？"
    )


def test_the_table_that_licenses_changes_must_be_there(folder):
    place = alter(folder, "forms/资金到位.yaml", "许可: 更正申请", "许可: 更改申请")
    assert faults(folder) == [
        f"《forms/资金到位.yaml》{place}：“许可”的表“更改申请”不存在，是不是想写“更正申请”？"
    ]


def test_a_required_when_with_an_unknown_field(folder):
    place = alter(folder, "forms/项目台账.yaml", "必填当: 非空(入规日期)", "必填当: 非空(入轨日期)")
    (told,) = faults(folder)
    assert (
        told
        == f"《forms/项目台账.yaml》{place}：“项目台账”没有字段“入轨日期”，是不是想写“入规日期”？"
    )


def test_an_indicator_of_an_unknown_form_or_field(folder):
    text = "指标:\n  甲:\n    计量单位: 万元\n    自报: {表: 资金倒位, 求和: 期内(各月)}\n"
    text += "  乙:\n    计量单位: 万元\n    自报: {表: 资金到位, 求和: 期内(各约)}\n"
    text += "  丙:\n    计量单位: 个\n    父指标: 丁\n    自报: {表: 项目台账}\n"
    (folder / "figures.yaml").write_text(text, "utf-8")
    told = faults(folder)
    assert "《figures.yaml》第9行：指标“丙”的父指标“丁”不存在" in told
    assert "《figures.yaml》第4行：没有“资金倒位”这张表，是不是想写“资金到位”？" in told
    assert "《figures.yaml》第7行：“资金到位”没有字段“各约”，是不是想写“各月”？" in told


def test_a_structural_rule_must_not_be_missing(folder):
    alter(folder, "checks.yaml", "  V57:\n", "  V99:\n")
    assert faults(folder) == ["《checks.yaml》：缺少规则V57的级别和文字；请从样例中补上"]


def test_a_check_under_an_unknown_number_needs_words_of_its_own(folder):
    place = alter(folder, "forms/项目台账.yaml", "- 编号: V21\n", "- 编号: V921\n")
    text = (folder / "forms/项目台账.yaml").read_text("utf-8")
    assert text.count("    问题: '“{项目名称}”的固定资产投资") == 1
    load_scheme(folder)  # it has its own words, so this number is free to use
    alter(folder, "forms/项目台账.yaml", "    问题: '“{项目名称}”的固定资产投资", "    #")
    assert faults(folder)[0] == (
        f"《forms/项目台账.yaml》{place}：V921的没有规则“V921”；"
        "请在checks.yaml的“规则”中补上，或在这里写明“问题”"
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("级别: 强制", "级别: 强治", "“级别”不能写“强治”；只能写：强制、核实、提示"),
        ("后果: 退回", "后果: 退还", "“后果”不能写“退还”；只能写：退回、不计该行、不计该指标、照计"),
        ("后果: 退回", "后果: 退回\n    自: 四月", "“自”不能写“四月”；请写成2026-04这样的月份"),
        ("后果: 退回", "后裹: 退回", "不认识“后裹”；请对照手册检查拼写"),
        ("本次{本期}不符", "本次{本期不符", "“问题”里的花括号用得不对；写成{项目}这样，括号里只写名称"),
        ("本次{本期}不符", "本次{}不符", "“问题”里的花括号用得不对；写成{项目}这样，括号里只写名称"),
        ("本次{本期}不符", "本次{本期.名}不符", "“问题”里的花括号用得不对；写成{项目}这样，括号里只写名称"),
    ],
)  # fmt: skip
def test_a_rules_attributes_are_checked_word_by_word(folder, old, new, told):
    alter(folder, "checks.yaml", old, new)
    (only,) = faults(folder)
    assert only.startswith("《checks.yaml》第")
    assert only.endswith(f"行：规则V01的{told}")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("范围: [0, ]", "范围: [零, ]", "字段“计划总投资”的“范围”里“零”不是数"),
        ("范围: [0, ]", "范围: [9, 1]", "字段“计划总投资”的“范围”的下限9大于上限1"),
        ("范围: [0, ]", "范围: [0, 1, 2]", "字段“计划总投资”的“范围”应写两个数；例如“范围: [0, 100]”，不限的一头留空"),
        ("计划总投资: {类型: 数值", "计划总投资: {类型: 数字", "字段“计划总投资”的“类型”不能写“数字”；只能写：文本、数值、日期、选项、月份、年份"),
        ("计划总投资: {类型: 数值, 必填: 是", "计划总投资: {类型: 数值, 必填: 对", "字段“计划总投资”的“必填”只能写是或否，不能写“对”"),
        ("计划总投资: {类型: 数值", "计划总投资: {类型: 数值, 必真: 是", "字段“计划总投资”的不认识“必真”；请对照手册检查拼写"),
        ("取值: [园区内, 园区外]", "取值: []", "字段“落地载体”的“类型”是选项，却没有“取值”；请写明可选的内容"),
        ("  工业小类: {类型: 文本}", "  所属-集团: {类型: 文本}", "字段代号“所属-集团”不能用；代号只能用汉字、字母、数字，不以数字开头；印出的名称写在“表头”里"),
        ("  工业小类: {类型: 文本}", "  1号: {类型: 文本}", "字段代号“1号”不能用；代号只能用汉字、字母、数字，不以数字开头；印出的名称写在“表头”里"),
        ("  工业小类: {类型: 文本}", "  工业小类:", "字段“工业小类”没有内容；请写明“类型”"),
        ("主键: [项目编码, 项目名称]", "主键: [项目编号, 项目名称]", "“主键”或“细分”里的“项目编号”不是本表字段"),
        ("表名: 招商引资项目台账", "表名: 招商引资项目台账\n表号: 一", "不认识“表号”；请对照手册检查拼写"),
    ],
)  # fmt: skip
def test_a_forms_words_are_checked_one_by_one(folder, old, new, told):
    alter(folder, "forms/项目台账.yaml", old, new)
    assert [one.partition("：")[2] for one in faults(folder)] == [told]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("重复: 12, 表头: '{n}月'", "重复: 12, 表头: 各月", "“重复”的“表头”要用{n}表示第几列；例如“表头: '{n}月'”"),
        ("重复: 12,", "重复: 十二,", "“重复”应是整数，不能写“十二”"),
    ],
)  # fmt: skip
def test_a_repeated_field_is_declared_with_its_number(folder, old, new, told):
    alter(folder, "forms/资金到位.yaml", old, new)
    assert any(one.endswith(f"字段“各月”的{told}") for one in faults(folder))


def test_a_missing_template_is_a_fault(folder):
    (folder / "documents.yaml").write_text(
        "文件:\n  通报:\n    模板: documents/没有.docx\n", "utf-8"
    )
    assert faults(folder) == [
        "《documents.yaml》第3行：文件“通报”的模板《documents/没有.docx》不存在；请检查文件名"
    ]


def test_a_document_of_an_unknown_kind_or_rhythm(folder):
    text = "文件:\n  通报:\n    模板: tables/甲.pdf\n    期别: 旬\n"
    (folder / "documents.yaml").write_text(text, "utf-8")
    told = faults(folder)
    assert (
        "《documents.yaml》第4行：文件“通报”的“期别”不能写“旬”；只能写：月、季、半年、三季、年"
        in told
    )
    assert "《documents.yaml》第3行：文件“通报”的“模板”应是.docx或.xlsx文件" in told


def test_missing_files_and_folders_are_named(folder, tmp_path):
    (folder / "figures.yaml").unlink()
    assert "《figures.yaml》：没有这个文件；请从样例中补上" in faults(folder)
    (told,) = faults(tmp_path / "没有")
    assert told.endswith("没有这个文件夹；请用--templates指明模板所在文件夹")


def test_all_faults_of_all_files_are_told_at_once(folder):
    alter(folder, "checks.yaml", "级别: 强制", "级别: 强治")
    alter(folder, "forms/项目台账.yaml", "类型: 数值", "类型: 数字")
    alter(folder, "forms/资金到位.yaml", "类型: 数值", "类型: 数字")
    (folder / "forms" / "封面.yaml").write_bytes("表名: 封面".encode("gbk"))
    alter(folder, "documents.yaml", "模板: ", "摸板: ")
    named = {one.partition("》")[0][1:] for one in faults(folder)}
    assert named >= {
        "checks.yaml",
        "forms/项目台账.yaml",
        "forms/资金到位.yaml",
        "forms/封面.yaml",
        "documents.yaml",
    }
