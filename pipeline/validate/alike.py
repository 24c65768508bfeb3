"""V17, V18: rows that are probably one project, within a unit and across units."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pipeline.scheme.evaluate import number_at
from pipeline.scheme.frame import Frame, Setting, normal
from pipeline.scheme.rules import Check
from pipeline.validate.slips import slipped
from pipeline.validate.terms import column, limit, texts

_WORDS = ("有限责任公司", "股份有限公司", "有限公司", "集团", "公司", "建设项目", "项目", "建设")
_STEP = 1.01


@dataclass(frozen=True, slots=True)
class Traits:
    """What a row is recognised by; stems are names without the words that all names share."""

    name: str
    investor: str
    code: str
    amount: Fraction | None
    first: int
    allies: frozenset[str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two rows must be: 相似度, 误差 of the amounts, 倍数 of a slip."""

    similar: float
    error: Fraction
    factor: Fraction


def alike(
    check: Check, frame: Frame, setting: Setting, *, across: bool
) -> Iterator[tuple[int, int, str]]:
    """Yield (row, other row, why): the later of two rows that are probably one project.

    The terms 名称, 投资人, 金额, 代码, 首报日 and 共有… tell the columns. Rows are only compared
    that share an investor, a code or (across units) a class of amounts, so the work grows with
    their number.
    """
    traits = _traits(check, frame, setting)
    like = Likeness(
        float(limit(check, frame, setting, "相似度", Fraction(90))) / 100,
        limit(check, frame, setting, "误差", Fraction(1, 200)),
        limit(check, frame, setting, "倍数", Fraction(10000)),
    )
    told: set[int] = set()
    for one, two in sorted(_pairs(frame, traits, across=across)):
        first, second = traits[one], traits[two]
        if across and (frame.unit[one] in second.allies or frame.unit[two] in first.allies):
            continue
        why = _why(first, second, like) if across else _why_within(first, second, like)
        later, earlier = (
            (one, two) if _order(frame, traits, one) > _order(frame, traits, two) else (two, one)
        )
        if why and later not in told:
            told.add(later)
            yield later, earlier, why


def stem(name: str) -> str:
    """A name without its shared words, width, blanks and punctuation."""
    text = normal(name)
    for word in _WORDS:
        text = text.replace(word, "")
    return text


def _order(frame: Frame, traits: list[Traits], row: int) -> tuple[int, int]:
    return traits[row].first, row


def _why(one: Traits, two: Traits, like: Likeness) -> str:
    if likeness(one.name, two.name) < like.similar:
        return ""
    if one.investor and one.investor == two.investor:
        return "名称相近，投资方相同"
    if one.amount and two.amount:
        if abs(one.amount - two.amount) <= like.error * max(one.amount, two.amount):
            return "名称相近，金额相同"
        if slipped(one.amount, two.amount, like.factor, 0.01):
            return "名称相近，金额相差1万倍"
    return ""


def _why_within(one: Traits, two: Traits, like: Likeness) -> str:
    if one.code and one.code == two.code:
        return "信用代码相同"
    same = one.investor and one.investor == two.investor
    return "名称相近，投资方相同" if same and likeness(one.name, two.name) >= like.similar else ""


def likeness(one: str, two: str) -> float:
    """How like two stems are, 0 to 1; the same either way round."""
    if one == two:
        return 1.0
    matcher = difflib.SequenceMatcher(None, one, two, autojunk=False)
    return max(matcher.ratio(), difflib.SequenceMatcher(None, two, one, autojunk=False).ratio())


def _pairs(frame: Frame, traits: list[Traits], *, across: bool) -> set[tuple[int, int]]:
    """Pairs of rows that share a block: investor, code, or amount (also 10 000 times) and name."""
    blocks: dict[tuple, list[int]] = defaultdict(list)
    for row, one in enumerate(traits):
        for key in set(_keys(one, across=across)):
            blocks[key].append(row)
    return {
        (one, two)
        for rows in blocks.values()
        for at, one in enumerate(rows)
        for two in rows[at + 1 :]
        if (frame.unit[one] != frame.unit[two]) is across
    }


def _keys(one: Traits, *, across: bool) -> Iterator[tuple]:
    if one.investor:
        yield "investor", one.investor
    if one.code and not across:
        yield "code", one.code
    if across and one.amount and one.amount > 0:
        significant = float(one.amount)
        while significant >= 10_000:
            significant /= 10_000
        step = int(np.floor(np.log(significant) / np.log(_STEP)))
        whole = int(np.floor(np.log(10_000) / np.log(_STEP)))
        for near in (step - 1, step, step + 1):
            yield "amount", near % whole, one.name[-2:]
            yield "amount", near % whole, one.name[:2]


def _traits(check: Check, frame: Frame, setting: Setting) -> list[Traits]:
    said = {name: texts(check, frame, setting, name) for name in ("名称", "投资人", "代码")}
    allies = [texts(check, frame, setting, one) for one in check.terms if one.startswith("共有")]
    amounts = column(check, frame, setting, "金额")
    days = column(check, frame, setting, "首报日")
    old = _known_before(frame, setting)
    return [
        Traits(
            stem(said["名称"][row]),
            stem(said["投资人"][row]),
            said["代码"][row],
            number_at(amounts, row),
            0 if old[row] else int(days.data[row]) if days.known[row] else 9_999_999,
            frozenset(one[row] for one in allies if one[row]),
        )
        for row in range(len(frame))
    ]


def _known_before(frame: Frame, setting: Setting) -> Mapping[int, bool] | np.ndarray:
    earlier = setting.earlier.get(frame.form.name)
    if earlier is None or not len(earlier):
        return np.zeros(len(frame), dtype=bool)
    return earlier.same(frame) >= 0
