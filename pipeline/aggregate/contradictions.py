"""What is wrong with the figures themselves, and what the office changed in them by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from pipeline.aggregate.entries import OVERRIDE, TYPED, Line, frame_of_role, lines_of
from pipeline.aggregate.ground import Ground
from pipeline.model.figure import Figure, Scope, Status
from pipeline.model.finding import Finding
from pipeline.model.number import plain
from pipeline.scheme.expression import nearest
from pipeline.scheme.indicators import Indicator
from pipeline.scheme.rules import OF_FIGURES, found
from pipeline.scheme.scheme import Scheme

NESTED, OPEN, CHANGED, UNKNOWN = OF_FIGURES
Figures = Mapping[tuple[Scope, str, Status], Figure]


def remarks(scheme: Scheme, ground: Ground, figures: Figures) -> list[Finding]:
    """Return the findings on figures, all of them the office's.

    A01 a part (其中) greater than its whole; A02 bands that do not add up to it; A03 a figure
    that is overridden; A04 a typed-in or overriding row that names no figure, or names it twice.
    """
    made = [
        *_of_parts(scheme, ground, figures),
        *_of_overrides(scheme, ground, figures),
        *_of_names(scheme, ground, figures),
    ]
    return [one for one in made if one is not None]


def _of_parts(scheme: Scheme, ground: Ground, figures: Figures) -> Iterator[Finding | None]:
    scopes = [Scope("单位", code) for code in ground.numbers] + list(ground.totals)
    for indicator in scheme.indicators.values():
        for status in indicator.definitions:
            for scope in scopes:
                yield from _of_scope(scheme, ground, figures, indicator, scope, status)


def _of_scope(
    scheme: Scheme,
    ground: Ground,
    figures: Figures,
    indicator: Indicator,
    scope: Scope,
    status: Status,
) -> Iterator[Finding | None]:
    def value(name: str) -> Fraction | None:
        figure = figures.get((scope, name, status))
        return None if figure is None else figure.value

    own, parent = value(indicator.name), scheme.indicators.get(indicator.parent)
    known = {"单位": _called(ground, scope), "状态": status.value, "指标": indicator.title}
    if parent is not None and own is not None and indicator.additive:
        whole = value(parent.name)
        if whole is not None and own > whole:
            words = known | {"数": plain(own), "总指标": parent.title, "总数": plain(whole)}
            yield _finding(scheme, ground, NESTED, indicator.name, scope, words)
    parts = [value(name) for name in indicator.parts]
    if own is not None and parts and None not in parts:
        total = sum((one for one in parts if one is not None), Fraction(0))
        if total != own:
            words = known | {"总数": plain(own), "数": plain(total)}
            yield _finding(scheme, ground, OPEN, indicator.name, scope, words)


def _of_overrides(scheme: Scheme, ground: Ground, figures: Figures) -> Iterator[Finding | None]:
    for figure in figures.values():
        note = figure.adjusted
        if note is not None:
            words = {
                "单位": _called(ground, figure.scope),
                "指标": scheme.indicators[figure.indicator].title,
                "状态": figure.status.value,
                "原数": "没有数" if note.before is None else plain(note.before),
                "数": plain(figure.value or Fraction(0)),
                "理由": note.reason,
                "调整人": note.by,
            }
            yield _finding(scheme, ground, CHANGED, figure.indicator, figure.scope, words)


def _of_names(scheme: Scheme, ground: Ground, figures: Figures) -> Iterator[Finding | None]:
    """Rows that are read into no figure: of an unknown name, in the wrong table, or replaced."""
    scopes = {(scope, name) for scope, name, _ in figures}
    for role in (TYPED, OVERRIDE):
        seen: dict[tuple, int] = {}
        for line in lines_of(scheme, ground, role):
            if line.period.year != ground.stock.period.year:
                continue
            indicator = scheme.indicators.get(line.indicator)
            known = indicator is not None and (line.scope, indicator.name) in scopes
            typed = indicator is not None and any(
                one.entered for one in indicator.definitions.values()
            )
            key = (line.scope, line.indicator, line.period, line.status)
            why = ""
            if indicator is None:
                why = f"没有“{line.indicator}”这个指标{nearest(line.indicator, scheme.indicators)}"
            elif role == TYPED and not typed:
                why = f"指标“{line.indicator}”不是录入的"
            elif not known:
                why = f"没有“{line.scope.code}”这个单位"
            elif key in seen:
                why = f"“{line.indicator}”同一期写了两行，用的是后一行"
            seen[key] = line.row
            if why:
                yield _misread(scheme, ground, role, line, why)


def _misread(scheme: Scheme, ground: Ground, role: str, line: Line, why: str) -> Finding | None:
    frame = frame_of_role(scheme, ground, role)
    if frame is None or UNKNOWN not in scheme.rules:
        return None
    table, row = frame.table(line.row), int(frame.row[line.row])
    return found(
        scheme.rules[UNKNOWN],
        ground.stock.period,
        "",
        (table.place(row, "指标"),),
        行=table.rows[row],
        原因=why,
        table=frame.form.name,
        row=row,
        field="指标",
        found=line.indicator,
    )


def _finding(
    scheme: Scheme,
    ground: Ground,
    code: str,
    indicator: str,
    scope: Scope,
    words: Mapping[str, str],
) -> Finding | None:
    if code not in scheme.rules:
        return None
    key = f"{scope}/{indicator}/{words['状态']}"
    rule, period = scheme.rules[code], ground.stock.period
    return found(rule, period, "", (), **words, key=key, found=words["数"])  # type: ignore[arg-type]


def _called(ground: Ground, scope: Scope) -> str:
    number = ground.numbers.get(scope.code)
    if scope.kind == "单位" and number is not None:
        return ground.stock.units[number].short
    return scope.code or scope.kind
