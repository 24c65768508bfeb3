"""A picture of the data in a cell: as large as the cell lets it be, in its own proportions."""

import io
import struct
import zlib

import pytest
import xlsxwriter
from lxml import etree

from pipeline.model.attachment import Picture
from pipeline.model.finding import Faulty
from tests.render.excel.workbook import names, one, part, render

EMU = 12_700  # to the point
CELLS = {"A1": "{% for u in 各 %}{{ u.n }}", "B1": "{{ u.图 }}{% endfor %}", "A2": "完"}


def png(width, height):
    """A black picture of so many dots."""
    lines = zlib.compress((b"\0" + b"\0" * width) * height)
    blocks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", lines), (b"IEND", b""))  # fmt: skip
    framed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in blocks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


WIDE, TALL = Picture("宽.png", png(40, 20)), Picture("高.png", png(10, 40))


def sized(sheet):
    sheet.row_dimensions[1].height = 62
    sheet.column_dimensions["B"].width = 20


def pictures(made, number=1):
    """Column and row from 0, width and height in EMU of each picture in a drawing part."""
    if f"xl/drawings/drawing{number}.xml" not in names(made.content):
        return []
    root = etree.fromstring(part(made.content, f"xl/drawings/drawing{number}.xml").encode())
    found = []
    for anchor in root:
        at = [int(anchor.findtext(f"{{*}}from/{{*}}{one}")) for one in ("col", "row")]
        size = anchor.find("{*}ext")
        sides = [] if size is None else [int(size.get("cx")), int(size.get("cy"))]
        found.append((*at, *sides))
    return found


def test_each_row_has_its_picture_as_large_as_the_cell():
    """62 points less an edge of 1 on both sides leave 60; 20 signs of 7 pixels are 140 pixels
    (105 points), 103 without edges. Twice as wide as high: 103 x 51.5; four times as high: 15 x 60."""
    made = render(one(CELLS, sized), {"各": [{"n": 1, "图": WIDE}, {"n": 2, "图": TALL}]})
    assert pictures(made) == [
        (1, 0, 103 * EMU, pytest.approx(51.5 * EMU, abs=1)), (1, 1, 15 * EMU, 60 * EMU)
    ]  # fmt: skip


def test_a_picture_that_shows_often_is_kept_once():
    made = render(one(CELLS, sized), {"各": [{"n": n, "图": WIDE} for n in range(3)]})
    assert [name for name in names(made.content) if "media" in name] == ["xl/media/picture1.png"]
    assert len(pictures(made)) == 3
    assert part(made.content, "[Content_Types].xml").count('Extension="png"') == 1


def test_a_merged_area_gives_its_whole_room():
    def touch(sheet):
        sized(sheet)
        sheet.row_dimensions[2].height = 60
        sheet.merge_cells("B1:B2")

    made = render(one({"B1": "{{ 图片.公章 }}"}, touch), {"图片": {"公章": TALL}})
    assert pictures(made) == [(1, 0, 30 * EMU, 120 * EMU)]


def test_drawings_of_the_template_and_of_other_sheets_stay():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("{% for u in 各 %}{{ u.n }}")
        sheet.insert_image("D9", "旧.png", {"image_data": io.BytesIO(png(3, 3))})
        sheet.write("A1", "{{ u.图 }}")
    given = {"各": [{"n": "甲", "图": WIDE}, {"n": "乙", "图": TALL}]}
    made = render(out.getvalue(), given)
    drawings = [one for one in names(made.content) if one.startswith("xl/drawings/drawing")]
    assert drawings == ["xl/drawings/drawing1.xml", "xl/drawings/drawing1_2.xml"]
    for number in ("1", "1_2"):
        assert [one[:2] for one in pictures(made, number)] == [(3, 8), (0, 0)]
        relations = part(made.content, f"xl/drawings/_rels/drawing{number}.xml.rels")
        assert relations.count("/media/") == 2


def test_nothing_may_stand_where_no_picture_came():
    data = one({"A1": "{{ 图片.公章 or '' }}", "B1": "x"})
    assert pictures(render(data, {"图片": {"公章": None}})) == []
    assert len(pictures(render(data, {"图片": {"公章": WIDE}}))) == 1


@pytest.mark.parametrize(
    ("cell", "given", "message"),
    [
        ("{{ 图 }}", Picture("坏.png", b"x"), "A1：“坏.png”不是可用的图片，请用PNG或JPG格式另存后再放"),
        ("公章{{ 图 }}", WIDE, "表!A1 .*图片要单独占一格"),
        ("{{ 图|宽(40) }}", WIDE, "只用于Word模板里的图片"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused_with_its_cell(cell, given, message):
    from pipeline.render.filters import FILTERS

    with pytest.raises(Faulty, match=message):
        render(one({"A1": cell}), {"图": given}, **FILTERS)


def test_equal_data_give_equal_bytes():
    data, given = one(CELLS, sized), {"各": [{"n": 1, "图": WIDE}]}
    assert render(data, given).content == render(data, given).content
