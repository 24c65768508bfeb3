"""What a code of a trace stands for: whose figure, which, its exact value and its marks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.model.figure import Figure, Phrase, Quantity, Scope, Status
from pipeline.model.month import Month
from pipeline.model.number import Number, plain
from pipeline.model.standing import Standing
from pipeline.render.explain import called, marks
from pipeline.render.item import item, judged
from pipeline.render.listing import HEAD, SHARE, ByName, behind, by_name
from pipeline.scheme.indicators import Indicator
from pipeline.scheme.scheme import Scheme

_STAGE = "阶段:"
_TASKS = (
    *("目标", "力争", "上限", "应达到", "调整前目标"),
    *("上级目标", "本级目标", "分解目标", "分解力争"),
)
_PAST = ("同期",)
_STATUSES = frozenset(Status)
Dict = dict[str, object]
_Told = dict[str, list[Quantity | Phrase]]


@dataclass(frozen=True, slots=True)
class Known:
    """What a printed code means; `what` is empty where nothing is known of it.

    `role` says of which of the office's tables (目标, 同期) a value is that is no figure itself.
    """

    unit: str = ""
    title: str = ""
    what: str = ""
    value: Number | None = None
    measure: str = ""
    status: str = ""
    span: str = ""
    marks: tuple[str, ...] = ()
    indicator: str = ""
    figure: Figure | None = None
    role: str = ""


def known_of(scheme: Scheme, month: Month, code: str) -> Known:
    """Return what a code means; an empty Known for one that means nothing."""
    return Meanings(scheme, month)(code)


def _share_of(part: Known) -> Known:
    text = "—" if part.value is None else f"{plain(part.value)}{part.measure}"
    marks = (*part.marks, f"{text}在合计中的比重")
    return replace(part, what=f"{part.what}{SHARE}", value=None, measure="%", marks=marks)


class Meanings:
    """What the codes of one month mean; each code, and each item of an indicator, is told once."""

    def __init__(self, scheme: Scheme, month: Month) -> None:
        self.scheme, self.month = scheme, month
        self._scopes = {str(scope): scope for scope, _, _ in month.figures}
        self._lists = by_name(month)
        self._known: dict[str, Known] = {}
        self._told: dict[str, _Told] = {}

    def __call__(self, code: str) -> Known:
        if code not in self._known:
            self._known[code] = self._known_of(code)
        return self._known[code]

    def _known_of(self, code: str) -> Known:
        """Of a share (F17) the value is not known alone: its part is told in a mark."""
        month = self.month
        if code.endswith(f"/{SHARE}"):
            part = self(code.removesuffix(f"/{SHARE}"))
            return _share_of(part) if part.what else part
        if code.startswith(HEAD):
            return _of_list(month, self._lists, code)
        if code.startswith(_STAGE):
            return self._of_stage(code)
        whose, _, rest = code.partition("/")
        name, _, what = rest.partition("/")
        scope = self._scopes.get(whose)
        indicator = self.scheme.indicators.get(name)
        if scope is None:
            return Known()
        if indicator is None:
            return _of_person(month, scope, name, what)
        if (scope, name) in month.standings:
            made = self._of_standing(indicator, scope, code, what)
            return made if made.what else _of_adjustment(month, indicator, scope, what)
        return _of_figure(month, indicator, scope, what)

    def _of_standing(self, indicator: Indicator, scope: Scope, code: str, what: str) -> Known:
        month = self.month
        head = f"{scope}/{indicator.name}"
        if head not in self._told:
            self._told[head] = _by_code(item(indicator, month, scope))
        found = self._told[head].get(code)
        if not found:
            return Known()
        standing = month.standings[scope, indicator.name]
        status, part = _status(what)
        figure = month.figures.get((scope, indicator.name, status or indicator.headline))
        if figure is None:
            whose, measure = called(month, scope), indicator.measure
            said = (status or indicator.headline).value
            none = (f"没有{said}数",)
            return Known(whose, indicator.title, "完成", None, measure, said, marks=none)
        return _known(month, indicator, standing, figure, part, found)

    def _of_stage(self, code: str) -> Known:
        month, parts = self.month, code.removeprefix(_STAGE).split("/")
        held = [
            one
            for one in month.stretches.get(parts[0], ())
            if len(parts) > 1 and str(one.cutoff) == parts[1]
        ]
        if not held:
            return Known()
        days = held[0].days
        if len(parts) == 3:
            value = Number(days.elapsed(held[0].cutoff))
            return Known("", parts[0], parts[2], value, "%", "阶段", days.name)
        scope, indicator = self._scopes.get(parts[2]), self.scheme.indicators.get(parts[3])
        if scope is None or indicator is None:
            return Known()
        standing, head = held[0].standings[scope, indicator.name], code.rpartition("/")[0]
        if head not in self._told:
            self._told[head] = _by_code(judged(indicator, month, standing, head))
        found = self._told[head].get(code)
        if not found:
            return Known()
        return _known(month, indicator, standing, standing.figure, parts[-1], found)


def _status(what: str) -> tuple[Status | None, str]:
    """自报/当月数 is the 当月数 of what was reported, 自报 alone its 完成."""
    first, _, part = what.partition("/")
    return (Status(first), part or "完成") if first in _STATUSES else (None, what)


def _known(
    month: Month,
    indicator: Indicator,
    standing: Standing,
    figure: Figure,
    what: str,
    found: list[Quantity | Phrase],
) -> Known:
    numbers = [one for one in found if isinstance(one, Quantity)]
    first = next((one for one in numbers if one.value is not None), None)
    role = "目标" if what in _TASKS else "同期" if what in _PAST else ""
    noted = list(marks(month, figure)) if not role else []
    if what == "同期" and standing.revised:
        noted.append("修订值")
    return Known(
        unit=called(month, figure.scope),
        title=indicator.title,
        what=what,
        value=first.value if first else None,
        measure=first.measure if first else numbers[0].measure if numbers else "",
        status=role or figure.status.value,
        span=figure.span.name if figure.span else "",
        marks=tuple(noted),
        indicator=indicator.name,
        figure=figure,
        role=role,
    )


def _of_figure(month: Month, indicator: Indicator, scope: Scope, what: str) -> Known:
    """A figure of a front or of a dimension's value, which has no standing."""
    figure = month.figures.get((scope, indicator.name, indicator.headline))
    if figure is None:
        return Known()
    return Known(
        unit=called(month, scope),
        title=indicator.title,
        what=what,
        value=figure.value,
        measure=indicator.measure,
        status=figure.status.value,
        span=figure.span.name if figure.span else "",
        marks=tuple(marks(month, figure)),
        indicator=indicator.name,
        figure=figure,
    )


