"""A folder of whatever arrives: every bad file gets its message, the good unit comes complete."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from pipeline.collect.directory import directory_of
from pipeline.collect.read import read_table
from pipeline.collect.receive import Receipt, receive
from pipeline.model.period import Period
from pipeline.office import archive, package
from pipeline.office.reading import Reader
from tests.office import forge
from tests.validate.bureau import Bureau, cover, directory, nothing, shipped, town

JUNE = Period(2026, 6)
PDF, PHOTO = b"%PDF-1.7 scan", b"\xff\xd8\xff\xe0 photo"


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


def received(bureau: Bureau, reader: Reader) -> Receipt:
    form = shipped().role("名录")
    data = (bureau.inputs / "基础库.xlsx").read_bytes()
    grids = reader.read(data, "基础库.xlsx").grids
    table = read_table(shipped(), form, "基础库.xlsx", grids, JUNE, "").table
    units = directory_of(table, JUNE)
    assert len(units.units) == len(directory())
    return receive(shipped(), units, bureau.inputs / "2026-06", JUNE, reader)


def put(bureau: Bureau, name: str, data: bytes) -> None:
    path = bureau.inputs / "2026-06" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def zipped(members: dict[str, bytes], encoding: str = "") -> bytes:
    """A zip; with an encoding, its names are written in it and not flagged as UTF-8."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(_disguised(name, encoding) if encoding else name, data)
    if not encoding:
        return content.getvalue()
    plain = content.getvalue()
    for name in members:
        raw = name.encode(encoding)
        plain = plain.replace(_disguised(name, encoding).encode(), raw)
    return plain


def _disguised(name: str, encoding: str) -> str:
    return "".join(
        char if char.isascii() and char in "/." else "Z" for char in _raw(name, encoding)
    )


def _raw(name: str, encoding: str) -> str:
    return name.encode(encoding).decode("latin-1")


def told(receipt: Receipt) -> dict[str, str]:
    """Each file that was complained of with the rule."""
    return {one.places[0].file: one.rule.code for one in receipt.findings}


def bombs() -> dict[str, bytes]:
    far = forge.sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    return {
        "远格.xlsx": forge.xlsx(far),
        "声明.xlsx": forge.xlsx('<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'),
        "截断.xlsx": saved(town())[:2000],
        "空.xlsx": b"",
        "乱码.xlsx": bytes(range(256)) * 20,
        "扫描件.pdf": PDF,
        "炸弹.zip": zipped({"零.xlsx": b"\0" * (archive.MAX_FREE + 1)}),
        "空包.zip": zipped({}),
        "三层.zip": zipped({"二.zip": zipped({"三.zip": zipped({"四.xlsx": b"x"})})}),
    }


def test_each_hostile_file_gets_a_message_and_the_good_unit_is_complete(bureau, reader):
    for name, data in bombs().items():
        put(bureau, f"杂项/{name}", data)
    put(bureau, "青榆镇月报.xlsx", saved(town()))
    receipt = received(bureau, reader)
    assert set(receipt.submissions) == {"ZJ01"}
    assert len(receipt.submissions["ZJ01"].tables["资金到位"]) == 2
    assert told(receipt) == {
        "杂项/远格.xlsx": "V57",
        "杂项/声明.xlsx": "V57",
        "杂项/截断.xlsx": "V57",
        "杂项/空.xlsx": "V57",
        "杂项/乱码.xlsx": "V57",
        "杂项/扫描件.pdf": "V57",
        "杂项/炸弹.zip/零.xlsx": "V57",
        "杂项/空包.zip": "V57",
        "杂项/三层.zip/二.zip/三.zip": "V57",
    }
    assert all(one.message and "请" in one.remedy and not one.unit for one in receipt.findings)


FAR = forge.sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
WIDE = "<table><tr><td rowspan=900000 colspan=1000>x</td></tr>" + "<tr></tr>" * 9_999
CROWDS = {
    "万张表.xlsx": (lambda: forge.sheets(10_000), "有10000张以上工作表，超过上限500张"),
    "万张表.xls": (lambda: forge.old_sheets(3_000), "有501张以上工作表，超过上限500张"),
    "五万合并.xlsx": (lambda: forge.merges(50_000), "有50000处合并单元格，超过上限20000处"),
    "太多格.xlsx": (lambda: forge.filled(201_000), "有4020000个单元格，超过上限4000000个"),
    "远格.xlsx": (lambda: forge.xlsx(FAR), "工作表“甲”的内容一直延伸到XFD1048576"),
    "十亿.xlsx": (forge.laughs, "内部带有DOCTYPE声明"),
    "大合并.xls": (WIDE.encode, "合并单元格大得离奇"),
    "截断包.zip": (lambda: zipped({"表.xlsx": b"x" * 999})[:-60], "不完整，未传完或已损坏"),
}


