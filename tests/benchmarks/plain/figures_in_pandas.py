"""The results of tests/benchmarks/figures.py written directly in pandas, in long form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pandas as pd

from tests.benchmarks.plain import lists_in_pandas
from tests.benchmarks.plain.large_office import FEN, JUDGED_UNTIL, Columns
from tests.benchmarks.plain.lists_in_pandas import Lists

MONTHS = range(1, 13)
SCOPES = ("单位", "组", "全市")
TENTHS = 10_000
"""Amounts that are shared are in ten-thousandths of a 分, shares in hundredths of a per cent."""
REPORTED, CONFIRMED, PENDING = "自报", "核定", "待审核"


@dataclass
class Made:
    """Tables of months, cumulative, by kind of scope, indicator and status; the rest by its name."""

    months: dict[tuple[str, str, str], pd.DataFrame] = field(default_factory=dict)
    pending: dict[str, pd.Series] = field(default_factory=dict)
    rates: dict[str, tuple[pd.DataFrame, pd.DataFrame]] = field(default_factory=dict)
    trades: dict[str, pd.Series] = field(default_factory=dict)
    standings: dict[tuple[str, str], pd.DataFrame] = field(default_factory=dict)
    lists: Lists = field(default_factory=list)


def make(columns: Columns) -> Made:
    register, paid, judged = _long(columns)
    made = Made()
    signed = register[(register["规模"] >= 10_000 * FEN) & (register["阶段"] != "终止")]
    big = signed[signed["规模"] >= 50_000 * FEN]
    begun = register[register["开工月"] <= 12]
    begun = begun.assign(月=begun[["月", "开工月"]].max(axis=1))
    late = paid[paid["月"] > JUDGED_UNTIL]
    for kind in SCOPES:
        funds, sizes = _credited(paid, "数", kind), _credited(signed, "规模", kind)
        made.months[kind, "到位资金", REPORTED] = funds
        passed = _credited(judged, "数", kind)[list(range(1, JUDGED_UNTIL + 1))]
        made.months[kind, "到位资金", CONFIRMED] = passed
        made.pending[kind] = _credited(late, "数", kind)[12]
        made.months[kind, "签约", REPORTED] = _to_date(signed.groupby([kind, "月"]).size())
        made.months[kind, "大项目", REPORTED] = _to_date(big.groupby([kind, "月"]).size())
        made.months[kind, "规模", REPORTED] = sizes
        first = register.groupby([kind, "投资方"])["月"].min().reset_index()
        made.months[kind, "投资方", REPORTED] = _to_date(first.groupby([kind, "月"]).size())
        every = _to_date(register.groupby([kind, "月"]).size())
        made.rates[kind] = (_to_date(begun.groupby([kind, "月"]).size()), every)
        made.standings[kind, "到位资金"] = _stood(columns, passed[JUDGED_UNTIL], kind, "到位资金")
        made.standings[kind, "签约"] = _stood(
            columns, made.months[kind, "签约", REPORTED][12] * FEN * TENTHS, kind, "签约"
        )
    for status, rows in ((REPORTED, paid), (CONFIRMED, judged), (PENDING, late)):
        made.trades[status] = rows.groupby("门类")["数"].sum()
    made.lists = lists_in_pandas.make(columns, register, made.standings)
    return made


def _long(columns: Columns) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    groups = dict(columns.units)
    frames = [pd.DataFrame(own).assign(单位=unit) for unit, own in columns.projects.items()]
    register = pd.concat(frames, ignore_index=True)
    register["组"], register["全市"] = register["单位"].map(groups), ""
    signed, begun = pd.to_datetime(register["签约"]), pd.to_datetime(register["开工"])
    register["月"] = signed.dt.month
    register["开工月"] = (begun.dt.year - 2026) * 12 + begun.dt.month
    register["其单位"], register["其组"] = register["伙伴"], register["伙伴"].map(groups)
    register["分"] = register["比例"].fillna(0).astype("int64") // TENTHS
    wide = [pd.DataFrame(own).assign(单位=unit) for unit, own in columns.paid.items()]
    paid = pd.concat(wide, ignore_index=True).melt(["单位", "项目"], var_name="月", value_name="数")
    paid["月"] = paid["月"].str.removeprefix("各月.").astype(int)
    judged = pd.DataFrame(columns.judged).rename(columns={"核定数": "数"})
    judged["月"] = pd.to_datetime(judged["期间"]).dt.month
    of_project = ["单位", "项目", "门类", "组", "全市", "其单位", "其组", "分"]
    known = register[of_project]
    return register, *(one.merge(known, on=["单位", "项目"]) for one in (paid, judged))


def _credited(rows: pd.DataFrame, what: str, kind: str) -> pd.DataFrame:
    """Amounts to date, what is brought in together credited by shares, in Python's integers."""
    own = _to_date(rows.groupby([kind, "月"])[what].sum()).astype(object) * TENTHS
    if kind == "全市":
        return own
    moved = rows[rows["分"] > 0]
    worth = moved[what] * moved["分"]
    for side, sign in ((kind, -1), (f"其{kind}", 1)):
        sums = _to_date(worth.groupby([moved[side], moved["月"]]).sum())
        own = own + sign * sums.reindex(own.index, fill_value=0).astype(object)
    return own


