"""Links, lists, sections, contents, properties: what stands around the words of a document."""

import pytest

from pipeline.model.finding import Faulty
from pipeline.render.word import faults, render, tags
from tests.render.word.letter import (
    LANGUAGE,
    NAME,
    SPACES,
    fill,
    letter,
    p,
    part,
    relation,
    run,
)

ABSTRACT = (
    '<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="2"/></w:lvl></w:abstractNum>'
)
NUMBERING = f'<w:numbering {SPACES}>{ABSTRACT}<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
LISTS = {
    "parts": {"word/numbering.xml": NUMBERING},
    "relations": relation("numbering", "numbering.xml"),
}


def item(text):
    return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr>{run(text)}</w:p>'


def link(text, address):
    return f'<w:p><w:hyperlink r:id="hyperlink:{address}">{run(text)}</w:hyperlink></w:p>'


def content(template, **context):
    return render(template, NAME, context, LANGUAGE).content


def numbers(template, **context):
    return [
        one._p.pPr.numPr.numId.val
        for one in fill(template, **context).paragraphs
        if one._p.pPr is not None and one._p.pPr.numPr is not None
    ]


def test_a_list_in_one_loop_counts_on_and_one_in_a_loop_within_a_loop_begins_anew():
    once = letter("{%p for a in 甲 %}", item("{{ a }}"), "{%p endfor %}", **LISTS)
    assert numbers(once, 甲=[1, 2]) == [7, 7]
    twice = letter(
        "{%p for a in 甲 %}",
        "题",
        "{%p for b in a %}",
        item("{{ b }}"),
        "{%p endfor %}",
        "{%p endfor %}",
        item("末"),
        **LISTS,
    )
    assert numbers(twice, 甲=[[1, 2], [3], []]) == [8, 8, 9, 7]
    made = part(content(twice, 甲=[[1, 2], [3]]), "word/numbering.xml")
    assert made.index('w:numId="7"') < made.index('w:numId="8"') < made.index('w:numId="9"')
    assert made.count('<w:startOverride w:val="1"/>') == 2
    assert made.count('<w:startOverride w:val="2"/>') == 2


def test_the_address_of_a_link_may_hold_tags_also_in_a_loop():
    address = "https://example.com/%7B%7B%20r.id%20%7D%7D?a=1"
    template = letter(
        "{%p for r in rows %}",
        link("{{ r.名 }}", address),
        "{%p endfor %}",
        relations=relation("hyperlink", address, "External"),
    )
    rows = [{"名": "甲", "id": "x&y"}, {"名": "乙", "id": 2}]
    document = fill(template, rows=rows)
    assert [(one.text, one.address) for each in document.paragraphs for one in each.hyperlinks] == [
        ("甲", "https://example.com/x&y?a=1"),
        ("乙", "https://example.com/2?a=1"),
    ]
    assert "%7B" not in part(content(template, rows=rows), "word/_rels/document.xml.rels")
    assert [(tag.place, tag.shown) for tag in tags(template, NAME)][2] == (
        "正文 第2段（超链接的地址）",
        "https://example.com/{{ r.id }}?a=1",
    )


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:alert(1)", "\\\\host\\x", "https://a b", ""]
)
def test_a_link_leads_to_the_web_or_to_a_mailbox_and_nowhere_else(address):
    template = letter(
        link("甲", "%7B%7Ba%7D%7D"), relations=relation("hyperlink", "%7B%7Ba%7D%7D", "External")
    )
    with pytest.raises(Faulty, match="不是网址"):
        content(template, a=address)
    assert fill(template, a="mailto:a@b.cn").paragraphs[0].hyperlinks[0].address == "mailto:a@b.cn"


def test_properties_of_the_file_are_filled():
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{{ 题 }}</dc:title>'
        "<dc:creator>{% if 人 %}{{ 人 }}{% else %}无{% endif %}</dc:creator>"
        "<cp:keywords>{{ 题 }}、{{ 人 }}</cp:keywords><cp:category>{# 类 #}</cp:category>"
        "</cp:coreProperties>"
    )
    template = letter("甲", parts={"docProps/core.xml": core})
    made = part(content(template, 题="A&B\n<", 人=""), "docProps/core.xml")
    assert "<dc:title>A&amp;B &lt;</dc:title><dc:creator>无</dc:creator>" in made
    assert "<cp:keywords>A&amp;B &lt;、</cp:keywords><cp:category></cp:category>" in made


