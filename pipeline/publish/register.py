"""登记.json: who finalised or reopened which period, each entry chained to the one before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum

from pipeline.model.finding import Fault, Faulty
from pipeline.model.period import Period
from pipeline.publish import record

REGISTER, READABLE = "登记.json", "登记.txt"
START = "0" * 64
"""What the first entry names as the hash of the one before."""


class Act(StrEnum):
    """What was done to a period."""

    FINALISED = "定稿"
    REOPENED = "重开"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: who, when, why; of a 定稿 also every file with its SHA-256.

    `at` is local time to the second, the one thing here that a clock says; `reason` is why a
    draft was released, or why a period was reopened; `edited` are the files of a person's hand;
    `previous` and `sha256` chain the entries.
    """

    number: int
    act: Act
    period: str
    version: int
    by: str
    at: str
    document: str = ""
    note: str = ""
    reason: str = ""
    edited: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    previous: str = START
    sha256: str = ""

    @property
    def name(self) -> str:
        """The version in words: 2026-06第1版."""
        return f"{self.period}第{self.version}版"


def appended(entries: Sequence[Entry], entry: Entry) -> tuple[Entry, ...]:
    """Return the entries with one more, numbered and chained."""
    before = entries[-1].sha256 if entries else START
    chained = replace(entry, number=len(entries) + 1, previous=before)
    return (*entries, replace(chained, sha256=seal(chained)))


def seal(entry: Entry) -> str:
    """Return the SHA-256 of all that the entry says, its place in the chain included."""
    return record.digest(record.as_json(_plain(replace(entry, sha256=""))))


def breaks(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield in Chinese where the chain does not hold."""
    before = START
    for number, entry in enumerate(entries, start=1):
        where = f"{REGISTER}第{number}条（{entry.act}{entry.name}）"
        if entry.number != number:
            yield f"{where}的序号写作{entry.number}，有登记被删去或插入"
        if entry.previous != before:
            yield f"{where}与前一条接不上，有登记被删去、插入或改动"
        if seal(entry) != entry.sha256:
            yield f"{where}的内容与其校验码不符，登记后被改动"
        before = entry.sha256


def as_bytes(entries: Iterable[Entry]) -> bytes:
    """Return the register as its file holds it."""
    return record.as_json([_plain(one) for one in entries])


def parse(content: bytes) -> tuple[Entry, ...]:
    """Read the register; Faulty where it is no register. The chain is not looked at."""
    known = {one.name for one in fields(Entry)}
    try:
        return tuple(
            _entry({name: value for name, value in one.items() if name in known})
            for one in json.loads(content)
        )
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        what = "内容损坏，读不出来"
        raise Faulty([Fault(f"定稿/{REGISTER}", "", what, "请从备份恢复这个文件")]) from error


def readable(entries: Sequence[Entry]) -> bytes:
    """Return the register as a person reads it, one act a paragraph."""
    lines = ["定稿登记（由程序根据登记.json写成，请勿手工修改）", ""]
    for entry in entries:
        lines += [*_words(entry), ""]
    return "\n".join(lines).encode("utf-8", "backslashreplace")


def _words(entry: Entry) -> Iterator[str]:
    yield f"{entry.number}. {entry.at} {entry.act} {entry.name}，经办人：{entry.by}"
    why = "放行理由" if entry.act is Act.FINALISED else "重开理由"
    for name, text in (("文号", entry.document), (why, entry.reason), ("备注", entry.note)):
        if text:
            yield f"   {name}：{text}"
    if entry.act is Act.FINALISED:
        edited = f"，其中手工改过：{'、'.join(entry.edited)}" if entry.edited else ""
        yield f"   文件{len(entry.files)}个{edited}"
    yield f"   校验码：{entry.sha256}"


def _plain(entry: Entry) -> dict[str, object]:
    return {**asdict(entry), "act": entry.act.value, "edited": list(entry.edited)}


def _entry(value: Mapping[str, object]) -> Entry:
    entry = Entry(
        **{  # type: ignore[arg-type]
            **value,
            "act": Act(str(value["act"])),
            "edited": tuple(value.get("edited", ())),  # type: ignore[arg-type]
        }
    )
    texts = (entry.by, entry.at, entry.previous, entry.sha256, *entry.edited)
    whole = type(entry.number) is int and type(entry.version) is int
    pairs = (*entry.files, *entry.files.values())
    if not whole or not all(isinstance(one, str) for one in (*texts, *pairs)):
        raise TypeError("not an entry of the register")
    Period.parse(entry.period)
    return entry
