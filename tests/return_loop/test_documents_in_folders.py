"""Publishing documents that stand in folders of the edition."""

import json
import shutil

import pytest

from pipeline.model.edition import Document, Edition
from pipeline.publish import Unnameable, Unwritable, publish, recover
from tests.publish.newsroom import OWN, contents

PERIOD = "2026-06"


def _document(*path: str, text: str = "一", working: bool = True) -> Document:
    *folder, name = path
    return Document(name, "xlsx", text.encode(), "表.xlsx", (), tuple(folder), working)


def _edition(*documents: Document, draft: bool = False) -> Edition:
    return Edition(PERIOD, documents, draft, {}, {}, ())


def _actions(made) -> dict[str, str]:
    return {one.name: one.action.value for one in made.changes}


OPINION = _document("审核", "柳汀镇", "审核意见")


def test_a_document_stands_in_its_folders(tmp_path):
    publish(_edition(OPINION, _document("审核", "问题清单")), tmp_path)
    assert contents(tmp_path / PERIOD) == {
        "审核/柳汀镇/审核意见.xlsx": "一",
        "审核/问题清单.xlsx": "一",
    }


@pytest.mark.parametrize(
    ("folder", "cleaned"),
    [
        (("..", "..", "etc"), None),
        (("审核", "."), None),
        (("审核", ""), None),
        (("审核", "../../甲"), "审核/_..／..／甲"),
        (("审核", "甲/乙"), "审核/甲／乙"),
        (("审核", "con"), "审核/_con"),
        (("审核", "甲:乙*"), "审核/甲：乙＊"),
        (("审核", " 甲. "), "审核/甲"),
        (("审核", ".old"), "审核/_.old"),
    ],
)
def test_each_part_of_the_path_is_cleaned_and_none_leads_elsewhere(tmp_path, folder, cleaned):
    outputs = tmp_path / "outputs"
    edition = _edition(_document(*folder, "表"))
    if cleaned is None:
        with pytest.raises(Unnameable, match="文件夹的名称是空的"):
            publish(edition, outputs)
    else:
        publish(edition, outputs)
        assert contents(outputs / PERIOD) == {f"{cleaned}/表.xlsx": "一"}
    assert {path.name for path in tmp_path.iterdir()} == {"outputs"}


def test_each_part_of_the_path_is_cut_to_80_characters(tmp_path):
    publish(_edition(_document("审核", "镇" * 90, "表" * 90)), tmp_path)
    (name,) = contents(tmp_path / PERIOD)
    assert [len(part) for part in name.split("/")] == [2, 80, 80]


def test_a_paper_is_no_draft_in_a_draft_edition(tmp_path):
    made = publish(_edition(OPINION, _document("通报", working=False), draft=True), tmp_path)
    assert set(_actions(made)) == {"审核/柳汀镇/审核意见.xlsx", "通报（草稿）.xlsx"}


def test_a_paper_edited_by_hand_stays_and_the_new_one_stands_beside(tmp_path):
    publish(_edition(OPINION), tmp_path)
    (tmp_path / PERIOD / "审核/柳汀镇/审核意见.xlsx").write_text("手改", "utf-8")
    made = publish(_edition(_document("审核", "柳汀镇", "审核意见", text="二")), tmp_path)
    assert contents(tmp_path / PERIOD) == {
        "审核/柳汀镇/审核意见.xlsx": "手改",
        "审核/柳汀镇/审核意见（新）.xlsx": "二",
    }
    assert _actions(made)["审核/柳汀镇/审核意见.xlsx"] == "手工改过"


def test_unknown_files_and_folders_among_the_papers_are_kept(tmp_path):
    publish(_edition(OPINION), tmp_path)
    unit = tmp_path / PERIOD / "审核/柳汀镇"
    (unit / "回函.pdf").write_text("扫描", "utf-8")
    (unit / "照片").mkdir()
    (unit / "照片" / "一.jpg").write_text("图", "utf-8")
    publish(_edition(_document("审核", "柳汀镇", "审核意见", text="二")), tmp_path)
    assert contents(tmp_path / PERIOD) == {
        "审核/柳汀镇/审核意见.xlsx": "二",
        "审核/柳汀镇/回函.pdf": "扫描",
        "审核/柳汀镇/照片/一.jpg": "图",
    }


