"""`{{ x|链接 }}`: a cell that leads to an address of the data, and only where one may lead."""

import pytest

from pipeline.model.finding import Faulty
from tests.render.excel.workbook import column, formulas, one, part, problems, render, template

CELLS = {"A1": "{% for u in 各 %}{{ u.n }}", "B1": "{{ u.w|链接('查看') }}{% endfor %}", "A2": "完"}


def links(made, name="表"):
    return {
        cell.coordinate: cell.hyperlink.target or f"#{cell.hyperlink.location}"
        for row in formulas(made)[name].iter_rows()
        for cell in row
        if cell.hyperlink
    }


def units(*targets):
    return {"各": [{"n": n, "w": one} for n, one in enumerate(targets)]}


def test_each_row_leads_to_its_own_address():
    made = render(one(CELLS), units("https://a.gov.cn/1?x=1&y=2", "mailto:b@c.cn", "#表!A1"))
    assert links(made) == {
        "B1": "https://a.gov.cn/1?x=1&y=2", "B2": "mailto:b@c.cn", "B3": "#表!A1"
    }  # fmt: skip
    assert column(made, "B")[:3] == ["查看"] * 3
    relations = part(made.content, "xl/worksheets/_rels/sheet1.xml.rels")
    assert relations.count('TargetMode="External"') == 2


def test_an_address_shows_itself_where_nothing_else_is_said():
    made = render(one({"A1": "{{ w|链接 }}"}), {"w": "http://a.cn"})
    assert (column(made, "A"), links(made)) == (["http://a.cn"], {"A1": "http://a.cn"})


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "javascript:alert(1)", r"\\server\share", "ftp://a.cn", "a.cn", "",
     "https://a.cn/ x", "#=HYPERLINK(1)", "#", "https://a.cn/" + "长" * 3000, "http://a.cn\"/>"],
)  # fmt: skip
def test_any_other_address_stays_text_and_leads_nowhere(target):
    made = render(one({"A1": "{{ w|链接('看') }}", "B1": "x"}), {"w": target})
    assert (column(made, "A"), links(made)) == (["看"], {})


def test_links_of_the_template_stay_and_those_of_sheets_are_apart():
    def touch(book):
        book["{% for u in 各 %}{{ u.n }}"]["A3"].hyperlink = "https://old.cn/"

    data = template(
        ("{% for u in 各 %}{{ u.n }}", {"A1": "{{ u.w|链接 }}", "A3": "旧"}), touch=touch
    )
    made = render(data, {"各": [{"n": "甲", "w": "http://a.cn"}, {"n": "乙", "w": "http://b.cn"}]})
    assert links(made, "甲") == {"A3": "https://old.cn/", "A1": "http://a.cn"}
    assert links(made, "乙") == {"A3": "https://old.cn/", "A1": "http://b.cn"}


def test_a_link_amid_text_is_refused_and_other_tags_know_no_links():
    with pytest.raises(Faulty, match=r"表!A1 .*“\|链接”要单独写在一格里"):
        render(one({"A1": "见{{ w|链接 }}"}), {"w": "http://a.cn"})
    assert problems(one({"A1": "{{ w|链结 }}"}), {"w": ""})


def test_more_links_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr("pipeline.render.excel.links.MOST", 2)
    with pytest.raises(Faulty, match="共3处链接，超过一张工作表的上限2处，请分成几张表"):
        render(one(CELLS), units("#A1", "#A1", "#A1"))
