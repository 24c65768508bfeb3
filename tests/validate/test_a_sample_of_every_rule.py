"""Each rule from V01 to V59, in every variant, on a month that is right and on one that is not.

All rules are in force at once: the wrong month has that one finding and no other, of any unit or
of the office, and the right one has none.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest

from pipeline.model.finding import Finding
from tests.validate.bureau import shipped
from tests.validate.desk import Desk
from tests.validate.samples import SAMPLES

OF_READING = ("V01", "V02", "V03", "V04", "V05", "V06", "V07", "V08", "V10", "V16")
OF_READING = (*OF_READING, "V56", "V57", "V58")


@cache
def found(name: str, wrong: bool) -> tuple[Finding, ...]:
    desk = Desk(12 if name.endswith("month 12") else 6)
    SAMPLES[name](desk, wrong)
    with tempfile.TemporaryDirectory() as folder:
        return tuple(desk.judged(Path(folder)))


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_right_has_no_finding(name: str) -> None:
    assert [one.line for one in found(name, False)] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_wrong_has_one_finding_and_no_other(name: str) -> None:
    findings = found(name, True)
    assert [one.line for one in findings if one.rule.code != name[:3]] == []
    assert len(findings) == 1
    (one,) = findings
    assert one.places and one.message and one.remedy
    assert "？" not in one.message.replace("是否为", "")


def test_every_rule_up_to_V59_has_a_sample() -> None:
    codes = {name[:3] for name in SAMPLES}
    assert codes == {f"V{number:02d}" for number in range(1, 60)}


def test_every_entry_of_the_scheme_is_what_some_sample_fails() -> None:
    fired = {one.rule.source for name in SAMPLES for one in found(name, True)}
    entries = {check.rule.source for check in shipped().checks}
    entries |= {shipped().rules[code].source for code in OF_READING}
    assert sorted(entries - fired) == []
