"""A run cut off at any step: a whole edition is always there, and the next start heals."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.publish import Unwritable, locked, plan, publish, recover
from pipeline.publish.swap import standing
from tests.publish.newsroom import AFTER, BEFORE, NEW, PERIOD, contents, entry, names

_ROOT = Path(__file__).parents[2]
_STEPS = ("mkdir", "chmod", "link", "fsync", "replace", "unlink", "rmdir")


class PowerCut(BaseException):
    """The machine is dead: nothing after this may have an effect."""


def cut(monkeypatch: pytest.MonkeyPatch, step: int, after: bool) -> list[str]:
    """Cut the power at the n-th change to the disk, before or after it takes effect."""
    seen: list[str] = []

    def dying(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            seen.append(name)
            if len(seen) > step:
                raise PowerCut
            if len(seen) < step:
                return real(*given, **named)
            if after:
                real(*given, **named)
            elif name == "fsync":
                _tear(given[0])
            raise PowerCut

        return call

    for name in _STEPS:
        monkeypatch.setattr(os, name, dying(name, getattr(os, name)))
    return seen


def _tear(handle: int) -> None:
    """What was not synced is lost by half."""
    with suppress(OSError):
        os.ftruncate(handle, os.fstat(handle).st_size // 2)


def steps_of_a_run(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    copy = outputs.with_name("sample")
    shutil.copytree(outputs, copy)
    with monkeypatch.context() as patch:
        seen = cut(patch, 10_000, after=False)
        publish(NEW, copy)
    shutil.rmtree(copy)
    return len(seen)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_wherever_the_power_fails_an_edition_is_whole_and_the_next_run_heals(
    yesterday: Path, monkeypatch: pytest.MonkeyPatch, after: bool
):
    outputs = yesterday.parent
    pristine = outputs.with_name("pristine")
    shutil.copytree(outputs, pristine)
    total = steps_of_a_run(outputs, monkeypatch)
    assert total > 25
    found = []
    for step in range(1, total + 1):
        shutil.rmtree(outputs)
        shutil.copytree(pristine, outputs)
        with monkeypatch.context() as patch, pytest.raises(PowerCut):
            cut(patch, step, after)
            publish(NEW, outputs)
        whole = contents(standing(outputs, PERIOD))
        assert whole in (BEFORE, AFTER), step
        found.append(whole == AFTER)
        with locked(outputs):
            assert names(outputs) == [PERIOD], step
            assert contents(outputs / PERIOD) in (BEFORE, AFTER), step
            publish(NEW, outputs)
        assert names(outputs) == [PERIOD], step
        assert contents(outputs / PERIOD) == AFTER, step
        assert entry(outputs / PERIOD, "附表.docx")["hand_edited"] is True
    assert found == sorted(found)
    assert {False, True} == set(found)


def test_wherever_the_power_fails_during_the_healing_the_next_start_heals_that(
    yesterday: Path, monkeypatch: pytest.MonkeyPatch
):
    outputs = yesterday.parent
    between_the_renames(outputs, monkeypatch)
    pristine = outputs.with_name("pristine")
    shutil.copytree(outputs, pristine)
    for step in range(1, 40):
        shutil.rmtree(outputs)
        shutil.copytree(pristine, outputs)
        with monkeypatch.context() as patch, suppress(PowerCut):
            cut(patch, step, after=False)
            recover(outputs)
        assert contents(standing(outputs, PERIOD)) in (BEFORE, AFTER), step
        recover(outputs)
        assert (names(outputs), contents(outputs / PERIOD)) == ([PERIOD], AFTER), step


def between_the_renames(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the old edition renamed and the new one whole but not in its place."""
    real = os.replace

    def first_only(source: object, target: object) -> None:
        if ".new-" in str(source):
            raise PowerCut
        real(source, target)

    with monkeypatch.context() as patch, pytest.raises(PowerCut):
        patch.setattr(os, "replace", first_only)
        publish(NEW, outputs)
    assert not (outputs / PERIOD).exists()
    assert contents(outputs / f"{PERIOD}.old") == BEFORE


def test_a_whole_staged_edition_takes_the_free_place(yesterday, monkeypatch):
    between_the_renames(yesterday.parent, monkeypatch)
    recover(yesterday.parent)
    assert (names(yesterday.parent), contents(yesterday)) == ([PERIOD], AFTER)


