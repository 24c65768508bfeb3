"""Composite targets: so many projects of one size and so many of another, held against sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.number import Number


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a composite target: `count` of at least `least` each (以上 includes it)."""

    least: Number
    count: int


@dataclass(frozen=True, slots=True)
class Met:
    """What stands against a line: how many count towards it, and how many it is short of."""

    line: Line
    counted: int

    @property
    def short(self) -> int:
        return max(self.line.count - self.counted, 0)


def held_against(
    sizes: Sequence[Number], lines: Sequence[Line], *, disjoint: bool = True
) -> tuple[Met, ...]:
    """Hold sizes against the lines, in the lines' own order (F08; domain.md 1.4, S003).

    Disjoint: each of the counted satisfies one line only; the line of the highest bound takes
    its number first, the largest first, and what is left over counts for the lines below. The
    line of the lowest bound counts all that is left. Otherwise each line counts all it fits.
    """
    if not disjoint:
        return tuple(Met(line, sum(size >= line.least for size in sizes)) for line in lines)
    falling = sorted(range(len(lines)), key=lambda place: (-lines[place].least, place))
    found: dict[int, int] = {}
    taken = 0
    for place in falling:
        line = lines[place]
        left = sum(size >= line.least for size in sizes) - taken
        last = place == falling[-1]
        found[place] = left if last else min(left, line.count)
        taken += found[place]
    return tuple(Met(line, found[place]) for place, line in enumerate(lines))
