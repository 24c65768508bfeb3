"""What stands beside the documents of the shipped June: manifest.json, figures.json, run.log."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from importlib.metadata import version

import pytest

from tests.cli.conftest import Made
from tests.cli.desk import ROOT, for_a_clerk, tree
from tests.county import SHIPPED, draw

JUNE = "2026-06"
DOCUMENTS = {
    "栖川市2026年上半年招商引资工作总结.docx": "documents/半年总结.docx",
    "栖川市2026年1—6月指标完成情况表.xlsx": "tables/指标完成情况表.xlsx",
    "栖川市2026年招商引资任务分解表.xlsx": "tables/招商引资任务分解表.xlsx",
    "栖川市2026年上半年招商引资工作情况报告.docx": "documents/情况报告.docx",
    "栖川市2026年招商引资工作方案修订稿.docx": "documents/工作方案.docx",
    "栖川市2026年1—6月招商引资领导参阅.docx": "documents/领导参阅.docx",
}


@pytest.fixture(scope="module")
def manifest(shipped: Made) -> dict[str, object]:
    return json.loads((shipped.desk.edition(JUNE) / "manifest.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def log(shipped: Made) -> list[str]:
    return (shipped.desk.edition(JUNE) / "run.log").read_text("utf-8").splitlines()


def test_the_shipped_june_is_made_and_asks_a_person_to_act(shipped: Made) -> None:
    assert (shipped.said.exit_code, shipped.said.stderr) == (1, "")
    lines = for_a_clerk(shipped.said.stdout).splitlines()
    assert lines[:5] == [
        "期别：2026-06（收到报表的最新一期）",
        "应报21家，通过19家",
        "退回1家：柳汀镇（沿用上月数）",
        "未报送1家：沙棠镇（沿用上月数）",
        "迟报2家：望川街道、榆荫街道",
    ]
    assert set(shipped.desk.documents(JUNE)) >= set(DOCUMENTS)


def test_the_inputs_that_ship_are_as_they_were(shipped: Made) -> None:
    assert tree(shipped.desk.inputs) == shipped.inputs_before


def test_the_manifest_has_the_hash_of_every_input_template_and_document(
    shipped: Made, manifest
) -> None:
    inputs = {
        name: one
        for name, one in shipped.inputs_before.items()
        if not name.rpartition("/")[2].startswith(".")
        and ("/材料/" not in name or name.startswith(JUNE))  # what was written for a month
    }
    assert manifest["inputs"] == inputs
    templates = ROOT / "templates"
    yaml = {path.relative_to(templates).as_posix() for path in templates.rglob("*.yaml")}
    judging = {"format.yaml"}  # by it finished documents are judged, nothing is made of it
    assert set(manifest["templates"]) >= (yaml - judging) | set(DOCUMENTS.values())
    for name, one in manifest["templates"].items():
        assert one == hashlib.sha256((templates / name).read_bytes()).hexdigest()
    standing = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in shipped.desk.documents(JUNE).items()
    }
    entries = {one["name"]: one for one in manifest["documents"]}
    assert {name: entries[name]["sha256"] for name in standing} == standing
    assert {name: entries[name]["template"] for name in DOCUMENTS} == DOCUMENTS


def test_the_manifest_tells_the_units_the_findings_and_the_versions(manifest) -> None:
    assert (manifest["period"], manifest["why"]) == (JUNE, "收到报表的最新一期")
    assert (manifest["draft"], manifest["accepted"]) == (False, [])
    units = manifest["units"]
    assert len(units) == 21
    assert units["ZJ03"] == {
        "name": "柳汀镇",
        "state": "退回",
        "carried": "2026-05",
        "late": None,
        "file": "招商月报_ZJ03_202606.xlsx",
    }
    assert units["ZJ07"] == {
        "name": "沙棠镇",
        "state": "未报送",
        "carried": "2026-05",
        "late": None,
        "file": None,
    }
    assert [code for code, unit in units.items() if unit["late"]] == ["JD01", "JD02"]
    levels, rules = manifest["findings"]["levels"], manifest["findings"]["rules"]
    assert list(levels) == ["强制", "核实", "提示"]
    assert levels["强制"] == 3  # two of the returned unit, one of the silent one
    assert (rules["V22"], rules["V25"], rules["V26"]) == (1, 1, 1)
    assert sum(rules.values()) == sum(levels.values())
    assert manifest["versions"]["tongbao"] == version("tongbao")
    assert manifest["versions"]["openpyxl"] == version("openpyxl")
    assert all(seconds >= 0 for seconds in manifest["timings"].values())


def test_figures_json_has_every_figure_exactly(shipped: Made) -> None:
    told = json.loads((shipped.desk.edition(JUNE) / "figures.json").read_text("utf-8"))
    assert told["期别"] == JUNE
    rows = {row["编号"]: row for row in told["数"]}
    assert len(rows) == len(told["数"])
    truth = draw(SHIPPED).truth(JUNE)
    scopes = {"全市": truth["全市"]}
    scopes |= {f"单位:{code}": figures for code, figures in truth["单位"].items()}
    scopes |= {f"组:{name}": figures for name, figures in truth["组"].items()}
    for scope, indicators in scopes.items():
        for indicator, statuses in indicators.items():
            for status, value in statuses.items():
                said = rows[f"{scope}/{indicator}/{status}"]["完成"]
                if value is not None:
                    assert Fraction(said) == value, (scope, indicator, status)
                else:
                    assert said is None
    kept = rows["单位:ZJ07/实际利用省外资金/自报"]
    assert (kept["沿用"], kept["所属期"]) == (["ZJ07"], "1—6月")


def test_the_log_tells_the_period_each_unit_each_finding_and_each_file(log: list[str]) -> None:
    assert log[0] == "期别 2026-06（收到报表的最新一期）"
    units = [line for line in log if line.startswith("单位 ")]
    assert len(units) == 21
    assert "单位 ZJ03 柳汀镇 退回，沿用上月数《招商月报_ZJ03_202606.xlsx》" in units
    assert "单位 ZJ07 沙棠镇 未报送，沿用上月数" in units
    found = [line for line in log if line.startswith("问题 ")]
    for rule, unit in (("V25", "ZJ03"), ("V26", "ZJ03"), ("V22", "ZJ05")):
        (line,) = (line for line in found if f"〔{rule}〕" in line)
        assert line.split()[2] == unit
    made = [line for line in log if line.startswith("新增 ")]
    assert {f"新增 《{name}》" for name in DOCUMENTS} <= set(made)
    proposed = [line for line in log if line.startswith("编码 ")]
    assert all(line.split()[1] in line.split()[-1] for line in proposed)  # SZ06 … SZ06-2026-004
    assert len(log) == 1 + 21 + len(found) + len(proposed) + len(made)
