"""tongbao report: make the period's documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from json import dumps

import click

from pipeline.cli.common import (
    ACT,
    CLEAN,
    finding_json,
    finding_lines,
    guarded,
    help_option,
    jobs_option,
    json_option,
    must_act,
    office_of,
    period_option,
    progressing,
    proposal_json,
    received_lines,
    remark_lines,
)
from pipeline.cli.complaint import Misuse
from pipeline.cli.help import Command
from pipeline.history import since_final, since_last_run
from pipeline.model.changes import Changes
from pipeline.model.edition import Edition
from pipeline.model.finalised import recorded_of
from pipeline.model.month import Month
from pipeline.model.number import rounding
from pipeline.model.period import Period
from pipeline.model.unit import Unit
from pipeline.produce import NoDocument, produce
from pipeline.publish import Action, Change, lay, locked, plan, publish
from pipeline.scheme.expression import nearest
from pipeline.scheme.scheme import BASE, Scheme
from pipeline.validate.judge import Waiver

MOST_STALE = 10
"""So many outdated figures of a document are shown; run.log has them all."""


@click.command("report", cls=Command, short_help="生成本期全部文件")
@period_option
@click.option("--only", default="", help="只做这一种文件（documents.yaml里的名称）")
@click.option("--dry-run", is_flag=True, help="只说明会写哪些文件，不写")
@click.option("--accept", default="", help="本次采纳这个单位的报表（代码或名称），须写理由和采纳人")
@click.option("--reason", default="", help="采纳的理由")
@click.option("--by", default="", help="采纳人")
@click.option("--quiet", is_flag=True, help="无事时什么都不印（用于定时任务）")
@jobs_option
@json_option
@help_option
@click.pass_context
@guarded
def command(
    context: click.Context,
    period: Period | None,
    only: str,
    dry_run: bool,
    accept: str,
    reason: str,
    by: str,
    quiet: bool,
    jobs: int,
    json: bool,
) -> None:
    """收齐本期报表，审核、汇总，生成全部文件。"""
    office = office_of(context)
    waivers = _waivers(accept, reason, by)
    with locked(office.outputs), progressing(quiet or json) as progress:
        try:
            edition, scheme, month = produce(
                office, period, only=only, waivers=waivers, progress=progress, jobs=jobs
            )
        except NoDocument as missing:
            raise Misuse(str(missing)) from None
        context.with_resource(rounding(month.rounding))
        for waiver in waivers:
            _check(waiver, month)
        since, sheet = since_last_run(scheme, month, edition, office.outputs)
        if dry_run:
            changes = plan(edition, office.outputs, only=bool(only))
        else:
            changes = publish(edition, office.outputs, only=bool(only)).changes
            if sheet is not None and not only:
                lay(sheet, office.outputs)
    reasons = [*must_act(month), *_gaps(edition)]
    if json:
        click.echo(_as_json(edition, month, changes, reasons))
    else:
        said = list(_since_lines(month, edition, changes, since))
        _print(edition, month, changes, said, reasons, quiet, dry_run)
        _print_waivers(scheme, month, waivers, quiet)
    raise SystemExit(ACT if reasons else CLEAN)


def _waivers(unit: str, reason: str, by: str) -> list[Waiver]:
    if not unit:
        if reason or by:
            raise Misuse("--reason和--by要与--accept一起用")
        return []
    if not reason.strip() or not by.strip():
        raise Misuse("采纳报表须用--reason写明理由、用--by写明采纳人")
    return [Waiver(unit, "", reason, by)]


def _check(waiver: Waiver, month: Month) -> None:
    """Refuse to accept what nobody sent; nothing is written then."""
    unit = _unit(waiver, month)
    if unit is None:
        near = nearest(waiver.unit, [name for one in month.units for name in _names(one)])
        raise Misuse(f"没有“{waiver.unit}”这个单位{near or '，'}没有采纳，也没有生成文件")
    if unit.code not in month.received:
        raise Misuse(f"{unit.short}{month.period}没有报表可以采纳，没有生成文件")


def _unit(waiver: Waiver, month: Month) -> Unit | None:
    return next((one for one in month.units if waiver.unit in _names(one)), None)


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.code, unit.name, unit.short, *unit.aliases)


def _print(
    edition: Edition,
    month: Month,
    changes: list[Change],
    said: list[str],
    reasons: list[str],
    quiet: bool,
    dry_run: bool,
) -> None:
    if quiet and not reasons:
        return
    click.echo(f"期别：{month.period}（{month.why}）", err=quiet)
    for line in (*received_lines(month), *finding_lines(month), *remark_lines(month)):
        click.echo(line, err=quiet)
    for document in edition.documents:
        for gap in document.gaps:
            click.echo(f"缺数：《{document.name}》{gap.place} {gap.text}", err=quiet)
    click.echo("将会写入（本次不写）：" if dry_run else "生成的文件：", err=quiet)
    for line in _change_lines(changes):
        click.echo(f"  {line}", err=quiet)
    for line in said:
        click.echo(line, err=quiet)
    if reasons:
        click.echo(f"请处理：{'；'.join(reasons)}", err=quiet)


def _since_lines(
    month: Month, edition: Edition, changes: Sequence[Change], since: Changes | None
) -> Iterator[str]:
    """In short what is otherwise than before, and which printed figures no longer hold."""
    final = since_final(month, recorded_of(edition.manifest, edition.figures))
    yield from (one.line for one in (since, final) if one)
    if month.adjustments:
        yield f"上期数据调整：已公布的数有{len(month.adjustments)}个与现有数据不同"
    for change in changes:
        if change.stale:
            yield f"《{change.name}》手工改过，其中{len(change.stale)}处数已经变动："
        yield from (f"  {one.line}" for one in change.stale[:MOST_STALE])
        if len(change.stale) > MOST_STALE:
            yield "  其余见run.log"


def _change_lines(changes: Sequence[Change]) -> Iterator[str]:
    """Each document's fate; of those in folders only the counts, and what a person edited."""
    counts: dict[tuple[str, str], int] = {}
    for change in changes:
        top, _, inner = change.name.partition("/")
        if not inner or change.action is Action.EDITED:
            yield change.line
        else:
            key = (top, change.action.value)
            counts[key] = counts.get(key, 0) + 1
    for (folder, action), count in counts.items():
        yield f"{action} {folder}文件夹里{count}份"


