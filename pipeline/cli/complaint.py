"""What is wrong with a command line, said so that a clerk knows what to write instead."""

from __future__ import annotations

import click
from click.exceptions import NoArgsIsHelpError


class Misuse(click.UsageError):
    """A wrong command line in our own words."""


def complaint(error: click.UsageError) -> str:
    """Return what is wrong in Chinese, click's own complaints too; the help where nothing is."""
    if isinstance(error, NoArgsIsHelpError):
        return error.message
    path = error.ctx.command_path if error.ctx else "tongbao"
    return f"命令有误：{_said(error)}（写法见{path} --help）"


def _said(error: click.UsageError) -> str:
    if isinstance(error, Misuse):
        return error.message
    if isinstance(error, click.NoSuchOption):
        near = error.possibilities
        return f"没有“{error.option_name}”这个选项" + (f"，是不是想写“{near[0]}”？" if near else "")
    if isinstance(error, click.BadOptionUsage):
        return f"“{error.option_name}”后面没有写内容，或写了不该写的内容"
    if isinstance(error, click.BadParameter):
        return _of_value(error)
    if error.ctx is not None and isinstance(error.ctx.command, click.Group):
        return f"没有写命令；可用的有：{'、'.join(error.ctx.command.list_commands(error.ctx))}"
    return f"多写了“{error.message.partition('(')[2].removesuffix(')')}”"


def _of_value(error: click.BadParameter) -> str:
    if error.param is not None and isinstance(error.param.type, click.types.BoolParamType):
        name = max(error.param.opts, key=len)
        return f"“{name}”在环境变量里只能写1（要）或0（不要）"
    return error.message
