"""Charts that the author drew take the data of their description and keep their looks."""

import io
import zipfile

import docx
import openpyxl
import pytest
from lxml import etree

from pipeline.model.figure import Quantity
from pipeline.model.finding import Faulty
from pipeline.model.number import exact
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.word import faults, render
from tests.render.word.drawn import chart_of, chart_part, chart_parts, picture_of
from tests.render.word.letter import NAME, letter, p, part, relation

LANGUAGE = Language(FILTERS)
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DATA = {
    "类别": ["甲镇", "乙<镇", "丙镇"],
    "系列": [{"名称": "完成", "数": [3, 5, None]}, {"名称": "目标", "数": [4, 4, 4]}],
}


def template(chart, description="{{ 图:图甲 }}", *around, book=True):
    before, after = around or ((), ())
    return letter(
        *before,
        p(chart_of(description)),
        *after,
        parts=chart_parts(chart, book),
        relations=relation("chart", "charts/chart1.xml"),
    )


def made(source, **context):
    return render(source, NAME, {"图甲": DATA, **context}, LANGUAGE).content


def series(content, name="word/charts/chart1.xml"):
    """name, categories, values and colour of each series of a chart."""
    root = etree.fromstring(part(content, name).encode())
    found = []
    for one in root.iter(C + "ser"):
        colour = one.find(f"{C}spPr//{{*}}srgbClr")
        found.append(
            (
                "".join(one.find(C + "tx").itertext("{*}v")),
                [each.text for each in one.find(C + "cat").iter(C + "v")],
                [each.text for each in one.find(C + "val").iter(C + "v")],
                None if colour is None else colour.get("val"),
            )
        )
    return found


@pytest.mark.parametrize("kind", ["column", "bar", "line", "area", "radar"])
def test_a_chart_takes_its_categories_and_series_and_keeps_its_colours(kind):
    content = made(template(chart_part(kind)))
    names = ["甲镇", "乙<镇", "丙镇"]
    assert series(content) == [
        ("完成", names, ["3", "5"], "101010"),
        ("目标", names, ["4", "4", "4"], "202020"),
    ]
    assert '<c:ptCount val="3"/>' in part(content, "word/charts/chart1.xml")
    docx.Document(io.BytesIO(content))


def test_a_gap_stays_a_gap():
    root = etree.fromstring(
        part(made(template(chart_part("column"))), "word/charts/chart1.xml").encode()
    )
    first = next(root.iter(C + "val"))
    assert [one.get("idx") for one in first.iter(C + "pt")] == ["0", "1"]


@pytest.mark.parametrize("kind", ["pie", "doughnut"])
def test_a_pie_shows_one_series(kind):
    pie = {"类别": ["工业", "农业"], "系列": [{"名称": "占比", "数": [60, 40]}]}
    content = made(template(chart_part(kind, 1)), 图甲=pie)
    assert [one[:3] for one in series(content)] == [("占比", ["工业", "农业"], ["60", "40"])]


def test_a_combined_chart_gives_its_last_series_to_the_line():
    content = made(template(chart_part("column", 2, combined="line")))
    root = etree.fromstring(part(content, "word/charts/chart1.xml").encode())
    drawn = {
        etree.QName(plot).localname: ["".join(one.itertext("{*}v")) for one in plot.iter(C + "tx")]
        for plot in root.iter(C + "barChart", C + "lineChart")
    }
    assert drawn == {"barChart": ["完成"], "lineChart": ["目标"]}


def test_further_series_follow_the_last_one_and_those_without_data_go():
    three = {"类别": ["甲"], "系列": [{"名称": str(one), "数": [one]} for one in (1, 2, 3)]}
    assert [one[0::3] for one in series(made(template(chart_part("column")), 图甲=three))] == [
        ("1", "101010"),
        ("2", "202020"),
        ("3", None),
    ]
    one = {"类别": ["甲"], "系列": three["系列"][:1]}
    assert [one[0] for one in series(made(template(chart_part("column")), 图甲=one))] == ["1"]


