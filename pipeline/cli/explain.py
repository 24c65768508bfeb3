"""tongbao explain: how one figure comes about, down to the cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from json import dumps

import click
from rich.cells import cell_len, chop_cells

from pipeline.cli.common import (
    guarded,
    help_option,
    json_option,
    office_of,
    period_option,
    progressing,
)
from pipeline.cli.complaint import Misuse
from pipeline.cli.figures_view import width_of
from pipeline.cli.help import Command
from pipeline.gather import gather
from pipeline.model.figure import Scope, Status
from pipeline.model.month import Month
from pipeline.model.number import exact, rounding
from pipeline.model.period import Period
from pipeline.render.explain import Dict, brief, explained
from pipeline.scheme.expression import nearest
from pipeline.scheme.indicators import Indicator
from pipeline.scheme.scheme import Scheme

STATUSES = [one.value for one in Status]


@click.command("explain", cls=Command, short_help="说明一个数怎么来的，直到单元格")
@period_option
@click.option("--status", type=click.Choice(STATUSES), help="看哪种状态的数；不写则看正式数")
@json_option
@help_option
@click.argument("unit", metavar="单位")
@click.argument("indicator", metavar="指标")
@click.pass_context
@guarded
def command(
    context: click.Context,
    period: Period | None,
    status: str | None,
    json: bool,
    unit: str,
    indicator: str,
) -> None:
    """说明一个数怎么来的：定义、算式、各行的文件和单元格、没有计入的行。

    单位写代码、名称、汇总组、战线或“全市”；指标写代号或名称。
    """
    with progressing(json) as progress:
        scheme, month = gather(office_of(context), period, progress=progress)
    context.with_resource(rounding(month.rounding))
    wanted = _indicator(scheme, indicator)
    scope = _scope(month, wanted, unit)
    chosen = Status(status) if status else wanted.headline
    if (scope, wanted.name, chosen) not in month.figures:
        raise Misuse(f"“{wanted.title}”没有{chosen}数")
    told = explained(scheme, month, scope, wanted.name, chosen)
    if json:
        click.echo(dumps(told, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(told, min(width_of(), 120))))


def _indicator(scheme: Scheme, name: str) -> Indicator:
    for one in scheme.indicators.values():
        if name in (one.name, one.title):
            return one
    known = [text for one in scheme.indicators.values() for text in (one.name, one.title)]
    raise Misuse(f"没有“{name}”这个指标{nearest(name, known)}")


def _scope(month: Month, indicator: Indicator, name: str) -> Scope:
    """Whom a name means: a unit before a group, a group before a front."""
    for unit in month.units:
        if name in (unit.code, unit.name, unit.short, *unit.aliases):
            return Scope("单位", unit.code)
    scopes = [scope for scope, known, _ in month.figures if known == indicator.name]
    order = ("全市", "组", "战线")
    for scope in sorted(scopes, key=lambda one: order.index(one.kind) if one.kind in order else 3):
        if name in (scope.code or scope.kind, str(scope)):
            return scope
    known = [unit.short for unit in month.units] + [one.code or one.kind for one in scopes]
    raise Misuse(f"没有“{name}”这个单位{nearest(name, known)}")


def _lines(told: Dict, width: int) -> Iterator[str]:
    yield f"{told['单位']}　{told['名称']}　{told['状态']}{told['所属期']}（{told['期别']}）"
    for name in ("定义", "口径"):
        if told[name]:
            yield from _folded(f"{name}：{told[name]}", width)
    for line in (*told["算式"], *told["标注"]):  # type: ignore[misc]
        yield from _folded(f"  {line}", width, "    ")
    for other in told["其他状态"]:  # type: ignore[attr-defined]
        yield f"  另有{other['状态']}数{_or(other['数'])}，加--status {other['状态']}可看"
    yield from _parts(told["各部分"], width)  # type: ignore[arg-type]
    for title in ("来源", "分母来源", "目标来源", "同期来源"):
        yield from _rows(title, told[title], width)  # type: ignore[arg-type]
    if told["未计入"]:
        yield f"未计入{len(told['未计入'])}处："  # type: ignore[arg-type]
    for one in told["未计入"]:  # type: ignore[attr-defined]
        text = f"  {one['后果']}〔{one['规则']}〕{one['位置']} {one['问题']}：{one['未计入']}"
        yield from _folded(text, width, "    ")


def _parts(parts: Sequence[Dict], width: int) -> Iterator[str]:
    if not parts:
        return
    yield f"各部分{len(parts)}项："
    units = {one["单位"] for one in parts}
    name = "单位" if len(units) > 1 else "名称"
    wide = max(cell_len(str(one[name])) for one in parts)
    for one in parts:
        kept = "（沿用）" if one["沿用"] else ""
        kept += "（调整）" if one["调整"] else ""
        value = one["缺数原因"] if one["数"] is None else brief(exact(str(one["数"])))
        yield from _folded(f"  {_padded(str(one[name]), wide)}  {value}{kept}", width)


def _rows(title: str, rows: Sequence[Dict], width: int) -> Iterator[str]:
    """One line for each row below the name of its file: cell, amount, project, marks."""
    if not rows:
        return
    yield f"{title}{len(rows)}行："
    file = None
    cells = max(cell_len(str(one["单元格"])) for one in rows)
    amounts = max(cell_len(str(one["数"] or "")) for one in rows)
    for one in rows:
        if (one["文件"], one["工作表"]) != file:
            file = one["文件"], one["工作表"]
            yield f"  《{file[0]}》{file[1]}"
        amount = str(one["数"] or "")
        text = f"    {_padded(str(one['单元格']), cells)}  "
        text += f"{' ' * (amounts - cell_len(amount))}{amount}  {one['项目']}"
        yield from _folded(text + _marked(one), width, " " * (8 + cells + amounts))


def _marked(one: Dict) -> str:
    parts = [
        f"份额{one['份额']}" if one["份额"] is not None else "",
        f"凭证{one['凭证号']}" if one["凭证号"] else "",
        "沿用" if one["沿用"] else "",
        f"采纳{one['采纳']}" if one["采纳"] else "",
    ]
    said = "，".join(filter(None, parts))
    return f"（{said}）" if said else ""


def _or(value: object) -> object:
    return "没有" if value is None else value


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _folded(text: str, width: int, indent: str = "  ") -> Iterator[str]:
    first, *_ = chop_cells(text, width) or [""]
    yield first
    rest = text[len(first) :]
    while rest:
        piece = chop_cells(rest, max(width - cell_len(indent), 10))[0]
        yield indent + piece
        rest = rest[len(piece) :]
