"""The file itself: what is refused, what is carried over untouched, and equal bytes."""

import io
import zipfile

import pytest

from pipeline.model.finding import Faulty
from pipeline.office.package import read
from pipeline.render.language import Language
from pipeline.render.word import faults, render, tags
from tests.render.word.letter import LANGUAGE, NAME, complaints, letter, p, relation

AGAIN = "请用Word或WPS打开，另存为.docx后再试"


def altered(change):
    """A template whose parts went through change(name, text)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(letter("{{ a }}"))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name).decode()))
    return out.getvalue()


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), f"：是旧版.doc文件，或设有密码；{AGAIN}"),
        (b"PK nonsense", f"：不完整，未传完或已损坏；{AGAIN}"),
        (altered(lambda name, text: text.replace("document.main", "template.main")), f"：不是.docx文档（可能是.dotx模板或其他格式）；{AGAIN}"),
        (altered(lambda name, text: text.replace(".document.main+xml", ".document.macroEnabled.main+xml")), "：模板里有宏（.docm），不予使用；请另存为不含宏的.docx"),
        (letter("{{ a }}", parts={"word/vbaProject.bin": "x"}), "：模板里有宏（.docm），不予使用；请另存为不含宏的.docx"),
        (letter("{{ a }}", relations=relation("image", "file:///C:/a.png", "External")), "：模板链接着外部的图片：file:///C:/a.png；请断开链接，把内容直接放进模板"),
        (letter("{{ a }}", relations=relation("attachedTemplate", "http://x/a.dotm", "External")), "：模板链接着外部的附加的模板：http://x/a.dotm；请在“开发工具—文档模板”里改回Normal"),
        (altered(lambda name, text: '<!DOCTYPE x [<!ENTITY e "x">]>' + text if "document.xml" in name and "rels" not in name else text), f"：文件内部“word/document.xml”含有文档类型声明，疑似异常文件；{AGAIN}"),
        (altered(lambda name, text: text[:-9] if name == "word/document.xml" else text), f"：文件内部“word/document.xml”已损坏；{AGAIN}"),
        (altered(lambda name, text: text.replace("w:", "z:").replace(":w=", ":z=") if name == "word/document.xml" else text), f"：文件内部的写法与Word、WPS通常的不同；{AGAIN}"),
        (letter("a", parts={"docProps/core.xml": "<a><title>{{ 题 }}</title></a>"}), "文档属性 {{ 题 }}：没有“题”这个名称；请用 tongbao fields 查看可用的名称"),
        (letter("a", parts={"docProps/core.xml": "<a><title>{%p if a %}</title></a>"}), "文档属性 {%p if a %}：这里不能整段、整行地重复或取舍；请只写{{ … }}和{% if … %}"),
        (letter("a", parts={"word/charts/chart1.xml": "<a>{{ 题 }}</a>"}), "图表：这里的标签尚不支持：{{ 题 }}；请移到普通文字里"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(template, complaint):
    assert complaints(template, a=1) == [complaint]
    with pytest.raises(Faulty):
        render(template, NAME, {"a": 1}, LANGUAGE)


def test_the_tags_of_an_unusable_file_cannot_be_listed():
    with pytest.raises(Faulty) as caught:
        tags(b"PK nonsense", NAME)
    assert caught.value.faults[0].file == NAME


def test_links_to_the_web_are_no_external_content():
    template = letter("{{ a }}", relations=relation("hyperlink", "https://example.com", "External"))
    assert faults(template, NAME, {"a": 1}, LANGUAGE) == []


def test_braces_in_identifiers_of_the_file_are_no_tags():
    template = letter(
        '<w:p><w:pPr><w:pStyle w:val="{28A0092B-C50C-407E}"/></w:pPr></w:p>', "{{ a }}"
    )
    assert faults(template, NAME, {"a": 1}, LANGUAGE) == []


def test_parts_without_tags_are_carried_over_as_compressed_bytes():
    template = letter("{{ a }}", parts={"word/media/图1.png": "x" * 500})
    before, after = read(template), read(render(template, NAME, {"a": 1}, LANGUAGE).content)
    assert list(before) == list(after)
    changed = [name for name in before if before[name].packed != after[name].packed]
    assert changed == ["word/document.xml"]


def test_a_template_without_tags_comes_out_with_its_parts_as_they_were():
    template = letter("甲")
    before, after = read(template), read(render(template, NAME, {}, LANGUAGE).content)
    assert [part.packed for part in before.values()] == [part.packed for part in after.values()]


def test_equal_data_give_equal_bytes_also_after_a_fresh_compilation():
    template = letter("{{ a }}", p("{% for r in rows %}{{ r }}{% endfor %}"))
    data = {"a": "甲", "rows": list("乙丙丁")}
    made = {render(template, NAME, data, one).content for one in (LANGUAGE, LANGUAGE, Language())}
    assert len(made) == 1


def test_one_template_serves_two_languages_each_with_its_own_filters():
    template = letter("{{ a|长 }}")
    for size in (1, 2):
        language = Language({"长": lambda text, size=size: text * size})
        assert "甲" * size + "<" in _body(render(template, NAME, {"a": "甲"}, language).content)


def _body(content):
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
