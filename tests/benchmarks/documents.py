"""What the whole set of the shipped month costs: `tongbao report`, and the share of each document.

Run `python -m tests.benchmarks.documents`. CPU seconds are user and system time of the run and of
all it started, the best of three; the shares are of one process, each document's template checked
and all its copies rendered, without what all of them share.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.gather import Office, gather
from pipeline.model.edition import Document
from pipeline.model.number import rounding
from pipeline.model.period import Period
from pipeline.produce import rendered_by, sections_of, template_faults
from pipeline.render.context import context
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.occasions import occasions
from pipeline.reread import disproved
from tests.benchmarks.report import PERIOD, ROOT, ROUNDS, TONGBAO, run

GOAL = 8.0
"""CPU seconds of `tongbao report` for the whole set."""


def main() -> int:
    """Print the table; return 1 if the whole set costs more than its goal."""
    with tempfile.TemporaryDirectory() as folder:
        command = [*TONGBAO, "--outputs", folder, "report", "--period", PERIOD]
        cpu = min(run(command).cpu for _ in range(ROUNDS))
    lines = list(_shares())
    width = max(len(name) for name, *_ in lines)
    print(f"{PERIOD}, best of {ROUNDS}: tongbao report {cpu:.2f} s CPU (goal {GOAL:.0f} s)")
    print(f"{'':{width * 2}} {'CPU':>7} {'copies':>7} {'figures':>8}")
    for name, spent, copies, figures in sorted(lines, key=lambda one: -one[1]):
        print(f"{name}{'　' * (width - len(name))} {spent:5.2f} s {copies:7} {figures:8}")
    return int(cpu > GOAL)


def _shares() -> Iterator[tuple[str, float, int, int]]:
    """Each document of the month: CPU seconds, copies, printed figures; then what is shared."""
    office = Office(ROOT / "templates", ROOT / "inputs", Path("nowhere"))
    watch = _Watch()
    scheme, month = gather(office, Period.parse(PERIOD))
    yield "（读取、审核、汇总）", watch.lap(), 0, 0
    everything: list[Document] = []
    with rounding(month.rounding):
        names, language = context(scheme.indicators, month, sections_of(scheme)), Language(FILTERS)
        yield "（名称）", watch.lap(), 0, 0
        for plan in scheme.documents.values():
            if not plan.due(month.period.kinds):
                continue
            if wrong := list(template_faults(scheme, plan, names, language)):
                raise SystemExit("\n".join(one.line for one in wrong))
            made = []
            for one in occasions(plan, names, language):
                kept = rendered_by(scheme, plan, one.names, language)
                made.append(
                    Document(one.title, plan.suffix, kept.content, plan.template, kept.trace)
                )
            everything += made
            yield plan.name, watch.lap(), len(made), sum(len(one.trace) for one in made)
        disproved(scheme, month, everything)
        yield "（做好的文件再读一遍）", watch.lap(), len(everything), 0


class _Watch:
    def __init__(self) -> None:
        self._last = time.process_time()

    def lap(self) -> float:
        """CPU seconds of this process since the last time."""
        now = time.process_time()
        spent, self._last = now - self._last, now
        return spent


if __name__ == "__main__":
    sys.exit(main())