@pytest.mark.parametrize("name", CROWDS)
def test_a_crowd_is_refused_within_a_second_and_said(bureau, reader, name):
    make, what = CROWDS[name]
    data = make()
    reader.read(forge.workbook(), "先.xlsx")
    start = _seconds(reader)
    put(bureau, name, data)
    (one,) = received(bureau, reader).findings
    assert (one.rule.code, what in one.message) == ("V57", True), one.message
    assert _seconds(reader) - start < 1


def _seconds(reader: Reader) -> float:
    """The processor time of the reader's worker, where the platform tells."""
    stat = Path(f"/proc/{reader._worker.pid}/stat")
    if not stat.exists():
        return 0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def test_what_no_cap_foresees_is_bounded_and_the_good_unit_is_complete(bureau, reader):
    bad = {**forge.nested(50_000), "长文.xlsx": forge.long_strings(200_000, 30_000)}
    for name, data in {**bad, "公式.xlsx": forge.formulas(50_000)}.items():
        put(bureau, f"杂项/{name}", data)
    put(bureau, "青榆镇月报.xlsx", saved(town()))
    receipt = received(bureau, reader)
    assert len(receipt.submissions["ZJ01"].tables["资金到位"]) == 2
    assert {one.rule.code for one in receipt.findings} <= {"V57", "V02"}
    assert set(told(receipt)) == {f"杂项/{name}" for name in (*bad, "公式.xlsx")}


@pytest.mark.parametrize("depth", [2, 40])
def test_archives_in_archives_come_to_an_end(bureau, reader, depth):
    data = zipped({"青榆镇.xlsx": saved(town())})
    for number in range(depth - 1):
        data = zipped({f"{number}.zip": data})
    put(bureau, "包.zip", data)
    receipt = received(bureau, reader)
    assert set(receipt.submissions) == ({"ZJ01"} if depth == 2 else set())
    assert [one.rule.code for one in receipt.findings] == ([] if depth == 2 else ["V57"])


def test_many_small_bombs_unpack_to_no_more_than_one(bureau, reader):
    bombs = {f"{number}.zip": zipped({"零": b"\0" * 30_000_000}) for number in range(6)}
    put(bureau, "青榆镇.zip", zipped({"青榆镇.xlsx": saved(town()), **bombs}))
    receipt = received(bureau, reader)
    assert set(receipt.submissions) == {"ZJ01"}
    assert sum(map(len, receipt.contents.values())) < 2 * archive.MAX_FREE
    assert len([one for one in receipt.findings if "大得离奇" in one.message]) >= 4


def test_a_file_beyond_the_cap_is_not_even_opened(bureau, reader, monkeypatch):
    monkeypatch.setattr("pipeline.collect.discover.MAX_FILE", 1_000)
    put(bureau, "石桐镇.xlsx", saved(town()))
    (one,) = received(bureau, reader).findings
    assert (one.rule.code, one.unit) == ("V57", "ZJ02")
    assert "超过上限200MB" in one.message


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such names")
def test_odd_names_on_disk_become_plain_labels(bureau, reader):
    folder = bureau.inputs / "2026-06"
    names = [b"\x07\n\xe7\x9f\xb3\xe6\xa1\x90\xe9\x95\x87.xlsx", "石桐镇\u202e.xlsx".encode()]
    names.append("石桐镇.xls".encode("gbk"))
    for name in names:
        (Path(os.fsdecode(os.fsencode(folder) + b"/" + name))).write_bytes(b"")
    assert sorted(told(received(bureau, reader))) == [
        "石桐镇.xls",
        "石桐镇.xlsx",
        "石桐镇.xlsx（同名2）",
    ]


def test_names_that_lead_out_of_an_archive_or_hold_control_signs_stay_labels(bureau, reader):
    before = sorted(path for path in bureau.folder.parent.rglob("*"))
    names = {
        "../../青榆镇.xlsx": saved(town()),
        "C:\\x\\石\x07桐\u202e镇.xlsx": b"",
        "/etc/甲.xlsx": b"",
    }
    put(bureau, "包.zip", zipped(names))
    receipt = received(bureau, reader)
    assert receipt.submissions["ZJ01"].file == "包.zip/青榆镇.xlsx"
    assert set(told(receipt)) == {"包.zip/x/石桐镇.xlsx", "包.zip/etc/甲.xlsx"}
    after = sorted(path for path in bureau.folder.parent.rglob("*"))
    assert len(after) == len(before) + 1


