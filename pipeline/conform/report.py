"""What a document does otherwise than the standard says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model.finding import Level
from pipeline.scheme.standard import Requirement

_LONGEST = 14


@dataclass(frozen=True, slots=True)
class Found:
    """One place that breaks a rule: the value measured and the value required there.

    An empty `required` leaves it to the rule's own words.
    """

    code: str
    place: str
    measured: str
    required: str = ""


@dataclass(frozen=True, slots=True)
class Deviation:
    """A rule broken in the same way in one or more places."""

    rule: Requirement
    places: tuple[str, ...]
    measured: str
    required: str
    remedy: str

    @property
    def where(self) -> str:
        """The first place, and how many there are."""
        return self.places[0] + (f"等{len(self.places)}处" if len(self.places) > 1 else "")

    @property
    def line(self) -> str:
        """The deviation in one line."""
        said = f"{self.rule.title}{self.measured}，应为{self.required}；{self.remedy}"
        return f"{self.rule.level}〔{self.rule.code}〕{self.where}：{said}"


@dataclass(frozen=True, slots=True)
class Unfilled:
    """What somebody has to fill in before the document is printed: no fault of its form."""

    title: str
    place: str
    remedy: str

    @property
    def line(self) -> str:
        """The blank in one line."""
        return f"待填：{self.title}（{self.place}）；{self.remedy}"


@dataclass(frozen=True, slots=True)
class Report:
    """All deviations of a document, as which profile it was judged and why, and what was not.

    `blanks` are left open on purpose: an empty parameter, never invented.
    """

    profile: str
    why: str
    deviations: tuple[Deviation, ...]
    notes: tuple[str, ...]
    blanks: tuple[Unfilled, ...] = ()

    @property
    def must(self) -> int:
        """How many deviations have to be corrected."""
        return sum(one.rule.level is Level.MUST for one in self.deviations)


def quoted(text: str) -> str:
    """The beginning of a paragraph, in quotation marks."""
    words = " ".join(text.split())
    return f"“{words[:_LONGEST]}{'……' if len(words) > _LONGEST else ''}”"


def joined(found: Iterable[Found], rules: dict[str, Requirement]) -> tuple[Deviation, ...]:
    """One deviation for what is wrong in the same way, in the order of the rules.

    `rules` have their words filled in; a rule that is not among them is not in force.
    """
    places: dict[tuple[str, str, str], dict[str, None]] = {}
    for one in found:
        if one.code in rules:
            key = one.code, one.measured, one.required or rules[one.code].required
            places.setdefault(key, {})[one.place] = None
    order = {code: number for number, code in enumerate(rules)}
    return tuple(
        Deviation(rules[code], tuple(where), measured, required, rules[code].remedy)
        for (code, measured, required), where in sorted(
            places.items(), key=lambda item: order[item[0][0]]
        )
    )
