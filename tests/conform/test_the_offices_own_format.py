"""format.yaml: what the office may decide, and every fault in it told with its line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.shared import Pt, Twips

from pipeline.conform import CODES, PROPERTIES, conform
from pipeline.model.finding import Faulty
from pipeline.office.written import read
from pipeline.scheme.marked import load as block
from pipeline.scheme.standard import Standard, load_standard
from pipeline.scheme.styles import styles_of
from tests.conform.paper import ROOT, drawn, saved, say, standard

SHIPPED = (ROOT / "templates" / "format.yaml").read_text("utf-8")
FONTS = (ROOT / "templates" / "styles.yaml").read_text("utf-8")
Load = Callable[..., Standard]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load the shipped file with texts replaced, each of which it must hold once at least."""

    def loaded(*changes: tuple[str, str], fonts: str = FONTS) -> Standard:
        text = SHIPPED
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / "format.yaml").write_text(text, "utf-8")
        (tmp_path / "styles.yaml").write_text(fonts, "utf-8")
        return load_standard(tmp_path, CODES, PROPERTIES)

    return loaded


def _codes(document, own: Standard) -> list[str]:
    return [one.rule.code for one in conform(read(saved(document)), own).deviations]


def test_the_office_may_choose_the_literal_area_of_text(load: Load) -> None:
    own = load(("版心: box", "版心: ink"))
    document = drawn()
    section = document.sections[0]
    # 34.4 and 32.6 mm; 230 mm hold 22 lines of 29.6 磅: 13040 twips / 592 = 22.03
    section.top_margin, section.bottom_margin = Twips(1950), Twips(1848)
    section.footer_distance = Twips(1234)
    for paragraph in document.paragraphs:
        if paragraph.paragraph_format.line_spacing == Twips(579):
            paragraph.paragraph_format.line_spacing = Twips(592)
    assert _codes(document, own) == []
    assert _codes(document, standard()) == ["P02", "P05"]
    line = conform(read(saved(drawn())), own).deviations[0].line
    assert line == "强制〔P02〕第1节：天头（上边距）是37毫米，应为34.4±1毫米；页面设置里改上边距"


@pytest.mark.parametrize(("word", "told"), [("否", ["H05"]), ("是", ["H05"]), ("不限", [])])
def test_the_office_may_have_its_third_level_bold(load: Load, word: str, told: list[str]) -> None:
    own = load(("&bold3 否", f"&bold3 {word}"))
    assert _codes(drawn(三级=lambda d: say(d, "1.签约项目", first=200, bold=True)), own) == told


def test_the_office_may_name_other_fonts_and_another_place_of_the_date(load: Load) -> None:
    fonts = FONTS.replace("仿宋: [仿宋_GB2312,", "仿宋: [自家仿宋, 仿宋_GB2312,")
    own = load(("落款: 均可", "落款: 不盖章"), fonts=fonts)
    document = drawn(导语=lambda d: say(d, "各项工作有序推进。", "自家仿宋", first=200))
    assert _codes(document, standard()) == ["B01"]
    assert _codes(document, own) == ["D02"]


def test_a_rule_may_be_made_a_mere_hint(load: Load) -> None:
    own = load(("P07: {名称: 每行字数, 级别: 强制", "P07: {名称: 每行字数, 级别: 提示"))
    document = drawn()
    run = document.paragraphs[5].runs[0]
    run._element.rPr.remove(run._element.rPr[-1])
    report = conform(read(saved(document)), own)
    assert [one.line[:2] for one in report.deviations] == ["提示"]
    assert report.must == 0


