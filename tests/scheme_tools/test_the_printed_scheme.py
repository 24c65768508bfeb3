"""tongbao scheme print: the reporting scheme as a Word document."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document

from pipeline.cli import group
from pipeline.scheme.expression import parse
from pipeline.scheme.scheme import load_scheme
from pipeline.scheme.spoken import spoken
from tests.scheme_tools.spoilt import ROOT, spoilt


def _run(outputs: Path, templates: Path = ROOT / "templates") -> Result:
    folders = [
        "--templates",
        str(templates),
        "--inputs",
        str(ROOT / "inputs"),
        "--outputs",
        str(outputs),
    ]
    clean = {name: None for name in os.environ if name.startswith("TONGBAO_")}
    said = [*folders, "scheme", "print"]
    return CliRunner().invoke(group, said, prog_name="tongbao", env=clean, catch_exceptions=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    outputs = tmp_path_factory.mktemp("outputs")
    assert _run(outputs).exit_code == 0
    return (outputs / "报表制度.docx").read_bytes()


@pytest.fixture(scope="module")
def document(made: bytes):
    return Document(BytesIO(made))


def _rows(document, heading: str) -> list[list[str]]:
    table = next(
        one for one in document.tables if heading in [cell.text for cell in one.rows[0].cells]
    )
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_it_has_five_chapters_under_its_title(document) -> None:
    texts = [one.text for one in document.paragraphs]
    assert texts[0] == "栖川市招商引资报表制度"
    chapters = [text for text in texts if text[:2] in ("一、", "二、", "三、", "四、", "五、")]
    assert chapters == ["一、总说明", "二、报表目录", "三、表式", "四、审核关系", "五、指标口径"]


def test_every_form_has_its_fields_with_type_measure_and_choices(document) -> None:
    arrivals = next(
        [[cell.text for cell in row.cells] for row in one.rows]
        for one in document.tables
        if "1月—12月" in [cell.text for row in one.rows for cell in row.cells]
        and "资金来源" in [cell.text for row in one.rows for cell in row.cells]
    )
    assert arrivals[0] == ["字段", "表头", "类型", "计量单位", "必填", "取值和说明"]
    assert arrivals[3] == [
        "资金来源",
        "资金来源",
        "选项",
        "—",
        "是",
        "取值：省外、市外省内、外资、其他",
    ]
    assert arrivals[5][:4] == ["各月", "1月—12月", "数值", "万元"]


def test_rules_are_told_in_words_with_level_consequence_and_remedy(document) -> None:
    rules = {row[0]: row for row in _rows(document, "审核内容")}
    assert rules["V21"][1:] == [
        "强制", "不计该行", "项目台账", "其中：固定资产投资不大于计划总投资", "请核对两栏数字后改正",
    ]  # fmt: skip
    assert rules["V25"][4] == "本年累计等于各月之和"
    assert "V47" not in rules  # the office's own


def test_no_programming_word_or_placeholder_is_printed(document) -> None:
    text = "".join(
        cell
        for table in document.tables
        for row in table.rows
        for cell in (c.text for c in row.cells)
    )
    for refused in ("{", "}", "期内(", "总和(", "None", "序("):
        assert refused not in text, refused


def test_printing_twice_gives_the_same_bytes_and_changes_nothing(made, tmp_path) -> None:
    assert "新增" in _run(tmp_path).stdout
    assert "未变" in _run(tmp_path).stdout
    assert (tmp_path / "报表制度.docx").read_bytes() == made


def test_a_booklet_that_a_person_edited_stays_and_the_new_one_is_put_beside(tmp_path) -> None:
    _run(tmp_path)
    (tmp_path / "报表制度.docx").write_bytes(b"by hand")
    changed = spoilt(tmp_path, "checks.yaml", "请核对明细和汇总，改正后重报", "请核对后重报")
    answer = _run(tmp_path, changed)
    assert "手工改过 《报表制度.docx》（新稿另存为《报表制度（新）.docx》）" in answer.stdout
    assert (tmp_path / "报表制度.docx").read_bytes() == b"by hand"
    first = (tmp_path / "报表制度（新）.docx").read_bytes()
    _run(tmp_path)
    assert (tmp_path / "报表制度（新）.docx").read_bytes() != first
    assert not (tmp_path / "报表制度（新2）.docx").exists()


def test_a_changed_scheme_replaces_the_booklet_that_nobody_touched(tmp_path) -> None:
    _run(tmp_path)
    before = (tmp_path / "报表制度.docx").read_bytes()
    changed = spoilt(tmp_path, "checks.yaml", "请核对明细和汇总，改正后重报", "请核对后重报")
    assert "更新" in _run(tmp_path, changed).stdout
    assert (tmp_path / "报表制度.docx").read_bytes() != before
    assert sorted(one.name for one in tmp_path.glob("*.docx")) == ["报表制度.docx"]


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ('当前阶段 = "停滞"', "当前阶段为“停滞”"),
        ('序(当前阶段) ≥ 序("开工")', "当前阶段为“开工”及以后"),
        ("非空(入规日期)", "已填入规日期"),
        ("固定资产投资 ≤ 计划总投资 × 1.2", "其中：固定资产投资不大于计划总投资×1.2"),
        ('省库状态 属于 ("待审核", "通过")', "省库状态为“待审核”或“通过”"),
        ("10000 ≤ 计划总投资 < 50000", "计划总投资不小于10000，且计划总投资小于50000"),
        ('项目总和("资金到位", 合计(各月))', "“资金到位”中同一项目“各月之和”的合计"),
        ("上期(计划总投资) ≤ 计划总投资", "上期的计划总投资不大于计划总投资"),
    ],
)
def test_formulas_are_said_in_words(formula: str, words: str) -> None:
    scheme = load_scheme(ROOT / "templates")
    form = scheme.forms["项目台账"]
    assert spoken(parse(formula), form, {**scheme.base, **scheme.forms}) == words
