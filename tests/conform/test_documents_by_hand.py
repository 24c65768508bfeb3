"""Documents as people make them in WPS: what is told of them, and what is left alone."""

from __future__ import annotations

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor, Twips

from pipeline.conform.roles import roles_of
from pipeline.office.grid import Unreadable
from pipeline.office.written import read
from tests.conform.paper import (
    FANG,
    HEI,
    KAI,
    TEXT,
    XBS,
    blank,
    drawn,
    indent,
    judged,
    lines,
    lowered,
    red_line,
    saved,
    say,
    standard,
)


def _codes(document, profile: str = "") -> list[str]:
    return [one.rule.code for one in judged(document, profile).deviations]


def _roles(document) -> list[tuple[str, str]]:
    written = read(saved(document))
    named = zip(roles_of(written, standard()), written.paragraphs, strict=True)
    return [(role, one.full[:12]) for role, one in named if one.text.strip()]


def _plain(*paragraphs: tuple[str, dict[str, object]]):
    """A plain paper with a title and these paragraphs."""
    document = blank(docx.Document())
    say(document, "上半年招商引资工作总结", XBS, 22, align=ALIGN.CENTER)
    for text, look in paragraphs:
        say(document, text, **look)  # type: ignore[arg-type]
    return document


def test_spaces_typed_for_an_indent_count_as_characters() -> None:
    wide, narrow = "\u3000\u3000" + TEXT, "    " + TEXT
    assert _codes(_plain((wide, {}), (narrow, {}))) == []
    assert lines(_plain(("\u3000\u3000" + TEXT, {"first": 200}))) == [
        "强制〔B03〕第2段“今年以来，各单位坚持“一盘棋……”：正文首行缩进是4字，应为2字；段落设置里改首行缩进"
    ]


def test_an_indent_in_millimetres_counts_by_the_size_of_the_text() -> None:
    document = _plain((TEXT, {}))
    # two characters of 16 磅 are 640 twips; 632 differ by 0.025 of a character, 480 by half of one
    indent(document.paragraphs[1], firstLine=632)
    assert _codes(document) == []
    indent(document.paragraphs[1], firstLine=480)
    assert lines(document) == [
        "强制〔B03〕第2段“今年以来，各单位坚持“一盘棋……”：正文首行缩进是1.5字，应为2字；段落设置里改首行缩进"
    ]


def test_a_hanging_indent_left_over_from_a_list_is_no_indent_of_the_first_line() -> None:
    document = _plain((TEXT, {}))
    indent(document.paragraphs[1], left=640, hanging=640)
    assert _codes(document) == ["B03", "B04"]


def test_normal_at_10_5_points_gives_its_size_to_text_that_says_none() -> None:
    document = _plain((TEXT, {"first": 200}))
    document.styles["Normal"].font.size = Pt(10.5)
    run = document.paragraphs[1].runs[0]
    run.font.size = None
    assert lines(document) == [
        "强制〔B02〕第2段“今年以来，各单位坚持“一盘棋……”：正文字号是五号（10.5磅），应为三号（16磅）；选中这一段改字号"
    ]


def test_the_dialogs_28_characters_with_normal_at_10_5_points_make_20_a_line() -> None:
    document = _plain((TEXT, {"first": 200}))
    spacing = document.paragraphs[1].runs[0]._element.rPr.find(qn("w:spacing"))
    spacing.set(qn("w:val"), "0")
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:charSpace"), "21679")
    # 16 + 21679/4096 = 21.29 磅; 442.2 / 21.29 = 20.8
    assert lines(document) == [
        "强制〔P07〕第2段“今年以来，各单位坚持“一盘棋……”：每行字数是20个字，应为28个字；字符间距紧缩0.25磅，或用文档网格"
    ]
    grid.set(qn("w:charSpace"), "-849")
    # 16 − 849/4096 = 15.793 磅; 442.2 / 15.793 = 28.0
    assert _codes(document) == ["P08"]


