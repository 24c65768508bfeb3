"""A template with faults gets one line for each: where, which tag, what is wrong, what to do."""

import pytest

from pipeline.model.finding import Faulty
from pipeline.render.word import faults, render, tags
from tests.render.word.letter import (
    LANGUAGE,
    NAME,
    SPACES,
    cell,
    complaints,
    letter,
    p,
    row,
    run,
    table,
)

DATA = {"单位": "甲镇", "有": True, "rows": [{"名": "甲镇", "额": 3}]}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{{ 单位 } 好", "正文 第1段 {{ 单位 }：花括号没有写全；请写成：{{ 单位 }}"),
        ("{ 单位 }}", "正文 第1段 { 单位 }}：花括号没有写全；请写成：{{ 单位 }}"),
        ("{ 单位 }", "正文 第1段 { 单位 }：花括号没有写全；请写成：{{ 单位 }}"),
        ("｛｛ 单位 ｝｝", "正文 第1段 ｛｛ 单位 ｝｝：用了全角括号；请改成半角：{{ 单位 }}"),
        ("{｛ 单位 }}", "正文 第1段 {｛ 单位 }}：用了全角括号；请改成半角：{{ 单位 }}"),
        ("{{ 单位 ｝}", "正文 第1段 {{ 单位 ｝}：用了全角括号；请改成半角：{{ 单位 }}"),
        ("｛% set x = 1 ％｝", "正文 第1段 ｛% set x = 1 ％｝：用了全角括号；请改成半角：{% set x = 1 %}"),
        ("甲{{ 单位", "正文 第1段 {{ 单位：标签没有闭合；请在同一段里补上“}}”"),
        ("甲 }}", "正文 第1段 }}：多出标签的后一半；请删去，或在同一段里补上标签的开头"),
        ("甲 %}", "正文 第1段 %}：多出标签的后一半；请删去，或在同一段里补上标签的开头"),
        ("甲{乙", "正文 第1段 {：有单独的花括号；标签请写成{{ … }}；要印出花括号本身，请写{{ '{' }}"),
        ("甲｝乙", "正文 第1段 ｝：有单独的花括号；标签请写成{{ … }}；要印出花括号本身，请写{{ '{' }}"),
        ("{{tr 单位 }}", "正文 第1段 {{tr 单位 }}：不支持{{tr … }}这种标签；请去掉tr：{{ 单位 }}"),
        ("{{r }}", "正文 第1段 {{r }}：不支持{{r … }}这种标签；请写成：{{ r }}"),
        ("{% vm %}", "正文 第1段 {% vm %}：{% vm %}不在表格里；请写在要合并或涂色的单元格里"),
        ("{% hm %}", "正文 第1段 {% hm %}：{% hm %}不在表格里；请写在要合并或涂色的单元格里"),
        ("{% colspan 2 %}", "正文 第1段 {% colspan 2 %}：{% colspan %}不在表格里；请写在要合并或涂色的单元格里"),
        ("{% cellbg 'FF0000' %}", "正文 第1段 {% cellbg 'FF0000' %}：{% cellbg %}不在表格里；请写在要合并或涂色的单元格里"),
        ("{% include 'a' %}", "正文 第1段 {% include 'a' %}：不支持{% include %}这种标签；可用的有for、if、elif、else、set"),
        ("{% raw %}", "正文 第1段 {% raw %}：不支持{% raw %}这种标签；可用的有for、if、elif、else、set"),
        ("{{- 单位 }}", "正文 第1段 {{- 单位 }}：花括号旁的加减号不受支持；请去掉紧挨花括号的“-”或“+”"),
        ("{{ 单位|default（“无”） }}", "正文 第1段 {{ 单位|default（“无”） }}：标签里有全角字符““”（）”；请改成：{{ 单位|default(\"无\") }}"),
        ("{{ 单为 }}", "正文 第1段 {{ 单为 }}：没有“单为”这个名称；是不是想写“单位”？"),
        ("{{ 单位 + }}", "正文 第1段 {{ 单位 + }}：标签写法有误（内容不完整或多了符号）；请对照手册检查"),
        ("{% fro r in rows %}", "正文 第1段 {% fro r in rows %}：标签写法有误（没有这种标签）；请对照手册检查"),
        ("{% if 有 %}甲", "正文 第1段 {% if 有 %}：{% if %}没有闭合；请在后面补上{% endif %}"),
        ("甲{% endif %}", "正文 第1段 {% endif %}：没有对应的{% if %}；请删去，或在前面补上开头"),
        ("{%tr set x = 1 %}", "正文 第1段 {%tr set x = 1 %}：{%tr %}不在表格里；整段的重复或取舍请用{%p %}"),
        ("甲{%p set x = 1 %}", "正文 第1段 {%p set x = 1 %}：同段还有文字“甲”，会随标签一起消失；请让{%p %}标签独占一段"),
        ("{%p set x = 1 %}{{ 单位 }}", "正文 第1段 {%p set x = 1 %}：同段还有标签{{ 单位 }}，会随标签一起消失；请让{%p %}标签独占一段"),
        ("{%p if 有 %}{%p endif %}", "正文 第1段 {%p endif %}：开头和结尾在同一段里，这一段会整个消失；请去掉p，或把开头、内容、结尾分成三段"),
    ],
)  # fmt: skip
def test_a_faulty_paragraph_is_reported_once(text, complaint):
    assert complaints(letter(text), **DATA) == [complaint]


