"""No shipped template prints a number whose decimals may all fall away, and its point stay (69.)."""

import re
import zipfile
from pathlib import Path

import pytest

TABLES = sorted((Path(__file__).resolve().parents[3] / "templates").rglob("*.xlsx"))


def dangling(code: str) -> bool:
    """Whether a part of the format has a point and no digit after it that always prints."""
    bare = re.sub(r'"[^"]*"|\\.', "", code)
    return any(re.search(r"[0#?]\.(?!\d)", part) for part in bare.split(";"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_number_format_keeps_a_digit_after_its_point(path):
    with zipfile.ZipFile(path) as package:
        styles = package.read("xl/styles.xml").decode()
    codes = [code.replace("&quot;", '"') for code in re.findall(r'formatCode="([^"]*)"', styles)]
    assert [code for code in codes if dangling(code)] == []


@pytest.mark.parametrize(
    ("code", "dangles"),
    [
        ("#,##0.##", True),
        ("0.", True),
        ("0.00;-0.##", True),
        ("0.00##", False),
        ("#,##0", False),
        ('0"No."', False),
        ("General", False),
    ],
)
def test_such_a_format_is_told_from_others(code, dangles):
    assert dangling(code) is dangles
