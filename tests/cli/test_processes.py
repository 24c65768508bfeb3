"""What only a process of its own can show: exit codes, pipes, and what start-up costs."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.cli.desk import LETTER, ROOT, SHEET, Desk, for_a_clerk

HEAVY = {"pandas", "numpy", "lxml", "jinja2", "openpyxl", "yaml", "docx", "rich"}


def test_the_help_loads_none_of_the_heavy_libraries() -> None:
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "pipeline", "--help"],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
    )
    assert shown.returncode == 0
    assert "生成本期全部文件" in shown.stdout
    loaded = {
        line.rpartition("|")[2].strip().partition(".")[0] for line in shown.stderr.splitlines()
    }
    assert "click" in loaded
    assert not loaded & HEAVY


def test_a_clean_run_in_a_pipe_ends_with_0_without_signs_of_progress(desk: Desk) -> None:
    made = desk.process("report")
    assert (made.returncode, made.stderr) == (0, "")
    assert f"\n  新增 《{LETTER}.docx》\n  新增 《{SHEET}.xlsx》\n" in made.stdout
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u2800-\u28ff]", made.stdout)


def test_a_run_after_which_a_person_must_act_ends_with_1(desk: Desk) -> None:
    desk.workbook("SZ01").unlink()
    made = desk.process("report", "--quiet")
    assert (made.returncode, made.stdout) == (1, "")
    assert made.stderr.splitlines()[-1] == "请处理：市发改委未报送"


def test_a_run_that_makes_nothing_ends_with_2(desk: Desk) -> None:
    made = desk.process("report", "--period", "2026-13")
    assert (made.returncode, made.stdout) == (2, "")
    assert "“2026-13”不是期别" in for_a_clerk(made.stderr)


def test_a_reader_that_closes_the_pipe_sees_no_traceback(desk: Desk) -> None:
    command = [sys.executable, "-m", "pipeline", *desk.folders, "fields"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, cwd=ROOT) as process:
        process.stdout.close()
        said = process.stderr.read().decode("utf-8")
    assert said == ""
