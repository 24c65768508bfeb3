"""Figures, series, standings and lists of a large office beside the same written in pandas.

Run `python -m tests.benchmarks.figures`. Both sides are given the same columns in memory and make
the same figures of units, groups and the whole, month by month, as reported, pending and confirmed,
shared projects by their shares; their rates, growth and ranks; and lists of projects and units.
Each run is a process of its own; CPU time is that of the work alone, imports and the making of
the data apart, the better of three; memory is the process's highest. The results must be equal.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
import time

from tests.benchmarks.plain import large_office
from tests.benchmarks.plain.large_office import Columns

PROJECTS, SMALL, LARGE = 100, 60, 600
ROUNDS, MOST_CPU, MOST_MEMORY = 3, 4.0, 1024
MOST_GROWTH = 12.0
"""Times the CPU of a tenth of the units: linear, but for what a busy machine adds."""
SIDES = ("tongbao", "pandas")
CATALOGUE = """
  归属:
    项目表: [{单位: 伙伴, 比例: 比例, 个数: '参数("计数") = "按比例"'}]
    到位表: [{单位: '表("项目表", 伙伴)', 比例: '表("项目表", 比例)'}]
    结果表: [{单位: '表("项目表", 伙伴)', 比例: '表("项目表", 比例)'}]
  指标:
    到位资金: {计量单位: 万元, 考核: 是, 维度: [门类], 自报: {表: 到位表, 求和: 期内(各月)},
      核定: {表: 结果表, 条件: 期内(期间), 求和: 核定数}}
    签约: {计量单位: 个, 考核: 是,
      自报: {表: 项目表, 条件: '期内(签约) 且 规模 ≥ 10000 且 阶段 ≠ "终止"'}}
    大项目: {计量单位: 个,
      自报: {表: 项目表, 条件: '期内(签约) 且 规模 ≥ 50000 且 阶段 ≠ "终止"'}}
    规模: {计量单位: 万元,
      自报: {表: 项目表, 条件: '期内(签约) 且 规模 ≥ 10000 且 阶段 ≠ "终止"', 求和: 规模}}
    开工率: {计量单位: '%', 自报: {表: 项目表, 条件: 期内(签约) 且 开工 ≤ 期末(),
      分母: {条件: 期内(签约), 说明: 签约项目}}}
    投资方: {计量单位: 家, 自报: {表: 项目表, 条件: 期内(签约), 去重: [投资方]}}
    户均: {计量单位: 万元, 公式: 规模 ÷ 签约}
"""
LISTS = """
  清单:
    大项目: {表: 项目表, 条件: '规模 ≥ 80000 且 阶段 ≠ "终止"', 字段: [项目, 投资方, 规模, 签约],
      排序: [-规模, 签约], 上限: 50}
    未开工: {表: 项目表, 另算: {天: {式: '天数(签约, 期末())', 计量单位: 天}}, 条件: 空(开工) 且 天 > 180,
      字段: [项目, 阶段, 天], 排序: [-天]}
    集中: {表: 项目表, 条件: 规模 ≥ 80000, 字段: [项目], 分组: 投资方,
      求和: {规模合计: {式: 规模, 计量单位: 万元}}, 排序: [-个数, -规模合计]}
    未达序时: {单位清单: 是, 条件: 超序时 < 0, 排序: [超序时]}
    都未过半: {单位清单: 是, 全部: 是, 条件: 完成率 < 50}
    分档: {单位清单: 是, 指标: 到位资金, 条件: 完成率 ≥ 0, 排序: [-完成率],
      分组: {取: 完成率, 界: [0, 50, 100], 名称: [不足一半, 一半以上, 已完成]}}
"""


def main() -> int:
    """Print both sizes; return 1 where a goal is missed; stop where the results differ."""
    best = {}
    for units in (SMALL, LARGE):
        for side in SIDES:
            runs = [_run(side, units) for _ in range(ROUNDS)]
            best[units, side] = min(runs, key=lambda one: one["seconds"])
            print(
                f"{units:4} units x {PROJECTS} projects x 12 months  {side:8}"
                f"{best[units, side]['seconds']:7.2f} s CPU{best[units, side]['peak']:7.0f} MB"
            )
        if best[units, "tongbao"]["results"] != best[units, "pandas"]["results"]:
            raise SystemExit("the results differ; run either side with --keep and compare")
        print(f"     {best[units, 'pandas']['many']} results, equal")
    ours, theirs = (best[LARGE, side]["seconds"] for side in SIDES)
    growth = ours / best[SMALL, "tongbao"]["seconds"]
    peak = best[LARGE, "tongbao"]["peak"]
    print(f"tongbao takes {ours / theirs:.1f} times the CPU of pandas (goal at most {MOST_CPU:g})")
    print(
        f"ten times the units take {growth:.1f} times the CPU (goal at most {MOST_GROWTH:g});"
        f" {peak:.0f} MB of {MOST_MEMORY}"
    )
    return int(ours > MOST_CPU * theirs or peak > MOST_MEMORY or growth > MOST_GROWTH)


def _run(side: str, units: int) -> dict:
    command = [sys.executable, "-m", "tests.benchmarks.figures", side, str(units)]
    settings = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return json.loads(
        subprocess.run(command, check=True, stdout=subprocess.PIPE, env=settings).stdout
    )


def tongbao(columns: Columns) -> tuple[float, float, list]:
    """Seconds, the peak in MB and the results of our own side."""
    from tests.benchmarks import large_month

    scheme, ready = large_month.prepared(columns, CATALOGUE, LISTS)
    start = time.process_time()
    month = large_month.made(scheme, ready)
    return time.process_time() - start, _peak(), large_month.told(month)


def pandas(columns: Columns) -> tuple[float, float, list]:
    """Seconds, the peak in MB and the results of the script in pandas."""
    from tests.benchmarks.plain import figures_in_pandas

    start = time.process_time()
    made = figures_in_pandas.make(columns)
    seconds, peak = time.process_time() - start, _peak()
    return seconds, peak, figures_in_pandas.told(made)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(main())
    drawn = large_office.draw(int(sys.argv[2]), PROJECTS)
    seconds, peak, results = {"tongbao": tongbao, "pandas": pandas}[sys.argv[1]](drawn)
    lines = sorted(json.dumps(one, ensure_ascii=False) for one in results)
    if "--keep" in sys.argv:
        print("\n".join(lines), file=sys.stderr)
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    told = {"seconds": seconds, "peak": peak, "many": len(lines), "results": digest}
    print(json.dumps(told))
