"""The kinds of dirty cell, and where each may stand in a project's rows unread by most rules."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.number import SCALE
from pipeline.scheme.form import Kind
from tests.collect.test_dirty_cells import ASKED, SPELT
from tests.matrix.book import ARRIVALS, DAYS, LEADS, LEDGER, WORKS
from tests.validate.bureau import shipped

QUIET = {
    "数值": {
        LEDGER: "租赁厂房",
        ARRIVALS: "外资到位",
        WORKS: "统计联网数",
        DAYS: "客商人次",
    },
    "选项": {LEDGER: "标志性项目", ARRIVALS: "凭证类型", LEADS: "是否有价值"},
    "文本": {LEDGER: "落地企业", ARRIVALS: "凭证号", LEADS: "现有产品", DAYS: "佐证"},
    "日期": {LEDGER: "办结时限"},
}
"""Kind of field → form → a field that no rule reads."""


@dataclass(frozen=True)
class Dirt:
    """What was typed; `code` is the rule that must tell of it, V58 where it is merely spelt.

    `form` and `field` are where the list of kinds has it; `meant` is what a spelling means.
    """

    form: str
    field: str
    typed: object
    code: str
    meant: object = None

    def home(self, form: str) -> tuple[str, str]:
        """Where it stands in the rows of a project that has a fault in `form`."""
        if self.code == "V08":
            return LEDGER, "协议投资额"
        homes = QUIET.get(self._kind, {})
        if form in homes:
            return form, homes[form]
        return (LEDGER, homes[LEDGER]) if homes else (self.form, self.field)

    @property
    def _kind(self) -> str:
        """The kind of field it may stand in; empty where only its own will do."""
        field = shipped().form(self.form).fields[self.field.split(".")[0]]
        choice = self.code == "V58" and field.kind is Kind.CHOICE
        bound = self.code == "X08" or field.measure == "%" or choice
        return "" if bound else field.kind.value

    @property
    def value(self) -> object:
        """What a spelling means, as a clerk types it plainly."""
        amount = isinstance(self.meant, int) and self.meant >= SCALE
        return self.meant / SCALE if amount else self.meant


KINDS = [
    *(Dirt(form, field, typed, code) for form, field, typed, code, _ in ASKED),
    *(Dirt(form, field, typed, "V58", value) for form, field, typed, value in SPELT),
]
