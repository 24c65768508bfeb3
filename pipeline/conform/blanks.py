"""What a document leaves to be filled in by hand: addressees, numbers, days; no fault of form."""

from __future__ import annotations

from pipeline.conform.case import Case, placed
from pipeline.conform.report import Unfilled
from pipeline.conform.roles import tagged


def unfilled(case: Case) -> tuple[tuple[Unfilled, ...], frozenset[tuple[str, str]]]:
    """Return the blanks, and the rules with the places at which these are not broken by them.

    A line is blank only as format.yaml draws it (待填): half of a day, or a wrong mark, is none.
    """
    blanks, spared = [], set()
    for paragraph, role in case.judged():
        element = case.standard.elements.get(role)
        blank = element.blank if element else None
        if blank is None or tagged(paragraph.full) or not blank.pattern.search(paragraph.full):
            continue
        blanks.append(Unfilled(blank.title, paragraph.place, blank.remedy))
        spared |= {(code, placed(paragraph)) for code in blank.spared}
    return tuple(blanks), frozenset(spared)
