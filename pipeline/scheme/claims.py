"""What words and numbers in a finished text claim, as checks.yaml declares them (V64)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.model.finding import Fault
from pipeline.scheme.expression import Expression, nearest
from pipeline.scheme.lists import ListPlan, form_of_units
from pipeline.scheme.marked import Taker
from pipeline.scheme.published import NOTHING, Published, published_of
from pipeline.scheme.rules import optional_formula

OF_TEXTS = ("V45", "V64")
"""The rules on what finished documents say; both may be left out."""
STATES = {"未报送单位": "未报送", "退回单位": "退回", "已报送单位": "通过"}
"""Lists by state that need no declaration, with the state that puts a unit on them."""
ANY = "任一"
VALUES = ("完成", "完成率", "同比", "超序时", ANY)
"""What a written number can be of an indicator; 任一 is whatever is known of it in its measure."""
_MARKS = re.compile(r"\{(指标|数|计量单位|间隔)\}")


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that are true only where `condition` is, or of the units on the list `members`."""

    words: tuple[str, ...]
    condition: Expression | None
    members: str
    line: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A way to write a number of an indicator: text with {指标}, {间隔}, {数} and {计量单位}.

    {间隔} are up to eight characters without digits and stops.
    `negative` says that the number stands without the sign of the value.
    """

    pattern: str
    value: str
    negative: bool
    line: int


@dataclass(frozen=True, slots=True)
class Claims:
    """All claims and quotes, and the words that make a sentence one about something else.

    `published` tells what the rows and columns of finished tables are.
    """

    claims: tuple[Claim, ...] = ()
    quotes: tuple[Quote, ...] = ()
    spared: tuple[str, ...] = ()
    published: Published = NOTHING


NO_CLAIMS = Claims()


def claims_of(taker: Taker) -> Claims:
    """Take 说法, 说数, 说法除外 and 印出的表 from checks.yaml."""
    faults = taker.faults
    claims = []
    for block in taker.subs("说法"):
        one = Taker(block, faults, "“说法”里")
        claim = Claim(one.texts("词"), optional_formula(one, "条件"), one.text("名单"), block.line)
        one.done()
        if not claim.words or (claim.condition is None and not claim.members):
            one.fault("没有“词”，或没有“条件”“名单”", "请写明这句话要符合什么")
        claims.append(claim)
    quotes = []
    for block in taker.subs("说数"):
        one = Taker(block, faults, "“说数”里")
        quote = Quote(one.text("样"), one.text("项"), one.yes("反号"), block.line)
        one.done()
        if "{数}" not in quote.pattern or quote.value not in VALUES:
            one.fault("“样”里要有{数}，“项”只能写" + "、".join(VALUES), "")
        else:
            quotes.append(quote)
    spared = taker.texts("说法除外")
    return Claims(tuple(claims), tuple(quotes), spared, published_of(taker))


def faults_of_claims(claims: Claims, lists: Mapping[str, ListPlan], file: str) -> Iterator[Fault]:
    """Unknown names in conditions, and lists that nobody declares where there are lists at all."""
    fields = form_of_units().fields
    for one in claims.claims:
        place = f"第{one.line}行"
        for _, name in one.condition.names() if one.condition else ():
            if name not in fields:
                yield Fault(file, place, f"“说法”的条件里没有“{name}”{nearest(name, fields)}")
        if lists and one.members and one.members not in (*lists, *STATES):
            known = nearest(one.members, [*lists, *STATES])
            yield Fault(file, place, f"“说法”的名单里没有“{one.members}”这个清单{known}")


def pattern_of(quote: Quote, titles: Mapping[str, str]) -> re.Pattern[str]:
    """The pattern of a quote; `titles` are the indicators' names as they print."""
    names = "|".join(sorted(map(re.escape, titles), key=len, reverse=True))
    parts = {
        "指标": f"(?P<title>{names})",
        "数": r"(?P<number>\d+(?:\.\d+)?)",
        "间隔": r"[^，。；：、,;!！?？\d]{0,8}?",
        "计量单位": r"(?P<measure>亿元|万元|万美元|个|家|条|份)",
    }
    text = _MARKS.sub(lambda mark: f"\0{mark[1]}\0", quote.pattern)
    pieces = text.split("\0")
    return re.compile(
        "".join(parts[one] if place % 2 else re.escape(one) for place, one in enumerate(pieces))
    )
