"""Targets and last year's figures as the office's tables give them (domain.md F03, F06, F25)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from pipeline.assess.tables import last_year_of, scope_of, targets_of
from pipeline.assess.yardsticks import Yardsticks
from pipeline.model.figure import Scope, person
from pipeline.model.number import exact, scaled
from pipeline.model.period import Period
from pipeline.model.standing import Target
from pipeline.model.table import Column, Submission, Table
from pipeline.scheme.form import Field, Form, Kind
from pipeline.scheme.frame import Frame, Source, frame_of

JUNE = Period(2026, 6)
GROUPS = frozenset({"镇（街道）"})
TARGETS = {
    "年度": Kind.YEAR,
    "单位": Kind.TEXT,
    "指标": Kind.TEXT,
    "下达": Kind.CHOICE,
    "类别": Kind.CHOICE,
    "确保": Kind.NUMBER,
    "力争": Kind.NUMBER,
    "下限": Kind.NUMBER,
    "上限": Kind.NUMBER,
    "是否考核": Kind.CHOICE,
}
PAST = {
    "年度": Kind.YEAR,
    "月份": Kind.NUMBER,
    "单位": Kind.TEXT,
    "指标": Kind.TEXT,
    "累计": Kind.NUMBER,
    "修订": Kind.NUMBER,
}


def table(
    kinds: Mapping[str, Kind], *rows: Sequence[object], repeated: tuple[str, int] = ("", 0)
) -> Frame:
    """A base table; numbers are given as they are typed; a repeated field of numbers comes last."""
    fields = {name: Field(name, name, kind) for name, kind in kinds.items()}
    many, times = repeated
    if times:
        fields[many] = Field(many, many, Kind.NUMBER, repeat=times)
    form = Form("表", "表", "表", fields, base=True)
    named = kinds | {f"{many}.{n}": Kind.NUMBER for n in range(1, times + 1)}
    columns = {
        name: Column(name, "A", [_cell(kind, row[place]) for row in rows])
        for place, (name, kind) in enumerate(named.items())
    }
    table = Table("表", "基础库.xlsx", "表", range(4, 4 + len(rows)), columns)
    return frame_of(form, [Source(Submission("", JUNE, "基础库.xlsx", ""), table)], {})


def read(targets: Frame | None = None, past: Frame | None = None) -> Yardsticks:
    known = targets_of(targets, JUNE.year, GROUPS)
    return Yardsticks(known.get("", {}), last_year_of(past, JUNE, GROUPS))


def test_a_row_may_speak_of_a_unit_a_group_or_the_city():
    groups = frozenset({"镇（街道）"})
    assert scope_of("ZJ01", groups) == Scope("单位", "ZJ01")
    assert scope_of("镇（街道）", groups) == Scope("组", "镇（街道）")
    assert scope_of("全市", groups) == Scope("全市", "")


def test_a_row_may_speak_of_a_front_and_a_group_of_that_name_goes_before_it():
    groups, fronts = frozenset({"工业"}), frozenset({"农业", "工业"})
    assert scope_of("农业", groups, fronts) == Scope("战线", "农业")
    assert scope_of("工业", groups, fronts) == Scope("组", "工业")


def test_a_row_with_a_name_is_that_persons_and_of_two_rows_the_first_counts():
    kinds = TARGETS | {"姓名": Kind.TEXT}
    rows = table(
        kinds,
        (2026, "ZJ01", "资金", "本级", "总量", 300, None, None, None, "是", "王某"),
        (2026, "ZJ01", "资金", "本级", "总量", 1000, None, None, None, "是", None),
        (2026, "ZJ01", "资金", "本级", "总量", 900, None, None, None, "是", None),
    )
    known = read(rows)
    assert known.target(person("ZJ01", "王某"), "资金").sure == 300
    assert known.target(Scope("单位", "ZJ01"), "资金").sure == 1000
    assert len(known.targets) == 2


def test_targets_of_this_year_only_with_sure_and_stretch():
    known = read(
        table(
            TARGETS,
            (2026, "ZJ01", "资金", "本级", "总量", 1000, 1100, None, None, "是"),
            (2025, "ZJ01", "资金", "本级", "总量", 5, 6, None, None, "是"),
            (2026, "ZJ02", "资金", "本级", "总量", "0.5", None, None, None, "否"),
        )
    )
    assert known.target(Scope("单位", "ZJ01"), "资金") == Target(
        Fraction(1000), Fraction(1100), "本级"
    )
    assert known.target(Scope("单位", "ZJ02"), "资金") == Target(
        Fraction(1, 2), None, "本级", assessed=False
    )


def test_a_range_counts_with_its_lower_end():
    known = read(table(TARGETS, (2026, "ZJ01", "项目", "本级", "总量", None, None, 2, 3, "是")))
    assert known.target(Scope("单位", "ZJ01"), "项目").sure == 2


def test_both_levels_targets_of_the_city_are_kept_and_the_upper_one_headlines():
    known = read(
        table(
            TARGETS,
            (2026, "全市", "资金", "本级", "总量", 488000, None, None, None, "是"),
            (2026, "全市", "资金", "上级", "总量", 473000, None, None, None, "是"),
        )
    )
    assert known.target(Scope("全市", ""), "资金").sure == 473000
    assert [one.sure for one in known.others(Scope("全市", ""), "资金")] == [488000]


def test_last_years_revised_amount_replaces_the_published_one():
    known = read(
        past=table(
            PAST,
            (2025, 5, "ZJ01", "资金", "100.5", None),
            (2025, 6, "ZJ01", "资金", 120, "116.4"),
            (2024, 6, "ZJ01", "资金", 90, None),
            (2025, 6, "ZJ02", "资金", 0, None),
            (2025, 6, "全市", "资金", None, None),
        )
    )
    unit = Scope("单位", "ZJ01")
    assert known.past.values == {
        (unit, "资金", 5): Fraction("100.5"),
        (unit, "资金", 6): Fraction("116.4"),
        (Scope("单位", "ZJ02"), "资金", 6): 0,
    }
    assert known.past.revised == {(unit, "资金", 6)}


def test_an_office_without_these_tables_has_no_yardsticks():
    assert read() == Yardsticks()


def _cell(kind: Kind, value: object) -> object:
    return scaled(exact(value)) if kind is Kind.NUMBER and value is not None else value
