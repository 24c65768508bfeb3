"""A manuscript that somebody wrote comes into the document whole: `{{p 文稿.名称 }}`."""

import io

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from pipeline.model.attachment import Manuscript
from pipeline.model.finding import Faulty
from pipeline.render.word import faults, render
from tests.drawings.word import draw
from tests.render.word.drawn import png
from tests.render.word.letter import LANGUAGE, NAME, SPACES, cell, letter, p, part, row, run, table

LEVELS = "".join(
    f'<w:style w:type="paragraph" w:styleId="L{one}"><w:name w:val="{name}"/>'
    f'<w:pPr><w:outlineLvl w:val="{one}"/></w:pPr></w:style>'
    for one, name in enumerate(("一级标题", "二级标题"))
)
STYLES = {"parts": {"word/styles.xml": f"<w:styles {SPACES}>{LEVELS}</w:styles>"}}


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return Manuscript("存在问题.docx", out.getvalue())


def made(document, *blocks, **context):
    template = letter("前", *(blocks or ("{{p 文稿.存在问题 }}",)), "后", **STYLES)
    manuscript = document if isinstance(document, Manuscript) else saved(document)
    context["文稿"] = {"存在问题": manuscript, "没有": None}
    return render(template, NAME, context, LANGUAGE).content


def drawn(document, *blocks, **context):
    return draw(made(document, *blocks, **context)).partition("正文\n")[2]


def numbered(document, formats):
    """Give the document a list whose levels have these formats; return the list's number."""
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(formats)
    )
    numbering = document.part.numbering_part.element
    for old in list(numbering):
        numbering.remove(old)
    numbering.append(
        parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="1">{levels}</w:abstractNum>')
    )
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="5"><w:abstractNumId w:val="1"/></w:num>')
    )
    return 5


def listed(document, text, level, number=5):
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    mark = properties._add_numPr()
    mark._add_ilvl().val = level
    mark._add_numId().val = number


def test_headings_take_the_documents_own_styles_and_blank_lines_go():
    document = docx.Document()
    document.add_heading("总体情况", 1)
    document.add_paragraph("  全市A&B<进展。 ")
    document.add_paragraph("")
    document.add_heading("到位资金", 2)
    document.add_paragraph("二、存在问题")
    document.add_paragraph("（一）进度偏慢")
    document.add_paragraph("三、" + "很长的一段话" * 20)
    assert drawn(document).splitlines()[1:-1] == [
        "  一级标题| 总体情况",
        "  正文| 全市A&B<进展。",
        "  二级标题| 到位资金",
        "  一级标题| 二、存在问题",
        "  二级标题| （一）进度偏慢",
        "  正文| 三、" + "很长的一段话" * 20,
    ]


def test_plain_paragraphs_look_like_the_one_that_held_the_tag():
    words = run("{{p 文稿.存在问题 }}", '<w:sz w:val="32"/>')
    tag = f'<w:p><w:pPr><w:ind w:firstLineChars="200"/></w:pPr>{words}</w:p>'
    document = docx.Document()
    document.add_paragraph("甲").runs[0].font.size = Pt(9)
    content = part(made(document, tag))
    assert (
        '<w:p><w:pPr><w:ind w:firstLineChars="200"/></w:pPr><w:r><w:rPr><w:sz w:val="32"/></w:rPr>'
        '<w:t xml:space="preserve">甲</w:t></w:r></w:p>' in content
    )


def test_raised_and_lowered_characters_stay_and_other_looks_go():
    document = docx.Document()
    words = document.add_paragraph("5km")
    words.add_run("2").font.superscript = True
    words.add_run("。").bold = True
    content = part(made(document))
    assert '<w:vertAlign w:val="superscript"/>' in content
    assert "<w:b/>" not in content
    assert "5km2。" in drawn(document)


def test_automatic_numbers_are_typed_out():
    document = docx.Document()
    numbered(document, [("chineseCounting", "%1、"), ("decimal", "%1.%2"), ("lowerRoman", "(%3)")])
    for text, level in (("甲", 0), ("乙", 1), ("丙", 1), ("丁", 2), ("戊", 0), ("己", 1)):
        listed(document, text, level)
    lines = [line.split("| ")[1] for line in drawn(document).splitlines()[1:-1]]
    # the second level prints the first one's count in the first one's characters, as Word does
    assert lines == ["一、甲", "一.1 乙", "一.2 丙", "(i)丁", "二、戊", "二.1 己"]


def test_bullets_are_left_out_and_styles_may_number():
    document = docx.Document()
    numbered(document, [("bullet", "\uf0b7"), ("upperLetter", "%2.")])
    listed(document, "甲", 0)
    style = document.styles.add_style("条", WD_STYLE_TYPE.PARAGRAPH)
    mark = style.element.get_or_add_pPr()._add_numPr()
    mark._add_ilvl().val = 1
    mark._add_numId().val = 5
    document.add_paragraph("乙", style=style)
    document.add_paragraph("丙", style=style)
    lines = [line.split("| ")[1] for line in drawn(document).splitlines()[1:-1]]
    assert lines == ["甲", "A.乙", "B.丙"]


