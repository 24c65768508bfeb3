"""Every text of the shipped rules, filled with the longest words there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

import pytest

from pipeline.model.finding import Rule
from pipeline.scheme.rules import Words
from tests.validate.bureau import shipped

ALWAYS = {"行", "列", "表", "项目", "值"}
OF_READING = {
    *("文件", "本期", "候选", "单位", "份数", "可选", "原因", "办法", "应为", "行号", "月份"),
    *("原值", "新值", "指标", "合计", "总数", "相差", "编号", "说明", "位数", "依据", "建议"),
    *("另一行", "另一项目", "另一单位", "代码", "和", "余", "情况", "处数", "处理", "做法"),
    *("原件", "版本", "下一版"),
    *("状态", "数", "原数", "总指标", "理由", "调整人"),
    *("截止", "起", "行数", "名称", "分子", "分母", "核定", "本地", "原年度", "出处", "年度"),
    *("活动", "个数", "门槛", "位置", "句", "错在", "改法", "内容"),
}
LONGEST = 80
SAMPLE = {
    "项目": "年产30万吨绿色食品包装项目",
    "另一项目": "年产30万吨绿色食品包装项目",
    "项目名称": "年产30万吨绿色食品包装项目",
    "位置": "正文 第12段",
    "内容": "12处修订、3条批注",
    "句": "全市均超序时进度。",
    "列": "其中：固定资产投资",
    "指标": "新增固定资产投资",
    "值": "1234567.89",
    "依据": "名称相近，投资方相同",
    "建议": "请核对是否应为1234567.89万元",
    "文件": "招商月报_ZJ03_202606.xlsx",
    "情况": "文件名里的期别是2026-05，封面所属期是2026-06，已按封面读取",
    "办法": "请用Excel或WPS打开，另存为.xlsx（Excel工作簿）后重报",
    "原因": "文件有打开密码，程序读不到里面的内容",
    "可选": "内资-省外、内资-省内市外、外资、合资",
    "说明": "该项目分两期供地，第二期已取得批复",
    "另一单位": "市农业农村局",
    "单位": "市农业农村局",
    "候选": "市农业农村局",
    "表": "招商引资项目固定资产投资情况表",
}


def longest() -> dict[str, str]:
    """The longest that wording.yaml says of what is wrong and how to put it right."""
    ways = shipped().wording.phrasings
    return {
        "错在": max((one.problem for one in ways), key=len),
        "改法": max((one.remedy for one in ways), key=len),
    }


def rules() -> Iterator[tuple[Rule, set[str]]]:
    """Each text with the names that a finding of it is given."""
    checked = {check.rule.code for check in shipped().checks}
    for rule in shipped().rules.values():
        if rule.code not in checked:
            yield rule, ALWAYS | OF_READING
    for check in shipped().checks:
        known = ALWAYS | set(shipped().form(check.form).fields) | set(check.terms)
        yield check.rule, known if check.formula else known | OF_READING


@pytest.mark.parametrize("part", ["message", "remedy"])
def test_texts_are_short_chinese_and_leave_nothing_open(part: str) -> None:
    sample = SAMPLE | longest()
    wrong = []
    for rule, known in rules():
        text = getattr(rule, part)
        names = {name for _, name, _, _ in Formatter().parse(text) if name}
        words = Words({name: sample.get(name, "12345.67") for name in names & known})
        said = text.format_map(words)
        plain = Formatter().vformat(text, (), dict.fromkeys(names, ""))
        if not text or re.search("[A-Za-z]{2,}", plain) or set("？{}") & (set(said) - set(text)):
            wrong.append((rule.code, said))
        if len(said) > LONGEST:
            wrong.append((rule.code, len(said), said))
    assert wrong == []
