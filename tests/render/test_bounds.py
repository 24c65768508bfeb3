"""A template cannot run for ever, grow without end, or turn data into markup."""

import time

import pytest
from markupsafe import Markup

from pipeline.model.finding import Faulty
from pipeline.render import language
from pipeline.render.language import Language, Unprintable
from pipeline.render.word import output, render
from tests.render.word.letter import LANGUAGE, NAME, letter, row, table, texts


def said(text, **data):
    return Language().from_string(text).render(data)


NESTED = "{% for a in r %}{% for b in r %}{% for c in r %}{% endfor %}{% endfor %}{% endfor %}"


def test_loops_that_print_nothing_come_to_an_end():
    # 10 000³ turns would take days
    began = time.process_time()
    with pytest.raises(Unprintable, match="循环超过500万次"):
        said(NESTED, r=range(10_000))
    assert time.process_time() - began < 20


def test_a_loop_may_turn_as_often_as_allowed_and_not_once_more(monkeypatch):
    monkeypatch.setattr(language._Bounded, "_left", 6)
    loop = "{% for a in r %}{% for b in a %}{% endfor %}{% endfor %}"
    assert said(loop, r=[[1], [1, 2]]) == ""  # 2 + 1 + 2 turns
    assert said(loop, r=[[1], [1, 2, 3]]) == ""
    with pytest.raises(Unprintable):
        said(loop, r=[[1], [1, 2, 3, 4]])


def test_a_new_document_begins_to_count_anew(monkeypatch):
    monkeypatch.setattr(language._Bounded, "_left", 3)
    template = Language().from_string("{% for a in r %}{% endfor %}")
    for _ in range(3):
        assert template.render(r=[1, 2, 3]) == ""


def test_slow_work_in_a_loop_comes_to_an_end(monkeypatch):
    monkeypatch.setattr(language, "MOST_SECONDS", 0)
    rows = list(range(3_000))
    with pytest.raises(Unprintable, match="仍未结束"):
        said("{% for a in r %}{% set x = r|sort|list %}{% endfor %}", r=rows)


@pytest.mark.parametrize(
    "text",
    [
        "{% set a = t %}" + "{% set a = a ~ a %}" * 30,
        "{% set a = t %}" + "{% set a = a + a %}" * 30,
        "{% set a = [1] %}" + "{% set a = a + a %}" * 40,
        "{% set a = 9 %}" + "{% set a = a * a %}" * 40,
        "{{ t|replace('x', t)|replace('x', t) }}",
        "{{ [t, t]|join(t ~ t) }}{% set l = [t] * 3 %}",
        "{{ [1]|batch(10 ** 9, 0)|list }}",
        "{{ [1]|batch(1000000000, 0)|list }}",
        "{{ 5|round(1000000000, 'floor') }}",
        "{{ 5|round(precision=-1000000000, method='floor') }}",
        "{{ 'x' * 1000000000 }}",
        "{{ '%01000000000d' % 1 }}",
    ],
)
def test_texts_lists_and_numbers_cannot_grow_without_end(text):
    began = time.process_time()
    with pytest.raises(Unprintable):
        said(text, t="x" * 100_000)
    assert time.process_time() - began < 5


def test_ordinary_sums_and_joins_still_work():
    assert (
        said("{{ 1 + 2 - 4 }}{{ 'a' + 'b' }}{{ ([1] + [2])|length }}{{ 3 ~ '、' ~ 4 }}")
        == "-1ab23、4"
    )
    assert said("{{ 'a-b'|replace('-', '<') }}{{ [1, 2, 3]|batch(2)|list|length }}") == "a&lt;b2"


def test_a_document_too_large_to_open_is_refused_at_the_loop(monkeypatch):
    monkeypatch.setattr(output, "MOST", 5_000)
    monkeypatch.setattr(output, "_BATCH", 100)
    template = letter(table(row("{% for r in rows %}{{ r }}", "x{% endfor %}")))
    with pytest.raises(Faulty, match="Word打不开"):
        render(template, NAME, {"rows": ["甲"] * 1000}, LANGUAGE)


@pytest.mark.parametrize(
    "tag",
    [
        "{{ t|e }}",
        "{{ t|escape|upper|lower }}",
        "{{ (t|e)[0:2] ~ t[2:] }}",
        "{{ t|e|replace('&amp;', '<') }}",
        "{{ t|replace('x', '<b>')|replace('<b>', 'x') }}",
        "{{ t|trim|string }}",
        "{{ [t, '']|join }}",
        "{{ t|default('<w:p/>') }}",
        "{{ [t]|first }}",
        "{{ ('' ~ t)|e|e }}",
    ],
)
def test_no_filter_turns_data_into_markup(tag):
    value = "<w:p/>&lt;x"
    assert texts(letter(tag), t=value) == [value]


def test_no_filter_is_left_that_marks_a_text_as_safe():
    known = Language().filters
    for name in (
        "safe",
        "format",
        "xmlattr",
        "tojson",
        "urlize",
        "indent",
        "wordwrap",
        "attr",
        "pprint",
    ):
        assert name not in known
    for name in ("e", "escape", "trim", "upper", "lower", "string"):
        made = Language().from_string(f"{{{{ x|{name} }}}}").render(x=Markup("<"))
        assert name in known
        assert made in ("<", "&lt;")
    assert said("{{ x|e }}{{ x|replace('a', 'b') }}", x="<") == "&lt;&lt;"


@pytest.mark.parametrize(
    "tag",
    [
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{{ self }}",
        "{{ cycler }}",
        "{{ lipsum }}",
        "{{ range(9) }}",
        "{{ namespace() }}",
        "{{ t.__class__.__mro__ }}",
        "{{ t['__class__'] }}",
        "{{ loop.__class__ }}",
        "{{ t|attr('__class__') }}",
        "{{ t|map(attribute='__class__')|list }}",
        "{{ t.format }}",
        "{% for x in t recursive %}{{ loop }}{% endfor %}",
    ],
)
def test_a_template_reaches_neither_files_nor_python(tag):
    with pytest.raises(Faulty):
        render(letter(tag), NAME, {"t": "x"}, LANGUAGE)
