"""The same inputs and templates make the same bytes, whoever runs it, where and when."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from tests.cli.conftest import ACCEPTING, Made
from tests.cli.desk import ROOT, Desk, tree

OF_THE_RUN = ("manifest.json", "run.log")
"""What tells of a run: its timings, and which documents are new."""


def _made(desk: Desk, period: str) -> tuple[dict[str, str], dict[str, object]]:
    """The hashes of documents and figures.json, and the manifest without what a run took."""
    folder = desk.edition(period)
    files = {name: one for name, one in tree(folder).items() if name not in OF_THE_RUN}
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest.pop("timings")
    del manifest["replaced"]
    return files, manifest


def test_a_second_run_changes_nothing(yesterday: Desk) -> None:
    first = _made(yesterday, "2026-02")
    again = yesterday.run("report")
    changes = [line.split()[0] for line in again.stdout.splitlines() if line.endswith("》")]
    assert set(changes) == {"未变"}
    assert _made(yesterday, "2026-02") == first


def test_neither_place_nor_clock_nor_language_nor_chance_changes_a_byte(
    shipped_accepted: Made, tmp_path: Path
) -> None:
    desk = Desk(tmp_path / "模板", tmp_path / "inputs", tmp_path / "成品")
    shutil.copytree(ROOT / "templates", desk.templates)
    shutil.copytree(shipped_accepted.desk.inputs, desk.inputs)
    for number, path in enumerate(tmp_path.rglob("*")):
        os.utime(path, (10**9 + 7 * number, 10**9 + 11 * number))
    strange = {"TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    ran = desk.process(
        *("report", "--quiet", "--accept", "柳汀镇", *ACCEPTING),
        cwd=tmp_path,
        env=os.environ | strange | {"PYTHONPATH": str(ROOT)},
    )
    assert ran.returncode == 1, ran.stderr
    assert "请处理：沙棠镇未报送" in ran.stderr
    assert _made(desk, "2026-06") == _made(shipped_accepted.desk, "2026-06")
    assert len(desk.documents("2026-06")) >= 3


def test_several_processes_make_the_same_bytes_as_one(returning: Desk) -> None:
    """What is printed too, with a unit returned and a file that nobody can read."""
    (returning.inputs / "2026-02" / "青榆镇.xlsx").write_bytes(b"PK\3\4")
    runs = []
    for jobs in ("1", "2"):
        desk = Desk(returning.templates, returning.inputs, returning.outputs.parent / jobs)
        said = desk.run("report", "--jobs", jobs).stdout
        runs.append((said, _made(desk, "2026-02"), (desk.edition() / "run.log").read_bytes()))
    assert runs[0] == runs[1]
    assert "退回1家：青榆镇" in runs[0][0]
    checked = [returning.run("check", "--json", "--jobs", jobs).stdout for jobs in ("1", "3")]
    assert checked[0] == checked[1]
