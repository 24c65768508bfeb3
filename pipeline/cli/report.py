"""tongbao report: make the period's documents."""

from __future__ import annotations

import json

import click

from pipeline.cli.common import (
    ACT,
    CLEAN,
    finding_json,
    finding_lines,
    guarded,
    json_option,
    must_act,
    office_of,
    period_option,
    progressing,
    received_lines,
)
from pipeline.model.edition import Edition
from pipeline.model.month import Month
from pipeline.model.period import Period
from pipeline.model.unit import Unit
from pipeline.produce import NoDocument, produce
from pipeline.publish import Change, locked, plan, publish
from pipeline.validate.judge import Waiver


@click.command("report", short_help="生成本期全部文件")
@period_option
@click.option("--only", default="", help="只做这一种文件（documents.yaml里的名称）")
@click.option("--dry-run", is_flag=True, help="只说明会写哪些文件，不写")
@click.option(
    "--accept", "unit", default="", help="本次采纳这个单位的报表（代码或名称），须写理由和采纳人"
)
@click.option("--reason", default="", help="采纳的理由")
@click.option("--by", default="", help="采纳人")
@click.option("--quiet", is_flag=True, help="无事时什么都不印（用于定时任务）")
@json_option
@click.pass_context
@guarded
def command(
    context: click.Context,
    period: Period | None,
    only: str,
    dry_run: bool,
    unit: str,
    reason: str,
    by: str,
    quiet: bool,
    as_json: bool,
) -> None:
    """收齐本期报表，审核、汇总，生成全部文件。"""
    office = office_of(context)
    waivers = _waivers(unit, reason, by)
    with locked(office.outputs), progressing(quiet or as_json) as progress:
        try:
            edition, _, month = produce(
                office, period, only=only, waivers=waivers, progress=progress
            )
        except NoDocument as missing:
            raise click.UsageError(str(missing)) from None
        if unit and not _known(month, unit):
            raise click.UsageError(f"单位名录里没有“{unit}”，没有采纳任何报表")
        if dry_run:
            changes = plan(edition, office.outputs, only=bool(only))
        else:
            changes = publish(edition, office.outputs, only=bool(only)).changes
    reasons = must_act(month)
    if as_json:
        click.echo(_as_json(edition, month, changes, reasons))
    else:
        _print(edition, month, changes, reasons, quiet, dry_run)
        _print_waivers(month, waivers)
    drafts = [document for document in edition.documents if document.gaps]
    raise SystemExit(ACT if reasons or drafts else CLEAN)


def _waivers(unit: str, reason: str, by: str) -> list[Waiver]:
    if not unit:
        if reason or by:
            raise click.UsageError("--reason和--by要与--accept一起用")
        return []
    if not reason.strip() or not by.strip():
        raise click.UsageError("采纳报表须用--reason写明理由、用--by写明采纳人")
    return [Waiver(unit, "", reason, by)]


def _known(month: Month, unit: str) -> bool:
    return any(unit in _names(one) for one in month.units)


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.code, unit.name, unit.short, *unit.aliases)


def _print(
    edition: Edition,
    month: Month,
    changes: list[Change],
    reasons: list[str],
    quiet: bool,
    dry_run: bool,
) -> None:
    gaps = [(document, gap) for document in edition.documents for gap in document.gaps]
    if quiet and not reasons and not gaps:
        return
    click.echo(f"期别：{month.period}（{month.why}）", err=quiet)
    for line in (*received_lines(month), *finding_lines(month)):
        click.echo(line, err=quiet)
    for document, gap in gaps:
        click.echo(f"缺数：《{document.name}》{gap.place} {gap.text}", err=quiet)
    click.echo("将会写入（本次不写）：" if dry_run else "生成的文件：", err=quiet)
    for change in changes:
        click.echo(f"  {change.line}", err=quiet)
    if reasons:
        click.echo(f"请处理：{'；'.join(reasons)}", err=quiet)


def _print_waivers(month: Month, waivers: list[Waiver]) -> None:
    for waiver in waivers:
        unit = next((one.code for one in month.units if waiver.unit in _names(one)), waiver.unit)
        row = f"{month.period}｜{unit}｜（空）｜{waiver.reason}｜{waiver.by}"
        click.echo("本次采纳只用于这一次运行；要长期有效，请在基础库“采纳登记”加一行：")
        click.echo(f"  期间｜单位｜问题编号｜理由｜采纳人：{row}")


def _as_json(edition: Edition, month: Month, changes: list[Change], reasons: list[str]) -> str:
    answer = {
        "期别": str(month.period),
        "原因": month.why,
        "草稿": edition.draft,
        "单位": {code: state.value for code, state in month.states.items()},
        "问题": [finding_json(finding) for finding in month.findings],
        "文件": [{"名称": change.name, "变化": change.action.value} for change in changes],
        "待办": reasons,
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)
