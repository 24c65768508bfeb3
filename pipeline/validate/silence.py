"""盖过: what a graver finding covers on the same cells is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.model.finding import Finding

ALL = "全部"
Entry = tuple[int, Finding]
"""A covering finding and its place among all."""


def unsilenced(findings: Sequence[Finding]) -> list[Finding]:
    """Leave out what a graver finding covers on the same cells (domain.md section 4).

    Of two that would cover each other the first stays.
    """
    covers = _Covers(findings)
    return [
        one
        for number, one in enumerate(findings)
        if not any(at < number or not _covers(one, other) for at, other in covers.of(one))
    ]


class _Covers:
    """The covering findings by the fields that they cover: each finding asks only for its own."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._files: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._columns: dict[tuple[str, str, str, str], dict[int, list[Entry]]] = {}
        for entry in enumerate(findings):
            self._enter(entry)

    def of(self, one: Finding) -> Iterator[Entry]:
        """Yield each finding that covers `one`."""
        for file in {place.file for place in one.places}:
            for entry in self._files.get((one.unit, file), ()):
                if entry[1].rule.code != one.rule.code:
                    yield entry
        for table, row, name in one.cells:
            rows = self._columns.get((one.unit, one.rule.code, table, _field(name)), {})
            for at in rows if row == -1 else (row, -1):
                yield from (entry for entry in rows.get(at, ()) if entry[1].touches(one))

    def _enter(self, entry: Entry) -> None:
        one = entry[1]
        if ALL in one.rule.silences:
            for file in {place.file for place in one.places}:
                self._files[one.unit, file].append(entry)
            return
        for code in set(one.rule.silences) - {one.rule.code}:
            for table, row, name in one.cells:
                rows = self._columns.setdefault((one.unit, code, table, _field(name)), {})
                rows.setdefault(row, []).append(entry)


def _field(name: str) -> str:
    """The field of a column: 各月 of 各月.3."""
    return name.partition(".")[0]


def _covers(one: Finding, other: Finding) -> bool:
    """Whether `one` covers `other`, given that they are of one unit."""
    if one.rule.code == other.rule.code:
        return False
    if ALL in one.rule.silences:
        files = {place.file for place in other.places}
        return any(place.file in files for place in one.places)
    return other.rule.code in one.rule.silences and one.touches(other)
