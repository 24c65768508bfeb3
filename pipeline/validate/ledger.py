"""What was accepted so far: the memory from month to month, and from one year to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model.period import Period
from pipeline.model.table import Submission
from pipeline.scheme.frame import Source, normal
from pipeline.scheme.scheme import Scheme
from pipeline.validate.closing import closed
from pipeline.validate.judge import Sources, Verdict


@dataclass
class Ledger:
    """What was accepted last of each unit, since when, and the codes that projects have."""

    accepted: dict[str, Sources] = field(default_factory=dict)
    since: dict[str, Period] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    former: dict[str, list[Source]] = field(default_factory=dict)
    """The registers with which the year before ended, by form."""
    ended: dict[str, Sources] = field(default_factory=dict)
    """All that was accepted last of each unit in the year before, as it stood."""
    ended_since: dict[str, Period] = field(default_factory=dict)

    def learn(
        self,
        scheme: Scheme,
        period: Period,
        files: Mapping[str, str],
        submissions: Mapping[str, Submission],
    ) -> None:
        """Note the files, and which project name goes with which code, from the registers."""
        for name, digest in sorted(files.items()):
            self.files[f"{period}/{name}"] = digest
        registers = {form.parent for form in scheme.forms.values() if form.parent}
        for submission in submissions.values():
            known = self.codes.setdefault(submission.unit, {})
            for name in registers & set(submission.tables):
                _learn(known, scheme.forms[name].key, submission, name)

    def close(self, scheme: Scheme) -> None:
        """Turn the tables of a year that is over into what the next one starts from."""
        self.former = {
            name: [one for sources in self.accepted.values() for one in sources.get(name, ())]
            for name in sorted({form.parent for form in scheme.forms.values() if form.parent})
        }
        self.ended, self.ended_since = self.accepted, dict(self.since)
        self.accepted = {
            unit: closed(scheme, sources, self.codes) for unit, sources in self.accepted.items()
        }

    def enter(self, verdict: Verdict, period: Period) -> None:
        """Take over what a month's verdict lets count."""
        for unit, sources in verdict.accepted.items():
            self.accepted[unit] = sources
            self.since[unit] = period


def _learn(known: dict[str, str], key: Sequence[str], submission: Submission, form: str) -> None:
    table = submission.tables[form]
    if len(key) < 2 or any(name not in table.columns for name in key):
        return
    codes, names = (table.columns[name].values for name in key[:2])
    for code, name in zip(codes, names, strict=True):
        if isinstance(code, str) and isinstance(name, str):
            known[normal(name)] = code
