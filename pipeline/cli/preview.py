"""tongbao preview: templates filled with the present data, what is missing in yellow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import click

from pipeline.cli.common import (
    CLEAN,
    WRONG,
    guarded,
    help_option,
    office_of,
    period_option,
    progressing,
)
from pipeline.cli.complaint import Misuse
from pipeline.cli.help import Command
from pipeline.collect.watching import saved
from pipeline.gather import NoPeriod, Office
from pipeline.model.edition import Document
from pipeline.model.finding import Faulty
from pipeline.model.period import Period
from pipeline.preview import NoTemplate, Preview, Stage, chosen, path_of, previews, staged
from pipeline.proofread import said_of
from pipeline.publish import PREVIEWS, NoPaper, PaperPress, Unwritable, show, withdraw
from pipeline.scheme.documents import DocumentPlan

_MOST_GAPS = 5


@click.command("preview", cls=Command, short_help="看模板现在印出来是什么样")
@period_option
@click.option("--watch", is_flag=True, help="模板存一次就重做一次，按Ctrl-C结束")
@click.option(
    "--outputs",
    "folder",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="预览放在哪里；不写则放在outputs里的“预览”",
)
@help_option
@click.argument("template", default="", metavar="[模板]")
@click.pass_context
@guarded
def command(
    context: click.Context,
    period: Period | None,
    watch: bool,
    folder: Path | None,
    template: str,
) -> None:
    """用现有的数把模板填出来看，不动本期的文件；没有的数标成黄色，有LibreOffice的另出PDF。

    模板写documents.yaml里的名称，或模板文件的路径（不必已经列入documents.yaml）；不写则做本期全部文件。
    """
    office = office_of(context)
    with PaperPress() as press:
        if not press.is_there:
            click.echo("没有找到LibreOffice（soffice），只出Word、Excel文件，不出PDF", err=True)
        desk = _Desk(office, period, folder, template, press)
        try:
            if not watch:
                raise SystemExit(WRONG if desk.sit_down() else CLEAN)
            desk.keep_watch()
        except NoTemplate as missing:
            raise Misuse(str(missing)) from None
        except KeyboardInterrupt:
            if not watch:
                raise
            click.echo("已停止预览")


class _Desk:
    """What one call of the command was asked for, and the month that it has read."""

    def __init__(
        self,
        office: Office,
        period: Period | None,
        folder: Path | None,
        template: str,
        press: PaperPress,
    ) -> None:
        self._office, self._period, self._template = office, period, template
        self._folder, self._press = folder, press
        self._stage: Stage | None = None
        self._plans: list[DocumentPlan] = []

    def sit_down(self) -> bool:
        """Read the inputs and show what was asked for; tell whether a template has faults."""
        self._stage = None
        with progressing(False) as progress:
            stage = staged(self._office, self._period, progress)
        self._plans, self._stage = chosen(stage, self._template), stage
        click.echo(f"期别：{stage.month.period}（{stage.month.why}）")
        return self._show(stage, self._plans)

    def keep_watch(self) -> None:
        """Show it again whenever a template is saved; read the inputs again only if they change."""
        self._try(self.sit_down)
        click.echo("正在等候模板改动，按Ctrl-C结束")
        alone = [] if self._stage is None else [path_of(self._stage, one) for one in self._plans]
        for files in saved([self._office.templates, self._office.inputs, *alone]):
            stage = self._stage
            if stage is None or any(map(self._is_data, files)):
                self._try(self.sit_down, NoTemplate)
            else:
                there = {one.resolve() for one in files}
                plans = [one for one in self._plans if path_of(stage, one).resolve() in there]
                self._try(partial(self._show, stage, plans))

    def _is_data(self, path: Path) -> bool:
        return path.suffix == ".yaml" or path.is_relative_to(self._office.inputs)

    def _try(self, work: Callable[[], bool], *others: type[Exception]) -> None:
        """Say what is wrong and go on watching: the next save may mend it."""
        try:
            work()
        except Faulty as faulty:
            click.echo(f"有{len(faulty.faults)}处错误，改好保存后会再试：", err=True)
            for fault in faulty.faults:
                click.echo(f"  {fault.line}", err=True)
        except (NoPeriod, Unwritable, *others) as trouble:
            click.echo(str(trouble), err=True)

    def _show(self, stage: Stage, plans: Sequence[DocumentPlan]) -> bool:
        folder = self._folder or self._office.outputs / PREVIEWS / str(stage.month.period)
        faulty = False
        for one in previews(stage, plans):
            if one.document is None:
                withdraw(one.plan.name, one.plan.suffix, folder)
                _tell_faults(one)
                faulty = True
            else:
                path = show(one.document, folder)
                click.echo(f"已预览：{path}")
                _tell_gaps(one.document)
                for line in said_of(stage.scheme, one.document, stage.month):
                    click.echo(f"  {line}")
                self._print(path)
        return faulty

    def _print(self, path: Path) -> None:
        if self._press.is_there:
            try:
                self._press.printed(path)
            except NoPaper as reason:
                click.echo(f"  没有PDF：{reason}", err=True)


def _tell_faults(one: Preview) -> None:
    click.echo(f"《{one.plan.template}》有{len(one.faults)}处错误，没有预览：", err=True)
    for fault in one.faults:
        click.echo(f"  {fault.line}", err=True)


def _tell_gaps(document: Document) -> None:
    gaps = document.gaps
    for gap in gaps[:_MOST_GAPS]:
        click.echo(f"  缺数：{gap.place} {gap.text}")
    if len(gaps) > _MOST_GAPS:
        click.echo(f"  还有{len(gaps) - _MOST_GAPS}处缺数，见文件里的黄色")