def test_lines_without_a_fixed_height_stand_on_the_grid_or_nowhere() -> None:
    document = _plain((TEXT, {"first": 200}))
    document.paragraphs[1].paragraph_format.line_spacing = 1.0
    assert _codes(document) == []  # 12756 / 579 = 22.03
    document.paragraphs[1].paragraph_format.line_spacing = 1.5
    assert lines(document) == [  # 12756 / 868.5 = 14.7
        "强制〔P06〕第2段“今年以来，各单位坚持“一盘棋……”：每页行数是14行（网格43.43磅），应为22行；行距用固定值28.95磅"
    ]
    document.sections[0]._sectPr.find(qn("w:docGrid")).attrib.pop(qn("w:type"))
    document.paragraphs[1].paragraph_format.line_spacing = 1.0
    assert [one.split("，")[0] for one in lines(document)] == ["强制〔P06〕第2段“今年以来"]


def test_a_lead_in_another_face_is_no_fault_of_the_text_but_a_pasted_word_is() -> None:
    document = _plain(("一是强化调度。", {"face": KAI, "first": 200}))
    from tests.conform.paper import font

    font(document.paragraphs[1].add_run("各单位逐月报送，逐项落实。"), FANG, 16)
    assert _codes(document) == ["P07"]  # the second run is not condensed: 442.2 / 16 = 27.6
    document = _plain((TEXT, {"first": 200}))
    font(document.paragraphs[1].add_run("粘贴来的话。"), "微软雅黑", 16)
    assert (
        "强制〔B01〕第2段“今年以来，各单位坚持“一盘棋……”：正文字体是微软雅黑（“粘贴来的话。”），应为仿宋；选中这一段改字体"
        in lines(document)
    )


def test_headings_numbered_by_word_are_read_with_their_numbers() -> None:
    document = _plain(*((text, {"face": HEI, "first": 200}) for text in ("总体情况", "下步打算")))
    _number(document, "%1、", "chineseCounting")
    assert _roles(document)[1:] == [("一级标题", "一、总体情况"), ("一级标题", "二、下步打算")]
    assert _codes(document) == []
    _number(document, "%1.", "chineseCounting")
    assert _codes(document) == ["H08", "H08"]


def _number(document, text: str, kind: str) -> None:
    """Put all paragraphs but the title into a list of one level."""
    root = document.part.numbering_part.element
    for old in list(root):
        root.remove(old)
    root.append(
        docx.oxml.parse_xml(
            f'<w:abstractNum xmlns:w="{root.nsmap["w"]}" w:abstractNumId="7"><w:lvl w:ilvl="0">'
            f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
            "</w:abstractNum>"
        )
    )
    root.append(
        docx.oxml.parse_xml(
            f'<w:num xmlns:w="{root.nsmap["w"]}" w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
        )
    )
    for paragraph in document.paragraphs[1:]:
        mark = paragraph._element.pPr.get_or_add_numPr()
        mark.get_or_add_numId().val, mark.get_or_add_ilvl().val = 7, 0


@pytest.mark.parametrize(
    "text",
    [
        "（一）本制度规定全市报表的表式、填报要求和审核关系，由各报送单位执行，共十张表，逐月报送，不得迟报漏报。",
        "1.5亿元以上项目12个，均已开工。",
        "2026年上半年，全市新签约项目25个。",
        "1—6月，全市新签约项目25个。",
        "一是强化调度，二是压实责任。",
        "联系人：张三；联系电话：12345678。",
    ],
)
def test_a_sentence_that_begins_with_a_number_is_text_and_no_heading(text: str) -> None:
    document = _plain((text, {"first": 200}))
    assert _roles(document)[1] == ("正文", text[:12])
    assert _codes(document) == []


def test_an_introduction_that_ends_with_a_colon_is_not_taken_for_addressees() -> None:
    document = _plain(("现将上半年工作情况汇报如下：", {"first": 200}))
    assert _roles(document)[1][0] == "正文"
    assert _codes(document) == []


def test_a_name_and_a_date_in_the_middle_below_a_title_are_left_alone() -> None:
    document = _plain(
        ("××市招商局", {"face": KAI, "align": ALIGN.CENTER}),
        ("（2026年7月8日）", {"face": KAI, "align": ALIGN.CENTER}),
        (TEXT, {"first": 200}),
    )
    assert [role for role, _ in _roles(document)] == ["标题", "题下", "题下", "正文"]
    assert _codes(document) == []


