"""A blank left open on purpose is to be filled in; what is filled in wrongly is a fault."""

from __future__ import annotations

import json

import pytest

from tests.cli.desk import typed
from tests.conform.paper import ALIGN, ROOT, drawn, edged, judged, saved, say


def told(**instead) -> tuple[list[str], list[str]]:
    """The codes that are broken, and what is to be filled in."""
    report = judged(drawn(**instead))
    return [one.rule.code for one in report.deviations], [one.title for one in report.blanks]


def addressee(text: str):
    return {"主送": lambda paper: say(paper, text)}


def imprint(day: str):
    text = f"××市招商局办公室　　　　{day}印发"
    return {"印发": lambda paper: edged(say(paper, text, size=14, first=100), bottom=8)}


def dated(day: str):
    return {"日期": lambda paper: say(paper, day, align=ALIGN.RIGHT, right=400)}


def test_a_whole_document_leaves_nothing_blank():
    assert told() == ([], [])


@pytest.mark.parametrize(
    ("instead", "blank"),
    [
        (addressee("　　　　　　　　："), "主送机关"),
        (addressee("："), "主送机关"),
        (imprint("    年  月  日"), "印发日期"),
        (imprint("2026年　月　日"), "印发日期"),
        (dated("　　　　年　　月　　日"), "成文日期"),
    ],
)
def test_a_blank_is_told_to_be_filled_in_and_breaks_no_rule(instead, blank):
    assert told(**instead) == ([], [blank])


@pytest.mark.parametrize(
    ("instead", "code"),
    [
        (addressee("　　各镇人民政府，市直各单位："), "Z01"),
        (addressee("各镇人民政府，市直各单位:"), "Z02"),
        (imprint("26年7月8日"), "C02"),
        (imprint("2026年07月08日"), "C02"),
        (imprint("2026年7月  日"), "C02"),
        (dated("2026年07月08日"), "D01"),
    ],
)
def test_what_is_filled_in_wrongly_or_by_half_stays_a_fault(instead, code):
    assert told(**instead) == ([code], [])


def test_the_command_names_the_blanks_and_ends_cleanly(tmp_path):
    file = tmp_path / "通报.docx"
    file.write_bytes(saved(drawn(**addressee("　　　　："), **imprint("    年  月  日"))))
    words = ("--templates", str(ROOT / "templates"), "format", "check", str(file))
    shown = typed(*words, env={"COLUMNS": "160"})
    assert shown.exit_code == 0
    assert "没有问题，待填2处" in shown.output
    assert "主送机关" in shown.output and "印发前填上" in shown.output
    (answer,) = json.loads(typed(*words, "--json").output)["文件"].values()
    assert [one["项目"] for one in answer["待填"]] == ["主送机关", "印发日期"]
    assert answer["待填"][0]["位置"] == "第5段"
