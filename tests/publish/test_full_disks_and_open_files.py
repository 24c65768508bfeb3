"""A disk that refuses, a file that an office program holds: nothing changes, and it is said."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest

from pipeline.publish import Unwritable, locked, publish
from pipeline.publish.swap import standing
from tests.publish.newsroom import AFTER, BEFORE, NEW, PERIOD, contents, names


def full(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Let the n-th write find the disk full after half of its bytes."""
    real, opened = Path.open, []

    class Full(io.FileIO):
        def write(self, data: bytes) -> int:
            super().write(data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")

    def open_(self: Path, mode: str = "r", *given: object, **named: object) -> object:
        if "x" in mode:
            opened.append(self)
            if len(opened) == step:
                return Full(self, "xb")
        return real(self, mode, *given, **named)

    monkeypatch.setattr(Path, "open", open_)


@pytest.mark.parametrize(
    ("step", "file"),
    [
        (1, "通报.docx"),
        (2, "附表（新）.docx"),
        (3, "figures.json"),
        (4, "run.log"),
        (5, "manifest.json"),
    ],
)
def test_a_disk_that_fills_leaves_yesterdays_edition_whole(
    yesterday: Path, monkeypatch: pytest.MonkeyPatch, step: int, file: str
):
    before = (yesterday / "manifest.json").read_bytes()
    with monkeypatch.context() as patch, pytest.raises(Unwritable) as refused:
        full(patch, step)
        publish(NEW, yesterday.parent)
    assert (refused.value.file, refused.value.problem) == (file, "写不进去：磁盘已满")
    assert str(refused.value) == f"《{file}》写不进去：磁盘已满，请清理出空间后再运行"
    assert (names(yesterday.parent), contents(yesterday)) == ([PERIOD], BEFORE)
    assert (yesterday / "manifest.json").read_bytes() == before
    publish(NEW, yesterday.parent)
    assert contents(yesterday) == AFTER


def test_a_disk_that_fills_in_the_first_run_leaves_nothing(outputs: Path, monkeypatch):
    with monkeypatch.context() as patch, pytest.raises(Unwritable, match="磁盘已满"):
        full(patch, 2)
        publish(NEW, outputs)
    assert names(outputs) == []


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (errno.EDQUOT, "写不进去：磁盘已满，请清理出空间后再运行"),
        (errno.EROFS, "写不进去：所在磁盘是只读的，请换到可以写入的磁盘后再运行"),
        (errno.EACCES, "没有读写权限，请联系管理员开通权限后再运行"),
        (errno.ENAMETOOLONG, "写不进去：路径太长，请把整个文件夹移到更短的路径下再运行"),
        (errno.EIO, "读写出错（Input/output error），请检查磁盘和网络连接后再运行"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows words these differently")
def test_what_the_disk_refuses_is_said_in_chinese(yesterday, monkeypatch, number, problem):
    def refuse(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch, pytest.raises(Unwritable) as refused:
        patch.setattr(os, "fsync", refuse)
        publish(NEW, yesterday.parent)
    assert str(refused.value) == f"《通报.docx》{problem}"
    assert (names(yesterday.parent), contents(yesterday)) == ([PERIOD], BEFORE)


def hold(monkeypatch: pytest.MonkeyPatch, held: str) -> None:
    """Refuse to rename folders of this name, as Windows does while a file in them is open."""
    real = os.replace

    def refuse(source: object, target: object) -> None:
        if held in Path(str(source)).name:
            raise PermissionError(errno.EACCES, "Permission denied")
        real(source, target)

    monkeypatch.setattr(os, "replace", refuse)


@pytest.mark.parametrize("held", ["2026-06", ".new-"])
def test_a_document_that_is_open_in_word_is_named_and_nothing_changes(
    yesterday: Path, monkeypatch: pytest.MonkeyPatch, held: str
):
    (yesterday / "~$表.docx").write_text("用户", "utf-8")
    with monkeypatch.context() as patch, pytest.raises(Unwritable) as refused:
        hold(patch, held)
        publish(NEW, yesterday.parent)
    assert str(refused.value) == "《附表.docx》正被WPS或Word打开，请关闭后再运行"
    (yesterday / "~$表.docx").unlink()
    assert contents(yesterday) == BEFORE
    with locked(yesterday.parent):
        assert (names(yesterday.parent), contents(yesterday)) == ([PERIOD], BEFORE)
        publish(NEW, yesterday.parent)
    assert contents(yesterday) == AFTER


@pytest.mark.parametrize("lock", [".~附表.docx", ".~lock.附表.docx#", "~$附表.docx"])
def test_the_lock_files_of_three_office_programs_tell_which_document_is_open(
    yesterday, monkeypatch, lock: str
):
    (yesterday / lock).write_text("用户", "utf-8")
    hold(monkeypatch, PERIOD)
    with pytest.raises(Unwritable, match=r"^《附表\.docx》正被WPS或Word打开"):
        publish(NEW, yesterday.parent)


def test_an_open_file_that_left_no_trace_is_told_with_its_folder(yesterday, monkeypatch):
    hold(monkeypatch, PERIOD)
    with pytest.raises(Unwritable) as refused:
        publish(NEW, yesterday.parent)
    assert str(refused.value) == "《2026-06》里有文件正被WPS或Word打开，请关闭后再运行"


def bar(monkeypatch: pytest.MonkeyPatch, sources: list[str]) -> None:
    """Let renames of these folders into the edition's place fail."""
    real = os.replace

    def refuse(source: object, target: object) -> None:
        if Path(str(target)).name == PERIOD and any(one in str(source) for one in sources):
            raise OSError(errno.EIO, "Input/output error")
        real(source, target)

    monkeypatch.setattr(os, "replace", refuse)


def test_when_the_second_rename_fails_the_old_edition_is_back_at_once(yesterday, monkeypatch):
    with locked(yesterday.parent):
        with monkeypatch.context() as patch, pytest.raises(Unwritable, match="《2026-06》读写出错"):
            bar(patch, [".new-"])
            publish(NEW, yesterday.parent)
        assert (names(yesterday.parent), contents(yesterday)) == ([PERIOD], BEFORE)


def test_a_second_try_under_the_same_lock_heals_first(yesterday, monkeypatch):
    with locked(yesterday.parent):
        with monkeypatch.context() as patch, pytest.raises(Unwritable):
            bar(patch, [".new-", ".old"])
            publish(NEW, yesterday.parent)
        publish(NEW, yesterday.parent)
    assert (names(yesterday.parent), contents(yesterday)) == ([PERIOD], AFTER)


def test_when_neither_rename_can_be_finished_nor_undone_the_next_start_finishes_it(
    yesterday: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch, pytest.raises(Unwritable, match="《2026-06》读写出错"):
        bar(patch, [".new-", ".old"])
        publish(NEW, yesterday.parent)
    assert contents(standing(yesterday.parent, PERIOD)) == BEFORE
    with locked(yesterday.parent):
        assert (names(yesterday.parent), contents(yesterday)) == ([PERIOD], AFTER)


def test_an_old_edition_that_cannot_be_removed_now_is_removed_at_the_next_start(
    yesterday: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        hold(patch, ".old")
        publish(NEW, yesterday.parent)
    assert names(yesterday.parent) == [PERIOD, f"{PERIOD}.old"]
    assert contents(yesterday) == AFTER
    with locked(yesterday.parent):
        assert (names(yesterday.parent), contents(yesterday)) == ([PERIOD], AFTER)
