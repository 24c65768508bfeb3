"""tongbao fields: what templates may name, with the present values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from json import dumps

import click

from pipeline.cli.common import (
    guarded,
    help_option,
    json_option,
    office_of,
    period_option,
    progressing,
)
from pipeline.cli.complaint import Misuse
from pipeline.cli.help import Command
from pipeline.gather import gather
from pipeline.model.figure import Phrase, Quantity
from pipeline.model.number import rounding
from pipeline.model.period import Period
from pipeline.render.context import context as names_of
from pipeline.render.filters import FILTERS
from pipeline.render.language import as_text, unmarked
from pipeline.scheme.expression import nearest

_MANY = ("单位", "分组", "战线", "人员", "阶段")
"""Of these the first is enough to see what each has."""


@click.command("fields", cls=Command, short_help="列出模板里可以写的名称")
@period_option
@json_option
@help_option
@click.argument("prefix", default="", metavar="[开头]")
@click.pass_context
@guarded
def command(context: click.Context, period: Period | None, json: bool, prefix: str) -> None:
    """列出模板里可以写的名称和现在的值；可以只列某个开头，如“本期.”。"""
    with progressing(json) as progress:
        scheme, month = gather(office_of(context), period, progress=progress)
    context.with_resource(rounding(month.rounding))
    sections = [name for plan in scheme.documents.values() for name in plan.sections]
    names = names_of(scheme.indicators, month, sections)
    for many in _MANY:
        names[many] = dict(list(names[many].items())[:1])
    known = list(_fields(names, ""))
    fields = [(path, said) for path, said in known if path.startswith(prefix)]
    if not fields:
        steps = prefix.count(".") + 1
        others = {".".join(path.split(".")[:steps]) for path, _ in known}
        what = f"没有以“{prefix}”开头的名称{nearest(prefix, others)}"
        raise Misuse(f"{what}（{'、'.join(_MANY)}只列第一个）")
    if json:
        click.echo(dumps(dict(fields), ensure_ascii=False, indent=1))
        return
    click.echo(f"期别：{month.period}（{month.why}）")
    for path, said in fields:
        click.echo(f"{path} = {said}")
    if not prefix:
        click.echo(f"格式：{'、'.join(f'|{name}' for name in FILTERS)}")


def _fields(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Yield each path with its text; of a list only the first item, as [0]."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            text = str(name)
            step = f".{text}" if text.isidentifier() else f'["{text}"]'
            yield from _fields(inner, f"{path}{step}".lstrip("."))
    elif isinstance(value, list):
        if value and isinstance(value[0], Mapping):
            yield from _fields(value[0], f"{path}[0]")
        else:
            yield path, f"清单，{len(value)}项：{'、'.join(map(str, value[:5]))}"
    elif isinstance(value, (Quantity, Phrase)):
        yield path, value.bare
    elif value is None:
        yield path, "（空）"
    else:
        yield path, _text(value)


def _text(value: object) -> str:
    try:
        return unmarked(as_text(value))
    except ValueError:
        return str(value)
