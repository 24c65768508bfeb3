"""The root 清单 as far as lists.yaml declares it: rows as dicts of typed values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from pipeline.model.figure import Quantity, Scope
from pipeline.model.listing import Bundle, Entry, Listing
from pipeline.model.month import Month
from pipeline.model.number import Number, plain

Dict = dict[str, object]
HEAD = "清单:"
"""How the codes of what lists print begin."""
COUNT, SHARE, TOTAL = "个数", "占比", "合计"
EMPTY = "—"
ByName = dict[str, list[tuple[str, Listing]]]


def listings(
    month: Month, scope: Scope, units: Mapping[str, Dict], more: Mapping[str, object] = {}
) -> Mapping[str, object]:
    """The lists of a scope by name, their lengths under 个数, what groups of rows come to together
    under 合计, and whatever `more` there is.

    A list is a list of rows, or of groups with their rows under 行. `units` gives what is said
    of each unit's indicators. A list is laid out when a template first names it.
    """
    names = {unit.code: unit.short for unit in month.units}
    told: dict[str, _Told] = {}
    for whose, name in month.lists:
        if whose == scope:
            told[name] = _Told(month.lists[whose, name], f"{HEAD}{name}/{scope}", names, units)
    counts = {
        name: Quantity(Fraction(one.listing.total), "个", 0, "", f"{one.head}/{COUNT}")
        for name, one in told.items()
    }
    totals = {name: one.total() for name, one in told.items() if one.listing.sums}
    return _Lists(told, {COUNT: counts, TOTAL: totals, **more})


class _Lists(Mapping[str, object]):
    """Lists that are laid out when they are first asked for."""

    def __init__(self, told: Mapping[str, _Told], made: Dict) -> None:
        self._told, self._made = told, made
        self._names = tuple(dict.fromkeys((*told, *made)))

    def __getitem__(self, name: str) -> object:
        if name not in self._made:
            told = self._told[name]
            self._made[name] = told.rows() if told.listing.bundles is None else told.groups()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def by_name(month: Month) -> ByName:
    """The lists of each name, every one with how the codes begin that it prints."""
    found: ByName = {}
    for (scope, name), listing in month.lists.items():
        found.setdefault(name, []).append((f"{HEAD}{name}/{scope}/", listing))
    return found


def behind(lists: ByName, code: str) -> tuple[Number | None, str, Entry | None] | None:
    """What stands behind a code that begins with the head of lists: value, measure and the row
    that it is of; None where no list prints a number under it."""
    for head, listing in lists.get(code.removeprefix(HEAD).partition("/")[0], ()):
        if code.startswith(head):
            return _behind(listing, code.removeprefix(head))
    return None


def _behind(listing: Listing, what: str) -> tuple[Number | None, str, Entry | None] | None:
    if what == COUNT:
        return Fraction(listing.total), "个", None
    place, _, name = what.partition("/")
    if not place.isdigit():
        groups = {f"组{at}": one for at, one in enumerate(listing.bundles or (), start=1)}
        own = _sums(groups[place], listing) if place in groups else {}
        value, measure = (_totals(listing) if place == TOTAL else own).get(name, (None, None))
        return None if measure is None else (value, measure, None)
    entry = listing.entries[int(place) - 1] if int(place) <= len(listing.entries) else Entry("")
    cell = entry.cells.get(name, "")
    if name not in listing.measures or isinstance(cell, (str, date)):
        return None
    return cell if isinstance(cell, Fraction) else None, listing.measures[name], entry


class _Told:
    def __init__(
        self, listing: Listing, head: str, names: Mapping[str, str], units: Mapping[str, Dict]
    ) -> None:
        self.listing, self.head, self.names, self.units = listing, head, names, units

    def rows(self) -> list[Dict]:
        return [self.row(one, number) for number, one in enumerate(self.listing.entries, start=1)]

    def groups(self) -> list[Dict]:
        return [
            self.group(one, number)
            for number, one in enumerate(self.listing.bundles or (), start=1)
        ]

    def row(self, entry: Entry, number: int, shown: int = 0) -> Dict:
        """序号, 单位 (its short name), 代码, and the cells; or what is said of the indicator.

        A field that repeats is a list of its cells: 行.各月[0] is January's.
        """
        own = self.units.get(entry.unit, {})
        item = own.get(entry.indicator) if entry.indicator else None
        made: Dict = dict(item) if isinstance(item, dict) else {}
        for name, value in entry.cells.items():
            cell = self._cell(value, name, f"{self.head}/{number}/{name}")
            field, _, place = name.partition(".")
            if place:
                made.setdefault(field, []).append(cell)  # type: ignore[attr-defined]
            else:
                made[name] = cell
        return {
            **made,
            "序号": shown or number,
            **({"单位": self.names.get(entry.unit, entry.unit)} if entry.unit else {}),
            "代码": entry.unit,
            "沿用": entry.carried,
        }

    def group(self, bundle: Bundle, number: int) -> Dict:
        code = f"{self.head}/组{number}"
        return {
            "序号": number,
            "名称": bundle.name,
            **{
                name: self._quantity(value, measure, f"{code}/{name}")
                for name, (value, measure) in _sums(bundle, self.listing).items()
            },
            "行": [
                self.row(self.listing.entries[one], one + 1, shown)
                for shown, one in enumerate(bundle.members, start=1)
            ],
        }

    def total(self) -> Dict:
        """What all groups come to together, as is said of one of them."""
        return {
            name: self._quantity(value, measure, f"{self.head}/{TOTAL}/{name}")
            for name, (value, measure) in _totals(self.listing).items()
        }

    def _cell(self, value: Number | date | str | None, name: str, code: str) -> object:
        if name in self.listing.measures and not isinstance(value, (str, date)):
            number = value if isinstance(value, Fraction) else None
            return self._quantity(number, self.listing.measures[name], code)
        if value is None:
            return ""
        return self._quantity(value, "", code) if isinstance(value, Fraction) else value

    def _quantity(self, value: Number | None, measure: str, code: str) -> Quantity:
        money = measure.endswith("元")
        decimals = 2 if money or measure == "%" else 0
        if value is not None and not decimals:
            decimals = min(len(plain(value).partition(".")[2]), 2)
        return Quantity(value, measure, decimals, EMPTY, code, raw=money)


def _sums(bundle: Bundle, listing: Listing) -> dict[str, tuple[Number | None, str]]:
    """What is said of a group: how many, how much, and the shares of all (F17)."""
    many = len(bundle.members)
    made: dict[str, tuple[Number | None, str]] = {COUNT: (Fraction(many), "个")}
    made[f"{COUNT}{SHARE}"] = _share(Fraction(many), Fraction(len(listing.entries))), "%"
    for name, value in bundle.sums.items():
        made[name] = value, listing.measures.get(name, "")
        made[f"{name}{SHARE}"] = _share(value, listing.sums.get(name, Fraction(0))), "%"
    return made | _rates(listing, made)


def _totals(listing: Listing) -> dict[str, tuple[Number | None, str]]:
    """The count and the sums of all entries, and the rates made of them."""
    if not listing.sums:
        return {}
    made: dict[str, tuple[Number | None, str]] = {COUNT: (Fraction(len(listing.entries)), "个")}
    made |= {name: (value, listing.measures.get(name, "")) for name, value in listing.sums.items()}
    return made | _rates(listing, made)


def _rates(
    listing: Listing, known: Mapping[str, tuple[Number | None, str]]
) -> dict[str, tuple[Number | None, str]]:
    return {
        name: (_share(known[part][0] or Fraction(0), known[whole][0] or Fraction(0)), "%")
        for name, (part, whole) in listing.rates.items()
    }


def _share(part: Number, whole: Number) -> Number | None:
    return part / whole * 100 if whole else None
