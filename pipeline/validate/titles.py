"""What the names of projects and firms say: their own words, their numbers, which part they are."""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from pipeline.scheme.frame import normal

_DIGITS = "零一二三四五六七八九十"
_QUANTITY = re.compile(r"(\d+(?:\.\d+)?)(万|亿)?")
_TIMES = {"": 1, "万": 10**4, "亿": 10**8}


@dataclass(frozen=True, slots=True)
class Title:
    """A name taken apart: what is left of it, its pairs of characters, numbers and part numbers.

    `parts` are the numbers that tell the parts of one undertaking apart (二期, 3号), with the word
    behind them; `numbers` are all others, 5万 as 50000.
    """

    text: str
    pairs: frozenset[str]
    numbers: frozenset[Fraction] = frozenset()
    parts: frozenset[tuple[int, str]] = frozenset()

    def contradicts(self, other: Title) -> bool:
        """Tell whether the two cannot be one thing: other numbers, or other parts of a whole."""
        if self.numbers and other.numbers and self.numbers.isdisjoint(other.numbers):
            return True
        if self.parts and other.parts:
            return self.parts != other.parts
        return any(number > 1 for number, _ in self.parts | other.parts)


@lru_cache(maxsize=1 << 17)
def title(name: str, shared: tuple[str, ...], ordinals: tuple[str, ...]) -> Title:
    """Take a name apart; `shared` are words that tell nothing, `ordinals` those behind a part."""
    text = normal(name)
    found: set[tuple[int, str]] = set()
    if ordinals:
        words = "|".join(map(re.escape, ordinals))
        pattern = re.compile(f"第?(\\d{{1,2}}|[{_DIGITS}]{{1,3}}|[a-z])({words})")
        found = {(_ordinal(one), word) for one, word in pattern.findall(text)}
        text = pattern.sub(" ", text)
    for word in shared:
        text = text.replace(word, " ")
    text = text.strip()
    last = re.search(f"(?<=[^{_DIGITS}\\d])[{_DIGITS}]$", text)
    if ordinals and last:
        found.add((_ordinal(last[0]), ""))
        text = text[:-1]
    numbers = frozenset(Fraction(one) * _TIMES[times] for one, times in _QUANTITY.findall(text))
    rest = _QUANTITY.sub(" ", text)
    return Title("".join(rest.split()), pairs_of(rest), numbers, frozenset(found))


def abbreviates(short: str, long: str) -> bool:
    """Tell whether an abbreviation's characters all stand in the full name, in their order."""
    rest = iter(long)
    return all(char in rest for char in short)


def says_otherwise(one: str, two: str) -> bool:
    """Tell whether where one says a word the other says another: more than a character mistyped."""
    matcher = difflib.SequenceMatcher(None, one, two, autojunk=False)
    return any(
        tag == "replace" and min(i2 - i1, j2 - j1) > 1
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
    )


def pairs_of(text: str) -> frozenset[str]:
    """Each two neighbouring characters of each piece; without any, the pieces of one."""
    pieces = text.split()
    pairs = {piece[at : at + 2] for piece in pieces for at in range(len(piece) - 1)}
    return frozenset(pairs or pieces)


class Weights:
    """How much a pair of characters tells: the fewer names have it, the more."""

    def __init__(self, names: Iterable[Collection[str]]) -> None:
        distinct = set(map(frozenset, names))
        self.common = Counter(pair for one in distinct for pair in one)
        self._weight = {
            pair: 1 + math.log(len(distinct) / count) for pair, count in self.common.items()
        }

    def of(self, pairs: Iterable[str]) -> float:
        return math.fsum(self._weight[pair] for pair in sorted(pairs))

    def heaviest(self, pairs: Iterable[str]) -> list[str]:
        return sorted(pairs, key=lambda pair: (-self._weight[pair], pair))

    def likeness(self, one: frozenset[str], two: frozenset[str]) -> float:
        """The share of both names' weight that they have in common (Dice)."""
        if one == two:
            return 1.0
        whole = self.of(one) + self.of(two)
        return 2 * self.of(one & two) / whole if whole else 0.0

    def containment(self, one: frozenset[str], two: frozenset[str]) -> float:
        """The share of the lighter name's weight that the other has too."""
        least = min(self.of(one), self.of(two))
        return self.of(one & two) / least if least else 0.0


def _ordinal(text: str) -> int:
    """The number of a part: 2, 二, 十二, b."""
    if text.isdigit():
        return int(text)
    if "a" <= text <= "z":
        return ord(text) - ord("a") + 1
    tens, found, ones = text.rpartition("十")
    if not found:
        return _DIGITS.index(text[-1])
    return 10 * (_DIGITS.index(tens) if tens else 1) + (_DIGITS.index(ones) if ones else 0)
