"""What templates may name, told from the scheme alone: a month in which nobody has reported.

Every list has one row, so that what a loop binds has its names; no value means anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from pipeline.model.composite import Line, Met
from pipeline.model.figure import PERSON, Figure, Missing, Scope, Status
from pipeline.model.finalised import Adjustment
from pipeline.model.finding import Finding, Level, Rule
from pipeline.model.listing import Bundle, Entry, Listing
from pipeline.model.month import WHOLE, Month, Person
from pipeline.model.period import Days, Period
from pipeline.model.standing import Standing, Stretch
from pipeline.model.unit import Unit, UnitState
from pipeline.render.context import context
from pipeline.render.shapes import ANY, Secret, Veiled
from pipeline.scheme.confidential import columns_of, hidden_of
from pipeline.scheme.form import Form, Kind
from pipeline.scheme.lists import ListPlan
from pipeline.scheme.scheme import Scheme

Dict = dict[str, object]
_NAME = "名称"
_MET = (Met(Line(Fraction(1), 1), 0),)


def month_of(
    scheme: Scheme,
    period: Period,
    units: Sequence[Unit],
    parameters: Mapping[str, object],
    stages: Sequence[str],
) -> Month:
    """Return a month of these units without any value; `stages` are the names of campaigns."""
    units = units or [Unit(_NAME, _NAME, _NAME, group=_NAME, ranking=_NAME, front=_NAME)]
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        groups.setdefault(unit.group, []).append(unit)
    scopes = [WHOLE, *(Scope("组", one) for one in groups)]
    scopes += [Scope("单位", unit.code) for unit in units]
    scopes += [Scope("战线", one) for one in dict.fromkeys(unit.front for unit in units) if one]
    scopes += [Scope(PERSON, f"{unit.code}·{_NAME}") for unit in units]
    figures = dict(_figures(scheme, period, scopes))
    standings = {
        (scope, name): Standing(_figure(period, scope, name), met=_MET, no_rate=_NONE,
                                no_growth=Missing.NO_PAST, no_rank=_NONE)
        for scope, name, _ in figures
    }  # fmt: skip
    days = Days(period.alone.start, period.end)
    return Month(
        period=period,
        units=units,
        groups=groups,
        states={unit.code: UnitState.ABSENT for unit in units},
        figures=figures,
        standings=standings,
        findings=[Finding(Rule("", Level.NOTE), period, units[0].code, (), "", "")],
        people=[Person(unit.code, _NAME, "", None, None) for unit in units],
        parameters=parameters,
        material={name: [("", 0)] for name in sections_of(scheme)},
        adjustments=[Adjustment(WHOLE, "", "", "", "", Status.REPORTED, "", None, None)],
        stretches={one: [Stretch(one, "", days, period.end, (), standings)] for one in stages},
        lists={
            (scope, plan.name): _listing(scheme, plan, units[0])
            for plan in scheme.lists.values()
            for scope in scopes
            if scope.kind in ("全市", "组", "" if plan.of_units else "单位")
        },
    )


def names_of(scheme: Scheme, month: Month, is_told: bool) -> Dict:
    """Return the roots of documents; names of people are never judged, those of units, groups and
    fronts only where a directory is kept (`is_told`), those of parameters by what is declared."""
    names = context(scheme.indicators, month, sections_of(scheme))
    names["人员"] = ANY
    if not is_told:
        names |= {"单位": ANY, "分组": ANY, "战线": ANY}
    form, known = scheme.role("参数"), names["参数"]
    assert isinstance(known, dict)
    names["参数"] = dict.fromkeys([*(form.fields if form else ()), *scheme.told], ANY) | known
    return names


def veil(scheme: Scheme, names: Dict) -> Veiled:
    """Turn the roots into those of a published document: confidential fields become Secrets."""
    secret = {name: dict(_secrets(form)) for name, form in {**scheme.forms, **scheme.base}.items()}
    directory = scheme.role("名录")
    units, groups = list(_dicts(names["各单位"])), list(_dicts(names["各组"]))
    for unit in units:
        unit.update(secret[directory.name] if directory is not None else {})
        for one in _dicts(unit["问题"]):  # they repeat what the unit has typed
            one.update({name: Secret(name) for name in ("问题", "填报值", "对照值")})
    for holder in (names, *groups, *units):
        holder["清单"] = _veiled(scheme, holder["清单"], secret)
    return Veiled(names)


def veiled(scheme: Scheme) -> Veiled:
    """Return the roots of a published document for an office of which only the scheme is known."""
    names = names_of(scheme, month_of(scheme, Period(2000, 1), [], {}, []), False)
    return veil(scheme, names)


def sections_of(scheme: Scheme) -> list[str]:
    """The names of the files that documents take in."""
    return [name for plan in scheme.documents.values() for name in plan.sections]


_NONE = Missing.NOT_REPORTED


def _figure(period: Period, scope: Scope, name: str, status: Status = Status.REPORTED) -> Figure:
    return Figure(name, scope, period.to_date, status, None, _NONE)


def _figures(
    scheme: Scheme, period: Period, scopes: Sequence[Scope]
) -> Iterator[tuple[tuple[Scope, str, Status], Figure]]:
    for name, indicator in scheme.indicators.items():
        for scope in (*scopes, *(Scope(one.name, _NAME) for one in indicator.dimensions)):
            for status in Status:
                yield (scope, name, status), _figure(period, scope, name, status)


def _listing(scheme: Scheme, plan: ListPlan, unit: Unit) -> Listing:
    entry = Entry(unit.code, indicator=(*plan.indicators, "")[0])
    measures: dict[str, str] = {}
    if not plan.of_units:
        form = scheme.form(plan.form)
        entry = Entry(unit.code, dict.fromkeys(columns_of(plan, form)))
        measures = {name: one.measure for name, one in plan.computed.items() if one.measure}
        measures |= {name: one.measure or form.measure for name, one in plan.sums.items()}
        kept = [form.fields[name] for name in plan.fields if name in form.fields]
        numbers = [one for one in kept if one.kind is Kind.NUMBER]
        measures |= {
            column: one.measure or form.measure for one in numbers for column in one.columns
        }
    bundles, sums = None, dict.fromkeys(plan.sums, Fraction(0))
    if plan.grouping is not None:
        bundles = [Bundle(_NAME, [0], sums)]
    return Listing(plan.name, [entry], 1, measures, bundles, sums, rates=plan.rates)


def _secrets(form: Form) -> Iterator[tuple[str, Secret]]:
    for name, field in form.fields.items():
        if field.confidential:
            yield name, Secret(name, False)


def _dicts(rows: object) -> Iterator[Dict]:
    assert isinstance(rows, list)
    yield from rows


def _veiled(scheme: Scheme, lists: object, secret: Mapping[str, Mapping[str, Secret]]) -> Dict:
    """The lists of one holder, each row with the confidential fields of its form."""
    assert isinstance(lists, Mapping)
    made = dict(lists)
    for name, plan in scheme.lists.items():
        if name not in made or not plan.form:
            continue
        shown = {one: Secret(one) for one in hidden_of(plan, {**scheme.base, **scheme.forms})}
        own = {one: shown[one] for one in columns_of(plan, scheme.form(plan.form)) if one in shown}
        hidden = {**secret.get(plan.form, {}), **own}
        for one in made[name]:
            if plan.grouping is None:
                one.update(hidden)
                continue
            one.update({key: found for key, found in shown.items() if key in one})
            for row in one["行"]:
                row.update(hidden)
    return made
