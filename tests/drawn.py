"""Drawn counties of three units and two months, written, and gathered by one reader for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import TracebackType
from unittest.mock import patch

from pipeline import gather as gathering
from pipeline.model.month import Month
from pipeline.model.period import Period
from pipeline.office.reading import Reader
from pipeline.scheme.scheme import Scheme
from tests.county import County, draw
from tests.county.targets import Target
from tests.recount.sheets import book
from tests.shipped import TEMPLATES

MONTHS = ((1, 2), (5, 6))
"""The two months of a county, by turns."""
CHOICES = {
    "终止项目": ("保留", "剔除", None),
    "落地认定": ("开工", "注册", "到资", None),
    "共同引进计数": ("牵头单位", "按比例", None),
    "飞地归属": ("飞出地", "飞入地", None),
    "黄灯线": (5, None),
    "红灯线": (20, None),
    "落地慢月数": (1, 3, None),
    "临期天数": (0, 45, None),
    "未开工黄灯月数": (1, None),
    "未开工红灯月数": (2, None),
    "未入统黄灯月数": (0, 2, None),
    "未入统红灯月数": (3, None),
}
"""Parameters that change a figure or a list, and what drawn offices choose."""
Gather = Callable[[str], tuple[Scheme, Month]]
FEW = (3, 4, 5, 6, 7, 9)
"""Projects of a unit; in every tenth county as many as is usual for the unit's kind."""


def county_of(seed: int) -> County:
    """A county in which every third project is brought in together with others."""
    rng = Random(f"{seed} few")
    few = None if seed % 10 == 0 else rng.choice(FEW)
    last = f"2026-{MONTHS[seed % 2][-1]:02d}"
    return _assigned(_planned(_shared(draw(10_000 + seed, 3, few, last))))


def periods_of(seed: int) -> tuple[str, ...]:
    """The two months of a county (2026-01)."""
    return tuple(f"2026-{month:02d}" for month in MONTHS[seed % 2])


def choices_of(seed: int) -> dict[str, object]:
    """How the office of a county has chosen to count."""
    rng = Random(f"{seed} choices")
    return {name: rng.choice(choices) for name, choices in CHOICES.items()}


@contextmanager
def written(seed: int) -> Iterator[tuple[County, Path, Gather]]:
    """The county, its folder, and what gathers a period of it; its files are read once."""
    county = county_of(seed)
    with TemporaryDirectory() as folder, ExitStack() as stack:
        inputs = Path(folder)
        county.write(inputs, MONTHS[seed % 2], **choices_of(seed))
        once = {
            name: _remembered(getattr(gathering, name), lambda args: args[3])
            for name in ("receive", "read_base")
        }
        stack.enter_context(patch.multiple(gathering, **once))
        stack.enter_context(lasting())
        stack.callback(book.cache_clear)
        office = gathering.Office(TEMPLATES, inputs, inputs / "outputs")
        yield county, inputs, lambda period: gathering.gather(office, Period.parse(period))


@contextmanager
def lasting() -> Iterator[None]:
    """Let all months be gathered by one reader, with the scheme loaded once."""
    with patch.multiple(gathering, Reader=_reader, load_scheme=_scheme):
        yield


class _Lasting(Reader):
    """A reader whose worker lives as long as the tests."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass


@cache
def _reader(jobs: int = 1) -> Reader:
    return _Lasting(jobs=jobs)


@cache
def _scheme(templates: Path) -> Scheme:
    return LOAD(templates)


LOAD = gathering.load_scheme


def _remembered(made: Callable, key: Callable) -> Callable:
    """The function, asked once for each key of its arguments."""
    known: dict = {}

    def once(*args: object) -> object:
        if key(args) not in known:
            known[key(args)] = made(*args)
        return known[key(args)]

    return once


def _shared(county: County) -> County:
    rng = Random(f"{county.seed} shares")
    names = {unit.code: unit.short for unit in county.units}
    projects = {}
    for code, own in county.projects.items():
        others = [name for other, name in names.items() if other != code]
        projects[code] = tuple(
            replace(one, facts=one.facts | _partners(rng, others)) if rng.random() < 0.34 else one
            for one in own
        )
    return replace(county, projects=projects)


def _partners(rng: Random, others: list[str]) -> dict[str, object]:
    first, second = rng.sample(others, 2)
    facts = {"共同引进单位": first, "共同引进比例": rng.choice((40, 33.33, 12.5))}
    if rng.random() < 0.3:
        facts |= {"是否飞地": "是", "飞入地单位": second}
    if rng.random() < 0.5:
        return facts
    return facts | {"共同引进单位二": second, "共同引进比例二": rng.choice((30, 16.67))}


def _planned(county: County) -> County:
    """The county with some projects planned for sooner than they will be there."""
    rng = Random(f"{county.seed} plans")
    projects = {
        code: tuple(
            replace(one, facts=one.facts | _sooner(rng, one.facts)) if rng.random() < 0.4 else one
            for one in own
        )
        for code, own in county.projects.items()
    }
    return replace(county, projects=projects)


def _sooner(rng: Random, facts: Mapping[str, object]) -> dict[str, object]:
    by = timedelta(days=rng.randint(20, 300))
    return {name: facts[name] - by for name in ("计划开工", "计划投产", "计划达产")}


def _assigned(county: County) -> County:
    """The county with small tasks for some units, that they have done, and none at all of others."""
    rng = Random(f"{county.seed} tasks")
    part = {unit.code: rng.choice((None, None, 10, 40)) for unit in county.units}

    def smaller(target: Target) -> Target:
        by = part.get(target.unit)
        if target.sure is None or by is None:
            return target
        sure = 0 if rng.random() < 0.05 else max(target.sure // by, 1)
        return replace(target, sure=sure, stretch=None)

    return replace(county, targets=tuple(map(smaller, county.targets)))
