"""How much of what is wrong is told, and how much of what is told is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Score:
    """Counts: faults that were put in, findings that were told, and findings that are faults."""

    wrong: int = 0
    told: int = 0
    hits: int = 0

    @classmethod
    def of(cls, wrong: Collection[object], told: Collection[object]) -> Self:
        return cls(len(wrong), len(told), len(set(wrong) & set(told)))

    @classmethod
    def sum(cls, scores: Iterable[Score]) -> Self:
        parts = list(scores)
        return cls(
            sum(one.wrong for one in parts),
            sum(one.told for one in parts),
            sum(one.hits for one in parts),
        )

    @property
    def recall(self) -> float:
        return self.hits / self.wrong if self.wrong else 1.0

    @property
    def precision(self) -> float:
        return self.hits / self.told if self.told else 1.0

    def __str__(self) -> str:
        return (
            f"{self.hits} of {self.wrong} found (recall {self.recall:.4f}), "
            f"{self.told} told (precision {self.precision:.4f})"
        )
