"""tongbao scheme check: rules that never fire, silent zeros, contradictions; file and line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import group
from pipeline.scheme.rules import STRUCTURAL
from pipeline.scheme.worded import OF_CHECKS, OF_RULES
from pipeline.validate.named import CHECKS
from tests.scheme_tools.spoilt import ROOT, lint_of, spoilt

LEDGER = "forms/项目台账.yaml"
SECTOR = "产业门类: {类型: 选项, 取值: [一产, 工业, 商贸流通, 其他服务业], 必填: 是}"
DATED = "{类型: 日期, 必填当: '当前阶段 = \"达产\"'}"
PLAN = "公式: 固定资产投资 ≤ 计划总投资"


def _line(templates: Path, file: str, text: str) -> int:
    lines = (templates / file).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def _run(templates: Path, *words: str) -> Result:
    clean = {name: None for name in os.environ if name.startswith("TONGBAO_")}
    said = ["--templates", str(templates), "scheme", "check", *words]
    return CliRunner().invoke(group, said, prog_name="tongbao", env=clean, catch_exceptions=False)


def test_the_shipped_scheme_has_no_errors() -> None:
    assert [one.line for one in lint_of(ROOT / "templates").errors] == []


def test_an_indicator_that_asks_for_a_value_outside_the_choices_is_a_silent_zero(tmp_path) -> None:
    old = '入规类型 = "小升规"'
    templates = spoilt(tmp_path, "figures.yaml", old, '入规类型 = "小升归"')
    line = _line(templates, "figures.yaml", "小升归")
    (first, *_) = lint_of(templates).errors
    assert first.line == (
        f"《figures.yaml》第{line}行：指标“小升规企业”自报的条件拿“入规类型”与“小升归”相比，但取值里没有“小升归”，"
        "是不是想写“小升规”？；取值只有：新投产入规、小升规；请改公式，或在取值中补上"
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (LEDGER, DATED, DATED.replace("达产", "满产"), "取值里没有“满产”"),
        (LEDGER, '序(当前阶段) ≥ 序("投产")', '序(当前阶段) ≥ 序("投厂")', "取值里没有“投厂”"),
        (
            LEDGER,
            DATED,
            '{类型: 日期, 必填当: \'当前阶段 = "达产" 且 当前阶段 = "投产"\'}',
            "永远不成立",
        ),
        (
            LEDGER,
            DATED,
            '{类型: 日期, 必填当: \'序(当前阶段) > 序("达产") 且 序(当前阶段) < 序("停滞")\'}',
            "永远不成立",
        ),
        (LEDGER, PLAN, "公式: 1 ≤ 2", "永远成立"),
        (LEDGER, PLAN, "公式: 固定资产投资 ≥ 0", "永远成立"),
        (LEDGER, PLAN, "公式: 固定资产投资 ≤ 计划总投资 或 固定资产投资 > 计划总投资", "永远成立"),
        (LEDGER, PLAN, "公式: 固定资产投资 ≤ 项目名称", "不是同一种内容"),
        (LEDGER, PLAN, "公式: 新引进年度 ≤ 年(项目名称)", "年()只用于日期"),
        ("forms/资金到位.yaml", "检查: 期后填数", "检查: 期后填报", "是不是想写“期后填数”"),
        (
            LEDGER,
            "备注: {类型: 文本}",
            "备注: {类型: 文本, 自: 2026-05, 至: 2026-04}",
            "晚于“至”2026-04",
        ),
        (LEDGER, "备注: {类型: 文本}", "备注: {类型: 文本, 范围: [0, 5]}", "“范围”不起作用"),
        (LEDGER, "取值: [园区内, 园区外]", "取值: [园区内, 园区内]", "“园区内”写了两次"),
        (
            LEDGER,
            "问题: '“{项目名称}”的固定资产投资",
            "问题: '“{工程名称}”的固定资产投资",
            "{工程名称}，会印成“？”，是不是想写“项目名称”？",
        ),
        (
            "figures.yaml",
            "10000 ≤ 首个(认定额, 计划总投资) < 50000",
            "50000 ≤ 首个(认定额, 计划总投资) < 10000",
            "永远不成立",
        ),
    ],
)
def test_what_can_never_be_is_an_error(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    found = [one.line for one in lint_of(spoilt(tmp_path, file, old, new)).errors]
    assert len(found) == 1, found
    assert said in found[0]
    assert found[0].startswith(f"《{file}》第")


def test_conditions_that_may_come_true_are_left_alone(tmp_path: Path) -> None:
    for new in (
        "公式: 固定资产投资 ≤ 计划总投资 × 1.2",
        "公式: 合同编号 ≠ 认定依据",
        "公式: 计划开工 ≤ 计划投产",
        "公式: 新引进年度 ≤ 本年()",
        '公式: 上期(当前阶段) ≠ "终止"',
        "公式: 首个(合同编号, 备注) = 认定依据",
    ):
        assert [one.line for one in lint_of(spoilt(tmp_path, LEDGER, PLAN, new)).errors] == [], new


def test_choices_that_no_formula_names_are_hints(tmp_path: Path) -> None:
    said = [one.line for one in lint_of(ROOT / "templates").hints]
    assert any("“资金来源”的取值市外省内、其他没有被" in one for one in said)
    assert not any("“十大新兴产业”" in one for one in said)
    assert not any("“当前阶段”" in one for one in said)


def test_fields_that_nothing_reads_come_only_with_all() -> None:
    templates = ROOT / "templates"
    assert "“佐证”没有被任何审核关系或指标读取" not in _run(templates).stdout
    answer = _run(templates, "--all")
    assert "“佐证”没有被任何审核关系或指标读取" in answer.stdout
    assert answer.exit_code == 0


def test_errors_make_the_exit_code_2(tmp_path: Path) -> None:
    answer = _run(spoilt(tmp_path, LEDGER, PLAN, "公式: 1 ≤ 2"))
    assert answer.exit_code == 2
    assert "错误1处" in answer.stdout
    assert '"提示"' in _run(ROOT / "templates", "--json").stdout


def test_what_loading_refuses_is_said_as_ever(tmp_path: Path) -> None:
    answer = _run(spoilt(tmp_path, LEDGER, PLAN, "公式: 固定资产头资 ≤ 计划总投资"))
    assert answer.exit_code == 2
    assert "是不是想写“固定资产投资”？" in answer.stderr


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("checks.yaml", "《{文件}》所属期为{值}", "《{文档}》所属期为{值}", "V01的文字里有{文档}"),
        ("checks.yaml", "请只填数字{建议}", "请只填数字{意见}", "V07的文字里有{意见}"),
        ("checks.yaml", "小数超过{位数}位", "小数超过{几}位", "V09的文字里有{几}"),
        ("checks.yaml", "的{月份}尚未到期", "的{月}尚未到期", "V24的文字里有{月}"),
        ("checks.yaml", "汇总为{明细}万元，相差{相差}万元\n    处理: 请核对明细",
         "汇总为{明细}万元，相差{差额}万元\n    处理: 请核对明细", "V26的文字里有{差额}"),
        (LEDGER, "问题: '“{项目名称}”计划{计划开工}开工", "问题: '“{项目名称}”计划{开工}开工", "V43的文字里有{开工}"),
        ("checks.yaml", "请从这些中选填：{可选}", "请从这些中选填：{选项}", "X01的文字里有{选项}"),
    ],
)  # fmt: skip
def test_a_name_that_nothing_fills_is_an_error_at_the_line_of_the_text(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    templates = spoilt(tmp_path, file, old, new)
    found = [one.line for one in lint_of(templates).errors]
    line = _line(templates, file, said.partition("有")[2])
    assert [one.startswith(f"《{file}》第{line}行：{said}") for one in found] == [True], found


def test_a_text_taken_over_from_the_rule_is_told_once_in_the_rules_own_file(tmp_path: Path) -> None:
    old, new = "缺少{列}\n", "缺少{栏目}\n"
    templates = spoilt(tmp_path, "checks.yaml", old, new)
    found = [one.line for one in lint_of(templates).errors]
    line = _line(templates, "checks.yaml", "缺少{栏目}")
    assert [
        one.startswith(f"《checks.yaml》第{line}行：V41的文字里有{{栏目}}") for one in found
    ] == [True]


def test_a_silenced_rule_that_nobody_declares_is_an_error_with_its_line(tmp_path: Path) -> None:
    templates = spoilt(tmp_path, "checks.yaml", "盖过: [V17, V18]", "盖过: [V17, V81]")
    line = _line(templates, "checks.yaml", "[V17, V81]")
    (first,) = lint_of(templates).errors
    assert first.line.startswith(f"《checks.yaml》第{line}行：规则V16“盖过”的V81不存在")
    assert _run(templates).exit_code == 2


def test_a_rule_that_no_check_applies_is_a_hint_with_its_line(tmp_path: Path) -> None:
    new = "规则:\n  V99: {级别: 提示, 问题: 备用, 处理: 备用}\n"
    templates = spoilt(tmp_path, "checks.yaml", "规则:\n", new)
    line = _line(templates, "checks.yaml", "V99")
    said = [one.line for one in lint_of(templates).hints]
    assert f"《checks.yaml》第{line}行：规则V99没有被任何审核关系用到" in said[0]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (LEDGER, "计量单位: 万元, 范围: [0, ]}", "计量单位: 万元, 范围: [5, 0]}", "“范围”的下限5大于上限0"),
        (LEDGER, "字段: 固定资产投资\n", "字段: 固定资产头资\n", "没有字段“固定资产头资”"),
        (LEDGER, "主键: [项目编码, 项目名称]", "主键: [项目编号, 项目名称]", "“项目编号”不是本表字段"),
        ("checks.yaml", "      本月数: '总和(\"资金", "      当月数: '总和(\"资金", "没有字段“当月数”"),
        ("figures.yaml", "求和: 拜访企业数", "求和: 走访企业数", "没有字段“走访企业数”"),
    ],
)  # fmt: skip
def test_what_cannot_be_loaded_names_file_and_line(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    templates = spoilt(tmp_path, file, old, new)
    answer = _run(templates)
    assert answer.exit_code == 2
    (line,) = [one for one in answer.stderr.splitlines() if said in one]
    number = int(line.partition("第")[2].partition("行")[0])
    lines = (templates / file).read_text("utf-8").splitlines()
    block = "\n".join(lines[max(0, number - 1) : number + 12])
    assert line.strip().startswith(f"《{file}》第") and new.strip().splitlines()[0] in block


def test_the_words_of_every_rule_that_reading_applies_and_every_named_check_are_known() -> None:
    assert set(OF_RULES) >= set(STRUCTURAL)
    assert set(OF_CHECKS) >= set(CHECKS)


def test_choices_that_nothing_names_are_told_with_file_and_line(tmp_path: Path) -> None:
    said = [one.line for one in lint_of(ROOT / "templates").hints]
    line = _line(ROOT / "templates", "forms/资金到位.yaml", "  资金来源:")
    assert any(
        one.startswith(f"《forms/资金到位.yaml》第{line}行：字段“资金来源”的取值") for one in said
    )
