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
from pipeline.cli.figures_view import cell, listed, table, width_of
from pipeline.cli.help import Command
from pipeline.gather import gather
from pipeline.model.number import rounding
from pipeline.model.period import Period
from pipeline.scheme.expression import nearest


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
    """列出每个数及其目标、完成率、与序时进度之差、同期、名次；没有的写明原因。

    表格随窗口宽窄取舍栏目；只看一个单位（--unit）时逐项竖排，全部内容见--csv或--json。
    """
    with progressing(json or csv) as progress:
        scheme, month = gather(office_of(context), period, progress=progress)
    context.with_resource(rounding(month.rounding))
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
        show = listed if unit and not indicator else table
        click.echo("\n".join(show(rows, width_of())))


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
        writer.writerow({name: cell(value) for name, value in row.items()})
    return out.getvalue()
