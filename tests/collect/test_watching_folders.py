"""What is saved in a folder is noticed once, when it is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.collect.watching import saved


def watched(folder: Path, steps: list[Callable[[], object]]) -> Iterator[set[str]]:
    """The names yielded while each pause of the watch lets the next thing happen."""
    left = iter(steps)

    class Over(Exception):
        pass

    def wait(_: float) -> None:
        step = next(left, None)
        if step is None:
            raise Over
        step()

    try:
        for files in saved([folder], 0.5, wait):
            yield {one.name for one in files}
    except Over:
        return


def nothing() -> None:
    pass


def test_a_saved_file_is_told_after_a_whole_pause_without_changes(tmp_path: Path) -> None:
    one = tmp_path / "甲.docx"
    one.write_text("旧")
    steps = [nothing, lambda: one.write_text("新的"), lambda: one.write_text("新的全文"), nothing]
    assert list(watched(tmp_path, [*steps, nothing])) == [{"甲.docx"}]


def test_saving_by_renaming_is_one_change(tmp_path: Path) -> None:
    one, beside = tmp_path / "甲.docx", tmp_path / "甲新.docx"
    one.write_text("一样长")
    first = one.stat().st_mtime_ns

    def renamed() -> None:
        beside.write_text("也一样")
        beside.replace(one)

    told = list(watched(tmp_path, [renamed, nothing, nothing]))
    assert told == [{"甲.docx"}]
    assert first <= one.stat().st_mtime_ns


def test_a_file_that_is_away_for_a_moment_is_no_removal(tmp_path: Path) -> None:
    one, away = tmp_path / "甲.docx", tmp_path / ".away"
    one.write_text("旧")
    steps = [lambda: one.rename(away), lambda: away.rename(one), nothing, nothing]
    assert list(watched(tmp_path, steps)) == []


def test_scratch_files_of_office_programs_are_not_looked_at(tmp_path: Path) -> None:
    def opened() -> None:
        for name in ("~$甲.docx", ".~lock.甲.docx#", ".~甲.docx"):
            (tmp_path / name).write_text("x")

    assert list(watched(tmp_path, [opened, nothing, nothing])) == []


def test_new_and_removed_files_are_told_too_also_in_folders_below(tmp_path: Path) -> None:
    (tmp_path / "2026-06").mkdir()
    one, two = tmp_path / "2026-06" / "甲.xlsx", tmp_path / "乙.xlsx"
    two.write_text("x")

    def changed() -> None:
        one.write_text("x")
        two.unlink()

    assert list(watched(tmp_path, [changed, nothing])) == [{"甲.xlsx", "乙.xlsx"}]
