"""tongbao forms: the blank workbooks that units fill in next."""

from __future__ import annotations

from json import dumps

import click

from pipeline.cli.common import (
    CLEAN,
    guarded,
    help_option,
    json_option,
    office_of,
    period_option,
    progressing,
)
from pipeline.cli.complaint import Misuse
from pipeline.cli.help import Command
from pipeline.forms import FOLDER, NoUnit, forms
from pipeline.model.period import Period
from pipeline.publish import locked, publish


@click.command("forms", cls=Command, short_help="生成下一期的空白表")
@period_option
@click.option("--unit", default="", help="只做这个单位的（代码或名称）")
@json_option
@help_option
@click.pass_context
@guarded
def command(context: click.Context, period: Period | None, unit: str, json: bool) -> None:
    """生成各单位下一期要填的空白表；不写期别则取已收到报表的最新一期的下一月。"""
    office = office_of(context)
    folder = office.outputs / FOLDER
    with locked(folder), progressing(json) as progress:
        try:
            edition = forms(office, period, unit, progress)
        except NoUnit as missing:
            raise Misuse(str(missing), context) from None
        published = publish(edition, folder, only=bool(unit))
    if json:
        files = [{"名称": one.name, "变化": one.action.value} for one in published.changes]
        click.echo(dumps({"期别": edition.period, "文件": files}, ensure_ascii=False, indent=1))
    else:
        click.echo(f"期别：{edition.period}，空白表在{published.folder}")
        for change in published.changes:
            click.echo(f"  {change.line}")
    raise SystemExit(CLEAN)
