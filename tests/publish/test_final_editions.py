"""定稿 on the disk: whole or not at all, read-only, chained; and nothing of it is ever replaced."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.model.finding import Faulty
from pipeline.model.period import Period
from pipeline.publish import (
    Act,
    Entry,
    Unwritable,
    freeze,
    locked,
    publish,
    reopen,
    stand,
    vault_in,
)
from pipeline.publish.record import digest
from pipeline.publish.register import appended, as_bytes, breaks, parse, readable, seal
from tests.publish.newsroom import PERIOD, contents, document, edition, names, simple
from tests.publish.test_crashes import PowerCut, cut

JUNE = Period(2026, 6)
TEXTS = {"通报": "一", "附表": "二"}
FINAL = Entry(0, Act.FINALISED, PERIOD, 1, "王主任", "2026-07-05 09:00:00", document="栖招6号")
REOPENED = Entry(0, Act.REOPENED, PERIOD, 1, "李科长", "2026-07-06 09:00:00", reason="漏报一户")


@pytest.fixture
def made(outputs: Path) -> Path:
    """An edition of two documents of which one was edited by hand, and a note of the clerk's."""
    publish(simple(TEXTS), outputs)
    folder = outputs / PERIOD
    (folder / "附表.docx").write_text("手改", "utf-8")
    (folder / "批示.txt").write_text("同意", "utf-8")
    return outputs


def frozen(outputs: Path, entry: Entry = FINAL) -> Entry:
    standing = stand(simple(TEXTS), outputs)
    assert standing is not None
    return freeze(standing, outputs, entry, b"archive")


def kept(outputs: Path, name: str = PERIOD) -> dict[str, str]:
    return contents(outputs / "定稿" / name)


WHOLE = {"通报.docx": "一", "附表.docx": "手改", "批示.txt": "同意", "存档.zip": "archive"}


def test_every_file_of_the_folder_is_copied_as_it_stands_and_registered_by_its_hash(
    made: Path,
) -> None:
    entry = frozen(made)
    assert kept(made) == WHOLE
    own = {"manifest.json", "figures.json", "run.log"}
    assert set(entry.files) == {*WHOLE, *own}
    assert entry.files["附表.docx"] == digest("手改".encode())
    assert (entry.number, entry.previous) == (1, "0" * 64)
    assert vault_in(made).final(JUNE) == entry


def test_final_files_are_read_only_and_no_links_into_the_edition(made: Path) -> None:
    frozen(made)
    for path in (made / "定稿" / PERIOD).rglob("*"):
        if path.is_file():
            assert stat.S_IMODE(path.stat().st_mode) == 0o444, path
            assert path.stat().st_nlink == 1
    assert (made / PERIOD / "通报.docx").stat().st_mode & stat.S_IWUSR


def test_lock_files_of_office_programs_are_left_out(made: Path) -> None:
    (made / PERIOD / "~$通报.docx").write_text("x", "utf-8")
    frozen(made)
    assert kept(made) == WHOLE


def test_what_stands_is_held_against_what_would_be_made(made: Path) -> None:
    standing = stand(simple(TEXTS), made)
    assert (standing.edited, standing.outdated, standing.missing) == (("附表.docx",), (), ())
    (made / PERIOD / "通报.docx").unlink()
    standing = stand(simple({**TEXTS, "函": "三"}), made)
    assert standing.missing == ("通报.docx", "函.docx")
    assert stand(simple({"附表": "二"}), made).outdated == ()


def test_a_document_that_would_be_made_otherwise_is_outdated(made: Path) -> None:
    assert stand(simple({"通报": "改", "附表": "改"}), made).outdated == ("通报.docx",)
    assert stand(simple({"附表": "二"}), made).outdated == ("通报.docx",)


def test_two_files_of_one_document_are_told(made: Path) -> None:
    publish(simple({"通报": "一", "附表": "改"}), made)
    standing = stand(simple({"通报": "一", "附表": "改"}), made)
    assert standing.doubled == (("附表.docx", "附表（新）.docx"),)
    assert standing.outdated == ()


