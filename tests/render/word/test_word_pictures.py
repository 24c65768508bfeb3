"""Pictures that a tag prints, and pictures that take the place of one in the template."""

import io
import zipfile

import docx
import pytest
from lxml import etree

from pipeline.model.attachment import Picture
from pipeline.model.finding import Faulty
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.word import faults, render
from tests.render.word.drawn import picture_of, png
from tests.render.word.letter import NAME, SPACES, cell, letter, p, part, relation, row, run, table

LANGUAGE = Language(FILTERS)
MM = 36_000
SEAL = Picture("公章&.png", png(100, 50))
OLD = {
    "parts": {"word/media/old.png": "x"},
    "relations": relation("image", "media/old.png"),
}


def made(template, **context):
    return render(template, NAME, {"图片": {"公章": SEAL}, **context}, LANGUAGE).content


def shapes(content):
    return docx.Document(io.BytesIO(content)).inline_shapes


def complaint(template, **context):
    with pytest.raises(Faulty) as caught:
        made(template, **context)
    return [fault.line.removeprefix(f"《{NAME}》") for fault in caught.value.faults]


def test_a_picture_stands_between_the_words_of_its_paragraph():
    document = docx.Document(io.BytesIO(made(letter("前{{ 图片.公章 }}后"))))
    assert document.paragraphs[0].text == "前后"
    # 100 × 50 dots at 72 to the inch of 914 400 EMU
    assert [(one.width, one.height) for one in document.inline_shapes] == [(1_270_000, 635_000)]


def test_a_picture_is_as_wide_or_high_as_it_is_told_and_the_other_side_follows():
    content = made(
        letter("{{ 图片.公章|宽(60) }}", "{{ 图片.公章|高(20) }}", "{{ 图片.公章|宽(60)|高(20) }}")
    )
    assert [(one.width // MM, one.height // MM) for one in shapes(content)] == [
        (60, 30),
        (40, 20),
        (60, 20),
    ]


def test_a_large_picture_is_no_wider_or_taller_than_the_type_area():
    content = made(letter("{{ 图.a }}", "{{ 图.b }}"), 图={
        "a": Picture("a", png(4000, 20)), "b": Picture("b", png(20, 4000))})  # fmt: skip
    sizes = [(one.width, one.height) for one in shapes(content)]
    assert sizes[0][0] == 156 * MM
    assert sizes[1][1] == 220 * MM


def test_the_same_picture_is_kept_once_and_each_of_its_drawings_has_a_number_of_its_own():
    template = letter(
        "{%p for x in 数 %}",
        "{{ 图片.公章 }}",
        "{%p endfor %}",
        '<w:sectPr><w:headerReference w:type="default" r:id="header:header1.xml"/></w:sectPr>',
        parts={"word/header1.xml": f"<w:hdr {SPACES}>{p('{{ 图片.公章 }}')}</w:hdr>"},
        relations=relation("header", "header1.xml"),
    )
    content = made(template, 数=[1, 2, 3])
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert [name for name in names if "media" in name] == ["word/media/picture1.png"]
    assert len(names) == len(set(names))
    body, header = part(content), part(content, "word/header1.xml")
    ids = [one.split('"')[1] for one in (body + header).split("<wp:docPr id=")[1:]]
    assert len(set(ids)) == len(ids) == 4
    assert "media/picture1.png" in part(content, "word/_rels/header1.xml.rels")
    for text in (body, header):
        etree.fromstring(text.encode())


def test_a_picture_may_stand_in_a_repeated_row():
    template = letter(table(row("{% for x in 名 %}{{ x }}", "{{ 图片[x]|宽(20) }}{% endfor %}")))
    assert len(shapes(made(template, 名=["公章", "公章"]))) == 2


def test_a_picture_takes_the_place_and_fits_into_the_box_of_one_in_the_template():
    template = letter(
        p(run("前"), picture_of("{{ 图片.公章 }}", 36 * MM, 36 * MM), run("{{ 题 }}")), **OLD
    )
    content = made(template, 题="后")
    # 100 : 50 in a box of 36 × 36 mm: as wide as the box, half as high
    assert [(one.width // MM, one.height // MM) for one in shapes(content)] == [(36, 18)]
    body = part(content)
    assert "{{" not in body
    assert "srcRect" not in body
    assert 'r:embed="rIdMade1"' in body


def test_a_picture_in_the_template_may_be_described_with_the_data():
    content = made(letter(p(picture_of("{{ 题 }}的公章")), **OLD), 题='A&"B\n镇')
    assert 'descr="A&amp;&#34;B 镇的公章"' in part(content)
    assert docx.Document(io.BytesIO(content)).inline_shapes[0].type is not None


def test_tags_in_descriptions_are_judged_with_their_place():
    template = letter("甲", p(picture_of("{{ 图片.公张 }}")), p(picture_of("｛｛ 题 ｝｝")), **OLD)
    found = faults(template, NAME, {"图片": {"公章": SEAL}}, LANGUAGE)
    assert [one.line.removeprefix(f"《{NAME}》") for one in found] == [
        "正文 第2段（图片） {{ 图片.公张 }}：没有“公张”这一项；是不是想写“公章”？",
        "正文 第3段（图形的替代文字） ｛｛ 题 ｝｝：用了全角括号；请改成半角：{{ 题 }}",
    ]


@pytest.mark.parametrize(
    ("tag", "problem"),
    [
        ("{{ 图片.公章|宽(0) }}", "图片的宽、高应是1至500的整数，单位是毫米"),
        ("{{ 图片.公章|宽('6') }}", "图片的宽、高应是1至500的整数，单位是毫米"),
        ("{{ 题|宽(60) }}", "“|宽”“|高”只用于Word模板里的图片"),
        ("{{ 图片.公 }}", "没有“公”这一项；是不是想写“公章”？"),
    ],
)
def test_a_picture_that_cannot_be_printed_is_reported_at_its_tag(tag, problem):
    assert complaint(letter("甲", tag), 题="x") == [f"正文 第2段 {tag}：{problem}"]


def test_a_file_that_is_no_picture_is_named():
    broken = {"坏": Picture("坏.png", b"\x89PNG\r\n\x1a\nxx"), "文": Picture("文.png", b"abc")}
    for key in broken:
        (line,) = complaint(letter(f"{{{{ 图.{key} }}}}"), 图=broken)
        assert f"“{key}.png”不是可用的图片，请用PNG或JPG格式另存后再放" in line


def test_a_picture_cannot_stand_in_an_attribute_or_a_property():
    template = letter(p(picture_of("见{{ 图片.公章 }}")), **OLD)
    assert complaint(template)[0].endswith("这里不能印图片")


def test_data_cannot_pass_for_a_picture():
    content = made(letter("{{ 文 }}{{ 图片.公章 }}"), 文="\ufdd6abc:0:0:0\ufdd7")
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "\ufffdabc:0:0:0\ufffd"
    assert len(shapes(content)) == 1


def test_equal_data_give_equal_bytes_with_pictures_too():
    template = letter("{{ 图片.公章 }}", cell and "{{ 图片.公章|宽(9) }}")
    assert made(template) == made(template)
