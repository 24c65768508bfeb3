"""核对定稿: the register's chain, every file's hash, and the archive made into documents again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pipeline.gather import NoPeriod, Office, Progress
from pipeline.model.edition import Edition
from pipeline.model.finding import Faulty
from pipeline.model.period import Period
from pipeline.office.differences import difference
from pipeline.produce import produce
from pipeline.publish import Entry, names, record, register, vault_in
from pipeline.publish.archive import Unpackable, unpacked
from pipeline.publish.names import FIGURES
from pipeline.publish.vault import ARCHIVE, FOLDER, Vault
from pipeline.record import versions
from pipeline.validate.judge import Waiver


class Verdict(StrEnum):
    """What was found of one file."""

    SAME = "重做相同"
    UNTOUCHED = "校验码相符"
    EDITED = "手工改过，校验码相符"
    CHANGED = "定稿后被改动"
    GONE = "不见了"
    EXTRA = "定稿后放入"
    DIFFERENT = "重做不同"
    UNMADE = "无法重做"


GOOD = frozenset((Verdict.SAME, Verdict.UNTOUCHED, Verdict.EDITED))


@dataclass(frozen=True, slots=True)
class Checked:
    """One file of a final version, or without a name the version as a whole."""

    version: str
    name: str
    verdict: Verdict
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a verification found.

    `breaks` are faults of the register in Chinese; `changed` gives, by version, the programs
    that are not what they were (name → then, now).
    """

    breaks: tuple[str, ...]
    checked: tuple[Checked, ...]
    changed: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)
    seal: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing at all was found wrong."""
        return not self.breaks and all(one.verdict in GOOD for one in self.checked)


def verify(
    office: Office, period: Period | None = None, progress: Progress = lambda text: None
) -> Proof:
    """Prove every version of a period, or of all: hashes, then the archive made again.

    NoPeriod where nothing was finalised; Faulty for a register that cannot be read. Nothing is
    written beside a temporary folder.
    """
    vault = vault_in(office.outputs)
    versions_ = vault.versions(period)
    if not versions_:
        raise NoPeriod(f"{period or ''}还没有定稿，没有可核对的")
    breaks = [*register.breaks(vault.entries), *_unlike(vault)]
    checked: list[Checked] = []
    changed: dict[str, Mapping[str, tuple[str, str]]] = {}
    for entry in versions_:
        progress(f"核对{entry.name}")
        found = dict(_hashes(vault, entry))
        if found.get(ARCHIVE, _NOTHING).verdict is Verdict.UNTOUCHED:
            again, changed[entry.name] = _again(vault, entry, progress)
            for one in again:
                if one.name not in found or found[one.name].verdict in GOOD:
                    found[one.name] = one
        checked += found.values()
    return Proof(tuple(breaks), tuple(checked), changed, vault.entries[-1].sha256)


_NOTHING = Checked("", "", Verdict.GONE)


def _unlike(vault: Vault) -> Iterator[str]:
    if (vault.folder / register.REGISTER).read_bytes() != register.as_bytes(vault.entries):
        yield f"{register.REGISTER}里有程序没有写的内容或改过写法，请与备份核对"
    path = vault.folder / register.READABLE
    if not path.is_file() or path.read_bytes() != register.readable(vault.entries):
        yield f"{register.READABLE}与{register.REGISTER}不一致，以{register.REGISTER}为准"
    known = {vault.place(one).name for one in vault.versions()}
    for path in sorted(vault.folder.iterdir()):
        if path.is_dir() and path.name not in known:
            yield f"{FOLDER}里的{path.name}没有登记"


def _hashes(vault: Vault, entry: Entry) -> Iterator[tuple[str, Checked]]:
    """Hold each file of the version's folder against the register."""
    place = vault.place(entry)
    standing = {
        path.relative_to(place).as_posix(): path for path in place.rglob("*") if path.is_file()
    }
    for name, digest in entry.files.items():
        if name not in standing:
            verdict = Verdict.GONE
        elif record.file_digest(standing.pop(name)) != digest:
            verdict = Verdict.CHANGED
        else:
            verdict = Verdict.EDITED if name in entry.edited else Verdict.UNTOUCHED
        yield name, Checked(entry.name, name, verdict)
    for name in standing:
        yield name, Checked(entry.name, name, Verdict.EXTRA)


def _again(
    vault: Vault, entry: Entry, progress: Progress
) -> tuple[list[Checked], Mapping[str, tuple[str, str]]]:
    """Make the version's documents from its archive alone, and compare byte by byte."""
    place = vault.place(entry)
    with tempfile.TemporaryDirectory(prefix="tongbao-") as folder:
        try:
            slip = unpacked((place / ARCHIVE).read_bytes(), Path(folder))
            changed = dict(_changed(slip["versions"]))  # type: ignore[arg-type]
            edition = _made(Path(folder), slip, progress)
        except (Unpackable, Faulty, NoPeriod) as error:
            told = [one.line for one in error.faults] if isinstance(error, Faulty) else [str(error)]
            return [Checked(entry.name, ARCHIVE, Verdict.UNMADE, "；".join(told))], {}
    return list(_compared(entry, edition, place)), changed


def _made(folder: Path, slip: Mapping[str, object], progress: Progress) -> Edition:
    parts = (folder / "templates", folder / "inputs", folder / "outputs")
    office = Office(*parts, links=str(slip.get("links", "")))
    let = [Waiver(**one) for one in slip["waivers"]]  # type: ignore[attr-defined]
    period = Period.parse(str(slip["period"]))
    return produce(office, period, waivers=let, progress=progress)[0]


def _compared(entry: Entry, edition: Edition, place: Path) -> Iterator[Checked]:
    """Compare what the program had made of itself; what a person changed has its hash only."""
    kept = record.read(place) or {}
    covered = {one.document for one in kept.values()}
    made = {FIGURES: record.as_json(edition.figures)}
    for document in edition.documents:
        name = names.file_name(document, names.is_draft(edition, document))
        made[name] = document.content
        if name not in kept and names.key(document) not in covered:
            yield Checked(entry.name, name, Verdict.DIFFERENT, "定稿里没有这份文件")
    for name in (FIGURES, *kept):
        path = place / name
        if name in entry.edited or not path.is_file():
            continue
        if name not in made:
            yield Checked(entry.name, name, Verdict.UNMADE, "存档做不出这份文件")
        elif (content := path.read_bytes()) == made[name]:
            yield Checked(entry.name, name, Verdict.SAME)
        else:
            yield Checked(entry.name, name, Verdict.DIFFERENT, difference(content, made[name]))


def _changed(then: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str]]]:
    now = versions()
    for name in sorted({*then, *now}):
        pair = str(then.get(name, "?")), now.get(name, "?")
        if pair[0] != pair[1]:
            yield name, pair
