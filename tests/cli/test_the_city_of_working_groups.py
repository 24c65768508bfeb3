"""A third office: a city of 2010 with 13 working groups, two parks, townships and departments.

Its breakdown (万元): 13 × 5 000 = 65 000 for the groups, 15 000 + 10 000 for the two parks, so
90 000; twelve townships and departments with a party committee at 500, ten sub-offices and
associations at 200, five other departments at 400: 6 000 + 2 000 + 2 000 = 10 000; in all the
city's 100 000. A project of a group or a park counts from 1 000 (manufacturing) or 2 000 (trade),
any other unit's from 200 (domain.md 1.4, V34, V47).
"""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from tests.cli.desk import ROOT, Desk, for_a_clerk

TEMPLATES = ROOT / "tests" / "files" / "working-groups" / "templates"
PERIOD = "2010-06"
FRONTS = ("党群", "政法", "宣传", "统战", "组织", "农业", "工业", "城建", "交通", "商贸", "财税",
          "科教", "卫生")  # fmt: skip
GROUPS = [(f"GZ{n:02d}", f"{front}战线招商工作组") for n, front in enumerate(FRONTS, start=1)]
PARKS = [("YQ01", "工业园区"), ("YQ02", "机械加工园")]
TOWNS = [(f"XZ{n:02d}", f"第{n}镇") for n in range(1, 13)]
OFFICES = [(f"BS{n:02d}", f"第{n}办事处") for n in range(1, 11)]
BUREAUS = [(f"QS{n:02d}", f"第{n}局") for n in range(1, 6)]
KINDS = (
    ("招商工作组", GROUPS, 5_000),
    ("园区", PARKS, 15_000),
    ("乡镇和设党委的市直单位", TOWNS, 500),
    ("办事处和群团", OFFICES, 200),
    ("其他市直单位", BUREAUS, 400),
)
UNITS = {code: name for _, units, _ in KINDS for code, name in units}
PROJECTS = {
    "GZ01": [("食用菌加工", "生产加工", 1_000, 600), ("建材市场", "商贸流通", 1_999.99, 500),
             ("物流仓储", "商贸流通", 2_000, 700)],
    "YQ01": [("铸件加工", "生产加工", 999.99, 300), ("整车零部件", "生产加工", 8_000, 4_000)],
    "XZ01": [("农家超市", "商贸流通", 200, 150), ("粉条作坊", "生产加工", 199.99, 199)],
}  # fmt: skip
"""Name, kind, investment in all and arrived this year, in 万元; other units report no project."""


@pytest.fixture
def city(tmp_path: Path) -> Desk:
    desk = Desk(TEMPLATES, tmp_path / "inputs", tmp_path / "outputs")
    (desk.inputs / PERIOD).mkdir(parents=True)
    _base(desk, list(UNITS))
    for code in UNITS:
        _report(desk, code, PROJECTS.get(code, ()))
    return desk


def test_projects_under_the_threshold_are_questioned_and_not_counted(city: Desk) -> None:
    made = city.run("report", "--json")
    told = json.loads(made.stdout)
    assert sorted(
        (one["单位"], one["规则"], one["问题"].partition("”")[2]) for one in told["问题"]
    ) == [
        ("GZ01", "V34", "总投资1999.99万元，低于商贸流通项目认定门槛2000万元"),
        ("XZ01", "V34", "总投资199.99万元，低于生产加工项目认定门槛200万元"),
        ("YQ01", "V34", "总投资999.99万元，低于生产加工项目认定门槛1000万元"),
    ]
    assert made.exit_code == 0
    rows = _rows(city)
    # 600 + 700 of 5 000 is 26 %, the pace of June 50 %; without the market's 500.
    assert rows["党群战线招商工作组"] == [5000, 1300, 26, -24, 2, 1]
    # 4 000 of 15 000 is 26.666… %.
    assert rows["工业园区"] == [15000, 4000, 26.67, -23.33, 1, 1]
    assert rows["第1镇"] == [500, 150, 30, -20, 1, 1]
    # 1 300 + 4 000 + 150 = 5 450 of the city's 100 000.
    assert rows["合计"][:5] == [100000, 5450, 5.45, -44.55, 4]


def test_explain_tells_which_projects_the_thresholds_keep_out(city: Desk) -> None:
    told = json.loads(city.run("explain", "全市", "到位资金", "--json").stdout)
    assert sorted(one["未计入"] for one in told["未计入"]) == [
        "总投资199.99万元未计入", "总投资1999.99万元未计入", "总投资999.99万元未计入",
    ]  # fmt: skip


def test_the_breakdown_closes_at_a_hundred_million(city: Desk) -> None:
    assert city.run("report").exit_code == 0
    note = _sheet(city)["A"][-1].value
    assert note == "注：各单位分解任务合计100000万元，与本级任务一致。"


