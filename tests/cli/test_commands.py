"""Each command: what it prints for a person and for a program, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction

import pytest

from tests.cli.desk import LETTER, PERIOD, SHEET, Desk, for_a_clerk, refused, typed
from tests.county import County

FUNDS = "实际利用省外资金"


def test_a_clean_run_ends_with_0_and_names_what_was_made(desk: Desk) -> None:
    made = desk.run("report")
    assert (made.exit_code, made.stderr) == (0, "")
    lines = made.stdout.splitlines()
    assert lines[:3] == [
        "期别：2026-02（收到报表的最新一期）",
        "应报3家，通过3家",
        "迟报1家：青榆镇",
    ]
    start = lines.index("生成的文件：")
    assert lines[start + 1 : start + 3] == [f"  新增 《{LETTER}.docx》", f"  新增 《{SHEET}.xlsx》"]
    assert "请处理" not in made.stdout


def test_quiet_prints_nothing_when_nothing_is_to_be_done(desk: Desk) -> None:
    made = desk.run("report", "--quiet")
    assert (made.exit_code, made.output) == (0, "")
    assert len(desk.documents()) == 2


def test_quiet_tells_on_stderr_what_is_to_be_done(returning: Desk) -> None:
    made = returning.run("report", "--quiet")
    assert (made.exit_code, made.stdout) == (1, "")
    assert made.stderr.splitlines()[0] == "期别：2026-02（收到报表的最新一期）"
    assert made.stderr.splitlines()[-1] == "请处理：青榆镇被退回"


def test_report_as_json_is_nothing_but_json(returning: Desk) -> None:
    made = returning.run("report", "--json")
    told = json.loads(made.stdout)
    assert (made.exit_code, made.stderr) == (1, "")
    assert (told["期别"], told["原因"], told["草稿"]) == (PERIOD, "收到报表的最新一期", False)
    assert told["单位"]["ZJ01"] == "退回"
    assert told["文件"][:2] == [
        {"名称": f"{LETTER}.docx", "变化": "新增"},
        {"名称": f"{SHEET}.xlsx", "变化": "新增"},
    ]
    assert told["待办"] == ["青榆镇被退回"]


def test_check_makes_nothing_and_tells_findings_under_their_unit(returning: Desk) -> None:
    checked = returning.run("check")
    assert (checked.exit_code, checked.stderr) == (1, "")
    lines = for_a_clerk(checked.stdout).splitlines()
    assert "青榆镇：" in lines
    assert all("《招商月报_ZJ01_202602.xlsx》" in line for line in lines if "强制〔" in line)
    assert lines[-1] == "请处理：青榆镇被退回"
    assert not returning.outputs.exists()


def test_check_as_json_gives_each_finding_its_place_and_number(returning: Desk) -> None:
    told = json.loads(returning.run("check", "--json").stdout)
    sums = next(one for one in told["问题"] if one["规则"] == "V26")
    assert (sums["单位"], sums["级别"], sums["后果"]) == ("ZJ01", "强制", "退回")
    assert sums["位置"][0]["工作表"] == "自报汇总"
    assert (sums["项目"], sums["字段"], sums["已采纳"]) == (FUNDS, "本年累计", False)
    assert len(sums["编号"]) == 8


def test_figures_are_exact_decimals_as_strings(desk: Desk, quiet_county: County) -> None:
    run = desk.run("figures", "--json")
    assert (run.exit_code, run.stderr) == (0, "")
    told = {row["编号"]: row for row in json.loads(run.stdout)["数"]}
    truth = quiet_county.truth(PERIOD)
    for unit, indicators in truth["单位"].items():
        for indicator, statuses in indicators.items():
            for status, value in statuses.items():
                figure = told[f"单位:{unit}/{indicator}/{status}"]["完成"]
                assert isinstance(figure, str)
                assert Fraction(figure) == value, (unit, indicator, status)
    whole = told[f"全市/{FUNDS}/核定"]
    assert Fraction(whole["完成"]) == truth["全市"][FUNDS]["核定"]


def test_a_figure_has_its_standing(desk: Desk) -> None:
    run = desk.run("figures", "--json", "--unit", "全市", "--indicator", FUNDS)
    rows = {row["状态"]: row for row in json.loads(run.stdout)["数"]}
    assert sorted(rows) == sorted(["自报", "核定", "待审核"])
    # January's confirmed 3387.68 of a year's 39000: 8.686… %; pace 1/12 = 8.33; 8.69 − 8.33 = 0.36
    confirmed = rows["核定"]
    assert (confirmed["所属期"], confirmed["完成"], confirmed["目标"]) == (
        "1月份",
        "3387.68",
        "39000",
    )
    assert (confirmed["完成率"], confirmed["序时进度"], confirmed["超序时"]) == (
        "8.69",
        "8.33",
        "0.36",
    )


def test_a_figure_that_is_missing_says_why(desk: Desk) -> None:
    for month in (1, 2):
        desk.workbook("SZ01", month).unlink()
    run = desk.run("figures", "--json", "--unit", "市发改委", "--indicator", "入统项目")
    (row,) = json.loads(run.stdout)["数"]
    assert (row["完成"], row["缺数原因"]) == (None, "未报送")
    assert (row["完成率"], row["无完成率原因"]) == (None, "未报送")
    run = desk.run("figures", "--json", "--unit", "SZ01", "--indicator", "发放宣传资料")
    assert [row["缺数原因"] for row in json.loads(run.stdout)["数"]] == ["未报送"]
    run = desk.run("figures", "--json", "--unit", "ZJ01", "--indicator", "发放宣传资料")
    assert [row["无完成率原因"] for row in json.loads(run.stdout)["数"]] == ["未下达"]


def test_figures_as_csv_have_the_same_rows(desk: Desk) -> None:
    table = list(csv.DictReader(io.StringIO(desk.run("figures", "--csv").stdout)))
    rows = json.loads(desk.run("figures", "--json").stdout)["数"]
    assert [row["编号"] for row in table] == [row["编号"] for row in rows]
    assert [row["完成"] for row in table] == [row["完成"] or "" for row in rows]
    assert {"目标", "完成率", "超序时", "同期", "同比", "名次"} <= set(table[0])


def test_figures_for_a_person_name_the_indicator_and_the_gap(desk: Desk) -> None:
    words = "figures", "--unit", "全市", "--indicator", FUNDS
    said = desk.run(*words, env={"COLUMNS": "160"}).stdout
    (row,) = (line.split() for line in said.splitlines() if "核定" in line)
    assert row[:6] == ["全市", FUNDS, "核定", "1月份", "3387.68", "万元"]
    assert row[6:9] == ["39000", "8.69", "0.36"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--unit", "青愉镇"), "没有“青愉镇”这个单位，是不是想写“青榆镇”？"),
        (
            ("--indicator", "实际利用省内资金"),
            f"没有“实际利用省内资金”这个指标，是不是想写“{FUNDS}”？",
        ),
    ],
)
def test_an_unknown_unit_or_indicator_is_told_with_the_nearest_name(
    desk: Desk, words: tuple[str, ...], told: str
) -> None:
    assert told in refused(desk.run("figures", *words))


def test_fields_show_what_templates_may_name_with_the_present_values(desk: Desk) -> None:
    lines = desk.run("fields", "本期").stdout.splitlines()
    assert lines[1:4] == ["本期.年 = 2026", "本期.月 = 2", "本期.名称 = 1—2月"]
    assert all(line.startswith("本期.") for line in lines[1:])
    told = json.loads(desk.run("fields", "--json", f"全市.{FUNDS}.").stdout)
    assert told[f"全市.{FUNDS}.完成"] == "3387.68"
    assert told[f"全市.{FUNDS}.完成率"] == "8.69"


def test_fields_that_are_not_there_are_refused_with_the_nearest(desk: Desk) -> None:
    said = refused(desk.run("fields", f"全市.{FUNDS[:-1]}全"))
    assert f"没有以“全市.{FUNDS[:-1]}全”开头的名称，是不是想写“全市.{FUNDS}”？" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("reprot",), "没有“reprot”这个命令；可用的有：report、check、figures、fields"),
        ((), "没有写命令；可用的有：report、check、figures、fields"),
        (("report", "--perid", "2026-02"), "没有“--perid”这个选项，是不是想写“--period”？"),
        (("report", "--period"), "“--period”后面没有写内容，或写了不该写的内容"),
        (("report", "--quiet=是"), "“--quiet”后面没有写内容，或写了不该写的内容"),
        (("report", "2026-02"), "多写了“2026-02”（写法见tongbao report --help）"),
    ],
)
def test_a_wrong_command_line_is_told_in_chinese(
    desk: Desk, words: tuple[str, ...], told: str
) -> None:
    assert told in refused(desk.run(*words))


def test_no_command_at_all_shows_the_help() -> None:
    shown = typed()
    assert shown.exit_code == 2
    assert "生成本期全部文件" in shown.output
    assert shown.output.count("\n") > 10


@pytest.mark.parametrize("command", ["report", "check", "figures", "fields"])
def test_every_command_explains_itself_in_chinese(command: str) -> None:
    shown = typed(command, "--help")
    assert shown.exit_code == 0
    assert "显示本说明" in shown.stdout
    assert "Show" not in shown.stdout


def test_the_environment_names_folders_and_options(desk: Desk) -> None:
    folders = {
        "TONGBAO_TEMPLATES": str(desk.templates),
        "TONGBAO_INPUTS": str(desk.inputs),
        "TONGBAO_OUTPUTS": str(desk.outputs),
    }
    options = {"TONGBAO_REPORT_ONLY": "简表", "TONGBAO_REPORT_JSON": "1"}
    made = typed("report", env=folders | options)
    assert [one["名称"] for one in json.loads(made.stdout)["文件"]] == [f"{SHEET}.xlsx"]
    made = typed("check", env=folders | {"TONGBAO_CHECK_PERIOD": "2026-01"})
    assert made.stdout.splitlines()[0] == "期别：2026-01（按命令指定）"
    wrong = typed("report", env=folders | {"TONGBAO_REPORT_QUIET": "也许"})
    assert "“--quiet”在环境变量里只能写1（要）或0（不要）" in refused(wrong)
    made = typed("report", env=folders | {"TONGBAO_REPORT_QUIET": "1"})
    assert (made.exit_code, made.output) == (0, "")