@pytest.mark.parametrize("lost", ["manifest.json", "通报.docx", "附表.docx"])
def test_the_old_edition_comes_back_when_the_staged_one_is_not_whole(
    yesterday, monkeypatch, lost: str
):
    between_the_renames(yesterday.parent, monkeypatch)
    (staged,) = yesterday.parent.glob(".*.new-*")
    (staged / lost).unlink()
    (staged / lost).write_text("半", "utf-8")
    recover(yesterday.parent)
    assert (names(yesterday.parent), contents(yesterday)) == ([PERIOD], BEFORE)


def test_the_old_edition_comes_back_when_someone_worked_in_it_after_the_crash(
    yesterday, monkeypatch
):
    between_the_renames(yesterday.parent, monkeypatch)
    path = yesterday.parent / f"{PERIOD}.old" / "附表.docx"
    path.unlink()
    path.write_text("崩溃后又改", "utf-8")
    recover(yesterday.parent)
    assert names(yesterday.parent) == [PERIOD]
    assert contents(yesterday) == {**BEFORE, "附表.docx": "崩溃后又改"}


def test_the_plan_finds_the_old_edition_after_a_crash(yesterday, monkeypatch):
    between_the_renames(yesterday.parent, monkeypatch)
    actions = {change.name: change.action.value for change in plan(NEW, yesterday.parent)}
    assert actions["附表.docx"] == "手工改过"
    assert actions["函.docx"] == "未变"
    assert not yesterday.exists()


def test_a_stale_staging_folder_goes_and_the_edition_stays(yesterday: Path):
    outputs = yesterday.parent
    for name in (f".{PERIOD}.new-0123abcd", f".{PERIOD}.gone-0123abcd", ".2026-05.new-0123abcd"):
        (outputs / name).mkdir()
        (outputs / name / "通报.docx").write_text("半", "utf-8")
    with locked(outputs):
        assert (names(outputs), contents(yesterday)) == ([PERIOD], BEFORE)


def test_folders_that_only_look_alike_are_left_alone(outputs: Path):
    alike = ["2026.old", "旧稿.old", ".2026-06.new-xyz", ".定稿.new-0123abcd", ".x", "定稿"]
    for name in alike:
        (outputs / name).mkdir(parents=True)
    recover(outputs)
    publish(NEW, outputs)
    assert names(outputs) == sorted([*alike, PERIOD])


def test_a_backup_that_a_clerk_called_old_is_never_removed(yesterday: Path):
    outputs = yesterday.parent
    shutil.copytree(yesterday, outputs / f"{PERIOD}.old")
    with pytest.raises(Unwritable) as refused, locked(outputs):
        publish(NEW, outputs)
    assert str(refused.value) == (
        f"《{PERIOD}.old》占着本程序要用的名称，其中可能有手工改过的文件，请查看后改名或移走，再运行"
    )
    assert names(outputs) == [PERIOD, f"{PERIOD}.old"]
    assert contents(yesterday) == contents(outputs / f"{PERIOD}.old") == BEFORE


def test_a_file_under_the_periods_name_is_not_removed(outputs: Path):
    outputs.mkdir()
    (outputs / PERIOD).write_text("记", "utf-8")
    with pytest.raises(Unwritable, match="《2026-06》不是文件夹"):
        publish(NEW, outputs)
    assert names(outputs) == [PERIOD]
    assert (outputs / PERIOD).read_text("utf-8") == "记"


_DIE = """
import os, sys
from pathlib import Path
from pipeline.publish import locked, publish
from tests.publish.newsroom import simple
real, calls = os.replace, []
def replace(source, target):
    calls.append(source)
    if len(calls) == int(sys.argv[2]):
        os._exit(9)
    real(source, target)
os.replace = replace
outputs = Path(sys.argv[1])
with locked(outputs):
    publish(simple({"通报": "改", "附表": "改", "函": "三"}), outputs)
"""


@pytest.mark.parametrize(
    ("rename", "left", "stands"),
    [
        (1, [".2026-06.new-", "2026-06"], BEFORE),
        (2, [".2026-06.new-", "2026-06.old"], BEFORE),
        (3, ["2026-06", "2026-06.old"], AFTER),
    ],
)
def test_a_killed_process_leaves_an_edition_and_the_next_start_makes_order(
    yesterday: Path, rename: int, left: list[str], stands: dict[str, str]
):
    outputs = yesterday.parent
    died = subprocess.run([sys.executable, "-c", _DIE, str(outputs), str(rename)], cwd=_ROOT)
    assert died.returncode == 9
    found = names(outputs)
    assert [name[:13] if ".new-" in name else name for name in found] == left
    assert contents(standing(outputs, PERIOD)) == stands
    with locked(outputs):
        assert names(outputs) == [PERIOD]
        publish(NEW, outputs)
    assert contents(yesterday) == AFTER