def _gaps(edition: Edition) -> list[str]:
    return [
        f"《{document.name}》有{len(document.gaps)}处缺数，标为草稿"
        for document in edition.documents
        if document.gaps
    ]


def _print_waivers(scheme: Scheme, month: Month, waivers: list[Waiver], quiet: bool) -> None:
    register = scheme.role("采纳")
    for waiver in waivers:
        click.echo("本次采纳只用于这一次运行", err=quiet)
        unit = _unit(waiver, month)
        if register is None or unit is None:
            continue
        row = {
            "期间": str(month.period),
            "单位": unit.code,
            "理由": waiver.reason,
            "采纳人": waiver.by,
        }
        headings = "｜".join(field.heading for field in register.fields.values())
        cells = "｜".join(row.get(name, "（空）") for name in register.fields)
        click.echo(f"要长期有效，请在{BASE}“{register.sheet}”加一行：", err=quiet)
        click.echo(f"  {headings}", err=quiet)
        click.echo(f"  {cells}", err=quiet)


def _as_json(edition: Edition, month: Month, changes: list[Change], reasons: list[str]) -> str:
    answer = {
        "期别": str(month.period),
        "原因": month.why,
        "草稿": edition.draft,
        "单位": {code: state.value for code, state in month.states.items()},
        "结论": {code: month.outcome(code).value for code in month.states},
        "问题": [finding_json(finding) for finding in month.findings],
        "文件": [{"名称": change.name, "变化": change.action.value} for change in changes],
        "提醒": list(month.remarks),
        "建议编码": [proposal_json(one) for one in month.proposals],
        "待办": reasons,
    }
    return dumps(answer, ensure_ascii=False, indent=1)