def test_a_block_that_ends_in_another_property_is_refused():
    core = "<a><b>{% if x %}</b><c>{% endif %}</c></a>"
    (fault,) = faults(letter("甲", parts={"docProps/core.xml": core}), NAME, {"x": 1}, LANGUAGE)
    assert fault.line.endswith("不在同一段文字里；请写在同一段里")


def test_contents_are_marked_to_be_worked_out_and_page_numbers_left_alone():
    def field(code):
        marks = (f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "end"))
        inner = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        return f"<w:p>{inner.join(marks)}</w:p>"

    simple = '<w:p><w:fldSimple w:instr="TOC \\o"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
    template = letter("{{ 题 }}", field('TOC \\o "1-3"'), field("PAGE"), simple)
    made = part(content(template, 题="x"))
    assert made.count('w:dirty="true"') == 2
    assert '<w:fldChar w:fldCharType="begin" w:dirty="true"/>' in made
    assert made.index("dirty") < made.index("PAGE")


def test_sections_and_page_breaks_in_a_loop_are_repeated():
    turned = (
        '<w:p><w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
        f"</w:pPr>{run('{{ r }}')}</w:p>"
    )
    page = f'<w:p><w:r><w:br w:type="page"/></w:r>{run("{{ r }}")}</w:p>'
    template = letter("{%p for r in rows %}", page, turned, "{%p endfor %}", p("末"),
                      '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>')  # fmt: skip
    document = fill(template, rows=[1, 2, 3])
    assert [bool(one.orientation) for one in document.sections] == [True, True, True, False]
    assert part(content(template, rows=[1, 2])).count('w:type="page"') == 2


def test_endnotes_are_filled_like_footnotes():
    notes = f'<w:endnotes {SPACES}><w:endnote w:id="1">{p("注：{{ 注 }}")}</w:endnote></w:endnotes>'
    template = letter(
        f'<w:p>{run("甲")}<w:r><w:endnoteReference w:id="1"/></w:r></w:p>',
        parts={"word/endnotes.xml": notes},
        relations=relation("endnotes", "endnotes.xml"),
    )
    assert "注：数<" in part(content(template, 注="数"), "word/endnotes.xml")


def test_formatted_words_start_from_the_looks_of_their_tag():
    red = '<w:b/><w:color w:val="00FF00"/><w:sz w:val="20"/>'
    template = letter(p(run("前"), run("{{r 段 }}", red), run("后")))
    pieces = ["甲<", {"文字": "乙", "颜色": "FF0000", "字号": 16, "上标": True, "加粗": False},
              {"文字": "丙", "链接": "https://a.cn/?x=1&y=2", "字体": "黑体"}]  # fmt: skip
    document = fill(template, 段=pieces)
    first = document.paragraphs[0]
    assert first.text == "前甲<乙丙后"
    runs = [
        (one.text, one.bold, str(one.font.color.rgb), one.font.size.pt) for one in first.runs[1:3]
    ]
    assert runs == [("甲<", True, "00FF00", 10.0), ("乙", True, "FF0000", 16.0)]
    assert first.runs[2].font.superscript
    assert first.hyperlinks[0].address == "https://a.cn/?x=1&y=2"
    assert fill(template, 段="一句").paragraphs[0].text == "前一句后"


@pytest.mark.parametrize(
    ("piece", "problem"),
    [
        ({"字": "甲"}, "要有“文字”"),
        ({"文字": "甲", "阴影": True}, "没有“阴影”这种样子"),
        ({"文字": "甲", "颜色": "红"}, "颜色应是六位代码"),
        ({"文字": "甲", "字号": 0}, "字号应是1至400的整数"),
        ({"文字": "甲", "字体": "\n"}, "字体应是字体的名称"),
        ({"文字": "甲", "链接": "file:///x"}, "不是网址"),
        ({"文字": None}, "要有“文字”"),
        (0.5, "未指定小数位"),
    ],
)
def test_looks_that_do_not_exist_are_refused(piece, problem):
    with pytest.raises(Faulty, match=problem):
        content(letter("{{r 段 }}"), 段=[piece])
