"""A period's whole life: made, edited, finalised, corrected later, reopened, final again, proved."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from pipeline.publish.record import as_json
from tests.cli.conftest import ACCEPTING
from tests.cli.desk import LINES, ROOT, Desk, change, for_a_clerk, refused, tree, write_letter
from tests.county import County

JANUARY, FEBRUARY = "2026-01", "2026-02"
BY = ("--by", "王主任")
NAME = "实际利用省外资金"
CORRECTED = {"E6": 1290.15, "Q6": 2027.15, "E9": 1498.94, "Q9": 2508.42}
"""January's 1310.15 of 青榆镇's second project less 20, and the sums in which it stands."""
REQUEST = {
    "A4": "2026-01",
    "B4": "ZJ01-2026-001",
    "C4": "砺恒年产50万套数控机床功能部件生产基地项目",
    "D4": "资金到位",
    "E4": 1310.15,
    "F4": 1290.15,
    "G4": "误将借款计入",
    "H4": "任维章",
}


@pytest.fixture
def whole(desk: Desk) -> Desk:
    """A desk that also has the template of 变动说明.xlsx."""
    shutil.copy(ROOT / "templates/tables/变动说明.xlsx", desk.templates / "tables")
    return desk


@pytest.fixture
def final(whole: Desk) -> Desk:
    """The same with January final."""
    assert whole.run("report", "--period", JANUARY).exit_code == 0
    assert whole.run("finalize", JANUARY, *BY, "--number", "栖招〔2026〕1号").exit_code == 0
    return whole


def correct_january(desk: Desk) -> None:
    """青榆镇 takes 20 off January with its file of February, as the rules ask for."""
    sent = desk.workbook("ZJ01")
    change(sent, "资金到位", CORRECTED)
    change(sent, "更正申请", REQUEST)
    change(sent, "自报汇总", {"D4": 2216.15})


def letter(desk: Desk) -> Path:
    (path,) = (one for one in desk.edition(JANUARY).glob("*快报.docx"))
    return path


def vault(desk: Desk, name: str = JANUARY) -> Path:
    return desk.outputs / "定稿" / name


def sheet(path: Path, name: str) -> list[tuple[object, ...]]:
    """The rows of a sheet below its header."""
    rows = openpyxl.load_workbook(path, data_only=True)[name].iter_rows(min_row=4, values_only=True)
    return [row for row in rows if row[0] is not None]


def test_the_whole_life_of_a_final_edition(whole: Desk, quiet_county: County) -> None:
    desk = whole
    assert desk.run("report", "--period", JANUARY).exit_code == 0
    edited = letter(desk)
    edited.write_bytes(b"edited by hand")
    done = desk.run("finalize", JANUARY, *BY)
    assert done.exit_code == 0
    assert f"按手工改过的样子定稿：《{edited.name}》" in for_a_clerk(done.stdout)
    assert (vault(desk) / edited.name).read_bytes() == b"edited by hand"
    first = tree(vault(desk))

    correct_january(desk)
    said = desk.run("report")
    assert said.exit_code == 0, said.stdout
    assert "上期数据调整：已公布的数有5个与现有数据不同" in said.stdout
    told = sheet(desk.edition() / "审核" / "变动说明.xlsx", "上期数据调整")
    # in February the office found a lead of January to be of value, which changes its count too
    assert {row[2] for row in told} == {NAME, "有价值信息"}
    told = [row for row in told if row[2] == NAME]
    truth = quiet_county.truth(JANUARY)
    published = [
        truth["全市"][NAME]["自报"],
        *(truth["单位"][unit][NAME]["自报"] for unit in ("ZJ01", "SZ01")),
    ]
    less = [Fraction("39.44"), Fraction(20), Fraction("19.44")]  # 20 + 213.97 − 194.53
    assert [row[1:4] for row in told] == [
        (unit, NAME, "自报") for unit in ("全市", "青榆镇", "市发改委")
    ]
    assert [_exact(row[6]) for row in told] == published
    assert [_exact(row[7]) for row in told] == [a - b for a, b in zip(published, less, strict=True)]
    assert [_exact(row[8]) for row in told] == [-one for one in less]
    assert told[1][9] == f"更正申请：{REQUEST['C4']}1月由1310.15改为1290.15（误将借款计入，任维章）"
    causes = {
        row[1:4]: row[8] for row in sheet(desk.edition() / "审核" / "变动说明.xlsx", "数") if row[8]
    }
    assert causes["青榆镇", NAME, "自报"].startswith("其中上期数据调整-20：更正申请：砺恒")
    assert causes["全市", NAME, "自报"] == "其中上期数据调整-39.44：各单位调整数之和"
    assert tree(vault(desk)) == first

    assert desk.run("finalize", JANUARY, "--reopen", *BY, "--reason", "核减").exit_code == 0
    assert tree(vault(desk, "2026-01.第1版")) == first
    change(desk.workbook("ZJ01", 1), "资金到位", {"E6": 1290.15, "Q6": 1290.15})
    change(desk.workbook("ZJ01", 1), "资金到位", {"E7": 1498.94, "Q7": 1498.94})
    change(desk.workbook("ZJ01", 1), "自报汇总", {"C4": 1290.15, "D4": 1290.15})
    again = desk.run("report", "--period", JANUARY)
    assert again.exit_code == 0, again.stdout
    assert "与2026-01第1版定稿相比：数" in again.stdout
    assert f"《{edited.name}》手工改过，其中" in again.stdout
    assert "处数已经变动：\n  正文 第1段 " in again.stdout
    told_twice = refused(desk.run("finalize", JANUARY, *BY))
    assert "是同一份文件的几个稿子，请只留要定稿的一份" in told_twice
    edited.unlink()
    assert "请先运行tongbao report" in refused(desk.run("finalize", JANUARY, *BY))
    desk.run("report", "--period", JANUARY)
    assert "已定稿：2026-01第2版" in desk.run("finalize", JANUARY, *BY).stdout

    proved = desk.run("verify")
    assert proved.exit_code == 0, proved.stdout
    lines = for_a_clerk(proved.stdout).splitlines()
    assert lines[0].startswith("2026-01第1版：相符（重做相同")
    assert lines[1] == f"  手工改过，校验码相符 《{edited.name}》"
    assert lines[2].startswith("2026-01第2版：相符（重做相同")
    assert "上期数据调整：已公布的数有4个与现有数据不同" in desk.run("report").stdout


def _exact(value: object) -> Fraction:
    return Fraction(format(value, ".15g"))


def test_a_final_period_can_be_reported_on_again_and_stays_as_it_was(final: Desk) -> None:
    before = tree(final.outputs / "定稿")
    write_letter(final.templates, [*LINES, "新添一段"])
    said = final.run("report", "--period", JANUARY)
    assert "提醒：2026-01已于" in said.stdout
    assert (
        "定稿里的文件不受本次运行影响；要改定稿请先用tongbao finalize --reopen重开" in said.stdout
    )
    assert tree(final.outputs / "定稿") == before
    told = refused(final.run("finalize", JANUARY, *BY))
    assert "由王主任定稿（第1版）；要改请先用--reopen并写明--reason重开" in told


def test_the_next_month_is_made_the_same_twice(final: Desk) -> None:
    final.run("report")
    first = tree(final.edition() / "审核")
    assert "变动说明.xlsx" in first
    final.run("report")
    assert tree(final.edition() / "审核") == first
    assert not list(final.outputs.glob("*较上次运行*"))


def test_what_changed_since_the_last_run_is_told_and_stands_beside_the_editions(
    whole: Desk,
) -> None:
    whole.run("report")
    whole.workbook("SZ01").unlink()
    said = whole.run("report")
    assert "与上次运行相比：数" in said.stdout
    assert "；文件1个；单位状态1个" in said.stdout
    path = whole.outputs / "2026-02变动说明（较上次运行）.xlsx"
    assert sheet(path, "文件") == [(1, "移除", "2026-02/招商月报_SZ01_202602.xlsx")]
    assert [row[2:] for row in sheet(path, "单位")] == [("通过", "未报送")]
    assert not (whole.edition() / "审核" / "变动说明.xlsx").exists()
    assert "与上次运行相比" not in whole.run("report").stdout


def test_an_archive_proves_itself_without_inputs_and_templates(final: Desk) -> None:
    shutil.rmtree(final.inputs)
    shutil.rmtree(final.templates)
    assert final.run("verify", JANUARY).exit_code == 0


def test_an_edition_with_a_file_let_through_by_command_is_made_again(returning: Desk) -> None:
    returning.run("report", "--accept", "青榆镇", *ACCEPTING)
    said = returning.run("finalize", FEBRUARY, *BY)
    assert said.exit_code == 0, said.stderr
    assert returning.run("verify").exit_code == 0


def add(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2026年1月份简表.xlsx", "定稿后被改动 《2026年1月份简表.xlsx》"),
        ("figures.json", "定稿后被改动 《figures.json》"),
        ("manifest.json", "定稿后被改动 《manifest.json》"),
        ("存档.zip", "定稿后被改动 《存档.zip》"),
    ],
)
@pytest.mark.parametrize("spoil", [add, flip])
def test_one_changed_byte_is_found(
    final: Desk, name: str, told: str, spoil: Callable[[Path], None]
) -> None:
    path = vault(final) / name
    path.chmod(0o644)
    spoil(path)
    said = final.run("verify")
    assert said.exit_code == 1
    assert "2026-01第1版：有不符" in said.stdout
    assert told in said.stdout


def test_what_is_lost_or_put_in_is_found(final: Desk) -> None:
    (vault(final) / "run.log").unlink()
    (vault(final) / "补充.docx").write_bytes(b"x")
    (final.outputs / "定稿" / "2025-12").mkdir()
    (final.outputs / "定稿" / "登记.txt").write_text("改", "utf-8")
    said = final.run("verify")
    assert said.exit_code == 1
    assert "不见了 《run.log》" in said.stdout
    assert "定稿后放入 《补充.docx》" in said.stdout
    assert "登记有误：定稿里的2025-12没有登记" in said.stdout
    assert "登记有误：登记.txt与登记.json不一致，以登记.json为准" in said.stdout


def test_a_register_that_was_rewritten_is_found(final: Desk) -> None:
    path = final.outputs / "定稿" / "登记.json"
    path.write_text(path.read_text("utf-8").replace("王主任", "张主任"), "utf-8")
    said = final.run("verify")
    assert said.exit_code == 1
    assert (
        "登记有误：登记.json第1条（定稿2026-01第1版）的内容与其校验码不符，登记后被改动"
        in said.stdout
    )


def test_a_document_that_the_archive_does_not_bear_out_is_told_with_its_paragraph(
    final: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record is forged as a whole: the document, its hash, the seal; only making it tells."""
    from pipeline.publish import register

    path = final.outputs / "定稿" / "登记.json"
    (letter_,) = vault(final).glob("*快报.docx")
    other = final.templates / "documents" / "快报.docx"
    letter_.chmod(0o644)
    shutil.copy(other, letter_)
    (entry,) = register.parse(path.read_bytes())
    files = {**entry.files, letter_.name: register.record.digest(letter_.read_bytes())}
    forged = register.appended((), register.replace(entry, files=files))
    path.write_bytes(register.as_bytes(forged))
    (final.outputs / "定稿" / "登记.txt").write_bytes(register.readable(forged))
    said = final.run("verify")
    assert said.exit_code == 1
    assert f"  重做不同 《{letter_.name}》：第1段由“{{{{ 本期.累计 }}}}全市实际" in said.stdout


