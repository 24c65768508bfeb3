"""Which figures of a document edited by hand no longer hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.model.edition import Document, Edition, Printed
from pipeline.publish import plan, publish
from pipeline.publish.stale import Stale, stale
from tests.publish.newsroom import PERIOD, entry, simple

RATE = Printed("正文 第3段", "48.97%", "全市/资金/完成率")
SUM = Printed("正文 第2段", "20.85亿元", "全市/资金/完成")


def test_a_figure_that_prints_otherwise_is_stale_with_its_place() -> None:
    now = [SUM, replace(RATE, text="49.01%")]
    assert stale([SUM, RATE], now) == (Stale("正文 第3段", "全市/资金/完成率", "48.97%", "49.01%"),)
    assert stale([SUM, RATE], [RATE, SUM]) == ()


def test_a_figure_that_is_printed_twice_is_compared_one_by_one() -> None:
    twice = [SUM, replace(SUM, text="208500", place="附表!C4")]
    now = [SUM, replace(SUM, text="208501", place="附表!C4")]
    assert stale(twice, now) == (Stale("附表!C4", "全市/资金/完成", "208500", "208501"),)


def test_a_figure_that_is_no_longer_printed_so_is_told() -> None:
    assert stale([SUM, SUM], [SUM]) == ()
    assert stale([SUM], []) == (Stale("正文 第2段", "全市/资金/完成", "20.85亿元", ""),)
    assert stale([SUM], [])[0].line == (
        "正文 第2段 “20.85亿元”现在不再印（全市/资金/完成），请核对"
    )
    assert stale([SUM], [RATE, replace(SUM, text="21亿元"), replace(SUM, text="2.1")])[0].now == (
        "21亿元"
    )


def test_the_figures_of_an_edited_document_are_remembered_from_run_to_run(outputs: Path) -> None:
    publish(_edition("20.85亿元"), outputs)
    path = outputs / PERIOD / "通报.docx"
    path.unlink()
    path.write_text("手改", "utf-8")
    for text in ("20.90亿元", "20.95亿元"):
        (change,) = [one for one in plan(_edition(text), outputs) if one.stale]
        assert change.name == "通报.docx"
        assert [(one.then, one.now) for one in change.stale] == [("20.85亿元", text)]
        publish(_edition(text), outputs)
        assert entry(outputs / PERIOD, "通报.docx")["printed"][0][1] == "20.85亿元"
    log = (outputs / PERIOD / "run.log").read_text("utf-8")
    assert "过时 正文 第2段 “20.85亿元”现为“20.95亿元”" in log


def test_a_document_of_a_persons_own_has_no_figures_of_ours(outputs: Path) -> None:
    publish(simple({"函": "三"}), outputs)
    (outputs / PERIOD / "通报.docx").write_text("自己写的", "utf-8")
    assert [one.stale for one in plan(_edition("20.85亿元"), outputs)] == [(), (), ()]


def _edition(text: str) -> Edition:
    trace = (replace(SUM, text=text),)
    made = Document("通报", "docx", text.encode(), "通报模板.docx", trace)
    return replace(simple({}), documents=[made])
