"""One workbook of 50,000 rows, 30 columns and 25 rules, beside pandas on openpyxl with pandera.

Run `python -m tests.benchmarks.checking`: the sides take turns, each run a process of its own,
the best of three counts. CPU seconds are user and system time of the process and of its worker,
imports and reading included; `rules` is what judging alone takes. Both sides must find the same
faults, or the benchmark stops. The faults are of the kinds that pandera can take: a text in a
column of numbers would hide every other fault of that column from it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import register

ROUNDS = 3
GOAL = 3.0
PERIOD = "2026-06"
SIDES = ("tongbao", "pandera")
Told = list[tuple[int, str]]
"""Sheet row and rule of each finding, in order."""


@dataclass(frozen=True)
class Run:
    """CPU seconds in all and of the rules alone, the largest process in MB, what was found."""

    cpu: float
    rules: float
    peak: float
    told: Told


def main() -> int:
    """Print the table; return 1 where tongbao is not GOAL times as cheap; stop if findings differ."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        wrong = register.write(folder, PERIOD)
        runs: dict[str, list[Run]] = {side: [] for side in SIDES}
        for _ in range(ROUNDS):
            for side in SIDES:
                runs[side].append(_run(side, folder))
    best = {side: min(own, key=lambda run: run.cpu) for side, own in runs.items()}
    for side, run in best.items():
        if run.told != wrong:
            odd = sorted(set(map(tuple, run.told)) ^ set(wrong))
            raise SystemExit(f"{side} found {len(run.told)} of {len(wrong)} faults: {odd[:5]}")
    print(f"{register.ROWS} rows x {register.COLUMNS} columns, {register.RULES} rules, ", end="")
    print(f"{len(wrong)} faults, found by both sides in the same cells; best of {ROUNDS}, in turn")
    for side, run in best.items():
        print(f"{side:10} {run.cpu:6.2f} s CPU, rules {run.rules:5.2f} s, {run.peak:5.0f} MB")
    ours, theirs = (best[side] for side in SIDES)
    print(f"pandera takes {theirs.cpu / ours.cpu:.1f} times the CPU (goal {GOAL:g})", end="; ")
    print(f"of the rules alone {theirs.rules / ours.rules:.2f} times")
    return int(theirs.cpu < GOAL * ours.cpu)


def _run(side: str, folder: Path) -> Run:
    said = folder / f"{side}.json"
    command = [sys.executable, "-m", "tests.benchmarks.checking", side, str(folder), str(said)]
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{side} ended with {process.returncode}")
    told = json.loads(said.read_text("utf-8"))
    size = 1024 * 1024 if sys.platform == "darwin" else 1024
    found = [(row, rule) for row, rule in told["found"]]
    return Run(usage.ru_utime + usage.ru_stime, told["rules"], usage.ru_maxrss / size, found)


def tongbao(folder: Path) -> tuple[float, Told]:
    from pipeline.collect.directory import Directory
    from pipeline.collect.receive import receive
    from pipeline.model.period import Period
    from pipeline.office.reading import Reader
    from pipeline.scheme.scheme import load_scheme
    from pipeline.validate.judge import Matter, judge

    scheme, period = load_scheme(folder / "templates"), Period.parse(PERIOD)
    with Reader() as reader:
        receipt = receive(scheme, Directory(), folder / PERIOD, period, reader)
    start = time.process_time()
    units = [unit.code for unit in receipt.strangers]
    verdict = judge(scheme, Matter(period, receipt.submissions, {}, "", units), receipt.findings)
    rules = time.process_time() - start
    told = sorted(
        (int(re.sub(r"\D", "", one.places[0].cell)), register.named(one.rule.code, one.field))
        for one in verdict.findings
    )
    return rules, told


def pandera(folder: Path) -> tuple[float, Told]:
    import pandas as pd
    from pandera.errors import SchemaErrors

    from tests.benchmarks.plain.schema import SCHEMA

    path = folder / PERIOD / register.FILE
    frame = pd.read_excel(path, engine="openpyxl", sheet_name=register.SHEET, header=2)
    start = time.process_time()
    try:
        SCHEMA.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    rules = time.process_time() - start
    pairs = zip(cases["index"], cases["check"], cases["column"], strict=True)
    rows = {(int(row) + 4, _rule(str(check), str(field))) for row, check, field in pairs}
    return rules, sorted(rows)


def _rule(check: str, field: str) -> str:
    """The rule's name in the register for what pandera calls a failed check."""
    kinds = {"not_nullable": "V06", "field_uniqueness": "V16", "isin": "X01", "in_range": "V08"}
    kind = next((code for word, code in kinds.items() if check.startswith(word)), "")
    return register.named(kind or check, field)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        side, folder, said = sys.argv[1:]
        seconds, told = {"tongbao": tongbao, "pandera": pandera}[side](Path(folder))
        Path(said).write_text(json.dumps({"rules": seconds, "found": told}), "utf-8")
    else:
        sys.exit(main())