def test_a_title_of_two_lines_is_judged_as_one() -> None:
    document = blank(docx.Document())
    say(document, "××市招商局关于", XBS, 22, align=ALIGN.CENTER)
    say(document, "上半年招商工作情况的通报", XBS, 22, align=ALIGN.CENTER)
    say(document, TEXT, first=200)
    assert [role for role, _ in _roles(document)] == ["标题", "标题", "正文"]
    assert _codes(document) == []


@pytest.mark.parametrize(
    ("name", "date", "right", "told"),
    [
        # 6 and 6 characters: under a seal 4, without one 2 at least
        ("××市招商局", "2026年7月8日", 400, None),
        ("××市招商局", "2026年7月8日", 200, None),
        ("××市招商局", "2026年7月8日", 0, "0字"),
        # 13 and 6 characters: without a seal the date begins 2 after the name: 2 + 13 − 2 − 6 = 7
        ("××市招商引资工作领导小组", "2026年7月8日", 700, None),
        ("××市招商引资工作领导小组", "2026年7月8日", 200, "2字"),
    ],
)
def test_a_date_stands_by_the_seal_or_by_the_name(name, date, right, told) -> None:
    document = _plain(
        (TEXT, {"first": 200}),
        (name, {"align": ALIGN.RIGHT, "right": 200}),
        (date, {"align": ALIGN.RIGHT, "right": right}),
    )
    deviations = judged(document).deviations
    assert [one.measured for one in deviations] == ([f"是{told}"] if told else [])


def test_a_date_pushed_right_with_spaces_is_measured_by_its_width() -> None:
    # 28.07 characters of 15.75 磅 … in characters of 16 磅 a line is 442.2 / 16 = 27.6 wide;
    # 18 typed and 6 of the date leave 3.6: within half a character of 4
    document = _plain(
        (TEXT, {"first": 200}), ("××市招商局", {"align": ALIGN.RIGHT, "right": 400}),
        ("\u3000" * 18 + "2026年7月8日", {}),
    )  # fmt: skip
    assert _codes(document) == []


@pytest.mark.parametrize(
    "date", ["2026年  月  日", "2026年7月  日", "二〇二六年七月八日", "2026.7.8"]
)
def test_blank_days_are_not_judged_and_other_ways_to_write_a_date_are(date: str) -> None:
    document = _plain(
        (TEXT, {"first": 200}),
        ("××市招商局", {"align": ALIGN.RIGHT, "right": 400}),
        (date, {"align": ALIGN.RIGHT, "right": 400}),
    )
    assert _codes(document) == ([] if "  " in date else ["D01"])


def test_a_landscape_section_is_spared_lines_and_characters_and_that_is_said() -> None:
    document = _plain((TEXT, {"first": 200}))
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Twips(16838), Twips(11906)
    section.top_margin = section.bottom_margin = Twips(1588)
    paragraph = say(document, TEXT, first=200)
    paragraph.paragraph_format.line_spacing = Pt(20)
    report = judged(document)
    assert [one.line for one in report.deviations] == []
    assert "第2节是横排，不按每页行数、字数和页码位置检查，页码位置请看印出的页" in report.notes


def test_what_stands_in_tables_is_not_judged_as_text() -> None:
    document = _plain((TEXT, {"first": 200}))
    cells = document.add_table(1, 2).rows[0].cells
    for cell in cells:
        cell.paragraphs[0].add_run("五号字的一格说明文字，没有缩进。").font.size = Pt(10.5)
    report = judged(document)
    assert report.deviations == ()
    assert report.notes == ("1张表里的文字不按正文检查",)


def test_a_record_in_a_table_is_still_recognised() -> None:
    document = _plain((TEXT, {"first": 200}))
    made = document.add_table(2, 1)
    for row, text in zip(made.rows, ("抄送：市委办公室", "××办公室 2026年7月8日印发"), strict=True):
        row.cells[0].paragraphs[0].add_run(text)
    assert [one.rule.code for one in judged(document, "文件").deviations][:2] == ["C01", "C01"]


