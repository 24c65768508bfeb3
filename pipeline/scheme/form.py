"""Forms: what one submitted table looks like; the declaration also reads the table back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from pipeline.model.finding import Fault, Rule
from pipeline.model.period import Period
from pipeline.scheme.expression import Expression
from pipeline.scheme.marked import Block, Taker
from pipeline.scheme.rules import Check, checks_of, optional_formula, period_given
from pipeline.scheme.timetable import Timetable, timetable_of


class Kind(StrEnum):
    """类型: how a field's cells are read."""

    TEXT = "文本"
    NUMBER = "数值"
    DATE = "日期"
    CHOICE = "选项"
    MONTH = "月份"
    YEAR = "年份"


class Carry(StrEnum):
    """结转: how long a form's rows stand in the blank forms of later periods."""

    ALWAYS = "逐期"
    YEAR = "当年"
    NEVER = "不结转"


@dataclass(frozen=True, slots=True)
class Field:
    """One column (or `repeat` columns) of a form.

    `carry` says what the next period's blank form holds: the same (True), nothing (False), or
    what a formula makes of the last accepted row; `new_year` the same for a January. A `voucher`
    (凭证) is what proves the row's amounts; a task (任务) is for the `indicator` that it names.
    """

    name: str
    heading: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    required: bool = False
    required_when: Expression | None = None
    needed: bool = False
    choices: tuple[str, ...] = ()
    ordered: bool = False
    lowest: Fraction | None = None
    highest: Fraction | None = None
    unique: bool = False
    repeat: int = 0
    measure: str = ""
    pattern: str = ""
    confidential: bool = False
    voucher: bool = False
    since: Period | None = None
    until: Period | None = None
    carry: Expression | bool = True
    new_year: Expression | bool | None = None
    note: str = ""
    indicator: str = ""
    line: int = 0

    @property
    def must(self) -> bool:
        """Whether a table without the column is returned (V04)."""
        return self.required or self.needed or self.required_when is not None

    @property
    def expressions(self) -> Iterator[Expression]:
        """The formulas that its declaration holds."""
        for one in (self.required_when, self.carry, self.new_year):
            if isinstance(one, Expression):
                yield one

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns in a table: 各月.1 … 各月.12 where it repeats."""
        if not self.repeat:
            return (self.name,)
        return tuple(f"{self.name}.{number}" for number in range(1, self.repeat + 1))

    def headings(self) -> tuple[str, ...]:
        """The printed headers of its columns, in the same order."""
        if not self.repeat:
            return (self.heading,)
        return tuple(self.heading.replace("{n}", str(n)) for n in range(1, self.repeat + 1))

    def holds_in(self, period: Period) -> bool:
        return (self.since is None or self.since <= period) and (
            self.until is None or period <= self.until
        )


@dataclass(frozen=True, slots=True)
class Form:
    """A submitted table, or one of the office's own (`base`).

    `key` names the fields of which the first filled one tells the project; `split` those that
    tell apart several rows of one project; `parent` the form whose rows they belong to. Rows that
    say 合计 hold data only where the form `reads_sums`. `note` (说明) tells who fills it in how.
    """

    name: str
    title: str
    sheet: str
    fields: Mapping[str, Field]
    checks: Sequence[Check] = ()
    paired: bool = False
    stops: tuple[str, ...] = ()
    reads_sums: bool = False
    measure: str = ""
    must: bool = False
    key: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    parent: str = ""
    role: str = ""
    base: bool = False
    sender: str = ""
    carry: Carry = Carry.ALWAYS
    timetable: Timetable = dataclasses.field(default_factory=Timetable)
    note: str = ""
    file: str = ""

    def at(self, period: Period) -> Form:
        """The form with the fields that are in force in `period` (自 / 至)."""
        fields = {name: one for name, one in self.fields.items() if one.holds_in(period)}
        return self if len(fields) == len(self.fields) else replace(self, fields=fields)


def form_of(
    name: str, block: Block, rules: Mapping[str, Rule], faults: list[Fault], *, base: bool
) -> Form:
    """Read one form file; faults are added to `faults`."""
    taker = Taker(block, faults)
    title = taker.text("表名", name)
    locate = Taker(taker.sub("定位"), faults, "“定位”里")
    sending = Taker(taker.sub("报送"), faults, "“报送”里")
    fields = {}
    for field_name, entry in taker.sub("字段").items():
        if not isinstance(entry, Block):
            taker.fault(f"字段“{field_name}”没有内容", "请写明“类型”", field_name)
            continue
        if not str(field_name).isidentifier():
            taker.fault(
                f"字段代号“{field_name}”不能用",
                "代号只能用汉字、字母、数字，不以数字开头；印出的名称写在“表头”里",
                field_name,
            )
        fields[str(field_name)] = _field(str(field_name), entry, faults)
    form = Form(
        name=name,
        title=title,
        sheet=locate.text("工作表"),
        fields=fields,
        checks=tuple(
            check for one in taker.subs("审核关系") for check in checks_of(name, one, rules, faults)
        ),
        paired=locate.text("形式", "列表") == "键值",
        stops=locate.texts("止于"),
        reads_sums=locate.yes("读合计行"),
        measure=taker.text("计量单位"),
        must=taker.yes("必报"),
        key=taker.texts("主键"),
        split=taker.texts("细分"),
        parent=taker.text("关联"),
        role=taker.text("用途"),
        base=base,
        sender=taker.text("填报单位"),
        carry=taker.choice("结转", Carry, Carry.ALWAYS),  # type: ignore[arg-type]
        timetable=timetable_of(sending),
        note=taker.text("说明"),
        file=block.file,
    )
    locate.done()
    sending.done()
    taker.done()
    if not fields:
        taker.fault("没有“字段”", "请至少写一个字段")
    for key in (*form.key, *form.split):
        if key not in fields:
            taker.fault(f"“主键”或“细分”里的“{key}”不是本表字段", "", key)
    return form


def _field(name: str, block: Block, faults: list[Fault]) -> Field:
    taker = Taker(block, faults, f"字段“{name}”的")
    lowest, highest = _range(taker)
    made = Field(
        name=name,
        heading=taker.text("表头", name),
        kind=taker.choice("类型", Kind, Kind.TEXT),  # type: ignore[arg-type]
        aliases=taker.texts("别名"),
        required=taker.yes("必填"),
        required_when=optional_formula(taker, "必填当"),
        needed=taker.yes("必列"),
        choices=taker.texts("取值"),
        ordered=taker.yes("有序"),
        lowest=lowest,
        highest=highest,
        unique=taker.yes("唯一"),
        repeat=_count(taker, "重复"),
        measure=taker.text("计量单位"),
        pattern=_pattern(taker),
        confidential=taker.yes("保密"),
        voucher=taker.yes("凭证"),
        since=period_given(taker, "自"),
        until=period_given(taker, "至"),
        carry=_carry(taker, "结转", True),
        new_year=_carry(taker, "年初", None),
        note=taker.text("说明"),
        indicator=taker.text("指标"),
        line=block.line,
    )
    taker.done()
    if made.kind is Kind.CHOICE and not made.choices:
        taker.fault("“类型”是选项，却没有“取值”", "请写明可选的内容")
    if made.repeat and "{n}" not in made.heading:
        taker.fault("“重复”的“表头”要用{n}表示第几列", "例如“表头: '{n}月'”")
    return made


def _carry(taker: Taker, name: str, default: bool | None) -> Expression | bool | None:
    if taker.text(name) == "否":
        return False
    return optional_formula(taker, name) or default


def _pattern(taker: Taker) -> str:
    """编码: how the program proposes a code, from 单位, 年 and a running 序."""
    text = taker.text("编码")
    if not text:
        return ""
    try:
        filled = text.format(单位="", 年="", 序="\0")
    except (KeyError, IndexError, ValueError):
        filled = ""
    if "\0" not in filled:
        taker.fault(f"“编码”不能写“{text}”", "要用{单位}、{年}、{序}，例如'{单位}-{年}-{序}'", text)
        return ""
    return text


def _range(taker: Taker) -> tuple[Fraction | None, Fraction | None]:
    bounds = taker.texts("范围")
    if not bounds:
        return None, None
    bounds = (*bounds, "")[:2] if len(bounds) == 1 else bounds
    if len(bounds) != 2:
        taker.fault("“范围”应写两个数", "例如“范围: [0, 100]”，不限的一头留空")
        return None, None
    low, high = (_number(taker, bound) for bound in bounds)
    if low is not None and high is not None and low > high:
        taker.fault(f"“范围”的下限{bounds[0]}大于上限{bounds[1]}", "", bounds[0])
    return low, high


def _number(taker: Taker, text: str) -> Fraction | None:
    if not text:
        return None
    try:
        return Fraction(text)
    except ValueError:
        taker.fault(f"“范围”里“{text}”不是数", "", text)
        return None


def _count(taker: Taker, name: str) -> int:
    text = taker.text(name)
    if text and not text.isdigit():
        taker.fault(f"“{name}”应是整数，不能写“{text}”", "", text)
        return 0
    return int(text or 0)
