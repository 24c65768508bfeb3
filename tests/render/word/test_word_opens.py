"""A document with everything in it is whole: parts, relationships, numbers and the schema's order."""

import io
import posixpath
import shutil
import subprocess
import zipfile

import docx
import pytest
from lxml import etree

from pipeline.model.attachment import Manuscript, Picture
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.word import render
from tests.render.word.drawn import chart_of, chart_part, chart_parts, picture_of, png
from tests.render.word.letter import NAME, SPACES, cell, letter, p, relation, row, run, table
from tests.render.word.test_word_furniture import NUMBERING, item, link

LANGUAGE = Language(FILTERS)
ORDERS = {
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection vAlign",
    "rPr": "rStyle rFonts b bCs i iCs strike color spacing sz szCs highlight u shd vertAlign",
    "pPr": "pStyle keepNext pageBreakBefore numPr pBdr shd tabs spacing ind jc outlineLvl rPr sectPr",
    "tblPr": "tblStyle tblW jc tblBorders tblLayout tblLook",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p tbl",
}


def everything():
    """A template with one of each thing that can come again in a loop."""
    mark = '<w:bookmarkStart w:id="7" w:name="a"/><w:bookmarkEnd w:id="7"/>'
    address = "https://a.cn/%7B%7Bu%7D%7D"
    columns = table(
        row("项", "{%tc for c in cols %}", "{% cellbg 'FF0000' %}{{ c }}", "{%tc endfor %}"),
        row("{%tr for r in rows %}", "", "", ""),
        row("{% vm r.组 %}{{ r.组 }}", "{%tc for c in cols %}", "{{ r.名 }}", "{%tc endfor %}"),
        row("{%tr endfor %}", "", "", ""),
        columns=4,
    )
    return letter(
        "{%p for u in 甲 %}",
        f"<w:p>{mark}{run('{{ u }}{{ 图片.章|宽(20) }}')}</w:p>",
        p(picture_of("{{ 图片.章 }}")),
        p(chart_of("{{ 图:图甲 }}")),
        link("{{ u }}", address),
        "{%p for r in rows %}",
        item("{{r [{'文字': r.名, '加粗': true, '字号': 12, '字体': '黑体', '颜色': 'FF0000'}] }}"),
        "{%p endfor %}",
        "{{p 文稿.稿 }}",
        table(row(cell("{{p 文稿.稿 }}"), "x")),
        columns,
        "{%p endfor %}",
        p("末"),
        '<w:sectPr><w:headerReference w:type="default" r:id="header:header1.xml"/></w:sectPr>',
        parts={
            **chart_parts(chart_part("column")),
            "word/header1.xml": f"<w:hdr {SPACES}>{p('{{ 图片.章|高(9) }}')}</w:hdr>",
            "word/numbering.xml": NUMBERING,
            "word/media/old.png": "x",
        },
        relations="".join(
            relation(kind, target)
            for kind, target in (
                ("chart", "charts/chart1.xml"),
                ("header", "header1.xml"),
                ("numbering", "numbering.xml"),
                ("image", "media/old.png"),
            )
        )
        + relation("hyperlink", address, "External"),
    )


def made():
    source = docx.Document()
    source.add_heading("题", 1)
    source.add_picture(io.BytesIO(png(9, 9)))
    source.add_table(2, 2).cell(0, 0).merge(source.tables[0].cell(0, 1)).text = "合"
    out = io.BytesIO()
    source.save(out)
    rows = [{"组": "东", "名": "甲<"}, {"组": "东", "名": "乙&"}]
    data = {
        "甲": ["x", "y"],
        "cols": [1, 2, 3],
        "rows": rows,
        "图片": {"章": Picture("章.png", png(20, 10))},
        "文稿": {"稿": Manuscript("稿.docx", out.getvalue())},
        "图甲": {"类别": ["a"], "系列": [{"名称": "b", "数": [1]}, {"名称": "c", "数": [2]}]},
    }
    return render(everything(), NAME, data, LANGUAGE).content


@pytest.fixture(scope="module")
def content():
    return made()


@pytest.fixture(scope="module")
def trees(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    assert len(set(archive.namelist())) == len(archive.namelist())
    return {
        name: etree.fromstring(archive.read(name))
        for name in archive.namelist()
        if name.endswith((".xml", ".rels"))
    }


def test_equal_data_give_equal_bytes(content):
    assert made() == content


def test_every_part_is_declared_and_every_relationship_leads_to_a_part(content, trees):
    names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    types = trees["[Content_Types].xml"]
    defaults = {one.get("Extension") for one in types.iter("{*}Default")}
    overrides = [one.get("PartName") for one in types.iter("{*}Override")]
    assert len(overrides) == len(set(overrides))
    for name in names - {"[Content_Types].xml"}:
        assert f"/{name}" in overrides or name.rpartition(".")[2] in defaults, name
    for name, root in trees.items():
        if name.endswith(".rels"):
            source = name.replace("_rels/", "").removesuffix(".rels")
            ids = [one.get("Id") for one in root]
            assert len(ids) == len(set(ids))
            for one in root:
                if one.get("TargetMode") != "External":
                    target = posixpath.join("/", posixpath.dirname(source), one.get("Target"))
                    assert posixpath.normpath(target).lstrip("/") in names
            if source in trees:
                xml = etree.tostring(trees[source], encoding="unicode")
                used = {part.split('"')[0] for part in xml.split(' r:embed="')[1:]}
                used |= {part.split('"')[0] for part in xml.split(' r:id="')[1:]}
                assert used <= set(ids)


def test_no_number_of_a_drawing_or_bookmark_comes_twice(trees):
    for name in ("docPr", "bookmarkStart"):
        ids = [one.get(key) for root in trees.values() for one in root.iter(f"{{*}}{name}")
               for key in one.attrib if key.endswith("id")]  # fmt: skip
        assert len(ids) == len(set(ids))
        assert ids or name == "bookmarkStart"


def test_elements_stand_in_the_order_of_the_schema(trees):
    body = trees["word/document.xml"]
    for name, order in ORDERS.items():
        ranks = {one: number for number, one in enumerate(order.split())}
        for element in body.iter(f"{{*}}{name}"):
            found = [etree.QName(one).localname for one in element]
            if name == "tc":
                assert found[-1] == "p"
                assert found.count("tcPr") <= 1
                assert "tcPr" not in found[1:]
                continue
            known = [ranks[one] for one in found if one in ranks]
            assert known == sorted(known), (name, found)


def test_every_row_fills_the_grid_of_its_table(trees):
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for grid in trees["word/document.xml"].iter(f"{space}tbl"):
        columns = len(grid.findall(f"{space}tblGrid/{space}gridCol"))
        for line in grid.findall(f"{space}tr"):
            spans = [one.find(f"{space}tcPr/{space}gridSpan") for one in line.findall(f"{space}tc")]
            assert (
                sum(1 if one is None else int(one.get(f"{space}val")) for one in spans) == columns
            )


def test_python_docx_opens_it(content):
    document = docx.Document(io.BytesIO(content))
    assert document.paragraphs[-1].text == "末"
    assert len(document.inline_shapes) >= 4


@pytest.mark.page
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_prints_every_word(content, tmp_path):
    (tmp_path / "a.docx").write_bytes(content)
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}"]
    command += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=120
    )
    text = (tmp_path / "a.txt").read_text("utf-8-sig")
    for word in ("甲<", "乙&", "题", "合", "末", "东"):
        assert word in text
