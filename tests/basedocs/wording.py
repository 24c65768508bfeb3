"""What several base templates say alike."""

from __future__ import annotations

from tests.basedocs.blocks import p, two_columns

FUNDS, SIGNED = "全市.实际利用省外资金", "全市.新签约亿元以上项目"
NUMBER = (
    "{% if 参数.发文字号 %}{{ 参数.发文字号 }}{% else %}"
    "　　　〔{% if 本期.月 < 12 %}{{ 本期.年 }}{% else %}　　{% endif %}〕　　号{% endif %}"
)
"""The document's number, or a blank for it; a December's document may be of either year."""
KEPT = "<w:keepNext/>"
"""The last words of the text go with the signature: no page has the signature alone."""
BLANK = "　　　　　　　　"


def marks() -> str:
    """The 35 mm above the issuer's name; their height is fixed, whatever is printed there.

    35 mm less what the letters keep free above themselves.
    """
    return two_columns(secrecy(), plain_marks(), height=1948)


def secrecy() -> list[str]:
    """份号, for the numbering machine, 密级 and 紧急程度, each where there is one."""
    return [
        p("份号", "{%p if 参数.密级 %}"),
        p("份号", "　　　　　　"),
        p("密级", "{{ 参数.密级 }}"),
        p("密级", "{%p endif %}"),
        p("紧急程度", "{%p if 参数.紧急程度 %}"),
        p("紧急程度", "{{ 参数.紧急程度 }}"),
        p("紧急程度", "{%p endif %}"),
    ]


def plain_marks(side: str = "right") -> list[str]:
    """内部资料 and 送审稿, each a switch in the office's parameters."""
    aside = f'<w:jc w:val="{side}"/>'
    return [
        p("标记", "{%p if 参数.内部资料 == '是' %}"),
        p("标记", "内部资料　注意保存", look=aside),
        p("标记", "{%p endif %}"),
        p("标记", "{%p if 参数.送审稿 == '是' %}"),
        p("标记", "送审稿", look=aside),
        p("标记", "{%p endif %}"),
    ]


def addressed() -> str:
    named = f"{{% if 参数.主送机关 %}}{{{{ 参数.主送机关 }}}}{{% else %}}{BLANK}{{% endif %}}："
    return p("主送机关", named)


def said(name: str, what: str) -> str:
    """A sentence on one figure, with what to say where it is zero or not known."""
    return (
        f"{{{{ {name}.期 }}}}，全市{what}{{% if {name}.为零 %}}暂未有上报"
        f"{{% elif not {name}.有数 %}}{{{{ {name}.完成数 }}}}{{% else %}}{{{{ {name}.完成数 }}}}，"
        f"{{{{ {name}.同比措辞 }}}}，{{{{ {name}.完成率措辞 }}}}，{{{{ {name}.序时措辞 }}}}"
        "{% endif %}。"
    )


def figures(levels: tuple[str, str] = ("（一）", "（二）")) -> str:
    return "".join(
        (
            p("二级标题", f"{levels[0]}实际利用省外资金"),
            p("正文", said(FUNDS, "实际利用省外资金")),
            p("二级标题", f"{levels[1]}新签约项目"),
            p("正文", said(SIGNED, "新签约亿元以上项目")),
        )
    )


def signed(sealed_lines: int = 2) -> str:
    """The signature, centred on a date that ends four characters from the edge.

    A name of more than 14 characters does not fit between the middle of the text and the edge: it
    ends on the edge.
    """
    aside = '<w:keepNext/><w:ind w:leftChars="0" w:left="0"/><w:jc w:val="right"/>'
    return p("", look=KEPT) * sealed_lines + "".join(
        (
            p("署名", "{%p if 办公室.名称|length > 14 %}"),
            p("署名", "{{ 办公室.名称 }}", look=aside),
            p("署名", "{%p else %}"),
            p("署名", "{{ 办公室.名称 }}"),
            p("署名", "{%p endif %}"),
            p("成文日期", "{{ 本期.成文日期 }}"),
            p("附注", "{%p if 参数.联系方式 %}"),
            p("附注", "（联系人：{{ 参数.联系方式 }}）"),
            p("附注", "{%p endif %}"),
        )
    )
