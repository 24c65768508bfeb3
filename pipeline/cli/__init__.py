"""The command line: words, options, exit codes; one small file per command."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from pipeline.cli.complaint import Misuse, complaint
from pipeline.cli.help import InChinese

COMMANDS = {
    "report": "生成本期全部文件",
    "check": "只审核，不生成文件",
    "figures": "列出每个数：目标、完成率、与序时差、同期、名次，或为什么没有",
    "fields": "列出模板里可以写的名称和现在的值",
    "explain": "说明一个数怎么来的：定义、算式、各行的文件和单元格",
    "changes": "变动说明：比上次运行或定稿变了什么，手工改过的文件里哪些数过时",
    "forms": "生成下一期要各单位填的空白表",
    "preview": "用现有的数把模板填出来看，不动本期的文件",
    "wording": "检查Word、Excel文件的用语、数字和标点，手写的文件也可以",
    "scheme": "检查或印出报表制度：check、print",
    "format": "检查Word文件合不合公文格式：check",
    "templates": "检查Word和Excel模板：check",
    "finalize": "定稿：把一期的文件连同报表、模板一起存档，不再改动",
    "init": "新建一个办公室：报表制度、模板和空的基础库",
    "verify": "核对定稿：校验码对不对，存档能不能重做出一样的文件",
}
"""Command → its line in the help; the modules are imported only when called."""

ALIASES = {"定稿": "finalize"}

ABORTED = 130
"""The exit code of a run that Ctrl-C ended, as shells count it."""


class _Lazy(click.Group):
    context_class = InChinese

    def main(
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **settings: object
    ) -> NoReturn:
        """Run the command that is named, and complain in Chinese."""
        settings["standalone_mode"] = False
        try:
            code = super().main(args, prog_name, **settings)
        except click.UsageError as error:
            click.echo(complaint(error), err=True)
            code = error.exit_code
        except click.Abort:
            click.echo("已中止", err=True)
            code = ABORTED
        sys.exit(code)

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        name = ALIASES.get(name, name)
        if name not in COMMANDS:
            return None
        return importlib.import_module(f"pipeline.cli.{name}").command

    def resolve_command(self, context: click.Context, arguments: list[str]) -> tuple:
        known = {*COMMANDS, *ALIASES}
        if arguments and arguments[0] not in known and not arguments[0].startswith("-"):
            raise Misuse(f"没有“{arguments[0]}”这个命令；可用的有：{'、'.join(COMMANDS)}", context)
        return super().resolve_command(context, arguments)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl(list(COMMANDS.items()))


_FOLDER = click.Path(path_type=Path)


@click.command(
    cls=_Lazy,
    context_settings={"auto_envvar_prefix": "TONGBAO"},
    epilog=(
        "退出码：0 无事；1 已生成，但有事要人办；2 命令、参数或模板有误，什么都没有生成；"
        "75 另一次运行正在写入。"
    ),
)
@click.option("--templates", default="templates", type=_FOLDER, help="模板文件夹，默认templates")
@click.option("--inputs", default="inputs", type=_FOLDER, help="报表文件夹，默认inputs")
@click.option("--outputs", default="outputs", type=_FOLDER, help="成品文件夹，默认outputs")
@click.version_option(package_name="tongbao", prog_name="tongbao", help="显示版本")
@click.help_option("-h", "--help", help="显示本说明")
@click.pass_context
def group(context: click.Context, templates: Path, inputs: Path, outputs: Path) -> None:
    """通报：收一个月的报表，审核、汇总，生成正式文件。"""
    context.obj = (templates, inputs, outputs)


RARELY = (500_000, 20, 100)
"""When to look for cycles: a run makes millions of objects and hardly any; a tenth of its CPU."""


def main() -> None:
    """Run the command line."""
    gc.set_threshold(*RARELY)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    group(prog_name="tongbao")