@pytest.mark.parametrize("encoding", ["", "gbk"])
def test_an_archive_is_read_whatever_its_names_are_written_in(bureau, reader, encoding):
    sent = {"青榆镇月报.xlsx": saved(town()), "石桐镇.xlsx": saved(nothing("ZJ02", "石桐镇"))}
    put(bureau, "乡镇.zip", zipped(sent, encoding))
    receipt = received(bureau, reader)
    assert {one.file for one in receipt.submissions.values()} == {
        f"乡镇.zip/{name}" for name in sent
    }
    assert not receipt.findings


def test_an_archive_in_an_archive_is_opened_and_litter_is_passed_over(bureau, reader):
    litter = {
        "__MACOSX/._青榆镇.xlsx": b"x",
        "~$青榆镇.xlsx": b"x",
        "Thumbs.db": b"x",
        ".DS_Store": b"",
    }
    inner = zipped({"青榆镇.xlsx": saved(town()), **litter})
    put(bureau, "外.zip", zipped({"内.zip": inner, "说明.tmp": b"x"}))
    receipt = received(bureau, reader)
    assert list(receipt.files) == ["外.zip/内.zip/青榆镇.xlsx"]
    assert not receipt.findings


def test_what_is_no_table_beside_a_good_file_is_a_remark(bureau, reader):
    put(bureau, "六月/青榆/月报.xlsx", saved(town()))
    put(bureau, "六月/青榆/盖章扫描.pdf", PDF)
    put(bureau, "青榆镇现场.jpg", PHOTO)
    put(bureau, "石桐镇.pdf", PDF)
    receipt = received(bureau, reader)
    assert [(one.rule.code, one.unit, one.places[0].file) for one in receipt.findings] == [
        ("X06", "ZJ01", "六月/青榆/盖章扫描.pdf"),
        ("V57", "ZJ02", "石桐镇.pdf"),
        ("X06", "ZJ01", "青榆镇现场.jpg"),
    ]


def test_a_later_version_that_cannot_be_read_still_returns_the_unit(bureau, reader):
    put(bureau, "青榆镇.xlsx", saved(town()))
    put(bureau, "青榆镇更正.xlsx", b"PK\x03\x04")
    assert told(received(bureau, reader)) == {"青榆镇更正.xlsx": "V57"}


def test_a_code_and_a_name_of_two_units_are_found(bureau, reader):
    book = town()
    book["封面"]["B4"] = "石桐镇"
    put(bureau, "月报.xlsx", saved(book))
    (one,) = received(bureau, reader).findings
    assert (one.rule.code, one.places[0].cell) == ("X04", "B4")
    assert one.message == "封面的单位代码“ZJ01”是青榆镇，填报单位写的却是“石桐镇”"


def test_a_file_name_of_another_month_is_a_remark_where_the_cover_is_right(bureau, reader):
    put(bureau, "青榆镇_202605.xlsx", saved(town()))
    (one,) = received(bureau, reader).findings
    assert one.rule.code == "X06"
    assert "文件名里的期别是2026-05" in one.message


def test_the_caps_of_packages_hold_for_archives():
    many = zipped({f"{n}.txt": b"" for n in range(package.MAX_PARTS + 1)})
    with pytest.raises(archive.Unreadable, match="超过上限"):
        archive.members(many)
    assert archive.members(saved(cover("ZJ01", "青榆镇", "2026-06"))) is None


LOCKED = (forge.FILES / "locked" / "locked.xlsx").read_bytes()
REASONS = {
    "密码.xlsx": (LOCKED, "设有打开密码", "请去掉密码后重新报送"),
    "损坏.xls": (
        (forge.REAL_INPUT / "old-format.xls").read_bytes()[:2000],
        "已损坏或没有传完整",
        "请检查原文件能否打开，重新报送",
    ),
    "截断.xlsx": (
        forge.workbook()[:2000],
        "不完整，未传完或已损坏",
        "请检查原文件能否打开，另存后重新报送",
    ),
    "空.xlsx": (b"", "是空文件（0字节）", "请检查原文件能否打开，重新报送"),
    "文档.xlsx": (
        zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<w/>"}),
        "是Word文档而不是表格",
        "请报送Excel或WPS表格（xlsx、xls、et、ods）或csv文件",
    ),
    "扫描.pdf": (
        PDF,
        "是PDF文件而不是表格",
        "请报送Excel或WPS表格（xlsx、xls、et、ods）或csv文件",
    ),
}


@pytest.mark.parametrize("name", REASONS)
def test_a_clerk_is_told_why_a_file_cannot_be_read_and_what_to_do(bureau, reader, name):
    data, why, remedy = REASONS[name]
    put(bureau, name, data)
    (one,) = received(bureau, reader).findings
    assert (one.message, one.remedy) == (f"无法读取《{name}》：{why}", remedy)
