"""The five kinds of document to start from."""

from __future__ import annotations

from tests.basedocs.blocks import (
    cell,
    empty,
    foot,
    grid,
    kai,
    p,
    row,
    run,
    section,
    small,
    table,
    two_columns,
)
from tests.basedocs.package import template
from tests.basedocs.styles import FANG, HEI, KAI, RED, XBS, chars, fonts, style
from tests.basedocs.wording import (
    BLANK,
    KEPT,
    NUMBER,
    addressed,
    figures,
    marks,
    plain_marks,
    secrecy,
    signed,
)

COPIES = "参数.抄送机关"
_ISSUER = (
    "{% if 参数.发文机关标志 %}{{ 参数.发文机关标志 }}{% else %}{{ 办公室.名称 }}文件{% endif %}"
)
_OPENING = "现将{{ 本期.年 }}年{{ 本期.累计 }}招商引资工作情况通报如下："
_LANDSCAPE_NOTE = (
    "{# 横排页的页码：国家标准要求装订后页码仍在竖排页的位置，Word和WPS都排不出来，"
    "这里按横排页的下边印，装订时请留意；不想印，就在这一节的页脚里删去。 #}"
)
_ABSENT = (
    "注：{% if 清单.未报送单位 %}{{ 清单.未报送单位|列举 }}未报送，{% endif %}"
    "{% if 清单.退回单位 %}{{ 清单.退回单位|列举 }}报表退回，{% endif %}"
    "{% if 清单.沿用单位 %}{{ 清单.沿用单位|列举 }}沿用上次采纳数。"
    "{% else %}以上单位未计入自报数。{% endif %}"
)


def notice() -> bytes:
    """文件: a 通报 to the units below, with a table across and a text as annexes."""
    return template(
        marks()
        + p("发文机关标志", _ISSUER)
        + empty(2)
        + p("发文字号", NUMBER)
        + empty(2)
        + p("标题", "{{ 办公室.名称 }}关于↵{{ 本期.年 }}年{{ 本期.累计 }}招商引资工作情况的通报")
        + empty()
        + addressed()
        + p("正文", _OPENING)
        + p("一级标题", "一、总体情况")
        + figures()
        + p("一级标题", "二、各组情况")
        + _groups()
        + p("一级标题", "三、下一步要求")
        + p("正文", "各单位要对照年度目标任务，逐个项目倒排时间，按月调度，按时报送报表和凭证。")
        + empty()
        + p("附件说明", "附件：1. 各单位主要指标完成情况表")
        + p("附件说明", "2. 指标口径说明", look=f"{KEPT}<w:ind {chars(left=600, hanging=100)}/>")
        + signed()
        + small(section())
        + _across()
        + small(section(landscape=True))
        + _explained()
        + foot(COPIES)
        + section()
    )


def report() -> bytes:
    """上行文: a 报告 upwards; the number stands left, who signed it right."""
    half = 8844 // 2
    bottom = '<w:vAlign w:val="bottom"/>'
    signer = f"{{% if 参数.签发人 %}}{{{{ 参数.签发人 }}}}{{% else %}}{BLANK[:3]}{{% endif %}}"
    line = row(
        cell(half, p("发文字号", NUMBER), look=bottom),
        cell(half, p("签发人", "签发人：", kai(signer)), look=bottom),
    )
    return template(
        marks()
        + p("发文机关标志", _ISSUER)
        + empty(2)
        + table([half, half], line)
        + p("红线")
        + empty(2)
        + p(
            "标题",
            "{{ 办公室.名称 }}关于↵{{ 本期.年 }}年{{ 本期.累计 }}招商引资工作情况的报告",
        )
        + empty()
        + addressed()
        + p("正文", "现将{{ 本期.年 }}年{{ 本期.累计 }}招商引资工作情况报告如下：")
        + p("一级标题", "一、主要指标完成情况")
        + figures()
        + p("一级标题", "二、下一步工作")
        + p("正文", "对照年度目标任务，逐个项目倒排时间，按月调度，推动签约项目开工、投产、入统。")
        + p("正文", "特此报告。", look=KEPT)
        + signed()
        + foot(COPIES)
        + section(),
        styles={"发文字号": style("发文字号", jc="left", indent=chars(left=100))},
    )


