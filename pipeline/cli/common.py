"""What the commands share: the office, the period, faults on the screen, exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

import click

from pipeline.collect.receive import periods_in
from pipeline.gather import NoPeriod, Office
from pipeline.model.finding import Fault, Faulty, Finding, Level
from pipeline.model.month import Month, Outcome, Proposal
from pipeline.model.period import Period
from pipeline.model.unit import UnitState

CLEAN, ACT, WRONG, LOCKED = 0, 1, 2, 75


class PeriodType(click.ParamType):
    """A period on the command line: 2026-06."""

    name = "年-月"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Period:
        if isinstance(value, Period):
            return value
        try:
            return Period.parse(str(value))
        except ValueError:
            self.fail(f"“{value}”不是期别，请写成2026-06这样{_having(ctx)}", param, ctx)


def _having(context: click.Context | None) -> str:
    known = periods_in(context.obj[1]) if context is not None and context.obj else []
    return f"（已有：{'、'.join(map(str, known))}）" if known else ""


period_option = click.option(
    "--period", type=PeriodType(), help="期别，如2026-06；不写则取最新一期"
)
json_option = click.option("--json", is_flag=True, help="以JSON输出")
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="个数",
    default=1,
    help="同时用几个进程读取报表（默认1）；结果与个数无关",
)
help_option = click.help_option("-h", "--help", help="显示本说明")


def office_of(context: click.Context) -> Office:
    """The folders that stand before the command."""
    return Office(*context.obj)


def guarded(command: Callable[..., None]) -> Callable[..., None]:
    """Turn faults into messages and exit codes: 2 for what is wrong here, 75 for a lock."""
    from pipeline.publish import Locked, Unwritable

    @wraps(command)
    def run(*arguments: object, **options: object) -> None:
        try:
            command(*arguments, **options)
        except Faulty as faulty:
            show_faults(faulty.faults)
            raise SystemExit(WRONG) from None
        except Locked as locked:
            click.echo(str(locked), err=True)
            raise SystemExit(LOCKED) from None
        except Unwritable as trouble:
            click.echo(f"没有生成任何文件：{trouble}", err=True)
            raise SystemExit(WRONG) from None
        except NoPeriod as missing:
            click.echo(str(missing), err=True)
            raise SystemExit(WRONG) from None
        except OSError as error:
            if error.filename is None:
                raise
            click.echo(f"没有生成任何文件：{_unreadable(error)}", err=True)
            raise SystemExit(WRONG) from None

    return run


def _unreadable(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return f"无法读取《{error.filename}》：正被别的程序打开，或没有读取权限，请关闭后再运行"
    return f"无法读取《{error.filename}》（{error.strerror}），请检查磁盘和网络连接后再运行"


def show_faults(faults: tuple[Fault, ...]) -> None:
    """Print every fault of scheme and templates, or of the office's record; nothing was made."""
    what = "定稿" if all(fault.file.startswith("定稿/") for fault in faults) else "模板或设置"
    click.echo(f"{what}有{len(faults)}处错误，什么都没有生成：", err=True)
    for fault in faults:
        click.echo(f"  {fault.line}", err=True)


