"""存档.zip: the same bytes from the same sources, laid out again as they were."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from pipeline.publish.archive import Sources, Unpackable, packed, unpacked


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    for name in (
        "inputs/基础库.xlsx",
        "inputs/2026-01/甲.xlsx",
        "inputs/2026-01/材料/问题.txt",
        "inputs/2026-01/~$甲.xlsx",
        "inputs/2026-02/乙.xlsx",
        "inputs/2026-03/丙.xlsx",
        "templates/checks.yaml",
        "templates/forms/基础库/参数.yaml",
        "templates/documents/.~通报.docx",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    (tmp_path / "inputs" / "2025-12").mkdir()
    past = {"定稿/登记.json": b"[]"}
    months = ("2025-12", "2026-01", "2026-02")
    return Sources(tmp_path / "templates", tmp_path / "inputs", months, past, {"period": "2026-02"})


def test_an_archive_holds_what_the_edition_was_made_from_and_no_litter(sources: Sources) -> None:
    assert zipfile.ZipFile(io.BytesIO(packed(sources))).namelist() == [
        "存档.json",
        "inputs/基础库.xlsx",
        "inputs/2026-01/材料/问题.txt",
        "inputs/2026-01/甲.xlsx",
        "inputs/2026-02/乙.xlsx",
        "templates/checks.yaml",
        "templates/forms/基础库/参数.yaml",
        "outputs/定稿/登记.json",
    ]


def test_neither_times_nor_rights_of_files_change_a_byte(sources: Sources) -> None:
    first = packed(sources)
    for number, path in enumerate(sources.inputs.rglob("*")):
        os.utime(path, (10**9 + number, 10**9 + number))
        path.chmod(0o700)
    assert packed(sources) == first


def test_it_is_laid_out_as_it_was_with_folders_that_were_empty(
    sources: Sources, tmp_path: Path
) -> None:
    place = tmp_path / "again"
    place.mkdir()
    slip = unpacked(packed(sources), place)
    assert slip == {"period": "2026-02", "months": ["2025-12", "2026-01", "2026-02"]}
    assert (place / "inputs" / "2026-01" / "材料" / "问题.txt").read_text("utf-8").endswith(".txt")
    assert (place / "inputs" / "2025-12").is_dir()
    assert not (place / "inputs" / "2026-03").exists()


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "a\\..\\x"])
def test_no_name_in_it_leads_out(tmp_path: Path, name: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    place = tmp_path / "again"
    place.mkdir()
    with pytest.raises(Unpackable):
        unpacked(out.getvalue(), place)
    assert [one.name for one in tmp_path.iterdir()] == ["again"]


@pytest.mark.parametrize("content", [b"", b"PK", b"nothing at all"])
def test_what_is_no_archive_is_said(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Unpackable, match="打不开或内容不全"):
        unpacked(content, tmp_path)
