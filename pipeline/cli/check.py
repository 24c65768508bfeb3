"""tongbao check: read and judge, make nothing."""

from __future__ import annotations

from json import dumps

import click

from pipeline.cli.common import (
    ACT,
    CLEAN,
    finding_json,
    finding_lines,
    guarded,
    help_option,
    json_option,
    must_act,
    office_of,
    period_option,
    progressing,
    received_lines,
)
from pipeline.gather import gather
from pipeline.model.period import Period


@click.command("check", short_help="只审核，不生成文件")
@period_option
@json_option
@help_option
@click.pass_context
@guarded
def command(context: click.Context, period: Period | None, json: bool) -> None:
    """读取并审核本期报表，列出每个单位的问题，不生成文件。"""
    with progressing(json) as progress:
        _, month = gather(office_of(context), period, progress=progress)
    reasons = must_act(month)
    if json:
        answer = {
            "期别": str(month.period),
            "原因": month.why,
            "单位": {code: state.value for code, state in month.states.items()},
            "问题": [finding_json(finding) for finding in month.findings],
            "待办": reasons,
        }
        click.echo(dumps(answer, ensure_ascii=False, indent=1))
    else:
        click.echo(f"期别：{month.period}（{month.why}）")
        for line in (*received_lines(month), *finding_lines(month)):
            click.echo(line)
        if reasons:
            click.echo(f"请处理：{'；'.join(reasons)}")
    raise SystemExit(ACT if reasons else CLEAN)
