"""修约: every print of a run rounds in the office's mode, and the next run in its own (F10)."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from pipeline.model.number import exact, printed
from tests.cli.desk import LETTER, Desk, cell_of, change, write_letter

TARGET = "{{ 全市.实际利用省外资金.目标|亿元 }} {{ 全市.实际利用省外资金.目标措辞 }}"


def choose(desk: Desk, mode: str) -> None:
    """The whole has to reach 12 250 万元, a tie at two decimals of 亿元: 1.225."""
    base = desk.inputs / "基础库.xlsx"
    change(base, "参数", {cell_of(base, "参数", "修约（印出的数怎样取舍）"): mode or None})
    change(base, "年度目标", {cell_of(base, "年度目标", "确保数"): 12250})


def letter(outputs: Path) -> str:
    [made] = [one for one in outputs.rglob("*.docx") if one.stem.startswith(LETTER)]
    return Document(io.BytesIO(made.read_bytes())).paragraphs[0].text


@pytest.mark.parametrize("first", ["四舍六入五成双", "四舍五入"])
def test_a_run_prints_in_its_own_mode_and_leaves_nothing_to_the_next(desk: Desk, first: str):
    write_letter(desk.templates, [TARGET])
    said = {}
    for mode in (first, "", "四舍六入五成双"):
        choose(desk, mode)
        desk.run("report", "--quiet")
        fields = desk.run("fields", "全市.实际利用省外资金.目标措辞").stdout.splitlines()[-1]
        said[mode] = letter(desk.outputs), fields.partition("年度任务")[2][:9]
        assert printed(exact("12.25"), 1) == "12.3"
    even, away = said["四舍六入五成双"], said[""]
    assert even[0].startswith("1.22亿元 年度任务确保1.22亿元")
    assert away[0].startswith("1.23亿元 年度任务确保1.23亿元")
    assert (even[1], away[1]) == ("确保1.22亿元、", "确保1.23亿元、")
    if first == "四舍五入":
        assert said[first] == away
