"""tongbao changes: what is otherwise than at the last run or in the last final edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from json import dumps

import click

from pipeline.cli.common import (
    CLEAN,
    PeriodType,
    guarded,
    help_option,
    jobs_option,
    json_option,
    office_of,
    progressing,
)
from pipeline.cli.help import Command
from pipeline.history import since_final, since_last_run
from pipeline.model.changes import Changes
from pipeline.model.finalised import recorded_of
from pipeline.model.number import rounding
from pipeline.model.period import Period
from pipeline.produce import produce
from pipeline.publish import Change, plan

LAST, FINAL = "last", "final"


@click.command("changes", cls=Command, short_help="变动说明")
@click.argument("period", type=PeriodType(), metavar="[期别]", required=False)
@click.option(
    "--since",
    type=click.Choice([LAST, FINAL]),
    metavar="last|final",
    default=LAST,
    help="与哪个比：last上次运行（默认），final最近的定稿",
)
@jobs_option
@json_option
@help_option
@click.pass_context
@guarded
def command(
    context: click.Context, period: Period | None, since: str, jobs: int, json: bool
) -> None:
    """说明数、问题、文件、单位状态比上次运行或定稿变了什么，手工改过的文件里哪些数过时；不写文件。"""
    office = office_of(context)
    with progressing(json) as progress:
        edition, scheme, month = produce(office, period, progress=progress, jobs=jobs)
    context.with_resource(rounding(month.rounding))
    if since == FINAL:
        found = since_final(month, recorded_of(edition.manifest, edition.figures))
    else:
        found, _ = since_last_run(scheme, month, edition, office.outputs)
    stale = [one for one in plan(edition, office.outputs) if one.stale]
    if json:
        click.echo(_as_json(str(month.period), found, stale))
    else:
        click.echo(f"期别：{month.period}（{month.why}）")
        for line in (*_lines(found, since), *_stale_lines(stale)):
            click.echo(line)
    raise SystemExit(CLEAN)


def _lines(found: Changes | None, since: str) -> Iterator[str]:
    if found is None:
        yield "还没有定稿可以对照" if since == FINAL else "本期还没有生成过文件，没有可对照的"
        return
    yield found.line
    if found.note:
        yield found.note
    for one in found.figures:
        status = f"（{one.status}）" if one.status else ""
        more = f"，相差{one.difference}" if one.difference else ""
        cause = f"；{one.cause}" if one.cause else ""
        measure = one.measure
        yield f"  {one.unit}{one.title}{status}：{one.then}→{one.now}{measure}{more}{cause}"
    for state in found.states:
        yield f"  {state.unit}：{state.then}→{state.now}"
    for file in found.files:
        yield f"  {file.kind}文件《{file.name}》"
    for finding in found.findings:
        yield f"  {finding.kind}问题 {finding.unit} {finding.code} {finding.line}"


def _stale_lines(changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        yield f"《{change.name}》手工改过，其中{len(change.stale)}处数已经变动："
        yield from (f"  {one.line}" for one in change.stale)


def _as_json(period: str, found: Changes | None, stale: Sequence[Change]) -> str:
    told = found or Changes("")
    answer = {
        "期别": period,
        "对照": told.since,
        "说明": told.note,
        "数": [_named(one, "单位 名称 计量单位 状态 原数 现数 差额 原因") for one in told.figures],
        "单位": [_named(one, "单位 原情况 现情况") for one in told.states],
        "文件": [_named(one, "变动 名称") for one in told.files],
        "问题": [_named(one, "变动 单位 级别 编号 问题") for one in told.findings],
        "过时": [
            {"文件": change.name, **_named(one, "位置 编号 原印 现印")}
            for change in stale
            for one in change.stale
        ],
    }
    return dumps(answer, ensure_ascii=False, indent=1)


def _named(one: object, names: str) -> dict[str, object]:
    """A frozen value's fields, in their order, under these names."""
    return dict(zip(names.split(), asdict(one).values(), strict=True))  # type: ignore[call-overload]
