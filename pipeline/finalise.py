"""定稿: whether a period's edition may be finalised, and what is then kept of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.gather import Office, Progress
from pipeline.model.edition import Edition
from pipeline.model.month import Month
from pipeline.model.period import Period
from pipeline.produce import produce
from pipeline.publish import Act, Entry, Past, Stand, freeze, past_of, stand, vault_in
from pipeline.publish import reopen as taken_back
from pipeline.publish.archive import Sources, packed
from pipeline.publish.names import FIGURES, MANIFEST
from pipeline.publish.record import recorded, waivers
from pipeline.publish.vault import ARCHIVE, FOLDER
from pipeline.render.context import context
from pipeline.render.papers.audit import audited, prints_of
from pipeline.render.papers.loop import FOLDER as LOOP
from pipeline.scheme.scheme import AUDIT, Scheme, paper_template
from pipeline.validate.judge import Waiver

TO_ARCHIVE = f"../{ARCHIVE}"
"""From a folder of a final edition to the archive of what it was made from."""
MOST_NAMED = 6
"""So many files are named in a refusal; the others are counted."""

AGAIN = "请先运行tongbao report，看过以后再定稿"


class NotFinal(Exception):
    """The period cannot be finalised or reopened; `reasons` are Chinese."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("；".join(self.reasons))


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who finalises or reopens, and what they say; `reason` releases a draft, or reopens."""

    by: str
    document: str = ""
    note: str = ""
    reason: str = ""


def finalise(
    office: Office, period: Period, clerk: Clerk, progress: Progress = lambda text: None
) -> Entry:
    """Freeze the period's edition as it stands and return its entry in the register.

    The caller holds the lock. NotFinal with every reason why not; Faulty, NoPeriod, Unwritable.
    """
    vault = vault_in(office.outputs)
    if final := vault.final(period):
        told = f"{final.at[:10]}由{final.by}定稿（第{final.version}版）"
        raise NotFinal([f"{period}已于{told}；要改请先用--reopen并写明--reason重开"])
    folder = office.outputs / str(period)
    let = [Waiver(**one) for one in waivers(folder)]
    progress("按现有报表和模板重做一遍，与文件夹里的核对")
    edition, scheme, month = produce(office, period, waivers=let, progress=progress)
    standing = stand(edition, office.outputs)
    if standing is None:
        raise NotFinal([f"{office.outputs.name}/{period}里还没有生成文件；{AGAIN}"])
    if reasons := list(_reasons(edition, month, standing, clerk)):
        raise NotFinal(reasons)
    progress("存档")
    archive = packed(_sources(office, edition, period, let))
    version = len(vault.versions(period)) + 1
    return freeze(
        standing,
        office.outputs,
        _entry(Act.FINALISED, period, version, clerk, standing.edited),
        archive,
        _linked(scheme, month, edition, standing),
    )


def reopen(office: Office, period: Period, clerk: Clerk) -> Entry:
    """Take a final period back into work; its version is kept. The caller holds the lock.

    NotFinal where the period is not final; Faulty, Unwritable.
    """
    final = vault_in(office.outputs).final(period)
    if final is None:
        raise NotFinal([f"{period}没有定稿，不用重开"])
    return taken_back(office.outputs, _entry(Act.REOPENED, period, final.version, clerk))


def _linked(scheme: Scheme, month: Month, edition: Edition, standing: Stand) -> dict[str, bytes]:
    """The audit sheet with links to the archive beside it, in place of those to inputs/.

    One that a person changed stays as it is.
    """
    template = paper_template(AUDIT)
    names = [
        name
        for name, one in standing.shelf.entries.items()
        if one.template == template and name not in standing.edited
    ]
    roots = context(scheme.indicators, month, ())
    prints = prints_of(edition.documents)
    made = audited(scheme, month, roots, prints, (LOOP,), TO_ARCHIVE) if names else None
    return {name: made.content for name in names if made is not None}


def _entry(
    act: Act, period: Period, version: int, clerk: Clerk, edited: tuple[str, ...] = ()
) -> Entry:
    now = datetime.now().isoformat(sep=" ", timespec="seconds")
    return Entry(
        0,
        act,
        str(period),
        version,
        clerk.by,
        now,
        document=clerk.document,
        note=clerk.note,
        reason=clerk.reason,
        edited=edited,
    )


def _reasons(edition: Edition, month: Month, standing: Stand, clerk: Clerk) -> Iterator[str]:
    if standing.links:
        yield f"{_named(standing.links)}是链接，不是文件本身，请换成文件"
    for files in standing.doubled:
        yield f"{_named(files)}是同一份文件的几个稿子，请只留要定稿的一份"
    yield from _causes(edition, standing)
    open_ = len(month.untrusted)
    if open_ and not clerk.reason:
        yield f"还有{open_}条强制性问题没有处理，文件标为草稿；仍要定稿请用--reason写明放行的理由"
    for document in edition.documents:
        if document.gaps and not any(document.name in one for one in standing.filled):
            yield f"《{document.name}》有{len(document.gaps)}处【缺】，请补数或手工写明后再定稿"
    if standing.filled and not clerk.reason:
        yield f"{_named(standing.filled)}原有【缺】、已手工改过，请用--reason写明补写的依据"


def _causes(edition: Edition, standing: Stand) -> Iterator[str]:
    """What the edition was not made from or does not bear out, by hashes."""
    old = recorded(standing.folder)
    pairs: list[tuple[str, Mapping[str, str], Mapping[str, str]]] = []
    if old is not None:
        inputs, templates = edition.manifest["inputs"], edition.manifest["templates"]
        pairs = [("报表", old.inputs, inputs), ("模板或设置", old.templates, templates)]  # type: ignore[list-item]
    told = False
    for what, before, now in pairs:
        changed = sorted(one for one in {*before, *now} if before.get(one) != now.get(one))
        if changed:
            told = True
            yield f"生成文件以后，{what}有变动：{_named(changed)}；{AGAIN}"
    if not told and (standing.outdated or standing.missing):
        named = _named((*standing.outdated, *standing.missing))
        yield f"{named}与现在做出来的不同（程序更新过、定稿有变动或文件被移走）；{AGAIN}"


def _named(files: Sequence[str]) -> str:
    shown = "、".join(f"《{one}》" for one in files[:MOST_NAMED])
    more = len(files) - MOST_NAMED
    return f"{shown}等{len(files)}个" if more > 0 else shown


def _sources(office: Office, edition: Edition, period: Period, let: Sequence[Waiver]) -> Sources:
    inputs = edition.manifest["inputs"]
    assert isinstance(inputs, Mapping)
    of_year = {str(Period(period.year, month)) for month in range(1, period.month + 1)}
    months = {name.partition("/")[0] for name in inputs if "/" in name} | of_year
    return Sources(
        templates=office.templates,
        inputs=office.inputs,
        months=tuple(sorted(one for one in months if (office.inputs / one).is_dir())),
        past=_past(office, past_of(office.outputs, period)),
        slip={
            "period": str(period),
            "waivers": [_plain(one) for one in let],
            "versions": edition.manifest["versions"],
            "links": TO_ARCHIVE,
        },
    )


def _past(office: Office, past: Past) -> dict[str, bytes]:
    """The register as it stands, and of each final edition that was read its two records."""
    vault = vault_in(office.outputs)
    if not vault.entries:
        return {}
    kept = {f"{FOLDER}/登记.json": (vault.folder / "登记.json").read_bytes()}
    for entry in (past.sources or {}).values():
        for name in (FIGURES, MANIFEST):
            kept[f"{FOLDER}/{vault.place(entry).name}/{name}"] = vault.read(entry, name)
    return kept


def _plain(waiver: Waiver) -> dict[str, str]:
    return {
        "unit": waiver.unit,
        "code": waiver.code,
        "reason": waiver.reason,
        "by": waiver.by,
    }
