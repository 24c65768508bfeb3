import io

import docx
import pytest

from pipeline.render.word import render, tags
from tests.drawings.word import draw
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
    texts,
)

ROWS = [{"名": "甲镇", "额": 3, "报": True}, {"名": "乙镇", "额": 5, "报": False}]
HEI, FANG = '<w:rFonts w:eastAsia="黑体"/>', '<w:rFonts w:eastAsia="仿宋_GB2312"/>'


def test_values_are_put_into_their_sentence():
    assert texts(letter("全市{{ 单位 }}共{{ 数 }}个。"), 单位="甲镇", 数=3) == ["全市甲镇共3个。"]


def test_a_tag_that_word_split_over_runs_is_still_one_tag_wherever_it_was_split():
    sentence = "前{{ 单位.名 }}后"
    for first in range(1, len(sentence)):
        for second in range(first + 1, len(sentence)):
            stretches = sentence[:first], sentence[first:second], sentence[second:]
            assert texts(letter(p(*stretches)), 单位={"名": "甲镇"}) == ["前甲镇后"]


def test_a_statement_that_word_split_over_runs_is_still_one_tag_wherever_it_was_split():
    sentence = "前{% if 有 %}有{% else %}无{% endif %}后"
    for first in range(1, len(sentence)):
        stretches = sentence[:first], sentence[first:]
        assert texts(letter(p(*stretches)), 有=True) == ["前有后"]
        assert texts(letter(p(*stretches)), 有=False) == ["前无后"]


def test_a_value_has_the_looks_of_the_run_where_its_tag_begins():
    template = letter(p(run("{{ 单", HEI), run("位 }}：", FANG)))
    runs = fill(template, 单位="甲镇").paragraphs[0].runs
    assert [
        (one.text, one._element.rPr.rFonts.get(docx.oxml.ns.qn("w:eastAsia"))) for one in runs
    ] == [
        ("甲镇", "黑体"),
        ("：", "仿宋_GB2312"),
    ]


def test_text_after_a_condition_keeps_its_own_looks_when_the_condition_fails():
    template = letter(p(run("{% if 有 %}有", HEI), run("的{% endif %}项目", FANG)))
    runs = fill(template, 有=False).paragraphs[0].runs
    assert [one.text for one in runs] == ["项目"]
    assert runs[0]._element.rPr.rFonts.get(docx.oxml.ns.qn("w:eastAsia")) == "仿宋_GB2312"


def test_what_word_leaves_between_runs_does_not_matter():
    noise = (
        '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="0" w:name="_GoBack"/>'
        '<w:bookmarkEnd w:id="0"/>'
    )
    runs = '<w:r w:rsidR="00AB12CD"><w:lastRenderedPageBreak/><w:t>{{ 单</w:t></w:r>'
    template = letter(
        f'<w:p w:rsidR="00AB12CD" w14:paraId="1A2B3C4D">{runs}{noise}{run("位 }}")}</w:p>'
    )
    assert texts(template, 单位="甲镇") == ["甲镇"]


def test_white_space_of_a_pretty_printed_file_is_not_text():
    body = "<w:p>\n  <w:r>\n    <w:t>\n      甲{{ 数 }}\n    </w:t>\n  </w:r>\n</w:p>\n"
    assert texts(letter(body), 数=1) == ["甲1"]


def test_invisible_characters_that_came_with_a_paste_do_not_spoil_a_tag():
    assert texts(letter("{{\u200b\u00a0单位\ufeff }}"), 单位="甲镇") == ["甲镇"]


def test_paragraphs_are_repeated_and_left_out_whole():
    template = letter(
        "一、",
        "{%p for r in rows %}",
        "{%p if r.报 %}",
        "{{ loop.index }}．{{ r.名 }}",
        "{%p else %}",
        "（{{ r.名 }}未报）",
        "{%p endif %}",
        "{%p endfor %}",
        "完",
    )
    assert texts(template, rows=ROWS) == ["一、", "1．甲镇", "（乙镇未报）", "完"]
    assert texts(template, rows=[]) == ["一、", "完"]


def test_several_paragraph_tags_may_share_a_paragraph():
    template = letter(
        "{%p for r in rows %}{%p if r.报 %}", "{{ r.名 }}", "{%p endif %}{%p endfor %}"
    )
    assert texts(template, rows=ROWS) == ["甲镇"]


def test_names_can_be_set_and_used():
    assert texts(letter("{% set 数 = 2 %}{{ 数 }}", "{%p set 丙 = 3 %}", "{{ 丙 }}")) == ["2", "3"]


def test_comments_are_not_printed():
    template = letter("甲{# 此处写单位 #}乙", "{#p 这一段是说明 #}", "丙")
    assert texts(template) == ["甲乙", "丙"]
    assert texts(letter("甲{# 暂不印 {{ 单位 }} #}乙")) == ["甲乙"]
    assert tags(template, NAME) == []


def test_a_line_break_inside_a_tag_counts_as_a_space():
    template = letter(f"<w:p>{run('{{ 单位')}<w:r><w:br/></w:r>{run('}}后')}</w:p>")
    assert texts(template, 单位="甲镇") == ["甲镇后"]


def test_braces_inside_a_string_belong_to_the_string():
    assert texts(letter("{{ '{' }}x{{ \"}}\" }}")) == ["{x}}"]


def test_tags_inside_a_hyperlink_are_filled():
    link = f'<w:hyperlink w:anchor="a">{run("{{ 单")}{run("位 }}")}</w:hyperlink>'
    assert texts(letter(f"<w:p>{run('见')}{link}</w:p>"), 单位="甲镇") == ["见甲镇"]


