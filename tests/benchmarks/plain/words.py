"""The plain script's rates, ranks and phrases, and its half-year summary by docxtpl."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import docx
import jinja2
import pandas as pd
from docxtpl import DocxTemplate

TEMPLATE = Path(__file__).with_name("半年总结.docx")
"""The summary as it first shipped: docxtpl reads it as it is."""
YEAR = 2026
ASSESSED = (
    "实际利用省外资金",
    "新入省库项目",
    "新签约亿元以上项目",
    "入统项目",
    "新增固定资产投资",
)
SECTIONS = ("重点和特色", "存在问题", "下半年打算")

Item = dict[str, object]
Items = dict[str, Item]


@dataclass
class Words:
    """What every phrase needs: the indicators, the months, what waits and who is absent."""

    indicators: Mapping[str, tuple[str, str]]
    confirmed: tuple[str, ...]
    month: int
    last: int
    pending: dict[str, float]
    states: dict[str, str]

    def until(self, name: str) -> int:
        return self.last if name in self.confirmed else self.month

    def amount(self, name: str, value: float) -> str:
        measure = self.indicators[name][1]
        return f"{half(value / 10_000)}亿元" if measure == "万元" else f"{half(value, 0)}{measure}"


def half(value: float, decimals: int = 2) -> Decimal:
    """Round half away from zero, as a clerk does."""
    step = Decimal(1).scaleb(-decimals)
    return Decimal(repr(round(value, 9))).quantize(step, ROUND_HALF_UP)


def standing(
    words: Words, units: pd.DataFrame, figures: pd.DataFrame, base: dict[str, pd.DataFrame]
) -> tuple[Items, dict[str, Items], dict[str, Items]]:
    """Return the whole city's items, each group's and each unit's, by indicator."""
    targets, past = _targets(base["年度目标"]), _past(base["上年同期"])
    own = {code: _of_unit(words, code, figures.loc[code], targets, past) for code in units.index}
    for _, members in units.groupby("考核分组", sort=False):
        for name in words.indicators:
            _rank([own[code][name] for code in members.index])
    groups = {
        str(group): _of_group(words, str(group), list(members.index), own, targets, past)
        for group, members in units.groupby("汇总组", sort=False)
    }
    return _of_group(words, "全市", list(units.index), own, targets, past), groups, own


def summary(
    words: Words,
    whole: Items,
    groups: dict[str, Items],
    settings: dict[str, object],
    names: pd.Series,
    folder: Path,
    material: Path,
) -> None:
    """Fill the shipped Word template, which docxtpl reads as it is."""
    absent, returned = (
        [name for code, name in names.items() if words.states.get(code) == state]
        for state in ("未报送", "退回")
    )
    context = {
        "办公室": {"名称": settings["办公室"], "地区": settings["地区"]},
        "本期": {
            "年": YEAR,
            "名称": "上半年",
            "月份": f"{words.month}月份",
            "成文日期": "    年  月  日",
        },
        "全市": whole,
        "各组": [{"名称": name, **items} for name, items in groups.items()],
        "材料": {name: _material(material, name) for name in SECTIONS},
        "清单": {
            "未报送单位": absent,
            "退回单位": returned,
            "沿用单位": [name for code, name in names.items() if code in words.states],
        },
    }
    environment = jinja2.Environment(autoescape=True)
    environment.filters["列举"] = "、".join
    document = DocxTemplate(TEMPLATE)
    document.render(context, environment)
    document.save(folder / f"{settings['地区']}{YEAR}年上半年招商引资工作总结.docx")


def _targets(table: pd.DataFrame) -> dict[tuple[str, str], tuple[float, float, str]]:
    """The year's tasks of units, groups and the city; a row without 确保数 gives none."""
    whole = table["阶段（全年任务不填）"].isna() & table["姓名（任务到人的填）"].isna()
    rows = table[(table["年度"] == YEAR) & whole & table["确保数"].notna()]
    rows = rows.sort_values("下达", key=lambda one: one != "上级")
    rows = rows.drop_duplicates(["单位（代码、汇总组或全市）", "指标"])
    columns = ["单位（代码、汇总组或全市）", "指标", "确保数", "力争数", "下达"]
    return {(a, b): (sure, more, by) for a, b, sure, more, by in rows[columns].to_numpy().tolist()}


def _past(table: pd.DataFrame) -> dict[tuple[str, str, int], float]:
    rows = table[table["年度"] == YEAR - 1]
    values = rows["修订值"].fillna(rows["累计值"])
    keys = rows[["单位（代码、汇总组或全市）", "指标", "截至月份"]].to_numpy().tolist()
    return {(a, b, int(c)): value for (a, b, c), value in zip(keys, values, strict=True)}


