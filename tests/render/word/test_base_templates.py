"""The base templates: copied and declared they are made at once; what is not given stays blank."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from pipeline import produce as producing
from pipeline.gather import Office
from pipeline.model.finding import Faulty
from pipeline.model.period import Period
from pipeline.render import word
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.scheme.scheme import load_scheme
from tests.pages.papers import BASE, FULL, KINDS, filled, names_of
from tests.render.word.letter import letter
from tests.shipped import INPUTS, TEMPLATES, month_of

FANG, KAI, HEI, SONG, XBS = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
LOOKS = {
    "份号": (FANG, 32), "密级": (HEI, 32), "紧急程度": (HEI, 32), "发文字号": (FANG, 32),
    "签发人": (FANG, 32), "标题": (XBS, 44), "主送机关": (FANG, 32), "正文": (FANG, 32),
    "一级标题": (HEI, 32), "二级标题": (KAI, 32), "三级标题": (FANG, 32), "四级标题": (FANG, 32),
    "附件说明": (FANG, 32), "附注": (FANG, 32), "附件标识": (HEI, 32), "附件标题": (XBS, 44),
    "抄送": (FANG, 28), "印发": (FANG, 28), "页码单": (SONG, 28), "页码双": (SONG, 28),
    "表题": (XBS, 36), "单位行": (FANG, 24), "表头": (HEI, 24), "表文": (FANG, 24),
    "表注": (FANG, 21), "称谓": (FANG, 32), "出席": (FANG, 32),
}  # fmt: skip
"""Font and size in half points: 2号 22, 小二 18, 3号 16, 4号 14, 小四 12, 五号 10.5 points."""


def texts(content: bytes) -> list[str]:
    """Every paragraph of a document, those of tables, text boxes and edges included."""
    document = docx.Document(io.BytesIO(content))
    section = document.sections[0]
    roots = [document.element.body, section.first_page_header._element]
    paragraphs = (one for root in roots for one in root.iter(qn("w:p")))
    return ["".join(t.text or "" for t in one.iter(qn("w:t"))) for one in paragraphs]


@pytest.mark.parametrize("kind", KINDS)
def test_every_element_of_the_standard_is_a_named_style_with_its_font_and_size(kind) -> None:
    styles = docx.Document(BASE / f"{kind}.docx").styles
    default = styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}")
    names = {one.name for one in styles}
    assert {*LOOKS, "发文机关标志", "署名", "成文日期"} <= names
    for name, look in LOOKS.items():
        own = styles[name].element.rPr
        fonts = own.find(qn("w:rFonts")) if own is not None else None
        size = own.find(qn("w:sz")) if own is not None else None
        fonts = default.find(qn("w:rFonts")) if fonts is None else fonts
        size = default.find(qn("w:sz")) if size is None else size
        assert (fonts.get(qn("w:eastAsia")), int(size.get(qn("w:val")))) == look, name
        assert fonts.get(qn("w:hint")) == "eastAsia", name  # “ ” and — in the Chinese font


def test_a_clerk_copies_a_base_template_adds_an_entry_and_has_the_document(
    tmp_path, monkeypatch
) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    entries = ["文件:"]
    for kind in KINDS:
        shutil.copy(BASE / f"{kind}.docx", templates / "documents" / f"我的{kind}.docx")
        entries += [f"  我的{kind}:", f"    模板: documents/我的{kind}.docx"]
    (templates / "documents.yaml").write_text("\n".join(entries) + "\n", encoding="utf-8")
    office = Office(templates, INPUTS, tmp_path / "outputs")
    gathered = load_scheme(templates), month_of("2026-06")[1]
    monkeypatch.setattr(producing, "gather", lambda *given: gathered)
    for kind in KINDS:
        edition = producing.produce(office, Period(2026, 6), only=f"我的{kind}")[0]
        (made,) = (one for one in edition.documents if not one.working)
        said = "".join(texts(made.content))
        assert not re.search(r"\{\{|\{%|\{#|None|nan|【缺|增长-|落后-", said), kind
        if kind != "信函":  # the letter has no figures
            assert "实际利用省外资金20.85亿元" in said
            assert made.trace


def test_numbers_and_dates_that_are_not_given_are_blanks() -> None:
    said = texts(filled("文件"))
    assert "　　　〔2026〕　　号" in said
    assert "    年  月  日" in said
    assert any(one.endswith("    年  月  日印发") for one in said)
    assert "第　　期" in texts(filled("纪要"))
    assert "签发人：　　　" in texts(filled("上行文"))


def test_numbers_and_dates_that_are_given_are_printed_as_given() -> None:
    said = texts(filled("上行文", **FULL))
    for wanted in (
        "栖招〔2026〕6号", "签发人：王主任", "2026年12月8日", "（联系人：李明，0371-12345678）",
        "各镇人民政府，各街道办事处，市直有关单位：", "机密★1年", "特急",
    ):  # fmt: skip
        assert wanted in said, wanted
    assert any(one.endswith("2026年12月10日印发") for one in said)


def test_the_year_of_a_decembers_number_is_left_open() -> None:
    names = {**names_of(), "本期": {**names_of()["本期"], "月": 12}}
    data = (BASE / "文件.docx").read_bytes()
    made = word.render(data, "文件.docx", names, Language(FILTERS)).content
    assert "　　　〔　　〕　　号" in texts(made)


@pytest.mark.parametrize("kind", KINDS)
def test_marks_are_switches(kind) -> None:
    on, off = texts(filled(kind, **FULL)), texts(filled(kind, 送审稿="否"))
    for mark in ("送审稿", "内部资料　注意保存"):
        assert mark in on
        assert mark not in off


def test_a_parameter_that_is_not_filled_in_is_no_silent_blank() -> None:
    template = letter("按{{ 参数.汇率日期 }}汇率")
    with pytest.raises(Faulty, match="此处没有值"):
        word.render(template, "信.docx", names_of(), Language(FILTERS))


def test_the_script_that_drew_them_leaves_the_shipped_ones_alone(tmp_path: Path) -> None:
    from tests.basedocs.__main__ import SHIPPED, main

    with pytest.raises(SystemExit, match="不能重画"):
        main(SHIPPED)
    main(tmp_path)
    assert {one.stem for one in tmp_path.glob("*.docx")} == set(KINDS)
