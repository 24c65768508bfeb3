"""What goes wrong while a template is filled is a fault in the place of its tag, in Chinese."""

import pytest

from pipeline.model.figure import Quantity
from pipeline.model.finding import Faulty
from pipeline.render.language import Language
from pipeline.render.word import render
from tests.render.word.letter import NAME, letter, row, table

NONE_YET = Quantity(None, "亿元", 2, word="未报送", figure="全市/到位")


def complaint(*blocks, **context):
    with pytest.raises(Faulty) as caught:
        render(letter("题", *blocks), NAME, context, Language({"坏": lambda _: 1 / 0}))
    return [fault.line.removeprefix(f"《{NAME}》") for fault in caught.value.faults]


def test_an_unknown_name_is_reported_with_the_nearest_one():
    assert complaint("{{ 签约总数 }}", 签约总额="x") == [
        "正文 第2段 {{ 签约总数 }}：没有“签约总数”这个名称；是不是想写“签约总额”？"
    ]


def test_a_key_that_only_a_later_row_lacks_is_reported_with_that_row():
    rows = [{"名": "甲镇", "金额": "1"}, {"名": "乙镇", "金 额": "2"}]
    block = table(
        row("单位", "额"), row("{% for r in rows %}{{ r.名 }}", "{{ r.金额 }}{% endfor %}")
    )
    assert complaint(block, rows=rows) == [
        "正文 表1第2行第2列 {{ r.金额 }}：没有“金额”这一项（“乙镇”这一组里）；是不是想写“金 额”？"
    ]


@pytest.mark.parametrize(
    ("tag", "problem"),
    [
        ("{{ 空 }}", "此处没有值（空），请在模板里写明没有时印什么"),
        ("{{ 小数 }}", "数值0.30000000000000004未指定小数位，不能直接印出"),
        ("{{ 清单 }}", "这里是一个清单，请用循环逐项印出"),
        ("{% if 未报 > 1 %}{% endif %}", "“全市/到位”没有数（未报送），不能比较大小，请先判断有无"),
        ("{{ 1 / 零 }}", "除数是0，算不出结果；请先用{% if … %}判断除数不为0"),
        ("{{ 零|坏 }}", "除数是0，算不出结果；请先用{% if … %}判断除数不为0"),
        ("{{ 文 + 零 }}", "数据的种类不合，不能这样运算、比较或设置格式；请检查标签，对照手册改正"),
        ("{% for x in 零 %}{% endfor %}", "这里要的是清单，数据却不是清单；请检查循环的对象"),
        ("{{ 文() }}", "数据不能当作函数来调用；请去掉名称后面的括号"),
        ("{{ 清单[9] }}", "清单里没有这么多项；请先判断清单的长度"),
        ("{{ 清单|first|int('x') // 零 }}", "除数是0，算不出结果；请先用{% if … %}判断除数不为0"),
    ],
)
def test_an_error_while_filling_is_told_in_chinese_at_its_tag(tag, problem):
    context = {"空": None, "小数": 0.1 + 0.2, "清单": [1], "未报": NONE_YET, "零": 0, "文": "甲"}
    shown = tag.split("%}")[0] + "%}" if tag.startswith("{%") else tag
    assert complaint("{{ 文 }}", tag, **context) == [f"正文 第3段 {shown}：{problem}"]


def test_python_itself_is_out_of_reach():
    for tag in (
        "{{ 文.__class__ }}",
        "{{ 文['__class__'] }}",
        "{{ 文|map(attribute='__class__')|list }}",
    ):
        assert complaint(tag, 文="甲")


def test_the_english_of_an_exception_never_reaches_the_clerk():
    for tag in ("{{ 文.甲.乙 }}", "{{ 文|round }}", "{{ 文|sum }}", "{{ 文|int|batch('x')|list }}"):
        for line in complaint(tag, 文=("a", "b")):
            assert "not " not in line
            assert "object" not in line
