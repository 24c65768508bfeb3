"""项目台账: every project with its nodes, and days overdue worked out from the drawn county."""

from __future__ import annotations

from datetime import date

from pipeline.render.context import context
from tests.documents.tables import LEDGER, county, exact, june, lines, row_of, text_of
from tests.shipped import month_of

END = date(2026, 6, 30)
LATE = ("ZJ03", "ZJ07")
NODES = (
    ("开工", "计划开工", "开工日期"),
    ("投产", "计划投产", "投产日期"),
    ("达产", "计划达产", "达产日期"),
)


def rows() -> dict[str, list[str]]:
    page = june(LEDGER)["项目台账"]
    return {one[1] + one[2]: one for one in lines(page) if one[2] and one[0].isdigit()}


def due(project) -> tuple[str, int]:
    """The first node that is still to come and the days that it is overdue (F28)."""
    if project.stage(END) == "终止":
        return "—", 0
    for node, planned, real in NODES:
        if not project.happened(real, END):
            return node, max((END - project.facts[planned]).days, 0)
    return "—", 0


def test_each_project_heard_of_has_its_next_node_and_the_days_overdue():
    known, overdue = rows(), 0
    for unit in county().units:
        if unit.code in LATE:
            continue
        for project in county().projects[unit.code]:
            if not project.listed(END):
                continue
            row = known.get(project.code + project.name) or known["待编" + project.name]
            node, days = due(project)
            assert (row[15], row[16]) == (node, str(days))
            assert exact(row[5]) * 100 == project.total
            assert row[13] == project.stage(END)
            overdue += days > 0
    _, month = month_of("2026-06")
    assert overdue == sum(
        entry.unit not in LATE for entry in month.lists[whole(month), "超期节点"].entries
    )


def whole(month):
    return next(scope for scope, name in month.lists if name == "超期节点" and not scope.code)


def test_planned_and_actual_dates_stand_above_one_another():
    project = next(one for one in county().projects["KF01"] if one.happened("达产日期", END))
    row = rows()[project.code + project.name]
    for column, (_, planned, real) in zip((8, 9, 10), NODES, strict=True):
        assert row[column] == f"{project.facts[planned]}\n{project.events[real]}"


def test_subtotals_and_the_total_are_live_and_add_up():
    page = june(LEDGER)["项目台账"]
    subtotals = [one for one in lines(page) if "（" in one[1] and one[1].endswith("）")][:-1]
    (total,) = [one for one in lines(page) if one[1].startswith("合计（")]
    assert len(subtotals) == 20  # 21 units, one of which has no project
    for column in (5, 6, 16):
        assert exact(total[column]) == sum(exact(one[column]) for one in subtotals)
    assert total[1] == f"合计（{len(rows())}个）"
    at = next(at for at, one in page.cells.items() if one.text == total[1])
    assert page.cells[at[0], 6].formula.startswith("SUBTOTAL(9,F4:")


def test_carried_units_and_units_without_projects_are_named():
    page = june(LEDGER)["项目台账"]
    told = text_of(page)
    assert "退回，沿用上月数" in row_of(page, "5", 1)[1] or "退回，沿用上月数" in told
    silent = next(unit for unit in county().units if not county().projects[unit.code])
    assert f"{silent.short}暂未有上报项目。" in told


def test_no_telephone_is_printed():
    told = text_of(june(LEDGER)["项目台账"])
    for projects in county().projects.values():
        for project in projects:
            assert str(project.facts.get("联系电话", "无此电话")) not in told


def test_the_list_keeps_what_is_overdue_of_halted_projects():
    scheme, month = month_of("2026-06")
    listed = context(scheme.indicators, month, ())["清单"]
    late = {one["项目名称"] for one in listed["超期节点"]}
    assert late == {one["项目名称"] for one in listed["项目台账全表"] if one["超期天数"].value}
