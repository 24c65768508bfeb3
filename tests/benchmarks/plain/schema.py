"""The 25 rules of the benchmark's register as a pandera schema."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from pandera.pandas import Check, Column, DataFrameSchema

from tests.benchmarks import register

HOLDS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "R1": lambda df: ~(df["固投"] > df["总投资"]),
    "R2": lambda df: ~(df["累计"] > df["总投资"]),
    "R3": lambda df: ~(df["本年"] > df["累计"] + 0.001),
    "R4": lambda df: ~(df["开工"] < df["签约"]),
    "R5": lambda df: ~(df["投产"] < df["开工"]),
    "R6": lambda df: ~((df["固投"] - df[list(register.PARTS)].sum(axis=1)).abs() > 0.001),
    "R7": lambda df: ~((df["本年"] - df[list(register.QUARTERS)].sum(axis=1)).abs() > 0.001),
    "R8": lambda df: ~(df["年度"] > 2026),
    "R9": lambda df: (df["阶段"] == "签约") | df["开工"].notna(),
}
"""Formula → whether it is not known to fail; amounts are floats, so sums have a tolerance."""


def _column(name: str) -> Column:
    checks = []
    if name in register.CHOICES:
        checks.append(Check.isin(register.CHOICES[name]))
    if name in register.LIMITS:
        checks.append(Check.in_range(*register.LIMITS[name]))
    return Column(
        checks=checks,
        nullable=name not in register.REQUIRED,
        unique=name == "编码",
        report_duplicates="exclude_first",
    )


SCHEMA = DataFrameSchema(
    {name: _column(name) for name in register.FIELDS},
    checks=[Check(holds, name=name, error=name) for name, holds in HOLDS.items()],
)
