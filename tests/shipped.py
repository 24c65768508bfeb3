"""The shipped county's months, each gathered once in a test process, each file read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from unittest.mock import patch

import openpyxl

from pipeline import gather as gathering
from pipeline.collect.base import Base, read_base
from pipeline.collect.directory import Directory
from pipeline.collect.receive import Receipt, receive
from pipeline.model.month import Month
from pipeline.model.period import Period
from pipeline.office.reading import Reader
from pipeline.scheme.scheme import Scheme

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES, INPUTS = ROOT / "templates", ROOT / "inputs"
_RECEIVED: dict[tuple[Path, Period], Receipt] = {}
_BASES: dict[tuple[Path, Period], Base] = {}


@cache
def month_of(period: str) -> tuple[Scheme, Month]:
    """Gather a month of the shipped county."""
    return gathered(INPUTS, period)


def gathered(inputs: Path, period: str) -> tuple[Scheme, Month]:
    """Gather a month of a folder whose periods may be links to those of another."""
    office = gathering.Office(TEMPLATES, inputs, inputs / "outputs")
    with patch.multiple(gathering, receive=_received, read_base=_base):
        return gathering.gather(office, Period.parse(period))


def copied(folder: Path, **parameters: str) -> Path:
    """Make a folder with the shipped periods, and its base tables with other parameters."""
    for period in sorted(INPUTS.glob("2026-*")):
        (folder / period.name).symlink_to(period, target_is_directory=True)
    book = openpyxl.load_workbook(INPUTS / "基础库.xlsx")
    for label, value in book["参数"].iter_rows(max_col=2):
        if label.value in parameters:
            value.value = parameters.pop(label.value)
    assert not parameters
    book.save(folder / "基础库.xlsx")
    return folder


def _base(scheme: Scheme, inputs: Path, reader: Reader, period: Period) -> Base:
    key = inputs, period
    if key not in _BASES:
        _BASES[key] = read_base(scheme, inputs, reader, period)
    return _BASES[key]


def _received(
    scheme: Scheme, directory: Directory, folder: Path, period: Period, reader: Reader
) -> Receipt:
    key = folder.resolve(), period
    if key not in _RECEIVED:
        _RECEIVED[key] = receive(scheme, directory, folder, period, reader)
    return _RECEIVED[key]