def test_the_versions_that_differ_are_said_first(
    final: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline import verify

    real = verify.versions()
    monkeypatch.setattr(verify, "versions", lambda: {**real, "jinja2": "99"})
    said = final.run("verify")
    assert said.stdout.splitlines()[0] == (
        f"2026-01第1版：jinja2定稿时是{real['jinja2']}，现在是99，重做有出入时先看这一条"
    )
    assert said.exit_code == 0
    plain = json.loads(final.run("verify", "--json").stdout)
    assert plain["版本变化"]["2026-01第1版"] == {"jinja2": {"定稿时": real["jinja2"], "现在": "99"}}


def test_a_damaged_record_stops_what_would_be_held_against_it(final: Desk) -> None:
    path = vault(final) / "figures.json"
    path.chmod(0o644)
    add(path)
    said = refused(final.run("report"))
    assert said.startswith("定稿有1处错误，什么都没有生成：\n")
    assert "《定稿/2026-01/figures.json》：与登记的校验码不符，定稿后被改动" in said
    assert final.documents() == {}


def test_an_archive_is_the_same_whenever_it_is_made(final: Desk) -> None:
    first = (vault(final) / "存档.zip").read_bytes()
    final.run("finalize", JANUARY, "--reopen", *BY, "--reason", "重做")
    for number, path in enumerate(final.inputs.rglob("*")):
        os.utime(path, (10**9 + number, 10**9 + number))
    final.run("report", "--period", JANUARY)
    said = final.run("finalize", JANUARY, *BY)
    assert said.exit_code == 0, said.stderr
    assert (vault(final) / "存档.zip").read_bytes() != first  # it also holds version 1
    assert final.run("verify").exit_code == 0


def test_verify_finds_a_change_in_any_line_of_the_register(final: Desk) -> None:
    register = final.outputs / "定稿" / "登记.json"
    register.chmod(0o644)
    assert final.run("finalize", JANUARY, *BY, "--reopen", "--reason", "漏报一户").exit_code == 0
    assert final.run("report", "--period", JANUARY).exit_code == 0
    assert final.run("finalize", JANUARY, *BY).exit_code == 0
    whole = register.read_bytes()
    added = json.loads(whole)
    added[0]["旁注"] = "后来加上的"
    register.write_bytes(as_json(added))
    assert "登记有误：登记.json里有程序没有写的内容" in final.run("verify", JANUARY).stdout
    changed = json.loads(whole)
    changed[1]["reason"] = "改过的理由"
    register.write_text(json.dumps(changed, ensure_ascii=False), "utf-8")
    said = final.run("verify", JANUARY)
    assert said.exit_code == 1
    assert "登记有误：登记.json第2条（重开2026-01第1版）的内容与其校验码不符" in said.stdout