@pytest.mark.parametrize(
    ("blocks", "complaint"),
    [
        (["{{ 单", "位 }}"], "正文 第1段 {{ 单：标签被拆在两段里，后一半在正文 第2段；请把整个标签写在同一段里：{{ 单位 }}"),
        (
            [table(row("{%tr for r", "in rows %}"), row("{{ r.名 }}", ""), row("{%tr endfor %}", ""))],
            "正文 表1第1行第1列 {%tr for r：标签被拆在两个单元格里，后一半在正文 表1第1行第2列；请把整个标签写在同一段里：{%tr for r in rows %}",
        ),
        (
            [table(row("{%tr for r in rows %}", "文字"), row("{{ r.名 }}", ""), row("{%tr endfor %}", ""))],
            "正文 表1第1行第1列 {%tr for r in rows %}：同一行还有文字“文字”，会随标签一起消失；请让{%tr %}标签独占一行",
        ),
        (
            [table(row("{%tr for r in rows %}{{ r.名 }}", "{%tr endfor %}"))],
            "正文 表1第1行第1列 {%tr for r in rows %}：同一行还有标签{{ r.名 }}，会随标签一起消失；请让{%tr %}标签独占一行",
        ),
        (
            ["{% if 有 %}", "甲", "{% endif %}"],
            "正文 第3段 {% endif %}：与正文 第1段的{% if 有 %}不在同一段；重复或取舍整段请用{%p … %}，标签各占一段",
        ),
        (
            ["{%p if 有 %}", "甲", "{% endif %}"],
            "正文 第3段 {% endif %}：与正文 第1段的{%p if 有 %}写法不一致；开头、中间和结尾要么都写{%p … %}，要么都不写p",
        ),
        (
            [table(row("{% for r in rows %}", "x"), row("{{ r.名 }}", "{% endfor %}"))],
            "正文 表1第2行第2列 {% endfor %}：与正文 表1第1行第1列的{% for r in rows %}不在同一行；重复或取舍整行请用{%tr … %}，标签各占一行",
        ),
        (
            [table(row("甲", "{% for r in rows %}{{ r.名 }}", "{{ r.额 }}{% endfor %}"), columns=3)],
            "正文 表1第1行第3列 {% endfor %}：与正文 表1第1行第2列的{% for r in rows %}不在同一格，也不是从第一格到最后一格；重复或取舍整行，请把开头放在第一格最前、结尾放在最后一格最后",
        ),
        (
            [table(row("第{% for r in rows %}{{ r.名 }}", "{{ r.额 }}{% endfor %}"))],
            "正文 表1第1行第2列 {% endfor %}：重复或取舍整行时，标签要在第一格的最前和最后一格的最后；请移动{% for r in rows %}或{% endfor %}",
        ),
        (
            [table(row("{% if 有 %}甲", "{% else %}乙{% endif %}"))],
            "正文 表1第1行第2列 {% else %}：整行的循环或判断里不能有else；请改用{%tr %}分行写",
        ),
        (
            ["{%p if 有 %}", table(row("甲", cell("{%p endif %}", "乙")))],
            "正文 表1第1行第2列 {%p endif %}：与正文 第1段的{%p if 有 %}不在同一个单元格或正文里；开头和结尾要放在同一处",
        ),
        (
            [f'<w:p>{run("{% if 有 %}")}<w:hyperlink w:anchor="a">{run("甲{% endif %}")}</w:hyperlink></w:p>'],
            "正文 第1段 {% endif %}：与正文 第1段的{% if 有 %}一个在超链接等内容里面，一个在外面；请都移到外面",
        ),
        (
            [f"<w:p>{run('{{ 单')}<w:r><w:drawing/></w:r>{run('位 }}')}</w:p>"],
            "正文 第1段 {{ 单\ufffc位 }}：标签中间夹有图片、域或符号；请把标签删去，整个重新输入",
        ),
        (
            [f"<w:p>{run('{%p set x = 1 %}')}<w:r><w:drawing/></w:r></w:p>"],
            "正文 第1段 {%p set x = 1 %}：同段还有图片、域或分节符，会随标签一起消失；请让{%p %}标签独占一段",
        ),
        (
            ["{%p for r in rows %}", f'<w:p>{run("文")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>', "{%p endfor %}"],
            "正文 第1段 {%p for r in rows %}：循环里有脚注、尾注或批注；请移到循环外面",
        ),
        (
            ['<w:p><w:r><w:instrText xml:space="preserve"> HYPERLINK "{{ 单位 }}" </w:instrText></w:r></w:p>'],
            '正文（域代码）：这里的标签尚不支持：HYPERLINK "{{ 单位 }}"；请移到普通文字里',
        ),
        (
            ['<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="{{ 单位 }}"/></wp:inline></w:drawing></w:r></w:p>'],
            "正文（图形的名称、替代文字等）：这里的标签尚不支持：{{ 单位 }}；请移到普通文字里",
        ),
        (
            ['<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>{{ 单位 }}</w:delText></w:r></w:del></w:p>'],
            "正文（修订中已删去的文字）：这里的标签尚不支持：{{ 单位 }}；请移到普通文字里",
        ),
        (
            ["{%tc for r in rows %}", "甲", "{%tc endfor %}"],
            "正文 第1段 {%tc for r in rows %}：{%tc %}不在表格里；整段的重复或取舍请用{%p %}",
        ),
        (
            [table(row("{%tc for r in rows %}甲", "{{ r.名 }}", "{%tc endfor %}"), columns=3)],
            "正文 表1第1行第1列 {%tc for r in rows %}：同一格还有文字“甲”，会随标签一起消失；请让{%tc %}标签独占一格",
        ),
        (
            [table(row("{%tc for r in rows %}{%tc endfor %}", "甲"))],
            "正文 表1第1行第1列 {%tc endfor %}：开头和结尾在同一格里，这一格会整个消失；请去掉tc，或把开头、内容、结尾分成三格",
        ),
        (
            [table(row("{%tc for r in rows %}", "甲"), row("乙", "{%tc endfor %}"))],
            "正文 表1第2行第2列 {%tc endfor %}：与正文 表1第1行第1列的{%tc for r in rows %}不在同一个表格行里；开头和结尾要放在同一处",
        ),
        (
            [table(row("{%tc for r in rows %}", "{{ r.名 }}", "{%tc endfor %}"), row("注", "", ""), columns=3)],
            "正文 表1第1行第1列 {%tc for r in rows %}：别的行在这一列里有文字，这一列会消失；请把那一格与旁边的合并，或移走文字",
        ),
        (
            [table(row("{% vm %}甲", "乙"))],
            "正文 表1第1行第1列 {% vm %}：{% vm %}不在按行重复的循环里；纵向合并只用于循环里的单元格",
        ),
        (
            [table(row("{%tr for r in rows %}", ""), row("{% vm %}甲", ""), row("乙", ""), row("{%tr endfor %}", ""))],
            "正文 表1第2行第1列 {% vm %}：所在的循环里还有别的行，合并会被隔断；每次循环只留一行，或每行都写{% vm %}",
        ),
        (
            [table(row("{% hm %}甲", "乙"))],
            "正文 表1第1行第1列 {% hm %}：{% hm %}不在{%tc for … %}里；横向合并只用于按列重复的单元格",
        ),
        (
            [table(row("{% colspan %}甲", "乙"))],
            "正文 表1第1行第1列 {% colspan %}：{% colspan %}没有写列数；例如：{% colspan 2 %}",
        ),
        (
            [table(row("{% cellbg 颜色 %}甲", "乙"))],
            "正文 表1第1行第1列 {% cellbg 颜色 %}：没有“颜色”这个名称；请用 tongbao fields 查看可用的名称",
        ),
        (
            [p("甲{{p rows }}")],
            "正文 第1段 {{p rows }}：同段还有文字“甲”，会随标签一起消失；请让{{p … }}标签独占一段",
        ),
    ],
)  # fmt: skip
def test_a_faulty_structure_is_reported(blocks, complaint):
    assert complaint in complaints(letter(*blocks), **DATA)