def test_the_workbook_behind_the_chart_holds_the_same_figures():
    content = made(template(chart_part("column")))
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert [name for name in names if "embeddings" in name] == ["word/embeddings/chart1.xlsx"]
    relations = part(content, "word/charts/_rels/chart1.xml.rels")
    assert "old.xlsx" not in relations
    assert "../embeddings/chart1.xlsx" in relations
    chart = part(content, "word/charts/chart1.xml")
    assert 'r:id="rIdMade1"' in chart[chart.index("externalData") :]
    assert "Sheet1!$B$2:$B$4" in chart
    book = zipfile.ZipFile(io.BytesIO(content)).read("word/embeddings/chart1.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book))["Sheet1"]
    assert [[one.value for one in each] for each in sheet.rows] == [
        [None, "完成", "目标"],
        ["甲镇", 3, 4],
        ["乙<镇", 5, 4],
        ["丙镇", None, 4],
    ]


def test_a_chart_without_a_workbook_gets_one():
    content = made(template(chart_part("line"), book=False))
    assert "word/embeddings/chart1.xlsx" in zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_a_chart_in_a_loop_becomes_one_chart_for_each_turn():
    around = (["{%p for d in 各图 %}"], ["{%p endfor %}"])
    source = template(chart_part("column"), "{{ 图：d }}", *around)
    data = [{"类别": ["甲"], "系列": [{"名称": name, "数": [1]}]} for name in "子丑寅"]
    content = made(source, 各图=data)
    parts = [f"word/charts/chart{number}.xml" for number in (1, 2, 3)]
    assert [series(content, name)[0][0] for name in parts] == ["子", "丑", "寅"]
    body = part(content)
    used = [
        one.split('"')[1]
        for one in body.split("<c:chart ")[1:]
        for one in [one[one.index("r:id=") :]]
    ]
    assert len(set(used)) == 3
    types = part(content, "[Content_Types].xml")
    assert all(f'"/{name}"' in types for name in parts)
    assert len({part(content, f"word/charts/_rels/chart{one}.xml.rels") for one in (1, 2, 3)}) == 3
    docx.Document(io.BytesIO(content))
    assert content == made(source, 各图=data)


def test_a_chart_is_made_from_a_list_of_units():
    def amount(value):
        return Quantity(None if value is None else exact(value), "亿元", 2, "未报送")

    units = [
        {"名称": "甲镇", "到位": {"完成": amount("1.235"), "目标": amount(2)}},
        {"名称": "乙镇", "到位": {"完成": amount(None), "目标": amount(3)}},
    ]
    tag = "{{ 图:各单位|图表('名称', '完成额=到位.完成', '到位.目标') }}"
    content = made(template(chart_part("column"), tag), 各单位=units)
    # 1.235 prints with two decimals as 1.24: the chart says what the text says
    assert [one[:3] for one in series(content)] == [
        ("完成额", ["甲镇", "乙镇"], ["1.24"]),
        ("到位.目标", ["甲镇", "乙镇"], ["2.00", "3.00"]),
    ]


def test_the_words_of_a_chart_are_filled_though_word_split_their_tags():
    title = (
        "<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>{{ 题</a:t></a:r>"
        "<a:r><a:t> }}情况</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    )
    chart = chart_part("column").replace("<c:plotArea>", title + "<c:plotArea>", 1)
    content = made(template(chart), 题="A&B")
    root = etree.fromstring(part(content, "word/charts/chart1.xml").encode())
    assert "".join(next(root.iter(C + "title")).itertext()) == "A&B情况"
    assert series(content)[0][0] == "完成"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ([1], "图表的数据应有“类别”和“系列”"),
        ({"类别": ["甲"], "系列": [{"名称": "x"}]}, "图表的数据应有“类别”和“系列”"),
        (
            {"类别": ["甲"], "系列": [{"名称": "x", "数": [1, 2]}]},
            "图表有1个类别，第1个系列却有2个数",
        ),
        ({"类别": [], "系列": []}, "图表没有数据"),
        ({"类别": ["甲"], "系列": [{"名称": "x", "数": [0.5]}]}, "不是数的内容"),
        ({"类别": "甲乙", "系列": []}, "图表的数据应有“类别”和“系列”"),
    ],
)
def test_data_that_no_chart_can_show_are_reported_at_the_chart(data, problem):
    with pytest.raises(Faulty) as caught:
        made(template(chart_part("column")), 图甲=data)
    assert problem in caught.value.faults[0].problem
    assert caught.value.faults[0].place == "正文 第1段（图表） {{ 图:图甲 }}"


def test_a_chart_of_another_kind_is_refused():
    with pytest.raises(Faulty, match="这种图换不了数据"):
        made(template(chart_part("scatter")))


def test_a_chart_that_names_unknown_data_is_reported_without_rendering():
    (fault,) = faults(template(chart_part("column")), NAME, {"图乙": DATA}, LANGUAGE)
    assert fault.line.endswith("（图表） {{ 图:图甲 }}：没有“图甲”这个名称；是不是想写“图乙”？")


def test_the_sign_for_a_chart_on_something_else_is_refused():
    source = letter(
        p(picture_of("{{ 图:图甲 }}")),
        parts={"word/media/old.png": "x"},
        relations=relation("image", "media/old.png"),
    )
    (fault,) = faults(source, NAME, {"图甲": DATA}, LANGUAGE)
    assert fault.problem == "“{{ 图:… }}”写在了别的图形上"
