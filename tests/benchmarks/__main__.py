"""Runs the benchmarks in turn: `python -m tests.benchmarks`, or one of them by its name.

Each is a process of its own, so that none counts the memory of another.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

BENCHMARKS = {
    "report": "the whole program beside a script that makes the same documents",
    "documents": "the whole set of the shipped month, and the share of each document",
    "word": "the Word engine beside docxtpl",
    "excel": "the Excel engine beside openpyxl",
    "figures": "figures, series and standings beside the same results in pandas",
    "checking": "reading and checking beside pandas on openpyxl with pandera",
    "counties": "counties of 60 and 600 units read and checked, with one process and two",
}
"""Module in this folder → its heading."""


def main(names: Sequence[str]) -> int:
    """Print one table per benchmark; return 1 if one of them failed or missed a goal of its own."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
        return 2
    failed = False
    for number, name in enumerate(names or BENCHMARKS):
        print(f"{'' if number == 0 else chr(10)}── {name}: {BENCHMARKS[name]}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=False)
        failed |= done.returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
