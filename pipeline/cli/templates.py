"""tongbao templates: the office's Word and Excel templates, checked before there are figures."""

from __future__ import annotations

from collections.abc import Sequence
from json import dumps

import click

from pipeline.cli.common import (
    ACT,
    CLEAN,
    WRONG,
    guarded,
    help_option,
    json_option,
    office_of,
    progressing,
)
from pipeline.cli.complaint import Misuse
from pipeline.cli.help import Command, InChinese
from pipeline.publish import beside
from pipeline.render.lint.notes import MARK, Unmarkable, noted
from pipeline.templates import Judged, NoTemplate, judged

COMMANDS = {"check": "检查模板的写法、名称、保密字段、字体和样式"}


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


@click.command("templates", cls=_Part, short_help="检查Word和Excel模板：check")
@help_option
def command() -> None:
    """检查办公室自己改的Word和Excel模板。"""


@command.command("check")
@click.option("--annotate", is_flag=True, help="另存一份带批注的副本，问题写在各自的位置上")
@json_option
@help_option
@click.argument("templates", nargs=-1, metavar="[模板]...")
@click.pass_context
@guarded
def check(context: click.Context, annotate: bool, json: bool, templates: tuple[str, ...]) -> None:
    """不用报表就检查模板；不写模板名则全部检查。

    退出码：0 没有问题；1 只有提醒；2 有错误，照此生成不了文件。
    """
    try:
        with progressing(json) as progress:
            found = judged(office_of(context), templates, progress)
    except NoTemplate as missing:
        raise Misuse(str(missing), context) from None
    copies, troubles = _annotated(found) if annotate else ({}, [])
    if json:
        answer = {"模板": [_plain(one, copies.get(one.name, "")) for one in found]}
        click.echo(dumps(answer, ensure_ascii=False, indent=1))
    else:
        _show(found)
        for name, copy in copies.items():
            click.echo(f"《{name}》的批注写在《{copy}》，模板本身没有改动")
    for trouble in troubles:
        click.echo(trouble, err=True)
    levels = {remark.grave for one in found for remark in one.remarks}
    raise SystemExit(WRONG if True in levels else ACT if levels else CLEAN)


def _annotated(found: Sequence[Judged]) -> tuple[dict[str, str], list[str]]:
    """Write the copies; return their names by template, and what could not be written."""
    copies, troubles = {}, []
    for one in found:
        if not one.remarks:
            continue
        try:
            content = noted(one.content, one.name, one.remarks)
        except Unmarkable as error:
            troubles.append(str(error))
        else:
            copies[one.name] = beside(one.path, MARK, content).name
    return copies, troubles


def _show(found: Sequence[Judged]) -> None:
    for one in found:
        for remark in one.remarks:
            click.echo(f"{remark.level} {remark.fault.line}")
    errors = sum(remark.grave for one in found for remark in one.remarks)
    hints = sum(len(one.remarks) for one in found) - errors
    counts = {"错误": errors, "提醒": hints}
    counted = "、".join(f"{what}{many}处" for what, many in counts.items() if many)
    click.echo(f"检查了{len(found)}个模板：{counted or '没有问题'}")


def _plain(one: Judged, copy: str) -> dict[str, object]:
    return {
        "模板": one.name,
        "批注副本": copy,
        "问题": [
            {
                "级别": remark.level,
                "文件": remark.fault.file,
                "位置": remark.fault.place,
                "问题": remark.fault.problem,
                "处理": remark.fault.remedy,
            }
            for remark in one.remarks
        ],
    }
