"""The whole program beside a script that makes three of the documents of the shipped month.

Run `python -m tests.benchmarks.report`: each run is a process of its own with a fresh folder, the
sides take turns, the best of three counts. CPU seconds are user and system time of the process and
of all it started; memory is the peak of the largest single process, not a sum. This module imports
little, since a new process counts what its parent held when it was started.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).parents[2]
PERIOD = "2026-06"
ROUNDS = 3
HELP_GOAL = 0.2
TONGBAO = [sys.executable, "-m", "pipeline"]
SCRIPT = [sys.executable, "-m", "tests.benchmarks.plain_report"]
SIDES = {
    "tongbao report": TONGBAO,
    "script, pandas on openpyxl": [*SCRIPT, "openpyxl"],
    "script, pandas on calamine": [*SCRIPT, "calamine"],
}
IMPORTS = {
    "tongbao report": ("pipeline.cli.report, docx", "pipeline.office.worker"),
    "script, pandas on openpyxl": ("tests.benchmarks.plain_report",),
    "script, pandas on calamine": ("tests.benchmarks.plain_report, python_calamine",),
}
"""What each side's processes import, one entry per process; a run of it counts as `imports`."""

FIGURES = ("完成", "完成率", "超序时", "同比")


@dataclass(frozen=True)
class Run:
    """One process: CPU and clock in seconds, peak in MB, and what it printed."""

    cpu: float
    clock: float
    peak: float
    said: str


def main() -> int:
    """Print the table; return 1 if the help is too slow, and stop if the figures differ."""
    with tempfile.TemporaryDirectory() as scratch:
        best = _best(Path(scratch))
        loads = {name: sum(_imports(one) for one in modules) for name, modules in IMPORTS.items()}
        helped = min(run([*TONGBAO, "--help"]).cpu for _ in range(ROUNDS))
        _print(best, loads)
        _print_stages(Path(scratch))
        for name in list(SIDES)[1:]:
            _compare_figures(json.loads(best[name].said))
            _compare_documents(Path(scratch), name)
    print(f"tongbao --help {helped:.2f} s CPU (goal {HELP_GOAL} s)")
    return int(helped > HELP_GOAL)


def _best(scratch: Path) -> dict[str, Run]:
    runs: dict[str, list[Run]] = {name: [] for name in SIDES}
    for number in range(ROUNDS):
        for name, command in SIDES.items():
            folder = _folder(scratch, name, number)
            folder.mkdir()
            if command is TONGBAO:
                arguments = ["--outputs", str(folder), "report", "--period", PERIOD]
            else:
                arguments = [str(folder)]
            runs[name].append(run([*command, *arguments]))
    return {name: min(own, key=lambda run: run.cpu) for name, own in runs.items()}


def _folder(scratch: Path, name: str, number: int = 0) -> Path:
    return scratch / f"{name}, {number}"


def run(command: Sequence[str]) -> Run:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        clock = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            errors.seek(0)
            raise SystemExit(f"{command} ended with {process.returncode}\n{errors.read().decode()}")
        out.seek(0)
        said = out.read().decode()
    size = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(usage.ru_utime + usage.ru_stime, clock, usage.ru_maxrss / size, said)


def _imports(modules: str) -> float:
    return min(run([sys.executable, "-c", f"import {modules}"]).cpu for _ in range(ROUNDS))


def _print(best: dict[str, Run], loads: dict[str, float]) -> None:
    books = len(list((ROOT / "inputs").glob("2026-*/*.xlsx"))) + 1
    print(f"{PERIOD} from {books} workbooks; best of {ROUNDS}, in turn")
    print(f"{'':28} {'CPU':>7} {'imports':>9} {'clock':>8} {'largest process':>16}")
    for name, run in best.items():
        share = f"{loads[name]:.2f} s"
        print(f"{name:28} {run.cpu:5.2f} s {share:>9} {run.clock:6.2f} s {run.peak:13.0f} MB")
    ours, *others = best
    for name in others:
        cpu, peak = best[name].cpu / best[ours].cpu, best[name].peak / best[ours].peak
        print(f"{name}: {cpu:.2f} times the CPU, {peak:.2f} times the memory")
    print(
        "tongbao reads every sheet, holds it against every rule, keeps exact numbers and figures'"
    )
    print(
        "origins, makes the whole set and reads it again; the script reads 6 of 9 sheets, knows 3"
    )
    print("rules, adds up floats and makes one document and two tables.")


def _print_stages(scratch: Path) -> None:
    folder = _folder(scratch, next(iter(SIDES))) / PERIOD
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    laps = "，".join(f"{name} {lap:.2f} s" for name, lap in manifest["timings"].items())
    print(f"tongbao's main process by its manifest, without imports and the reader: {laps}")


def _compare_figures(theirs: dict[str, dict[str, object]]) -> None:
    """Hold the whole city's figures, as far as the script has them, against `tongbao figures`.

    SystemExit where one differs.
    """
    said = run([*TONGBAO, "figures", "--json", "--period", PERIOD]).said
    rows = [row for row in json.loads(said)["数"] if row["范围"] == "全市" and "完成率" in row]
    unknown = sum(row["指标"] not in theirs for row in rows)
    rows = [row for row in rows if row["指标"] in theirs]
    pairs = [(row, key, theirs[row["指标"]][key]) for row in rows for key in FIGURES]
    wrong = [
        f"{row['指标']}.{key}: tongbao {row[key]}, script {other}"
        for row, key, other in pairs
        if _number(row[key]) != _number(other)
    ]
    if wrong:
        raise SystemExit("the city's figures differ:\n" + "\n".join(wrong))
    print(f"the city's figures: {len(pairs)} compared, all equal", end="; ")
    print(f"{unknown} of tongbao's indicators are unknown to the script")


def _number(value: object) -> Decimal | None:
    plain = re.fullmatch(r"-?\d+(\.\d+)?", str(value))
    return Decimal(plain[0]) if plain else None


def _compare_documents(scratch: Path, name: str) -> None:
    """Count the paragraphs and rows of cells that differ; they do not stop the run."""
    ours, theirs = (_folder(scratch, one) for one in (next(iter(SIDES)), name))
    count, wrong, alone = 0, [], 0
    for path in sorted((ours / PERIOD).glob("*.[dx]*x")):
        twin = theirs / path.name.replace("（草稿）", "")
        if not twin.exists():
            alone += 1
            continue
        lines = list(zip_longest(_drawn(path), _drawn(twin)))
        count += len(lines)
        wrong += [f"{our}\n    {their}" for our, their in lines if our != their]
    print(f"the documents: {count} paragraphs and rows compared, {len(wrong)} differ", end="; ")
    print(f"{alone} documents of this folder are tongbao's alone")
    for one in wrong[:3]:
        print(f"    {one}")


def _drawn(path: Path) -> Iterator[str]:
    """Paragraphs, or rows of cells with formulas and formats but without cached values."""
    from tests.drawings import excel, word

    if path.suffix == ".docx":
        yield from word.draw(path.read_bytes()).splitlines()
        return
    for line in excel.draw(path.read_bytes()).splitlines():
        if line[:1].isdigit() or line.startswith("═"):
            yield re.sub(r" → [^│]*(?= │|$)", "", line)


if __name__ == "__main__":
    sys.exit(main())
