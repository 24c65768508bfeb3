"""领导参阅 is one page of A4, whatever there is to say (as LibreOffice lays it out)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.model.figure import Phrase, Quantity
from tests.documents import upward
from tests.documents.upward import FUNDS, PAGE, copies, listing
from tests.pages.press import pages_of, to_pdf

pytestmark = pytest.mark.page
LONG = "高新区管委会"


def worst() -> dict[str, object]:
    """Every sentence in its longest branch, every list longer than what is printed of it."""
    known = upward.names_of()
    many = [f"{LONG}{number}" for number in range(20)]
    row = {"事项": "协调解决新引进项目的土地、用电、用水和环评" * 3, "责任单位": LONG * 3}
    row |= {"时限": date(2026, 12, 31), "超期天数": Quantity(Fraction(123), "天", 0)}
    node = {"单位": LONG, "项目名称": "年产六十万吨高性能复合材料生产基地建设项目" * 2}
    node |= {"节点": "投产", "超期天数": Quantity(Fraction(1234), "天", 0)}
    assessed = [
        {
            **one,
            "考核": True,
            "有上期公布数": True,
            "环比措辞": "较上期公布数减少12.34亿元（以前月份数据有更正）",
            "完成数": "1234.56亿元",
            "同比": "-100.00",
        }
        for one in known["清单"]["指标"]
    ]
    made = listing(
        known,
        指标=assessed,
        未报送单位=many,
        退回单位=many,
        沿用单位=many,
        待决问题=[{"单位": one, "级别": "强制"} for one in many * 20],
        未销号事项=[row] * 9,
        超期节点=[node] * 9,
        上期数据调整=[{}] * 123,
        **{
            name: [{"单位": one} for one in many]
            for name in ("红榜", "黑榜", "红榜建议", "黑榜建议")
        },
    )
    said = "上年同期为-123.45亿元，同比增加1234.56亿元（口径有调整，同比仅供参考）"
    funds = {**known["全市"][FUNDS], "同比措辞": Phrase(said)}
    task = "年度任务确保1234.56亿元、力争1234.56亿元（由1234.56亿元调整）"
    funds |= {"上级目标措辞": task, "本级目标措辞": task}
    place = {**known["全市"]["全省位次"], "有上期公布数": True}
    place["上期公布数"] = Quantity(Fraction(123), "位", 0)
    made["全市"] = {**known["全市"], FUNDS: funds, "全省位次": place}
    return made


def test_it_is_one_page_in_june_and_at_its_longest(tmp_path: Path) -> None:
    files = []
    for name, known in (("六月", None), ("最长", worst())):
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(copies(PAGE, known)[0][1])
    for pdf in to_pdf(files, tmp_path):
        (page,) = pages_of(pdf)
        assert page[0].text.startswith("2026年1—6月")
        # the text area ends 262 mm from the top; below it stands the number of the page
        assert next(one for one in page if "任务栏" in one.text).bottom < 262
        assert page[-1].text == "—1—"
