"""One template per feature of docxtpl, filled by docxtpl and by us: the same document, or why not."""

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from pipeline.model.attachment import Picture
from pipeline.model.finding import Faulty
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.word import render
from tests.drawings.word import draw
from tests.render.word.drawn import png
from tests.render.word.letter import NAME, part

docxtpl = pytest.importorskip("docxtpl")
LANGUAGE = Language(FILTERS)
ROWS = [{"名": "甲&乙", "额": 3, "色": "FF0000"}, {"名": "丙<丁", "额": 5, "色": "00FF00"}]
DATA = {"题": "通报", "有": True, "rows": ROWS, "cols": ["一月", "二月", "三月"], "n": 2}


def paragraphs(*texts):
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return document


def grid(*rows):
    document = docx.Document()
    built = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for number, texts in enumerate(rows):
        for column, text in enumerate(texts):
            built.cell(number, column).text = text
    return document


def edges():
    document = paragraphs("正文{{ 题 }}")
    section = document.sections[0]
    section.header.paragraphs[0].text = "眉{{ 题 }}"
    section.footer.paragraphs[0].text = "{% for r in rows %}{{ r.额 }}{% endfor %}"
    return document


def nested():
    document = grid(["{%tr for r in rows %}", ""], ["{{ r.名 }}", ""], ["{%tr endfor %}", ""])
    inner = document.tables[0].cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "{{ r.额 }}", "{{ 题 }}"
    return document


def box():
    document = paragraphs("前")
    xml = (
        f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'><w:pict><v:shape><v:textbox>"
        "<w:txbxContent><w:p><w:r><w:t>框{{ 题 }}</w:t></w:r></w:p></w:txbxContent></v:textbox>"
        "</v:shape></w:pict></w:r>"
    )
    document.paragraphs[0]._p.append(parse_xml(xml))
    return document


def split():
    document = paragraphs()
    words = document.add_paragraph()
    for text in ("前{", "{ 题", " }", "}后{% if", " 有 %}有{% end", "if %}"):
        words.add_run(text)
    return document


FEATURES = {
    "values and filters": paragraphs("{{ 题 }}{{ rows|length }}{{ 题|upper }}{{ rows[0].名 }}"),
    "conditions": paragraphs("{% if 有 %}有{% elif n %}二{% else %}无{% endif %}"),
    "loops in a line": paragraphs("{% for r in rows %}{{ loop.index }}{{ r.名 }}，{% endfor %}"),
    "paragraphs": paragraphs("{%p for r in rows %}", "{{ r.名 }}", "{%p endfor %}", "{%p if not 有 %}",
                             "无", "{%p else %}", "有", "{%p endif %}"),
    "runs": paragraphs("甲{%r if 有 %}乙{%r endif %}丙"),
    "comments": paragraphs("甲{# 注 #}乙", "{#p 整段 #}", "丙"),
    "settings": paragraphs("{% set x = n * 2 %}{{ x }}"),
    "rows": grid(["头", "头"], ["{%tr for r in rows %}", ""], ["{{ r.名 }}", "{{ r.额 }}"],
                 ["{%tr endfor %}", ""], ["合", "{{ rows|sum(attribute='额') }}"]),
    "conditional rows": grid(["{%tr if 有 %}", ""], ["甲", "乙"], ["{%tr endif %}", ""], ["丙", "丁"]),
    "columns": grid(["项", "{%tc for c in cols %}", "{{ c }}", "{%tc endfor %}"],
                    ["数", "{%tc for c in cols %}", "{{ loop.index }}", "{%tc endfor %}"]),
    "rows and columns": grid(["项", "{%tc for c in cols %}", "{{ c }}", "{%tc endfor %}"],
                             ["{%tr for r in rows %}", "", "", ""],
                             ["{{ r.名 }}", "{%tc for c in cols %}", "{{ r.额 }}{{ c }}", "{%tc endfor %}"],
                             ["{%tr endfor %}", "", "", ""]),
    "vertical merge": grid(["{%tr for r in rows %}", ""], ["{% vm %}全市", "{{ r.名 }}"],
                           ["{%tr endfor %}", ""]),
    "horizontal merge": grid(["{%tc for c in cols %}", "{% hm %}题", "{%tc endfor %}"],
                             ["{%tc for c in cols %}", "{{ c }}", "{%tc endfor %}"]),
    "headers and footers": edges(),
    "nested tables": nested(),
    "text boxes": box(),
    "split runs": split(),
}  # fmt: skip


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def theirs(data, values, change=None):
    document = docxtpl.DocxTemplate(io.BytesIO(data))
    if change:
        values = {**values, **change(document)}
    document.render(values, autoescape=True)
    return saved(document)


