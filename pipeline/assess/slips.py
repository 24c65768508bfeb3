"""Finds the wrong ways of writing of wording.yaml in what documents say (V63, V65)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.finding import Finding, Rule
from pipeline.model.period import Period
from pipeline.model.place import Place
from pipeline.scheme.phrasings import LEFT_IN, Phrasing, Wording
from pipeline.scheme.rules import Words, found

_AROUND = 8
_MOST_PLACES = 3
_SEEN = str.maketrans(dict.fromkeys("\n\t\x01\ufffc", " "))


@dataclass(frozen=True, slots=True)
class Slip:
    """One wrong way of writing in one document, in all the places where it stands."""

    rule: str
    places: tuple[str, ...]
    hit: str
    words: Mapping[str, str]


def slips(
    wording: Wording, passages: Sequence[tuple[str, str]], left_in: Sequence[tuple[str, str]] = ()
) -> list[Slip]:
    """Return what is wrong with a document's passages (place, text), in their order.

    Equal hits of one phrasing come together; `left_in` are revisions and comments with places.
    """
    lines = [text.replace("\n", " ") for _, text in passages]
    whole, starts = "\n".join(lines), _starts(lines)
    masked = wording.masked(whole)
    made: dict[tuple[int, str], tuple[Phrasing, str, list[str]]] = {}
    order: dict[tuple[int, str], int] = {}
    for number, phrasing in enumerate(wording.phrasings):
        for start, end in phrasing.hits(masked):
            at = bisect_right(starts, start) - 1
            key = number, whole[start:end]
            sentence = _around(whole, start, end, starts[at], starts[at] + len(lines[at]))
            made.setdefault(key, (phrasing, sentence, []))[2].append(passages[at][0])
            order.setdefault(key, start)
    found_ = [
        _slip(*made[key], key[1]) for key in sorted(made, key=lambda one: (order[one], one[0]))
    ]
    return found_ + [Slip(LEFT_IN, (place,), what, {"内容": what}) for what, place in left_in]


def lines_of(
    slips_: Sequence[Slip], rules: Mapping[str, Rule], name: str, period: Period | None = None
) -> Iterator[str]:
    """Say the slips of a document in one line each; those without a rule in force are not."""
    for slip in slips_:
        rule = rules.get(slip.rule)
        if rule is not None and (period is None or rule.holds_in(period)):
            words = Words(_words(slip, name))
            what, remedy = rule.message.format_map(words), rule.remedy.format_map(words)
            yield f"{rule.level}〔{rule.code}〕{Place(name, slip.places[0])} {what}；{remedy}"


def findings_of(
    slips_: Sequence[Slip], rules: Mapping[str, Rule], name: str, period: Period
) -> Iterator[Finding]:
    """The slips of a document as findings for the office."""
    for slip in slips_:
        rule = rules.get(slip.rule)
        if rule is not None and rule.holds_in(period):
            where = tuple(_place(name, one) for one in slip.places[:_MOST_PLACES])
            key = f"{name}/{slip.words.get('错在', '')}/{slip.hit}"
            yield found(rule, period, "", where, **_words(slip, name), key=key)


def _place(name: str, where: str) -> Place:
    """A cell of a sheet where it is one; else words stand in the place of a sheet's name."""
    sheet, mark, cell = where.rpartition("!")
    return Place(name, sheet, cell) if mark else Place(name, where)


def _words(slip: Slip, name: str) -> dict[str, str]:
    return {**slip.words, "文件": name, "位置": slip.places[0]}


def _slip(phrasing: Phrasing, sentence: str, places: list[str], hit: str) -> Slip:
    count = f"（共{len(places)}处）" if len(places) > 1 else ""
    words = {"句": sentence, "错在": phrasing.problem, "改法": phrasing.remedy, "处数": count}
    return Slip(phrasing.rule, tuple(dict.fromkeys(places)), hit, words)


def _starts(lines: Sequence[str]) -> list[int]:
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line) + 1
    return starts


def _around(text: str, start: int, end: int, first: int, last: int) -> str:
    """The hit with a few characters before and behind it."""
    return text[max(first, start - _AROUND) : min(last, end + _AROUND)].translate(_SEEN).strip()
