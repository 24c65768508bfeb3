"""outputs/定稿: which editions are final, where they stand, and what they said.

outputs/定稿/登记.json       every act, chained
outputs/定稿/2026-06         the final edition, read-only, with its archive 存档.zip
outputs/定稿/2026-06.第1版   one that was reopened
outputs/定稿/.2026-06.new    being made
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.finalised import Finalised, finalised_of, recorded_of
from pipeline.model.finding import Fault, Faulty
from pipeline.model.period import Period
from pipeline.publish import record, register
from pipeline.publish.names import FIGURES, MANIFEST
from pipeline.publish.register import REGISTER, Act, Entry
from pipeline.publish.trouble import blamed_on

FOLDER = "定稿"
ARCHIVE = "存档.zip"
_REMEDY = "请运行tongbao verify查看，并从备份恢复"


@dataclass(frozen=True, slots=True)
class Vault:
    """The office's record as it stands; `entries` are read once, their chain is not judged."""

    folder: Path
    entries: tuple[Entry, ...]

    def last(self, period: Period) -> Entry | None:
        """The newest act on a period."""
        own = (one for one in reversed(self.entries) if one.period == str(period))
        return next(own, None)

    def final(self, period: Period) -> Entry | None:
        """The 定稿 in force of a period; None where there is none or it was reopened."""
        last = self.last(period)
        return last if last and last.act is Act.FINALISED else None

    def versions(self, period: Period | None = None) -> list[Entry]:
        """Every 定稿 that was ever made, of one period or of all, oldest first."""
        return [
            one
            for one in self.entries
            if one.act is Act.FINALISED and period in (None, Period.parse(one.period))
        ]

    def place(self, entry: Entry) -> Path:
        """The folder in which this version is to stand."""
        final = self.final(Period.parse(entry.period))
        current = final is not None and final.version == entry.version
        return self.folder / (entry.period if current else kept_name(entry))

    def finalised(self, entry: Entry) -> Finalised:
        """What a version said; Faulty where its files are gone or were changed."""
        figures, manifest = (self.read(entry, name) for name in (FIGURES, MANIFEST))
        period = Period.parse(entry.period)
        try:
            plain, own = json.loads(figures), json.loads(manifest)
            recorded = recorded_of(own, plain)
            return finalised_of(period, plain["数"], entry.version, recorded)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._damaged(entry, FIGURES, "内容读不出来") from error

    def read(self, entry: Entry, name: str) -> bytes:
        """The bytes of a version's file; Faulty where it is gone or was changed."""
        path = self.place(entry) / name
        with blamed_on(f"{FOLDER}/{path.parent.name}/{name}"):
            content = path.read_bytes() if path.is_file() else None
        if content is None:
            raise self._damaged(entry, name, "不见了")
        if record.digest(content) != entry.files.get(name):
            raise self._damaged(entry, name, "与登记的校验码不符，定稿后被改动")
        return content

    def _damaged(self, entry: Entry, name: str, what: str) -> Faulty:
        file = f"{FOLDER}/{self.place(entry).name}/{name}"
        return Faulty([Fault(file, "", what, _REMEDY)])


@dataclass(frozen=True, slots=True)
class Past:
    """The final editions that a period is held against.

    `before` is the newest of an earlier period, `year_ago` that of the same month last year,
    `own` the newest version of the period itself, in force or reopened.
    """

    before: Finalised | None = None
    year_ago: Finalised | None = None
    own: Finalised | None = None
    sources: Mapping[str, Entry] | None = None
    standing: Entry | None = None


def vault_in(outputs: Path) -> Vault:
    """Open the record; an office that never finalised has an empty one. Faulty if damaged."""
    folder = outputs / FOLDER
    path = folder / REGISTER
    with blamed_on(f"{FOLDER}/{REGISTER}"):
        content = path.read_bytes() if path.is_file() else None
    if content is None:
        if any(not one.parent.name.startswith(".") for one in folder.glob(f"*/{ARCHIVE}")):
            raise Faulty([Fault(f"{FOLDER}/{REGISTER}", "", "不见了，而定稿还在", _REMEDY)])
        return Vault(folder, ())
    return Vault(folder, register.parse(content))


def past_of(outputs: Path, period: Period) -> Past:
    """Return what a period is held against; Faulty where one of it was lost or changed."""
    vault = vault_in(outputs)
    periods = sorted({Period.parse(one.period) for one in vault.entries})
    earlier = [entry for one in periods if one < period and (entry := vault.final(one))]
    chosen = {
        "before": earlier[-1] if earlier else None,
        "year_ago": vault.final(period.earlier(12)),
        "own": next(iter(reversed(vault.versions(period))), None),
    }
    sources = {role: entry for role, entry in chosen.items() if entry is not None}
    said = {role: vault.finalised(entry) for role, entry in sources.items()}
    return Past(**said, sources=sources, standing=vault.final(period))


def kept_name(entry: Entry) -> str:
    """The folder's name of a version that is no longer in force."""
    return f"{entry.period}.第{entry.version}版"
