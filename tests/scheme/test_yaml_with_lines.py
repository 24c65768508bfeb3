"""What the office's technical person may get wrong in YAML, and what the program says to it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import pytest

from pipeline.model.finding import Fault, Faulty
from pipeline.scheme.marked import Block, Items, Taker, load


class Colour(StrEnum):
    RED = "红"
    BLUE = "蓝"


@pytest.fixture
def written(tmp_path: Path):
    def write(content: str | bytes) -> Path:
        path = tmp_path / "甲.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def read(path: Path) -> Block:
    return load(path, "甲.yaml")


def fault(path: Path) -> str:
    with pytest.raises(Faulty) as raised:
        read(path)
    assert len(raised.value.faults) == 1
    return raised.value.faults[0].line


def test_every_scalar_is_text_as_it_was_typed(written):
    block = read(written("码: 007\n时: 1:30\n否: no\n空: ~\n数: 1.50\n日: 2026-06-05\n"))
    assert block == {
        "码": "007",
        "时": "1:30",
        "否": "no",
        "空": "~",
        "数": "1.50",
        "日": "2026-06-05",
    }


def test_texts_blocks_and_items_know_their_lines(written):
    block = read(written("# 说明\n甲:\n  乙: 1\n  丙: [a,\n    b]\n丁:\n- 戊: 2\n"))
    assert block["甲"].line == 3
    assert block["甲"]["乙"].line == 3
    assert isinstance(block["甲"]["丙"], Items)
    assert [one.line for one in block["甲"]["丙"]] == [4, 5]
    assert block["丁"][0].line == 7
    assert [key.line for key in block] == [2, 6]


def test_a_byte_order_mark_is_no_trouble(written):
    assert read(written(b"\xef\xbb\xbf" + "规则: 甲\n".encode())) == {"规则": "甲"}


def test_windows_line_ends_are_no_trouble(written):
    block = read(written("甲: 1\r\n乙: 2\r\n"))
    assert block == {"甲": "1", "乙": "2"}
    assert [key.line for key in block] == [1, 2]


@pytest.mark.parametrize("content", ["", "# 只有说明\n"])
def test_an_empty_file_is_an_empty_block(written, content):
    assert read(written(content)) == {}


def test_a_file_saved_as_gbk_is_named_with_its_first_line_that_shows_it(written):
    assert fault(written(b"# plain\n" + "规则: 甲\n".encode("gbk"))) == (
        "《甲.yaml》第2行：不是UTF-8编码，可能存成了GBK（ANSI）；请用记事本另存为，编码选UTF-8"
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("规则:\n  V22:\n    级别：强制\n    后果: 照计\n", 3),
        ("规则：\n  V22:\n    级别: 强制\n", 1),
        ("规则:\n  - 编号：V22\n    公式: 甲\n", 2),
    ],
)
def test_a_full_width_colon_is_found_on_its_line(written, content, line):
    assert fault(written(content)) == (
        f"《甲.yaml》第{line}行：用了全角冒号“：”；请改成半角冒号加一个空格“: ”"
    )


def test_a_file_of_nothing_but_full_width_colons_says_so(written):
    assert fault(written("级别：强制\n后果：照计\n")) == (
        "《甲.yaml》第1行：应为“名称: 内容”的形式；用了全角冒号“：”，请改成半角冒号加一个空格“: ”"
    )


def test_a_tab_is_found_on_its_line(written):
    assert fault(written("规则:\n  V22:\n\t级别: 强制\n")) == (
        "《甲.yaml》第3行：用了制表符（Tab）缩进；请改用空格"
    )


def test_a_name_written_twice_is_found_at_its_second_place(written):
    assert fault(written("规则:\n  V22: 甲\n  V21: 乙\n  V22: 丙\n")) == (
        "《甲.yaml》第4行：“V22”写了两次；请删去一个"
    )


def test_a_formula_cut_off_by_a_comma_in_braces_is_found(written):
    assert fault(written("核对:\n  一: {编号: V25, 公式: 本年累计 = 合计(甲, 乙)}\n")) == (
        "《甲.yaml》第2行：花括号里“乙)”没有内容，前面的公式可能被逗号截断；"
        "花括号里含逗号或方括号的公式要加单引号"
    )


def test_a_formula_in_quotes_keeps_its_comma(written):
    block = read(written("一: {公式: '本年累计 = 合计(甲, 乙)', 空: ''}\n"))
    assert block["一"] == {"公式": "本年累计 = 合计(甲, 乙)", "空": ""}


@pytest.mark.parametrize("content", ["甲: [1, 2\n", '甲: "一\n', "甲: 1\n 乙: 2\n", "甲: *乙\n"])
def test_any_other_slip_names_a_line_and_what_to_look_at(written, content):
    told = fault(written(content))
    assert told.startswith("《甲.yaml》第")
    assert told.endswith("格式有误，无法读取；请检查缩进、冒号后的空格、引号和括号是否成对")


def test_a_list_at_the_top_is_no_declaration(written):
    assert fault(written("- 一\n- 二\n")) == (
        "《甲.yaml》第1行：应为“名称: 内容”的形式；请检查冒号后是否有空格"
    )


def test_a_character_that_no_text_file_holds_is_refused(written):
    assert fault(written("甲: \x01\n")) == (
        "《甲.yaml》：有不能读取的字符；请用记事本另存为UTF-8编码"
    )


def test_a_tag_never_makes_an_object(written):
    assert read(written('甲: !!python/object/apply:os.getcwd ["x"]\n')) == {"甲": ["x"]}


def test_all_duplicates_are_told_at_once(written):
    with pytest.raises(Faulty) as raised:
        read(written("甲: 1\n甲: 2\n乙: {丙: 1, 丙: 2}\n"))
    assert [one.place for one in raised.value.faults] == ["第2行", "第3行"]


def taken(block: Block) -> tuple[Taker, list[Fault]]:
    faults: list[Fault] = []
    return Taker(block, faults, "规则V22的"), faults


def test_a_word_that_nobody_asked_for_is_a_fault_at_its_line(written):
    taker, faults = taken(read(written("级别: 强制\n后裹: 退回\n")))
    taker.text("级别")
    taker.done()
    assert [one.line for one in faults] == [
        "《甲.yaml》第2行：规则V22的不认识“后裹”；请对照手册检查拼写"
    ]


def test_a_wrong_choice_lists_the_right_ones(written):
    taker, faults = taken(read(written("名: 甲\n色: 绿\n")))
    assert taker.choice("色", Colour, Colour.RED) is Colour.RED
    assert [one.line for one in faults] == [
        "《甲.yaml》第2行：规则V22的“色”不能写“绿”；只能写：红、蓝"
    ]


def test_yes_and_no_are_two_words(written):
    taker, faults = taken(read(written("甲: 是\n乙: 否\n丙: 对\n")))
    assert (taker.yes("甲"), taker.yes("乙"), taker.yes("丁", True)) == (True, False, True)
    assert not faults
    assert taker.yes("丙") is False
    assert [one.line for one in faults] == [
        "《甲.yaml》第3行：规则V22的“丙”只能写是或否，不能写“对”"
    ]


def test_what_has_another_shape_than_expected_is_a_fault_at_its_line(written):
    taker, faults = taken(read(written("甲: [1]\n乙: {丙: 1}\n丁: 一\n戊: 一\n己:\n  - 一\n")))
    assert taker.text("甲") == ""
    assert taker.texts("乙") == ()
    assert taker.sub("丁") == {}
    assert list(taker.subs("戊")) == []
    assert list(taker.subs("己")) == []
    assert [(one.place, one.problem) for one in faults] == [
        ("第1行", "规则V22的“甲”应是一句文字"),
        ("第2行", "规则V22的“乙”应是用方括号括起的几项"),
        ("第3行", "规则V22的“丁”应是一组“名称: 内容”"),
        ("第4行", "规则V22的“戊”应是以短横线开头的几条"),
        ("第6行", "规则V22的“己”里的一条不是“名称: 内容”"),
    ]