def test_every_fault_is_reported_in_one_pass_in_the_order_of_the_text():
    template = letter(
        "{{ 单为 }}",
        "｛｛ 单位 ｝｝",
        table(row("甲", "{{ r }}"), row("{{ 单位 }", "x")),
        "{%p if 有 %}",
        "{% endfor %}",
    )
    places = [fault.place for fault in faults(template, NAME, DATA, LANGUAGE)]
    assert places == [
        "正文 第1段 {{ 单为 }}",
        "正文 第2段 ｛｛ 单位 ｝｝",
        "正文 表1第1行第2列 {{ r }}",
        "正文 表1第2行第1列 {{ 单位 }",
        "正文 第4段 {% endfor %}",
    ]


def test_names_are_judged_only_against_data():
    assert faults(letter("{{ 单为 }}"), NAME, None, LANGUAGE) == []


def test_a_broken_tag_is_still_judged_for_its_name():
    assert complaints(letter("｛｛ 单为 ｝｝"), **DATA) == [
        "正文 第1段 ｛｛ 单为 ｝｝：用了全角括号；请改成半角：{{ 单为 }}",
        "正文 第1段 ｛｛ 单为 ｝｝：没有“单为”这个名称；是不是想写“单位”？",
    ]


def test_a_loop_with_full_width_brackets_does_not_bring_false_faults_in_its_train():
    assert complaints(letter("{% for r in rows｜list %}{{ r.名 }}{% endfor %}"), **DATA) == [
        "正文 第1段 {% for r in rows｜list %}：标签里有全角字符“｜”；请改成：{% for r in rows|list %}"
    ]


