"""tongbao wording: reads finished documents for wrong ways of writing."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.common import ACT, CLEAN, WRONG, guarded, help_option, office_of
from pipeline.cli.help import Command
from pipeline.office.grid import Unreadable
from pipeline.proofread import read_through
from pipeline.scheme.scheme import load_scheme


@click.command("wording", cls=Command, short_help="检查文件的用语")
@help_option
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="文件...",
)
@click.pass_context
@guarded
def command(context: click.Context, files: tuple[Path, ...]) -> None:
    """检查Word、Excel文件里的用语、数字和标点，手写的文件也可以；规则在templates的wording.yaml里。

    退出码：0 没有问题，1 有要改的地方，2 文件读不了。
    """
    scheme = load_scheme(office_of(context).templates)
    code = CLEAN
    for path in files:
        try:
            lines = read_through(scheme, path.read_bytes(), path.name)
        except Unreadable as error:
            click.echo(str(error), err=True)
            code = WRONG
            continue
        except OSError as error:
            why = "没有这个文件" if isinstance(error, FileNotFoundError) else "不能读取"
            click.echo(f"《{path}》{why}，请检查文件名", err=True)
            code = WRONG
            continue
        for line in lines:
            click.echo(line)
        if lines:
            code = max(code, ACT)
        else:
            click.echo(f"《{path.name}》没有发现用语问题")
    raise SystemExit(code)
