"""The lock: a real second process, its name in the message, and what stays after a kill."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.publish import Locked, Unwritable, locked
from tests.publish.newsroom import names

_ROOT = Path(__file__).parents[2]
_HOLD = """
import sys
from pathlib import Path
from pipeline.publish import locked
with locked(Path(sys.argv[1])):
    print("in", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def another_run(outputs: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", _HOLD, str(outputs)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=_ROOT) as process:
        assert process.stdout.readline() == "in\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_run_is_told_who_holds_the_folder_and_since_when(outputs: Path):
    with another_run(outputs) as process:
        with pytest.raises(Locked) as refused, locked(outputs):
            pass
        holder = refused.value.holder
        assert (holder.pid, holder.host) == (process.pid, socket.gethostname())
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", holder.since)
        assert str(refused.value) == (
            f"另一次运行正在写入outputs：进程 {process.pid}，始于 {holder.since}；"
            "请等它结束后再运行"
        )


def test_the_lock_of_a_killed_run_is_free_at_once(outputs: Path):
    with another_run(outputs) as process:
        process.kill()
        process.wait()
        assert (outputs / ".lock.json").exists()
        with locked(outputs):
            pass


def test_the_lock_of_a_run_that_ended_is_free_and_its_name_is_gone(outputs: Path):
    with another_run(outputs) as process:
        process.communicate("\n")
        assert process.returncode == 0
        assert not (outputs / ".lock.json").exists()
        with locked(outputs):
            assert (outputs / ".lock.json").exists()
    assert names(outputs) == []


def test_the_lock_is_free_again_after_an_error_inside(outputs: Path):
    with pytest.raises(ZeroDivisionError), locked(outputs):
        raise ZeroDivisionError
    with locked(outputs):
        pass


def test_two_runs_in_one_process_exclude_each_other_too(outputs: Path):
    with locked(outputs):
        with pytest.raises(Locked) as refused, locked(outputs):
            pass
        assert refused.value.holder.pid == os.getpid()
        with pytest.raises(Locked), locked(outputs):
            pass


def test_a_holder_on_another_computer_is_named_with_it(outputs: Path):
    with another_run(outputs):
        (outputs / ".lock.json").write_text(
            '{"pid": 1234, "host": "统计科", "since": "2026-07-05 07:00:03"}', "utf-8"
        )
        expected = (
            "另一次运行正在写入outputs：进程 1234（在电脑统计科上），始于 2026-07-05 07:00:03；"
        )
        with pytest.raises(Locked, match=expected), locked(outputs):
            pass


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', "1"])
def test_a_holder_that_has_not_signed_yet_is_still_a_holder(outputs: Path, text: str):
    with another_run(outputs):
        (outputs / ".lock.json").write_text(text, "utf-8")
        with pytest.raises(Locked, match=r"^另一次运行正在写入outputs；请等它结束后再运行$"):
            locked(outputs).__enter__()


def test_a_file_where_the_outputs_folder_should_be_is_told(outputs: Path):
    outputs.write_text("", "utf-8")
    with pytest.raises(Unwritable, match=r"^《outputs》读写出错"), locked(outputs):
        pass