@pytest.mark.parametrize(
    ("profile", "why", "mark", "kind", "signer"),
    [
        ("文件", "有红色的发文机关标志", "××市招商局文件", "single", ""),
        ("上行文", "有签发人", "××市招商局文件", "single", "　　签发人：张三"),
        ("信函", "有红色双线", "××市招商局", "thickThinSmallGap", ""),
        ("纪要", "标志以“纪要”结尾", "××会议纪要", "single", ""),
    ],
)
def test_the_profile_is_told_by_what_the_document_shows(profile, why, mark, kind, signer) -> None:
    document = blank(docx.Document())
    head = say(document, mark, XBS, 36, align=ALIGN.CENTER)
    head.runs[0].font.color.rgb = RGBColor(255, 0, 0)
    red_line(say(document, f"×招〔2026〕6号{signer}", align=ALIGN.CENTER), kind=kind)
    say(document, "关于召开调度会的通知", XBS, 22, align=ALIGN.CENTER)
    say(document, TEXT, first=200)
    report = judged(document)
    assert (report.profile, report.why) == (profile, why)
    assert judged(document, "白头").profile == "白头"


def test_a_letter_needs_no_page_number_and_no_single_red_line() -> None:
    document = drawn(文号=lambda d: say(d, "×招〔2026〕6号", align=ALIGN.RIGHT))
    document.sections[0].footer.paragraphs[0].clear()
    assert _codes(document) == ["N02", "F01"]
    assert _codes(document, "信函") == ["N07", "N08"]  # nor has it a letter's head and lines


def test_text_hidden_deleted_or_in_old_boxes_is_not_read_twice() -> None:
    document = _plain((TEXT, {"first": 200}))
    run = document.paragraphs[1].add_run("隐去的字")
    run.font.hidden = True
    assert read(saved(document)).paragraphs[1].text == TEXT


def test_properties_of_styles_reach_the_text_through_the_chain() -> None:
    document = _plain((TEXT, {}))
    base = document.styles.add_style("底样", 1)
    base.font.size = Pt(16)
    base.paragraph_format.line_spacing = Pt(28.95)
    made = document.styles.add_style("引文", 1)
    made.base_style = base
    made.paragraph_format.first_line_indent = Twips(640)
    paragraph = document.paragraphs[1]
    paragraph.style = made
    paragraph.paragraph_format.line_spacing = None
    paragraph.runs[0].font.size = None
    written = read(saved(document)).paragraphs[1]
    assert (written.first, written.line, written.size) == (2, 579, 32)
    assert _codes(document) == []


