"""Lists by declared conditions: which rows of a form, or which units, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.scheme.bands import Dimension
from pipeline.scheme.expression import Expression
from pipeline.scheme.form import Field, Form, Kind
from pipeline.scheme.terms import Term

ALL, COUNT, SUMS = "全部", "个数", "求和"
NUMBERS = (
    "完成",
    "目标",
    "力争",
    "完成率",
    "力争完成率",
    "序时进度",
    "超序时",
    "高于目标",
    "缺口",
    "同期",
    "同比",
    "同比增减",
    "名次",
    "参排家数",
)
WORDS = ("代码", "汇总组", "分组", "战线", "状态", "指标", "灯")
FLAGS = ("考核", "有目标", "已完成", "双过半")
"""What the condition of a list of units may name; flags are 是 or 否."""


@dataclass(frozen=True, slots=True)
class Computed:
    """另算 or 求和: a value that is made of the row, with its measure.

    What is `distinct` (去重) is not added up: its different values are counted.
    """

    expression: Expression
    measure: str = ""
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class ListPlan:
    """One entry of lists.yaml.

    A list of rows is of `form`, one entry for each row that meets `condition`, or, with `each`
    (逐项), one for each row and set of named expressions. A list of units (`form` empty) is of
    those whose standing meets it in one of `indicators`, or with `every` in all of them in which
    they have a task. `of` (属于) is the field of one of the office's own tables that holds the
    unit's code; without it such rows are the whole's. `order` is (name, descending); the first
    `limit` are printed, 0 for all. `grouping` puts alike ones together and adds up `sums`; `rates`
    (比率) are two of these each, the part and what it is a part of. A `whole` one has all
    fields of its form.
    """

    name: str
    form: str
    condition: Expression | None
    fields: tuple[str, ...] = ()
    of: str = ""
    computed: Mapping[str, Computed] = field(default_factory=dict)
    each: tuple[Mapping[str, Expression], ...] = ()
    order: tuple[tuple[str, bool], ...] = ()
    limit: int = 0
    grouping: Dimension | None = None
    sums: Mapping[str, Computed] = field(default_factory=dict)
    rates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    indicators: tuple[str, ...] = ()
    every: bool = False
    internal: bool = False
    whole: bool = False
    terms: Mapping[str, Term] = field(default_factory=dict)
    line: int = 0

    @property
    def of_units(self) -> bool:
        return not self.form

    @property
    def named(self) -> tuple[str, ...]:
        """What 逐项 names, which each of its sets has."""
        return tuple(self.each[0]) if self.each else ()

    def known(self, variant: Mapping[str, Expression]) -> dict[str, Expression]:
        """What its expressions may name beside the fields: the form's terms, then its own."""
        made = {name: term.expression for name, term in self.terms.items()}
        made |= variant
        return made | {name: one.expression for name, one in self.computed.items()}

    @property
    def parts(self) -> Iterator[tuple[str, Expression, bool]]:
        """Its expressions: what each is called, and whether what it says is printed."""
        for number, variant in enumerate(self.each, start=1):
            for name, one in variant.items():
                yield f"“逐项”第{number}条的“{name}”", one, name in self.fields
        for name, computed in self.computed.items():
            yield f"“另算”的“{name}”", computed.expression, name in self.fields
        if self.condition is not None:
            yield "“条件”", self.condition, False
        if self.grouping is not None and self.grouping.by is not None:
            yield "“分组”", self.grouping.by, not self.grouping.bounds
        for name, computed in self.sums.items():
            yield f"“求和”的“{name}”", computed.expression, True


def form_of_units() -> Form:
    """The form that the conditions of lists of units are written on."""
    made = [(name, Kind.NUMBER, ()) for name in NUMBERS]
    made += [(name, Kind.TEXT, ()) for name in WORDS]
    made += [(name, Kind.CHOICE, ("是", "否")) for name in FLAGS]
    fields = {name: Field(name, name, kind, choices=many) for name, kind, many in made}
    return Form("单位清单", "单位清单", "单位清单", fields)