def test_a_name_set_in_the_body_is_not_known_in_the_header():
    header = f"<w:hdr {SPACES}>{p('{{ 数 }}')}</w:hdr>"
    from tests.render.word.letter import relation

    template = letter(
        "{% set 数 = 1 %}{{ 数 }}",
        parts={"word/header1.xml": header},
        relations=relation("header", "header1.xml"),
    )
    assert [fault.place for fault in faults(template, NAME, DATA, LANGUAGE)] == [
        "页眉 第1段 {{ 数 }}"
    ]


def test_a_faulty_template_is_not_rendered():
    with pytest.raises(Faulty) as caught:
        render(letter("{{ 单为 }}", "｛｛ 单位 ｝｝"), NAME, DATA, LANGUAGE)
    assert [fault.problem for fault in caught.value.faults] == [
        "没有“单为”这个名称",
        "用了全角括号",
    ]


def test_tags_are_listed_with_the_places_a_clerk_would_name():
    inner = cell("{{ a }}").replace("</w:tc>", table(row("x", "{{ b }}")) + p("") + "</w:tc>")
    template = letter("", "{{ c }}", table(row("x", "y"), row("z", inner)), "{% if d %}{% endif %}")
    assert [(tag.place, tag.text, tag.shown) for tag in tags(template, NAME)] == [
        ("正文 第2段", "{{ c }}", "{{ c }}"),
        ("正文 表1第2行第2列", "{{ a }}", "{{ a }}"),
        ("正文 表1第2行第2列>表1第1行第2列", "{{ b }}", "{{ b }}"),
        ("正文 第3段", "{% if d %}", "{% if d %}"),
        ("正文 第3段", "{% endif %}", "{% endif %}"),
    ]
