"""What a file's name tells: a month and a version."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.model.period import Period


def period_in(name: str) -> Period | None:
    """A year and month in a file name: 202606, 2026-06, 2026年6月."""
    for match in re.finditer(r"(?<!\d)(20\d{2})[-._年]?(\d{1,2})(?!\d)", Path(name).stem):
        year, month = int(match[1]), int(match[2])
        if 1 <= month <= 12:
            return Period(year, month)
    return None


def version_in(name: str) -> int:
    """A version named in the file: 更正, （2）, v2, 第2版; 1 without one."""
    stem = Path(name).stem
    match = re.search(r"(?:[vV]|第|更正|[(（])(\d{1,2})(?:版|[)）])?$", stem)
    if match:
        return int(match[1])
    return 2 if "更正" in stem else 1
