"""The same report twice, our own 标注副本 and our 审核意见 among what comes back."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from pipeline.collect.receive import Receipt
from pipeline.model.finding import Finding, Level, Rule
from pipeline.model.month import Arrival
from pipeline.model.period import Period
from pipeline.model.place import Place
from pipeline.office.reading import Reader
from pipeline.render.papers.marked import marked
from tests.collect.test_hostile_folder import put, received, saved
from tests.validate.bureau import Bureau, nothing, town

JUNE = Period(2026, 6)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as made:
        yield made


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    made = Bureau(tmp_path)
    made.keep()
    (made.inputs / "2026-06").mkdir()
    return made


def told(receipt: Receipt) -> list[tuple[str, str, str]]:
    return [(one.rule.code, one.places[0].file, one.message) for one in receipt.findings]


def copied(content: bytes, file: str = "青榆镇.xlsx", cell: str = "J5") -> bytes:
    """Our copy of a file, with one finding marked on 资金到位."""
    rule = Rule("T01", Level.EXPLAIN)
    one = Finding(rule, JUNE, "ZJ01", (Place(file, "资金到位", cell),), "偏大", "请核实")
    with Reader() as reader:
        return marked(Arrival(file, content, 1), [one], reader.read).content


def altered(content: bytes, *, version: int = 1, june: int = 400) -> bytes:
    """The file after a clerk corrected the amount of June, 本年累计 and 自报汇总 with it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["资金到位"]["J5"], book["资金到位"]["Q5"] = june, 1000 + june
    book["自报汇总"]["D4"] = 1060 + june
    book["封面"]["B11"] = version
    book["封面"]["A12"], book["封面"]["B12"] = "更正说明", "六月数有误"
    return saved(book)


def test_the_same_file_twice_is_read_once_and_said_in_the_log(bureau, reader):
    data = saved(town())
    put(bureau, "青榆镇.xlsx", data)
    put(bureau, "转发/青榆镇 - 副本.xlsx", data)
    receipt = received(bureau, reader)
    assert told(receipt) == []
    assert receipt.submissions["ZJ01"].file == "青榆镇.xlsx"
    assert receipt.remarks == (
        "青榆镇的《转发/青榆镇 - 副本.xlsx》与《青榆镇.xlsx》内容相同，只读取后者",
    )


def test_the_same_report_saved_anew_is_the_same(bureau, reader):
    book = town()
    put(bureau, "青榆镇1号.xlsx", saved(book))
    book["资金到位"].insert_rows(1)
    book["资金到位"].column_dimensions["A"].width = 40
    put(bureau, "青榆镇2号.xlsx", saved(book))
    receipt = received(bureau, reader)
    assert told(receipt) == []
    assert len(receipt.remarks) == 1


def test_reports_that_differ_in_one_cell_are_two(bureau, reader):
    data = saved(town())
    put(bureau, "青榆镇1号.xlsx", data)
    put(bureau, "青榆镇2号.xlsx", data)
    put(bureau, "青榆镇3号.xlsx", altered(data))
    receipt = received(bureau, reader)
    assert told(receipt) == [
        (
            "V03",
            "青榆镇1号.xlsx",
            "青榆镇收到2份同版本报表：《青榆镇1号.xlsx》、《青榆镇3号.xlsx》",
        )
    ]
    assert len(receipt.remarks) == 1


def test_an_unusable_cell_typed_otherwise_makes_another_report(bureau, reader):
    for number, text in enumerate(("约350", "约360"), 1):
        book = town()
        book["固定资产投资"]["I5"] = text
        put(bureau, f"青榆镇{number}号.xlsx", saved(book))
    assert "V03" in [code for code, _, _ in told(received(bureau, reader))]


def test_a_copy_that_nobody_changed_is_passed_over(bureau, reader):
    data = saved(town())
    put(bureau, "青榆镇.xlsx", data)
    put(bureau, "标注副本/青榆镇.xlsx", copied(data))
    receipt = received(bureau, reader)
    assert told(receipt) == []
    assert receipt.submissions["ZJ01"].file == "青榆镇.xlsx"


def test_a_copy_alone_is_the_units_file(bureau, reader):
    put(bureau, "青榆镇标注副本.xlsx", altered(copied(saved(town()))))
    receipt = received(bureau, reader)
    assert told(receipt) == []
    assert receipt.submissions["ZJ01"].file == "青榆镇标注副本.xlsx"


def test_a_corrected_copy_with_a_higher_version_replaces_the_original(bureau, reader):
    data = saved(town())
    put(bureau, "青榆镇.xlsx", data)
    put(bureau, "青榆镇标注副本.xlsx", altered(copied(data), version=2))
    receipt = received(bureau, reader)
    assert told(receipt) == []
    assert receipt.submissions["ZJ01"].file == "青榆镇标注副本.xlsx"
    assert receipt.submissions["ZJ01"].version == 2


def test_a_changed_copy_of_the_same_version_is_told_for_what_it_is(bureau, reader):
    data = saved(town())
    put(bureau, "青榆镇.xlsx", data)
    put(bureau, "标注副本.xlsx", altered(copied(data)))
    (one,) = received(bureau, reader).findings
    assert one.line == (
        "强制〔X09〕《标注副本.xlsx》 青榆镇既有原报表《青榆镇.xlsx》，又有改动过的标注副本"
        "《标注副本.xlsx》，版本都是1；以副本为准的，请把它封面的“版本”改为2后重报；"
        "否则把副本移出文件夹"
    )


