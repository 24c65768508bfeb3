"""When a form is due: what its 报送 says; what that leaves open, the office's parameters say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model.period import Period
from pipeline.scheme.marked import Taker

MONTHS: Mapping[str, tuple[int, ...]] = {
    "月": tuple(range(1, 13)),
    "季": (3, 6, 9, 12),
    "半年": (6, 12),
    "年": (12,),
}
"""期别 → the months that a form of it is sent for."""

_LAST = 31
_DATES = {
    "数据截止": (r"(?:当月)?(?:(?P<cut_off>\d{1,2})日|(?P<last>月?末))", "当月25日，或当月末"),
    "上报截止": (
        r"(?:(?P<own>当月)|次月)?(?P<due>\d{1,2})日(?:(?P<hour>\d{1,2})时)?",
        "次月3日18时，或当月20日",
    ),
    "公布日": (r"(?:次月)?(?P<publication>\d{1,2})日", "次月5日"),
}
_MOST = {"hour": 24}


@dataclass(frozen=True, slots=True)
class Timetable:
    """A form's own dates: `every` is its 期别, `dates` what it fixes itself.

    The names in `dates` are those of model.deadlines.deadlines: cut_off, due, hour, publication,
    and `following`, 0 where the due day is one of the period's own month.
    """

    every: str = "月"
    dates: Mapping[str, int] = field(default_factory=dict)

    def due_in(self, period: Period) -> bool:
        """Tell whether the form is to be sent for the period."""
        return period.month in MONTHS[self.every]


def timetable_of(taker: Taker) -> Timetable:
    """Read 期别 and the three dates; what cannot be read is a fault."""
    every = taker.text("期别", "月")
    if every not in MONTHS:
        taker.fault(f"“期别”不能写“{every}”", f"只能写：{'、'.join(MONTHS)}", every)
        every = "月"
    dates: dict[str, int] = {}
    for name, (pattern, example) in _DATES.items():
        text = taker.text(name)
        if text:
            found = _read(text, pattern)
            dates |= found
            if not found:
                taker.fault(f"“{name}”不能写“{text}”", f"请写成：{example}", text)
    return Timetable(every, dates)


def _read(text: str, pattern: str) -> dict[str, int]:
    """The numbers of a date; nothing where it is none."""
    match = re.fullmatch(pattern, text.replace(" ", ""))
    said = match.groupdict() if match else {}
    if said.pop("last", None):
        return {"cut_off": _LAST}
    own = {"following": 0} if said.pop("own", None) else {}
    numbers = {name: int(number) for name, number in said.items() if number is not None}
    fits = all(
        (name in _MOST or n >= 1) and n <= _MOST.get(name, _LAST) for name, n in numbers.items()
    )
    return numbers | own if fits else {}
