"""季调度材料, 预审会材料 and 集中开工（签约）一览 of the shipped county."""

from __future__ import annotations

from collections import Counter
from datetime import date

from tests.documents import upward
from tests.documents.copies import rows_of, shipped
from tests.documents.workbooks import base, sent, units

JUNE, DAY = "2026-06", date(2026, 6, 18)


def test_what_was_heard_adds_up_and_each_project_has_its_verdict():
    ((title, text),) = shipped(JUNE, "预审会材料").items()
    assert title == "招商引资项目预审会材料（2026年6月18日）"
    (held,) = [row for row in base("预审会") if row["会议日期"] == DAY]
    heard, passed = held["上报项目数"], held["通过项目数"]
    study, refused = held["需进一步研判项目数"], held["未通过项目数"]
    assert heard == passed + study + refused
    told = f"上报项目{heard}个，其中通过{passed}个、需进一步研判{study}个、未通过{refused}个。"
    assert told in text
    rows = rows_of(text, "序号")
    names = units()
    results = [row for row in base("预审结果") if row["会议日期"] == DAY]
    assert {(row[1], row[2], row[3]) for row in rows} == {
        (names[row["申报单位（代码）"]], row["项目名称"], row["结论"]) for row in results
    }
    assert [row[3] for row in rows] == ["通过"] * passed + ["需进一步研判"] * study
    assert "未通过预审的项目" not in text


def industry_of(row: dict) -> str:
    register = sent(row["单位（代码）"], "项目台账")
    return next(one["产业门类"] for one in register if one["项目编码"] == row["项目编码"])


def test_what_starts_together_is_listed_with_its_total():
    ((_, text),) = shipped(JUNE, "集中开工签约一览").items()
    names = units()
    for kind in ("集中开工", "集中签约"):
        rows = [
            row
            for row in base("集中活动")
            if row["类型"] == kind and row["日期"] == date(2026, 6, 30)
        ]
        sizes = {
            (names[row["单位（代码）"]], row["项目名称"]): next(
                one["计划总投资"]
                for one in sent(row["单位（代码）"], "项目台账")
                if one["项目编码"] == row["项目编码"]
            )
            for row in rows
        }
        assert f"本次{kind}项目{len(rows)}个，总投资{sum(sizes.values()) / 10000:.2f}亿元" in text
        kinds = Counter(industry_of(row) for row in rows)
        for industry, count in kinds.items() if len(kinds) > 1 else ():
            assert f"{industry}{count}个、总投资" in text
        part = text.split(f"{kind}项目一览")[1]
        total, *told = rows_of(part, "序号")
        assert total[1] == f"合计（{len(rows)}个）"
        assert float(total[5]) == round(sum(sizes.values()), 2)
        assert {(row[2], row[1]): float(row[5]) for row in told} == sizes


def test_months_without_a_hearing_or_a_gathering_have_no_such_papers():
    assert shipped("2026-01", "预审会材料") == {} and shipped("2026-01", "集中开工签约一览") == {}


def test_the_quarterly_review_tells_the_state_the_problems_and_what_was_decided():
    ((_, text),) = shipped(JUNE, "季调度材料").items()
    matters = rows_of(text.split("三、议定事项办理情况")[1], "序号")
    assert [row[5] for row in matters] == ["已销号", "超期未办结", "超期未办结", "正在办理"]
    assert "到期未完成的节点2个" in text
    problems = [
        row["主要问题"]
        for code in units()
        if code not in ("ZJ07", "ZJ03")
        for row in sent(code, "项目台账")
        if row["主要问题"] and row["当前阶段"] in ("签约", "开工", "投产", "达产", "停滞")
    ]
    told = rows_of(text.split("（一）项目推进问题")[1], "类别")
    assert sorted(row[2] for row in told) == sorted(problems)
    asked = text.split("四、提请研究事项\n")[1].splitlines()
    assert [one[:5] for one in asked] == ["1. 关于", "2. 关于", "3. 关于"]


def test_a_review_without_questions_asks_for_them():
    ((_, text),) = shipped("2026-03", "季调度材料").items()
    assert "【待补：提请本次调度研究的事项" in text


def test_of_projects_that_no_register_tells_of_no_sum_is_made_up():
    known = upward.drawn("2026-06", silent=True)
    text = upward.lines("集中开工签约一览", known)
    told = next(one for one in text if one.startswith("本次集中签约项目"))
    assert told.endswith("个。产业和投资暂未有上报。") and "亿元" not in told
    total = next(one for one in text[text.index("集中签约项目一览") :] if "合计（" in one)
    assert total.endswith(" | —") and "0.00" not in total
