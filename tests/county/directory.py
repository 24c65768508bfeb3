"""The units of the invented city: two parks, towns, streets, and departments with groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from . import names

CITY = "栖川市"
OFFICE = "栖川市招商引资工作领导小组办公室"
PARKS, TOWNS, STREETS, DEPARTMENTS = "园区", "镇", "街道", "市直"

_PARKS = (("KF01", "栖川经济开发区", "经开区"), ("KF02", "双新产业园", "双新产业园"))
_TOWNS = ["青榆", "石桐", "柳汀", "鹿坪", "云坞", "枫埠", "沙棠", "麦垄", "榉桥"]
_STREETS = ["望川", "榆荫", "新渡"]
_DEPARTMENTS = (
    ("市发展和改革委员会", "市发改委"),
    ("市工业和信息化局", "市工信局"),
    ("市财政局", "市财政局"),
    ("市农业农村局", "市农业农村局"),
    ("市商务局", "市商务局"),
    ("市文化广电和旅游局", "市文旅局"),
    ("市供销合作社联合社", "市供销社"),
)
_PLACE_FIRST = "松杏槐桑梧栗椿楝檀桂枣橡柏梓楸荻芦菖蓼莲"
_PLACE_LAST = "河塘岭坡洼桥渡湾冈集店屯寨坳峪泉川圩浦堰"
_FRONTS = ("党群战线", "政府综合战线", "工业交通战线", "农业农村战线", "城市建设战线")
_PREFIXES = {
    TOWNS: ("ZJ", "ZK", "ZL", "ZM"),
    STREETS: ("JD", "JE"),
    DEPARTMENTS: ("SZ", "SA", "SB", "SC"),
}


@dataclass(frozen=True)
class Unit:
    """One reporting unit: `group` is for totals, `ranking` for ranks."""

    code: str
    name: str
    short: str
    former: str
    kind: str
    group: str
    ranking: str
    front: str
    leader: str
    patron: str
    head: str
    liaison: str
    phone: str
    order: int
    since: date


def draw_units(rng: Random, count: int, year: int) -> tuple[Unit, ...]:
    """Return `count` units in the order of the directory; the last street is new this year."""
    towns, streets, departments = _shares(count)
    named = [(PARKS, *park) for park in _PARKS[: count - towns - streets - departments]]
    named += _coded(TOWNS, _places(towns, _TOWNS, "镇"))
    named += _coded(STREETS, _places(streets, _STREETS, "街道"))
    named += _coded(DEPARTMENTS, [_department(number) for number in range(departments)])
    leaders = {front: names.person(rng) for front in _FRONTS}
    newest = max((code for kind, code, *_ in named if kind == STREETS), default="")
    return tuple(
        _unit(rng, order, entry, leaders, year if entry[1] == newest else 2019)
        for order, entry in enumerate(named, 1)
    )


def _shares(count: int) -> tuple[int, int, int]:
    rest = max(count - (2 if count > 3 else 1), 0)
    streets = round(rest * 3 / 19)
    departments = round(rest * 7 / 19)
    if count == 3:
        streets, departments = 0, 1
    return rest - streets - departments, streets, departments


def _unit(rng: Random, order: int, entry: tuple, leaders: dict, since: int) -> Unit:
    kind, code, name, short = entry
    front = _FRONTS[order % len(_FRONTS)]
    return Unit(
        code,
        name,
        short,
        "栖川市产业集聚区管理委员会" if code == "KF01" else "",
        kind,
        _GROUPS.get(kind, short),
        _ranking(kind, int(code[2:])),
        front,
        leaders[front],
        names.person(rng),
        names.person(rng),
        names.person(rng),
        names.phone(rng),
        order,
        date(since, 1, 1),
    )


_GROUPS = {TOWNS: "镇（街道）", STREETS: "镇（街道）", DEPARTMENTS: "市直单位"}


def _ranking(kind: str, number: int) -> str:
    if kind == PARKS:
        return "园区组"
    if kind == DEPARTMENTS:
        return "市直组"
    return "一类镇街" if kind == STREETS or number <= 4 else "二类镇街"


def _coded(kind: str, entries: list[tuple[str, str]]) -> list[tuple[str, str, str, str]]:
    prefixes = _PREFIXES[kind]
    return [
        (kind, f"{prefixes[number // 99]}{number % 99 + 1:02d}", name, short)
        for number, (name, short) in enumerate(entries)
    ]


def _places(count: int, known: list[str], tail: str) -> list[tuple[str, str]]:
    more = [first + last for last in _PLACE_LAST for first in _PLACE_FIRST]
    return [(place + tail, place + tail) for place in (known + more)[:count]]


def _department(number: int) -> tuple[str, str]:
    if number < len(_DEPARTMENTS):
        return _DEPARTMENTS[number]
    return f"驻外招商第{number + 1}工作组", f"驻外{number + 1}组"
