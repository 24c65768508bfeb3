"""What cannot be read is refused in Chinese, with the file, the reason and the remedy."""

import struct

import pytest

from pipeline.office import biff, contents, reading
from pipeline.office.compound import Compound
from pipeline.office.reading import Reader, Unreadable
from tests.office import forge
from tests.office.test_package import declare


def refusal(reader, data, name="表.xlsx"):
    with pytest.raises(Unreadable) as caught:
        reader.read(data, name)
    assert caught.value.name == name
    assert caught.value.remedy
    return str(caught.value)


def test_a_password_is_named(reader):
    data = (forge.FILES / "locked" / "locked.xlsx").read_bytes()
    assert refusal(reader, data, "x.xlsx") == "《x.xlsx》设有打开密码，请去掉密码后重新报送"


def test_an_empty_file_is_named(reader):
    assert refusal(reader, b"", "x") == "《x》是空文件（0字节），请检查原文件能否打开，重新报送"


def test_a_word_document_is_named_whatever_its_extension(reader):
    assert refusal(reader, forge.zipped(word__document_dot_xml="<w/>")) == (
        "《表.xlsx》是Word文档而不是表格，请报送Excel或WPS表格（xlsx、xls、et、ods）或csv文件"
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "是PDF文件而不是表格"),
        (b"\x89PNG\r\n\x1a\n", "是图片而不是表格"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "是图片而不是表格"),
        (b"BM\x36\0\0\0", "是图片而不是表格"),
        (b"MZ\x90\0\x03\0", "是可执行程序而不是表格"),
        (b"Rar!\x1a\x07", "是压缩包（rar）而不是表格"),
        (b"{\\rtf1\\ansi", "是Word文档（rtf）而不是表格"),
        (b"\x00\x01\x02\x03\xff\xfe" * 9, "不是能识别的表格文件"),
        (b"\x80\xff\xff\x81", "不是能识别的表格文件"),
        (b"\xef\xbb\xbf \r\n", "没有任何内容"),
        ('甲,"乙\n1,2\n'.encode(), "引号不成对"),
        (b"MIME-Version: 1.0\r\n", "是单个文件网页（mht）"),
        (b"<?xml version='1.0'?><a/>", "是XML文件，里面没有能读取的表格"),
        (b"<html><body>hello</body></html>", "是网页，里面没有表格"),
        (forge.zipped(ppt__presentation_dot_xml=""), "是PowerPoint演示文稿而不是表格"),
        (forge.zipped(OFD_dot_xml=""), "是OFD版式文件而不是表格"),
        (forge.zipped(xl__workbook_dot_bin=""), "是二进制格式的工作簿（xlsb），不能读取"),
        (forge.zipped(表_dot_xlsx=""), "是压缩包而不是表格，请先解压"),
        (forge.zipped(), "是压缩包而不是表格，请先解压"),
        (forge.ods("", mimetype="text"), "是OpenDocument文字文档而不是表格"),
        (forge.compound("WordDocument"), "是Word文档而不是表格"),
        (forge.compound("PowerPoint Document"), "是PowerPoint演示文稿而不是表格"),
        (forge.compound("Setup"), "是其他程序的文件而不是表格"),
        (forge.compound("EncryptionInfo", "EncryptedPackage"), "设有打开密码"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_is_named(reader, data, what):
    assert what in refusal(reader, data)


def test_texts_that_begin_like_programs_are_tables(reader):
    grid = reader.read(b"BMW,MZ\n1,2\n", "表.csv").grids[0]
    assert grid.values == [["BMW", "MZ"], ["1", "2"]]


@pytest.mark.parametrize("keep", [4, 60, 2000, -40])
def test_a_cut_workbook_is_damaged(reader, keep):
    assert "未传完或已损坏" in refusal(reader, forge.workbook()[:keep])


@pytest.mark.parametrize("keep", [8, 600, 2000, 7000])
def test_a_cut_old_workbook_is_damaged(reader, keep):
    data = (forge.REAL_INPUT / "old-format.xls").read_bytes()
    assert "已损坏或没有传完整" in refusal(reader, data[:keep])


def test_a_password_inside_an_old_workbook_is_found(reader):
    stream = forge.record(0x0809, b"\0\6\5\0") + forge.record(0x002F, b"\0" * 6)
    with pytest.raises(Unreadable, match="设有打开密码"):
        biff.survey(stream)
    assert "设有打开密码" in refusal(reader, forge.compound("Workbook", content=stream))


def test_an_old_workbook_with_one_far_cell_is_refused(reader):
    sheet = forge.record(0x0809, b"\0\6\x10\0")
    sheet += forge.record(0x0203, struct.pack("<HHHd", 65535, 255, 0, 1.0)) + forge.record(0x000A)
    begin = forge.record(0x0809, b"\0\6\5\0")
    entry = struct.pack("<IHBB", len(begin) + 4 + 9 + 4, 0, 1, 0) + b"S"
    stream = begin + forge.record(0x0085, entry) + forge.record(0x000A) + sheet
    assert "延伸到IV65536" in refusal(reader, forge.compound("Workbook", content=stream))


def test_small_streams_of_a_container_are_read():
    container = Compound((forge.FILES / "locked" / "locked.xlsx").read_bytes())
    assert container.stream("EncryptionInfo")[:4] == b"\4\0\4\0"


@pytest.mark.parametrize("address", ["XFD1048576", "A9999999"])
def test_one_far_cell_is_refused_with_its_address(reader, address):
    row = address.lstrip("XFDA")
    rows = f'<row r="{row}"><c r="{address}"><v>1</v></c></row>'
    assert refusal(reader, forge.xlsx(forge.sheet_xml(rows))) == (
        f"《表.xlsx》工作表“甲”的内容一直延伸到{address}，中间几乎全是空白，"
        "多半是误在远处的单元格里填了内容，请删除表格以外的行和列，保存后重新报送"
    )


def test_a_far_column_and_a_far_row_together_are_refused(reader):
    rows = (
        '<row r="1"><c r="P1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    )
    assert "延伸到P1048576" in refusal(reader, forge.xlsx(forge.sheet_xml(rows)))


def test_a_filled_opendocument_repeat_is_refused(reader):
    body = (
        '<table:table table:name="表"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="float"'
        ' office:value="1"/></table:table-row></table:table>'
    )
    assert "重复得过多" in refusal(reader, forge.ods(body))


DOCTYPE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd"><!ENTITY c "&b;&b;">]>'


@pytest.mark.parametrize(
    "part",
    ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"],
)
def test_a_doctype_anywhere_is_refused(reader, part):
    plain = forge.sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
    hostile = f'<?xml version="1.0"?>{DOCTYPE}<a>&c;</a>'.encode()
    assert "带有DOCTYPE声明" in refusal(reader, forge.xlsx(plain, {part: hostile}))


def test_a_doctype_in_opendocument_and_old_xml_is_refused(reader):
    content = f"<?xml version='1.0'?>{DOCTYPE}<a>&c;</a>"
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    data = forge.zipped(mimetype=mimetype, content_dot_xml=content)
    assert "带有DOCTYPE声明" in refusal(reader, data)
    old = f"<?xml version='1.0'?>{DOCTYPE}<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>&c;</Workbook>"
    assert "带有DOCTYPE声明" in refusal(reader, old.encode())


def test_an_encrypted_opendocument_is_named(reader):
    data = forge.zipped(
        mimetype="application/vnd.oasis.opendocument.spreadsheet",
        content_dot_xml="garbage",
        **{"META-INF__manifest_dot_xml": "<manifest:encryption-data/>"},
    )
    assert "设有打开密码" in refusal(reader, data)


def test_a_declared_bomb_is_refused_without_unpacking(reader):
    assert "解开后过大" in refusal(reader, declare(forge.workbook(), 600 * 1024 * 1024))


def test_a_bomb_that_lies_about_its_size_is_refused(reader):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 20_000_000
    data = forge.xlsx(forge.sheet_xml(rows))
    entry = data.index(b"PK\x01\x02")
    while not data.startswith(b"xl/worksheets/sheet1.xml", entry + 46):
        entry = data.index(b"PK\x01\x02", entry + 4)
    lying = data[: entry + 24] + struct.pack("<I", 1000) + data[entry + 28 :]
    assert "大小不实" in refusal(reader, lying)


def test_a_sheet_beyond_the_cap_is_not_unpacked(monkeypatch):
    monkeypatch.setattr("pipeline.office.contents.MAX_XML", 100)
    with pytest.raises(Unreadable, match=r"sharedStrings.+解开后有0MB"):
        contents.read(forge.workbook())


def test_strings_that_are_not_there_are_damage(reader):
    rows = '<row r="1"><c r="A1" t="s"><v>999</v></c></row>'
    assert "已损坏" in refusal(reader, forge.xlsx(forge.sheet_xml(rows)))


def test_a_sheet_whose_part_is_missing_is_damage(reader):
    data = forge.xlsx("", {"xl/worksheets/sheet1.xml": None})
    assert "已损坏" in refusal(reader, data)


def test_a_file_beyond_the_cap_is_not_even_sent(monkeypatch):
    monkeypatch.setattr(reading, "MAX_FILE", 3 * 1024 * 1024)
    assert "大小4MB，超过上限3MB" in refusal(Reader(), b"x" * 4 * 1024 * 1024)


def test_more_cells_than_any_report_has_are_refused(monkeypatch):
    monkeypatch.setattr("pipeline.office.survey.MAX_CELLS", 1)
    with pytest.raises(Unreadable, match="有2个单元格，超过上限1个"):
        contents.read(forge.workbook())
