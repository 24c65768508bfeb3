from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.publish import publish
from tests.publish.newsroom import BEFORE, PERIOD, contents, simple


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    return tmp_path / "outputs"


@pytest.fixture
def yesterday(outputs: Path) -> Path:
    publish(simple({"通报": "一", "附表": "二", "函": "三"}), outputs)
    folder = outputs / PERIOD
    (folder / "附件").mkdir()
    (folder / "附件" / "a").write_text("a", "utf-8")
    (folder / "备注.txt").write_text("记", "utf-8")
    (folder / "附表.docx").write_text("手改", "utf-8")
    assert contents(folder) == BEFORE
    return folder
