"""Everything about a month before a document is made: collect … validate, then reckon."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from pipeline.collect.arrivals import (
    deadlines_of,
)
from pipeline.collect.base import Base, read_base, with_codes
from pipeline.collect.directory import Directory, directory_of
from pipeline.collect.receive import Receipt, files_in, periods_in, receive
from pipeline.collect.roles import is_of, role_rows, role_table
from pipeline.collect.roles import parameters as parameters_of
from pipeline.model.finding import Faulty
from pipeline.model.month import Month, rounding_of
from pipeline.model.number import rounding
from pipeline.model.period import Period
from pipeline.model.unit import Unit
from pipeline.office.reading import Reader
from pipeline.reckon import reckon
from pipeline.scheme.frame import Frame
from pipeline.scheme.scheme import Scheme, load_scheme
from pipeline.validate.judge import Matter, Sources, Verdict, Waiver, base_frames, judge
from pipeline.validate.ledger import Ledger

T = TypeVar("T")
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Office:
    """Where an office keeps what it edits, what it receives and what is made.

    `links` leads from a folder of outputs/<period>/ to inputs/; it is worked out where it is empty.
    """

    templates: Path
    inputs: Path
    outputs: Path
    links: str = ""

    def to_inputs(self) -> str:
        """The way from outputs/<period>/<folder>/ to inputs/, with slashes and one at the end."""
        if self.links:
            return self.links
        try:
            way = os.path.relpath(self.inputs, self.outputs / "期别" / "夹")
        except ValueError:  # on another drive
            return f"{self.inputs.resolve().as_uri()}/"
        return f"{Path(way).as_posix()}/"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The last month with a submission, and what counts of each unit up to it, since when.

    `codes` gives, per unit, project name → project code; `base` are the office's own tables.
    """

    period: Period
    units: Sequence[Unit]
    tables: Mapping[str, Sources]
    since: Mapping[str, Period]
    codes: Mapping[str, Mapping[str, str]]
    parameters: Mapping[str, object]
    base: Mapping[str, Frame]


class NoPeriod(Exception):
    """No period was named and none can be told, or the one named has no folder; Chinese."""


def gather(
    office: Office,
    wanted: Period | None = None,
    waivers: Sequence[Waiver] = (),
    progress: Progress = lambda text: None,
    jobs: int = 1,
) -> tuple[Scheme, Month]:
    """Read and judge all months up to the period, add up and assess; Faulty, NoPeriod."""
    scheme = load_scheme(office.templates)
    known = periods_in(office.inputs)
    with Reader(jobs=jobs) as reader:
        progress("读取基础库")
        base = read_base(scheme, office.inputs, reader, known[-1] if known else Period(2000, 1))
        period, why = _chosen(office, scheme, base, wanted, known)
        base = replace(base, findings=tuple(replace(one, period=period) for one in base.findings))
        everyone = directory_of(role_table(scheme, base, "名录"), period)
        base = with_codes(base, scheme, everyone, period)
        ledger = Ledger()
        months = [one for one in known if one <= period]
        mode = rounding_of(parameters_of(scheme, base))
        with rounding(mode):
            judged = _judged(office, scheme, base, months, ledger, reader, waivers, progress)
            *_, last = judged
    progress("汇总并评价")
    with rounding(mode):
        month = reckon(scheme, base, last, ledger, why, office.inputs, office.outputs)
    named = [_by_code(waiver, everyone) for waiver in waivers]
    return scheme, replace(month, waivers=(*named, *_registered(scheme, base, period)))


def accepted(
    office: Office, wanted: Period | None = None, progress: Progress = lambda text: None
) -> tuple[Scheme, Accepted]:
    """What counts before the month `wanted` (without it: of all months); Faulty, NoPeriod."""
    scheme = load_scheme(office.templates)
    sent = [one for one in periods_in(office.inputs) if files_in(office.inputs / str(one))]
    sent = [one for one in sent if wanted is None or one < wanted]
    if wanted is None and not sent:
        raise NoPeriod("还没有收到任何一期报表，请用--period写明要哪一期的空白表，如2026-07")
    last = sent[-1] if sent else wanted.earlier()  # type: ignore[union-attr]
    with Reader() as reader:
        base = read_base(scheme, office.inputs, reader, last)
        listed = role_table(scheme, base, "名录")
        base = with_codes(base, scheme, directory_of(listed, last), last)
        units: Sequence[Unit] = directory_of(listed, wanted or last.earlier(-1)).units
        ledger = Ledger()
        for _, those, _ in _judged(office, scheme, base, sent, ledger, reader, (), progress):
            units = units or those
    parameters = parameters_of(scheme, base)
    kept = base_frames(scheme, base.tables, base.file, ledger.codes)
    held = ledger.accepted, ledger.since, ledger.codes
    return scheme, Accepted(last, units, *held, parameters, kept)


