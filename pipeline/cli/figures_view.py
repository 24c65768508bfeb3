"""Figures on a terminal: a table of the columns that fit, or one unit's figures in a list."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from rich.cells import cell_len, chop_cells

from pipeline.model.number import exact, printed

Row = Mapping[str, object]

COLUMNS = ("单位", "名称", "状态", "所属期", "完成", "计量单位", "目标", "完成率", "超序时", "灯",
           "缺口", "同期", "同比", "名次", "上期名次")  # fmt: skip
"""In the order in which they stand; the first of `RANKED` are kept where the width is short."""
RANKED = ("单位", "名称", "完成", "完成率", "超序时", "名次", "同比", "计量单位", "目标", "状态",
          "所属期", "同期", "缺口", "灯", "上期名次")  # fmt: skip
NARROWEST, WIDEST, PIPED = 60, 200, 160
_GAP = 2
_LEFT = frozenset({"单位", "名称", "状态", "所属期"})
_LEAST_NAME = 16
_DIGITS = 6
_NUMBERS = frozenset({"完成", "同期", "缺口"})


def width_of() -> int:
    """The columns of the terminal, or 160 where the output goes elsewhere."""
    if "COLUMNS" not in os.environ and not sys.stdout.isatty():
        return PIPED
    return min(max(shutil.get_terminal_size((PIPED, 24)).columns, NARROWEST), WIDEST)


def table(rows: Sequence[Row], width: int) -> Iterator[str]:
    """Yield the lines of a table no wider than `width`; the names fold before a column goes."""
    cells = [{name: _word(row, name) for name in COLUMNS} for row in rows]
    wide = {name: max(map(cell_len, (name, *(one[name] for one in cells)))) for name in COLUMNS}
    filled = [name for name in RANKED if any(one[name] for one in cells)]
    shown = _fitting(filled, wide, width)
    yield _line([(name, wide[name], name in _LEFT) for name in shown])
    for one in cells:
        folded = {name: _folded(one[name], wide[name]) for name in shown}
        for place in range(max(map(len, folded.values()))):
            texts = [(parts[place] if place < len(parts) else "") for parts in folded.values()]
            yield _line(
                [(text, wide[name], name in _LEFT) for name, text in zip(shown, texts, strict=True)]
            )
    hidden = [name for name in filled if name not in shown]
    if hidden:
        yield f"（窗口{width}列，未列：{'、'.join(hidden)}；可加宽窗口，或用--unit、--csv）"


def listed(rows: Sequence[Row], width: int) -> Iterator[str]:
    """Yield one unit's figures, indicator by indicator, each on a few short lines."""
    for (unit, name), group in groupby(rows, key=lambda row: (row["单位"], row["名称"])):
        yield f"{unit}　{name}"
        for row in sorted(group, key=lambda row: "完成率" not in row):
            yield from _wrapped(list(_told(row)), width)


def cell(value: object) -> str:
    """A value of a row as text: lists with semicolons, 是 and 否, nothing for None."""
    if isinstance(value, list):
        return ";".join(map(str, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _brief(value: object) -> str:
    """A number with two decimals where it has more digits than anybody reads."""
    text = str(value)
    return printed(exact(text), 2) if len(text.partition(".")[2]) > _DIGITS else text


def _told(row: Row) -> Iterator[str]:
    measure = row["计量单位"]
    span = f"{row['状态']}{row['所属期']}"
    value = row["完成"]
    kept = "（沿用）" if row["沿用"] else ""
    yield (
        f"{span}　{_brief(value)}{measure}{kept}"
        if value is not None
        else f"{span}　{row['缺数原因']}"
    )
    if "完成率" not in row:
        return
    if row["目标"] is not None:
        stretch = f"（力争{row['力争']}）" if row["力争"] not in (None, row["目标"]) else ""
        yield f"{row['下达'] or ''}任务{row['目标']}{stretch}"
    if row["完成率"] is not None:
        yield f"完成率{row['完成率']}%"
        yield f"序时{row['序时进度']}%，超序时{row['超序时']}个百分点"
        yield f"缺口{_brief(row['缺口'])}" if row["缺口"] != "0" else "已完成"
    elif row["高于目标"] is not None:
        yield f"高于目标{row['高于目标']}个百分点"
    elif row["无完成率原因"]:
        yield f"完成率：{row['无完成率原因']}"
    if row["同比"] is not None:
        yield f"同期{_brief(row['同期'])}，同比{row['同比']}{row['同比单位']}"
    elif row["无同比原因"]:
        yield f"同比：{row['无同比原因']}"
    if row["名次"] is not None:
        yield f"第{row['名次']}名{'（并列）' if row['并列'] else ''}，共{row['参排']}个"
    if row["较上期公布数"] is not None:
        yield f"较上期公布数{row['较上期公布数']}"


def _wrapped(parts: Sequence[str], width: int) -> Iterator[str]:
    line = "  "
    for part in parts:
        if line.strip() and cell_len(line) + cell_len(part) + _GAP > width:
            yield line.rstrip()
            line = "    "
        line += f"{part}　"
    yield line.rstrip("　 ")


def _word(row: Row, name: str) -> str:
    """What stands in a column: the value, else why there is none."""
    value = row.get(name)
    if name == "单位" and row["沿用"]:
        return f"{value}（沿用）"
    reasons = {"完成": "缺数原因", "完成率": "无完成率原因", "同比": "无同比原因"}
    if value is None:
        return cell(row.get(reasons[name]) if name in reasons else value)
    return _brief(value) if name in _NUMBERS else cell(value)


def _fitting(filled: Sequence[str], wide: dict[str, int], width: int) -> list[str]:
    """The most important columns that fit beside one another; long names give way first."""
    shown: list[str] = []
    room = width
    for name in filled:
        need = min(wide[name], _LEAST_NAME) if name == "名称" else wide[name]
        if shown and need + _GAP > room:
            continue
        shown.append(name)
        room -= need + _GAP
    if "名称" in shown:
        wide["名称"] = min(wide["名称"], min(wide["名称"], _LEAST_NAME) + max(room + _GAP, 0))
    return [name for name in COLUMNS if name in shown]


def _folded(text: str, width: int) -> list[str]:
    return chop_cells(text, width) if cell_len(text) > width else [text]


def _line(cells: Sequence[tuple[str, int, bool]]) -> str:
    parts = []
    for text, width, left in cells:
        space = " " * (width - cell_len(text))
        parts.append(text + space if left else space + text)
    return (" " * _GAP).join(parts).rstrip()
