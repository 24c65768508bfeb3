"""V17, V18: rows that are probably one project, within a unit and across units."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pipeline.scheme.evaluate import number_at
from pipeline.scheme.frame import Frame, Setting
from pipeline.scheme.rules import Check
from pipeline.validate.slips import slipped
from pipeline.validate.terms import column, limit, texts
from pipeline.validate.titles import Title, Weights, abbreviates, says_otherwise, title

Pair = tuple[int, int]

_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
"""In a firm's name: where it is, or what kind of partnership."""

SLIP = 0.01
"""How many decades two amounts may differ by beside the factor of a slip."""

FINE = 5
"""An amount with so many digits that are not trailing zeros is hardly ever met twice."""

BLOCK = 50
"""So many rows that share one trait are compared only where they share another one too."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What a row is recognised by."""

    name: Title
    investor: Title
    code: str
    amount: Fraction | None
    first: int
    allies: frozenset[str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two rows must be, by the terms of the check.

    相似度 of the names where an amount agrees, 同源相似度 where the investor does, 误差 of the
    amounts, 倍数 of a slip, 常见: words that more names have are no evidence by themselves.
    """

    similar: float
    kindred: float
    error: Fraction
    factor: Fraction
    common: int


def alike(
    check: Check, frame: Frame, setting: Setting, *, across: bool
) -> Iterator[tuple[int, int, str]]:
    """Yield (row, other row, why): the later of two rows that are probably one project.

    The terms 名称, 投资人, 金额, 代码, 首报日 and 共有… tell the columns. Rows are only compared
    that share an investor's or a name's rare words, so the work grows with their number.
    """
    if not len(frame):
        return
    search = _Search(check, frame, setting, across=across)
    told: set[int] = set()
    for one, two in sorted(search.pairs()):
        why = search.why(one, two)
        later, earlier = (one, two) if search.order(one) > search.order(two) else (two, one)
        if why and later not in told:
            told.add(later)
            yield later, earlier, why


class _Search:
    def __init__(self, check: Check, frame: Frame, setting: Setting, *, across: bool) -> None:
        self.unit, self.across = frame.unit.tolist(), across
        self.like = _likeness(check, frame, setting)
        self.traits = _traits(check, frame, setting)
        self.names = Weights(one.name.pairs for one in self.traits)
        self.investors = Weights(one.investor.pairs for one in self.traits)

    def order(self, row: int) -> tuple[int, int]:
        """Which of two rows was there first."""
        return self.traits[row].first, row

    def pairs(self) -> set[Pair]:
        """Pairs of rows, of one unit or across units, that share a key."""
        blocks: dict[tuple, list[int]] = defaultdict(list)
        for row, one in enumerate(self.traits):
            for key in set(self._keys(one)):
                blocks[key].append(row)
        found: set[Pair] = set()
        for rows in blocks.values():
            for block in [rows] if len(rows) <= BLOCK else self._split(rows):
                found.update(self._paired(block))
        return found

    def why(self, one: int, two: int) -> str:
        """Why the two rows are probably one project; empty if they are not."""
        first, second = self.traits[one], self.traits[two]
        if self.across and (self.unit[one] in second.allies or self.unit[two] in first.allies):
            return ""
        if first.name.contradicts(second.name):
            return ""
        if first.code and first.code == second.code and not self.across:
            return "信用代码相同"
        if self._kindred(first, second):
            return "名称相近，投资方相同"
        return self._same_amount(first, second) if self.across else ""

    def _keys(self, one: Traits) -> Iterator[tuple]:
        if one.investor.text:
            yield "investor", one.investor.text
        if one.code:
            yield "code", one.code
        for pair in one.investor.pairs:
            if self.investors.common[pair] <= self.like.common:
                yield "investor's word", pair
        if self.across and one.amount and one.amount > 0:
            yield from self._amount_keys(one)

    def _amount_keys(self, one: Traits) -> Iterator[tuple]:
        """The amount's class, whatever the power of the slip, with the name's rarest words."""
        assert one.amount is not None
        decades = math.log10(self.like.factor)
        width = max(SLIP, math.log10(1 + self.like.error))
        classes = int(decades / width)
        here = int(math.log10(one.amount) / decades % 1 * classes)
        rare = [pair for pair in self._prefix(one.name) if self._rare(pair)]
        for near in (here, (here + 1) % classes):
            for pair in rare:
                yield "amount", near, pair
        if _fine(one.amount):
            yield "exactly", one.amount

    def _prefix(self, name: Title) -> list[str]:
        """The heaviest words, one of which any name that is as like must have too."""
        allowed = self.names.of(name.pairs) * (1 - self.like.similar / (2 - self.like.similar))
        chosen = []
        for pair in self.names.heaviest(name.pairs):
            chosen.append(pair)
            allowed -= self.names.of([pair])
            if allowed < 0:
                break
        return chosen

    def _split(self, rows: Sequence[int]) -> Iterator[list[int]]:
        """A large block by the words of the names; words that most have are left out."""
        blocks: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            for pair in self._prefix(self.traits[row].name):
                blocks[pair].append(row)
        yield from (block for block in blocks.values() if len(block) <= BLOCK)

    def _paired(self, rows: Sequence[int]) -> Iterator[Pair]:
        for at, one in enumerate(rows):
            for two in rows[at + 1 :]:
                if (self.unit[one] != self.unit[two]) is self.across:
                    yield one, two

    def _kindred(self, one: Traits, two: Traits) -> bool:
        """One investor, and names alike in what they say beside the investor's own words."""
        same = one.code and one.code == two.code
        if not (same or _one_investor(one.investor.text, two.investor.text)):
            return False
        own = one.investor.pairs | two.investor.pairs
        first, second = one.name.pairs - own, two.name.pairs - own
        if not first or not second:
            return bool(one.name.text) and one.name.text == two.name.text
        return self.names.containment(first, second) >= self.like.kindred

    def _same_amount(self, one: Traits, two: Traits) -> str:
        if not one.amount or not two.amount or one.amount < 0 or two.amount < 0:
            return ""
        if self.names.likeness(one.name.pairs, two.name.pairs) < self.like.similar:
            return ""
        if says_otherwise(one.name.text, two.name.text):
            return ""
        if one.amount == two.amount and _fine(one.amount):
            return "名称相近，金额相同"
        if not any(self._rare(pair) for pair in one.name.pairs & two.name.pairs):
            return ""
        if abs(one.amount - two.amount) <= self.like.error * max(one.amount, two.amount):
            return "名称相近，金额相同"
        if slipped(one.amount, two.amount, self.like.factor, SLIP):
            return "名称相近，金额相差1万倍"
        return ""

    def _rare(self, pair: str) -> bool:
        return self.names.common[pair] <= self.like.common


def _one_investor(one: str, two: str) -> bool:
    """Whether two names are of one firm: the same, or one the other's abbreviation."""
    if one == two:
        return bool(one)
    short, long = sorted((one, two), key=len)
    return len(short) > 1 and abbreviates(short, long)


def _fine(amount: Fraction) -> bool:
    digits = str(amount * 10**6).rstrip("0")
    return len(digits) >= FINE


def _likeness(check: Check, frame: Frame, setting: Setting) -> Likeness:
    def said(name: str, default: Fraction) -> Fraction:
        return limit(check, frame, setting, name, default)

    return Likeness(
        float(said("相似度", Fraction(80))) / 100,
        float(said("同源相似度", Fraction(60))) / 100,
        said("误差", Fraction(1, 200)),
        said("倍数", Fraction(10000)),
        int(said("常见", Fraction(12))),
    )


def _traits(check: Check, frame: Frame, setting: Setting) -> list[Traits]:
    said = {name: texts(check, frame, setting, name) for name in ("名称", "投资人", "代码")}
    shared, ordinals = (_words(check, frame, setting, name) for name in ("通用词", "分期词"))
    allies = [texts(check, frame, setting, one) for one in check.terms if one.startswith("共有")]
    amounts = column(check, frame, setting, "金额")
    days = column(check, frame, setting, "首报日")
    old = _known_before(frame, setting)
    return [
        Traits(
            title(said["名称"][row], shared, ordinals),
            title(_IN_BRACKETS.sub("", said["投资人"][row]), shared, ()),
            said["代码"][row],
            number_at(amounts, row),
            0 if old[row] else int(days.data[row]) if days.known[row] else 9_999_999,
            frozenset(one[row] for one in allies if one[row]),
        )
        for row in range(len(frame))
    ]


def _words(check: Check, frame: Frame, setting: Setting, name: str) -> tuple[str, ...]:
    """The words of a term that is one text, the longest first."""
    text = next(iter(texts(check, frame, setting, name)), "")
    return tuple(sorted(text.split(), key=lambda word: (-len(word), word)))


def _known_before(frame: Frame, setting: Setting) -> Mapping[int, bool] | np.ndarray:
    earlier = setting.earlier.get(frame.form.name)
    if earlier is None or not len(earlier):
        return np.zeros(len(frame), dtype=bool)
    return earlier.same(frame) >= 0