@contextmanager
def progressing(quiet: bool) -> Iterator[Callable[[str], None]]:
    """A line that tells what is being done, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield lambda text: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("开始") as status:
        yield lambda text: status.update(text)


def received_lines(month: Month) -> Iterator[str]:
    """What came in, in a few lines."""
    by_state: dict[UnitState, list[str]] = {state: [] for state in UnitState}
    for unit in month.units:
        kept = month.kept(unit)
        by_state[month.states[unit.code]].append(f"{unit.short}（{kept}）" if kept else unit.short)
    total = len(month.units)
    yield f"应报{total}家，通过{len(by_state[UnitState.ACCEPTED])}家"
    for state in (UnitState.RETURNED, UnitState.ABSENT):
        if by_state[state]:
            yield f"{state}{len(by_state[state])}家：{'、'.join(by_state[state])}"
    late_names = [
        f"{unit.short}{month.late[unit.code].what}"
        for unit in month.units
        if unit.code in month.late
    ]
    if late_names:
        yield f"迟报{len(late_names)}家：{'、'.join(late_names)}"
    waiting = [unit.short for unit in month.units if month.outcome(unit.code) is Outcome.TO_EXPLAIN]
    if waiting:
        yield f"待说明{len(waiting)}家：{'、'.join(waiting)}"


def finding_lines(month: Month) -> Iterator[str]:
    """Every finding under its unit."""
    names = {unit.code: unit.short for unit in month.units}
    if not month.findings:
        yield "没有发现问题"
        return
    counts = {level: sum(one.rule.level is level for one in month.findings) for level in Level}
    total = "、".join(f"{level}{count}条" for level, count in counts.items() if count)
    yield f"问题{len(month.findings)}条（{total}）"
    for code in dict.fromkeys(one.unit for one in month.findings):
        yield f"{names.get(code, code) or '办公室'}："
        for one in month.findings:
            if one.unit == code:
                settled = one.accepted or one.explanation
                yield f"  {one.code} {one.line}{f'（{one.state}）' if settled else ''}"


def remark_lines(month: Month) -> Iterator[str]:
    """What the run noticed beside the findings, and codes for projects that have none."""
    if month.proposals:
        yield "新项目建议编码（由办公室定了再告诉单位，程序不代填）："
    for proposal in month.proposals:
        yield f"  {proposal.line}"
    for remark in month.remarks:
        yield f"提醒：{remark}"


def finding_json(finding: Finding) -> dict[str, object]:
    """A finding as plain data with stable keys."""
    return {
        "编号": finding.code,
        "单位": finding.unit,
        "规则": finding.rule.code,
        "级别": finding.rule.level.value,
        "后果": finding.rule.consequence.value,
        "未计入": finding.left_out,
        "对象": finding.rule.addressee.value,
        "位置": [
            {"文件": place.file, "工作表": place.sheet, "单元格": place.cell}
            for place in finding.places
        ],
        "项目": finding.key,
        "字段": finding.field,
        "填报值": finding.found,
        "问题": finding.message,
        "处理": finding.remedy,
        "已采纳": finding.accepted,
        "状态": finding.handling.value,
        "说明": _explanation_json(finding),
    }


def _explanation_json(finding: Finding) -> dict[str, str] | None:
    said = finding.explanation
    if said is None:
        return None
    place = str(said.place) if said.place else ""
    return {"文字": said.text, "说明人": said.by, "位置": place, "未采用原因": said.refused}


def proposal_json(proposal: Proposal) -> dict[str, object]:
    """A proposed code as plain data with stable keys."""
    return {
        "单位": proposal.unit,
        "位置": proposal.place,
        "项目": proposal.project,
        "编码": proposal.code,
    }


def must_act(month: Month, explain: bool = False) -> list[str]:
    """Why a person must act: units returned or missing, open 强制 findings.

    With `explain`, also 核实 findings that nobody has explained.
    """
    reasons = []
    for state, words in ((UnitState.RETURNED, "被退回"), (UnitState.ABSENT, "未报送")):
        names = [unit.short for unit in month.units if month.states[unit.code] is state]
        if names:
            reasons.append(f"{'、'.join(names)}{words}")
    untrusted = month.untrusted
    sent = sum(bool(one.unit) for one in untrusted)
    for whose, count in (("已采用的数据", sent), ("办公室", len(untrusted) - sent)):
        if count:
            reasons.append(f"{whose}还有{count}条强制性问题，文件标为草稿")
    strays = [one for one in month.open() if not one.unit and one not in untrusted]
    if strays:
        reasons.append(f"有{len(strays)}份文件没有收进来，见“办公室”的问题")
    unexplained = month.unexplained() if explain else []
    if unexplained:
        reasons.append(f"还有{len(unexplained)}条核实性问题没有说明")
    return reasons
