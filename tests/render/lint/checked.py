"""Templates judged by the shipped scheme, for a county of two units, without figures."""

from __future__ import annotations

from functools import cache

from pipeline.model.period import Period
from pipeline.model.unit import Unit
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.lint.judge import Remark, Rules, remarks
from pipeline.render.lint.sample import month_of, names_of, veil
from pipeline.scheme.scheme import Scheme, load_scheme
from pipeline.scheme.styles import NO_STYLES, Styles
from tests.shipped import TEMPLATES

UNITS = [
    Unit("ZJ01", "甲镇人民政府", "甲镇", group="镇", ranking="一类", front="工业"),
    Unit("ZJ02", "乙镇人民政府", "乙镇", group="镇", ranking="一类"),
]
FUNDS = "全市.实际利用省外资金"
WORD, EXCEL = "通报.docx", "通报.xlsx"


@cache
def scheme() -> Scheme:
    return load_scheme(TEMPLATES)


@cache
def names(is_published: bool = True) -> dict[str, object]:
    """What a template may name of these units; a parameter of the office is 地区."""
    month = month_of(scheme(), Period(2026, 6), UNITS, {"地区": "栖川"}, ["百日攻坚"])
    made = names_of(scheme(), month, True)
    if is_published:
        veil(scheme(), made)
    return made


def found(
    template: bytes, file: str, *, styles: Styles = NO_STYLES, is_published: bool = True
) -> list[Remark]:
    """Everything that is said of a template."""
    parents = {name: one.parent for name, one in scheme().indicators.items()}
    rules = Rules(Language(FILTERS), styles, parents)
    return remarks(template, file, names(is_published), rules)


def said(template: bytes, file: str, **settings: object) -> list[str]:
    """The same as lines: the level, then place, problem and remedy."""
    made = found(template, file, **settings)  # type: ignore[arg-type]
    return [f"{one.level} {one.fault.line.removeprefix(f'《{file}》')}" for one in made]
