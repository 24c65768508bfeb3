"""Any template may be previewed with a month that was read once."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest

from pipeline.gather import Office
from pipeline.preview import NoTemplate, Preview, Stage, chosen, previews, staged
from tests.cli.desk import CELLS, small_templates, write_letter, write_sheet
from tests.county import draw

MATERIAL = "{% for 段 in 材料.近况 %}{{ 段.文字 }}{% endfor %}"


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    folder = tmp_path_factory.mktemp("stage")
    small_templates(folder / "templates")
    draw(7, units=3, projects=3, period_last="2026-01").write(folder / "inputs")
    said = folder / "inputs" / "2026-01" / "材料" / "近况.txt"
    said.parent.mkdir()
    said.write_text("进展顺利。", "utf-8")
    return staged(Office(folder / "templates", folder / "inputs", folder / "outputs"))


@pytest.fixture
def stage(read_once: Stage, tmp_path: Path) -> Stage:
    """The same month with templates of its own to change."""
    shutil.copytree(read_once.office.templates, tmp_path / "templates")
    return replace(read_once, office=replace(read_once.office, templates=tmp_path / "templates"))


def one(stage: Stage, wanted: str) -> Preview:
    (made,) = previews(stage, chosen(stage, wanted))
    return made


def text(made: Preview) -> str:
    assert made.document is not None, made.faults
    return "\n".join(p.text for p in docx.Document(io.BytesIO(made.document.content)).paragraphs)


def letter(path: Path, *lines: str) -> str:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(path)
    return str(path)


def test_a_document_is_known_by_its_name_and_its_template_by_any_path(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = stage.scheme.documents["快报"]
    folder = stage.office.templates
    monkeypatch.chdir(folder)
    for wanted in ("快报", "documents/快报.docx", str(folder / "documents" / "快报.docx")):
        assert chosen(stage, wanted) == [plan]
    assert [one.name for one in chosen(stage)] == ["快报", "简表"]


def test_a_document_that_is_not_due_is_previewed_when_asked_for(stage: Stage) -> None:
    late = replace(stage.scheme.documents["快报"], kinds=("年",))
    documents = {**stage.scheme.documents, "快报": late}
    stage = replace(stage, scheme=replace(stage.scheme, documents=documents))
    assert [one.name for one in chosen(stage)] == ["简表"]
    assert text(one(stage, "快报")).startswith("1月")


def test_a_template_that_is_not_declared_may_name_any_material(
    stage: Stage, tmp_path: Path
) -> None:
    path = letter(tmp_path / "专报.docx", "{{ 本期.年 }}年专报", MATERIAL)
    made = one(stage, path)
    assert text(made) == "2026年专报\n进展顺利。"
    assert made.document is not None
    assert (made.document.name, made.document.kind) == ("专报", "docx")


def test_another_template_with_a_documents_name_is_not_taken_for_its_own(
    stage: Stage, tmp_path: Path
) -> None:
    assert text(one(stage, letter(tmp_path / "快报.docx", "另一稿"))) == "另一稿"


def test_each_preview_takes_the_template_as_it_stands(stage: Stage) -> None:
    write_letter(stage.office.templates, ["第一稿"])
    assert text(one(stage, "快报")) == "第一稿"
    write_letter(stage.office.templates, ["第二稿"])
    assert text(one(stage, "快报")) == "第二稿"


def test_faults_of_one_template_leave_the_others(stage: Stage) -> None:
    write_letter(stage.office.templates, ["{{ 本期.年分 }}", "{{ 没有 }}"])
    broken, sheet = previews(stage, chosen(stage))
    assert broken.document is None
    assert [fault.place for fault in broken.faults] == [
        "正文 第1段 {{ 本期.年分 }}", "正文 第2段 {{ 没有 }}",
    ]  # fmt: skip
    assert sheet.document is not None
    assert openpyxl.load_workbook(io.BytesIO(sheet.document.content))["简表"]["A1"].value == "简表"


@pytest.mark.parametrize("content", [b"", b"PK", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_office_file_and_what_is_gone_are_faults_too(
    stage: Stage, content: bytes
) -> None:
    write_sheet(stage.office.templates, CELLS)
    (stage.office.templates / "documents" / "快报.docx").write_bytes(content)
    (stage.office.templates / "tables" / "简表.xlsx").unlink()
    letter_, sheet = previews(stage, chosen(stage))
    assert letter_.faults
    (gone,) = sheet.faults
    assert gone.line.startswith("《tables/简表.xlsx》：无法读取")


@pytest.mark.parametrize("wanted", ["块报", "documents/没有.docx", "checks.yaml"])
def test_what_is_no_template_is_refused_in_chinese(stage: Stage, wanted: str) -> None:
    with pytest.raises(NoTemplate) as refused:
        chosen(stage, wanted)
    assert str(refused.value).startswith(f"没有“{wanted}”这种文件，也没有这个模板")
