"""The registers of an earlier year: what the office can know of it without judging it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.collect.base import Base
from pipeline.collect.directory import directory_of
from pipeline.collect.receive import files_in, periods_in, receive
from pipeline.collect.roles import role_table
from pipeline.office.reading import Reader
from pipeline.scheme.frame import Source
from pipeline.scheme.scheme import Scheme


def former_registers(
    scheme: Scheme, base: Base, inputs: Path, year: int, reader: Reader
) -> Mapping[str, Sequence[Source]]:
    """The registers in the last folder before `year` that holds files: they are cumulative.

    Empty where inputs/ begins with the year itself.
    """
    sent = [one for one in periods_in(inputs) if one.year < year and files_in(inputs / str(one))]
    if not sent:
        return {}
    directory = directory_of(role_table(scheme, base, "名录"), sent[-1])
    receipt = receive(scheme, directory, inputs / str(sent[-1]), sent[-1], reader)
    tables = [(one, one.tables) for one in receipt.submissions.values()]
    registers = {form.parent for form in scheme.forms.values() if form.parent}
    return {
        name: [Source(one, sheets[name]) for one, sheets in tables if name in sheets]
        for name in sorted(registers)
    }
