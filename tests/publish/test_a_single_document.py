"""A document that stands beside the editions' folders."""

from __future__ import annotations

from pathlib import Path

from pipeline.model.edition import Document
from pipeline.publish import Action, lay


def _document(content: bytes) -> Document:
    return Document("报表制度", "docx", content, "documents/报表制度.docx")


def test_it_is_added_then_updated_then_left_alone(tmp_path: Path) -> None:
    actions = [lay(_document(content), tmp_path).action for content in (b"one", b"two", b"two")]
    assert actions == [Action.ADDED, Action.UPDATED, Action.UNCHANGED]
    assert (tmp_path / "报表制度.docx").read_bytes() == b"two"


def test_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    lay(_document(b"one"), tmp_path)
    lay(_document(b"two"), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".single.json", "报表制度.docx"]


def test_a_persons_file_of_that_name_is_not_the_programs(tmp_path: Path) -> None:
    (tmp_path / "报表制度.docx").write_bytes(b"hand")
    change = lay(_document(b"one"), tmp_path)
    assert change.line == "手工改过 《报表制度.docx》（新稿另存为《报表制度（新）.docx》）"
    assert (tmp_path / "报表制度.docx").read_bytes() == b"hand"
    assert (tmp_path / "报表制度（新）.docx").read_bytes() == b"one"


def test_an_edited_copy_stays_too(tmp_path: Path) -> None:
    (tmp_path / "报表制度.docx").write_bytes(b"hand")
    lay(_document(b"one"), tmp_path)
    (tmp_path / "报表制度（新）.docx").write_bytes(b"hand again")
    lay(_document(b"two"), tmp_path)
    assert (tmp_path / "报表制度（新2）.docx").read_bytes() == b"two"


def test_a_damaged_record_makes_everything_a_persons(tmp_path: Path) -> None:
    lay(_document(b"one"), tmp_path)
    (tmp_path / ".single.json").write_bytes(b"{")
    lay(_document(b"two"), tmp_path)
    assert (tmp_path / "报表制度.docx").read_bytes() == b"one"
    assert (tmp_path / "报表制度（新）.docx").read_bytes() == b"two"
