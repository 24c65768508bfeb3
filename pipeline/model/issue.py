"""What a document is told before it goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """Parameters of one document of a period: of all its copies, or of the one called `copy`.

    `row` is the row of the office's table in which they were entered.
    """

    document: str
    copy: str
    values: Mapping[str, object]
    row: int = 0
