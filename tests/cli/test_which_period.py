"""Which period is made, why, and what is said when it cannot be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.desk import Desk, cell_of, change, refused, typed


@pytest.mark.parametrize("command", ["report", "check", "figures", "fields"])
def test_the_first_line_names_the_newest_period_with_a_submission(desk: Desk, command: str) -> None:
    (desk.inputs / "2026-03").mkdir()
    (desk.inputs / "2026-04").mkdir()
    (desk.inputs / "2026-04" / "~$招商月报_KF01_202604.xlsx").write_bytes(b"")
    assert desk.run(command).stdout.splitlines()[0] == "期别：2026-02（收到报表的最新一期）"


@pytest.mark.parametrize("command", ["report", "check", "figures", "fields"])
def test_a_period_by_command_wins(desk: Desk, command: str) -> None:
    first = desk.run(command, "--period", "2026-01").stdout.splitlines()[0]
    assert first == "期别：2026-01（按命令指定）"


@pytest.mark.parametrize("said", ["202601", "2026.1", "2026/01", "2026年1月"])
def test_a_period_may_be_written_as_people_write_it(desk: Desk, said: str) -> None:
    first = desk.run("check", "--period", said).stdout.splitlines()[0]
    assert first == "期别：2026-01（按命令指定）"


def test_the_period_among_the_parameters_wins_over_the_newest(desk: Desk) -> None:
    base = desk.inputs / "基础库.xlsx"
    change(base, "参数", {cell_of(base, "参数", "本期"): "2026-01"})
    made = desk.run("report")
    assert made.stdout.splitlines()[0] == "期别：2026-01（按参数表的“本期”）"
    assert sorted(desk.documents("2026-01")) == ["2026年1月份快报.docx", "2026年1月份简表.xlsx"]
    by_command = desk.run("check", "--period", "2026-02").stdout.splitlines()[0]
    assert by_command == "期别：2026-02（按命令指定）"


@pytest.mark.parametrize("said", ["2026-13", "2026-00", "六月", "26-06"])
def test_no_such_month_is_told_with_the_periods_there_are(desk: Desk, said: str) -> None:
    assert refused(desk.run("report", "--period", said)) == (
        f"命令有误：“{said}”不是期别，请写成2026-06这样（已有：2026-01、2026-02）"
        "（写法见tongbao report --help）\n"
    )
    assert desk.documents() == {}


def test_a_period_without_a_folder_is_told_with_the_periods_there_are(yesterday: Desk) -> None:
    before = yesterday.documents()
    assert refused(yesterday.run("report", "--period", "2026-06")) == (
        f"《{yesterday.inputs}》下没有2026-06的文件夹（已有：2026-01、2026-02），请检查期别\n"
    )
    assert not yesterday.edition("2026-06").exists()
    assert yesterday.documents() == before


@pytest.mark.parametrize("exists", [True, False])
def test_inputs_without_any_period_are_told(desk: Desk, exists: bool) -> None:
    shutil.rmtree(desk.inputs)
    if exists:
        desk.inputs.mkdir()
    assert refused(desk.run("report")) == (
        f"《{desk.inputs}》下没有任何一期的文件夹，请建立如2026-06的文件夹并放入报表\n"
    )


def test_folders_without_any_submission_are_told_by_name(desk: Desk) -> None:
    for month in ("2026-01", "2026-02"):
        shutil.rmtree(desk.inputs / month)
        (desk.inputs / month).mkdir()
    assert refused(desk.run("report")) == (
        f"《{desk.inputs}》下各期的文件夹（2026-01、2026-02）里都没有报表，请放入后再运行\n"
    )


def test_an_empty_folder_that_is_asked_for_makes_everyone_unreported(desk: Desk) -> None:
    (desk.inputs / "2026-03").mkdir()
    made = desk.run("report", "--period", "2026-03")
    assert made.exit_code == 1
    assert (
        "未报送3家：经开区（沿用上月数）、青榆镇（沿用上月数）、市发改委（沿用上月数）"
        in made.stdout
    )


def test_a_missing_templates_folder_is_told_with_the_option_that_names_it(desk: Desk) -> None:
    elsewhere = Path(desk.outputs, "没有")
    said = refused(typed("--templates", str(elsewhere), *desk.folders[2:], "report"))
    assert f"《{elsewhere}》：没有这个文件夹；请用--templates指明模板所在文件夹" in said
