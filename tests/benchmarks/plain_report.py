"""The report's peer: the script that an office's one programmer would write for June 2026.

`python -m tests.benchmarks.plain_report ENGINE FOLDER` reads inputs/ with pandas (ENGINE is openpyxl
or calamine), checks and adds up with floats, fills templates/documents/半年总结.docx with docxtpl,
writes the two tables with openpyxl, and prints the whole city's figures as JSON. Indicators, checks
and words stand in the code; nothing is read from the scheme.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from tests.benchmarks.plain.completion import completion
from tests.benchmarks.plain.tasks import tasks
from tests.benchmarks.plain.words import Words, standing, summary

YEAR, MONTH = 2026, 6
INPUTS = Path("inputs")
MONTHS = [f"{month}月" for month in range(1, 13)]
_FUNDS = ["项目编码", "项目名称", "资金来源", "以前年度累计", *MONTHS, "本年累计"]
_ASSETS = ["项目编码", "项目名称", "以前年度累计", *MONTHS, "本年累计"]
_REGISTER = [
    "项目编码", "项目名称", "产业门类", "十大新兴产业", "新引进年度", "计划总投资", "签约日期", "入统日期",
    "入规日期", "入规类型", "省库申报日期", "省库状态", "认定额", "拟上报月份", "当前阶段",
]  # fmt: skip
_DATES = ["签约日期", "入统日期", "入规日期", "省库申报日期"]
SHEETS = {
    "项目台账": {"header": 2, "usecols": _REGISTER},
    "资金到位": {"header": None, "skiprows": 4, "names": _FUNDS, "usecols": range(len(_FUNDS))},
    "固定资产投资": {
        "header": None,
        "skiprows": 4,
        "names": _ASSETS,
        "usecols": range(len(_ASSETS)),
    },
    "招商活动": {"header": 2},
    "自报汇总": {"header": 2},
    "更正申请": {"header": 2},
}
"""Sheet → how pandas reads it."""

NEEDED = {
    "项目台账": "项目名称",
    "资金到位": "项目名称",
    "固定资产投资": "项目名称",
    "招商活动": "结束日期",
    "自报汇总": "本年累计数",
    "更正申请": "项目",
}
"""Sheet → the column without which a row is a blank, a total or a signature."""

INDICATORS = {
    "实际利用省外资金": ("实际利用省外资金", "万元"),
    "新入省库项目": ("新入省库项目", "个"),
    "新入省库十亿元以上项目": ("10亿元以上新入省库项目", "个"),
    "新引进亿元以上新兴产业项目": ("新引进亿元以上十大新兴产业项目", "个"),
    "新签约亿元以上项目": ("新签约亿元以上项目", "个"),
    "新签约亿元以上工业项目": ("新签约亿元以上工业项目", "个"),
    "新签约一至五亿元项目": ("新签约1—5亿元项目", "个"),
    "新签约一至五亿元工业项目": ("新签约1—5亿元工业项目", "个"),
    "新签约五至十亿元项目": ("新签约5—10亿元项目", "个"),
    "新签约五至十亿元工业项目": ("新签约5—10亿元工业项目", "个"),
    "新签约十亿元以上项目": ("新签约10亿元以上项目", "个"),
    "新签约十亿元以上工业项目": ("新签约10亿元以上工业项目", "个"),
    "拟上报工业项目": ("本月拟上报亿元以上工业项目", "个"),
    "拟上报五至十亿元工业项目": ("本月拟上报5—10亿元工业项目", "个"),
    "拟上报十亿元以上工业项目": ("本月拟上报10亿元以上工业项目", "个"),
    "入统项目": ("入统项目", "个"),
    "小升规企业": ("小升规企业", "家"),
    "新投产入规企业": ("新投产入规企业", "家"),
    "新增固定资产投资": ("新引进项目新增固定资产投资", "万元"),
    "拜访接待企业": ("拜访（接待）企业", "家"),
    "达成意向企业": ("达成意向企业", "家"),
    "发放宣传资料": ("发放宣传资料", "份"),
}
"""Name in the base tables → title as printed and measure."""

CONFIRMED = ("实际利用省外资金", "新入省库项目", "新入省库十亿元以上项目")

Tables = dict[str, pd.DataFrame]


def main(engine: str, folder: Path) -> None:
    """Make the three documents in `folder` and print the whole city's figures."""
    with pd.ExcelFile(INPUTS / "基础库.xlsx", engine=engine) as book:
        base = {
            str(name): pd.read_excel(book, sheet_name=name, header=2)
            for name in book.sheet_names
            if name != "参数"
        }
        settings = dict(
            pd.read_excel(book, sheet_name="参数").iloc[:, :2].dropna().to_numpy().tolist()
        )
    units = base["单位名录"].sort_values("排序号").set_index("代码")
    accepted, states = _accepted(list(units.index), engine)
    tables = {
        name: pd.concat([one[name].assign(单位=code) for code, one in accepted.items()])
        for name in NEEDED
    }
    figures = _figures(tables).reindex(units.index).fillna(0)
    confirmed, last = _confirmed(base["上级审核结果"])
    figures[list(CONFIRMED)] = confirmed.reindex(units.index).fillna(0)
    reported = tables["资金到位"], tables["项目台账"]
    pending = _pending(*(one[~one["单位"].isin(states)] for one in reported), last)
    words = Words(INDICATORS, CONFIRMED, MONTH, last, pending, states)
    whole, groups, own = standing(words, units, figures.round(2), base)
    summary(words, whole, groups, settings, units["简称"], folder, INPUTS / "2026-06/材料")
    completion(words, whole, groups, own, units, settings, folder)
    tasks(whole, own, units, base["人员任务"], settings, folder)
    print(json.dumps({name: one["figures"] for name, one in whole.items()}, ensure_ascii=False))


