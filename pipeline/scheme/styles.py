"""Which fonts and styles the office's templates may use, and under which names fonts go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.model.finding import Fault
from pipeline.scheme.marked import Block, Taker

STYLED = "styles.yaml"
"""Fonts and styles that templates may use; an office may do without."""


@dataclass(frozen=True, slots=True)
class Styles:
    """What styles.yaml allows; where nothing is said of a thing, everything is allowed.

    `chinese` are the fonts of Chinese characters in Word, `western` those of letters and digits,
    `styles` the paragraph styles by the names that Word shows, `cells` the fonts in Excel.
    """

    chinese: tuple[str, ...] = ()
    western: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


NO_STYLES = Styles()


def styles_of(block: Block, faults: list[Fault]) -> Styles:
    """Read styles.yaml; an empty block allows everything.

    A family (字体: 仿宋) stands for all the names that it goes under.
    """
    taker = Taker(block, faults)
    families = families_of(taker)
    word = Taker(taker.sub("Word"), faults, "“Word”的")
    excel = Taker(taker.sub("Excel"), faults, "“Excel”的")
    made = Styles(
        _named(word.texts("中文字体"), families),
        _named(word.texts("西文字体"), families),
        word.texts("样式"),
        _named(excel.texts("字体"), families),
    )
    for one in (word, excel, taker):
        one.done()
    return made


def families_of(taker: Taker) -> Mapping[str, tuple[str, ...]]:
    """The names under which each family of fonts goes on one machine or another."""
    block = taker.sub("字体")
    one = Taker(block, taker.faults, "“字体”的")
    return {str(name): one.texts(str(name)) for name in block}


def _named(fonts: Iterable[str], families: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in fonts for name in families.get(one, (one,))))
