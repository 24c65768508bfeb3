"""每份, 条件 and 文件夹: one entry of documents.yaml, as many documents as there are items."""

from pathlib import Path

import pytest

from pipeline.model.finding import Faulty
from pipeline.render.contract import faults
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.occasions import occasions, sample, tags
from pipeline.scheme.documents import DocumentPlan, documents_of
from pipeline.scheme.marked import load

UNITS = [
    {"名称": "青榆镇", "状态": "已报"},
    {"名称": "沙棠镇", "状态": "未报送"},
    {"名称": "柳汀镇", "状态": "未报送"},
]
NAMES = {"各单位": UNITS, "本期": {"月": 6}}


def plan(**told: str) -> DocumentPlan:
    made = {"root": "本单位", "source": "各单位", "pattern": "{{ 本单位.名称 }}催报函"} | told
    return DocumentPlan("催报函", "documents/催报函.docx", ("月",), place="第3行", **made)


def titles(one: DocumentPlan, names: dict = NAMES) -> list[str]:
    return [made.title for made in occasions(one, names, Language(FILTERS))]


def test_there_is_one_letter_for_each_unit_that_meets_the_condition():
    assert titles(plan(condition='本单位.状态 == "未报送"')) == ["沙棠镇催报函", "柳汀镇催报函"]


def test_the_template_knows_the_unit_under_the_name_that_the_entry_gives_it():
    made = list(occasions(plan(), NAMES, Language(FILTERS)))
    assert [one.names["本单位"]["名称"] for one in made] == ["青榆镇", "沙棠镇", "柳汀镇"]


def test_a_document_without_每份_is_made_once_when_its_condition_holds():
    once = {"root": "", "source": "", "pattern": "工作方案"}
    assert titles(plan(**once, condition="本期.月 in [1, 6]")) == ["工作方案"]
    assert titles(plan(**once, condition="本期.月 == 1")) == []


def test_no_item_no_document_and_no_fault():
    assert titles(plan(), {"各单位": []}) == []
    known = sample(plan(), {"各单位": []}, Language(FILTERS))
    assert faults(list(tags(plan())), known, "documents.yaml", Language(FILTERS)) == []


def test_two_copies_of_one_name_are_a_fault():
    with pytest.raises(Faulty) as caught:
        titles(plan(pattern="催报函"))
    assert [one.line for one in caught.value.faults] == [
        "《documents.yaml》第3行：文件“催报函”有两份都叫“催报函”；"
        "请在“文件名”里写上每份不同的内容，例如{{ 本单位.名称 }}"
    ]


@pytest.mark.parametrize("source", ["本期", "各家", "各单位[", "本期.月"])
def test_what_每份_names_must_be_a_list(source: str):
    with pytest.raises(Faulty) as caught:
        titles(plan(source=source))
    assert [one.line for one in caught.value.faults] == [
        f"《documents.yaml》第3行：文件“催报函”的“每份”里，“{source}”不是清单；"
        "例如“每份: {本单位: 各单位}”"
    ]


def test_an_unknown_name_in_the_condition_is_told_with_its_line():
    one = plan(condition='本单位.状况 == "未报送"')
    known = {**NAMES, **sample(one, NAMES, Language(FILTERS))}
    said = [f.line for f in faults(list(tags(one)), known, "documents.yaml", Language(FILTERS))]
    assert len(said) == 1
    assert said[0].startswith("《documents.yaml》第3行“催报函”的条件")
    assert "状况" in said[0] and "状态" in said[0]


def test_a_folder_may_not_lead_elsewhere_and_每份_must_name_one_list(tmp_path: Path):
    file = tmp_path / "documents.yaml"
    entry = "{模板: documents/催报函.docx, 每份: {}, 文件夹: ../函件}"
    file.write_text(f"文件:\n  催报函: {entry}\n", encoding="utf-8")
    found: list = []
    documents_of(load(file, "documents.yaml"), found)
    said = "".join(one.line for one in found)
    assert "“每份”写法有误" in said and "“文件夹”不能叫“../函件”" in said
