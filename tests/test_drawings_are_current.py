"""The drawings beside the templates show the templates as they are."""

from __future__ import annotations

import shutil
from itertools import zip_longest
from pathlib import Path

import pytest

from tests.drawings.__main__ import DRAW, TEMPLATES, drawing_of, main, orphans, templates

RUN = "请运行 make drawings，看过改动后一并提交"


@pytest.mark.parametrize("template", list(templates()), ids=lambda path: path.name)
def test_a_template_has_a_drawing_that_matches_it(template: Path) -> None:
    problem = _stale(template)
    if problem:
        pytest.fail(problem, pytrace=False)


def test_every_drawing_has_its_template() -> None:
    left = "、".join(str(path.relative_to(TEMPLATES)) for path in orphans())
    assert not left, f"这些图没有模板了：{left}；{RUN}"


def test_a_changed_template_is_told_from_its_drawing_by_file_and_line(tmp_path: Path) -> None:
    template = Path(shutil.copy(TEMPLATES / "documents/半年总结.docx", tmp_path / "通报.docx"))
    assert _stale(template) == f"模板还没有画成文字：缺《通报.docx.txt》；{RUN}"
    main(tmp_path)
    assert _stale(template) == ""
    lines = drawing_of(template).read_text(encoding="utf-8").splitlines(keepends=True)
    drawing_of(template).write_text("".join(lines[:-1]), encoding="utf-8")
    assert _stale(template) == f"《通报.docx.txt》从第{len(lines)}行起与模板不一致；{RUN}"


def test_drawing_writes_what_is_missing_and_removes_what_has_no_template(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(TEMPLATES / "tables/招商引资任务分解表.xlsx", tmp_path / "任务.xlsx")
    (tmp_path / "旧表.xlsx.txt").write_text("没有模板了", encoding="utf-8")
    (tmp_path / "说明.txt").write_text("不是图", encoding="utf-8")
    main(tmp_path)
    assert capsys.readouterr().out == "新增  任务.xlsx.txt\n删去  旧表.xlsx.txt（模板已不在）\n"
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["任务.xlsx", "任务.xlsx.txt", "说明.txt"]
    main(tmp_path)
    assert capsys.readouterr().out == "未变  任务.xlsx.txt\n"


def _stale(template: Path) -> str:
    """What is wrong with a template's drawing; empty if it is current."""
    path = drawing_of(template)
    if not path.exists():
        return f"模板还没有画成文字：缺《{path.name}》；{RUN}"
    known = path.read_text(encoding="utf-8").splitlines()
    now = DRAW[template.suffix](template.read_bytes()).splitlines()
    for number, (old, new) in enumerate(zip_longest(known, now), start=1):
        if old != new:
            return f"《{path.name}》从第{number}行起与模板不一致；{RUN}"
    return ""