def test_an_edited_document_that_had_a_gap_is_told(outputs: Path) -> None:
    gappy = edition(document("通报", "一【缺：同比】", gap=True))
    publish(gappy, outputs)
    assert stand(gappy, outputs).filled == ()
    (outputs / PERIOD / "通报（草稿）.docx").write_text("补好", "utf-8")
    assert stand(gappy, outputs).filled == ("通报（草稿）.docx",)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_are_told(made: Path) -> None:
    (made / PERIOD / "附件.docx").symlink_to(made / PERIOD / "通报.docx")
    assert stand(simple(TEXTS), made).links == ("附件.docx",)


def test_a_version_that_is_reopened_stays_under_its_own_name(made: Path) -> None:
    frozen(made)
    entry = reopen(made, REOPENED)
    assert names(made / "定稿") == ["2026-06.第1版", "登记.json", "登记.txt"]
    assert kept(made, "2026-06.第1版") == WHOLE
    vault = vault_in(made)
    assert vault.final(JUNE) is None
    assert vault.last(JUNE) == entry
    second = frozen(made, Entry(0, Act.FINALISED, PERIOD, 2, "王主任", "2026-07-07 09:00:00"))
    vault = vault_in(made)
    assert vault.final(JUNE) == second
    assert [vault.place(one).name for one in vault.versions()] == ["2026-06.第1版", PERIOD]
    assert list(breaks(vault.entries)) == []


def test_the_register_reads_for_a_person(made: Path) -> None:
    first = frozen(made, FINAL)
    second = reopen(made, REOPENED)
    assert (made / "定稿" / "登记.txt").read_text("utf-8").splitlines() == [
        "定稿登记（由程序根据登记.json写成，请勿手工修改）",
        "",
        "1. 2026-07-05 09:00:00 定稿 2026-06第1版，经办人：王主任",
        "   文号：栖招6号",
        "   文件7个",
        f"   校验码：{first.sha256}",
        "",
        "2. 2026-07-06 09:00:00 重开 2026-06第1版，经办人：李科长",
        "   重开理由：漏报一户",
        f"   校验码：{second.sha256}",
    ]


def test_any_change_of_the_register_breaks_its_chain() -> None:
    entries = appended(appended(appended((), FINAL), REOPENED), FINAL)
    content = as_bytes(entries)
    assert parse(content) == entries
    assert list(breaks(entries)) == []
    plain = json.loads(content)
    for number in range(3):
        for name, value in plain[number].items():
            other = json.loads(content)
            other[number][name] = _otherwise(name, value)
            assert list(breaks(parse(json.dumps(other).encode()))), (number, name)
    for without in range(2):
        assert list(breaks(entries[:without] + entries[without + 1 :])), without
    assert list(breaks((entries[1], entries[0], entries[2])))


def _otherwise(name: str, value: object) -> object:
    if name == "act":
        return "重开" if value == "定稿" else "定稿"
    if name == "period":
        return "2026-05"
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return ["x"]
    return {"x": "y"} if isinstance(value, dict) else f"{value}x"


def test_an_entry_sealed_anew_still_breaks_the_next_one() -> None:
    first, second = appended(appended((), FINAL), REOPENED)
    forged = _sealed(Entry(1, Act.FINALISED, PERIOD, 1, "张三", FINAL.at))
    assert list(breaks((forged, second))) == [
        "登记.json第2条（重开2026-06第1版）与前一条接不上，有登记被删去、插入或改动"
    ]
    assert first != forged


def _sealed(entry: Entry) -> Entry:
    return appended((), entry)[0]


def test_a_damaged_register_is_a_fault_and_nothing_is_guessed(made: Path) -> None:
    frozen(made)
    path = made / "定稿" / "登记.json"
    path.write_text("[{]", "utf-8")
    with pytest.raises(Faulty, match="读不出来"):
        vault_in(made)
    path.unlink()
    with pytest.raises(Faulty, match="不见了，而定稿还在"):
        vault_in(made)
    with locked(made):
        assert kept(made) == WHOLE


