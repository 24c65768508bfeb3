"""tongbao scheme: the office's own rules, checked and printed."""

from __future__ import annotations

from collections.abc import Sequence
from json import dumps

import click

from pipeline.cli.common import (
    CLEAN,
    WRONG,
    guarded,
    help_option,
    json_option,
    office_of,
    period_option,
    progressing,
)
from pipeline.cli.complaint import Misuse
from pipeline.cli.help import Command, InChinese
from pipeline.forms import booklet_of
from pipeline.model.finding import Fault
from pipeline.model.period import Period
from pipeline.publish import lay, locked
from pipeline.scheme.check import lint
from pipeline.scheme.scheme import load_scheme
from pipeline.validate.named import CHECKS

COMMANDS = {
    "check": "检查templates里的表、规则和指标有没有自相矛盾",
    "print": "印出报表制度（Word）",
}


class _Part(click.Group):
    context_class = InChinese
    command_class = Command

    def resolve_command(self, context: click.Context, arguments: list[str]) -> tuple:
        if arguments and arguments[0] not in COMMANDS and not arguments[0].startswith("-"):
            raise Misuse(f"没有“{arguments[0]}”这个命令；可用的有：{'、'.join(COMMANDS)}", context)
        return super().resolve_command(context, arguments)

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command("scheme", cls=_Part, short_help="检查或印出报表制度")
@help_option
def command() -> None:
    """检查templates里的表、规则和指标，或印出报表制度。"""


@command.command("check")
@click.option("--all", "everything", is_flag=True, help="连没有被读取的字段也列出")
@json_option
@help_option
@click.pass_context
@guarded
def check(context: click.Context, everything: bool, json: bool) -> None:
    """检查有没有永远不会报的规则、永远为零的指标和自相矛盾的写法。"""
    found = lint(load_scheme(office_of(context).templates), CHECKS)
    hints = (*found.hints, *(found.unread if everything else ()))
    if json:
        answer = {"错误": _plain(found.errors), "提示": _plain(hints)}
        click.echo(dumps(answer, ensure_ascii=False, indent=1))
    else:
        for title, faults in (("错误", found.errors), ("提示", hints)):
            if faults:
                click.echo(f"{title}{len(faults)}处：")
            for fault in faults:
                click.echo(f"  {fault.line}")
        if not found.errors:
            click.echo("没有错误" if hints else "没有错误，也没有提示")
    raise SystemExit(WRONG if found.errors else CLEAN)


@command.command("print")
@period_option
@json_option
@help_option
@click.pass_context
@guarded
def printed(context: click.Context, period: Period | None, json: bool) -> None:
    """把表式、审核关系和指标口径印成报表制度，发给各单位。"""
    office = office_of(context)
    with locked(office.outputs), progressing(json) as progress:
        document = booklet_of(office, period, progress)
        change = lay(document, office.outputs)
    if json:
        click.echo(dumps({"名称": change.name, "变化": change.action.value}, ensure_ascii=False))
    else:
        click.echo(f"报表制度在{office.outputs}：{change.line}")
    raise SystemExit(CLEAN)


def _plain(faults: Sequence[Fault]) -> list[dict[str, str]]:
    return [
        {"文件": one.file, "位置": one.place, "问题": one.problem, "处理": one.remedy}
        for one in faults
    ]