def _to_date(sums: pd.Series) -> pd.DataFrame:
    """Scopes by months, cumulative."""
    table = sums.unstack(fill_value=0).reindex(columns=list(MONTHS), fill_value=0)
    return table.cumsum(axis=1)


def _stood(columns: Columns, values: pd.Series, kind: str, name: str) -> pd.DataFrame:
    """Rate and growth in hundredths of a per cent, what is short, and the place in the group."""
    told = pd.DataFrame({"单位": [one for one, _ in columns.units]})
    told["组"], told["全市"] = [group for _, group in columns.units], ""
    for what, known in (("目标", columns.targets), ("同期", columns.past)):
        told[what] = [known[one, name] for one in told["单位"]]
    table = told.groupby(kind)[["目标", "同期"]].sum().astype(object) * TENTHS
    table["数"] = values.astype(object)
    table["率"] = _hundredths(table["数"], table["目标"])
    table["增"] = _hundredths(table["数"] - table["同期"], table["同期"])
    table["缺"] = (table["目标"] - table["数"]).clip(lower=0)
    table["比"] = (table["数"] / table["目标"]).astype(float)
    table["位"] = np.nan
    if kind == "单位":
        group = told.set_index("单位")["组"]
        table["位"] = table["比"].groupby(group).rank(ascending=False, method="min")
    return table


def _hundredths(part: pd.Series, whole: pd.Series) -> pd.Series:
    """part ÷ whole in hundredths of a per cent, half away from zero, in Python's own integers."""
    twice = part.abs() * 20_000 + whole
    return np.sign(part) * (twice // (2 * whole))


def told(made: Made) -> list:
    """The results as lists, to be compared."""
    return [*_figures(made), *_rates(made), *_standings(made), *lists_in_pandas.told(made.lists)]


def _figures(made: Made) -> Iterator[list]:
    for (kind, name, status), table in made.months.items():
        scale = FEN * TENTHS if name in ("到位资金", "规模") else 1
        for code, values in zip(table.index, table.to_numpy().tolist(), strict=True):
            yield [kind, code, name, status, [str(Fraction(one, scale)) for one in values]]
    for kind, values in made.pending.items():
        for code, value in values.items():
            yield [kind, code, "到位资金", PENDING, str(Fraction(value, FEN * TENTHS))]
    for status, sums in made.trades.items():
        for trade, value in sums.items():
            yield ["门类", trade, "到位资金", status, str(Fraction(int(value), FEN))]


def _rates(made: Made) -> Iterator[list]:
    for kind, (begun, every) in made.rates.items():
        sizes, many = (made.months[kind, name, REPORTED] for name in ("规模", "签约"))
        for code in every.index:
            pairs = zip(begun.loc[code].tolist(), every.loc[code].tolist(), strict=True)
            yield [kind, code, "开工率", REPORTED, [_ratio(a, b, 100) for a, b in pairs]]
            pairs = zip(sizes.loc[code].tolist(), many.loc[code].tolist(), strict=True)
            means = [_ratio(a, b * FEN * TENTHS, 1) for a, b in pairs]
            yield [kind, code, "户均", REPORTED, means]


def _standings(made: Made) -> Iterator[list]:
    for (kind, name), table in made.standings.items():
        for code, row in zip(table.index, table.to_dict("records"), strict=True):
            rank = None if np.isnan(row["位"]) else int(row["位"])
            rate, growth = (str(Fraction(int(row[one]), 100)) for one in ("率", "增"))
            short = str(Fraction(int(row["缺"]), FEN * TENTHS))
            yield [kind, code, name, "评", rate, growth, rank, short]


def _ratio(part: int, whole: int, times: int) -> str | None:
    return str(Fraction(part * times, whole)) if whole else None
