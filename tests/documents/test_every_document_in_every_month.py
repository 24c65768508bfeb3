"""Every document of documents.yaml through every kind of month: it still reads like a document."""

from __future__ import annotations

import io

import docx
import pytest

from pipeline.model.edition import Document
from tests.documents.reads_well import all_troubles, empty_headings, wrong_in
from tests.documents.variants import DRAWN, variant


@pytest.mark.parametrize("name", DRAWN)
def test_every_document_reads_well_and_bears_out_its_own_numbers(name):
    one = variant(name)
    assert one.documents
    assert all_troubles(one, one.documents) == []


def test_the_variants_are_what_they_are_called():
    """Otherwise the tests above would show nothing."""

    def of(name: str, what: str) -> list:
        month = variant(name).month
        return [
            getattr(one, what)
            for (scope, _), one in month.standings.items()
            if scope.kind == "全市" and one.target is not None and one.target.assessed
        ]

    assert {one.value for one in variant("无人报送").month.states.values()} == {"未报送"}
    assert len(variant("只有一个单位").month.units) == 1
    assert all(one is None for one in of("缺任务缺同期缺核定", "rate"))
    assert max(one for one in of("都落后", "raw_gap") if one is not None) < 0
    ahead = zip(of("都超前", "figure"), of("都超前", "raw_gap"), strict=True)
    assert min(gap for figure, gap in ahead if figure.value) > 0
    assert max(one for one in of("都下降", "growth") if one is not None) < 0
    assert {str(one) for one in of("首年", "no_growth") if one} >= {"首年"}
    assert all(not one for one in _values("没有项目"))


def _values(name: str) -> list:
    month = variant(name).month
    return [one.value for (_, name, _), one in month.figures.items() if name == "入统项目"]


@pytest.mark.parametrize(
    ("lines", "empty"),
    [
        (["一、总体情况", "本月完成3个。", "二、下步打算", "抓好落实。"], []),
        (["一、总体情况", "二、下步打算", "抓好落实。"], ["一、总体情况"]),
        (["一、总体情况", "（一）指标", "本月完成3个。", "二、下步打算"], ["二、下步打算"]),
        (["一、总体情况", "（一）指标", "（二）项目", "完成3个。"], ["（一）指标"]),
        (["一、总体情况", "1. 入统项目12个。", "2. 开工项目3个。"], []),
        (["一、总体情况", "表", "二、下步打算", "抓好落实。"], []),
    ],
)
def test_a_heading_with_nothing_under_it_is_found(lines, empty):
    made, kept = docx.Document(), io.BytesIO()
    for line in ["关于上半年情况的通报", *lines]:
        if line == "表":
            made.add_table(1, 1).cell(0, 0).text = "甲"
        else:
            made.add_paragraph(line)
    made.save(kept)
    document = Document("通报", "docx", kept.getvalue(), "通报.docx", ())
    assert list(empty_headings(document)) == [f"标题下没有内容：{one}" for one in empty]


@pytest.mark.parametrize(
    "text",
    [
        "完成【缺：某某/完成（未报送）】。",
        "完成None个。",
        "甲镇、。",
        "完成12个，。",
        "完成12个；。",
        "，完成12个。",
        "新签约12个（）。",
        "新签约12个（，其中）。",
        "完成未报送个。",
        "同比—%。",
        "全市全市完成12个。",
        "其中包括。",
        "{{ 本期.年 }}",
    ],
)
def test_what_reads_badly_is_found(text):
    assert list(wrong_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "1—6月，全市新签约亿元以上项目12个（工业8个），完成年度任务的45.23%。",
        "完成率（%）",
        "未报送的3个单位",
        "以下单位未报送：甲镇、乙镇。",
    ],
)
def test_what_reads_well_is_left_alone(text):
    assert list(wrong_in(text)) == []
