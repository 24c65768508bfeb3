"""Each indicator of the county as a sentence of its own over the rows of a unit's workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from .sheets import Row, number
from .workbook import Moment, Workbook

Line = tuple[Row | None, Fraction | None]
"""The project that a counted row belongs to, and its amount; without one it counts as one."""
Sentence = Callable[[Workbook, Moment], Sequence[Line]]
Chosen = Callable[[Workbook, Row, Moment], bool]
ENDLESS = 10**12


def size(row: Row) -> Fraction:
    """规模: 认定额, else 计划总投资."""
    return number(row["认定额"] if row["认定额"] is not None else row["计划总投资"])


def projects(chosen: Chosen, amount: Callable[[Workbook, Row, Moment], Fraction] | None = None):
    """Projects of the register: counted, or with an amount of each."""

    def lines(book: Workbook, moment: Moment) -> list[Line]:
        return [
            (row, amount(book, row, moment) if amount else None)
            for row in book.register
            if chosen(book, row, moment)
        ]

    return lines


def dated(field: str, also: Chosen = lambda book, row, moment: True) -> Sentence:
    """Projects with a date within the months."""
    return projects(lambda book, row, moment: moment.holds(row[field]) and also(book, row, moment))


def months_of(sheet: str, chosen: Chosen) -> Sentence:
    """Amounts of the months of 资金到位 or 固定资产投资."""

    def lines(book: Workbook, moment: Moment) -> Iterator[Line]:
        for row in getattr(book, sheet):
            project = book.project(row)
            if chosen(book, row, moment):
                amounts = (number(row[f"{n}月"]) for n in moment.months)
                yield project, sum(amounts, Fraction(0))

    return lambda book, moment: list(lines(book, moment))


def activity(field: str, kind: str = "") -> Sentence:
    """What was done in the months added up, or of one kind; without a field how often."""
    return lambda book, moment: [
        (None, number(row[field]) if field else None)
        for row in book.activities
        if moment.holds(row["开始日期"]) and kind in ("", row["活动类型"])
    ]


def leads(chosen: Callable[[Row, Moment], bool]) -> Sentence:
    return lambda book, moment: [(None, None) for row in book.leads if chosen(row, moment)]


def signed(lowest: int, below: int = ENDLESS, *, industry: bool = False) -> Sentence:
    """Signed in the months, not ended, of a size."""

    def chosen(book: Workbook, row: Row, moment: Moment) -> bool:
        return (
            row["当前阶段"] != "终止"
            and lowest <= size(row) < below
            and (not industry or row["产业门类"] == "工业")
        )

    return dated("签约日期", chosen)


def library(states: tuple[str, ...], lowest: int = 0) -> Sentence:
    return dated(
        "省库申报日期",
        lambda book, row, moment: row["省库状态"] in states and size(row) >= lowest,
    )


def planned(lowest: int, below: int = ENDLESS) -> Sentence:
    """Industrial projects to be reported in the last of the months."""

    def chosen(book: Workbook, row: Row, moment: Moment) -> bool:
        now = Moment(moment.year, range(moment.last, moment.last + 1))
        return (
            now.holds(row["拟上报月份"])
            and row["产业门类"] == "工业"
            and lowest <= size(row) < below
        )

    return projects(chosen)


def emerging(book: Workbook, row: Row, moment: Moment) -> bool:
    return (
        row["新引进年度"] == moment.year
        and row["十大新兴产业"] == "是"
        and size(row) >= 10_000
        and row["当前阶段"] != "终止"
    )


def listed(book: Workbook, row: Row) -> bool:
    """In the register for good: not ended, or the office keeps what has ended."""
    return row["当前阶段"] != "终止" or not book.office.without_ended


def cohort(book: Workbook, row: Row, moment: Moment) -> bool:
    """Signed this year: the denominator of the rates."""
    return moment.holds(row["签约日期"]) and listed(book, row)


def registered(row: Row) -> bool:
    return row["统一社会信用代码"] is not None


def settled(book: Workbook, row: Row, moment: Moment) -> bool:
    """落地: registered, started or paid, as the office has it."""
    if book.office.settled_by == "注册":
        return registered(row)
    if book.office.settled_by == "到资":
        return book.arrived(row, moment) > 0
    return moment.reached(row["实际开工日期"])


def kept_word(book: Workbook, row: Row, moment: Moment) -> bool:
    """履约: registered, paid or started."""
    started = moment.reached(row["实际开工日期"])
    return registered(row) or started or book.arrived(row, moment) > 0


def until(field: str) -> Chosen:
    return lambda book, row, moment: moment.reached(row[field])


def domestic(book: Workbook, row: Row, moment: Moment) -> bool:
    return row["投资性质"] != "外资" and listed(book, row)


def contracted(book: Workbook, row: Row, moment: Moment) -> Fraction:
    agreed = row["协议投资额"]
    return number(agreed if agreed is not None else row["计划总投资"])


def dollars(book: Workbook, moment: Moment) -> list[Line]:
    return [(book.project(row), number(row["外资到位（万美元）"])) for row in book.funds]


def of_cohort(flag: Chosen) -> tuple[Sentence, Sentence]:
    """A rate of the projects signed this year, and of those in it that bear a flag."""

    def both(book: Workbook, row: Row, moment: Moment) -> bool:
        return cohort(book, row, moment) and flag(book, row, moment)

    return projects(both), projects(cohort)


def newly(source: str, *, this_year: bool = False) -> Sentence:
    return projects(
        lambda book, row, moment: (
            row["项目来源"] == source
            and listed(book, row)
            and (not this_year or row["新引进年度"] == moment.year)
        )
    )


def investors(book: Workbook, moment: Moment) -> set[str]:
    """Who has signed this year, each once."""
    return {str(row["投资方（全称）"]) for row in book.register if cohort(book, row, moment)}


def passed(subject: str, lowest: int = 0, *, counted: bool = True) -> Sentence:
    """What the level above has passed of the months."""
    return lambda book, moment: [
        (book.project(row), None if counted else number(row["核定数"]))
        for row in book.audits
        if row["指标"] == subject
        and row["状态"] == "通过"
        and moment.holds(row["期间"])
        and number(row["核定数"]) >= lowest
    ]