@pytest.mark.parametrize("name", ["figures.json", "manifest.json"])
def test_a_record_that_was_changed_is_never_read_back(made: Path, name: str) -> None:
    entry = frozen(made)
    path = made / "定稿" / PERIOD / name
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(Faulty) as refused:
        vault_in(made).read(entry, name)
    assert refused.value.faults[0].line == (
        f"《定稿/2026-06/{name}》：与登记的校验码不符，定稿后被改动；"
        "请运行tongbao verify查看，并从备份恢复"
    )


def test_a_folder_of_that_name_that_nobody_registered_is_not_touched(made: Path) -> None:
    (made / "定稿" / PERIOD).mkdir(parents=True)
    (made / "定稿" / PERIOD / "旧稿.docx").write_text("旧", "utf-8")
    with pytest.raises(Unwritable, match="占着定稿要用的名称，登记里却没有它"):
        frozen(made)
    assert kept(made) == {"旧稿.docx": "旧"}
    assert vault_in(made).entries == ()


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5, 6, 7, 9])  # the 8th syncs a folder, if it can
def test_a_disk_that_fills_leaves_nothing_registered(
    made: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    real, written = os.fsync, []

    def filling(handle: int) -> None:
        written.append(handle)
        if len(written) == step:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    with monkeypatch.context() as patch, pytest.raises(Unwritable, match="磁盘已满"):
        patch.setattr(os, "fsync", filling)
        frozen(made)
    assert names(made / "定稿") == []
    assert vault_in(made).entries == ()
    frozen(made)
    assert kept(made) == WHOLE


def test_an_edition_that_changes_meanwhile_is_not_frozen(made: Path) -> None:
    standing = stand(simple(TEXTS), made)
    (made / PERIOD / "附表.docx").write_text("又改一次", "utf-8")
    with pytest.raises(Unwritable, match="在本次运行期间被改动"):
        freeze(standing, made, FINAL, b"archive")
    assert names(made / "定稿") == []


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_wherever_the_power_fails_a_version_is_whole_and_registered_or_not_there(
    made: Path, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    pristine = made.with_name("pristine")
    shutil.copytree(made, pristine)
    with monkeypatch.context() as patch:
        total = len(_steps(patch, made, pristine))
    assert total > 15
    found = []
    for step in range(1, total + 1):
        _afresh(made, pristine)
        with monkeypatch.context() as patch, pytest.raises(PowerCut):
            cut(patch, step, after)
            frozen(made)
        with locked(made):
            found.append(_whole_or_absent(made))
            if not found[-1]:
                frozen(made)
        assert _whole_or_absent(made), step
        assert names(made / "定稿") == [PERIOD, "登记.json", "登记.txt"], step
        assert (made / "定稿" / "登记.txt").read_bytes() == readable(vault_in(made).entries)
    assert found == sorted(found)
    assert {False, True} == set(found)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_wherever_the_power_fails_a_reopened_version_is_kept(
    made: Path, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    frozen(made)
    pristine = made.with_name("pristine")
    shutil.copytree(made, pristine)
    for step in range(1, 12):
        _afresh(made, pristine)
        with monkeypatch.context() as patch, suppress(PowerCut):
            cut(patch, step, after)
            reopen(made, REOPENED)
        with locked(made):
            vault = vault_in(made)
            done = vault.final(JUNE) is None
            assert kept(made, "2026-06.第1版" if done else PERIOD) == WHOLE, step
            if not done:
                reopen(made, REOPENED)
        assert names(made / "定稿") == ["2026-06.第1版", "登记.json", "登记.txt"], step


def _steps(patch: pytest.MonkeyPatch, outputs: Path, pristine: Path) -> list[str]:
    _afresh(outputs, pristine)
    seen = cut(patch, 10_000, after=False)
    frozen(outputs)
    return seen


def _afresh(outputs: Path, pristine: Path) -> None:
    shutil.rmtree(outputs)
    shutil.copytree(pristine, outputs)


def _whole_or_absent(outputs: Path) -> bool:
    entry = vault_in(outputs).final(JUNE)
    if entry is None:
        assert not (outputs / "定稿" / PERIOD).exists()
        return False
    assert kept(outputs) == WHOLE
    assert seal(entry) == entry.sha256
    place = outputs / "定稿" / PERIOD
    assert all(digest((place / name).read_bytes()) == one for name, one in entry.files.items())
    return True
