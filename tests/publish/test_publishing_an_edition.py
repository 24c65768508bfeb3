"""What stands in the edition's folder after a run, and what the run says of it."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from pipeline.model.edition import Edition
from pipeline.publish import plan, publish
from tests.publish.newsroom import (
    PERIOD,
    contents,
    document,
    edition,
    entry,
    manifest,
    names,
    simple,
)


def said(changes) -> list[tuple[str, str]]:
    return [(change.name, change.action.value) for change in changes]


def test_the_first_run_makes_the_folder_and_everything_in_it(outputs: Path):
    published = publish(simple({"通报": "一", "附表": "二"}), outputs)
    assert published.folder == outputs / PERIOD
    assert names(outputs) == [PERIOD]
    assert contents(outputs / PERIOD) == {"通报.docx": "一", "附表.docx": "二"}
    assert said(published.changes) == [("通报.docx", "新增"), ("附表.docx", "新增")]


def test_the_manifest_names_every_document_with_its_template_and_hash(outputs: Path):
    publish(edition(document("通报", "一"), document("附表", "二", "xlsx", gap=True)), outputs)
    written = manifest(outputs / PERIOD)
    assert written["versions"] == {"tongbao": "0.1.0"}
    assert written["period"] == PERIOD
    assert written["documents"] == [
        {
            "name": "通报.docx",
            "document": "通报.docx",
            "template": "通报模板.docx",
            "sha256": hashlib.sha256("一".encode()).hexdigest(),
            "draft": False,
            "carried_over": False,
            "hand_edited": False,
            "sha256_on_disk": None,
            "printed": [],
        },
        {
            "name": "附表（草稿）.xlsx",
            "document": "附表.xlsx",
            "template": "附表模板.xlsx",
            "sha256": hashlib.sha256("二".encode()).hexdigest(),
            "draft": True,
            "carried_over": False,
            "hand_edited": False,
            "sha256_on_disk": None,
            "printed": [["第3段", "【缺：同比】", "同比"]],
        },
    ]


def test_figures_stand_in_the_order_given_and_in_plain_chinese(outputs: Path):
    made = Edition(PERIOD, (), False, {}, {"签约": {"乙镇": 1, "甲镇": 2}, "到资": 3}, ())
    publish(made, outputs)
    text = (outputs / PERIOD / "figures.json").read_text("utf-8")
    assert text == '{\n "签约": {\n  "乙镇": 1,\n  "甲镇": 2\n },\n "到资": 3\n}\n'


def test_the_log_has_one_line_for_each_event(outputs: Path):
    made = Edition(PERIOD, (document("通报", "一"),), False, {}, {}, ("读入12张表", "退回：\n甲镇"))
    publish(made, outputs)
    text = (outputs / PERIOD / "run.log").read_text("utf-8")
    assert text == "读入12张表\n退回： 甲镇\n新增 《通报.docx》\n"


def test_a_second_run_of_the_same_edition_changes_no_document(outputs: Path):
    publish(simple({"通报": "一"}), outputs)
    path = outputs / PERIOD / "通报.docx"
    os.utime(path, (1_000_000_000, 1_000_000_000))
    published = publish(simple({"通报": "一"}), outputs)
    assert said(published.changes) == [("通报.docx", "未变")]
    assert path.read_bytes() == "一".encode()
    assert path.stat().st_mtime == 1_000_000_000
    assert names(outputs) == [PERIOD]


def test_a_document_that_came_out_differently_replaces_the_old_one(outputs: Path):
    publish(simple({"通报": "一", "附表": "二"}), outputs)
    published = publish(simple({"通报": "改", "附表": "二"}), outputs)
    assert said(published.changes) == [("通报.docx", "更新"), ("附表.docx", "未变")]
    assert contents(outputs / PERIOD) == {"通报.docx": "改", "附表.docx": "二"}


def test_a_document_that_is_no_longer_made_goes(outputs: Path):
    publish(simple({"通报": "一", "催报函": "二"}), outputs)
    published = publish(simple({"通报": "一"}), outputs)
    assert said(published.changes) == [("通报.docx", "未变"), ("催报函.docx", "移除")]
    assert contents(outputs / PERIOD) == {"通报.docx": "一"}


def test_the_plan_says_what_publishing_would_do_and_writes_nothing(outputs: Path):
    assert said(plan(simple({"通报": "一"}), outputs)) == [("通报.docx", "新增")]
    assert not outputs.exists()
    publish(simple({"通报": "一", "附表": "二", "函": "三"}), outputs)
    (outputs / PERIOD / "附表.docx").write_text("手改", "utf-8")
    before = contents(outputs / PERIOD)
    planned = plan(simple({"通报": "新", "附表": "新", "函": "三", "表": "四"}), outputs)
    assert said(planned) == [
        ("通报.docx", "更新"),
        ("附表.docx", "手工改过"),
        ("附表（新）.docx", "新增"),
        ("函.docx", "未变"),
        ("表.docx", "新增"),
    ]
    assert planned[1].note == "新稿另存为《附表（新）.docx》"
    assert contents(outputs / PERIOD) == before


@pytest.mark.parametrize("only", [False, True])
def test_the_plan_and_the_publishing_say_the_same(outputs: Path, only: bool):
    publish(simple({"通报": "一", "附表": "二"}, draft=True), outputs)
    new = simple({"通报": "改"})
    assert plan(new, outputs, only=only) == list(publish(new, outputs, only=only).changes)


def test_a_draft_bears_the_mark_before_the_extension(outputs: Path):
    publish(simple({"通报": "一"}, draft=True), outputs)
    assert contents(outputs / PERIOD) == {"通报（草稿）.docx": "一"}


def test_a_document_with_a_gap_is_a_draft_and_the_others_are_not(outputs: Path):
    publish(edition(document("通报", "一", gap=True), document("附表", "二")), outputs)
    assert contents(outputs / PERIOD) == {"通报（草稿）.docx": "一", "附表.docx": "二"}


@pytest.mark.parametrize("draft", [True, False])
def test_when_a_document_stops_or_starts_being_a_draft_the_other_name_goes(outputs, draft):
    names_by_draft = {True: "通报（草稿）.docx", False: "通报.docx"}
    publish(simple({"通报": "一"}, draft=draft), outputs)
    published = publish(simple({"通报": "一"}, draft=not draft), outputs)
    assert said(published.changes) == [
        (names_by_draft[not draft], "新增"),
        (names_by_draft[draft], "移除"),
    ]
    assert contents(outputs / PERIOD) == {names_by_draft[not draft]: "一"}


def test_a_draft_that_was_edited_stays_when_the_document_is_none_any_more(outputs: Path):
    publish(simple({"通报": "一"}, draft=True), outputs)
    (outputs / PERIOD / "通报（草稿）.docx").write_text("手改", "utf-8")
    published = publish(simple({"通报": "二"}), outputs)
    assert said(published.changes) == [("通报.docx", "新增"), ("通报（草稿）.docx", "手工改过")]
    assert contents(outputs / PERIOD) == {"通报.docx": "二", "通报（草稿）.docx": "手改"}


def test_only_carries_the_other_documents_over_and_marks_them(outputs: Path):
    publish(simple({"通报": "一", "附表": "二"}), outputs)
    published = publish(simple({"通报": "改"}), outputs, only=True)
    assert said(published.changes) == [("通报.docx", "更新"), ("附表.docx", "未变")]
    assert published.changes[1].note == "沿用上次"
    assert contents(outputs / PERIOD) == {"通报.docx": "改", "附表.docx": "二"}
    assert entry(outputs / PERIOD, "附表.docx")["carried_over"] is True
    assert entry(outputs / PERIOD, "通报.docx")["carried_over"] is False
    publish(simple({"通报": "改", "附表": "二"}), outputs)
    assert entry(outputs / PERIOD, "附表.docx")["carried_over"] is False


def test_only_still_drops_the_other_draft_name_of_the_document_it_makes(outputs: Path):
    publish(simple({"通报": "一", "附表": "二"}, draft=True), outputs)
    publish(simple({"通报": "一"}), outputs, only=True)
    assert contents(outputs / PERIOD) == {"通报.docx": "一", "附表（草稿）.docx": "二"}
    assert entry(outputs / PERIOD, "附表（草稿）.docx")["draft"] is True


def test_only_keeps_the_hand_edits_of_other_documents(outputs: Path):
    publish(simple({"通报": "一", "附表": "二"}), outputs)
    (outputs / PERIOD / "附表.docx").write_text("手改", "utf-8")
    publish(simple({"通报": "改"}), outputs, only=True)
    kept = entry(outputs / PERIOD, "附表.docx")
    assert (kept["hand_edited"], kept["carried_over"]) == (True, True)
    published = publish(simple({"通报": "改", "附表": "三"}), outputs)
    assert contents(outputs / PERIOD) == {
        "通报.docx": "改",
        "附表.docx": "手改",
        "附表（新）.docx": "三",
    }
    assert ("附表.docx", "手工改过") in said(published.changes)


def test_only_knows_a_file_again_that_a_clerk_renamed_or_restored(outputs: Path):
    publish(simple({"通报": "一", "附表": "二"}), outputs)
    for name in ("通报.docx", "附表.docx"):
        (outputs / PERIOD / name).write_text("手改", "utf-8")
    publish(simple({"通报": "新", "附表": "二"}), outputs)
    (outputs / PERIOD / "通报（新）.docx").replace(outputs / PERIOD / "通报.docx")
    (outputs / PERIOD / "附表.docx").write_text("二", "utf-8")
    for _ in range(2):
        published = publish(simple({"函": "三"}), outputs, only=True)
        assert [change.action.value for change in published.changes[1:]] == ["未变", "未变"]
        carried = [entry(outputs / PERIOD, name) for name in ("通报.docx", "附表.docx")]
        assert [one["hand_edited"] for one in carried] == [False, False]
    assert contents(outputs / PERIOD) == {"通报.docx": "新", "附表.docx": "二", "函.docx": "三"}


def test_a_document_that_a_clerk_deleted_comes_back_with_a_full_run_only(outputs: Path):
    publish(simple({"通报": "一", "附表": "二"}), outputs)
    (outputs / PERIOD / "附表.docx").unlink()
    publish(simple({"通报": "一"}), outputs, only=True)
    assert contents(outputs / PERIOD) == {"通报.docx": "一"}
    published = publish(simple({"通报": "一", "附表": "二"}), outputs)
    assert said(published.changes) == [("通报.docx", "未变"), ("附表.docx", "新增")]


def test_other_periods_and_the_finalised_record_are_never_touched(outputs: Path):
    for name in ("2026-05/通报.docx", "定稿/2026-06/通报.docx", "说明.txt", "旧稿.old/a.txt"):
        path = outputs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
        os.utime(path, (1_000_000_000, 1_000_000_000))
    before = contents(outputs)
    publish(simple({"通报": "一"}), outputs)
    publish(simple({"通报": "二"}), outputs)
    after = contents(outputs)
    assert {name: after[name] for name in before} == before
    assert all((outputs / name).stat().st_mtime == 1_000_000_000 for name in before)


@pytest.mark.parametrize("period", ["定稿", "..", "2026-06/..", "", ".lock", "2026-06.old", "2026"])
def test_a_period_that_names_no_edition_is_refused_before_anything_is_written(outputs, period):
    with pytest.raises(ValueError, match="no name for an edition's folder"):
        publish(edition(document("通报", "一"), period=period), outputs)
    assert names(outputs) == []


def test_a_figure_that_is_no_number_never_reaches_the_disk(outputs: Path):
    publish(simple({"通报": "一"}), outputs)
    before = (outputs / PERIOD / "manifest.json").read_bytes()
    with pytest.raises(ValueError, match="JSON"):
        publish(Edition(PERIOD, (), False, {}, {"率": float("nan")}, ()), outputs)
    assert (outputs / PERIOD / "manifest.json").read_bytes() == before
    assert names(outputs) == [PERIOD]


def test_a_name_that_no_encoding_holds_is_written_as_an_escape(outputs: Path):
    publish(Edition(PERIOD, (), False, {}, {"文件": "\udcb9.xlsx"}, ("读入\udcb9.xlsx",)), outputs)
    assert json.loads((outputs / PERIOD / "figures.json").read_bytes()) == {"文件": "\udcb9.xlsx"}
    assert (outputs / PERIOD / "run.log").read_text("utf-8") == "读入\\udcb9.xlsx\n"
