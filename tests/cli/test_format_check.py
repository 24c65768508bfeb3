"""tongbao format check: a table on the terminal, JSON, exit codes, and files that are not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.desk import ROOT, for_a_clerk, typed
from tests.conform.paper import HEI, KAI, drawn, saved, say

SHIPPED = ("--templates", str(ROOT / "templates"))


@pytest.fixture
def paper(tmp_path: Path):
    def laid(name: str, *without: str, **instead) -> str:
        path = tmp_path / name
        path.write_bytes(saved(drawn(*without, **instead)))
        return str(path)

    return laid


def _check(*words: str):
    return typed(*SHIPPED, "format", "check", *words, env={"COLUMNS": "160"})


def test_a_right_document_gets_one_line_and_0(paper) -> None:
    file = paper("通知.docx")
    answer = _check(file)
    assert answer.exit_code == 0
    assert answer.stdout == (
        f"《{file}》按“文件”检查（有红色的发文机关标志）：没有问题\n  说明：1张表里的文字不按正文检查\n"
    )


def test_deviations_stand_in_columns_and_those_to_correct_give_1(paper) -> None:
    file = paper(
        "通知.docx",
        一级=lambda d: say(d, "一、总体情况", KAI, first=200),
        三级=lambda d: say(d, "1.签约项目", first=200, bold=True),
    )
    answer = _check(file)
    assert answer.exit_code == 1
    assert answer.stdout.splitlines() == [
        f"《{file}》按“文件”检查（有红色的发文机关标志）：强制1条、提示1条",
        "  级别  规则  位置                 项目              实测         应为    怎么改",
        "  强制  H01   第7段“一、总体情况”  一级标题字体字号  楷体_GB2312  黑体    改为三号黑体",
        "  提示  H05   第9段“1.签约项目”    层次标题粗细      加粗         不加粗  去掉加粗",
        "  说明：1张表里的文字不按正文检查",
    ]


def test_hints_alone_give_0(paper) -> None:
    file = paper("通知.docx", 三级=lambda d: say(d, "1.签约项目", first=200, bold=True))
    assert _check(file).exit_code == 0


def test_lines_fold_within_a_narrow_window(paper) -> None:
    from rich.cells import cell_len

    file = paper("通知.docx", 一级=lambda d: say(d, "一、总体情况和主要特点", KAI, first=200))
    answer = typed(*SHIPPED, "format", "check", file, env={"COLUMNS": "80"})
    assert max(cell_len(line) for line in answer.stdout.splitlines()[1:]) <= 80


def test_json_holds_every_place_and_the_clause(paper) -> None:
    file = paper("通知.docx", 一级=lambda d: say(d, "一、总体情况", KAI, first=200))
    answer = _check(file, "--json")
    assert answer.exit_code == 1
    assert json.loads(answer.stdout) == {
        "文件": {
            file: {
                "体例": "文件",
                "依据": "有红色的发文机关标志",
                "问题": [
                    {
                        "规则": "H01",
                        "级别": "强制",
                        "项目": "一级标题字体字号",
                        "位置": ["第7段“一、总体情况”"],
                        "实测": "是楷体_GB2312",
                        "应为": "黑体",
                        "处理": "改为三号黑体",
                        "据": "7.3.3",
                    }
                ],
                "待填": [],
                "说明": ["1张表里的文字不按正文检查"],
            }
        },
        "没有检查": [],
    }


def test_several_files_are_judged_though_one_is_missing_and_that_gives_2(paper, tmp_path) -> None:
    file = paper("通知.docx", 一级=lambda d: say(d, "一、总体情况", HEI, first=200))
    (tmp_path / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    answer = _check(file, str(tmp_path / "没有.docx"), str(tmp_path / "旧.doc"))
    assert answer.exit_code == 2
    assert "按“文件”检查" in answer.stdout
    assert for_a_clerk(answer.stderr).splitlines() == [
        f"没有检查：没有《{tmp_path / '没有.docx'}》这个文件，请检查名称和文件夹",
        "没有检查：《旧.doc》是旧格式（.doc、.wps）或设有密码的文件，请在Word或WPS里打开，另存为.docx后再检查",
    ]


def test_a_profile_may_be_said_and_must_be_known(paper) -> None:
    file = paper("通知.docx")
    assert "按“上行文”检查（指定）" in _check(file, "--profile", "上行文").stdout
    answer = _check(file, "--profile", "公函")
    assert answer.exit_code == 2
    assert "没有“公函”这个体例；可用的有：文件、上行文、信函、白头、纪要" in answer.stderr


def test_a_command_that_is_not_there_is_named() -> None:
    answer = typed(*SHIPPED, "format", "chek")
    assert answer.exit_code == 2
    assert "没有“chek”这个命令；可用的有：check" in answer.stderr