def ours(data, values):
    return render(data, NAME, values, LANGUAGE).content


@pytest.mark.parametrize("feature", FEATURES)
@pytest.mark.parametrize("some", [True, False])
def test_a_feature_of_docxtpl_gives_the_same_document(feature, some):
    values = DATA if some else {**DATA, "有": False, "n": 0, "rows": ROWS[:1], "cols": ["一"]}
    data = saved(FEATURES[feature])
    assert draw(ours(data, values)) == draw(theirs(data, values))


def test_the_colour_of_a_cell_is_the_same():
    data = saved(
        grid(
            ["{%tr for r in rows %}", ""],
            ["{% cellbg r.色 %}{{ r.名 }}", "x"],
            ["{%tr endfor %}", ""],
        )
    )
    for made in (ours(data, DATA), theirs(data, DATA)):
        assert [part(made).count(f'w:fill="{one}"') for one in ("FF0000", "00FF00")] == [1, 1]
    assert draw(ours(data, DATA)) == draw(theirs(data, DATA))


def test_the_span_of_a_cell_is_the_same():
    document = grid(["{% colspan n %}题", "尾", ""], ["一", "二", "三"])
    row = document.tables[0].rows[0]._tr
    row.remove(row.tc_lst[2])
    data = saved(document)
    assert draw(ours(data, DATA)) == draw(theirs(data, DATA))


def test_properties_are_the_same_and_keywords_are_filled_too():
    document = paragraphs("甲")
    document.core_properties.title, document.core_properties.subject = "{{ 题 }}", "关于{{ 题 }}"
    document.core_properties.keywords = "{{ 题 }}"
    data = saved(document)
    pair = [
        docx.Document(io.BytesIO(one)).core_properties
        for one in (ours(data, DATA), theirs(data, DATA))
    ]
    assert pair[0].title == pair[1].title == "通报"
    assert pair[0].subject == pair[1].subject == "关于通报"
    # docxtpl leaves the keywords' tag standing (design: word.md, feature table)
    assert (pair[0].keywords, pair[1].keywords) == ("通报", "{{ 题 }}")


def test_a_picture_is_as_large():
    data = saved(paragraphs("前{{ 图.a }}后"))
    picture = png(30, 20)
    mine = ours(data, {"图": {"a": Picture("a.png", picture)}})
    other = theirs(
        data, {}, lambda one: {"图": {"a": docxtpl.InlineImage(one, io.BytesIO(picture))}}
    )
    sizes = [
        [(one.width, one.height) for one in docx.Document(io.BytesIO(made)).inline_shapes]
        for made in (mine, other)
    ]
    assert sizes[0] == sizes[1] != []
    wide = ours(saved(paragraphs("{{ 图.a|宽(60) }}")), {"图": {"a": Picture("a.png", picture)}})
    assert docx.Document(io.BytesIO(wide)).inline_shapes[0].width == Mm(60)


def test_formatted_words_are_the_same():
    data = saved(paragraphs("前{{r 段 }}后"))
    rich = docxtpl.RichText("红<", bold=True, color="FF0000")
    rich.add("上", superscript=True)
    made = ours(
        data,
        {"段": [{"文字": "红<", "加粗": True, "颜色": "FF0000"}, {"文字": "上", "上标": True}]},
    )
    looks = [
        [(one.text, bool(one.bold), str(one.font.color.rgb), bool(one.font.superscript)) for one in each if one.text]
        for each in (docx.Document(io.BytesIO(each)).paragraphs[0].runs
                     for each in (made, theirs(data, {"段": rich})))
    ]  # fmt: skip
    assert looks[0] == looks[1]


def test_the_end_of_a_paragraph_beside_its_tag_is_refused_where_docxtpl_loses_it():
    data = saved(paragraphs("要紧{%p if 有 %}", "甲", "{%p endif %}"))
    assert "要紧" not in draw(theirs(data, DATA))
    with pytest.raises(Faulty, match="会随标签一起消失"):
        ours(data, DATA)


def test_a_control_character_is_marked_where_docxtpl_loses_it():
    data = saved(paragraphs("{{ 题 }}"))
    values = {"题": "甲\x01乙"}
    assert "甲乙" in draw(theirs(data, values))
    assert "甲\ufffd乙" in draw(ours(data, values))


def test_a_loop_in_a_row_repeats_the_row_where_docxtpl_invents_cells():
    data = saved(grid(["{% for r in rows %}{{ r.额 }}", "x{% endfor %}"]))
    assert len(docx.Document(io.BytesIO(ours(data, DATA))).tables[0].rows) == 2
    assert len(docx.Document(io.BytesIO(theirs(data, DATA))).tables[0].rows) == 1