def test_headers_footers_and_footnotes_are_filled_and_named():
    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1">{p("注：{{ 注 }}")}</w:footnote>'
    )
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header:header1.xml"/>'
        '<w:headerReference w:type="first" r:id="header:header2.xml"/>'
        '<w:footerReference w:type="default" r:id="footer:footer1.xml"/></w:sectPr>'
    )
    template = letter(
        "{{ 题 }}",
        section,
        parts={
            "word/header1.xml": f"<w:hdr {SPACES}>{p('眉{{ 题 }}')}</w:hdr>",
            "word/header2.xml": f"<w:hdr {SPACES}>{p('首{{ 题 }}')}</w:hdr>",
            "word/footer1.xml": f"<w:ftr {SPACES}>{p('脚{{ 题 }}')}</w:ftr>",
            "word/footnotes.xml": f"<w:footnotes {SPACES}>{notes}</w:footnotes>",
        },
        relations=relation("header", "header1.xml")
        + relation("header", "header2.xml")
        + relation("footer", "footer1.xml")
        + relation("footnotes", "footnotes.xml"),
    )
    places = [(tag.place, tag.text) for tag in tags(template, NAME)]
    assert places == [
        ("正文 第1段", "{{ 题 }}"),
        ("页眉 第1段", "{{ 题 }}"),
        ("首页页眉 第1段", "{{ 题 }}"),
        ("页脚 第1段", "{{ 题 }}"),
        ("脚注 第1段", "{{ 注 }}"),
    ]
    content = render(template, NAME, {"题": "通报", "注": "数"}, LANGUAGE).content
    assert "眉</w:t>" not in part(content, "word/header1.xml")
    assert "眉通报<" in part(content, "word/header1.xml")
    assert "首通报<" in part(content, "word/header2.xml")
    assert "脚通报<" in part(content, "word/footer1.xml")
    assert "注：数<" in part(content, "word/footnotes.xml")


def _box(inner: str) -> str:
    drawing = f'<w:drawing><wp:inline><wp:docPr id="1" name="框"/><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wp:inline></w:drawing>'
    old = f"<w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict>"
    return (
        f'<w:p>{run("前{{ 题 }}")}<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def test_text_boxes_are_filled_once_and_have_places_of_their_own():
    template = letter(_box(p("框{{ 题 }}")), "后{{ 题 }}")
    assert [tag.place for tag in tags(template, NAME)] == [
        "正文 第1段",
        "正文 第1段文本框第1段",
        "正文 第2段",
    ]
    content = part(render(template, NAME, {"题": "通报"}, LANGUAGE).content)
    assert content.count("框通报<") == 1
    assert "Fallback" not in content


def test_drawings_in_a_loop_get_numbers_of_their_own():
    template = letter("{%p for r in rows %}", _box(p("框")), "{%p endfor %}")
    content = part(render(template, NAME, {"rows": [1, 2], "题": "x"}, LANGUAGE).content)
    assert [f'id="{number}"' in content for number in (1, 1000001, 1000002)] == [False, True, True]


def test_bookmarks_outlive_the_tags_around_them_and_are_not_repeated():
    start, end = '<w:bookmarkStart w:id="7" w:name="a"/>', '<w:bookmarkEnd w:id="7"/>'
    around = letter(
        f"<w:p>{start}{run('{%p if 有 %}')}</w:p>", "文", f"<w:p>{run('{%p endif %}')}{end}</w:p>"
    )
    for shown in (True, False):
        content = part(render(around, NAME, {"有": shown}, LANGUAGE).content)
        assert content.count("bookmarkStart") == content.count("bookmarkEnd") == 1
    inside = letter("{%p for r in rows %}", f"<w:p>{start}{run('文')}{end}</w:p>", "{%p endfor %}")
    content = part(render(inside, NAME, {"rows": [1, 2]}, LANGUAGE).content)
    assert "bookmark" not in content
    assert content.count("文") == 2


@pytest.mark.parametrize("wrap", ["sdt", "ins", "smartTag"])
def test_tags_inside_wrappers_are_filled(wrap):
    inner = run("{{ 题 }}")
    runs = {
        "sdt": f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>",
        "ins": f'<w:ins w:id="1" w:author="a">{inner}</w:ins>',
        "smartTag": f'<w:smartTag w:element="place">{inner}</w:smartTag>',
    }
    content = render(letter(f"<w:p>{runs[wrap]}</w:p>"), NAME, {"题": "通报"}, LANGUAGE).content
    assert ">通报<" in part(content)


def test_a_template_made_by_another_program_is_filled_in_place():
    document = docx.Document()
    document.add_heading("{{ 题 }}", 1)
    built = document.add_table(2, 2, style="Table Grid")
    built.cell(0, 0).text, built.cell(0, 1).text = "单位", "金额"
    built.cell(1, 0).text = "{% for r in rows %}{{ r.名 }}"
    built.cell(1, 1).text = "{{ r.额 }}{% endfor %}"
    document.sections[0].footer.paragraphs[0].text = "{{ 题 }}"
    out = io.BytesIO()
    document.save(out)
    filled = render(out.getvalue(), NAME, {"题": "通报", "rows": ROWS}, LANGUAGE).content
    assert draw(filled) == (
        "第1节 216×279毫米 纵向 页边距 上25 下25 左32 右32\n"
        "页脚\n"
        "  Footer| 通报\n"
        "正文\n"
        "  Heading 1| 通报\n"
        "  +------+------+\n"
        "  | 单位 | 金额 |\n"
        "  +------+------+\n"
        "  | 甲镇 | 3    |\n"
        "  +------+------+\n"
        "  | 乙镇 | 5    |\n"
        "  +------+------+\n"
    )
