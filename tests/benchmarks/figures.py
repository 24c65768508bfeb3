"""Figures, series and standings of a large office beside the same results written in pandas.

Run `python -m tests.benchmarks.figures`. Both sides are given the same columns in memory and make
the same figures of units, groups and the whole, month by month, their rates, growth and ranks.
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
SIDES = ("tongbao", "pandas")
CATALOGUE = """
  指标:
    到位资金: {计量单位: 万元, 考核: 是, 维度: [门类], 自报: {表: 到位表, 求和: 期内(各月)}}
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
    print(f"ten times the units take {growth:.1f} times the CPU; {peak:.0f} MB of {MOST_MEMORY}")
    return int(ours > MOST_CPU * theirs or peak > MOST_MEMORY)


def _run(side: str, units: int) -> dict:
    command = [sys.executable, "-m", "tests.benchmarks.figures", side, str(units)]
    settings = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return json.loads(
        subprocess.run(command, check=True, stdout=subprocess.PIPE, env=settings).stdout
    )


def tongbao(columns: Columns) -> tuple[float, float, list]:
    """Seconds, the peak in MB and the results of our own side."""
    from pipeline.aggregate.figures import Ground, Stock, figures
    from pipeline.aggregate.series import series
    from pipeline.assess.stand import Field, standings
    from pipeline.assess.yardsticks import Past, Yardsticks
    from pipeline.model.figure import Scope
    from pipeline.model.number import rounded
    from pipeline.model.period import Period
    from pipeline.model.standing import Target
    from pipeline.model.table import Column, Submission, Table
    from pipeline.model.unit import Unit, UnitState
    from pipeline.scheme.frame import Source, frame_of
    from tests.aggregate.office import CHANGED, JUDGED, PAID, SET, TYPED, scheme_of
    from tests.aggregate.office import PROJECTS as REGISTER

    scheme, period, city = scheme_of(CATALOGUE), Period(2026, 12), Scope("全市", "")
    units = [Unit(one, one, one, group=group, ranking=group) for one, group in columns.units]
    targets = {
        (Scope("单位", unit), name): (Target(large_office.exact(one)),)
        for (unit, name), one in columns.targets.items()
    }
    past = {
        (Scope("单位", unit), name, 12): large_office.exact(one)
        for (unit, name), one in columns.past.items()
    }

    def sources(form, tables):
        return [
            Source(
                Submission(unit, period, "", ""),
                Table(form.name, "", form.name, range(len(cells["项目"])), {
                    name: Column(name, "A", values) for name, values in cells.items()
                }),
            )
            for unit, cells in tables.items()
        ]  # fmt: skip

    ready = [(one, sources(one, own)) for one, own in (
        (REGISTER, columns.projects), (PAID, columns.paid))]  # fmt: skip
    start = time.process_time()
    frames = {form.name: frame_of(form, own, {}) for form, own in ready}
    frames |= {form.name: frame_of(form, [], {}) for form in (JUDGED, TYPED, CHANGED, SET)}
    states = dict.fromkeys((unit.code for unit in units), UnitState.ACCEPTED)
    ground = Ground(Stock(period, frames, units, states))
    made = figures(scheme, ground.stock, ground)
    months = series(scheme, ground, made)
    groups = {}
    for unit in units:
        groups.setdefault(unit.group, []).append(unit)
    sticks = Yardsticks(targets, Past(past))
    stood = standings(scheme.indicators, made, sticks, Field(units, groups, city))
    seconds, peak = time.process_time() - start, _peak()
    results = [
        *([scope.kind, scope.code, name, [_text(one) for one in values]]
          for (scope, name, _), values in months.items()),
        *([scope.kind, scope.code, name, _text(one.value)]
          for (scope, name, _), one in made.items() if scope.kind == "门类"),
        *([scope.kind, scope.code, name, "评", _text(one.rate and rounded(one.rate, 2)),
           _text(one.growth and rounded(one.growth, 2)), one.rank, _text(one.short)]
          for (scope, name), one in stood.items() if one.rate is not None),
    ]  # fmt: skip
    return seconds, peak, results


def pandas(columns: Columns) -> tuple[float, float, list]:
    """Seconds, the peak in MB and the results of the script in pandas."""
    from tests.benchmarks.plain import figures_in_pandas

    start = time.process_time()
    made = figures_in_pandas.make(columns)
    seconds, peak = time.process_time() - start, _peak()
    return seconds, peak, figures_in_pandas.told(made)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


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
