"""What the name of a file says about it: the period, the version."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pipeline.model.period import Period


def period_in(text: str) -> Period | None:
    """A year and month in a file name: 202606, 2026-06, 2026年6月."""
    for year, month in _candidates(text):
        if 1 <= month <= 12:
            return Period(year, month)
    return None


def _candidates(text: str) -> Iterable[tuple[int, int]]:
    for match in re.finditer(r"(?<!\d)(20\d{2})[-._年]?(\d{1,2})(?!\d)", text):
        yield int(match[1]), int(match[2])


def version_in(name: str) -> int:
    """A version named in the file: 更正, （2）, v2, 第2版; 1 without one."""
    stem = Path(name).stem
    match = re.search(r"(?:[vV]|第|更正|[(（])(\d{1,2})(?:版|[)）])?$", stem)
    if match:
        return int(match[1])
    return 2 if "更正" in stem else 1