def settings_of(
    office: Office, wanted: Period | None = None
) -> tuple[Scheme, Period, Mapping[str, object]]:
    """The scheme and the parameters with the period they are asked for; no report is read."""
    scheme = load_scheme(office.templates)
    known = periods_in(office.inputs)
    with Reader() as reader:
        base = read_base(scheme, office.inputs, reader, known[-1] if known else Period(2000, 1))
    period, _ = (wanted, "") if wanted else _chosen(office, scheme, base, None, known)
    return scheme, period, parameters_of(scheme, base)


def _judged(
    office: Office,
    scheme: Scheme,
    base: Base,
    months: Sequence[Period],
    ledger: Ledger,
    reader: Reader,
    waivers: Sequence[Waiver],
    progress: Progress,
) -> Iterator[tuple[Receipt, Sequence[Unit], Verdict]]:
    """Read and judge month after month, each against what the ledger holds by then."""
    received = _received(office, scheme, base, months, reader, progress)
    before: Period | None = None
    for directory, receipt in _ahead(received) if reader.jobs > 1 else received:
        one = receipt.period
        if before is not None and before.year < one.year:
            ledger.close(scheme)
        before = one
        ledger.learn(scheme, one, receipt.files, receipt.submissions)
        units = directory.units or receipt.strangers
        named = [_by_code(waiver, directory) for waiver in waivers]
        matter = _matter(scheme, base, receipt, units, ledger, named)
        verdict = judge(scheme, matter, [*receipt.findings, *base.findings])
        if verdict.faults:
            raise Faulty(verdict.faults)
        ledger.enter(verdict, one)
        yield receipt, units, verdict


def _received(
    office: Office,
    scheme: Scheme,
    base: Base,
    months: Sequence[Period],
    reader: Reader,
    progress: Progress,
) -> Iterator[tuple[Directory, Receipt]]:
    for one in months:
        progress(f"读取并审核{one}")
        directory = directory_of(role_table(scheme, base, "名录"), one)
        yield directory, receive(scheme, directory, office.inputs / str(one), one, reader)


def _ahead(made: Iterator[T]) -> Iterator[T]:
    """Have the next one made while this one is being used."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, made, None)
        while (one := coming.result()) is not None:
            coming = pool.submit(next, made, None)
            yield one


def _chosen(
    office: Office,
    scheme: Scheme,
    base: Base,
    wanted: Period | None,
    known: Sequence[Period],
) -> tuple[Period, str]:
    have = "、".join(map(str, known)) or "没有"
    said = parameters_of(scheme, base).get("本期")
    if wanted is not None:
        period, why = wanted, "按命令指定"
    elif isinstance(said, date):
        period, why = Period(said.year, said.month), "按参数表的“本期”"
    elif sent := [one for one in known if files_in(office.inputs / str(one))]:
        period, why = sent[-1], "收到报表的最新一期"
    elif known:
        raise NoPeriod(f"《{office.inputs}》下各期的文件夹（{have}）里都没有报表，请放入后再运行")
    else:
        raise NoPeriod(
            f"《{office.inputs}》下没有任何一期的文件夹，请建立如2026-06的文件夹并放入报表"
        )
    if period not in known:
        raise NoPeriod(f"《{office.inputs}》下没有{period}的文件夹（已有：{have}），请检查期别")
    return period, why


def _matter(
    scheme: Scheme,
    base: Base,
    receipt: Receipt,
    units: Sequence[Unit],
    ledger: Ledger,
    waivers: Sequence[Waiver],
) -> Matter:
    return Matter(
        period=receipt.period,
        submissions=receipt.submissions,
        base=base.tables,
        base_file=base.file,
        units=[unit.code for unit in units],
        earlier=dict(ledger.accepted),
        codes=ledger.codes,
        former=ledger.former,
        due=deadlines_of(receipt.period, parameters_of(scheme, base)).due,
        waivers=[*waivers, *_registered(scheme, base, receipt.period)],
    )


def _registered(scheme: Scheme, base: Base, period: Period) -> Iterable[Waiver]:
    for row in role_rows(scheme, base, "采纳"):
        if is_of(row.get("期间"), period):
            yield Waiver(
                str(row.get("单位") or ""),
                str(row.get("问题编号") or ""),
                str(row.get("理由") or ""),
                str(row.get("采纳人") or ""),
            )


def _by_code(waiver: Waiver, directory: Directory) -> Waiver:
    unit = directory.find(waiver.unit)
    return replace(waiver, unit=unit.code) if unit else waiver