def _accepted(codes: list[str], engine: str) -> tuple[dict[str, Tables], dict[str, str]]:
    """Per unit the newest workbook without faults, and why June's is not among them."""
    accepted: dict[str, Tables] = {}
    for month in range(1, MONTH + 1):
        states = dict.fromkeys(codes, "未报送")
        for path in sorted((INPUTS / f"{YEAR}-{month:02d}").glob("招商月报_*.xlsx")):
            code = path.stem.split("_")[1]
            tables = _read(path, engine)
            faults = list(_faults(tables, accepted.get(code), month))
            for fault in faults:
                print(f"{path.name}：{fault}", file=sys.stderr)
            if faults:
                states[code] = "退回"
            else:
                del states[code]
                accepted[code] = tables
    return accepted, states


def _read(path: Path, engine: str) -> Tables:
    with pd.ExcelFile(path, engine=engine) as book:
        tables = {name: pd.read_excel(book, sheet_name=name, **how) for name, how in SHEETS.items()}
    for name, column in NEEDED.items():
        tables[name] = tables[name].dropna(subset=[column])
    for name in ("资金到位", "固定资产投资"):
        tables[name][MONTHS] = tables[name][MONTHS].astype(float)
    register, assets = tables["项目台账"], tables["固定资产投资"]
    new = register[register["新引进年度"] == YEAR]  # some projects have no code yet
    known = assets["项目编码"].isin(new["项目编码"].dropna())
    assets["新引进"] = known | assets["项目名称"].isin(new["项目名称"])
    for name in _DATES:
        register[name] = pd.to_datetime(register[name], errors="coerce")
    tables["招商活动"]["开始日期"] = pd.to_datetime(tables["招商活动"]["开始日期"], errors="coerce")
    return tables


def _faults(tables: Tables, before: Tables | None, month: int) -> Iterator[str]:
    """Totals that do not add up, and earlier months that changed without an entry."""
    start, end = pd.Timestamp(YEAR, 1, 1), pd.Timestamp(YEAR, month, 1) + pd.offsets.MonthEnd()
    corrected = set(tables["更正申请"]["项目"])
    for name in ("资金到位", "固定资产投资"):
        table = tables[name]
        off = (table[MONTHS].sum(axis=1) - table["本年累计"]).abs() > 0.005
        for project in table.loc[off, "项目名称"]:
            yield f"{name}“{project}”本年累计不等于各月之和"
        if before is not None and month > 1:
            yield from _changed(name, table, before[name], MONTHS[: month - 1], corrected)
    said = tables["自报汇总"].set_index("指标")["本年累计数"]
    funds, assets, register = (tables[name] for name in ("资金到位", "固定资产投资", "项目台账"))
    size = register["认定额"].fillna(register["计划总投资"])
    signed = register["签约日期"].between(start, end) & (register["当前阶段"] != "终止")
    detail = {
        "实际利用省外资金": funds.loc[funds["资金来源"] == "省外", MONTHS[:month]].sum().sum(),
        "新增固定资产投资": assets.loc[assets["新引进"], MONTHS[:month]].sum().sum(),
        "新签约亿元以上项目": (signed & (size >= 10_000)).sum(),
        "入统项目": register["入统日期"].between(start, end).sum(),
    }
    for name, value in detail.items():
        if name in said.index and abs(said[name] - value) > 0.005:
            yield f"自报“{name}”累计{said[name]}，按明细为{round(value, 2)}"


