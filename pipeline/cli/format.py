"""tongbao format: Word documents held against the official format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from json import dumps
from pathlib import Path

import click
from rich.cells import cell_len, chop_cells

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
from pipeline.cli.figures_view import width_of
from pipeline.cli.help import Command, InChinese
from pipeline.conform import CODES, PROPERTIES, Deviation, Report, conform
from pipeline.office.grid import Unreadable
from pipeline.office.pages import NoPages, printed
from pipeline.office.written import read
from pipeline.scheme.standard import Standard, load_standard

COMMANDS = {"check": "检查Word文件合不合公文格式（GB/T 9704—2012）"}
_HEAD = ("级别", "规则", "位置", "项目", "实测", "应为", "怎么改")
_SHARES = (4, 4, 30, 18, 24, 24, 24)
"""How wide a column wants to be; narrow windows cut all but the first two in proportion."""


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


@click.command("format", cls=_Part, short_help="检查Word文件合不合公文格式")
@help_option
def command() -> None:
    """检查Word文件合不合公文格式，自己写的、别人发来的都可以。"""


@command.command("check")
@click.option("--profile", metavar="体例", help="文件、上行文、信函、白头、纪要；不写则看文件本身")
@click.option("--pdf", is_flag=True, help="再印成PDF，检查印出的页（要装LibreOffice和poppler）")
@json_option
@help_option
@click.argument("files", nargs=-1, required=True, metavar="文件…", type=click.Path(path_type=Path))
@click.pass_context
@guarded
def check(
    context: click.Context, files: Sequence[Path], profile: str | None, pdf: bool, json: bool
) -> None:
    """检查一份或几份.docx，逐条列出位置、实测和应为；templates/format.yaml可以改规定。

    有强制性问题时退出码为1。
    """
    standard = load_standard(office_of(context).templates, CODES, PROPERTIES)
    if profile and profile not in standard.profiles:
        known = "、".join(standard.profiles)
        raise Misuse(f"没有“{profile}”这个体例；可用的有：{known}", context)
    answers, unread = {}, []
    with progressing(json) as progress:
        for file in files:
            progress(f"检查{file.name}")
            try:
                answers[str(file)] = _judged(file, standard, profile or "", pdf)
            except (Unreadable, FileNotFoundError, IsADirectoryError, NoPages) as trouble:
                unread.append(str(trouble) if not isinstance(trouble, OSError) else _gone(file))
    if json:
        plain = {file: _plain(report) for file, report in answers.items()}
        click.echo(dumps({"文件": plain, "没有检查": unread}, ensure_ascii=False, indent=1))
    else:
        for file, report in answers.items():
            for line in _lines(file, report, width_of()):
                click.echo(line)
    for line in unread:
        click.echo(f"没有检查：{line}", err=True)
    must = any(report.must for report in answers.values())
    raise SystemExit(WRONG if unread else ACT if must else CLEAN)


def _judged(file: Path, standard: Standard, profile: str, pdf: bool) -> Report:
    data = file.read_bytes()
    written = read(data, file.name)
    pages = printed(data, file.name) if pdf else None
    return conform(written, standard, profile, pages)


def _gone(file: Path) -> str:
    return f"没有《{file}》这个文件，请检查名称和文件夹"


def _plain(report: Report) -> dict[str, object]:
    return {
        "体例": report.profile,
        "依据": report.why,
        "问题": [_fields(one) for one in report.deviations],
        "待填": [{"项目": b.title, "位置": b.place, "处理": b.remedy} for b in report.blanks],
        "说明": list(report.notes),
    }


def _fields(one: Deviation) -> dict[str, object]:
    return {
        "规则": one.rule.code,
        "级别": one.rule.level.value,
        "项目": one.rule.title,
        "位置": list(one.places),
        "实测": one.measured,
        "应为": one.required,
        "处理": one.remedy,
        "据": one.rule.source,
    }


def _lines(file: str, report: Report, width: int) -> Iterator[str]:
    hints = len(report.deviations) - report.must
    count = f"强制{report.must}条、提示{hints}条" if report.deviations else "没有问题"
    count += f"，待填{len(report.blanks)}处" if report.blanks else ""
    yield f"《{file}》按“{report.profile}”检查（{report.why}）：{count}"
    rows = [
        (
            one.rule.level.value,
            one.rule.code,
            one.where,
            one.rule.title,
            one.measured.removeprefix("：").removeprefix("是"),
            one.required,
            one.remedy,
        )
        for one in report.deviations
    ]
    rows += [
        ("待填", "—", one.place, one.title, "空白", "印发前填上", one.remedy)
        for one in report.blanks
    ]
    if rows:
        yield from _table([_HEAD, *rows], width)
    for note in report.notes:
        yield f"  说明：{note}"


def _table(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Columns beside one another, long cells folded."""
    wide = [max(cell_len(row[at]) for row in rows) for at in range(len(_HEAD))]
    room = width - 2 * len(_HEAD) - sum(wide[:2])
    if sum(wide[2:]) > room:
        asked = sum(_SHARES[2:])
        wide[2:] = [
            min(one, max(8, room * share // asked))
            for one, share in zip(wide[2:], _SHARES[2:], strict=True)
        ]
    for row in rows:
        folded = [chop_cells(text, size) or [""] for text, size in zip(row, wide, strict=True)]
        for number in range(max(map(len, folded))):
            parts = [(one[number] if number < len(one) else "") for one in folded]
            padded = (
                text + " " * (size - cell_len(text)) for text, size in zip(parts, wide, strict=True)
            )
            yield f"  {'  '.join(padded)}".rstrip()
