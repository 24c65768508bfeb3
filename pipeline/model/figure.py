"""Figures, their standing, and the quantities in which templates meet them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from functools import total_ordering

from pipeline.model.number import Number, exact, plain, printed, rounded
from pipeline.model.period import Days, Span

MARK_OPEN, MARK_TEXT, MARK_CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
"""Noncharacters around a printed figure; the engines strip them and keep the trace."""
MOST_DECIMALS = 4
"""With how many decimals at most what is not done is told from what is (F11)."""


PERSON = "人员"
"""The kind of scope of one person of a unit."""


class Status(StrEnum):
    """Who stands behind a figure: the unit, nobody yet, or the level above."""

    REPORTED = "自报"
    PENDING = "待审核"
    CONFIRMED = "核定"


class Missing(StrEnum):
    """Why there is no value; each prints as its own word."""

    NOT_REPORTED = "未报送"
    RETURNED = "退回"
    NO_TARGET = "未下达"
    NO_PAST = "无同期"
    FIRST_YEAR = "首年"
    NOT_ASSESSED = "不考核"
    NOT_CONFIRMED = "尚未核定"
    NOT_APPLICABLE = "不适用"
    NOT_ENTERED = "未录入"
    OTHER_SPANS = "所属期不一致"
    BY_MONTHS = "不按日统计"


class Nature(StrEnum):
    """What a figure of January to m says: a sum, the month m alone, a level, or a rate."""

    TO_DATE = "累计"
    OF_MONTH = "当月"
    LEVEL = "时点"
    RATE = "率"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom or what a figure is about: the whole, a 组, a 单位, a 战线, or a value of a dimension.

    A dimension's scopes bear its name: Scope("产业门类", "工业"); of one unit they are
    Scope("单位·产业门类", "ZJ01·工业"). A person is one of a unit: Scope("人员", "ZJ01·王某").
    """

    kind: str
    code: str

    @property
    def unit(self) -> str:
        """The code of the unit that a person belongs to; of any other scope nothing."""
        return self.code.partition("·")[0] if self.kind == PERSON else ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}" if self.code else self.kind


def person(unit: str, name: str) -> Scope:
    """The scope of a person, who is known by name within a unit."""
    return Scope(PERSON, f"{unit}·{name}")


@dataclass(frozen=True, slots=True)
class Override:
    """A figure that someone of the office replaced by name: what stood there, why, by whom."""

    before: Number | None
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator for one scope, span and status: an exact value, or why there is none.

    A ratio keeps the two sums that it is made of in `parts`, so that groups add them up.
    `rows` are the rows counted, by form, and `against` those of a ratio's denominator; `shares`
    gives, by form and row, the part of a row that is credited here where it is not the whole.
    `adjusted` is the override that stands here, `altered` the units whose overridden figures a
    total holds; `sizes` are the sizes of what was counted, largest first (composite targets).
    """

    indicator: str
    scope: Scope
    span: Span | Days
    status: Status
    value: Number | None
    missing: Missing | None = None
    carried: tuple[str, ...] = ()
    parts: tuple[Number, Number] | None = None
    rows: Mapping[str, Sequence[int]] = field(default_factory=dict, compare=False)
    against: Mapping[str, Sequence[int]] = field(default_factory=dict, compare=False)
    shares: Mapping[str, Mapping[int, Number]] = field(default_factory=dict, compare=False)
    adjusted: Override | None = None
    altered: tuple[str, ...] = ()
    sizes: tuple[Number, ...] = ()

    @property
    def code(self) -> str:
        """The figure's name in traces and in figures.json."""
        return f"{self.scope}/{self.indicator}/{self.status}"


@total_ordering
@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a template meets it: exact, with its measure and its house decimals.

    `value` None prints `word`. `raw` says that a sheet's cell takes the exact value; other
    quantities go into cells as printed (design: rates as printed, amounts raw). A difference that
    must re-add from two printed numbers keeps them in `terms`, and is taken anew from them at
    whatever decimals it prints with (F04). A print must stay below `under`: it takes more
    decimals, at most four, and then the words of `word` (F11).
    """

    value: Number | None
    measure: str
    decimals: int
    word: str = ""
    figure: str = ""
    raw: bool = False
    strip_zeros: bool = False
    terms: tuple[Number, Number] | None = None
    under: Number | None = None

    @property
    def bare(self) -> str:
        """The printed text without any mark."""
        return self.at(self.decimals) or self.word

    def at(self, decimals: int) -> str:
        """The digits with so many decimals; empty where only the word can stand."""
        if self.value is None:
            return ""
        if self.terms is None and self.under is None:
            return printed(self.value, decimals, strip_zeros=self.strip_zeros)
        most = max(MOST_DECIMALS, decimals) if self.under is not None else decimals
        for places in range(decimals, most + 1):
            number = self._rounded(self.value, places)
            if self.under is None or number < self.under:
                return printed(number, places, strip_zeros=self.strip_zeros)
        return ""

    @property
    def cell(self) -> str:
        """The number for a sheet's cell, or an empty string where only a word can stand."""
        if self.value is None or not (digits := self.at(self.decimals)):
            return ""
        return plain(self.value if self.raw else exact(digits))

    def _rounded(self, value: Number, decimals: int) -> Number:
        if self.terms is None:
            return rounded(value, decimals)
        return rounded(self.terms[0], decimals) - rounded(self.terms[1], decimals)

    def __str__(self) -> str:
        return marked(self.bare, self.figure)

    def __bool__(self) -> bool:
        return self.value is not None and self.value != 0

    def __eq__(self, other: object) -> bool:
        return self._comparable() == _number(other)

    def __lt__(self, other: object) -> bool:
        return self._comparable() < _number(other)

    def __hash__(self) -> int:
        return hash((self.value, self.figure))

    def _comparable(self) -> Number:
        if self.value is None:
            raise ValueError(f"“{self.figure}”没有数（{self.word}），不能比较大小，请先判断有无")
        return self.value

    def with_(self, **changes: object) -> Quantity:
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words about a figure, with the figure they speak of."""

    text: str
    figure: str = ""

    @property
    def bare(self) -> str:
        return self.text

    def __str__(self) -> str:
        return marked(self.text, self.figure)

    def __bool__(self) -> bool:
        return bool(self.text)


def alone(series: Sequence[Number | None], nature: Nature) -> tuple[Number | None, ...]:
    """The months' own values of a series from January on (当月数, F05); None where unknown.

    A level and a rate have none; what is of a month already is its own.
    """
    if nature is Nature.OF_MONTH:
        return tuple(series)
    if nature in (Nature.LEVEL, Nature.RATE):
        return (None,) * len(series)
    before = (Fraction(0), *series[:-1])
    return tuple(
        None if one is None or last is None else one - last
        for one, last in zip(series, before, strict=True)
    )


def marked(text: str, figure: str) -> str:
    """Wrap a printed text so that an engine can record where it went."""
    return f"{MARK_OPEN}{figure}{MARK_TEXT}{text}{MARK_CLOSE}" if figure else text


def _number(value: object) -> Number:
    if isinstance(value, Quantity):
        return value._comparable()
    return Number(value)  # type: ignore[arg-type]
