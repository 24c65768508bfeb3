"""wording.yaml: every shipped pattern finds its wrong examples, and none finds a right one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.model.finding import Fault
from pipeline.scheme.marked import load
from pipeline.scheme.phrasings import WORDING, Phrasing, Wording, faults_of_wording, wording_of
from pipeline.scheme.scheme import load_scheme

ROOT = Path(__file__).parents[2]
SHIPPED = load_scheme(ROOT / "templates").wording
WRONG = [(one, text) for one in SHIPPED.phrasings for text in one.wrong]
RIGHT = [text for one in SHIPPED.phrasings for text in one.right]


def told(text: str, wording: Wording = SHIPPED) -> list[str]:
    return [one.rule for one in wording.phrasings if any(one.hits(wording.masked(text)))]


@pytest.mark.parametrize(("phrasing", "text"), WRONG, ids=[text for _, text in WRONG])
def test_a_wrong_example_is_found_also_within_a_sentence(phrasing: Phrasing, text: str) -> None:
    assert phrasing.rule in told(text)
    assert phrasing.rule in told(f"据统计，{text}，下同。")


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_example_is_let_be_by_every_pattern(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        # official-format.md 1.3 and the brief: correct Chinese
        "1—6月，全市实际利用省外资金20.85亿元，同比增长29.38%，超序时进度2.42个百分点。",
        "2024—2026年", "“3·15”活动", "会议于8:30开始，比分3:2。", "投资13万元～17万元", "占15%～30%",
        "《关于印发考核办法的通知》（栖政发〔2026〕3号）", "统一社会信用代码91320500MA1XYZ1234",
        "项目编码ZJ01-2026-001，联系电话0512-65432100", "网址https://www.example.gov.cn/a-b/1-6月",
        "3亿4500万元", "12,345.67万元", "0.5个百分点", "－12.3", "-12.3", "三四百家", "10千伏变电站",
        "“十四五”规划", "2026年7月8日", "2026-07-08", "第26年度", "5—10亿元项目2个", "一季度、二季度",
        "A4纸、5G基站、3D打印", "净增0.3个百分点", "下降8.92%", "降到原来的50%", "占全市的12.5%",
    ],
)  # fmt: skip
def test_correct_chinese_is_let_be(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        # domain.md V65 and official-format.md S01-S14, worked by hand
        ("1–6月实际到位资金同比增长-8.92%", "V65"), ("落后序时进度5.9%", "V65"), ("高3.2百分点", "V65"),
        ("15～30%", "W06"), ("9～16亿", "W13"), ("4千万元", "W14"), ("1-6月份", "W15"),
        ("26年上半年", "W05"), ("2026年06月30日", "W04"), ("金额１００万元", "W02"),
        ("0.30000000000000004", "V63"), ("None", "V63"), ("{{ 单位 }", "V63"), ("#REF!", "V63"),
        ("（此页无正文）", "W11"), ("1，234万元", "W07"),
    ],
)  # fmt: skip
def test_the_faults_of_our_notes_are_found(text: str, rule: str) -> None:
    assert told(text) == [rule]


def declared(tmp_path: Path, text: str) -> tuple[Wording, list[Fault]]:
    path = tmp_path / WORDING
    path.write_text(text, "utf-8")
    faults: list[Fault] = []
    return wording_of(load(path, WORDING), faults), faults


GOOD = "{规则: V65, 样: 大概, 错在: 含糊, 改法: 请写明, 错: [大概三家], 对: [三家]}"


def test_an_example_that_the_pattern_does_not_bear_out_is_a_fault_with_its_line(
    tmp_path: Path,
) -> None:
    wrong = GOOD.replace("大概三家", "约三家").replace("[三家]", "[大概]")
    _, faults = declared(tmp_path, f"用语:\n  - {GOOD}\n  - {wrong}\n")
    assert [one.line for one in faults] == [
        "《wording.yaml》第3行：没有查出“错”的例子“约三家”；请改正“样”“除外”或例子",
        "《wording.yaml》第3行：误报了“对”的例子“大概”；请改正“样”“除外”或例子",
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("样: 大概", "样: '(大概'", "“用语”里“样”不是正则表达式"),
        ("样: 大概", "样: '(?:大概)?'", "“用语”里“样”与没有文字的地方也相符"),
        ("错: [大概三家]", "错: []", "“规则”“错在”“错”“对”没有写全"),
        ("改法", "改发", "不认识“改发”"),
    ],
)
def test_an_entry_that_cannot_be_used_is_a_fault(tmp_path: Path, old, new, problem) -> None:
    _, faults = declared(tmp_path, f"用语:\n  - {GOOD.replace(old, new)}\n")
    assert any(problem in one.line and "第2行" in one.line for one in faults), faults


def test_a_rule_that_checks_yaml_does_not_have_is_a_fault(tmp_path: Path) -> None:
    wording, faults = declared(tmp_path, f"用语:\n  - {GOOD.replace('V65', 'V6５')}\n")
    assert not faults
    (fault,) = faults_of_wording(wording, {})
    assert fault.line == "《wording.yaml》第2行：checks.yaml里没有规则“V6５”"


def test_what_is_spared_everywhere_is_masked_and_each_example_is_tried(tmp_path: Path) -> None:
    text = f"除外:\n  - {{样: '《大概》', 例: 《大概》}}\n用语:\n  - {GOOD}\n"
    wording, faults = declared(tmp_path, text)
    assert not faults
    assert told("参见《大概》", wording) == []
    assert told("参见大概", wording) == ["V65"]
    _, faults = declared(tmp_path, text.replace("例: 《大概》", "例: 大概"))
    assert "“样”与例子“大概”对不上" in faults[0].line


def test_a_hit_never_reaches_over_the_end_of_a_passage() -> None:
    one = Phrasing("V65", re.compile("甲[^乙]*丙"), None, "", "", (), (), 1)
    assert list(one.hits("甲\n丙甲丁丙")) == [(3, 6)]
