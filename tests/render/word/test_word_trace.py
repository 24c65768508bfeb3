from pipeline.model.edition import Printed
from pipeline.model.figure import Phrase, Quantity
from pipeline.model.number import exact
from pipeline.render.word import output, render
from tests.render.word.letter import (
    LANGUAGE,
    NAME,
    SPACES,
    cell,
    letter,
    p,
    part,
    relation,
    row,
    run,
    table,
)


def amount(value, figure):
    return Quantity(exact(value), "亿元", 2, figure=figure)


def trace(template, **context):
    made = render(template, NAME, context, LANGUAGE)
    assert not any(mark in part(made.content) for mark in "\ufdd0\ufdd1\ufdd2")
    return [(one.place, one.text, one.figure) for one in made.trace]


def test_each_figure_is_recorded_where_it_stands_in_the_document():
    template = letter(
        "题",
        "{%p for r in rows %}",
        "{{ r.名 }}{{ r.额 }}亿元",
        "{%p endfor %}",
        table(row("单位", "额"), row("{% for r in rows %}{{ r.名 }}", "{{ r.额 }}{% endfor %}")),
        "共{{ 总 }}",
    )
    rows = [{"名": "甲", "额": amount("1.234", "甲/额")}, {"名": "乙", "额": amount(2, "乙/额")}]
    assert trace(template, rows=rows, 总=amount("3.234", "总/额")) == [
        ("正文 第2段", "1.23", "甲/额"),
        ("正文 第3段", "2.00", "乙/额"),
        ("正文 表1第2行第2列", "1.23", "甲/额"),
        ("正文 表1第3行第2列", "2.00", "乙/额"),
        ("正文 第4段", "3.23", "总/额"),
    ]


def test_figures_after_long_stretches_without_any_are_placed_right(monkeypatch):
    inner = cell("").replace("<w:p/>", table(row("内", "{{ 内 }}")) + p(""))
    template = letter(
        "{%p for r in rows %}",
        "文",
        "{%p endfor %}",
        table(
            row("头", "头"),
            row("{% for r in rows %}{{ loop.index }}", "{{ r }}{% endfor %}"),
            row("合计", "{{ 总 }}"),
            row(inner, "{{ 总 }}"),
        ),
        table(row("{{ 总 }}", "x")),
        "{{ 总 }}",
    )
    data = {"rows": ["甲"] * 40, "总": amount(1, "总"), "内": amount(2, "内")}
    for size in (1, 5, 33, 10_000):
        monkeypatch.setattr(output, "_BATCH", size)
        assert [place for place, _, _ in trace(template, **data)] == [
            "正文 表1第42行第2列",
            "正文 表1第43行第1列>表1第1行第2列",
            "正文 表1第43行第2列",
            "正文 表2第1行第1列",
            "正文 第41段",
        ]


def test_text_and_figure_are_recorded_unescaped():
    assert trace(letter("{{ 话 }}"), 话=Phrase("A&B<5“'\"", "组:A&B/'额'")) == [
        ("正文 第1段", "A&B<5“'\"", "组:A&B/'额'")
    ]


def test_headers_notes_and_text_boxes_have_places_too():
    separator = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('')}{p('{{ 数 }}')}</w:txbxContent></v:textbox></w:pict></w:r>"
    template = letter(
        f"<w:p>{box}{run('{{ 数 }}')}</w:p>",
        "{{ 数 }}",
        parts={
            "word/footer1.xml": f"<w:ftr {SPACES}>{p('{{ 数 }}')}</w:ftr>",
            "word/footnotes.xml": f"<w:footnotes {SPACES}>{separator}"
            f'<w:footnote w:id="1">{p("{{ 数 }}")}</w:footnote></w:footnotes>',
        },
        relations=relation("footer", "footer1.xml") + relation("footnotes", "footnotes.xml"),
    )
    assert [place for place, _, _ in trace(template, 数=amount(1, "数"))] == [
        "正文 第1段文本框第2段",
        "正文 第1段",
        "正文 第2段",
        "页脚 第1段",
        "脚注 第1段",
    ]


def test_a_mark_that_a_filter_cut_apart_shows_and_is_not_traced():
    made = render(letter("{{ (数|string)[0:4] }}"), NAME, {"数": amount(1, "数")}, LANGUAGE)
    assert made.trace == ()
    assert "\ufffd" in part(made.content)


def test_a_gap_is_recorded_as_such():
    made = render(letter("{{ 缺 }}"), NAME, {"缺": Phrase("【缺：到位】", "全市/到位")}, LANGUAGE)
    assert made.trace == (Printed("正文 第1段", "【缺：到位】", "全市/到位"),)
