"""The lists of tests/benchmarks/figures.py written directly in pandas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from tests.benchmarks.plain.large_office import FEN, JUDGED_UNTIL, Columns

Lists = list[list]
"""Each: kind and code of the scope, its name, how many in all, entries, groups."""
LAST = pd.Timestamp(2026, 12, 31)
BANDS = ((0, "不足一半"), (0.5, "一半以上"), (1, "已完成"))


def make(
    columns: Columns,
    register: pd.DataFrame,
    standings: Mapping[tuple[str, str], pd.DataFrame],
) -> Lists:
    groups = dict.fromkeys(group for _, group in columns.units)
    codes = {"单位": [unit for unit, _ in columns.units], "组": [*groups], "全市": [""]}
    large = register["规模"] >= 80_000 * FEN
    big = register[large & (register["阶段"] != "终止")]
    big = big.sort_values(["规模", "签约"], ascending=[False, True], kind="stable")
    days = (LAST - pd.to_datetime(register["签约"])).dt.days
    idle = register.assign(天=days)[register["开工"].isna() & (days > 180)]
    idle = idle.sort_values("天", ascending=False, kind="stable")
    made: Lists = []
    for kind, names in codes.items():
        made += _rows(kind, names, "大项目", big, ["项目", "投资方", "规模", "签约"], 50)
        made += _rows(kind, names, "未开工", idle, ["项目", "阶段", "天"])
        made += _concentrated(kind, names, register[large])
    members = {("全市", ""): codes["单位"]}
    for unit, group in columns.units:
        members.setdefault(("组", group), []).append(unit)
    ratios = {name: standings["单位", name]["比"] for name in ("到位资金", "签约")}
    for (kind, code), own in members.items():
        made += _of_units(kind, code, {name: one[own] for name, one in ratios.items()})
    return made


def _rows(
    kind: str, codes: list[str], name: str, rows: pd.DataFrame, fields: list[str], most: int = 10**9
) -> Iterator[list]:
    own = dict(list(rows.groupby(kind, sort=False)))
    for code in codes:
        found = own.get(code, rows[:0])
        yield [kind, code, name, len(found), _entries(found[:most], fields), []]


def _concentrated(kind: str, codes: list[str], rows: pd.DataFrame) -> Iterator[list]:
    own = dict(list(rows.groupby(kind, sort=False)))
    for code in codes:
        found = own.get(code, rows[:0]).reset_index(drop=True)
        by = found.groupby("投资方", sort=False)
        table = pd.DataFrame({"many": by.size(), "sum": by["规模"].sum()})
        table = table.sort_values(["many", "sum"], ascending=False, kind="stable")
        members = by.indices
        groups = [
            [name, members[name].tolist(), [total]]
            for name, total in zip(table.index, table["sum"].tolist(), strict=True)
        ]
        yield [kind, code, "集中", len(groups), _entries(found, ["项目"]), groups]


def _entries(rows: pd.DataFrame, fields: list[str]) -> list:
    cells = [rows[one].tolist() for one in ["单位", *fields]]
    return [list(one) for one in zip(*cells, strict=True)]


def _of_units(kind: str, code: str, ratios: Mapping[str, pd.Series]) -> Iterator[list]:
    pace = {"到位资金": JUDGED_UNTIL / 12, "签约": 1}
    gaps = pd.concat({name: one - pace[name] for name, one in ratios.items()})
    late = gaps[gaps < 0].sort_values(kind="stable")
    behind = [[unit, name] for name, unit in late.index]
    yield [kind, code, "未达序时", len(behind), behind, []]
    low = [one < 0.5 for one in ratios.values()]
    both = low[0] & low[1]
    half = [[unit, ""] for unit in both.index[both]]
    yield [kind, code, "都未过半", len(half), half, []]
    rates = ratios["到位资金"].sort_values(ascending=False, kind="stable")
    members: dict[str, list[int]] = {name: [] for _, name in BANDS}
    for number, rate in enumerate(rates):
        members[[name for bound, name in BANDS if rate >= bound][-1]].append(number)
    groups = [[name, own, []] for name, own in members.items()]
    entries = [[unit, "到位资金"] for unit in rates.index]
    yield [kind, code, "分档", len(entries), entries, groups]


def told(made: Lists) -> Iterator[list]:
    """The lists with their cells as texts."""
    for kind, code, name, total, entries, groups in made:
        texts = [[_text(one, name, at) for at, one in enumerate(cells)] for cells in entries]
        sums = [[title, own, [str(one // FEN) for one in many]] for title, own, many in groups]
        yield [kind, code, "清单", name, total, texts, sums]


def _text(value: object, name: str, at: int) -> str:
    sized = name == "大项目" and at == 3
    return str(value // FEN) if sized else str(value)  # type: ignore[operator]