def test_what_is_not_made_again_goes_with_its_folder(tmp_path):
    publish(_edition(OPINION, _document("审核", "问题清单")), tmp_path)
    made = publish(_edition(_document("审核", "问题清单")), tmp_path)
    assert contents(tmp_path / PERIOD) == {"审核/问题清单.xlsx": "一"}
    assert not (tmp_path / PERIOD / "审核/柳汀镇").exists()
    assert _actions(made)["审核/柳汀镇/审核意见.xlsx"] == "移除"


def test_papers_are_carried_over_when_only_one_document_is_made(tmp_path):
    publish(_edition(OPINION, _document("通报")), tmp_path)
    publish(_edition(_document("通报", text="二")), tmp_path, only=True)
    assert contents(tmp_path / PERIOD) == {"审核/柳汀镇/审核意见.xlsx": "一", "通报.xlsx": "二"}


def test_a_second_run_changes_nothing(tmp_path):
    publish(_edition(OPINION), tmp_path)
    assert set(_actions(publish(_edition(OPINION), tmp_path)).values()) == {"未变"}


def test_a_file_that_bears_a_folders_name_is_told_and_nothing_is_touched(tmp_path):
    publish(_edition(_document("通报")), tmp_path)
    (tmp_path / PERIOD / "审核").write_text("我的笔记", "utf-8")
    with pytest.raises(Unwritable, match="《审核》占着本期一个文件夹的名称，请改名或移走后再运行"):
        publish(_edition(OPINION, _document("通报", text="二")), tmp_path)
    assert contents(tmp_path / PERIOD) == {"审核": "我的笔记", "通报.xlsx": "一"}


def test_a_link_in_place_of_a_folder_is_never_followed(tmp_path):
    outputs, elsewhere = tmp_path / "outputs", tmp_path / "elsewhere"
    elsewhere.mkdir()
    publish(_edition(_document("通报")), outputs)
    (outputs / PERIOD / "审核").symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(Unwritable):
        publish(_edition(OPINION), outputs)
    assert list(elsewhere.iterdir()) == []


def test_a_folder_of_a_persons_own_is_joined_by_the_papers(tmp_path):
    (tmp_path / PERIOD / "审核").mkdir(parents=True)
    (tmp_path / PERIOD / "审核" / "笔记.txt").write_text("记", "utf-8")
    publish(_edition(OPINION), tmp_path)
    assert contents(tmp_path / PERIOD) == {
        "审核/柳汀镇/审核意见.xlsx": "一",
        "审核/笔记.txt": "记",
    }


def test_two_documents_of_one_path_are_a_fault(tmp_path):
    with pytest.raises(Unnameable, match="同名"):
        publish(_edition(OPINION, _document("审核", "柳汀镇 ", "审核意见")), tmp_path)


def test_the_manifest_names_papers_by_their_path(tmp_path):
    publish(_edition(OPINION), tmp_path)
    manifest = json.loads((tmp_path / PERIOD / "manifest.json").read_text("utf-8"))
    assert [one["name"] for one in manifest["documents"]] == ["审核/柳汀镇/审核意见.xlsx"]


def test_after_a_crash_between_the_renames_the_papers_stand_again(tmp_path):
    publish(_edition(OPINION), tmp_path)
    shutil.move(tmp_path / PERIOD, tmp_path / f"{PERIOD}.old")
    recover(tmp_path)
    assert contents(tmp_path / PERIOD) == {"审核/柳汀镇/审核意见.xlsx": "一"}


def test_an_old_edition_with_a_paper_edited_since_is_not_removed(tmp_path):
    publish(_edition(OPINION), tmp_path)
    shutil.copytree(tmp_path / PERIOD, tmp_path / f"{PERIOD}.old")
    publish_folder = tmp_path / f"{PERIOD}.old" / "审核/柳汀镇/审核意见.xlsx"
    publish_folder.write_text("手改", "utf-8")
    recover(tmp_path)
    assert publish_folder.read_text("utf-8") == "手改"


def test_the_programs_own_names_are_free_within_folders(tmp_path):
    document = Document("run", "log", b"x", "表.xlsx", (), ("审核",), True)
    publish(_edition(document), tmp_path)
    assert (tmp_path / PERIOD / "审核/run.log").read_bytes() == b"x"
    assert {path.name for path in (tmp_path / PERIOD).iterdir()} == OWN | {"审核"}
