"""The numbers of an item: amounts, rates below a bound, and tasks by who has set them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pipeline.model.figure import Missing, Phrase, Quantity, Scope
from pipeline.model.month import WHOLE, Month
from pipeline.model.number import Number
from pipeline.model.standing import IN_POINTS, Kind, Standing, Target
from pipeline.model.unit import Unit
from pipeline.render import wording
from pipeline.render.wording import word_of
from pipeline.scheme.indicators import Indicator

Dict = dict[str, object]
ISSUERS = ("上级", "本级")


def issued(indicator: Indicator, month: Month, standing: Standing, head: str) -> Dict:
    """The targets of both levels side by side, each in words and with the rate by it (F25)."""
    figure = standing.figure
    given = month.other_targets.get((figure.scope, indicator.name), ())
    targets = [one for one in (standing.target, *given) if one is not None]
    told: Dict = {}
    for issuer in ISSUERS:
        target = next((one for one in targets if one.issuer == issuer), None)
        word = word_of(standing.no_rate if target is not None else Missing.NO_TARGET)
        rate = _rate_by(target, standing)
        sure = target.sure if target else None
        code = f"{head}/{issuer}目标"
        told[f"有{issuer}目标"] = sure is not None
        told[f"{issuer}目标"] = quantity(sure, indicator, code, Missing.NO_TARGET)
        told[f"{issuer}目标措辞"] = Phrase(wording.task(target, indicator), code)
        told[f"有{issuer}完成率"] = rate is not None
        told[f"{issuer}完成率"] = bounded(rate, word, f"{head}/{issuer}完成率")
    return told


def shares(
    indicator: Indicator, month: Month, scope: Scope, target: Target | None, head: str
) -> Dict:
    """What the units of the whole, or of a group, have as tasks, and whether that closes (V47)."""
    if scope.kind == "战线":
        units: Sequence[Unit] = [one for one in month.units if one.front == scope.code]
    else:
        units = month.units if scope == WHOLE else month.groups.get(scope.code, ())
    own = [month.standings[Scope("单位", unit.code), indicator.name].target for unit in units]
    known = [one for one in own if one is not None and one.kind not in IN_POINTS]
    sure = _sum([one.sure for one in known])
    stretch = _sum([one.stretch for one in known])
    none = Missing.NO_TARGET
    return {
        "分解目标": quantity(sure, indicator, f"{head}/分解目标", none),
        "分解力争": quantity(stretch, indicator, f"{head}/分解力争", none),
        "分解措辞": Phrase(wording.closing(sure, target, indicator), f"{head}/目标"),
    }


def quantity_of(value: Number | None, indicator: Indicator, figure: str, word: str) -> Quantity:
    """A value in the indicator's own measure, which a cell takes with all its digits."""
    decimals = indicator.decimals
    if indicator.shown != indicator.measure:
        decimals = 2 if indicator.measure.endswith("元") else 0
    return Quantity(value, indicator.measure, decimals, word, figure, raw=indicator.money)


def quantity(
    value: Number | None, indicator: Indicator, figure: str, missing: Missing | None
) -> Quantity:
    """The same with the word of what is missing."""
    return quantity_of(value, indicator, figure, word_of(missing))


def bounded(rate: Number | None, word: str, figure: str) -> Quantity:
    """A rate that must not print as 100 % while it is less (F11)."""
    under = Fraction(100) if rate is not None and rate < 100 else None
    return Quantity(rate, "%", 2, word, figure, under=under)


def _rate_by(target: Target | None, standing: Standing) -> Number | None:
    """The rate by a target that is an amount, where the figure has a rate at all."""
    if target is None or not target.sure or target.kind not in (Kind.TOTAL, Kind.INCREMENT):
        return None
    if standing.rate is None or standing.counted is None:
        return None
    return (standing.counted - (target.base or 0)) / target.sure * 100


def _sum(shares: Sequence[Number | None]) -> Number | None:
    """The sum of what is there; None where nothing is."""
    known = [one for one in shares if one is not None]
    return sum(known, Fraction(0)) if known else None
