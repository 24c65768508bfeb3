"""The month as a whole: what counts is added up and assessed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.aggregate.contradictions import remarks as remarks_on_figures
from pipeline.aggregate.evidence import Behind
from pipeline.aggregate.figures import Ground, Stock, figures, groups_of
from pipeline.aggregate.ground import fronts_of
from pipeline.aggregate.lists import lists_of_rows
from pipeline.aggregate.series import Series, series
from pipeline.aggregate.stretches import figures_a_year_before, figures_of_days
from pipeline.assess.lists import lists_of_units
from pipeline.assess.policy import Policy, policy_of
from pipeline.assess.stand import Field, standings
from pipeline.assess.tables import (
    Stage,
    Targets,
    curves_of,
    last_year_of,
    people_of,
    quotas_of,
    stages_of,
    targets_of,
)
from pipeline.assess.yardsticks import OWN, Yardsticks
from pipeline.assess.year_ago import of_whole_months
from pipeline.collect.arrivals import (
    arrivals_of,
    deadlines_of,
    late_ones,
    own_deadlines,
    project_names,
    remarks_on,
)
from pipeline.collect.base import Base
from pipeline.collect.explanations import explained, unmatched
from pipeline.collect.issues import issues
from pipeline.collect.material import material_in
from pipeline.collect.proposals import proposals
from pipeline.collect.receive import Receipt
from pipeline.collect.roles import declared, people
from pipeline.collect.roles import parameters as parameters_of
from pipeline.history import adjusted, said_final
from pipeline.model.figure import Missing, Scope
from pipeline.model.later import Parted
from pipeline.model.month import WHOLE, Month, rounding_of
from pipeline.model.number import Rounding, rounding
from pipeline.model.period import Period
from pipeline.model.standing import Standing, Stretch
from pipeline.model.unit import Unit, UnitState
from pipeline.publish.vault import past_of
from pipeline.scheme.formulas import with_parts
from pipeline.scheme.frame import Frame, Source, frame_of
from pipeline.scheme.scheme import Scheme
from pipeline.validate.judge import Verdict, base_frames
from pipeline.validate.ledger import Ledger


def reckon(
    scheme: Scheme,
    base: Base,
    judged: tuple[Receipt, Sequence[Unit], Verdict],
    ledger: Ledger,
    why: str,
    inputs: Path,
    outputs: Path,
) -> Month:
    """Add up and assess the last month that was judged; `why` says why it is the one.

    `inputs` is asked for its narrative material, `outputs` for what was finalised.
    """
    receipt, units, verdict = judged
    period = receipt.period
    parameters = parameters_of(scheme, base)
    since = {unit: one for unit, one in ledger.since.items() if one.year == period.year}
    carried = _carried(verdict, since, units, keep=parameters.get("缺报处理") != "不计")
    frames = _frames(scheme, base, verdict, ledger, carried)
    staff = people(scheme, base, period)
    groups, fronts = groups_of(units), fronts_of(units)
    names = frozenset(groups), frozenset(fronts)
    tasks = targets_of(_role_frame(scheme, frames, "目标"), period.year, *names)
    tasked = people_of(staff, tasks)
    stock = Stock(period, frames, units, verdict.states, frozenset(carried), tasked)
    ground = Ground(stock)
    made = figures(scheme, stock, ground)
    months = series(scheme, ground, made)
    kept = _carried(verdict, since, units, keep=True)
    whole = stock if kept == carried else _with(stock, kept, scheme, base, verdict, ledger)
    past = past_of(outputs, period)
    policy, mode = policy_of(parameters), rounding_of(parameters)
    sticks = Yardsticks(
        targets=quotas_of(scheme.role("人员"), staff, OWN) | dict(tasks.get("", {})),
        past=last_year_of(_role_frame(scheme, frames, "同期"), period, *names),
        curves=curves_of(_role_frame(scheme, frames, "曲线"), period.year, *names),
        issuer=policy.issuer,
        published=past.before,
        year_ago=past.year_ago,
    )
    former = _year_ago(scheme, base, ledger, stock)
    absent = {
        code: Missing.RETURNED if state is UnitState.RETURNED else Missing.NOT_REPORTED
        for code, state in verdict.states.items()
        if state is not UnitState.ACCEPTED
    }
    field = Field(units, groups, WHOLE, absent, fronts)
    material = material_in(scheme, inputs / str(period), period)
    issued, unusable = issues(scheme, base, period)
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
            *unusable,
            *remarks_on_figures(scheme, ground, made),
        ),
        carried=carried,
        late=late_ones(scheme, arrivals, period, parameters),
        other_targets=_others(sticks, period),
        people=staff,
        parameters={**dict.fromkeys(declared(scheme)), **parameters},
        material=material.texts,
        manuscripts=material.manuscripts,
        pictures=material.pictures,
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
        series=months,
        issued=issued,
        published=past.before,
        year_ago=past.year_ago,
        own=past.own,
        adjustments=adjusted(scheme, whole, past.before),
        stretches={
            stage.name: [
                _stretch(
                    scheme,
                    stock,
                    former,
                    ledger,
                    field,
                    policy,
                    sticks,
                    tasks,
                    stage,
                    day,
                    months,
                    mode,
                )
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
    former: Stock | None,
    ledger: Ledger,
    field: Field,
    policy: Policy,
    sticks: Yardsticks,
    tasks: Mapping[str, Targets],
    stage: Stage,
    day: date,
    months: Series,
    mode: Rounding,
) -> Stretch:
    """A campaign, week or ten days as it stands at the end of `day`, by tasks of its own.

    A year has many of them and a month's documents name little of each: an indicator is reckoned
    when it is first asked for.
    """
    days = stage.days.until(day)

    def held(name: str) -> Mapping[tuple[Scope, str], Standing]:
        one = {name: scheme.indicators[name]}
        part = replace(scheme, indicators=with_parts(scheme.indicators, name))
        with rounding(mode):
            ago = of_whole_months(sticks.past, days, one)
            if former is not None:
                counted = figures_a_year_before(part, former, days, ledger.ended_since)
                told = {key: (value, False, False) for key, value in counted.items()}
                ago = {key: said for key, said in told.items() if key[1] == name} | dict(ago)
            own = Yardsticks(
                tasks.get(stage.name, {}),
                replace(sticks.past, values={}),
                issuer=sticks.issuer,
                stretch=stage.days,
                days_ago=ago,
            )
            made = figures_of_days(part, stock, days, months)
            return standings(one, made, own, field, policy)

    kept = Parted(scheme.indicators, held)
    return Stretch(stage.name, stage.kind, stage.days, day, stage.notices, kept)


def _year_ago(scheme: Scheme, base: Base, ledger: Ledger, stock: Stock) -> Stock | None:
    """The tables with which last year ended; None where nothing of it was read."""
    period = stock.period.earlier(12)
    if not any(since.year == period.year for since in ledger.ended_since.values()):
        return None
    known: dict[str, list[Source]] = {name: [] for name in scheme.forms}
    for unit, sources in ledger.ended.items():
        if ledger.ended_since[unit].year == period.year:
            for name, many in sources.items():
                known[name].extend(many)
    frames = {name: frame_of(scheme.forms[name], got, ledger.codes) for name, got in known.items()}
    frames |= base_frames(scheme, base.tables, base.file, ledger.codes)
    return Stock(period, frames, stock.units, {}, people=stock.people)


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


def _others(sticks: Yardsticks, period: Period) -> dict:
    return {pair: one for pair in sticks.targets if (one := sticks.others(*pair, period.end))}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
