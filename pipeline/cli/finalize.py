"""tongbao finalize: freeze a period as it stands, or take a frozen one back into work."""

from __future__ import annotations

from json import dumps

import click

from pipeline.cli.common import (
    CLEAN,
    WRONG,
    PeriodType,
    guarded,
    help_option,
    json_option,
    office_of,
    progressing,
)
from pipeline.cli.complaint import Misuse
from pipeline.cli.help import Command
from pipeline.finalise import Clerk, NotFinal, finalise
from pipeline.finalise import reopen as taken_back
from pipeline.model.period import Period
from pipeline.publish import Act, Entry, locked, vault_in


@click.command("finalize", cls=Command, short_help="把一期定稿存档")
@click.argument("period", type=PeriodType(), metavar="期别")
@click.option("--by", default="", help="经办人，必须写明")
@click.option("--number", default="", help="文号，如栖招〔2026〕6号")
@click.option("--note", default="", help="备注")
@click.option("--reason", default="", help="放行草稿的理由；重开时是重开的理由")
@click.option("--reopen", is_flag=True, help="重开已经定稿的一期，原来的版本保留")
@json_option
@help_option
@click.pass_context
@guarded
def command(
    context: click.Context,
    period: Period,
    by: str,
    number: str,
    note: str,
    reason: str,
    reopen: bool,
    json: bool,
) -> None:
    """把一期的文件按现在的样子定稿：连同报表、基础库、模板存档，设为只读，登记校验码。"""
    office = office_of(context)
    clerk = Clerk(by.strip(), number.strip(), note.strip(), reason.strip())
    if not clerk.by:
        raise Misuse("须用--by写明经办人")
    if reopen and not clerk.reason:
        raise Misuse("重开须用--reason写明理由")
    with locked(office.outputs), progressing(json) as progress:
        try:
            if reopen:
                entry = taken_back(office, period, clerk)
            else:
                entry = finalise(office, period, clerk, progress)
        except NotFinal as refused:
            click.echo("没有重开：" if reopen else "没有定稿：", err=True)
            for one in refused.reasons:
                click.echo(f"  {one}", err=True)
            raise SystemExit(WRONG) from None
        place = vault_in(office.outputs).place(entry)
    if json:
        answer = {
            "动作": entry.act.value,
            "期别": entry.period,
            "版本": entry.version,
            "位置": str(place),
            "手工改过": list(entry.edited),
            "文件数": len(entry.files),
            "校验码": entry.sha256,
        }
        click.echo(dumps(answer, ensure_ascii=False, indent=1))
    else:
        _print(entry, str(place))
    raise SystemExit(CLEAN)


def _print(entry: Entry, place: str) -> None:
    if entry.act is Act.REOPENED:
        click.echo(f"已重开{entry.period}；{entry.name}保留在{place}")
        click.echo("改好以后运行tongbao report，看过再定稿，就是下一版")
        return
    click.echo(f"已定稿：{entry.name}，{len(entry.files)}个文件在{place}，已设为只读")
    if entry.reason:
        click.echo(f"放行理由：{entry.reason}（已记入登记）")
    if entry.edited:
        click.echo(f"按手工改过的样子定稿：{'、'.join(f'《{one}》' for one in entry.edited)}")
    click.echo(f"登记第{entry.number}条，校验码：{entry.sha256}")
