"""A document on the bench: its paragraphs with their roles, and the standard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pipeline.conform.report import Found, quoted
from pipeline.conform.roles import NOTHING, OTHER, plain
from pipeline.model.number import printed
from pipeline.office.written import Paragraph, Section, Written
from pipeline.scheme.standard import Standard

TWIPS = Fraction(1440 * 10, 254)
"""Twips of a millimetre: 1440 to the inch of 25.4 mm."""


@dataclass(frozen=True, slots=True)
class Case:
    """What the judges look at."""

    written: Written
    roles: tuple[str, ...]
    standard: Standard
    profile: str = ""

    def of(self, *roles: str) -> Iterator[Paragraph]:
        """The paragraphs in these roles, in their order."""
        for paragraph, role in zip(self.written.paragraphs, self.roles, strict=True):
            if role in roles:
                yield paragraph

    def judged(self) -> Iterator[tuple[Paragraph, str]]:
        """Every paragraph whose role is certain, with it."""
        for paragraph, role in zip(self.written.paragraphs, self.roles, strict=True):
            if role not in (NOTHING, OTHER):
                yield paragraph, role

    def upright(self) -> Iterator[tuple[int, Section]]:
        """The sections that stand upright, numbered from 0."""
        for number, section in enumerate(self.written.sections):
            if not section.landscape:
                yield number, section

    def section(self, paragraph: Paragraph) -> Section:
        """The section in which a paragraph stands."""
        sections = self.written.sections
        return sections[min(paragraph.section, len(sections) - 1)]


def found(code: str, paragraph: Paragraph, measured: str, required: str = "") -> Found:
    """What a judge found at a paragraph."""
    return Found(code, placed(paragraph), measured, required)


def placed(paragraph: Paragraph) -> str:
    """Where a paragraph stands, with its first words."""
    return f"{paragraph.place}{quoted(plain(paragraph.full))}"


def millimetres(twips: int | Fraction) -> Fraction:
    """Twips as millimetres."""
    return Fraction(twips) / TWIPS


def shown(length: Fraction) -> str:
    """Millimetres with one decimal at most."""
    return f"{printed(length, 1, strip_zeros=True)}毫米"
