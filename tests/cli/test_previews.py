"""tongbao preview: templates filled for those who edit them, beside every edition."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.cli.desk import ROOT, Desk, for_a_clerk, refused, write_letter, write_sheet

MISSING = "{{ 全市.实际利用省外资金.目标|万元 }}和{{ 全市.实际利用省外资金.目标 }}"


@pytest.fixture(autouse=True)
def no_libreoffice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))


def place(desk: Desk) -> Path:
    return desk.outputs / "预览" / "2026-02"


def standing(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []


def text(path: Path) -> str:
    return "\n".join(one.text for one in docx.Document(path).paragraphs)


def test_every_document_due_is_previewed_and_the_edition_is_not_touched(desk: Desk) -> None:
    shutil.copy(ROOT / "templates" / "wording.yaml", desk.templates)
    write_sheet(desk.templates, {"A1": "1-6月"})
    answer = desk.run("preview")
    assert answer.exit_code == 0, answer.output
    assert standing(place(desk)) == ["快报.docx", "简表.xlsx"]
    assert standing(desk.outputs) == ["预览"]
    assert text(place(desk) / "快报.docx").startswith("1—2月全市实际利用省外资金自报")
    assert "提示〔W15〕《简表.xlsx》简表!A1 “1-6月”的起止之间用了短横线" in answer.stdout
    assert answer.stderr == "没有找到LibreOffice（soffice），只出Word、Excel文件，不出PDF\n"


def test_what_is_neither_a_document_nor_a_template_is_refused(desk: Desk) -> None:
    told = desk.run("preview", "块报")
    assert told.exit_code == 2
    assert "没有“块报”这种文件，也没有这个模板" in for_a_clerk(told.stderr)
    assert "快报" in told.stderr


def test_a_faulty_template_is_told_with_its_place_and_the_others_are_previewed(desk: Desk) -> None:
    old = place(desk) / "快报.docx"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"yesterday's")
    write_letter(desk.templates, ["好的", "{{ 本期.年分 }}"])
    answer = desk.run("preview")
    assert answer.exit_code == 2
    assert "《documents/快报.docx》有1处错误，没有预览：" in answer.stderr
    assert "正文 第2段 {{ 本期.年分 }}：没有“年分”这一项" in for_a_clerk(answer.stderr)
    assert standing(place(desk)) == ["简表.xlsx"]


def test_what_is_missing_is_yellow_in_both_kinds_and_gaps_are_told(
    desk: Desk, tmp_path: Path
) -> None:
    write_letter(desk.templates, [f"目标{MISSING}。"])
    write_sheet(desk.templates, {"A1": "{{ 全市.实际利用省外资金.同期 }}", "B1": "{{ 本期.年 }}"})
    base = openpyxl.load_workbook(desk.inputs / "基础库.xlsx")
    for name in ("年度目标", "上年同期"):
        base[name].delete_rows(2, base[name].max_row)
    base.save(desk.inputs / "基础库.xlsx")
    answer = desk.run("preview", "--outputs", str(tmp_path / "看"))
    (paragraph,) = docx.Document(tmp_path / "看" / "快报.docx").paragraphs
    yellow = [one.text for one in paragraph.runs if one.font.highlight_color]
    assert yellow[0].startswith("【缺：")
    assert yellow[1] == "未下达"
    assert f"缺数：正文 第1段 {yellow[0]}" in answer.stdout
    sheet = openpyxl.load_workbook(tmp_path / "看" / "简表.xlsx")["简表"]
    assert (sheet["A1"].value, sheet["A1"].fill.fgColor.rgb) == ("无同期", "FFFFFF00")
    assert sheet["B1"].fill.fill_type is None


@contextmanager
def watching(desk: Desk, *words: str) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A watch in a process of its own, ended in any case; what it says goes to a file."""
    said = desk.outputs.parent / "said.txt"
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    # a suite that runs in the background is deaf to Ctrl-C, and so would be what it starts
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)
    with said.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", *desk.folders, "preview", "--watch", *words],
            stdout=out, stderr=out, cwd=ROOT, env=environment,
        )  # fmt: skip
        try:
            yield process, said
        finally:
            process.kill()
            process.wait()
            signal.signal(signal.SIGINT, heard)


def until(said: Path, words: str, times: int = 1, seconds: float = 60) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (told := said.read_text("utf-8")).count(words) >= times:
            return told
        time.sleep(0.1)
    raise AssertionError(f"{words!r} not said {times} times:\n{said.read_text('utf-8')}")


def replaced(desk: Desk, line: str) -> None:
    """Save the small letter as Word does: beside, then renamed."""
    letter = docx.Document()
    letter.add_paragraph(line)
    path = desk.templates / "documents" / "快报.docx"
    letter.save(path.with_name("~WRD0001.tmp"))
    path.with_name("~WRD0001.tmp").replace(path)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as a POSIX signal")
def test_a_watch_makes_what_is_saved_anew_reads_the_inputs_once_and_stops_on_ctrl_c(
    desk: Desk,
) -> None:
    with watching(desk, "快报") as (process, said):
        until(said, "正在等候模板改动")
        replaced(desk, "第二稿{{ 本期.年 }}")
        until(said, "已预览", 2)
        assert text(place(desk) / "快报.docx") == "第二稿2026"
        replaced(desk, "{{ 本期.年分 }}")
        until(said, "没有“年分”这一项")
        assert standing(place(desk)) == []
        replaced(desk, "第三稿")
        assert until(said, "已预览", 3).count("期别：") == 1
        shutil.copy(ROOT / "templates" / "wording.yaml", desk.templates)
        assert until(said, "已预览", 4).count("期别：") == 2
        process.send_signal(signal.SIGINT)
        assert process.wait(90) == 0
        assert said.read_text("utf-8").endswith("已停止预览\n")


def test_help_names_the_template_in_chinese(desk: Desk) -> None:
    assert "[选项] [模板]" in desk.run("preview", "--help").stdout
    assert refused(desk.run("preview", "--perod"))
