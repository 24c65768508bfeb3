"""tongbao init: an office of one's own in a new folder."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.common import CLEAN, guarded, help_option, office_of
from pipeline.cli.help import Command
from pipeline.start import start


@click.command("init", cls=Command, short_help="新建一个办公室的文件夹")
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@help_option
@click.pass_context
@guarded
def command(context: click.Context, folder: Path) -> None:
    """在新文件夹里放好报表制度、模板和一份空的基础库；样例的单位和报表不带过去。"""
    made = start(office_of(context), folder)
    click.echo(f"已建好《{folder}》：{len(made)}个文件")
    click.echo("  1. 打开inputs/基础库.xlsx，从第一页“先看这里”起，填好必填的工作表")
    click.echo(f"  2. 进入文件夹：cd {folder}")
    click.echo("  3. 给各单位做空白表：tongbao forms --period 年-月")
    click.echo("  4. 收到的报表放进inputs/年-月/，运行tongbao report")
    raise SystemExit(CLEAN)
