"""Which fonts and styles the office's templates may use."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.finding import Fault
from pipeline.scheme.marked import Block, Taker


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
    """Read styles.yaml; an empty block allows everything."""
    taker = Taker(block, faults)
    word = Taker(taker.sub("Word"), faults, "“Word”的")
    excel = Taker(taker.sub("Excel"), faults, "“Excel”的")
    made = Styles(
        word.texts("中文字体"), word.texts("西文字体"), word.texts("样式"), excel.texts("字体")
    )
    for one in (word, excel, taker):
        one.done()
    return made
