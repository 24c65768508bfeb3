"""Versions: which of the files that a unit sent for one period counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.finding import Finding
from pipeline.model.place import Place
from pipeline.model.table import Column, Submission
from pipeline.scheme.frame import BAD
from pipeline.scheme.rules import found
from pipeline.scheme.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that was read, with its findings; `copied` if it is a 标注副本 that came back."""

    submission: Submission
    findings: Sequence[Finding] = ()
    copied: bool = False

    @property
    def file(self) -> str:
        return self.submission.file


@dataclass(frozen=True, slots=True)
class Settled:
    """The file of one unit that counts, all that is to be said of it, and hints for the log."""

    submission: Submission
    findings: tuple[Finding, ...]
    remarks: tuple[str, ...] = ()


def settle(scheme: Scheme, unit: str, name: str, arrived: Iterable[Arrived]) -> Settled:
    """Choose the highest version; V03 where several differ in it, X09 where one is our own copy.

    Files that say the same are one: an original goes before a copy, then the one in fewer
    folders, then the first in order.
    """
    own = sorted(arrived, key=lambda one: (one.copied, one.file.count("/")))
    newest = max(one.submission.version for one in own)
    different: list[Arrived] = []
    remarks: list[str] = []
    for one in own:
        if one.submission.version != newest:
            continue
        same = next((other for other in different if _says_the_same(one, other)), None)
        if same is None:
            different.append(one)
        else:
            remarks.append(f"{name}的《{one.file}》与《{same.file}》内容相同，只读取后者")
    notes = [*different[0].findings, *_several(scheme, unit, name, different)]
    return Settled(different[0].submission, tuple(notes), tuple(remarks))


def _several(scheme: Scheme, unit: str, name: str, ones: Sequence[Arrived]) -> Iterator[Finding]:
    if len(ones) < 2:
        return
    period, version = ones[0].submission.period, ones[0].submission.version
    copies = [one for one in ones if one.copied]
    files = "、".join(f"《{one.file}》" for one in ones)
    words: dict[str, object] = {"单位": name, "份数": len(ones), "文件": files}
    rule, places = "V03", ones
    if len(copies) == len(ones) - 1:
        rule, places = "X09", [*copies, ones[0]]
        words |= {"文件": "、".join(f"《{one.file}》" for one in copies), "原件": ones[0].file}
        words |= {"版本": version, "下一版": version + 1}
    where = tuple(Place(one.file) for one in places)
    yield found(scheme.rules[rule], period, unit, where, found=places[0].file, **words)


def _says_the_same(one: Arrived, other: Arrived) -> bool:
    if one.submission.digest == other.submission.digest:
        return True
    first, second = one.submission.tables, other.submission.tables
    return first.keys() == second.keys() and all(
        _contents(first[form].columns) == _contents(second[form].columns) for form in first
    )


def _contents(columns: Mapping[str, Column]) -> dict[str, list[object]]:
    """The values of each column; of an unusable cell what was typed."""
    return {
        name: [
            column.raw.get(row, value) if value is BAD else value
            for row, value in enumerate(column.values)
        ]
        for name, column in columns.items()
        if any(value is not None for value in column.values)
    }
