"""Where a line of text stands on its page, where what stands above it has fixed heights."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pipeline.conform.case import Case
from pipeline.conform.measure import width
from pipeline.conform.pages import pitch
from pipeline.conform.roles import tagged
from pipeline.office.written import Paragraph, Section, Spot


def top_of(case: Case, one: Paragraph) -> Fraction | None:
    """How far below the page's upper edge a paragraph begins, in twips, space before it included.

    None where text, a table or a page above it leaves that open; it is asked of first pages.
    """
    section = case.section(one)
    for header in _first(section):
        if any(line is one for line in header):
            return _below(section.header, header, one, section)
    paragraphs = case.written.paragraphs
    place = next((at for at, line in enumerate(paragraphs) if line is one), None)
    if place is None or one.spot is not Spot.BODY or one.section:
        return None
    tables = {table.after: table.heights for table in case.written.tables}
    heights = [tables[at] for at in range(place + 1) if at in tables and at < place]
    if any(not each for rows in heights for each in rows):
        return None
    above = [line for line in paragraphs[: place + 1] if line.spot is Spot.BODY]
    return _below(section.top + sum(sum(rows) for rows in heights), above, one, section)


def bottom_of(case: Case, one: Paragraph, section: Section) -> Fraction | None:
    """How far above the page's lower edge a paragraph of the first page's footer ends, in twips."""
    kind = "first" if section.title_page else "default"
    footer = section.footers.get(kind, ())
    place = next((at for at, line in enumerate(footer) if line is one), None)
    if place is None:
        return None
    heights = [_height(line, section) for line in footer[place + 1 :]]
    known = [each for each in heights if each is not None]
    return Fraction(section.footer) + sum(known) if len(known) == len(heights) else None


def characters_of(one: Paragraph, section: Section) -> tuple[Fraction, Fraction] | None:
    """The upper and lower edges of a line's characters below the edge at which it begins."""
    step, _ = pitch(one, section)
    if not step:
        return None
    free = (step - 10 * one.size) / 2
    return one.before + free, one.before + step - free


def _first(section: Section) -> Sequence[Sequence[Paragraph]]:
    kind = "first" if section.title_page else "default"
    return [section.headers.get(kind, ())]


def _below(
    start: int, lines: Sequence[Paragraph], one: Paragraph, section: Section
) -> Fraction | None:
    found = Fraction(start)
    for line in lines:
        if line is one:
            return found
        taken = _height(line, section)
        if taken is None or line.breaks or "\f" in line.text:
            return None
        found += taken
    return None


def _height(one: Paragraph, section: Section) -> Fraction | None:
    """What a paragraph takes of the page; None where only its font or a tag knows."""
    step, _ = pitch(one, section)
    if not step or tagged(one.full):
        return None
    room = Fraction(section.text_width, 10 * max(one.size, 1))
    wide = [width(part) * one.scale / 100 for part in one.full.split("\n")]
    rows = sum(max(-(-each // room), 1) for each in wide)
    return one.before + step * rows + one.after
