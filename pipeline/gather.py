"""Everything about a month before a document is made: collect … assess."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from pipeline.aggregate.contradictions import remarks as remarks_on_figures
from pipeline.aggregate.evidence import Behind
from pipeline.aggregate.figures import Ground, Stock, figures, fronts_of, groups_of
from pipeline.aggregate.lists import lists_of_rows
from pipeline.aggregate.series import series
from pipeline.aggregate.stretches import figures_of_days
from pipeline.assess.lists import lists_of_units
from pipeline.assess.policy import Policy, policy_of
from pipeline.assess.stand import Field, standings
from pipeline.assess.tables import Stage, Targets, curves_of, last_year_of, stages_of, targets_of
from pipeline.assess.yardsticks import Yardsticks
from pipeline.collect.arrivals import (
    arrivals_of,
    deadlines_of,
    late_ones,
    own_deadlines,
    project_names,
    remarks_on,
)
from pipeline.collect.base import Base, read_base, with_codes
from pipeline.collect.directory import Directory, directory_of
from pipeline.collect.explanations import explained, unmatched
from pipeline.collect.material import material_in
from pipeline.collect.proposals import proposals
from pipeline.collect.receive import Receipt, files_in, periods_in, receive
from pipeline.collect.roles import is_of, people, role_rows, role_table
from pipeline.collect.roles import parameters as parameters_of
from pipeline.history import adjusted, said_final
from pipeline.model.figure import Missing
from pipeline.model.finding import Faulty
from pipeline.model.month import WHOLE, Month, rounding_of
from pipeline.model.number import rounding
from pipeline.model.period import Period
from pipeline.model.standing import Stretch
from pipeline.model.unit import Unit, UnitState
from pipeline.office.reading import Reader
from pipeline.publish.vault import past_of
from pipeline.scheme.frame import Frame, Source, frame_of
from pipeline.scheme.scheme import Scheme, load_scheme
from pipeline.validate.judge import Matter, Sources, Verdict, Waiver, base_frames, judge
from pipeline.validate.ledger import Ledger

T = TypeVar("T")
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Office:
    """Where an office keeps what it edits, what it receives and what is made."""

    templates: Path
    inputs: Path
    outputs: Path


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
            *_, (receipt, units, verdict) = judged
    progress("汇总并评价")
    with rounding(mode):
        month = _month(scheme, base, receipt, units, verdict, ledger, why, office)
    return scheme, month


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


def _month(
    scheme: Scheme,
    base: Base,
    receipt: Receipt,
    units: Sequence[Unit],
    verdict: Verdict,
    ledger: Ledger,
    why: str,
    office: Office,
) -> Month:
    period = receipt.period
    parameters = parameters_of(scheme, base)
    since = {unit: one for unit, one in ledger.since.items() if one.year == period.year}
    carried = _carried(verdict, since, units, keep=parameters.get("缺报处理") != "不计")
    frames = _frames(scheme, base, verdict, ledger, carried)
    stock = Stock(period, frames, units, verdict.states, frozenset(carried))
    ground = Ground(stock)
    made = figures(scheme, stock, ground)
    kept = _carried(verdict, since, units, keep=True)
    whole = stock if kept == carried else _with(stock, kept, scheme, base, verdict, ledger)
    past = past_of(office.outputs, period)
    groups = groups_of(units)
    policy = policy_of(parameters)
    places = frozenset(groups)
    tasks = targets_of(_role_frame(scheme, frames, "目标"), period.year, places)
    sticks = Yardsticks(
        targets=tasks.get("", {}),
        past=last_year_of(_role_frame(scheme, frames, "同期"), period, places),
        curves=curves_of(_role_frame(scheme, frames, "曲线"), period.year, places),
        issuer=policy.issuer,
        published=past.before,
        year_ago=past.year_ago,
    )
    absent = {
        code: Missing.RETURNED if state is UnitState.RETURNED else Missing.NOT_REPORTED
        for code, state in verdict.states.items()
        if state is not UnitState.ACCEPTED
    }
    field = Field(units, groups, WHOLE, absent)
    material = material_in(scheme, office.inputs / str(period), period)
    arrivals = arrivals_of(scheme, base, receipt, verdict.states, verdict.findings)
    month = Month(
        period=period,
        units=units,
        groups=groups,
        states=verdict.states,
        figures=made,
        standings=standings(scheme.indicators, made, sticks, field, policy, period),
        findings=(
            *explained(scheme, verdict.findings, receipt.said),
            *material.findings,
            *remarks_on_figures(scheme, ground, made),
        ),
        carried=carried,
        late=late_ones(scheme, arrivals, period, parameters),
        other_targets=_others(sticks, period),
        people=people(scheme, base, period),
        parameters=parameters,
        material=material.texts,
        inputs={
            **({base.file: base.digest} if base.file else {}),
            **ledger.files,
            **{f"{period}/{name}": _digest(data) for name, data in material.files.items()},
        },
        received={unit: one.file for unit, one in receipt.submissions.items()},
        why=why,
        proposals=tuple(proposals(scheme, receipt, ledger.codes)),
        arrivals=arrivals,
        projects=dict(project_names(scheme, receipt)),
        deadlines=deadlines_of(period, parameters),
        own_deadlines=own_deadlines(scheme, period, parameters),
        remarks=(
            *receipt.remarks,
            *remarks_on(unmatched(verdict.findings, receipt.said)),
            *said_final(past),
        ),
        series=series(scheme, ground, made),
        fronts=fronts_of(units),
        published=past.before,
        year_ago=past.year_ago,
        own=past.own,
        adjustments=adjusted(scheme, whole, past.before),
        stretches={
            stage.name: [
                _stretch(scheme, stock, field, policy, sticks, tasks, stage, day)
                for day in stage.cutoffs(period)
            ]
            for stage in stages_of(_role_frame(scheme, frames, "阶段"), period)
        },
    )
    lists = {**lists_of_rows(scheme, ground), **lists_of_units(scheme, month)}
    return replace(month, lists=lists, evidence=Behind(scheme, ground, made))


def _stretch(
    scheme: Scheme,
    stock: Stock,
    field: Field,
    policy: Policy,
    sticks: Yardsticks,
    tasks: Mapping[str, Targets],
    stage: Stage,
    day: date,
) -> Stretch:
    """A campaign, week or ten days as it stands at the end of `day`, by tasks of its own."""
    made = figures_of_days(scheme, stock, stage.days.until(day))
    own = Yardsticks(tasks.get(stage.name, {}), issuer=sticks.issuer, stretch=stage.days)
    held = standings(scheme.indicators, made, own, field, policy)
    return Stretch(stage.name, stage.kind, stage.days, day, stage.notices, held)


def _with(
    stock: Stock,
    carried: Mapping[str, Period],
    scheme: Scheme,
    base: Base,
    verdict: Verdict,
    ledger: Ledger,
) -> Stock:
    frames = _frames(scheme, base, verdict, ledger, carried)
    return replace(stock, frames=frames, carried=frozenset(carried))


def _frames(
    scheme: Scheme, base: Base, verdict: Verdict, ledger: Ledger, carried: Mapping[str, Period]
) -> dict[str, Frame]:
    """The tables that count: what was accepted, and the last accepted of those carried forward."""
    counted: dict[str, list[Source]] = {name: [] for name in scheme.forms}
    for unit in verdict.states:
        for name, sources in verdict.accepted.get(unit, {}).items():
            counted[name].extend(sources)
        if unit in carried:
            for name, sources in ledger.accepted[unit].items():
                counted[name].extend(Source(one.submission, one.table, True) for one in sources)
    frames = {
        name: frame_of(scheme.forms[name], got, ledger.codes) for name, got in counted.items()
    }
    return frames | base_frames(scheme, base.tables, base.file, ledger.codes)


def _carried(
    verdict: Verdict, since: Mapping[str, Period], units: Sequence[Unit], *, keep: bool
) -> dict[str, Period]:
    """The units for which what they last sent this year stands in, and since when."""
    if not keep:
        return {}
    return {
        unit.code: since[unit.code]
        for unit in units
        if verdict.states[unit.code] is not UnitState.ACCEPTED and unit.code in since
    }


def _role_frame(scheme: Scheme, frames: Mapping[str, Frame], role: str) -> Frame | None:
    form = scheme.role(role)
    return frames.get(form.name) if form else None


def _registered(scheme: Scheme, base: Base, period: Period) -> Iterable[Waiver]:
    for row in role_rows(scheme, base, "采纳"):
        if is_of(row.get("期间"), period):
            yield Waiver(
                str(row.get("单位") or ""),
                str(row.get("问题编号") or ""),
                str(row.get("理由") or ""),
                str(row.get("采纳人") or ""),
            )


def _others(sticks: Yardsticks, period: Period) -> dict:
    return {pair: one for pair in sticks.targets if (one := sticks.others(*pair, period.end))}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _by_code(waiver: Waiver, directory: Directory) -> Waiver:
    unit = directory.find(waiver.unit)
    return replace(waiver, unit=unit.code) if unit else waiver