def _of_unit(words: Words, code: str, figures: pd.Series, targets: dict, past: dict) -> Items:
    items = {}
    for name in words.indicators:
        absent = "" if name in words.confirmed else words.states.get(code, "")
        sure, more, by = targets.get((code, name), (None, None, ""))
        last = past.get((code, name, words.until(name)))
        value = float(figures[name])
        items[name] = _item(words, name, value, value, sure, more, by, last, absent)
    return items


def _of_group(
    words: Words, group: str, codes: list[str], own: dict[str, Items], targets: dict, past: dict
) -> Items:
    """A group's rate leaves out units without a target; the city has targets of its own."""
    items = {}
    for name in words.indicators:
        members = [own[code][name] for code in codes]
        value = counted = round(sum(one["value"] for one in members), 2)
        sure, more, by = targets.get((group, name), (None, None, ""))
        if sure is None:
            tasked = [one for one in members if one["target"] != "未下达"]
            if tasked:
                sure, more = (sum(one[key] for one in tasked) for key in ("target", "stretch"))
                counted = sum(one["value"] for one in tasked)
        last = past.get((group, name, words.until(name)))
        if last is None:
            parts = [past.get((code, name, words.until(name))) for code in codes]
            last = None if None in parts else round(sum(parts), 2)
        items[name] = _item(words, name, value, counted, sure, more, by, last, "")
    return items


def _item(
    words: Words,
    name: str,
    value: float,
    counted: float,
    sure: float | None,
    more: float | None,
    by: str,
    last: float | None,
    absent: str,
) -> Item:
    pace = half(words.until(name) / 12 * 100)
    exact = None if absent or sure is None else counted / sure * 100
    rate = absent or "未下达" if exact is None else half(exact)
    gap = rate if exact is None else rate - pace
    growth = absent or _growth(value, last)
    until, pending = words.until(name), words.pending.get(name)
    known = name in words.confirmed
    return {
        "value": value,
        "target": "未下达" if sure is None else sure,
        "stretch": "未下达" if sure is None else more,
        "issuer": by,
        "exact": exact,
        "rate": rate,
        "pace": pace,
        "gap": gap,
        "last": "无同期" if last is None else last,
        "growth": growth,
        "rank": rate if exact is None else None,
        "pending": pending if known else "—",
        "figures": {"完成": value, "完成率": str(rate), "超序时": str(gap), "同比": str(growth)},
        "期": f"1—{until}月",
        "有数": True,
        "为零": value == 0,
        "完成数": words.amount(name, value),
        "上报措辞": words.amount(name, value) if value else "暂未有上报",
        "完成率措辞": "未下达年度任务" if exact is None else f"完成年度任务的{rate}%",
        "序时措辞": _gap_words(gap),
        "同比措辞": _growth_words(words, name, value, last, growth),
        "待审核": {
            "期": f"{words.month}月份" if known and words.last < words.month else "",
            "完成数": words.amount(name, pending) if known else "—",
            "为零": not pending,
        },
    }


def _growth(value: float, last: float | None) -> str | Decimal:
    if last is None:
        return "无同期"
    return half((value - last) / last * 100) if last > 0 else "—"


def _gap_words(gap: str | Decimal) -> str:
    if isinstance(gap, str):
        return "未下达年度任务，不比序时进度"
    if not gap:
        return "与序时进度持平"
    return f"{'超' if gap > 0 else '落后'}序时进度{abs(gap)}个百分点"


def _growth_words(
    words: Words, name: str, value: float, last: float | None, growth: str | Decimal
) -> str:
    if isinstance(growth, Decimal):
        if growth >= 1000:
            return f"同比增长{half(float(growth) / 100, 1).normalize():f}倍"
        if not growth:
            return "同比持平" if value == last else "同比基本持平"
        return f"同比{'增长' if growth > 0 else '下降'}{abs(growth)}%"
    if last is None:
        return "无上年同期数，不作比较"
    return "与上年同期持平（均为零）" if value == 0 else "上年同期为零"


def _rank(field: list[Item]) -> None:
    rated = [one for one in field if one["exact"] is not None]
    rates = [one["exact"] for one in rated]
    for one in rated:
        place = 1 + sum(rate > one["exact"] for rate in rates)
        one["rank"] = f"并列{place}" if rates.count(one["exact"]) > 1 else place


def _material(folder: Path, name: str) -> list[dict[str, object]]:
    word, text = folder / f"{name}.docx", folder / f"{name}.txt"
    if word.exists():
        lines = [one.text for one in docx.Document(str(word)).paragraphs]
    else:
        lines = text.read_text(encoding="utf-8-sig").splitlines() if text.exists() else []
    return [
        {"文字": line.strip(), "级": 2 if re.match(r"[（(][一二三四五六七八九十]+[)）]", line.strip()) else 0}
        for line in lines
        if line.strip()
    ]  # fmt: skip
