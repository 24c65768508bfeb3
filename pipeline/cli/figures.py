"""tongbao figures: every figure with its standing, or why there is none."""

from __future__ import annotations

import io
from csv import DictWriter
from json import dumps

import click

from pipeline.assess.accounts import accounts
from pipeline.cli.common import (
    guarded,
    help_option,
    json_option,
    office_of,
    period_option,
    progressing,
)
from pipeline.cli.complaint import Misuse
from pipeline.cli.help import Command
from pipeline.gather import gather
from pipeline.model.period import Period
from pipeline.scheme.expression import nearest

SHOWN = ("单位", "名称", "状态", "所属期", "完成", "计量单位", "目标", "完成率", "超序时",
         "同期", "同比", "名次")  # fmt: skip


@click.command("figures", cls=Command, short_help="列出每个数")
@period_option
@click.option("--unit", default="", help="只列这个单位（代码、名称，或“全市”、汇总组名）")
@click.option("--indicator", default="", help="只列这个指标（代号或名称）")
@click.option("--csv", is_flag=True, help="以CSV输出")
@json_option
@help_option
@click.pass_context
@guarded
def command(
    context: click.Context,
    period: Period | None,
    unit: str,
    indicator: str,
    csv: bool,
    json: bool,
) -> None:
    """列出每个数及其目标、完成率、与序时进度之差、同期、名次；没有的写明原因。"""
    with progressing(json or csv) as progress:
        scheme, month = gather(office_of(context), period, progress=progress)
    rows = list(accounts(scheme.indicators, month))
    rows = _chosen(rows, unit, ("单位", "代码", "范围"), "单位")
    rows = _chosen(rows, indicator, ("指标", "名称"), "指标")
    if json:
        answer = {"期别": str(month.period), "数": rows}
        click.echo(dumps(answer, ensure_ascii=False, indent=1))
    elif csv:
        click.echo(_csv(rows), nl=False)
    else:
        click.echo(f"期别：{month.period}（{month.why}）")
        _table(rows)


def _chosen(
    rows: list[dict[str, object]], wanted: str, keys: tuple[str, ...], what: str
) -> list[dict[str, object]]:
    if not wanted:
        return rows
    chosen = [row for row in rows if any(row[key] == wanted for key in keys)]
    if not chosen:
        names = {str(row[key]) for row in rows for key in keys}
        raise Misuse(f"没有“{wanted}”这个{what}{nearest(wanted, names)}")
    return chosen


def _csv(rows: list[dict[str, object]]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return out.getvalue()


def _table(rows: list[dict[str, object]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in SHOWN:
        table.add_column(name, justify="right" if name in SHOWN[4:] else "left", overflow="fold")
    for row in rows:
        values = dict(row)
        values["完成"] = values["完成"] if values["完成"] is not None else values["缺数原因"]
        if values.get("完成率") is None:
            values["完成率"] = values.get("无完成率原因")
        if values.get("同比") is None:
            values["同比"] = values.get("无同比原因")
        values["单位"] = f"{values['单位']}{'（沿用）' if values['沿用'] else ''}"
        table.add_row(*(_cell(values.get(name)) for name in SHOWN))
    console = Console()
    if not console.is_terminal:
        console.width = 160
    console.print(table)


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ";".join(map(str, value))
    return "" if value is None else str(value)
