"""The ledger fields of a project that never change."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from . import names
from .directory import DEPARTMENTS, PARKS, TOWNS, Unit
from .project import CENT

_NATURES = {"内资-省外": names.outside, "内资-省内市外": names.inside, "外资": names.abroad}


def draw_facts(
    rng: Random,
    unit: Unit,
    line: names.Trade,
    total: int,
    events: dict[str, date],
    open_until: date,
) -> dict:
    """Return facts by field name; what is not yet begun is planned for after `open_until`."""
    nature = rng.choices(tuple(_NATURES), (84, 14, 2))[0]
    origin = _NATURES[nature](rng)
    foreign = round(total / 7 / CENT / 10) * 10 if nature == "外资" else None
    return (
        _investor(rng, line, nature, origin)
        | _kind(rng, line)
        | _place(rng, unit)
        | _schedule(rng, events, open_until)
        | {
            "协议利用外资": foreign,
            "用地": rng.randint(15, 180) if rng.random() < 0.7 else None,
            "租赁厂房": rng.randrange(2000, 20000, 500) if rng.random() < 0.3 else None,
            "预审结果": "通过",
            "包保领导": unit.patron,
            "责任人": names.person(rng),
            "联系电话": names.phone(rng),
            "标志性项目": "否",
        }
    )


def _investor(rng: Random, line: names.Trade, nature: str, origin: tuple[str, str]) -> dict:
    return {
        "投资方": names.company(rng, origin[1], line),
        "投资方所在地": "-".join(origin),
        "所属集团": names.group(rng) if rng.random() < 0.15 else None,
        "落地企业": names.local_firm(rng, line),
        "信用代码": names.credit_code(rng),
        "投资性质": nature,
        "第一引荐人": names.person(rng),
        "身份类别": rng.choice(("干部", "干部", "社会能人", "企业", "村")),
    }


def _kind(rng: Random, line: names.Trade) -> dict:
    return {
        "产业门类": line.industry,
        "工业小类": line.subsector or None,
        "十大新兴产业": "是" if line.emerging else "否",
        "产业链": line.chain,
        "高新技术": "是" if line.emerging and rng.random() < 0.6 else "否",
    }


def _place(rng: Random, unit: Unit) -> dict:
    enclave = unit.kind == TOWNS and rng.random() < 0.06
    return {
        "落户地": "KF01" if enclave else unit.code,
        "落地载体": "园区内" if enclave or unit.kind == PARKS else "园区外",
        "是否飞地": "是" if enclave else "否",
        "飞入地单位": "KF01" if enclave else None,
        "项目库级别": {PARKS: "县级", DEPARTMENTS: "部门"}.get(unit.kind, "乡镇"),
    }


def _schedule(rng: Random, events: dict[str, date], open_until: date) -> dict:
    started = events.get("开工日期", open_until + timedelta(days=rng.randint(30, 120)))
    produced = events.get("投产日期", started + timedelta(days=360))
    full = events.get("达产日期", produced + timedelta(days=240))
    return {
        "计划开工": started + timedelta(days=rng.randint(0, 20)),
        "计划投产": produced + timedelta(days=rng.randint(0, 30)),
        "计划达产": full + timedelta(days=rng.randint(0, 40)),
    }