def _of_adjustment(month: Month, indicator: Indicator, scope: Scope, rest: str) -> Known:
    """公布数, 现数, 差额 of a value published before."""
    status, _, what = rest.partition("/")
    for one in month.adjustments:
        if (one.scope, one.indicator, one.status.value) == (scope, indicator.name, status):
            values = {"公布数": one.published, "现数": one.now, "差额": one.difference}
            title = indicator.title
            return Known(
                called(month, scope), title, what, values.get(what), one.measure, status, one.span
            )
    return Known()


def _of_person(month: Month, scope: Scope, name: str, what: str) -> Known:
    for one in month.people:
        if (one.unit, one.name) == (scope.code, name):
            money = one.money is not None and what.startswith("资金")
            value = one.money if what.startswith("资金") else one.leads
            return Known(called(month, scope), name, what, value, "万元" if money else "条", "目标")
    return Known()


def _of_list(month: Month, lists: ByName, code: str) -> Known:
    found = behind(lists, code)
    if found is None:
        return Known()
    value, measure, entry = found
    head, _, what = code.rpartition("/")
    title = head.removeprefix(HEAD).partition("/")[0]
    unit = called(month, Scope("单位", entry.unit)) if entry else ""
    label = f"{title}·{entry.key}" if entry and entry.key else title
    noted = ("沿用",) if entry and entry.carried else ()
    return Known(unit, label, what, value, measure, "清单", marks=noted)


def _by_code(told: Dict) -> _Told:
    """Everything in an item that prints, by the code under which it does."""
    made: _Told = {}
    waiting: list[object] = [told]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, dict):
            waiting[:0] = one.values()
        elif isinstance(one, (Quantity, Phrase)):
            made.setdefault(one.figure, []).append(one)
    return made
