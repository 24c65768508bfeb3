"""A document edited by hand, an unknown file, a lost manifest: nobody's work is overwritten."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from pipeline.publish import Unwritable, press, publish
from tests.publish.newsroom import PERIOD, contents, entry, manifest, names, simple


@pytest.fixture
def folder(outputs: Path) -> Path:
    """An edition whose only document, made as 一, a clerk changed to 手改."""
    publish(simple({"通报": "一"}), outputs)
    (outputs / PERIOD / "通报.docx").write_text("手改", "utf-8")
    return outputs / PERIOD


def run(folder: Path, text: str, **texts: str) -> list[str]:
    published = publish(simple({"通报": text, **texts}), folder.parent)
    return [f"{change.action} {change.name}" for change in published.changes]


def test_a_document_edited_by_hand_stays_and_the_new_one_stands_beside_it(folder: Path):
    assert run(folder, "二") == ["手工改过 通报.docx", "新增 通报（新）.docx"]
    assert contents(folder) == {"通报.docx": "手改", "通报（新）.docx": "二"}


def test_the_manifest_keeps_the_hash_of_what_the_program_had_made(folder: Path):
    run(folder, "二")
    edited = entry(folder, "通报.docx")
    assert edited["hand_edited"] is True
    assert edited["sha256"] == hashlib.sha256("一".encode()).hexdigest()
    assert edited["sha256_on_disk"] == hashlib.sha256("手改".encode()).hexdigest()
    assert entry(folder, "通报（新）.docx")["hand_edited"] is False


def test_an_edited_document_stays_protected_in_every_later_run(folder: Path):
    run(folder, "二")
    assert run(folder, "二") == ["手工改过 通报.docx", "未变 通报（新）.docx"]
    (folder / "通报.docx").write_text("再次手改", "utf-8")
    assert run(folder, "三") == ["手工改过 通报.docx", "更新 通报（新）.docx"]
    assert contents(folder) == {"通报.docx": "再次手改", "通报（新）.docx": "三"}


def test_an_edited_new_copy_is_protected_too_and_the_next_gets_a_number(folder: Path):
    run(folder, "二")
    (folder / "通报（新）.docx").write_text("也改了", "utf-8")
    assert run(folder, "三") == [
        "手工改过 通报.docx",
        "新增 通报（新2）.docx",
        "手工改过 通报（新）.docx",
    ]
    run(folder, "四")
    assert contents(folder) == {
        "通报.docx": "手改",
        "通报（新）.docx": "也改了",
        "通报（新2）.docx": "四",
    }


def test_no_copy_is_made_when_nothing_changed_since_the_document_was_made(folder: Path):
    assert run(folder, "一") == ["手工改过 通报.docx"]
    assert run(folder, "一") == ["手工改过 通报.docx"]
    assert contents(folder) == {"通报.docx": "手改"}
    assert run(folder, "二") == ["手工改过 通报.docx", "新增 通报（新）.docx"]


def test_a_new_copy_goes_when_the_figures_are_again_what_they_were(folder: Path):
    run(folder, "二")
    assert run(folder, "一") == ["手工改过 通报.docx", "移除 通报（新）.docx"]
    assert contents(folder) == {"通报.docx": "手改"}


def test_a_clerk_who_takes_the_new_copy_under_the_old_name_has_accepted_it(folder: Path):
    run(folder, "二")
    (folder / "通报（新）.docx").replace(folder / "通报.docx")
    assert run(folder, "三") == ["更新 通报.docx"]
    assert contents(folder) == {"通报.docx": "三"}


def test_a_clerk_who_deletes_the_edited_document_gets_the_new_one_in_its_place(folder: Path):
    run(folder, "二")
    (folder / "通报.docx").unlink()
    assert run(folder, "二") == ["新增 通报.docx", "移除 通报（新）.docx"]


def test_an_edit_that_was_taken_back_is_no_edit(folder: Path):
    (folder / "通报.docx").write_text("一", "utf-8")
    assert run(folder, "二") == ["更新 通报.docx"]
    assert entry(folder, "通报.docx")["hand_edited"] is False


def test_an_edit_that_the_program_came_to_as_well_is_no_edit(folder: Path):
    assert run(folder, "手改") == ["未变 通报.docx"]
    assert run(folder, "二") == ["更新 通报.docx"]


def test_a_document_edited_by_hand_stays_though_it_is_no_longer_made(folder: Path):
    publish(simple({"附表": "二"}), folder.parent)
    assert contents(folder) == {"通报.docx": "手改", "附表.docx": "二"}
    publish(simple({"附表": "二"}), folder.parent)
    assert contents(folder) == {"通报.docx": "手改", "附表.docx": "二"}


def test_a_new_copy_never_takes_the_name_of_another_document(folder: Path):
    made = publish(simple({"通报": "二", "通报（新）": "别的"}), folder.parent)
    assert [change.name for change in made.changes] == [
        "通报.docx",
        "通报（新2）.docx",
        "通报（新）.docx",
    ]
    assert contents(folder) == {
        "通报.docx": "手改",
        "通报（新）.docx": "别的",
        "通报（新2）.docx": "二",
    }


def test_a_new_copy_spares_a_document_that_is_carried_over(outputs: Path):
    publish(simple({"通报": "一", "通报（新）": "别的"}), outputs)
    (outputs / PERIOD / "通报.docx").write_text("手改", "utf-8")
    publish(simple({"通报": "二"}), outputs, only=True)
    assert contents(outputs / PERIOD) == {
        "通报.docx": "手改",
        "通报（新）.docx": "别的",
        "通报（新2）.docx": "二",
    }


def test_unknown_files_and_folders_stay_byte_for_byte_with_their_times(folder: Path):
    unknown = {"备注.txt": "记", "附件/照片/一.txt": "像", "通报 副本.docx": "手改", ".隐藏": "h"}
    for name, text in unknown.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "空文件夹").mkdir()
    for path in sorted(folder.rglob("*"), reverse=True):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    run(folder, "二")
    run(folder, "三")
    assert contents(folder) == {**unknown, "通报.docx": "手改", "通报（新）.docx": "三"}
    assert (folder / "空文件夹").is_dir()
    for name in (*unknown, "附件", "附件/照片", "空文件夹", "通报.docx"):
        assert (folder / name).stat().st_mtime == 1_000_000_000, name
    assert manifest(folder)["kept"] == [".隐藏", "备注.txt", "空文件夹", "通报 副本.docx", "附件"]
    assert names(folder.parent) == [PERIOD]


def test_a_disk_without_hard_links_keeps_unknown_files_by_copying(folder: Path, monkeypatch):
    def refuse(self, target):
        raise OSError(1, "Operation not permitted")

    (folder / "备注.txt").write_text("记", "utf-8")
    os.utime(folder / "备注.txt", (1_000_000_000, 1_000_000_000))
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    run(folder, "二")
    assert contents(folder) == {"备注.txt": "记", "通报.docx": "手改", "通报（新）.docx": "二"}
    assert (folder / "备注.txt").stat().st_mtime == 1_000_000_000
    assert names(folder.parent) == [PERIOD]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_stays_a_link_and_what_it_points_to_is_not_touched(folder: Path, tmp_path: Path):
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    (elsewhere / "a.txt").write_text("a", "utf-8")
    (folder / "附件").symlink_to(elsewhere)
    (folder / "断链").symlink_to("无")
    run(folder, "二")
    assert (folder / "附件").readlink() == elsewhere
    assert (folder / "断链").is_symlink()
    assert contents(elsewhere) == {"a.txt": "a"}
    assert names(folder.parent) == [PERIOD]


def test_lock_files_of_office_programs_are_left_behind(folder: Path):
    (folder / "附件").mkdir()
    for name in ("~$报.docx", ".~通报.docx", ".~lock.通报.docx#", "附件/~$一.xlsx"):
        (folder / name).write_text("用户", "utf-8")
    run(folder, "二")
    assert contents(folder) == {"通报.docx": "手改", "通报（新）.docx": "二"}
    assert (folder / "附件").is_dir()
    assert names(folder.parent) == [PERIOD]


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"documents": 1}',
        b'{"documents": [1]}',
        b'{"documents": [{"name": "x"}]}',
        b'{"documents": [{"name": 1, "document": "", "template": "", "sha256": "", "draft": 0}]}',
        None,
    ],
)
def test_without_a_readable_manifest_no_file_is_overwritten(outputs: Path, damage):
    publish(simple({"通报": "一", "附表": "二", "函": "三"}), outputs)
    folder = outputs / PERIOD
    (folder / "manifest.json").unlink()
    if damage is not None:
        (folder / "manifest.json").write_bytes(damage)
    assert run(folder, "新", 附表="二") == [
        "手工改过 通报.docx",
        "新增 通报（新）.docx",
        "未变 附表.docx",
    ]
    kept = {"通报.docx": "一", "附表.docx": "二", "函.docx": "三"}
    assert contents(folder) == {**kept, "通报（新）.docx": "新"}
    assert "manifest.json缺失或损坏" in (folder / "run.log").read_text("utf-8")
    assert run(folder, "又新", 附表="又新") == [
        "手工改过 通报.docx",
        "更新 通报（新）.docx",
        "更新 附表.docx",
    ]
    assert names(outputs) == [PERIOD]


def test_a_manifest_of_a_later_version_with_more_in_it_is_still_read(outputs: Path):
    publish(simple({"通报": "一"}), outputs)
    path = outputs / PERIOD / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"draft"', '"pages": 3,\n"draft"'), "utf-8")
    assert run(outputs / PERIOD, "二") == ["更新 通报.docx"]


def test_a_folder_under_a_documents_name_stays_and_the_document_stands_beside(outputs: Path):
    (outputs / PERIOD / "通报.docx").mkdir(parents=True)
    (outputs / PERIOD / "通报.docx" / "a.txt").write_text("a", "utf-8")
    publish(simple({"通报": "一"}), outputs)
    assert contents(outputs / PERIOD) == {"通报.docx/a.txt": "a", "通报（新）.docx": "一"}
    publish(simple({"通报": "二"}), outputs)
    assert contents(outputs / PERIOD) == {"通报.docx/a.txt": "a", "通报（新）.docx": "二"}


def test_a_file_whose_name_differs_in_case_only_is_the_same_file(outputs: Path):
    (outputs / PERIOD).mkdir(parents=True)
    (outputs / PERIOD / "abc.DOCX").write_text("手写", "utf-8")
    publish(simple({"ABC": "一"}), outputs)
    assert contents(outputs / PERIOD) == {"abc.DOCX": "手写", "ABC（新）.docx": "一"}


def test_the_same_file_under_a_name_in_another_case_keeps_that_name(outputs: Path):
    (outputs / PERIOD).mkdir(parents=True)
    (outputs / PERIOD / "abc.docx").write_text("一", "utf-8")
    publish(simple({"ABC": "一"}), outputs)
    assert contents(outputs / PERIOD) == {"abc.docx": "一"}
    assert names(outputs) == [PERIOD]


def test_two_long_titles_that_are_cut_to_one_get_two_copies(outputs: Path):
    one, other = "情" * 72 + "甲", "情" * 72 + "乙"
    publish(simple({one: "一", other: "二"}), outputs)
    for name in (one, other):
        (outputs / PERIOD / f"{name}.docx").write_text("手改", "utf-8")
    publish(simple({one: "新一", other: "新二"}), outputs)
    assert contents(outputs / PERIOD) == {
        f"{one}.docx": "手改",
        f"{other}.docx": "手改",
        f"{'情' * 72}（新）.docx": "新一",
        f"{'情' * 71}（新2）.docx": "新二",
    }


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_in_a_documents_place_is_a_persons_work(outputs: Path, tmp_path: Path):
    publish(simple({"通报": "一"}), outputs)
    path = outputs / PERIOD / "通报.docx"
    path.replace(tmp_path / "通报.docx")
    path.symlink_to(tmp_path / "通报.docx")
    publish(simple({"通报": "二"}), outputs)
    assert path.is_symlink()
    assert contents(outputs / PERIOD) == {"通报.docx": "一", "通报（新）.docx": "二"}


def test_a_file_saved_while_the_run_is_going_on_stops_it_and_is_not_lost(folder, monkeypatch):
    fill = press._fill

    def fill_while_a_clerk_saves(*given):
        fill(*given)
        (folder / "通报.docx").write_text("刚刚保存", "utf-8")

    monkeypatch.setattr(press, "_fill", fill_while_a_clerk_saves)
    with pytest.raises(
        Unwritable, match=r"^《通报.docx》在本次运行期间被改动，请保存并关闭后再运行$"
    ):
        run(folder, "二")
    assert contents(folder) == {"通报.docx": "刚刚保存"}
    assert names(folder.parent) == [PERIOD]
