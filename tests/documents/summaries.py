"""The summary of a month as its paragraphs, of the shipped county or of one drawn for the case."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.model.month import Month
from pipeline.office.written import read
from pipeline.produce import sections_of
from pipeline.render import word
from pipeline.render.context import context
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.scheme.scheme import Scheme
from tests.county import SHIPPED, County, draw
from tests.drawn import lasting
from tests.shipped import gathered, month_of

TEMPLATE = "documents/半年总结.docx"


@cache
def shipped() -> County:
    return draw(SHIPPED)


@cache
def of_shipped(period: str) -> list[str]:
    return said(made_of_shipped(period))


@cache
def made_of_shipped(period: str) -> bytes:
    return made(*month_of(period))


def made(scheme: Scheme, month: Month) -> bytes:
    """The summary as Word has it."""
    names = context(scheme.indicators, month, sections_of(scheme))
    template = scheme.templates[TEMPLATE]
    return word.render(template, TEMPLATE, names, Language(FILTERS)).content


def said(document: bytes) -> list[str]:
    """The paragraphs of the summary, those without text left out."""
    return [one.text for one in read(document).paragraphs if one.text.strip()]


def drawn(
    last: str = "2026-06",
    units: int = 4,
    change: Callable[[County], County] = lambda county: county,
    silent: bool = False,
) -> tuple[County, list[str]]:
    """A drawn county, changed, and its summary; only the last month's files are there.

    `silent`: no unit has sent anything.
    """
    county = change(draw(11, units, 8, last))
    with TemporaryDirectory() as folder, lasting():
        county.write(folder, [county.last])
        if silent:
            for file in (Path(folder) / last).glob("*.xlsx"):
                file.unlink()
        return county, said(made(*gathered(Path(folder), last)))


def paragraph(text: list[str], begins: str) -> str:
    """The one paragraph that begins so."""
    found = [one for one in text if one.startswith(begins)]
    assert len(found) == 1, found
    return found[0]


def printed(value: Fraction | int, places: int = 2) -> str:
    """Half away from zero (F10)."""
    exact = Decimal(Fraction(value).numerator) / Decimal(Fraction(value).denominator)
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def about(value: int) -> str:
    """F24: two leading digits are kept, of two-digit numbers one; round numbers take no 余."""
    kept = 2 if value > 99 else 1
    base = int(str(value)[:kept]) * 10 ** (len(str(value)) - kept)
    return str(value) if value < 10 or base == value else f"{base}余"
