"""What is not finalised, and why; each refusal says what to do and leaves nothing behind."""

from __future__ import annotations

import json

import pytest

from tests.cli.desk import LETTER, LINES, SHEET, Desk, change, refused, write_letter

BY = ("--by", "王主任")
FEBRUARY = "2026-02"


def told(desk: Desk, *words: str) -> str:
    said = refused(desk.run("finalize", FEBRUARY, *words))
    assert not (desk.outputs / "定稿" / FEBRUARY).exists()
    assert not (desk.outputs / "定稿" / "登记.json").exists()
    return said


def drafted(desk: Desk) -> Desk:
    """A wrong unit in the office's own tables makes every document a draft."""
    row = zip("ABCDE", ("2026-02", "青愉镇", None, "已核实", "王主任"), strict=True)
    cells = {f"{letter}4": value for letter, value in row}
    change(desk.inputs / "基础库.xlsx", "采纳登记", cells)
    assert desk.run("report").exit_code == 1
    return desk


def test_what_stands_is_finalised_and_told(yesterday: Desk) -> None:
    said = yesterday.run("finalize", FEBRUARY, *BY, "--note", "第1次常务会")
    assert said.exit_code == 0
    lines = said.stdout.splitlines()
    assert lines[0].startswith("已定稿：2026-02第1版，")
    assert lines[1].startswith("登记第1条，校验码：")
    assert "备注：第1次常务会" in (yesterday.outputs / "定稿" / "登记.txt").read_text("utf-8")


def test_the_command_has_a_chinese_name_too(yesterday: Desk) -> None:
    assert json.loads(yesterday.run("定稿", FEBRUARY, *BY, "--json").stdout)["版本"] == 1


def test_nothing_can_be_finalised_before_it_was_made(desk: Desk) -> None:
    assert "outputs/2026-02里还没有生成文件；请先运行tongbao report" in told(desk, *BY)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "须用--by写明经办人"),
        (("--by", " "), "须用--by写明经办人"),
        (("--reopen", *BY), "重开须用--reason写明理由"),
        (("--reopen", *BY, "--reason", "漏报"), "2026-02没有定稿，不用重开"),
    ],
)
def test_who_and_why_must_be_said(yesterday: Desk, words: tuple[str, ...], said: str) -> None:
    assert said in told(yesterday, *words)


def test_an_edition_older_than_what_came_in_is_refused_by_the_file(yesterday: Desk) -> None:
    change(yesterday.workbook("SZ01"), "项目台账", {"A1": "招商引资项目台账表"})
    assert "生成文件以后，报表有变动：《2026-02/招商月报_SZ01_202602.xlsx》" in told(yesterday, *BY)


def test_an_edition_older_than_its_template_is_refused_by_the_template(yesterday: Desk) -> None:
    write_letter(yesterday.templates, [*LINES, "新添一段"])
    assert "模板或设置有变动：《documents/快报.docx》；请先运行tongbao report" in told(
        yesterday, *BY
    )


def test_a_document_that_was_removed_is_missed(yesterday: Desk) -> None:
    (yesterday.edition() / f"{SHEET}.xlsx").unlink()
    assert f"《{SHEET}.xlsx》与现在做出来的不同" in told(yesterday, *BY)


def test_a_draft_is_released_only_by_name_and_reason(desk: Desk) -> None:
    drafted(desk)
    assert "还有1条强制性问题没有处理，文件标为草稿；仍要定稿请用--reason写明放行的理由" in told(
        desk, *BY
    )
    said = desk.run("finalize", FEBRUARY, *BY, "--reason", "名录下月更新")
    assert said.exit_code == 0
    assert "放行理由：名录下月更新（已记入登记）" in said.stdout
    register = (desk.outputs / "定稿" / "登记.txt").read_text("utf-8")
    assert "经办人：王主任\n   放行理由：名录下月更新\n" in register
    assert desk.run("verify").exit_code == 0


def test_a_gap_is_never_finalised_unless_a_person_filled_it_and_says_so(yesterday: Desk) -> None:
    write_letter(yesterday.templates, [*LINES, "{{ 全市.发放宣传资料.目标|带单位 }}"])
    yesterday.run("report")
    said = told(yesterday, *BY, "--reason", "急用")
    assert f"《{LETTER}》有1处【缺】，请补数或手工写明后再定稿" in said
    (yesterday.edition() / f"{LETTER}（草稿）.docx").write_bytes(b"filled in")
    assert "原有【缺】、已手工改过，请用--reason写明补写的依据" in told(yesterday, *BY)
    assert yesterday.run("finalize", FEBRUARY, *BY, "--reason", "据统计局函").exit_code == 0


def test_verify_without_any_final_edition_says_so(yesterday: Desk) -> None:
    assert refused(yesterday.run("verify")) == "还没有定稿，没有可核对的\n"
    assert refused(yesterday.run("verify", "2026-02")) == "2026-02还没有定稿，没有可核对的\n"
