"""--help speaks Chinese: nothing of the library's own English is left in it."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from pipeline.cli import COMMANDS, group

OURS = {
    *("tongbao", "templates", "inputs", "outputs", "json", "documents", "yaml"),
    *("Word", "Excel", "LibreOffice", "poppler", "docx", "Ctrl", "PDF"),
}


@pytest.mark.parametrize(
    "words",
    [
        (),
        *((name,) for name in COMMANDS),
        ("scheme", "check"),
        ("scheme", "print"),
        ("format", "check"),
        ("templates", "check"),
    ],
)
def test_the_help_holds_no_english_but_names_of_files_options_and_commands(words) -> None:
    answer = CliRunner().invoke(group, [*words, "--help"], prog_name="tongbao")
    assert answer.exit_code == 0
    assert answer.stdout.startswith(f"用法：{' '.join(('tongbao', *words))} [选项]")
    assert "选项：" in answer.stdout
    plain = re.sub(r"--?[a-z-]+", "", answer.stdout)
    english = set(re.findall(r"[A-Za-z]{3,}", plain)) - OURS - {*COMMANDS, "check", "print"}
    assert english <= {"JSON", "CSV", "PDF", "last", "final"}
