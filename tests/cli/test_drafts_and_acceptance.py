"""When documents are drafts, and how the office takes in what was returned."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ACCEPTING, Made
from tests.cli.desk import (
    LETTER,
    LINES,
    SHEET,
    Desk,
    change,
    for_a_clerk,
    refused,
    tree,
    write_letter,
)
from tests.county import County


def _figures(desk: Desk, period: str = "2026-02") -> object:
    return json.loads((desk.edition(period) / "figures.json").read_text("utf-8"))["数"]


def _register(desk: Desk, *row: str | None) -> None:
    cells = {f"{letter}4": value for letter, value in zip("ABCDE", row, strict=True)}
    change(desk.inputs / "基础库.xlsx", "采纳登记", cells)


def test_a_returned_and_a_missing_unit_make_no_drafts(shipped: Made, returning: Desk) -> None:
    assert shipped.said.exit_code == 1
    assert shipped.said.stdout.splitlines()[-1] == "请处理：柳汀镇被退回；沙棠镇未报送"
    assert not [name for name in shipped.desk.documents("2026-06") if "草稿" in name]
    returning.workbook("SZ01").unlink()
    made = returning.run("report")
    assert made.exit_code == 1
    assert made.stdout.splitlines()[-1] == "请处理：青榆镇被退回；市发改委未报送"
    assert sorted(returning.documents()) == [f"{LETTER}.docx", f"{SHEET}.xlsx"]


def test_a_value_that_is_missing_in_one_document_makes_that_one_a_draft(yesterday: Desk) -> None:
    write_letter(yesterday.templates, [*LINES, "{{ 全市.发放宣传资料.目标|带单位 }}"])
    made = yesterday.run("report")
    assert made.exit_code == 1
    assert f"缺数：《{LETTER}》正文 第3段 【缺：全市/发放宣传资料/目标（未下达）】" in made.stdout
    assert made.stdout.splitlines()[-1] == f"请处理：《{LETTER}》有1处缺数，标为草稿"
    assert sorted(yesterday.documents()) == [f"{LETTER}（草稿）.docx", f"{SHEET}.xlsx"]
    told = json.loads(yesterday.run("report", "--json").stdout)
    assert (told["草稿"], told["待办"]) == (False, [f"《{LETTER}》有1处缺数，标为草稿"])


def test_a_fault_in_the_offices_own_tables_makes_drafts(desk: Desk) -> None:
    _register(desk, "2026-02", "青愉镇", None, "已核实", "王主任")
    made = desk.run("report")
    assert made.exit_code == 1
    assert "〔X02〕《基础库.xlsx》采纳登记!B4 第4行单位“青愉镇”不在单位名录中" in made.stdout
    assert "青榆镇" in made.stdout
    assert sorted(desk.documents()) == [f"{LETTER}（草稿）.docx", f"{SHEET}（草稿）.xlsx"]


def test_accepting_the_shipped_returned_unit_takes_it_in(shipped_accepted: Made) -> None:
    lines = shipped_accepted.said.stdout.splitlines()
    assert lines[1:3] == ["应报21家，通过20家", "未报送1家：沙棠镇（沿用上月数）"]
    found = [line for line in lines if "〔V25〕" in line or "〔V26〕" in line]
    assert len(found) == 2
    assert all(line.endswith("（已采纳）") for line in found)
    assert "请处理：沙棠镇未报送" in lines
    manifest = json.loads(
        (shipped_accepted.desk.edition("2026-06") / "manifest.json").read_text("utf-8")
    )
    assert manifest["units"]["ZJ03"]["state"] == "通过"
    assert manifest["accepted"] == [line.split()[0] for line in found]


def test_the_row_for_the_register_is_printed(shipped_accepted: Made) -> None:
    assert shipped_accepted.said.stdout.splitlines()[-4:] == [
        "本次采纳只用于这一次运行",
        "要长期有效，请在基础库“采纳登记”加一行：",
        "  期间｜单位（代码）｜问题编号（空为整份报表）｜理由｜采纳人",
        "  2026-06｜ZJ03｜（空）｜已电话核实｜王主任",
    ]


def test_the_row_in_the_register_has_the_same_effect(returning: Desk, quiet_county: County) -> None:
    by_command = returning.run("report", "--accept", "ZJ01", *ACCEPTING)
    assert by_command.exit_code == 0
    accepted, documents = _figures(returning), returning.documents()
    _register(returning, *by_command.stdout.splitlines()[-1].strip().split("｜"))
    change(returning.inputs / "基础库.xlsx", "采纳登记", {"C4": None})
    by_register = returning.run("report")
    assert by_register.exit_code == 0
    assert by_register.stdout.count("（已采纳）") == 2
    assert _figures(returning) == accepted
    assert returning.documents() == documents
    sent = quiet_county.truth("2026-01")["单位"]["ZJ01"]["实际利用省外资金"]["自报"]
    told = next(row for row in accepted if row["编号"] == "单位:ZJ01/实际利用省外资金/自报")
    assert (told["沿用"], told["所属期"]) == ([], "1—2月")
    assert told["完成"] != str(float(sent))


def test_without_it_the_unit_keeps_its_last_months_figure(
    returning: Desk, quiet_county: County
) -> None:
    returning.run("report")
    january = quiet_county.truth("2026-01")["单位"]["ZJ01"]["实际利用省外资金"]["自报"]
    told = next(
        row for row in _figures(returning) if row["编号"] == "单位:ZJ01/实际利用省外资金/自报"
    )
    assert told["沿用"] == ["ZJ01"]
    assert float(told["完成"]) == float(january)


def test_accepting_one_finding_of_two_leaves_the_unit_returned(returning: Desk) -> None:
    checked = json.loads(returning.run("check", "--json").stdout)
    code = checked["问题"][0]["编号"]
    _register(returning, "2026-02", "青榆镇", code, "已核实", "王主任")
    told = json.loads(returning.run("check", "--json").stdout)
    assert [one["已采纳"] for one in told["问题"]] == [True, False]
    assert told["单位"]["ZJ01"] == "退回"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("--accept", "青愉镇", *ACCEPTING),
            "没有“青愉镇”这个单位，是不是想写“青榆镇”？没有采纳，",
        ),
        (("--accept", "青榆镇"), "采纳报表须用--reason写明理由、用--by写明采纳人"),
        (("--accept", "青榆镇", "--reason", " ", "--by", "王"), "采纳报表须用--reason写明理由"),
        (("--by", "王主任"), "--reason和--by要与--accept一起用"),
    ],
)
def test_what_cannot_be_accepted_is_told_and_nothing_is_made(
    returning: Desk, words: tuple[str, ...], told: str
) -> None:
    assert told in refused(returning.run("report", *words))
    assert returning.documents() == {}


def test_a_file_that_nobody_sent_cannot_be_accepted(returning: Desk) -> None:
    returning.workbook("SZ01").unlink()
    said = refused(returning.run("report", "--accept", "市发改委", *ACCEPTING))
    assert "市发改委2026-02没有报表可以采纳，没有生成文件" in said
    assert returning.documents() == {}


def test_acceptance_by_command_is_for_one_run(returning: Desk) -> None:
    assert returning.run("report", "--accept", "青榆镇", *ACCEPTING).exit_code == 0
    again = returning.run("report")
    assert again.exit_code == 1
    assert "请处理：青榆镇被退回" in for_a_clerk(again.stdout)


def test_nothing_is_written_to_inputs(returning: Desk, returning_inputs: Path) -> None:
    for words in (
        ("report",),
        ("report", "--accept", "ZJ01", *ACCEPTING),
        ("check",),
        ("figures",),
    ):
        returning.run(*words)
    assert tree(returning.inputs) == tree(returning_inputs)