def test_a_breakdown_that_falls_short_is_the_offices_fault(city: Desk) -> None:
    without = [code for code in UNITS if code != "QS05"]
    _base(city, without)
    (city.inputs / PERIOD / "招商引资项目表_QS05_201006.xlsx").unlink()
    told = city.run("check")
    assert told.exit_code == 1
    assert "各单位任务合计99600，小于总任务100000，相差400" in for_a_clerk(told.stdout)


def test_returns_are_due_on_the_twentieth_of_the_month_itself(city: Desk) -> None:
    _base(city, list(UNITS), {"GZ01": "2010-06-20", "GZ02": "2010-06-21", "YQ01": "2010-06-22"})
    told = for_a_clerk(city.run("check").stdout)
    # the 20th is in time, the 21st and the 22nd are late
    assert "迟报2家：工业园区、政法战线招商工作组" in told


def test_a_column_in_yuan_gives_the_same_figures(city: Desk, tmp_path: Path) -> None:
    assert city.run("report").exit_code == 0
    before = json.loads((city.edition(PERIOD) / "figures.json").read_text("utf-8"))
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    _written(templates / "forms" / "项目表.yaml", "本年到位: {类型: 数值, 必填: 是, 计量单位: 万元",
             "本年到位: {类型: 数值, 必填: 是, 计量单位: 元")  # fmt: skip
    _written(templates / "figures.yaml", "求和: 本年到位", "求和: 本年到位 ÷ 10000")
    other = Desk(templates, city.inputs, tmp_path / "others")
    for code in UNITS:
        in_yuan = [(*rest, paid * 10_000) for *rest, paid in PROJECTS.get(code, ())]
        _report(other, code, in_yuan)
    assert other.run("report").exit_code == 0
    after = json.loads((other.edition(PERIOD) / "figures.json").read_text("utf-8"))
    assert after == before


def _written(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def _rows(city: Desk) -> dict[str, list[object]]:
    """Per unit its task, amount, rate, gap, projects and rank as the table prints them."""
    return {row[1].value: [cell.value for cell in row[2:8]] for row in _sheet(city).iter_rows(4)}


def _sheet(city: Desk) -> openpyxl.worksheet.worksheet.Worksheet:
    (content,) = city.documents(PERIOD).values()
    return openpyxl.load_workbook(io.BytesIO(content), data_only=True).active


def _report(desk: Desk, code: str, projects: Sequence[Sequence[object]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "招商引资项目表"
    sheet.append([f"{UNITS[code]}2010年1—6月招商引资项目表"])
    sheet.append(["单位：万元"])
    sheet.append(["项目名称", "类别", "总投资", "本年到位"])
    for project in projects:
        sheet.append(project)
    book.save(desk.inputs / PERIOD / f"招商引资项目表_{code}_201006.xlsx")


def _base(desk: Desk, codes: Sequence[str], received: Mapping[str, str] = {}) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    _table(book, "单位名录", ["代码", "全称", "简称", "类别", "汇总组", "考核分组", "排序号", "启用日期"],
           [[code, name, name, kind, kind, kind, number, "2010-01-01"]
            for kind, units, _ in KINDS for number, (code, name) in enumerate(units, start=1)
            if code in codes])  # fmt: skip
    tasks = [[code, 10_000 if code == "YQ02" else task]
             for _, units, task in KINDS for code, _ in units if code in codes]  # fmt: skip
    _table(book, "年度目标", ["年度", "单位（代码、汇总组或全市）", "指标", "下达", "类别", "确保数",
                          "是否考核"],
           [[2010, code, "到位资金", "本级", "总量", task, "是"]
            for code, task in [*tasks, ["全市", 100_000]]])  # fmt: skip
    _table(book, "认定门槛", ["单位", "项目类别", "单体投资"],
           [[code, kind, size] for whole, units, _ in KINDS for code, _ in units if code in codes
            for kind, size in _thresholds(whole)])  # fmt: skip
    _table(book, "收件登记", ["期间", "单位（代码）", "收到日期"],
           [[PERIOD, code, day] for code, day in received.items()])  # fmt: skip
    _table(book, "参数", ["地区", "南滨市"], [["办公室", "南滨市招商引资督办组"]])
    book.save(desk.inputs / "基础库.xlsx")


def _thresholds(kind: str) -> list[tuple[str, int]]:
    large = kind in ("招商工作组", "园区")
    return [("生产加工", 1_000 if large else 200), ("商贸流通", 2_000 if large else 200)]


def _table(
    book: openpyxl.Workbook, name: str, header: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    sheet = book.create_sheet(name)
    sheet.append(header)
    for row in rows:
        sheet.append(row)
