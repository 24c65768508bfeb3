"""tongbao check: read and judge, make nothing."""

from __future__ import annotations

from dataclasses import replace
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
from pipeline.cli.help import Command
from pipeline.gather import gather
from pipeline.model.finding import Level
from pipeline.model.period import Period
from pipeline.produce import noticed


@click.command("check", cls=Command, short_help="只审核，不生成文件")
@period_option
@click.option(
    "--fail-on",
    type=click.Choice([Level.MUST.value, Level.EXPLAIN.value]),
    default=Level.MUST.value,
    help="有哪一级问题没有处理就以1退出：强制（默认）；核实（还包括没有说明的核实性问题）",
)
@jobs_option
@json_option
@help_option
@click.pass_context
@guarded
def command(
    context: click.Context, period: Period | None, fail_on: str, jobs: int, json: bool
) -> None:
    """读取并审核本期报表，列出每个单位的问题，不生成文件。"""
    with progressing(json) as progress:
        office = office_of(context)
        scheme, month = gather(office, period, progress=progress, jobs=jobs)
        month = replace(month, remarks=(*month.remarks, *noticed(office, scheme, month)))
    reasons = must_act(month, explain=fail_on == Level.EXPLAIN)
    if json:
        answer = {
            "期别": str(month.period),
            "原因": month.why,
            "单位": {code: state.value for code, state in month.states.items()},
            "结论": {code: month.outcome(code).value for code in month.states},
            "问题": [finding_json(finding) for finding in month.findings],
            "提醒": list(month.remarks),
            "建议编码": [proposal_json(one) for one in month.proposals],
            "待办": reasons,
        }
        click.echo(dumps(answer, ensure_ascii=False, indent=1))
    else:
        click.echo(f"期别：{month.period}（{month.why}）")
        for line in (*received_lines(month), *finding_lines(month), *remark_lines(month)):
            click.echo(line)
        if reasons:
            click.echo(f"请处理：{'；'.join(reasons)}")
    raise SystemExit(ACT if reasons else CLEAN)