FAULTS = {
    "unknown area": (
        ("版心: box", "版心: bax"),
        "第7行：“本单位”的“版心”不能写“bax”；只能写：box、ink",
    ),
    "unknown place": (
        ("页码: 单右双左", "页码: 靠右"),
        "第8行：“本单位”的“页码”不能写“靠右”；只能写：单右双左、居中",
    ),
    "unknown entry": (
        ("落款: 均可", "落款 章: 均可"),
        "第9行：“本单位”的不认识“落款 章”；请对照手册检查拼写",
    ),
    "no number": (
        ("缩进允差: 0.15", "缩进允差: 一点"),
        "：“限度”的“缩进允差”应是数，不能写“一点”",
    ),
    "missing limit": (("  边距允差: 1\n", ""), "：“限度”的没有“边距允差”；请从样例中补上"),
    "unknown property": (
        ("B03: {首行: 2}", "B03: {首航: 2}"),
        "：“要素”正文的B03不认识“首航”，是不是想写“首行”？",
    ),
    "unknown face": (
        ("T01: {字体: 小标宋}", "T01: {字体: 大标宋}"),
        "：“要素”标题的T01：“字体”里没有“大标宋”",
    ),
    "unknown size": (
        ("T02: {字号: 二号}", "T02: {字号: 两号}"),
        "：“要素”标题的T02：“字号”里没有“两号”",
    ),
    "faulty pattern": (
        ("式: '特急|加急|特", "式: '(特急|加急|特"),
        "：“要素”紧急程度的“式”不是正则表达式：",
    ),
    "level": (
        ("P01: {名称: 纸张, 级别: 强制", "P01: {名称: 纸张, 级别: 核实"),
        "：“规则”P01的没有“名称”，或“级别”不是强制、提示；请对照样例改",
    ),
    "rule judged but not told": (
        ("  S11: {名称: 末页", "  S99: {名称: 末页"),
        "：“规则”里缺少S11；请从样例中补上",
    ),
    "rule told but not judged": (
        ("  S11: {名称: 末页", "  S99: {名称: 末页"),
        "：“规则”里的S99没有要素查它；请删去，或写进“要素”的“查”",
    ),
    "blank without a name": (
        ("待填: {称: 签发人, 式", "待填: {式"),
        "：“待填”的没有“称”或“式”；请写明叫什么、没填时是什么样子",
    ),
    "rule spared by a blank": (
        ("不查: [Z01], 处理", "不查: [Z91], 处理"),
        "：“要素”主送机关的“待填”里没有规则Z91；请检查编号",
    ),
    "spared rule": (
        ("不查: [N02, F01,", "不查: [N22, F01,"),
        "：“体例”信函的“不查”里没有规则N22；请检查编号",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_line(load: Load, fault: str) -> None:
    change, told = FAULTS[fault]
    with pytest.raises(Faulty) as faulty:
        load(change)
    lines = [one.line for one in faulty.value.faults]
    assert any(line.startswith("《format.yaml》第") and told in line for line in lines), lines


def test_without_the_file_the_fault_says_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(Faulty, match=r"《format\.yaml》：没有这个文件；请从样例中补上"):
        load_standard(tmp_path, CODES, PROPERTIES)


def test_fonts_go_by_the_names_of_the_one_list(load: Load, tmp_path: Path) -> None:
    listed = FONTS.replace("仿宋: [仿宋_GB2312,", "仿宋: [本单位仿宋, 仿宋_GB2312,")
    assert "本单位仿宋" in load(fonts=listed).faces["仿宋"]
    styles = styles_of(block(tmp_path / "styles.yaml", "styles.yaml"), [])
    assert "本单位仿宋" in styles.chinese and "本单位仿宋" in styles.cells
    assert "Times New Roman" in styles.western  # a name of no family stands for itself
    with pytest.raises(Faulty) as faulty:
        load(fonts=FONTS.replace("  楷体: [楷体_GB2312", "  凯体: [楷体_GB2312"))
    (told,) = [one.line for one in faulty.value.faults if "凯" not in one.line]
    assert told.startswith("《styles.yaml》") and "“字体”里没有写“楷体”有哪些叫法" in told


def test_every_rule_bears_its_source_and_what_to_do() -> None:
    for rule in standard().rules.values():
        assert rule.title and rule.remedy and rule.source, rule.code


def test_the_named_styles_are_those_of_the_base_templates() -> None:
    named = {style for one in standard().elements.values() for style in one.styles}
    wanted = (
        "发文机关标志 份号 密级 紧急程度 发文字号 签发人 标题 主送机关 正文 一级标题 二级标题 三级标题 四级标题 "
        "附件说明 署名 成文日期 附注 附件标识 附件标题 抄送 印发 页码单 页码双 表题 单位行 表头 表文 表注 称谓 出席"
    )
    assert set(wanted.split()) <= named


def test_an_office_without_the_file_can_still_do_everything_else(tmp_path: Path) -> None:
    from pipeline.scheme.scheme import load_scheme

    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    (tmp_path / "templates" / "format.yaml").unlink()
    assert load_scheme(tmp_path / "templates").documents


def test_a_paragraph_of_a_style_of_ours_is_known_by_it() -> None:
    document = docx.Document()
    document.styles.add_style("三级标题", 1)
    document.add_paragraph("重点工作", style="三级标题").runs[0].font.size = Pt(16)
    codes = _codes(document, standard())
    assert "H06" in codes
