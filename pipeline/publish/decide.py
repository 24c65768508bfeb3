"""Which file is written, which stays as a person left it, which goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from pipeline.model.edition import Document, Edition
from pipeline.publish import names, record
from pipeline.publish.record import Entry
from pipeline.publish.shelf import Shelf
from pipeline.publish.stale import Stale, stale


class Action(StrEnum):
    """What publishing does to a document's file."""

    ADDED = "新增"
    UPDATED = "更新"
    UNCHANGED = "未变"
    EDITED = "手工改过"
    REMOVED = "移除"


@dataclass(frozen=True, slots=True)
class Change:
    """A document's file name and what becomes of it; `note` says more where there is more.

    `stale` are figures that a document edited by hand was made with and that are otherwise now.
    """

    name: str
    action: Action
    note: str = ""
    stale: tuple[Stale, ...] = ()

    @property
    def line(self) -> str:
        """The change in one line for a log."""
        return f"{self.action} 《{self.name}》{f'（{self.note}）' if self.note else ''}"


@dataclass(slots=True)
class Decision:
    """The new folder: bytes to write by name, files taken over (new name → name that stood)."""

    written: dict[str, bytes] = field(default_factory=dict)
    taken_over: dict[str, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def kept(self) -> list[str]:
        """What nobody but its owner knows: files and folders that are no documents."""
        known = {entry.name for entry in self.entries}
        return [name for name in self.taken_over if name not in known]


def decide(edition: Edition, shelf: Shelf, *, only: bool) -> Decision:
    """Return the new folder for `edition` where `shelf` stood; nothing is written yet.

    With `only`, documents that are not in the edition are carried over. Unnameable for names that
    cannot stand in one folder.
    """
    names.check(edition)
    shelf.open_for(names.file_name(one, names.is_draft(edition, one)) for one in edition.documents)
    return _Desk(edition, shelf, only).decision()


class _Desk:
    def __init__(self, edition: Edition, shelf: Shelf, only: bool) -> None:
        self._edition = edition
        self._shelf = shelf
        self._only = only
        self._result = Decision()
        self._planned = {
            names.folded(names.file_name(one, names.is_draft(edition, one)))
            for one in edition.documents
        }
        self._documents = {names.key(one) for one in edition.documents}

    def decision(self) -> Decision:
        for document in self._edition.documents:
            self._document(document)
        placed = {*self._result.taken_over.values(), *self._replaced()}
        for name in self._shelf.names:
            if name in placed:
                continue
            if name in self._shelf.entries:
                self._leftover(self._shelf.entries[name])
            else:
                self._result.taken_over[name] = name
        return self._result

    def _replaced(self) -> Iterator[str]:
        for name in self._result.written:
            if standing := self._shelf.find(name):
                yield standing

    def _document(self, document: Document) -> None:
        name = names.file_name(document, names.is_draft(self._edition, document))
        entry = self._entry(document, name)
        standing = self._shelf.find(name)
        if not self._stays(standing, entry):
            self._place(document, entry, standing)
            return
        assert standing is not None
        before = self._shelf.entries.get(standing)
        mine = before or replace(entry, name=standing, sha256=None, printed=())
        same = entry.sha256 == mine.sha256
        copy = None if same else self._copy(document)
        note = f"新稿另存为《{copy.name}》" if copy else "新稿与原稿相同，不另存"
        outdated = () if same else stale(mine.printed, document.trace)
        self._keep_edited(mine, note, carried_over=False, outdated=outdated)
        if copy:
            self._place(document, copy, self._shelf.find(copy.name))

    def _stays(self, standing: str | None, entry: Entry) -> bool:
        """Tell whether a person's work stands where other bytes would be written."""
        if standing is None or self._shelf.digest(standing) == entry.sha256:
            return False
        return self._shelf.edited(standing)

    def _copy(self, document: Document) -> Entry:
        """The first （新） whose place is free, or holds only what the program made."""
        draft = names.is_draft(self._edition, document)
        number = 1
        while True:
            name = names.file_name(document, draft, number)
            entry = self._entry(document, name)
            standing = self._shelf.find(name)
            free = names.folded(name) not in self._planned and not self._carries(standing, entry)
            if free and not self._stays(standing, entry):
                self._planned.add(names.folded(name))
                return entry
            number += 1

    def _carries(self, standing: str | None, entry: Entry) -> bool:
        """Tell whether another document is carried over under this name."""
        before = self._shelf.entries.get(standing or "")
        return self._only and before is not None and before.document != entry.document

    def _place(self, document: Document, entry: Entry, standing: str | None) -> None:
        action = Action.UPDATED if standing else Action.ADDED
        if standing and self._shelf.digest(standing) == entry.sha256:
            action = Action.UNCHANGED
            entry = replace(entry, name=standing)
            self._result.taken_over[entry.name] = standing
        else:
            self._result.written[entry.name] = document.content
        self._result.entries.append(entry)
        self._result.changes.append(Change(entry.name, action))

    def _leftover(self, entry: Entry) -> None:
        """What the program made earlier and does not make now."""
        carried_over = self._only and entry.document not in self._documents
        if self._shelf.edited(entry.name):
            self._keep_edited(entry, "原样保留", carried_over=carried_over)
        elif carried_over:
            stays = replace(
                entry,
                sha256=self._shelf.digest(entry.name),
                carried_over=True,
                hand_edited=False,
                sha256_on_disk=None,
            )
            self._result.taken_over[entry.name] = entry.name
            self._result.entries.append(stays)
            self._result.changes.append(Change(entry.name, Action.UNCHANGED, "沿用上次"))
        else:
            self._result.changes.append(Change(entry.name, Action.REMOVED))

    def _keep_edited(
        self, entry: Entry, note: str, *, carried_over: bool, outdated: tuple[Stale, ...] = ()
    ) -> None:
        stays = replace(
            entry,
            carried_over=carried_over,
            hand_edited=True,
            sha256_on_disk=self._shelf.digest(entry.name),
        )
        self._result.taken_over[entry.name] = entry.name
        self._result.entries.append(stays)
        self._result.changes.append(Change(entry.name, Action.EDITED, note, outdated))

    def _entry(self, document: Document, name: str) -> Entry:
        return Entry(
            name=name,
            document=names.key(document),
            template=document.template,
            sha256=record.digest(document.content),
            draft=names.is_draft(self._edition, document),
            printed=() if document.working else document.trace,
        )
