"""The command line: words, options, exit codes; one small file per command."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

COMMANDS = {
    "report": "生成本期全部文件",
    "check": "只审核，不生成文件",
    "figures": "列出每个数：目标、完成率、与序时差、同期、名次，或为什么没有",
    "fields": "列出模板里可以写的名称和现在的值",
}
"""Command → its line in the help; the modules are imported only when called."""


class _Lazy(click.Group):
    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        return importlib.import_module(f"pipeline.cli.{name}").command

    def resolve_command(self, context: click.Context, arguments: list[str]) -> tuple:
        if arguments and arguments[0] not in COMMANDS and not arguments[0].startswith("-"):
            context.fail(f"没有“{arguments[0]}”这个命令；可用的有：{'、'.join(COMMANDS)}")
        return super().resolve_command(context, arguments)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=_Lazy,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "auto_envvar_prefix": "TONGBAO",
        "show_default": True,
    },
    epilog=(
        "退出码：0 无事；1 已生成，但有事要人办；2 命令、参数或模板有误，什么都没有生成；"
        "75 另一次运行正在写入。"
    ),
)
@click.option(
    "--templates", default="templates", type=click.Path(path_type=Path), help="模板文件夹"
)
@click.option("--inputs", default="inputs", type=click.Path(path_type=Path), help="报表文件夹")
@click.option("--outputs", default="outputs", type=click.Path(path_type=Path), help="成品文件夹")
@click.version_option(package_name="tongbao", prog_name="tongbao")
@click.pass_context
def group(context: click.Context, templates: Path, inputs: Path, outputs: Path) -> None:
    """通报：收一个月的报表，审核、汇总，生成正式文件。"""
    context.obj = (templates, inputs, outputs)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    group(prog_name="tongbao")
