"""Holds what finished documents say in words and typed numbers against the figures (V64)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.assess.lists import holds
from pipeline.model.edition import Printed
from pipeline.model.figure import Scope
from pipeline.model.finding import Finding
from pipeline.model.interval import Interval, may_be
from pipeline.model.month import WHOLE, Month
from pipeline.model.number import Number, plain, printed
from pipeline.model.place import Place
from pipeline.model.standing import Standing
from pipeline.scheme.claims import ANY, OF_TEXTS, STATES, Claim, Quote, pattern_of
from pipeline.scheme.indicators import Indicator
from pipeline.scheme.rules import found
from pipeline.scheme.scheme import Scheme

_ENDS = re.compile(r"(?<=[。；！？])")
_COUNTED = re.compile(r"(\d+)(?:个|家)单位")
_SHARE = re.compile(
    r"(?P<part>\d+(?:\.\d+)?)(?P<one>亿元|万元|个|家)[^。；\d]{0,8}占[^，。；\d]{0,12}"
    r"(?P<whole>\d+(?:\.\d+)?)(?P<two>亿元|万元|个|家)的(?P<percent>\d+(?:\.\d+)?)[%％]"
)
_TO_WAN = {"亿元": Number(10000), "万元": Number(1)}


@dataclass(frozen=True, slots=True)
class Text:
    """What a finished document says, place by place, and the figures printed in it."""

    document: str
    paragraphs: Sequence[tuple[str, str]]
    trace: Sequence[Printed] = ()


def judged(scheme: Scheme, month: Month, texts: Sequence[Text]) -> list[Finding]:
    """Return a finding for each claim that the figures do not bear out; nothing that is unsure.

    A sentence that speaks of plans, or of anything else that 说法除外 names, is not judged.
    """
    reader = _Reader(scheme, month, texts)
    return [
        one
        for text in texts
        for place, paragraph in text.paragraphs
        for sentence in _ENDS.split(paragraph)
        if reader.tells(sentence) and not any(word in sentence for word in scheme.claims.spared)
        for one in reader.sentence(text, place, sentence)
    ]


class _Reader:
    def __init__(self, scheme: Scheme, month: Month, texts: Sequence[Text]) -> None:
        self.scheme, self.month = scheme, month
        self.printed = {
            one.figure: f"，《{text.document}》{one.place}印的是{one.text}"
            for text in reversed(texts)
            for one in reversed(text.trace)
        }
        self.printed_at: dict[tuple[str, str], list[str]] = {}
        for text in texts:
            for one in text.trace:
                self.printed_at.setdefault((text.document, one.place), []).append(one.text)
        self.titles = {one.title: one for one in scheme.indicators.values()}
        self.names = {
            name: unit.code for unit in month.units for name in (unit.short, unit.name) if name
        }
        self.patterns = [(one, pattern_of(one, self.titles)) for one in scheme.claims.quotes]
        words = [word for claim in scheme.claims.claims for word in claim.words]
        self._telling = re.compile("|".join((r"\d", *map(re.escape, words))))

    def tells(self, sentence: str) -> bool:
        """Whether there may be a claim in it: a quote has a number, any other claim its words."""
        return self._telling.search(sentence) is not None

    def sentence(self, text: Text, place: str, sentence: str) -> Iterator[Finding]:
        for claim in self.scheme.claims.claims:
            if any(word in sentence for word in claim.words):
                for why in self._claim(claim, sentence):
                    yield from self._finding("V64", text, place, sentence, why)
        printed_here = self.printed_at.get((text.document, place), ())
        seen: set[int] = set()
        for quote, pattern in self.patterns:
            for match in pattern.finditer(sentence):
                again = match.start("number") in seen
                seen.add(match.start("number"))
                if not again and not any(match["number"] in one for one in printed_here):
                    for why in self._quote(quote, match, sentence):
                        yield from self._finding("V64", text, place, sentence, why)
        for match in _SHARE.finditer(sentence):
            if match["one"] == match["two"] and not may_be(
                match["percent"], match["part"], Interval.of(match["whole"])
            ):
                why = f"{match['part']}占{match['whole']}不是{match['percent']}%"
                yield from self._finding("V64", text, place, sentence, why)

    def _claim(self, claim: Claim, sentence: str) -> Iterator[str]:
        units = self._units(self._clause(claim, sentence))
        counted = _COUNTED.search(sentence)
        members = self._members(claim, sentence)
        if members is not None and counted and int(counted[1]) != len(members):
            yield f"写的是{counted[1]}个单位，按数是{len(members)}个"
        if claim.condition is None:
            for code in units if members is not None else ():
                if code not in members:  # type: ignore[operator]
                    yield f"{self._called(Scope('单位', code))}不在其中"
            return
        if counted and not units:
            return
        for scope in [Scope("单位", code) for code in units] or [WHOLE]:
            yield from self._untrue(claim, scope, sentence)

    def _untrue(self, claim: Claim, scope: Scope, sentence: str) -> Iterator[str]:
        """The indicators of which the words are not true; those without a task do not count."""
        assert claim.condition is not None
        named = self._indicators(sentence) or [
            one for one in self.scheme.indicators.values() if one.assessed
        ]
        standings = [self.month.standings[scope, one.name] for one in named]
        pairs = [
            (one, standing)
            for one, standing in zip(named, standings, strict=True)
            if standing.target is not None and standing.target.assessed
        ]
        met = holds(claim.condition, [standing for _, standing in pairs], self.month.period)
        wrong = [one.title for (one, _), true in zip(pairs, met, strict=True) if true is False]
        if wrong:
            yield f"{self._called(scope)}的{'、'.join(wrong)}不符合“{claim.words[0]}”"

    def _clause(self, claim: Claim, sentence: str) -> str:
        """Where it says of whom: of units' states the clause with the word, if it names any."""
        parts = [one for one in sentence.split("，") if any(word in one for word in claim.words)]
        own = "，".join(parts) if claim.members in STATES else ""
        return own if self._units(own) else sentence

    def _members(self, claim: Claim, sentence: str) -> set[str] | None:
        if claim.members in STATES:
            state = STATES[claim.members]
            return {code for code, one in self.month.states.items() if one.value == state}
        listing = self.month.lists.get((WHOLE, claim.members))
        if listing is None or listing.unsure or listing.total != len(listing.entries):
            return None
        named = {one.name for one in self._indicators(sentence)}
        chosen = [
            one
            for one in listing.entries
            if not (named and one.indicator) or one.indicator in named
        ]
        return {one.unit for one in chosen}

    def _quote(self, quote: Quote, match: re.Match[str], sentence: str) -> Iterator[str]:
        groups = match.groupdict()
        indicators = self._indicators(sentence[: match.end()])
        indicator = self.titles.get(groups.get("title") or "") or (
            indicators[-1] if indicators else None
        )
        units = self._units(sentence)
        if indicator is None or len(units) > 1:
            return
        scope = Scope("单位", units[0]) if units else WHOLE
        values = list(self._values(quote, indicator, scope))
        factor = self._factor(groups.get("measure"), indicator)
        if not values or factor is None:
            return
        claimed = Interval.of(match["number"]).times(factor)
        signed = [-one if quote.negative else one for one in values]
        if not any(one in claimed for one in signed):
            shown = plain(values[0]) if values[0].denominator == 1 else printed(values[0], 2)
            what = "完成" if quote.value == ANY else quote.value
            measure = indicator.measure if what == "完成" else "%"
            also = self.printed.get(f"{scope}/{indicator.name}/{what}", "")
            yield f"{self._called(scope)}{indicator.title}的{what}是{shown}{measure}{also}"

    def _values(self, quote: Quote, indicator: Indicator, scope: Scope) -> Iterator[Number]:
        """The headline's value first; of an amount also what units reported and what is pending."""
        standing = self.month.standings[scope, indicator.name]
        if quote.value == ANY:
            yield from self._known(standing, indicator)
            return
        told: Mapping[str, Number | None] = {
            "完成": standing.figure.value,
            "完成率": standing.rate,
            "同比": standing.growth,
            "超序时": standing.gap,
        }
        value = told[quote.value]
        if value is None:
            return
        yield value
        if quote.value == "完成":
            yield from self._reported(scope, indicator)

    def _reported(self, scope: Scope, indicator: Indicator) -> Iterator[Number]:
        for status in indicator.definitions:
            figure = self.month.figures.get((scope, indicator.name, status))
            if figure is not None and figure.value is not None:
                yield figure.value

    def _known(self, standing: Standing, indicator: Indicator) -> Iterator[Number]:
        """The headline's value first, then every amount that can be said of it."""
        target, value = standing.target, standing.figure.value
        if value is None:
            return
        yield value
        yield from self._reported(standing.figure.scope, indicator)
        tasks = (target.sure, target.stretch, target.upper, target.needed) if target else ()
        rest = (standing.last, standing.change, standing.short, standing.behind, standing.monthly)
        past = (standing.counted, standing.published, standing.since_published)
        yield from (abs(one) for one in (*tasks, *rest, *past) if one is not None)

    def _factor(self, measure: str | None, indicator: Indicator) -> Number | None:
        """What turns a number of the text into the indicator's measure; None for another one."""
        if measure is None or measure == indicator.measure:
            return Number(1)
        if measure in _TO_WAN and indicator.measure in _TO_WAN:
            return _TO_WAN[measure] / _TO_WAN[indicator.measure]
        return None

    def _units(self, sentence: str) -> list[str]:
        return list(dict.fromkeys(code for name, code in self.names.items() if name in sentence))

    def _indicators(self, sentence: str) -> list[Indicator]:
        """The indicators named, in their order; a name within a longer one does not count."""
        rest, made = sentence, []
        for title in sorted(self.titles, key=len, reverse=True):
            if title in rest:
                made.append((sentence.rindex(title), self.titles[title]))
                rest = rest.replace(title, "\0" * len(title))
        return [one for _, one in sorted(made, key=lambda pair: pair[0])]

    def _called(self, scope: Scope) -> str:
        names = {unit.code: unit.short for unit in self.month.units}
        return names.get(scope.code, scope.code) or scope.kind

    def _finding(
        self, code: str, text: Text, place: str, sentence: str, why: str
    ) -> Iterator[Finding]:
        rule = self.scheme.rules.get(code)
        if rule is None or code not in OF_TEXTS or not rule.holds_in(self.month.period):
            return
        words = {"文件": text.document, "位置": place, "句": sentence.strip(), "原因": why}
        where = (Place(text.document, place),)
        yield found(rule, self.month.period, "", where, **words, key=f"{text.document}/{sentence}")  # type: ignore[arg-type]
