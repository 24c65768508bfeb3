"""Which figures of a document edited by hand no longer hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.edition import Printed


@dataclass(frozen=True, slots=True)
class Stale:
    """A figure as it was printed, where, and how it prints now; `now` is empty if it does not."""

    place: str
    figure: str
    then: str
    now: str

    @property
    def line(self) -> str:
        """The figure in one line for a clerk."""
        now = f"现为“{self.now}”" if self.now else "现在不再印"
        return f"{self.place} “{self.then}”{now}（{self.figure}），请核对"


def stale(then: Sequence[Printed], now: Sequence[Printed]) -> tuple[Stale, ...]:
    """Return the figures that print otherwise now, in the order of the old document.

    A figure printed as often as before is compared one by one; else it is stale where its old
    text is not printed any more.
    """
    old, new = _by_figure(then), _by_figure(now)
    counts: dict[str, int] = {}
    found = []
    for one in then:
        at = counts[one.figure] = counts.get(one.figure, -1) + 1
        texts = new.get(one.figure, [])
        if len(texts) == len(old[one.figure]):
            current = texts[at]
        else:
            current = one.text if one.text in texts else (texts[0] if texts else "")
        if current != one.text:
            found.append(Stale(one.place, one.figure, one.text, current))
    return tuple(found)


def _by_figure(trace: Sequence[Printed]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for one in trace:
        texts.setdefault(one.figure, []).append(one.text)
    return texts
