"""tongbao preview: templates filled with the present data, what is missing in yellow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
        if not watch:
            raise SystemExit(WRONG if desk.sit_down() else CLEAN)
        try:
            desk.keep_watch()
        except KeyboardInterrupt:
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

    def sit_down(self) -> bool:
        """Read the inputs and show what was asked for; tell whether a template has faults."""
        with progressing(False) as progress:
            self._stage = staged(self._office, self._period, progress)
        month = self._stage.month
        click.echo(f"期别：{month.period}（{month.why}）")
        return self._show(self._plans())

    def keep_watch(self) -> None:
        """Show it again whenever a template is saved; read the inputs again only if they change."""
        self._try(self.sit_down)
        click.echo("正在等候模板改动，按Ctrl-C结束")
        own = [path_of(self._stage, one) for one in self._plans()] if self._stage else []
        for files in saved([self._office.templates, self._office.inputs, *own]):
            if self._stage is None or any(map(self._is_data, files)):
                self._try(self.sit_down)
            else:
                self._try(lambda files=files: self._show(self._made_from(files)))

    def _plans(self) -> list[DocumentPlan]:
        assert self._stage is not None
        try:
            return chosen(self._stage, self._template)
        except NoTemplate as missing:
            raise Misuse(str(missing)) from None

    def _made_from(self, files: Iterable[Path]) -> list[DocumentPlan]:
        assert self._stage is not None
        there = {one.resolve() for one in files}
        return [one for one in self._plans() if path_of(self._stage, one).resolve() in there]

    def _is_data(self, path: Path) -> bool:
        return path.suffix == ".yaml" or path.is_relative_to(self._office.inputs)

    def _try(self, work: object) -> None:
        """Say what is wrong and go on watching: the next save may mend it."""
        try:
            work()  # type: ignore[operator]
        except Faulty as faulty:
            click.echo(f"有{len(faulty.faults)}处错误，改好保存后会再试：", err=True)
            for fault in faulty.faults:
                click.echo(f"  {fault.line}", err=True)
        except (NoPeriod, Unwritable) as trouble:
            click.echo(str(trouble), err=True)

    def _show(self, plans: Sequence[DocumentPlan]) -> bool:
        assert self._stage is not None
        period = str(self._stage.month.period)
        folder = self._folder or self._office.outputs / PREVIEWS / period
        faulty = False
        for one in previews(self._stage, plans):
            faulty |= bool(one.faults)
            self._tell(one, folder)
        return faulty

    def _tell(self, one: Preview, folder: Path) -> None:
        if one.document is None:
            withdraw(one.plan.name, one.plan.suffix, folder)
            click.echo(f"《{one.plan.template}》有{len(one.faults)}处错误，没有预览：", err=True)
            for fault in one.faults:
                click.echo(f"  {fault.line}", err=True)
            return
        assert self._stage is not None
        path = show(one.document, folder)
        click.echo(f"已预览：{path}")
        gaps = one.document.gaps
        for gap in gaps[:_MOST_GAPS]:
            click.echo(f"  缺数：{gap.place} {gap.text}")
        if len(gaps) > _MOST_GAPS:
            click.echo(f"  还有{len(gaps) - _MOST_GAPS}处缺数，见文件里的黄色")
        for line in said_of(self._stage.scheme, one.document, self._stage.month):
            click.echo(f"  {line}")
        if self._press.is_there:
            try:
                self._press.printed(path)
            except NoPaper as reason:
                click.echo(f"  没有PDF：{reason}", err=True)
