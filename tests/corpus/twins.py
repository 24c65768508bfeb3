"""Projects that two units report under other names, among neighbours that are honestly alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from random import Random

from pipeline.validate.alike import alike
from tests.corpus.registers import (
    FIRM,
    JUNE,
    NAME,
    PLAN,
    Row,
    amount,
    check,
    frame,
    register,
    setting,
)
from tests.corpus.score import Score
from tests.county import names

UNITS, PROJECTS, TWINS, NEIGHBOURS = 8, 30, 12, 24
_CAPACITY = re.compile(r"年产\d+(?:万|亿)?[^\d万亿]{1,3}?(?=[^吨件台套片只份张米方])")
_LEGAL = ("科技有限公司", "集团有限公司", "有限公司")


def score(seed: int) -> Score:
    """Draw a register, report some projects twice and add neighbours; hold the rule against it."""
    rng = Random(seed)
    rows = register(rng, UNITS, PROJECTS)
    chosen = rng.sample(rows, TWINS + NEIGHBOURS)
    wrong = set()
    for number, row in enumerate(chosen):
        other = f"U{(int(str(row['单位'])[1:]) + rng.randint(1, UNITS - 1)) % UNITS:02d}"
        twin = number < TWINS
        code = f"{other}-2026-{'8' if twin else '9'}{number:03d}"
        copy = row | {
            "单位": other,
            "项目编码": code,
            "签约日期": date(2026, 6, rng.randint(1, 28)),
        }
        ways = _REPORTED_TWICE if twin else _HONEST
        first, second = rng.choice(ways)(rng, row, copy)
        rows[rows.index(row)] = first
        rows.append(second)
        if twin:
            wrong.add(code)
    made = frame(rows, JUNE)
    pairs = alike(check("V18", NAME), made, setting(made), across=True)
    return Score.of(wrong, {str(made.key[row]) for row, *_ in pairs})


Way = Callable[[Random, Row, Row], tuple[Row, Row]]
"""Makes of a project and its copy in another unit what the two units report."""


def _abbreviated(rng: Random, row: Row, copy: Row) -> tuple[Row, Row]:
    """The other unit writes the investor short; the plan has grown since."""
    short = _short_firm(rng, str(row[FIRM]))
    return row, copy | {FIRM: short, NAME: respelt(rng, row), PLAN: _other(rng, row)}


def _same_firm(rng: Random, row: Row, copy: Row) -> tuple[Row, Row]:
    return row, copy | {NAME: respelt(rng, row), PLAN: _other(rng, row)}


def _subsidiary(rng: Random, row: Row, copy: Row) -> tuple[Row, Row]:
    """The other unit names the investor's firm in the county: 澄岳（栖川）智能装备有限公司."""
    own = _bare(str(row[FIRM]))
    firm = f"{own[:2]}（栖川）{own[2:]}有限公司"
    return row, copy | {FIRM: firm, NAME: respelt(rng, row), PLAN: _other(rng, row)}


def _local_firm(rng: Random, row: Row, copy: Row) -> tuple[Row, Row]:
    """The other unit names the firm founded for the project, of which nobody knows whose it is."""
    firm = names.local_firm(rng, names.trade(rng))
    plan = round(float(row[PLAN]) * rng.choice((1, 1, rng.uniform(0.997, 1.003))), 2)
    return row, copy | {FIRM: firm, NAME: respelt_little(rng, row), PLAN: plan}


def _in_hundred_millions(rng: Random, row: Row, copy: Row) -> tuple[Row, Row]:
    """The other unit names another firm and gives the amount in 亿元."""
    firm = names.local_firm(rng, names.trade(rng))
    plan = round(float(row[PLAN]) / 10_000, 6)
    return row, copy | {FIRM: firm, NAME: respelt_little(rng, row), PLAN: plan}


def _phases(rng: Random, row: Row, copy: Row) -> tuple[Row, Row]:
    """One investor's first and second phase."""
    name = str(row[NAME]).removesuffix("项目")
    one, two = rng.choice((("一期", "二期"), ("二期", "三期"), ("1期", "2期")))
    plan = rng.choice((float(row[PLAN]), _other(rng, row)))
    return row | {NAME: f"{name}{one}项目"}, copy | {NAME: f"{name}{two}项目", PLAN: plan}


