"""The documents for people keep up with the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.cli import COMMANDS
from pipeline.scheme.scheme import load_scheme

ROOT = Path(__file__).parents[1]
HANDBOOK = (ROOT / "docs/手册.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_handbook_explains_every_rule_of_the_shipped_scheme() -> None:
    rules = load_scheme(ROOT / "templates").rules
    explained = set(re.findall(r"^\| ([A-Z]\d{2}) \|", HANDBOOK, re.M))
    assert set(rules) == explained


def test_the_readme_stays_short_and_opens_in_chinese() -> None:
    lines = README.splitlines()
    assert len(lines) < 120
    assert all("\u4e00" <= line[0] <= "\u9fff" for line in lines[2:5])
    assert "docs/手册.md" in lines[4]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"tongbao {command}" in README


@pytest.mark.parametrize("text", [README, HANDBOOK], ids=["readme", "handbook"])
def test_every_place_that_is_named_exists(text: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / target).exists() or (ROOT / "docs" / target).exists(), target


def test_the_handbook_has_a_crontab_line_without_percent_signs_and_a_timer() -> None:
    line = next(line for line in HANDBOOK.splitlines() if line.startswith("0 7 5 * *"))
    assert "%" not in line
    assert "OnCalendar=*-*-05 07:00" in HANDBOOK