def test_two_originals_and_a_copy_are_a_matter_of_the_originals(bureau, reader):
    data = saved(town())
    put(bureau, "青榆镇1号.xlsx", data)
    put(bureau, "青榆镇2号.xlsx", altered(data))
    put(bureau, "青榆镇3号.xlsx", altered(copied(data), june=450))
    ((code, _, message),) = told(received(bureau, reader))
    assert (code, "3份同版本" in message) == ("V03", True)


@pytest.mark.page
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_copy_saved_by_libreoffice_is_still_known(bureau, reader, tmp_path, kind):
    data = saved(town())
    source = tmp_path / "副本" / "标注副本.xlsx"
    source.parent.mkdir()
    source.write_bytes(altered(copied(data)))
    content = converted(source, kind, tmp_path)
    put(bureau, "青榆镇.xlsx", data)
    put(bureau, f"标注副本.{kind}", content)
    assert reader.read(content, "副本").copy_of == reader.read(copied(data), "副本").copy_of != ""
    assert [code for code, _, _ in told(received(bureau, reader))] == ["X09"]


def converted(source: Path, kind: str, folder: Path) -> bytes:
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    command += ["--outdir", str(folder / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=dict(os.environ))
    return (folder / "out" / source.with_suffix(f".{kind}").name).read_bytes()


def test_a_copy_of_a_copy_carries_the_new_marks_alone():
    once = copied(saved(town()))
    twice = copied(once, "标注副本.xlsx", "J6")
    page = openpyxl.load_workbook(io.BytesIO(twice))["资金到位"]
    assert page["J5"].comment is None
    assert page["J5"].fill.fill_type is None
    assert page["J6"].comment.text.startswith("【核实】")


def test_a_clerks_own_comment_outlives_our_marks():
    book = openpyxl.load_workbook(io.BytesIO(saved(town())))
    book["资金到位"]["J5"].comment = openpyxl.comments.Comment("含设备款", "甲")
    once = copied(saved(book))
    page = openpyxl.load_workbook(io.BytesIO(once))["资金到位"]
    assert page["J5"].comment.text.startswith("含设备款\n【核实】")
    again = openpyxl.load_workbook(io.BytesIO(copied(once, "标注副本.xlsx", "J6")))["资金到位"]
    assert again["J5"].comment.text == "含设备款"


# --- 审核意见 that come back ----------------------------------------------------------------

HEAD = ("级别", "问题编号", "所在位置", "问题", "说明", "说明人")


def reply(*, head: tuple[str, ...] = HEAD, title: str = "审核意见") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    page.append(["填报单位：青榆镇"])
    page.append(head)
    page.append(["核实", "0a1b2c3d", "J5", "偏大", "该项目分两期供地", "崔允衡"][: len(head)])
    return book


def test_what_was_explained_is_no_report(bureau, reader):
    put(bureau, "青榆镇.xlsx", saved(town()))
    put(bureau, "青榆镇审核意见.xlsx", saved(reply()))
    receipt = received(bureau, reader)
    assert told(receipt) == []
    assert [(one.unit, one.code) for one in receipt.said] == [("ZJ01", "0a1b2c3d")]
    assert receipt.submissions["ZJ01"].file == "青榆镇.xlsx"


@pytest.mark.parametrize("head", [("级别", "问题编号", "问题"), ("级别", "问题")])
def test_a_sheet_without_the_columns_to_answer_in_is_no_report_either(bureau, reader, head):
    put(bureau, "青榆镇.xlsx", saved(town()))
    put(bureau, "青榆镇审核意见.xlsx", saved(reply(head=head)))
    receipt = received(bureau, reader)
    ((code, file, message),) = told(receipt)
    assert (code, file) == ("X06", "青榆镇审核意见.xlsx")
    assert message.endswith("是发回的问题清单，但表头不全，没有读取")


def test_what_was_explained_may_come_as_a_csv(bureau, reader):
    rows = [[cell.value or "" for cell in row] for row in reply().active.iter_rows()]
    put(bureau, "青榆镇.csv", "\n".join(",".join(row) for row in rows).encode())
    put(bureau, "青榆镇.xlsx", saved(town()))
    receipt = received(bureau, reader)
    assert told(receipt) == []
    assert [(one.unit, one.code) for one in receipt.said] == [("ZJ01", "0a1b2c3d")]


def test_a_report_that_holds_the_sheet_too_is_both(bureau, reader):
    book = nothing("ZJ01", "青榆镇")
    page = book.create_sheet("审核意见")
    for row in reply().active.iter_rows(values_only=True):
        page.append(row)
    put(bureau, "青榆镇.xlsx", saved(book))
    receipt = received(bureau, reader)
    assert set(receipt.submissions) == {"ZJ01"}
    assert len(receipt.said) == 1


def test_version_says_which_of_two_copies_counts(bureau, reader):
    data = saved(town())
    for version in (2, 3):
        put(bureau, f"青榆镇{version}.xlsx", altered(copied(data), version=version))
    assert received(bureau, reader).submissions["ZJ01"].file == "青榆镇3.xlsx"
