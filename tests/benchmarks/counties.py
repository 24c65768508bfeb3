"""`tongbao check` on drawn counties: 60 units, 600 units, one process and two.

Run `python -m tests.benchmarks.counties`. The counties are drawn from a seed and written once;
each run is a process of its own, the best of three counts. CPU seconds are those of all its
processes, imports (0.5 s) included. How long a unit takes in a county of 600 is held against one
of 60 with as many projects in each, the search for projects reported twice included. Two jobs
are held against one by the clock, on the six months that a June run reads and judges; that needs
two idle processors, and says nothing on a machine that has other work.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PERIOD, MONTHS = "2026-06", (6,)
ROUNDS = 3
ROWS = 100
"""Projects of a unit, each with a row in three sheets: 300 rows."""
FEW = 20
"""Projects of a unit where counties of 60 and 600 units are compared, or jobs."""


@dataclass(frozen=True)
class Run:
    cpu: float
    clock: float
    said: bytes


def main() -> int:
    """Print the figures; return 1 where two jobs say another thing than one."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        large = _drawn(folder / "rows", 60, ROWS)
        month = _best(large, 1)
        print(f"60 units x {3 * ROWS} rows, check: {month.cpu:.2f} s CPU, {month.clock:.2f} s")
        report = _run([*_command(large, folder), "report", "--period", PERIOD, "--quiet"])
        copies = len(list((folder / "out").rglob("标注副本*")))
        print(f"  report, with {copies} annotated copies: {report.cpu:.2f} s CPU")
        small = _best(_drawn(folder / "60", 60, FEW), 1)
        vast = _best(_drawn(folder / "600", 600, FEW), 1)
        idle = _run([sys.executable, "-c", "import pipeline.cli.check, pipeline.cli.report"]).cpu
        each = [(run.cpu - idle) / units for run, units in ((small, 60), (vast, 600))]
        print(f"{FEW} projects a unit: {1000 * each[0]:.1f} ms CPU for each of 60 units,", end=" ")
        print(f"{1000 * each[1]:.1f} ms for each of 600: {each[1] / each[0]:.2f} times")
        year = _drawn(folder / "year", 60, FEW, range(1, 7))
        one, two = (_best(year, jobs) for jobs in (1, 2))
        same = "the same words" if one.said == two.said else "OTHER WORDS"
        print(
            f"six months of 60 units: {one.cpu:.2f} s CPU, {one.clock:.2f} s; with 2 jobs", end=" "
        )
        print(f"{two.cpu:.2f} s CPU, {two.clock:.2f} s, {same},", end=" ")
        print(f"{one.clock / two.clock:.2f} times as fast (goal 1.5)")
    return int(one.said != two.said)


def _drawn(folder: Path, units: int, projects: int, months: Sequence[int] = MONTHS) -> Path:
    """Write months of a county; drawn in a process of its own, which takes much memory."""
    made = f"draw(7, units={units}, projects={projects}).write({str(folder)!r}, {list(months)})"
    command = [sys.executable, "-c", f"from tests.county import draw; {made}"]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


def _best(inputs: Path, jobs: int) -> Run:
    command = [*_command(inputs, inputs.parent), "check", "--period", PERIOD, "--jobs", str(jobs)]
    runs = [_run(command) for _ in range(ROUNDS)]
    return Run(min(run.cpu for run in runs), min(run.clock for run in runs), runs[0].said)


def _command(inputs: Path, folder: Path) -> list[str]:
    program = [sys.executable, "-m", "pipeline"]
    return [*program, "--inputs", str(inputs), "--outputs", str(folder / "out")]


def _run(command: list[str]) -> Run:
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        clock = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise SystemExit(f"{command} ended with {process.returncode}")
        out.seek(0)
        return Run(usage.ru_utime + usage.ru_stime, clock, out.read())


if __name__ == "__main__":
    sys.exit(main())
