"""The roots 各战线 and 维度: figures told apart by fronts and by what their rows say."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model.figure import Figure, Phrase, Quantity, Scope
from pipeline.model.month import Month
from pipeline.render import wording
from pipeline.scheme.indicators import Indicator

Dict = dict[str, object]
_KINDS = ("全市", "组", "单位", "战线")


def told_apart(indicators: Mapping[str, Indicator], month: Month) -> Dict:
    """Return 各战线, a list, and 维度, a list for each dimension: 名称 and its indicators.

    An indicator of such an entry gives 完成, 完成数, 期, 有数 and 为零 of its headline.
    """
    kinds: dict[str, dict[str, Dict]] = {}
    for (scope, name, status), figure in month.figures.items():
        indicator = indicators[name]
        if status is not indicator.headline or scope.kind in _KINDS[:3] or "·" in scope.kind:
            continue
        entry = kinds.setdefault(scope.kind, {}).setdefault(scope.code, {"名称": scope.code})
        entry[name] = _item(indicator, figure, scope)
    return {
        "各战线": list(kinds.pop("战线", {}).values()),
        "维度": {kind: list(entries.values()) for kind, entries in kinds.items()},
    }


def _item(indicator: Indicator, figure: Figure, scope: Scope) -> Dict:
    head = f"{scope}/{indicator.name}/完成"
    word = wording.WORDS[figure.missing] if figure.missing else ""
    decimals = indicator.decimals
    if indicator.shown != indicator.measure:
        decimals = 2 if indicator.measure.endswith("元") else 0
    said = word if figure.value is None else wording.amount(figure.value, indicator)
    return {
        "名称": indicator.title,
        "完成": Quantity(
            figure.value, indicator.measure, decimals, word, head, raw=indicator.money
        ),
        "完成数": Phrase(said, head),
        "期": figure.span.name if figure.span else "",
        "有数": figure.value is not None,
        "为零": figure.value == 0,
    }
