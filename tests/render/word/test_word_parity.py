"""Where docxtpl fills a template rightly, our engine prints the same."""

import io

import docx
import pytest

from pipeline.render.word import render
from tests.benchmarks.word import context, template
from tests.drawings.word import draw
from tests.render.word.letter import LANGUAGE, NAME

docxtpl = pytest.importorskip("docxtpl")

DIALECT = (
    "{{ 题 }}与{% if 有 %}有{% else %}无{% endif %}",
    "{%p for r in rows %}",
    "{{ r.名 }}：{{ r.额 }}",
    "{%p if r.额 > 3 %}",
    "（超过3）",
    "{%p endif %}",
    "{%p endfor %}",
    "{% for r in rows %}{{ r.名 }}、{% endfor %}",
)


def theirs(data, values):
    document = docxtpl.DocxTemplate(io.BytesIO(data))
    document.render(values, autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return draw(out.getvalue())


def test_a_register_of_rows_is_drawn_alike():
    data, values = template(), context(20, 7)
    assert draw(render(data, NAME, values, LANGUAGE).content) == theirs(data, values)


def test_the_common_dialect_is_drawn_alike():
    document = docx.Document()
    for text in DIALECT:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    rows = [{"名": "甲&乙", "额": 3}, {"名": "丙<丁", "额": 5}]
    for values in ({"题": "一", "有": True, "rows": rows}, {"题": "二", "有": False, "rows": []}):
        ours = render(out.getvalue(), NAME, values, LANGUAGE).content
        assert draw(ours) == theirs(out.getvalue(), values)
