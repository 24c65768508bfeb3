"""tongbao changes: what is otherwise, on the terminal, and nothing is written."""

from __future__ import annotations

import json

from docx import Document

from tests.cli.desk import LETTER, Desk, cell_of, change, for_a_clerk, tree

BY = ("--by", "王主任")


def sent_again(desk: Desk) -> None:
    """青榆镇's February has two wrong sums now and is returned: January stands in."""
    sent = desk.workbook("ZJ01")
    change(sent, "固定资产投资", {"P5": 1_000_000})
    change(sent, "自报汇总", {cell_of(sent, "自报汇总", "本年累计数"): 1_000_000})


def test_nothing_is_otherwise_right_after_a_run(yesterday: Desk) -> None:
    before = tree(yesterday.outputs)
    said = yesterday.run("changes")
    assert said.exit_code == 0
    assert "与上次运行相比：没有变动" in for_a_clerk(said.stdout)
    assert "还没有定稿可以对照" in yesterday.run("changes", "--since", "final").stdout
    assert tree(yesterday.outputs) == before


def test_figures_states_files_and_stale_documents_are_told(yesterday: Desk) -> None:
    path = yesterday.edition() / f"{LETTER}.docx"
    edited = Document(str(path))
    edited.add_paragraph("领导批示。")
    path.unlink()
    edited.save(str(path))
    sent_again(yesterday)
    before = tree(yesterday.outputs)
    said = for_a_clerk(yesterday.run("changes").stdout)
    assert "  青榆镇：通过→退回" in said
    assert "  改动文件《2026-02/招商月报_ZJ01_202602.xlsx》" in said
    assert f"《{LETTER}.docx》手工改过，其中1处数已经变动：" in said
    told = json.loads(yesterday.run("changes", "2026-02", "--json").stdout)
    assert told["单位"] == [{"单位": "青榆镇", "原情况": "通过", "现情况": "退回"}]
    assert [one["文件"] for one in told["过时"]] == [f"{LETTER}.docx"]
    assert tree(yesterday.outputs) == before


def test_it_is_held_against_the_final_edition_where_that_is_asked_for(yesterday: Desk) -> None:
    assert yesterday.run("finalize", "2026-02", *BY).exit_code == 0
    sent_again(yesterday)
    yesterday.run("report")
    said = yesterday.run("changes", "--since", "final").stdout
    assert "与2026-02第1版定稿相比：" in said
    assert "  青榆镇：通过→退回" in said
