"""What stands in outputs is safe: locked folders, edited documents, crashes, full disks."""

from __future__ import annotations

import errno
import os
import re

import pytest

from pipeline.publish import locked
from tests.cli.desk import (
    LETTER,
    LINES,
    PERIOD,
    SHEET,
    Desk,
    for_a_clerk,
    refused,
    tree,
    write_letter,
    write_sheet,
)
from tests.publish.newsroom import entry, names


class PowerCut(BaseException):
    """The machine is dead."""


def test_a_second_process_is_told_who_writes_and_ends_with_75(yesterday: Desk) -> None:
    before = tree(yesterday.outputs)
    with locked(yesterday.outputs):
        second = yesterday.process("report")
    assert (second.returncode, second.stdout) == (75, "")
    assert re.fullmatch(
        rf"另一次运行正在写入outputs：进程 {os.getpid()}，"
        r"始于 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d；请等它结束后再运行\n",
        for_a_clerk(second.stderr),
    )
    assert tree(yesterday.outputs) == before


@pytest.mark.parametrize("command", ["check", "figures", "fields"])
def test_what_writes_nothing_runs_beside_the_run_that_writes(desk: Desk, command: str) -> None:
    with locked(desk.outputs):
        assert desk.run(command).exit_code == 0


def test_a_document_edited_by_hand_is_kept_and_the_new_one_stands_beside(yesterday: Desk) -> None:
    letter = yesterday.edition() / f"{LETTER}.docx"
    letter.write_bytes(b"edited by hand")
    write_letter(yesterday.templates, [*LINES, "新添一段"])
    made = yesterday.run("report")
    assert made.exit_code == 0
    assert f"  手工改过 《{LETTER}.docx》（新稿另存为《{LETTER}（新）.docx》）" in made.stdout
    standing = yesterday.documents()
    assert sorted(standing) == sorted([f"{LETTER}.docx", f"{LETTER}（新）.docx", f"{SHEET}.xlsx"])
    assert standing[f"{LETTER}.docx"] == b"edited by hand"
    assert entry(yesterday.edition(), f"{LETTER}.docx")["hand_edited"] is True


def test_an_edited_document_stands_alone_while_the_new_one_would_be_the_same(
    yesterday: Desk,
) -> None:
    letter = yesterday.edition() / f"{LETTER}.docx"
    letter.write_bytes(b"edited by hand")
    made = yesterday.run("report")
    assert f"  手工改过 《{LETTER}.docx》（新稿与原稿相同，不另存）" in made.stdout
    assert sorted(yesterday.documents()) == [f"{LETTER}.docx", f"{SHEET}.xlsx"]


def test_a_crash_between_the_two_renames_is_healed_by_the_next_run(
    yesterday: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = yesterday.documents(), os.replace
    write_letter(yesterday.templates, [*LINES, "新添一段"])

    def dying(source: object, target: object) -> None:
        if ".new-" in str(source):
            raise PowerCut
        real(source, target)

    with monkeypatch.context() as patch, pytest.raises(PowerCut):
        patch.setattr(os, "replace", dying)
        yesterday.run("report")
    assert not yesterday.edition().exists()
    assert yesterday.documents(f"{PERIOD}.old") == before
    assert yesterday.run("report").exit_code == 0
    assert names(yesterday.outputs) == [PERIOD]
    after = yesterday.documents()
    assert sorted(after) == sorted(before)
    assert after[f"{SHEET}.xlsx"] == before[f"{SHEET}.xlsx"]
    assert after[f"{LETTER}.docx"] != before[f"{LETTER}.docx"]


@pytest.mark.parametrize("full_at", [1, 3])
def test_a_disk_that_fills_leaves_yesterdays_edition_whole(
    yesterday: Desk, monkeypatch: pytest.MonkeyPatch, full_at: int
) -> None:
    before, real, written = tree(yesterday.outputs), os.fsync, []
    write_letter(yesterday.templates, [*LINES, "新添一段"])
    write_sheet(yesterday.templates, {"A1": "改"})

    def filling(handle: int) -> None:
        written.append(handle)
        if len(written) >= full_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", filling)
        said = refused(yesterday.run("report"))
    assert re.fullmatch(r"没有生成任何文件：《.+》写不进去：磁盘已满，请清理出空间后再运行\n", said)
    assert tree(yesterday.outputs) == before
    assert yesterday.run("report").exit_code == 0
    assert tree(yesterday.outputs) != before


def test_only_makes_one_document_and_carries_the_others_over(yesterday: Desk) -> None:
    before = yesterday.documents()
    write_letter(yesterday.templates, [*LINES, "新添一段"])
    write_sheet(yesterday.templates, {"A1": "改"})
    made = yesterday.run("report", "--only", "简表")
    assert made.exit_code == 0
    assert f"  更新 《{SHEET}.xlsx》\n  未变 《{LETTER}.docx》（沿用上次）" in made.stdout
    after = yesterday.documents()
    assert after[f"{LETTER}.docx"] == before[f"{LETTER}.docx"]
    assert after[f"{SHEET}.xlsx"] != before[f"{SHEET}.xlsx"]
    assert entry(yesterday.edition(), f"{LETTER}.docx")["carried_over"] is True
    assert entry(yesterday.edition(), f"{SHEET}.xlsx")["carried_over"] is False


def test_a_document_that_is_not_due_is_told_with_those_that_are(yesterday: Desk) -> None:
    before = tree(yesterday.outputs)
    assert refused(yesterday.run("report", "--only", "半年总结")) == (
        "命令有误：本期没有“半年总结”这种文件（本期可做：快报、简表）"
        "（写法见tongbao report --help）\n"
    )
    assert tree(yesterday.outputs) == before


def test_a_dry_run_says_what_would_be_written_and_writes_nothing(yesterday: Desk) -> None:
    before = tree(yesterday.outputs)
    write_letter(yesterday.templates, [*LINES, "新添一段"])
    said = yesterday.run("report", "--dry-run")
    assert said.exit_code == 0
    told = f"将会写入（本次不写）：\n  更新 《{LETTER}.docx》\n  未变 《{SHEET}.xlsx》\n"
    assert told in said.stdout
    assert tree(yesterday.outputs) == before


def test_unknown_files_in_the_folder_are_kept(yesterday: Desk) -> None:
    (yesterday.edition() / "领导批示.txt").write_text("同意", "utf-8")
    yesterday.run("report")
    assert yesterday.documents()["领导批示.txt"].decode() == "同意"
