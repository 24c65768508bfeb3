"""Shares of a list's parts (F17): each rounded alone, or together so that they make 100."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from pipeline.model.figure import Quantity
from pipeline.model.number import Number, rounded
from pipeline.render import wording
from pipeline.render.language import Unprintable

Row = Mapping[str, object]
SHARE = "占比"
NO_SHARE = "—"
HUNDRED = Fraction(100)


def with_shares(
    rows: Iterable[object], name: str, decimals: int = 2, called: str = SHARE
) -> list[Row]:
    """The rows, each with its 占比 of their sum, rounded alone: the prints may miss 100.

    `called` names the share otherwise, so that a row can have several.
    """
    listed, parts = _parts(rows, name, SHARE)
    whole = sum((one.value or Fraction(0) for one in parts), Fraction(0))
    shares = [one.value / whole * 100 if one.value is not None and whole > 0 else None
              for one in parts]  # fmt: skip
    return _shared(listed, parts, shares, decimals, called)


def with_shares_of_hundred(
    rows: Iterable[object], name: str, decimals: int = 2, called: str = SHARE
) -> list[Row]:
    """The rows, each with its 占比 by largest remainder: the prints make 100 exactly (F17).

    What is left over goes to the largest remainders, the earlier row first among equals.
    """
    listed, parts = _parts(rows, name, "凑百占比")
    shares = _of_hundred([one.value for one in parts], decimals)
    return _shared(listed, parts, shares, decimals, called)


def note_on_shares(rows: Iterable[object], name: str, decimals: int = 2) -> str:
    """The note that belongs below plain shares whose prints miss 100; else nothing."""
    shares = [row[SHARE] for row in with_shares(rows, name, decimals)]
    known = [one.value for one in shares if isinstance(one, Quantity) and one.value is not None]
    missed = known and sum(rounded(one, decimals) for one in known) != HUNDRED
    return wording.SUMS_MAY_DIFFER if missed else ""


def _of_hundred(values: Sequence[Number | None], decimals: int) -> list[Number | None]:
    whole = sum((one for one in values if one is not None), Fraction(0))
    if whole <= 0:
        return [None] * len(values)
    steps = 100 * 10**decimals
    exact = {at: one / whole * steps for at, one in enumerate(values) if one is not None}
    floors = {at: one.numerator // one.denominator for at, one in exact.items()}
    left = steps - sum(floors.values())
    for at in sorted(exact, key=lambda at: floors[at] - exact[at])[:left]:
        floors[at] += 1
    return [Fraction(floors[at], 10**decimals) if at in floors else None
            for at in range(len(values))]  # fmt: skip


def _shared(
    rows: Sequence[Row],
    parts: Sequence[Quantity],
    shares: Sequence[Number | None],
    decimals: int,
    called: str,
) -> list[Row]:
    """A share is traced to its part's figure and SHARE; a part without a number keeps its word."""
    return [
        {
            **row,
            called: Quantity(
                *(share, "%", decimals, part.word if part.value is None else NO_SHARE),
                f"{part.figure}/{SHARE}",
            ),
        }
        for row, part, share in zip(rows, parts, shares, strict=True)
    ]


def _parts(rows: Iterable[object], name: str, called: str) -> tuple[list[Row], list[Quantity]]:
    if isinstance(rows, (str, Mapping)) or not isinstance(rows, Iterable):
        raise Unprintable(f"“|{called}”前面不是清单")
    listed = list(rows)
    parts = [_part(row, name, called) for row in listed]
    measures = sorted({one.measure for one in parts})
    if len(measures) > 1:
        raise Unprintable(f"“|{called}”的各项计量单位不同（{'、'.join(measures)}），不能算占比")
    return listed, parts  # type: ignore[return-value]


def _part(row: object, name: str, called: str) -> Quantity:
    found = row
    for one in str(name).split("."):
        found = found.get(one) if isinstance(found, Mapping) else None
    if isinstance(found, Quantity):
        return found
    wanted = f"“|{called}('{name}')”里的“{name}”"
    if isinstance(found, Mapping):
        raise Unprintable(f"{wanted}是一组数，还要写明取哪一项，例如“{name}.完成”")
    raise Unprintable(f"{wanted}不是这个清单里的数")