def test_tables_are_kept_with_their_merged_cells():
    document = docx.Document()
    built = document.add_table(3, 3)
    for number, one in enumerate(built._cells):
        one.text = str(number)
    built.cell(0, 1).merge(built.cell(0, 2)).text = "合"
    built.cell(1, 0).merge(built.cell(2, 0)).text = "并"
    document.add_paragraph("尾")
    assert drawn(document) == (
        "  正文| 前\n"
        "  +----+----+----+\n"
        "  | 0  | 合      |\n"
        "  +----+----+----+\n"
        "  | 并 | 4  | 5  |\n"
        "  +----+----+----+\n"
        "  | 〃 | 7  | 8  |\n"
        "  +----+----+----+\n"
        "  正文| 尾\n"
        "  正文| 后\n"
    )


def test_a_table_at_the_end_of_a_cell_is_followed_by_a_paragraph():
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "内"
    content = made(document, table(row(cell("{{p 文稿.存在问题 }}"), "x")))
    assert "</w:tbl><w:p/></w:tc>" in part(content)
    assert "〔表 内〕" in draw(content)


def test_pictures_are_kept_with_their_size_and_stored_once():
    document = docx.Document()
    document.add_picture(io.BytesIO(png(40, 20)), width=Mm(60))
    document.add_picture(io.BytesIO(png(40, 20)), width=Mm(400))
    content = made(document)
    shapes = docx.Document(io.BytesIO(content)).inline_shapes
    assert [(round(one.width.mm), round(one.height.mm)) for one in shapes] == [(60, 30), (156, 78)]
    assert part(content, "word/_rels/document.xml.rels").count("media/") == 1


def test_notes_boxes_links_and_revisions_come_as_text():
    document = docx.Document()
    words = document.add_paragraph("甲")
    for xml in (
        '<w:ins w:id="1" w:author="a"><w:r><w:t>增</w:t></w:r></w:ins>',
        '<w:del w:id="2" w:author="a"><w:r><w:delText>删</w:delText></w:r></w:del>',
        '<w:hyperlink w:anchor="x"><w:r><w:t>链</w:t></w:r></w:hyperlink>',
        "<w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></w:pict></w:r>",
    ):
        spaces = f'{nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"'
        words._p.append(parse_xml(xml.replace(">", f" {spaces}>", 1)))
    lines = [line.split("| ")[1] for line in drawn(document).splitlines()[1:-1]]
    assert lines == ["甲增链", "框"]


def test_nothing_of_a_manuscript_is_markup_or_a_tag():
    document = docx.Document()
    document.add_paragraph("{{ 单位 }}{% if x %}</w:t><&\ufdd0甲\ufdd1乙\ufdd2")
    content = made(document)
    assert "{{ 单位 }}{% if x %}</w:t><&\ufffd甲\ufffd乙\ufffd" in drawn(document)
    assert render(letter("x"), NAME, {}, LANGUAGE).trace == ()
    assert docx.Document(io.BytesIO(content)).paragraphs[-1].text == "后"


def test_a_manuscript_that_did_not_come_can_be_asked_for():
    blocks = ("{%p if 文稿.没有 %}", "{{p 文稿.没有 }}", "{%p else %}", "【待补】", "{%p endif %}")
    assert drawn(docx.Document(), *blocks) == "  正文| 前\n  正文| 【待补】\n  正文| 后\n"


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (Manuscript("坏.docx", b"PK"), "文稿“坏.docx”读不出来"),
        (Manuscript("旧.docx", b"\xd0\xcf\x11\xe0" + bytes(600)), "文稿“旧.docx”读不出来"),
        (None, "这篇文稿没有交来"),
        ("一句话", "要的是整篇文稿，数据却不是"),
    ],
)
def test_what_is_no_manuscript_is_refused_at_its_tag(value, problem):
    template = letter("{{p 稿 }}")
    with pytest.raises(Faulty, match=problem) as caught:
        render(template, NAME, {"稿": value}, LANGUAGE)
    assert caught.value.faults[0].place == "正文 第1段 {{p 稿 }}"


def test_what_cannot_be_carried_over_is_refused_and_named():
    document = docx.Document()
    words = document.add_paragraph("甲")._p
    for name, what in (("w:object", "旧式图片或嵌入的对象"), ("w:drawing", "图表或图形")):
        run_ = OxmlElement("w:r")
        run_.append(OxmlElement(name))
        words.append(run_)
        with pytest.raises(Faulty, match=f"“存在问题.docx”里有{what}，搬不过来"):
            made(document)
        words.remove(run_)
    words.append(parse_xml(f"<w:altChunk {nsdecls('w')}/>"))
    body = document.element.body
    body.insert(0, OxmlElement("w:altChunk"))
    with pytest.raises(Faulty, match="嵌入的另一份文件"):
        made(document)


def test_a_manuscript_can_be_judged_without_being_there():
    template = letter("{{p 文稿.存在问题 }}", p("{{p 文稿.无 }}"))
    (fault,) = faults(template, NAME, {"文稿": {"存在问题": None}}, LANGUAGE)
    assert fault.place == "正文 第2段 {{p 文稿.无 }}"
