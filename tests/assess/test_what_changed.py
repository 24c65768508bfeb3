"""变动说明: figures, findings, files and units that are otherwise than in an edition before."""

from __future__ import annotations

from pipeline.assess.changes import changes
from pipeline.model.changes import FileChange, FindingChange, StateChange
from pipeline.model.finalised import Recorded
from pipeline.model.period import Period

JUNE, MAY = Period(2026, 6), Period(2026, 5)
FILE = "招商月报_ZJ01.xlsx"


def edition(period: Period = JUNE, value: str | None = "100", **more: object) -> Recorded:
    row = {
        "代码": "ZJ01",
        "单位": "青榆镇",
        "名称": "到位资金",
        "计量单位": "万元",
        "状态": "自报",
        "完成": value,
        "缺数原因": None if value else "未报送",
    }
    plain = {
        "rows": {"单位:ZJ01/到位/自报": row},
        "inputs": {f"{period}/{FILE}": "1", "基础库.xlsx": "1"},
        "templates": {"checks.yaml": "1"},
        "names": {"ZJ01": "青榆镇"},
        "states": {"ZJ01": "通过"},
        "files": {"ZJ01": FILE},
    }
    return Recorded(period, **{**plain, **more})


def test_two_editions_alike_have_no_changes() -> None:
    found = changes(edition(), edition(), "上次运行")
    assert not found
    assert found.line == "与上次运行相比：没有变动"


def test_a_figure_changes_because_of_its_units_file() -> None:
    """100.1 less 100 is 0.1, exactly."""
    now = edition(value="100.1", inputs={f"2026-06/{FILE}": "2", "基础库.xlsx": "2"})
    found = changes(edition(), now, "上次运行")
    (one,) = found.figures
    assert (one.unit, one.title, one.then, one.now, one.difference) == (
        "青榆镇",
        "到位资金",
        "100",
        "100.1",
        "0.1",
    )
    assert one.cause == f"改动《2026-06/{FILE}》"
    assert found.files == (
        FileChange("改动", f"2026-06/{FILE}"),
        FileChange("改动", "基础库.xlsx"),
    )
    assert found.line == "与上次运行相比：数1个；文件2个"


def test_without_a_file_of_its_own_the_offices_files_are_the_cause() -> None:
    now = edition(value="90", templates={"checks.yaml": "2"})
    assert changes(edition(), now, "上次运行").figures[0].cause == "改动《checks.yaml》"


def test_a_unit_that_fell_out_is_told_with_its_state_and_file() -> None:
    now = edition(
        value=None, states={"ZJ01": "未报送"}, files={"ZJ01": ""}, inputs={"基础库.xlsx": "1"}
    )
    found = changes(edition(), now, "上次运行")
    (one,) = found.figures
    assert (one.then, one.now, one.difference) == ("100", "未报送", "")
    assert one.cause == f"移除《2026-06/{FILE}》；由通过变为未报送"
    assert found.states == (StateChange("青榆镇", "通过", "未报送"),)


def test_findings_come_and_go_by_their_number() -> None:
    one = {"code": "a1", "unit": "ZJ01", "level": "强制", "line": "甲"}
    two = {"code": "b2", "unit": "", "level": "核实", "line": "乙"}
    found = changes(edition(findings={"a1": one}), edition(findings={"b2": two}), "上次运行")
    assert found.findings == (
        FindingChange("新增", "办公室", "核实", "b2", "乙"),
        FindingChange("消除", "青榆镇", "强制", "a1", "甲"),
    )
    assert found.line == "与上次运行相比：问题新增1条、消除1条"


def test_between_two_periods_only_what_was_there_then_is_compared() -> None:
    """June's own files and findings are no change of May; a May file sent anew is."""
    said = {"a1": {"code": "a1", "unit": "ZJ01", "level": "强制", "line": "甲"}}
    now = edition(
        value="150",
        findings=said,
        inputs={f"2026-06/{FILE}": "1", f"2026-05/{FILE}": "2", "基础库.xlsx": "1"},
    )
    found = changes(edition(MAY), now, "2026-05第1版定稿")
    assert found.files == (FileChange("改动", f"2026-05/{FILE}"),)
    assert found.findings == ()
    assert [(one.difference, one.cause) for one in found.figures] == [("50", "")]
    assert found.note == "累计数随月份增加；原因一栏只写上期数据调整。"
