"""A list for the office alone leaks nothing into a published document, by whatever way it is read."""

from __future__ import annotations

import pytest

from pipeline.render.contract import Tag, faults
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.lint.sample import veiled
from pipeline.render.shapes import Veiled
from pipeline.render.word import faults as faults_of_word
from pipeline.scheme.scheme import load_scheme
from tests.cli.desk import small_templates
from tests.render.word.letter import letter, row, table

LISTS = """
  线索:
    表: 在谈项目
    内部: 是
    另算: {联系: 关键人, 天数: '天数(最近接洽日期, 期末())'}
    字段: [拟投项目, 关键人电话, 联系, 天数]
  谁的线索:
    表: 在谈项目
    内部: 是
    字段: [拟投项目]
    分组: 投资企业
"""
LANGUAGE = Language(FILTERS)


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a published document meets of an office with two lists of its own."""
    folder = tmp_path_factory.mktemp("templates")
    small_templates(folder)
    lists = folder / "lists.yaml"
    lists.write_text(lists.read_text("utf-8") + LISTS, "utf-8")
    return veiled(load_scheme(folder))


def problems(names: dict[str, object], text: str) -> set[str]:
    """What is wrong with the tags of a text, a | between them."""
    tags = [Tag(one, "第1段") for one in text.split("¦")]
    return {one.problem for one in faults(tags, names, "通报.docx", LANGUAGE)}


@pytest.mark.parametrize(
    "text",
    [
        "{% for 项 in 清单.线索 %}¦{{ 项.关键人电话 }}¦{% endfor %}",
        "{% for 项 in 清单['线索'] %}¦{{ 项['关键人电话'] }}¦{% endfor %}",
        "{{ 清单.线索[0].关键人电话 }}",
        "{{ (清单.线索|first).关键人电话 }}",
        "{{ 清单.线索|join('、', '关键人电话') }}",
        "{{ 清单.线索|join('、', attribute='关键人电话') }}",
        "{{ 清单.线索|map(attribute='关键人电话')|列举 }}",
        "{{ 清单.线索|图表('拟投项目', '电话=关键人电话') }}",
        "{% for 项 in (清单.线索 if 1 else []) %}¦{{ 项.关键人电话 }}¦{% endfor %}",
        "{% for 项 in 清单.线索|sort(attribute='拟投项目') %}¦{{ 项.关键人电话 }}¦{% endfor %}",
        "{% for 几 in 清单.线索|batch(3) %}¦{% for 项 in 几 %}¦{{ 项.关键人电话 }}¦{% endfor %}¦{% endfor %}",
        "{% for 名, 几 in 清单.线索|groupby('单位') %}¦{% for 项 in 几 %}¦{{ 项.关键人电话 }}¦{% endfor %}¦{% endfor %}",
        "{% for 项 in 清单.谁的线索 + 清单.线索 %}¦{{ 项.关键人电话 }}¦{% endfor %}",
        "{% for 项 in 清单.线索|default([]) %}¦{{ 项.关键人电话 }}¦{% endfor %}",
        "{% set 全部 = 清单.线索 %}¦{% for 项 in 全部 %}¦{{ 项.关键人电话 }}¦{% endfor %}",
        "{% for 项 in 清单.线索 %}¦{{ loop.previtem.关键人电话 }}¦{% endfor %}",
        "{% for 项 in 各组[0].清单.线索 %}¦{{ 项.关键人电话 }}¦{% endfor %}",
    ],
)  # fmt: skip
def test_a_printed_field_is_found_by_every_way_to_it(names: dict[str, object], text: str) -> None:
    assert "通报模板引用了保密字段“关键人电话”（V62）" in problems(names, text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{% for 项 in 清单.线索 %}¦{% for 栏 in 项 %}¦{{ 项[栏] }}¦{% endfor %}¦{% endfor %}", "关键人电话、联系"),
        ("{% set 首 = 清单.线索|first %}¦{{ 首['关键人' ~ '电话'] }}", "关键人电话、联系"),
        ("{% for 项 in 清单.线索 %}¦{{ 项.联系 }}¦{% endfor %}", "联系"),
        ("{% for 组 in 清单.谁的线索 %}¦{{ 组.名称 }}¦{% endfor %}", "名称"),
        ("{% for 组 in 清单.谁的线索 %}¦{% for 项 in 组.行 %}¦{{ 项.投资企业 }}¦{% endfor %}¦{% endfor %}", "投资企业"),
        ("{% for 名 in 清单 %}¦{% for 项 in 清单[名] %}¦{{ 项.联系 }}¦{% endfor %}¦{% endfor %}", "联系"),
    ],
)  # fmt: skip
def test_names_put_together_and_what_is_computed_are_found(
    names: dict[str, object], text: str, named: str
) -> None:
    assert f"通报模板引用了保密字段“{named}”（V62）" in problems(names, text)


@pytest.mark.parametrize(
    "text",
    [
        "{% for 项 in 清单.线索 %}¦{{ 项.拟投项目 }}{{ 项.天数 }}¦{% endfor %}",
        "{{ 清单.线索|map(attribute='拟投项目')|列举 }}",
        "{{ 清单.线索|length }}{{ 清单.个数.线索 }}",
        "{% for 组 in 清单.谁的线索 %}¦{{ 组.个数 }}¦{% endfor %}",
        "{% for 项 in 清单.指标 %}¦{% for 单 in 各单位 %}¦{{ 单[项.代号].完成 }}¦{% endfor %}¦{% endfor %}",
    ],
)  # fmt: skip
def test_what_is_not_confidential_may_be_printed(names: dict[str, object], text: str) -> None:
    assert problems(names, text) == set()


def test_a_tag_that_paints_a_cell_leaks_as_well_as_one_that_prints(names: Veiled) -> None:
    painted = letter(table(row("{% cellbg 清单.线索[0].关键人电话 %}甲", "乙")))
    found = faults_of_word(painted, "通报.docx", names, LANGUAGE)
    assert [one.problem for one in found] == ["通报模板引用了保密字段“关键人电话”（V62）"]


def test_roots_with_more_beside_them_hide_the_same(names: Veiled) -> None:
    more = names.along({"本单位": {"名称": "甲"}})
    text = "{% for 项 in 清单.线索 %}¦{{ 项.关键人电话 }}¦{% endfor %}¦{{ 本单位.名称 }}"
    assert problems(more, text) == {"通报模板引用了保密字段“关键人电话”（V62）"}
