"""Lists by declared conditions, as they came out: entries in order, and groups of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.model.number import Number


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list: the unit's code and its cells by name, None where one is empty.

    An entry made of a row of a table has its `key` there; one of a unit's standing its
    `indicator`.
    """

    unit: str
    cells: Mapping[str, Number | date | str | None] = field(default_factory=dict)
    key: str = ""
    indicator: str = ""
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Bundle:
    """Entries that are alike: their name, their numbers in the list, their sums by name."""

    name: str
    members: Sequence[int]
    sums: Mapping[str, Number] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list for one scope; `total` counts what the limit left out too, `unsure` the units of
    which it is not known whether they belong to it.

    `measures` are those of its numbers by name; `sums` those over all entries, limit or not;
    `rates` are each made of two sums, the part and what it is a part of.
    """

    name: str
    entries: Sequence[Entry] = ()
    total: int = 0
    measures: Mapping[str, str] = field(default_factory=dict)
    bundles: Sequence[Bundle] | None = None
    sums: Mapping[str, Number] = field(default_factory=dict)
    unsure: int = 0
    rates: Mapping[str, Sequence[str]] = field(default_factory=dict)
