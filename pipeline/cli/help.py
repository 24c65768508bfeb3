"""The help of every command, in Chinese down to its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
_WORDS = {
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [选项]",
    "TEXT": "文字",
    "PATH": "文件夹",
}


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, _said(args), "用法：")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{heading}：\n")

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        with super().section(_HEADINGS.get(name, name)):
            yield

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        super().write_dl([(_said(one), two) for one, two in rows], col_max, col_spacing)


class InChinese(click.Context):
    """The context of a command whose help is written in Chinese."""

    formatter_class = _Formatter


class Command(click.Command):
    """A command with its help in Chinese."""

    context_class = InChinese


def _said(text: str) -> str:
    for word, chinese in _WORDS.items():
        text = re.sub(rf"(?<![\w-]){re.escape(word)}(?!\w)", chinese, text)
    return text