def letter() -> bytes:
    """信函: asks the units that did not send their forms."""
    issuer = p("发文机关标志", "{{ 办公室.名称 }}")
    to = "{% if 清单.未报送单位 %}{{ 清单.未报送单位|列举 }}{% else %}" + BLANK + "{% endif %}："
    return template(
        two_columns([*secrecy(), *plain_marks("left")], [p("发文字号", NUMBER)])
        + empty(2)
        + p("标题", "关于报送{{ 本期.月份 }}招商引资报表的函")
        + empty()
        + p("主送机关", to)
        + p(
            "正文",
            "截至目前，你单位{{ 本期.月份 }}招商引资报表尚未报送。请按照报表制度的要求，"
            "核实后尽快报送。逾期未报的，本期通报按未报送列示。",
        )
        + p("正文", "特此函达。", look=KEPT)
        + signed()
        + foot(COPIES, issued=False)
        + section(first=True, header=1673, footer=1134, snapped=False),
        styles=_of_letters(),
        first=(issuer + p("上双线"), p("下双线")),
    )


def _of_letters() -> dict[str, str]:
    """The lines are 170 mm long: 8 mm and 6 mm more than the text area on each side."""
    wide = 'w:left="-454" w:right="-340"'
    return {
        "发文机关标志": style(
            "发文机关标志", XBS, 64, line=720, jc="center", color=RED, scale=75, after=140
        ),
        "上双线": style("上双线", line=60, after=74, indent=wide, border=_double(24, 6)),
        "下双线": style("下双线", line=60, indent=wide, border=_double(6, 24)),
        "发文字号": style("发文字号", jc="right"),
        "页码单": style(
            "页码单",
            "宋体",
            28,
            line=360,
            jc="right",
            after=293,
            indent='w:rightChars="100" w:right="280"',
        ),
        "页码双": style(
            "页码双",
            "宋体",
            28,
            line=360,
            jc="left",
            after=293,
            indent='w:leftChars="100" w:left="280"',
        ),
    }


def _double(above: int, below: int) -> str:
    one = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="FF0000"/>'
    return one.format("top", above) + one.format("bottom", below)


def plain() -> bytes:
    """白头: a summary without number and red head."""
    return template(
        "".join(plain_marks())
        + p("标题", "{{ 办公室.地区 }}{{ 本期.年 }}年{{ 本期.名称 }}↵招商引资工作总结")
        + p("署名", "{{ 办公室.名称 }}")
        + p("成文日期", "（{{ 本期.成文日期 }}）")
        + empty()
        + p("正文", "现将{{ 本期.名称 }}招商引资工作情况总结如下。")
        + p("一级标题", "一、主要指标完成情况")
        + figures()
        + p("一级标题", "二、各组情况")
        + _groups()
        + p("一级标题", "三、下一步打算")
        + p("正文", "对照年度目标任务，逐个项目倒排时间，按月调度，推动签约项目开工、投产、入统。")
        + section(),
        styles={
            "署名": style("署名", KAI, jc="center"),
            "成文日期": style("成文日期", KAI, jc="center"),
        },
    )


def minutes() -> bytes:
    """纪要: what a meeting settled, and who was there."""
    number = "{% if 参数.期号 %}{{ 参数.期号 }}{% else %}　　{% endif %}"
    return template(
        marks()
        + p("发文机关标志", "{{ 办公室.地区 }}招商引资工作专题会议纪要")
        + empty()
        + p("期号", f"第{number}期")
        + p("编发", "　{{ 办公室.名称 }}→{{ 本期.成文日期 }}")
        + empty(2)
        + p("标题", "招商引资工作调度会议纪要")
        + empty()
        + p(
            "正文",
            "　　　　年　　月　　日，会议听取了{{ 本期.年 }}年{{ 本期.累计 }}招商引资工作情况汇报，"
            "研究了下一步工作。纪要如下：",
        )
        + p("一级标题", "一、关于{{ 本期.累计 }}工作情况")
        + figures()
        + p("一级标题", "二、关于下一步工作")
        + p("正文", "会议要求，各单位对照年度目标任务，逐个项目倒排时间，按月调度。")
        + empty()
        + "".join(
            p("出席", run(f"{who}：", fonts(HEI)), run(BLANK, fonts(FANG)))
            for who in ("出席", "请假", "列席")
        )
        + foot(COPIES)
        + section(),
    )


