"""The results of tests/benchmarks/figures.py written directly in pandas, in long form."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from tests.benchmarks.plain.large_office import FEN, Columns

MONTHS = range(1, 13)
SCOPES = ("单位", "组", "全市")


@dataclass
class Made:
    """Per kind of scope and indicator a table of months; sums by trade; standings."""

    months: dict[tuple[str, str], pd.DataFrame]
    rates: dict[str, tuple[pd.DataFrame, pd.DataFrame]]
    trades: pd.Series
    standings: dict[tuple[str, str], pd.DataFrame]


def make(columns: Columns) -> Made:
    register, paid = _long(columns)
    months: dict[tuple[str, str], pd.DataFrame] = {}
    rates = {}
    signed = register[(register["规模"] >= 10_000 * FEN) & (register["阶段"] != "终止")]
    big = signed[signed["规模"] >= 50_000 * FEN]
    begun = register[register["开工月"] <= 12]
    begun = begun.assign(月=begun[["月", "开工月"]].max(axis=1))
    for kind in SCOPES:
        months[kind, "到位资金"] = _to_date(paid.groupby([kind, "月"])["数"].sum())
        months[kind, "签约"] = _to_date(signed.groupby([kind, "月"]).size())
        months[kind, "大项目"] = _to_date(big.groupby([kind, "月"]).size())
        months[kind, "规模"] = _to_date(signed.groupby([kind, "月"])["规模"].sum())
        first = register.groupby([kind, "投资方"])["月"].min().reset_index()
        months[kind, "投资方"] = _to_date(first.groupby([kind, "月"]).size())
        every = _to_date(register.groupby([kind, "月"]).size())
        rates[kind] = (_to_date(begun.groupby([kind, "月"]).size()), every)
    trades = paid.groupby("门类")["数"].sum()
    standings = {
        (kind, name): _stood(columns, months[kind, name][12], kind, name)
        for kind in SCOPES
        for name in ("到位资金", "签约")
    }
    return Made(months, rates, trades, standings)


def _long(columns: Columns) -> tuple[pd.DataFrame, pd.DataFrame]:
    groups = dict(columns.units)
    frames = [pd.DataFrame(own).assign(单位=unit) for unit, own in columns.projects.items()]
    register = pd.concat(frames, ignore_index=True)
    register["组"], register["全市"] = register["单位"].map(groups), ""
    signed, begun = pd.to_datetime(register["签约"]), pd.to_datetime(register["开工"])
    register["月"] = signed.dt.month
    register["开工月"] = (begun.dt.year - 2026) * 12 + begun.dt.month
    wide = [pd.DataFrame(own).assign(单位=unit) for unit, own in columns.paid.items()]
    paid = pd.concat(wide, ignore_index=True).melt(["单位", "项目"], var_name="月", value_name="数")
    paid["月"] = paid["月"].str.removeprefix("各月.").astype(int)
    paid = paid.merge(register[["单位", "项目", "门类", "组", "全市"]], on=["单位", "项目"])
    return register, paid


def _to_date(sums: pd.Series) -> pd.DataFrame:
    """Scopes by months, cumulative."""
    table = sums.unstack(fill_value=0).reindex(columns=list(MONTHS), fill_value=0)
    return table.cumsum(axis=1)


def _stood(columns: Columns, values: pd.Series, kind: str, name: str) -> pd.DataFrame:
    """Rate and growth in hundredths of a per cent, what is short, and the place in the group."""
    scale = 1 if name == "到位资金" else FEN
    told = pd.DataFrame({"单位": [one for one, _ in columns.units]})
    told["组"], told["全市"] = [group for _, group in columns.units], ""
    told["目标"] = [columns.targets[one, name] for one in told["单位"]]
    told["同期"] = [columns.past[one, name] for one in told["单位"]]
    table = told.groupby(kind)[["目标", "同期"]].sum()
    table["数"] = values * scale
    table["率"] = _hundredths(table["数"], table["目标"])
    table["增"] = _hundredths(table["数"] - table["同期"], table["同期"])
    table["缺"] = (table["目标"] - table["数"]).clip(lower=0)
    table["位"] = np.nan
    if kind == "单位":
        group = told.set_index("单位")["组"]
        ratio = table["数"] / table["目标"]
        table["位"] = ratio.groupby(group).rank(ascending=False, method="min")
    return table


def _hundredths(part: pd.Series, whole: pd.Series) -> pd.Series:
    """part ÷ whole in hundredths of a per cent, half away from zero, in Python's own integers."""
    twice = part.astype(object).abs() * 20_000 + whole
    return np.sign(part) * (twice // (2 * whole.astype(object)))


def told(made: Made) -> list:
    """The results as lists, to be compared."""
    lines: list = []
    for (kind, name), table in made.months.items():
        scale = FEN if name in ("到位资金", "规模") else 1
        for code, values in zip(table.index, table.to_numpy().tolist(), strict=True):
            lines.append([kind, code, name, [str(Fraction(one, scale)) for one in values]])
    for kind, (begun, every) in made.rates.items():
        sizes, many = made.months[kind, "规模"], made.months[kind, "签约"]
        for code in every.index:
            pairs = zip(begun.loc[code].tolist(), every.loc[code].tolist(), strict=True)
            lines.append([kind, code, "开工率", [_ratio(a, b, 100) for a, b in pairs]])
            pairs = zip(sizes.loc[code].tolist(), many.loc[code].tolist(), strict=True)
            lines.append([kind, code, "户均", [_ratio(a, b * FEN, 1) for a, b in pairs]])
    for trade, value in made.trades.items():
        lines.append(["门类", trade, "到位资金", str(Fraction(int(value), FEN))])
    for (kind, name), table in made.standings.items():
        for code, row in zip(table.index, table.to_dict("records"), strict=True):
            rank = None if np.isnan(row["位"]) else int(row["位"])
            rate, growth = (str(Fraction(int(row[one]), 100)) for one in ("率", "增"))
            short = str(Fraction(int(row["缺"]), FEN))
            lines.append([kind, code, name, "评", rate, growth, rank, short])
    return lines


def _ratio(part: int, whole: int, times: int) -> str | None:
    return str(Fraction(part * times, whole)) if whole else None
