"""督办单: one for each unit with a node or a matter past its day, and for who is no unit."""

from __future__ import annotations

from datetime import date

from tests.documents.copies import rows_of, shipped
from tests.documents.workbooks import base, sent

JUNE, END = "2026-06", date(2026, 6, 30)


def test_a_node_past_its_day_is_told_with_its_days_and_what_the_unit_wrote():
    row = next(
        row
        for row in sent("ZJ01", "项目台账")
        if row["项目名称"] == "年产60万米功能性针织面料建设项目"
    )
    assert row["投产日期"] is None and row["计划投产日期"] == date(2026, 6, 16)
    (told,) = rows_of(shipped(JUNE, "督办单")["6月份督办单（青榆镇）"], "序号")
    # 30 June − 16 June = 14 days; a light is only for what has not started
    assert told == [
        "1",
        row["项目名称"],
        "投产",
        "2026-06-16",
        "14",
        "—",
        row["主要问题"],
        row["拟采取措施"],
        str(row["办结时限"]),
    ]


def test_whose_report_was_returned_is_told_from_the_register_last_accepted():
    text = shipped(JUNE, "督办单")["6月份督办单（柳汀镇）"]
    (told,) = rows_of(text, "序号")
    # planned 22 June: 8 days, the light of a start that is late in its own month
    assert told[2:8] == ["开工", "2026-06-22", "8", "黄", "未填报", "未填报"]
    assert "你单位6月份报表退回，以上按上次采纳的台账列示" in text


def test_a_matter_goes_to_its_unit_and_one_of_no_unit_has_a_note_of_its_own():
    open_ = [row for row in base("议定事项") if row["销号日期"] is None and row["时限"] < END]
    assert {row["责任单位"]: row["责任单位代码（单位名录里的才填）"] for row in open_} == {
        "经开区": "KF01",
        "市自然资源和规划局": None,
    }
    (park,) = rows_of(shipped(JUNE, "督办单")["6月份督办单（经开区）"], "序号")
    # 30 June − 19 June = 11
    assert park[1] == "完成新一批标准厂房水电配套并交付" and park[3:5] == ["2026-06-19", "11"]
    others = shipped(JUNE, "议定事项督办单")
    assert list(others) == ["6月份督办单（市自然资源和规划局）"]
    ((_, what, _, due, days, how),) = rows_of(others["6月份督办单（市自然资源和规划局）"], "序号")
    # 30 June − 9 June = 21
    assert (what, due, days) == ("制定闲置厂房、土地清单，供项目对接使用", "2026-06-09", "21")
    assert how == "已报送初稿"


def test_nobody_else_gets_a_note_and_none_is_without_something_late():
    made = shipped(JUNE, "督办单")
    assert {title.split("（")[1] for title in made} == {"青榆镇）", "柳汀镇）", "经开区）"}
    for text in made.values():
        assert "超期项目节点（" in text or "超期议定事项（" in text
    assert shipped("2026-01", "督办单") == {} and shipped("2026-01", "议定事项督办单") == {}