def _changed(
    name: str, table: pd.DataFrame, before: pd.DataFrame, months: list[str], corrected: set[str]
) -> Iterator[str]:
    key = ["项目名称", "资金来源"] if name == "资金到位" else ["项目名称"]
    now = table.set_index(key)[months]
    then = before.set_index(key)[months].reindex(now.index)
    changed = (now.fillna(0) - then).abs().gt(0.005).any(axis=1)
    for project in now.index[changed].get_level_values(0):
        if project not in corrected:
            yield f"{name}“{project}”以前月份有改动，没有更正申请"


def _figures(tables: Tables) -> pd.DataFrame:
    """One row per unit, one column per indicator that units report."""
    register, acts = tables["项目台账"], tables["招商活动"]
    start, end = pd.Timestamp(YEAR, 1, 1), pd.Timestamp(YEAR, MONTH, 30)
    size = register["认定额"].fillna(register["计划总投资"])
    signed = register["签约日期"].between(start, end) & (register["当前阶段"] != "终止")
    industry, large = register["产业门类"] == "工业", size >= 100_000
    small = size.between(10_000, 50_000, inclusive="left")
    middle = size.between(50_000, 100_000, inclusive="left")
    planned = (register["拟上报月份"] == f"{YEAR}-{MONTH:02d}") & industry
    fresh = (register["新引进年度"] == YEAR) & (register["十大新兴产业"] == "是")
    entered = register["入规日期"].between(start, end)
    masks = {
        "新引进亿元以上新兴产业项目": signed & fresh & (size >= 10_000),
        "新签约亿元以上项目": signed & (size >= 10_000),
        "新签约亿元以上工业项目": signed & industry & (size >= 10_000),
        "新签约一至五亿元项目": signed & small,
        "新签约一至五亿元工业项目": signed & small & industry,
        "新签约五至十亿元项目": signed & middle,
        "新签约五至十亿元工业项目": signed & middle & industry,
        "新签约十亿元以上项目": signed & large,
        "新签约十亿元以上工业项目": signed & large & industry,
        "拟上报工业项目": planned & (size >= 10_000),
        "拟上报五至十亿元工业项目": planned & middle,
        "拟上报十亿元以上工业项目": planned & large,
        "入统项目": register["入统日期"].between(start, end),
        "小升规企业": entered & (register["入规类型"] == "小升规"),
        "新投产入规企业": entered & (register["入规类型"] == "新投产入规"),
    }
    assets = tables["固定资产投资"][tables["固定资产投资"]["新引进"]]
    acts = acts[acts["开始日期"].between(start, end)].groupby("单位")
    return pd.DataFrame(
        {name: mask.groupby(register["单位"]).sum() for name, mask in masks.items()}
        | {
            "新增固定资产投资": assets[MONTHS[:MONTH]].sum(axis=1).groupby(assets["单位"]).sum(),
            "拜访接待企业": acts["拜访（接待）企业数"].sum(),
            "达成意向企业": acts["达成意向家数"].sum(),
            "发放宣传资料": acts["发放资料（份）"].sum(),
        }
    )


def _confirmed(results: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """What the level above has passed, per unit, and the last month that it has judged."""
    months = results["期间"].astype(str)
    results = results[months.str.startswith(str(YEAR))]
    passed = results[results["状态"] == "通过"]
    funds = passed[passed["指标"] == "省外资金"].groupby("单位（代码）")["核定数"].sum()
    store = passed[passed["指标"] == "省库"]
    counts = store.groupby("单位（代码）").size()
    large = store[store["核定数"] >= 100_000].groupby("单位（代码）").size()
    figures = pd.DataFrame(dict(zip(CONFIRMED, (funds, counts, large), strict=True)))
    return figures, int(months.max()[-2:])


def _pending(funds: pd.DataFrame, register: pd.DataFrame, last: int) -> dict[str, float]:
    """What June's accepted reports say of the months that were not judged yet; city only."""
    start, end = pd.Timestamp(YEAR, last + 1, 1), pd.Timestamp(YEAR, MONTH, 30)
    waiting = register["省库申报日期"].between(start, end) & (register["省库状态"] == "待审核")
    size = register["认定额"].fillna(register["计划总投资"])
    outside = funds["资金来源"] == "省外"
    values = (
        funds.loc[outside, MONTHS[last:MONTH]].sum().sum(),
        waiting.sum(),
        (waiting & (size >= 100_000)).sum(),
    )
    return {name: round(float(value), 2) for name, value in zip(CONFIRMED, values, strict=True)}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