def _groups() -> str:
    """One numbered paragraph for each group, and one for each unit of a group of several."""
    money = "{{ X.上报措辞 }}{% if X.有完成率 and not X.为零 %}，{{ X.完成率措辞 }}{% endif %}"
    whole = money.replace("X", "组.实际利用省外资金")
    own = money.replace("X", "单.实际利用省外资金")
    return "".join(
        (
            p("正文", "{%p for 组 in 各组 %}"),
            p("三级标题", f"{{{{ loop.index }}}}. {{{{ 组.名称 }}}}实际利用省外资金{whole}。"),
            p("正文", "{%p for 单 in 组.单位 if 组.单位|length > 1 %}"),
            p("四级标题", f"（{{{{ loop.index }}}}）{{{{ 单.名称 }}}}{own}。"),
            p("正文", "{%p endfor %}"),
            p("正文", "{%p endfor %}"),
        )
    )


_COLUMNS = (
    ("序号", 756, "{{ loop.index }}"),
    ("单位", 2400, "{{ 单.名称 }}"),
    ("年度目标", 1600, "{{ 单.实际利用省外资金.目标 }}"),
    ("完成数", 1600, "{{ 单.实际利用省外资金.完成 }}"),
    ("完成率（%）", 1600, "{{ 单.实际利用省外资金.完成率 }}"),
    ("同比（%）", 1600, "{{ 单.实际利用省外资金.同比 }}"),
    ("名次", 800, "{{ 单.实际利用省外资金.名次 }}"),
    ("备注", 2400, "{{ 单.备注 }}"),
)


def _across() -> str:
    """The table across: its own section, its heading on every page, a note below."""
    widths = [width for _, width, _ in _COLUMNS]
    last = len(_COLUMNS) - 1
    lines = [row(*(cell(width, p("表头", name)) for name, width, _ in _COLUMNS), heading=True)]
    whole = [tag.replace("单.", "全市.") for *_, tag in _COLUMNS]
    whole[0], whole[1], whole[-1] = "", "合计", ""
    lines.append(
        row(*(cell(width, p("表文", text)) for width, text in zip(widths, whole, strict=True)))
    )
    tags = [tag for *_, tag in _COLUMNS]
    tags[0] = "{% for 单 in 各单位 %}" + tags[0]
    tags[last] += "{% endfor %}"
    lines.append(
        row(*(cell(width, p("表文", text)) for width, text in zip(widths, tags, strict=True)))
    )
    return (
        p("附件标识", "附件1")
        + p("表题", "各单位主要指标完成情况表")
        + p("单位行", "单位：万元、%", _LANDSCAPE_NOTE)
        + table(widths, *lines, borders=grid(), margin=60)
        + p("表注", "{%p if 清单.未报送单位 or 清单.退回单位 %}")
        + p("表注", _ABSENT)
        + p("表注", "{%p endif %}")
    )


def _explained() -> str:
    return (
        p("附件标识", "附件2")
        + empty()
        + p("附件标题", "指标口径说明")
        + empty()
        + p("正文", "{%p for 标 in 清单.指标 if 标.口径 and 标.有目标 %}")
        + p("正文", "{{ loop.index }}. {{ 标.名称 }}：{{ 标.口径 }}。")
        + p("正文", "{%p endfor %}")
    )


PAPERS = {"文件": notice, "上行文": report, "信函": letter, "白头": plain, "纪要": minutes}
