"""底稿.xlsx of the shipped month: every printed figure is in it, exact, with its rows."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from fractions import Fraction

import openpyxl
import pytest

from pipeline.gather import Office
from pipeline.model.edition import Printed
from pipeline.model.figure import Override
from pipeline.model.interval import Interval
from pipeline.model.period import Period
from pipeline.produce import produce
from pipeline.render.context import context
from pipeline.render.explain import marks
from pipeline.render.papers import audit
from tests.audit.workbooks import amount
from tests.cli.desk import ROOT
from tests.shipped import INPUTS

SHEETS = ("印出的数", "明细", "口径")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    office = Office(ROOT / "templates", INPUTS, tmp_path_factory.mktemp("audit") / "outputs")
    (office.outputs / "2026-06" / "审核").mkdir(parents=True)
    return *produce(office, Period(2026, 6)), office.outputs


@pytest.fixture(scope="module")
def book(made) -> dict[str, list[dict]]:
    paper = next(one for one in made[0].documents if one.name == "底稿")
    assert paper.folder == ("审核",)
    found = openpyxl.load_workbook(io.BytesIO(paper.content))
    assert tuple(found.sheetnames) == SHEETS
    return {one.title: rows(one) for one in found}


def rows(sheet) -> list[dict]:
    heads = [cell.value for cell in sheet[3]]
    lines = sheet.iter_rows(min_row=4, values_only=True)
    return [dict(zip(heads, line, strict=True)) for line in lines]


def printed(made) -> list[tuple[str, Printed]]:
    return [(one.name, trace) for one in made[0].documents for trace in one.trace]


def test_every_printed_figure_is_in_the_sheet_and_means_something(made, book):
    wanted = [(name, one.place, one.text, one.figure) for name, one in printed(made)]
    found = [
        tuple(row[key] for key in ("文件", "位置", "印出", "编号")) for row in book["印出的数"]
    ]
    assert len(found) > 1400
    assert found == wanted
    assert [row["编号"] for row in book["印出的数"] if not row["项"]] == []


def test_every_number_that_is_printed_can_stand_for_its_exact_value(made, book):
    # a displayed gap is the difference of two prints, so that it may be a whole unit off (F04);
    # a phrase may print several numbers (后7个月月均需完成…, 确保…、力争…): one of them is the value
    for row in book["印出的数"]:
        said = re.findall(r"(-?\d+(?:\.\d+)?)(亿元|余)?", row["印出"] or "")
        if row["数"] is None or (not said and not row["数"]):
            continue
        assert any(_stands_for(row, *one) for one in said), row


def _stands_for(row: dict, digits: str, measure: str) -> bool:
    if measure == "余":  # F24: 137 is 130余, 1 268 is 1 200余, 37 is 30余
        step = 10 ** (len(digits) - len(digits.rstrip("0")))
        return 0 < row["数"] - int(digits) < step
    factor = Fraction(10000) if measure and row["计量单位"] == "万元" else Fraction(1)
    span = Interval.of(digits)
    wide = span.high - span.low if row["项"] == "超序时" else Fraction(0)
    value = abs(Fraction(format(row["数"], ".15g"))) / factor
    return abs(value - abs(Fraction(digits))) <= (span.high - span.low) / 2 + wide


def test_the_rows_of_a_figure_are_linked_and_add_up_to_it(made, book):
    figure = next(row for row in book["印出的数"] if row["编号"] == "全市/实际利用省外资金/完成")
    units = {unit.short for unit in made[2].units}
    own = [
        row
        for row in book["明细"]
        if (row["指标"], row["状态"]) == ("实际利用省外资金", "核定") and row["单位"] in units
    ]
    total = sum(Fraction(format(row["数"], ".15g")) for row in own)
    assert total == Fraction(format(figure["数"], ".15g"))
    for row in own:
        share = Fraction(format(row["份额"], ".15g")) if row["份额"] is not None else 1
        value = amount(row["文件"], row["工作表"], row["位置"]) * share
        assert value == Fraction(format(row["数"], ".15g"))
        first = row["位置"].partition(":")[0]
        way, _, cell = row["链接"].partition("#")
        assert cell == f"'{row['工作表']}'!{first}"
        assert (made[3] / "2026-06" / "审核" / way).resolve() == INPUTS / row["文件"]
        assert row["单元格"].startswith("=HYPERLINK(")


def test_what_is_carried_pending_and_proved_by_vouchers_is_marked(book):
    whole = next(row for row in book["印出的数"] if row["编号"] == "全市/入统项目/完成")
    assert "柳汀镇沿用上月数" in whole["标注"]
    pending = next(row for row in book["印出的数"] if row["编号"].endswith("资金/待审核"))
    assert pending["标注"].startswith("待审核")
    kept = [row for row in book["明细"] if row["文件"].startswith("2026-05/")]
    assert kept
    assert all(row["标注"] == "沿用" for row in kept)
    assert sum(bool(row["凭证号"]) for row in book["明细"]) > 100


def test_a_code_that_means_nothing_shows_as_such(made):
    stray = Printed("正文 第1段", "5个", "全市/没有的指标/完成")
    (row,) = sheets(again(made, [("甲", stray, "")]))["印出的数"]
    assert (row["文件"], row["项"]) == ("甲", None)


def again(made, prints, **more) -> bytes:
    """The audit sheet made once more, with other prints or links."""
    _, scheme, month, _ = made
    names = context(scheme.indicators, month, ())
    paper = audit.audited(scheme, month, names, prints, ("审核",), **more)
    assert paper is not None
    return paper.content


def sheets(content: bytes) -> dict[str, list[dict]]:
    return {one.title: rows(one) for one in openpyxl.load_workbook(io.BytesIO(content))}


def test_rows_beyond_a_sheet_go_on_on_further_ones(made, book, monkeypatch):
    monkeypatch.setattr(audit, "A_SHEET", 400)
    prints = audit.prints_of(made[0].documents)
    content = again(made, prints, links="../../../inputs/")
    found = sheets(content)
    pages = [name for name in found if name.startswith("明细")]
    assert list(found)[:3] == list(SHEETS)
    assert pages[:3] == ["明细", "明细（2）", "明细（3）"]
    whole = [{**row, "单元格": "", "链接": ""} for row in book["明细"]]
    parts = [{**row, "单元格": "", "链接": ""} for name in pages for row in found[name]]
    assert parts == whole  # not one is lost, none stands twice, and they are numbered through
    assert [len(found[one]) for one in pages[:-1]] == [400] * (len(pages) - 1)
    opened = openpyxl.load_workbook(io.BytesIO(content))
    second = opened["明细（2）"]
    assert f"共{len(whole)}行" in second["A2"].value
    assert second["G4"].value == "=HYPERLINK(M4,N4)"
    assert (second.print_title_rows, second.freeze_panes) == ("$3:$3", "A4")
    assert second.print_area == "'明细（2）'!$A$1:$L$403"


def test_links_lead_to_inputs_wherever_outputs_lie(made, tmp_path):
    usual = Office(tmp_path / "templates", tmp_path / "inputs", tmp_path / "outputs")
    assert usual.to_inputs() == "../../../inputs/"
    elsewhere = Office(usual.templates, usual.inputs, tmp_path / "共享" / "甲" / "outputs")
    way = elsewhere.to_inputs()
    assert way == "../../../../../inputs/"
    here = elsewhere.outputs / "2026-06" / "审核"
    here.mkdir(parents=True)
    assert (here / way).resolve() == usual.inputs.resolve()


def test_figures_that_the_office_adjusted_are_marked_with_what_stood_before(made):
    month = made[2]
    figure = next(one for one in month.figures.values() if one.code == "全市/入统项目/自报")
    altered = replace(figure, adjusted=Override(figure.value, "数据核减", "王主任"))
    assert next(marks(month, altered)) == "由59调整：数据核减（王主任）"


def test_no_claim_of_the_shipped_documents_is_called_false(made):
    told = [one.line for one in made[2].findings if one.rule.code in ("V45", "V64")]
    assert told == []
