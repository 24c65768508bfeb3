"""Every Word template that ships, and every document made of it, is as the standard has it."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from pipeline import produce as production
from pipeline.conform import Report, conform
from pipeline.forms import booklet_of
from pipeline.gather import Office
from pipeline.office.written import read
from tests.conform.paper import ROOT, standard
from tests.shipped import month_of

TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*.docx") if not path.name.startswith("~")
)
OFFICE = Office(ROOT / "templates", ROOT / "inputs", ROOT / "outputs")


def _clean(report: Report) -> bool:
    assert [one.line for one in report.deviations] == []
    return True


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_that_ships_conforms(path: Path) -> None:
    assert _clean(conform(read(path.read_bytes()), standard()))


def test_the_documents_of_june_conform() -> None:
    with patch.object(production, "gather", return_value=month_of("2026-06")):
        edition, _, _ = production.produce(OFFICE, only="半年总结")
    made = [one for one in edition.documents if one.kind == "docx"]
    assert made
    for document in made:
        report = conform(read(document.content), standard())
        assert report.profile == "白头"
        assert _clean(report)
        assert not any("模板" in note for note in report.notes)


@pytest.mark.parametrize(
    ("name", "profile", "blanks"),
    [
        ("月通报", "文件", ["发文字号", "主送机关", "成文日期", "印发日期"]),
        ("情况报告", "上行文", ["发文字号", "签发人", "主送机关", "成文日期", "印发日期"]),
        ("催报函", "信函", ["发文字号", "成文日期"]),
    ],
)
def test_what_a_document_leaves_to_be_filled_in_is_told_and_no_fault(name, profile, blanks) -> None:
    with patch.object(production, "gather", return_value=month_of("2026-06")):
        edition, _, _ = production.produce(OFFICE, only=name)
    (document,) = [one for one in edition.documents if one.template.endswith(f"{name}.docx")]
    report = conform(read(document.content), standard())
    assert report.profile == profile
    assert [one.title for one in report.blanks] == blanks
    assert _clean(report)
    assert report.must == 0


def test_the_printed_scheme_conforms() -> None:
    assert _clean(conform(read(booklet_of(OFFICE, None).content), standard(), "白头"))