def test_bold_of_a_character_style_turns_that_of_the_paragraph_off() -> None:
    document = _plain((TEXT, {"first": 200}))
    heavy = document.styles.add_style("重", 1)
    heavy.font.bold = True
    strong = document.styles.add_style("着重", 2)
    strong.font.bold = True
    document.paragraphs[1].style = heavy
    assert read(saved(document)).paragraphs[1].runs[0].bold
    document.paragraphs[1].runs[0].style = strong
    assert not read(saved(document)).paragraphs[1].runs[0].bold


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "不完整，未传完或已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "是旧格式（.doc、.wps）或设有密码的文件"),
        (b"PK\x05\x06" + bytes(18), "不是可用的Word文档"),
    ],
)
def test_files_that_are_no_document_are_refused_with_a_remedy(data: bytes, problem: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(data, "通知.docx")
    assert str(refusal.value) == f"《通知.docx》{problem}，请在Word或WPS里打开，另存为.docx后再检查"


def test_a_workbook_is_no_document() -> None:
    import io

    import openpyxl

    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    with pytest.raises(Unreadable):
        read(out.getvalue(), "表.docx")


def test_a_red_line_drawn_as_a_shape_serves_as_one_of_the_frame() -> None:
    document = drawn(文号=lambda d: _shaped(say(d, "×招〔2026〕6号", align=ALIGN.CENTER)))
    assert _codes(document) == []


def _shaped(paragraph) -> None:
    line = docx.oxml.parse_xml(
        '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:v="urn:schemas-microsoft-com:vml"><v:line strokecolor="red" from="0,0" to="442pt,0"/>'
        "</w:pict>"
    )
    run = OxmlElement("w:r")
    run.append(line)
    paragraph._element.append(run)


def test_an_issue_number_below_a_red_head_is_not_the_title() -> None:
    document = blank(docx.Document())
    head = say(document, "招商工作简报", XBS, 36, align=ALIGN.CENTER)
    head.runs[0].font.color.rgb = RGBColor(255, 0, 0)
    say(document, "第6期（总第18期）", align=ALIGN.CENTER)
    red_line(say(document, "××市招商局　　2026年7月8日"))
    say(document, "上半年招商工作情况", XBS, 22, align=ALIGN.CENTER)
    say(document, TEXT, first=200)
    assert [role for role, _ in _roles(document)] == [
        "发文机关标志", "期号", "其他", "标题", "正文",
    ]  # fmt: skip
    assert _codes(document) == []


def test_dates_on_lines_of_their_own_in_a_chronicle_sign_nothing() -> None:
    document = _plain(
        ("2026年3月1日", {"first": 200}), (TEXT, {"first": 200}),
        ("2026年3月2日", {"first": 200}), (TEXT, {"first": 200}),
    )  # fmt: skip
    assert [role for role, _ in _roles(document)] == ["标题", "其他", "正文", "其他", "正文"]
    assert _codes(document) == []


def test_annexes_may_be_listed_below_a_line_of_their_own() -> None:
    document = _plain(
        (TEXT, {"first": 200}),
        ("附件：", {"first": 200}),
        ("1.指标完成情况表", {"first": 500}),
        ("2.在谈项目名单", {"first": 500}),
    )
    assert [role for role, _ in _roles(document)][2:] == ["附件说明"] * 3
    assert _codes(document) == []


def test_a_red_line_may_be_the_edge_of_a_table() -> None:
    document = blank(docx.Document())
    head = lowered(say(document, "××市招商局文件", XBS, 36, align=ALIGN.CENTER), 2055)
    head.runs[0].font.color.rgb = RGBColor(255, 0, 0)
    made = document.add_table(1, 2)
    made.rows[0].cells[0].paragraphs[0].add_run("×招〔2026〕6号")
    say(document, "关于召开调度会的通知", XBS, 22, align=ALIGN.CENTER)
    say(document, TEXT, first=200)
    assert _codes(document) == ["N02"]
    edges = OxmlElement("w:tblBorders")
    edges.append(docx.oxml.parse_xml(
        '<w:bottom xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'w:val="single" w:sz="12" w:color="FF0000"/>'
    ))  # fmt: skip
    made._tbl.tblPr.append(edges)
    assert _codes(document) == []


def test_a_title_right_above_a_table_is_the_title() -> None:
    document = blank(docx.Document())
    say(document, "上半年招商引资项目名单", XBS, 18, align=ALIGN.CENTER)
    document.add_table(2, 2)
    assert [role for role, _ in _roles(document)] == ["标题"]
    assert _codes(document) == ["T02"]


@pytest.mark.parametrize("text", ["主要做法和成效：", "现将情况报告如下：", "一季度工作完成情况："])
def test_a_line_that_ends_with_a_colon_but_names_nobody_is_text(text: str) -> None:
    document = _plain((text, {"first": 200}), (TEXT, {"first": 200}))
    assert [role for role, _ in _roles(document)][1] == "正文"


@pytest.mark.parametrize(
    "text", ["各县（市、区）人民政府，市直各单位：", "市委、市政府：", "各镇、街道办事处："]
)
def test_a_line_that_names_bodies_and_ends_with_a_colon_is_the_addressees(text: str) -> None:
    document = _plain((text, {}), (TEXT, {"first": 200}))
    assert [role for role, _ in _roles(document)][1] == "主送机关"
    assert _codes(document) == []


def test_values_that_make_no_sense_are_judged_without_a_fall() -> None:
    document = drawn()
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run._element.rPr.get_or_add_sz().set(qn("w:val"), "0")
        paragraph.paragraph_format.line_spacing = None
        spacing = paragraph._element.pPr.find(qn("w:spacing"))
        spacing.set(qn("w:line"), "0")
        spacing.set(qn("w:lineRule"), "exact")
    document.sections[0]._sectPr.find(qn("w:pgSz")).set(qn("w:w"), "-5")
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:charSpace"), "-99999999")
    assert {"P01", "B02", "T02"} <= set(_codes(document))
