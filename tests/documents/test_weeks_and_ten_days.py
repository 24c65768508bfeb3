"""周报 and 旬报: one for each stage that ends in the month, with the figures of its own days."""

from __future__ import annotations

from datetime import date

from tests.documents.copies import rows_of, shipped
from tests.documents.workbooks import happened, sent

JUNE = "2026-06"
FIRST, LAST = date(2026, 6, 8), date(2026, 6, 14)
WEEK = "栖川市招商引资工作周报（2026年第24周）"
EVENTS = (
    ("签约", "签约日期"),
    ("开工", "实际开工日期"),
    ("投产", "投产日期"),
    ("入统", "入统日期"),
)


def test_there_is_a_report_of_each_week_and_ten_days_that_end_in_the_month():
    weeks = [f"栖川市招商引资工作周报（2026年第{number}周）" for number in (23, 24, 25, 26)]
    assert list(shipped(JUNE, "周报")) == weeks
    thirds = [f"栖川市招商引资工作旬报（6月{name}旬）" for name in "上中下"]
    assert list(shipped(JUNE, "旬报")) == thirds
    assert shipped("2026-01", "周报") == {} and shipped("2026-01", "旬报") == {}


def test_what_happened_in_the_week_is_what_the_register_dates_in_it():
    text = shipped(JUNE, "周报")[WEEK]
    told = [row for row in rows_of(text, "序号") if row[2] == "经开区"]
    register = [row for row in sent("KF01", "项目台账") if row["当前阶段"] != "终止"]
    expected = {
        (f"6月{row[field].day}日", row["项目名称"], event)
        for row in register
        for event, field in EVENTS
        if happened(row, field, FIRST, LAST)
    }
    assert {(row[1], row[3], row[4]) for row in told} == expected
    assert len(expected) == 2


def test_units_are_counted_by_the_same_days_and_who_did_not_report_says_so():
    rows = {row[0]: row[1:] for row in rows_of(shipped(JUNE, "周报")[WEEK], "单位")}
    register = [row for row in sent("KF01", "项目台账") if row["当前阶段"] != "终止"]
    large = [row for row in register if (row["认定额"] or row["计划总投资"]) >= 10_000]
    counts = [
        sum(happened(row, "签约日期", FIRST, LAST) for row in large),
        sum(happened(row, "实际开工日期", FIRST, LAST) for row in register),
        sum(happened(row, "投产日期", FIRST, LAST) for row in register),
        sum(happened(row, "入统日期", FIRST, LAST) for row in register),
    ]
    assert [int(one) for one in rows["经开区"][:4]] == counts
    assert set(rows["沙棠镇"]) == {"未报送"} and set(rows["柳汀镇"]) == {"退回"}
    for column, total in enumerate(rows["合计"]):
        own = [row[column] for name, row in rows.items() if name != "合计"]
        # what the two carry forward of this week is nothing: it was not there in May
        assert int(total) == sum(int(one) for one in own if one.isdigit())


def test_the_week_before_stands_beside_it_and_the_next_one_tells_what_is_due():
    made = shipped(JUNE, "周报")
    first = made["栖川市招商引资工作周报（2026年第23周）"].splitlines()
    before = next(line for line in first if line.startswith("6月1日—6月7日"))
    now = next(line for line in made[WEEK].splitlines() if line.startswith("6月8日—6月14日"))
    count = before.split("新签约亿元以上项目")[1].split("（")[0].split("，")[0]
    assert f"（上周{count}）" in now
    due = rows_of(made[WEEK], "计划日期")
    row = next(
        row
        for row in sent("ZJ01", "项目台账")
        if row["项目名称"] == "年产60万米功能性针织面料建设项目"
    )
    assert row["计划投产日期"] == date(2026, 6, 16)
    assert ["6月16日", "青榆镇", row["项目名称"], "投产", row["分包责任人"]] in due


def test_ten_days_are_followed_by_the_next_ten():
    made = shipped(JUNE, "旬报")
    assert "下一旬（6月11日—6月20日）" in made["栖川市招商引资工作旬报（6月上旬）"]
    assert "下一旬（7月1日—7月10日）" in made["栖川市招商引资工作旬报（6月下旬）"]


def test_what_was_done_to_attract_is_told_with_its_day():
    told = rows_of(shipped(JUNE, "周报")[WEEK].split("招商活动\n")[1], "日期")
    expected = [
        (f"6月{row['开始日期'].day}日", row["活动类型"], row["成效简述"])
        for row in sent("KF01", "招商活动")
        if happened(row, "开始日期", FIRST, LAST)
    ]
    assert [(row[0], row[2], row[4]) for row in told if row[1] == "经开区"] == expected
    assert expected


def test_the_ten_days_before_are_not_called_the_first_of_the_month():
    """下旬 and 上旬 have days of their own: the report of 21—30 June compares with 11—20."""
    text = shipped(JUNE, "旬报")["栖川市招商引资工作旬报（6月下旬）"]
    assert "（上一旬2个）" in text and "（上旬" not in text
    assert "四、下一旬到期节点" in text and "下一旬（7月1日—7月10日）" in text


def test_activities_stand_in_the_order_of_their_days():
    for text in shipped(JUNE, "周报").values():
        days = [
            tuple(map(int, row[0].removesuffix("日").split("月"))) for row in rows_of(text, "日期")
        ]
        assert days == sorted(days) and len(days) > 1