def _plants(rng: Random, row: Row, copy: Row) -> tuple[Row, Row]:
    """One investor's numbered plants."""
    name = str(row[NAME]).removesuffix("项目")
    one, two = rng.choice((("一号", "二号"), ("1号", "2号"), ("3号", "1号")))
    return row | {NAME: f"{name}{one}厂房项目"}, copy | {NAME: f"{name}{two}厂房项目"}


def _other_business(rng: Random, row: Row, copy: Row) -> tuple[Row, Row]:
    """One investor with a quite different project in another county."""
    while True:
        name = names.title(rng, names.trade(rng), set())
        if _product(name) != _product(str(row[NAME])):
            return row, copy | {NAME: name, PLAN: amount(rng)}


def _other_plant(rng: Random, row: Row, copy: Row) -> tuple[Row, Row]:
    """One investor making the same in another county, in another quantity for another amount."""
    times = rng.choice((2, 3, 4))
    name = re.sub(r"\d+", lambda found: str(int(found[0]) * times), str(row[NAME]), count=1)
    if name == row[NAME]:
        return _other_business(rng, row, copy)
    return row, copy | {NAME: name, PLAN: _other(rng, row)}


def _competitor(rng: Random, row: Row, copy: Row) -> tuple[Row, Row]:
    """Another investor making the same, for another amount."""
    firm = names.company(rng, names.outside(rng)[1], names.trade(rng))
    return row, copy | {FIRM: firm, PLAN: _other(rng, row)}


def _same_round_amount(rng: Random, row: Row, copy: Row) -> tuple[Row, Row]:
    """Another investor with another product for the same round amount."""
    firm = names.company(rng, names.outside(rng)[1], names.trade(rng))
    first, second = _other_business(rng, row, copy)
    return first | {PLAN: 10_000.0}, second | {FIRM: firm, PLAN: 10_000.0}


_REPORTED_TWICE: Sequence[Way] = (
    _abbreviated,
    _same_firm,
    _subsidiary,
    _local_firm,
    _in_hundred_millions,
)
_HONEST: Sequence[Way] = (
    _phases,
    _plants,
    _other_business,
    _other_plant,
    _competitor,
    _same_round_amount,
)


def respelt(rng: Random, row: Row) -> str:
    """What another clerk makes of a name when the investor tells which project is meant."""
    name = str(row[NAME])
    lot = rng.random()
    found = _CAPACITY.match(name)
    if lot < 0.2 and found:
        return name[found.end() :]
    if lot < 0.4 and found:
        return f"{name[found.end() :].removesuffix('项目')}项目（{found[0]}）"
    if lot < 0.5:
        return f"{row[FIRM]}{name}"
    return respelt_little(rng, row)


def respelt_little(rng: Random, row: Row) -> str:
    """A changed ending, a blank, brackets, a character mistyped, a word more."""
    name = str(row[NAME])
    body = (
        name.removesuffix("项目")
        .removesuffix("建设")
        .removesuffix("生产线")
        .removesuffix("生产基地")
    )
    at = rng.randrange(len(body) // 2, len(body))
    ways = (
        name,
        f"{body}建设项目",
        f"{body}生产线项目",
        f"{body}产业园项目",
        body,
        f"{name[: len(name) // 2]} {name[len(name) // 2 :]}",
        f"（{name}）",
        f"{body[:at]}{rng.choice('新大和')}{body[at + 1 :]}项目",
        f"新建{name}",
    )
    return rng.choice(ways)


def _short_firm(rng: Random, firm: str) -> str:
    """浙江杭州澄岳智能装备科技有限公司 → 澄岳智能装备, 澄岳公司, 澄岳集团."""
    own = _bare(firm)
    return rng.choice((own, f"{own[:2]}公司", f"{own[:2]}集团", f"{own}有限公司", f"{own[:4]}公司"))


def _bare(firm: str) -> str:
    """A firm's name without its city and what it is in law."""
    for legal in _LEGAL:
        firm = firm.removesuffix(legal)
    cities = (city for cities in names._CITIES.values() for city in cities)
    return firm.removeprefix(next((city for city in cities if firm.startswith(city)), ""))


def _other(rng: Random, row: Row) -> float:
    return round(float(row[PLAN]) * rng.choice((0.6, 0.8, 1.2, 1.4, 2, 3)), 2)


def _product(name: str) -> str:
    return next((p for line in names.TRADES for p, _ in line.products if p in name), "")
