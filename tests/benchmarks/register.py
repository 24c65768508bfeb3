"""A register of 50,000 rows and 30 columns with known faults, and a scheme of 25 rules for it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

ROOT = Path(__file__).parents[2]
ROWS, FAULTS = 50_000, 2_901
FILE, SHEET = "台账.xlsx", "台账"
FIRST = 4
"""The first row of data."""

CHOICES = {
    "产业": ("一产", "工业", "商贸", "服务业"),
    "性质": ("内资", "外资", "合资"),
    "阶段": ("签约", "开工", "投产"),
    "来源": ("新引进", "续建", "增资"),
    "高新": ("是", "否"),
}
REQUIRED = ("名称", "投资方", "总投资", "固投", "签约", "责任人")
LIMITS = {"总投资": (0, 5_000_000), "用地": (0, 10_000), "比率": (0, 100), "就业": (0, 100_000)}
QUARTERS = ("一季", "二季", "三季", "四季")
PARTS = ("土建", "设备", "其他")
NUMBERS = (
    "总投资",
    "固投",
    *PARTS,
    "累计",
    "本年",
    *QUARTERS,
    "用地",
    "就业",
    "产值",
    "税收",
    "比率",
    "年度",
)
DAYS = ("签约", "开工", "投产")
FIELDS = ("编码", "名称", "投资方", *CHOICES, *NUMBERS, *DAYS, "责任人", "备注")
COLUMNS = len(FIELDS)
FORMULAS = {
    "R1": ("固投 ≤ 总投资", "固投"),
    "R2": ("累计 ≤ 总投资", "累计"),
    "R3": ("本年 ≤ 累计", "本年"),
    "R4": ("开工 ≥ 签约", "开工"),
    "R5": ("投产 ≥ 开工", "投产"),
    "R6": ("固投 = 土建 + 设备 + 其他", "固投"),
    "R7": ("本年 = 一季 + 二季 + 三季 + 四季", "本年"),
    "R8": ("年度 ≤ 2026", "年度"),
    "R9": ('阶段 = "签约" 或 非空(开工)', "开工"),
}
RULES = 1 + len(REQUIRED) + len(CHOICES) + len(LIMITS) + len(FORMULAS)
Row = dict[str, object]


def named(code: str, field: str) -> str:
    """One name per rule: the formula's own, else the kind of rule with its field."""
    return code if code in FORMULAS else f"{code} {field}"


def write(folder: Path, period: str) -> list[tuple[int, str]]:
    """Write templates/ and the period's one workbook; return row and rule of every fault."""
    _write_scheme(folder / "templates")
    rng = Random(7)
    rows = [_row(rng, number) for number in range(ROWS)]
    spoilers = _spoilers()
    wrong = []
    for count, number in enumerate(rng.sample(range(1, ROWS), FAULTS)):
        rule = list(spoilers)[count % len(spoilers)]
        spoilers[rule](rows, number)
        wrong.append((FIRST + number, rule))
    (folder / period).mkdir()
    _write_book(folder / period / FILE, rows)
    return sorted(wrong)


def _row(rng: Random, number: int) -> Row:
    total = round(rng.uniform(100, 90_000), 2)
    parts = [round(total * rng.uniform(0.1, 0.25), 2) for _ in PARTS]
    quarters = [round(total * rng.uniform(0, 0.2), 2) for _ in QUARTERS]
    this_year = round(sum(quarters), 2)
    signed = date(2020, 1, 1) + timedelta(days=rng.randrange(1500))
    started = signed + timedelta(days=rng.randrange(300))
    return {
        "编码": f"P{number:06d}",
        "名称": f"第{number}个项目",
        "投资方": f"投资方{rng.randrange(9000)}有限公司",
        **{name: rng.choice(choices) for name, choices in CHOICES.items()},
        "总投资": total,
        "固投": round(sum(parts), 2),
        **dict(zip(PARTS, parts, strict=True)),
        "累计": this_year,
        "本年": this_year,
        **dict(zip(QUARTERS, quarters, strict=True)),
        "用地": rng.randrange(500),
        "就业": rng.randrange(3000),
        "产值": round(total * 1.5, 2),
        "税收": round(total * 0.05, 2),
        "比率": rng.randrange(1, 101),
        "年度": signed.year,
        "签约": signed,
        "开工": started,
        "投产": started + timedelta(days=rng.randrange(400)),
        "责任人": f"责任人{rng.randrange(400)}",
        "备注": "" if rng.random() < 0.7 else "已核",
    }


def _spoilers() -> dict[str, Callable[[list[Row], int], None]]:
    """Rule → what breaks it in a row, and no other rule."""

    def put(**values: object) -> Callable[[list[Row], int], None]:
        return lambda rows, number: rows[number].update(values)

    def over(name: str, base: str) -> Callable[[list[Row], int], None]:
        def spoil(rows: list[Row], number: int) -> None:
            row = rows[number]
            row[name] = round(float(row[base]) + 1, 2)
            if name == "固投":
                row["土建"] = round(float(row[name]) - float(row["设备"]) - float(row["其他"]), 2)
            if name == "本年":
                row["一季"] = round(float(row["一季"]) + 1, 2)

        return spoil

    def early(name: str, base: str) -> Callable[[list[Row], int], None]:
        def spoil(rows: list[Row], number: int) -> None:
            rows[number][name] = rows[number][base] - timedelta(days=30)

        return spoil

    def unstarted(rows: list[Row], number: int) -> None:
        rows[number].update(阶段="开工", 开工=None)

    def more(name: str) -> Callable[[list[Row], int], None]:
        def spoil(rows: list[Row], number: int) -> None:
            rows[number][name] = round(float(rows[number][name]) + 0.01, 2)

        return spoil

    beyond = {name: put(**{name: high + 1}) for name, (_, high) in LIMITS.items()}
    return {
        "V16 编码": lambda rows, number: rows[number].update(编码=rows[number - 1]["编码"]),
        **{f"V06 {name}": put(**{name: None}) for name in REQUIRED},
        **{f"X01 {name}": put(**{name: "其他"}) for name in CHOICES},
        **{f"V08 {name}": spoil for name, spoil in beyond.items()},
        "R1": over("固投", "总投资"),
        "R2": over("累计", "总投资"),
        "R3": over("本年", "累计"),
        "R4": early("开工", "签约"),
        "R5": early("投产", "开工"),
        "R6": more("土建"),
        "R7": more("二季"),
        "R8": put(年度=2027),
        "R9": unstarted,
    }


def _write_scheme(templates: Path) -> None:
    """The second office's scheme with one form of its own."""
    shutil.copytree(ROOT / "tests/files/service-centre/templates", templates)
    for old in (templates / "forms").glob("*.yaml"):
        old.unlink()
    lines = [
        "表名: 台账",
        "填报单位: 办公室",
        f"定位: {{工作表: {SHEET}, 止于: [合计]}}",
        "计量单位: 万元",
        "必报: 是",
        "主键: [编码]",
        "字段:",
        *(f"  {name}: {{{_declared(name)}}}" for name in FIELDS),
        "审核关系:",
    ]
    for code, (formula, field) in FORMULAS.items():
        words = f"问题: 第{{行}}行{field}为{{{field}}}，不合“{formula}”".replace('"', "")
        lines += [
            f"  - 编号: {code}",
            f"    公式: '{formula}'",
            f"    字段: {field}",
            f"    {words}",
        ]
        lines.append("    处理: 请核对")
    (templates / "forms" / "台账.yaml").write_text("\n".join(lines), "utf-8")
    (templates / "figures.yaml").write_text(
        "指标:\n  总数:\n    计量单位: 个\n    自报: {表: 台账}\n", "utf-8"
    )
    (templates / "documents.yaml").write_text("文件: {}\n", "utf-8")


def _declared(name: str) -> str:
    kind = "数值" if name in NUMBERS else "日期" if name in DAYS else "文本"
    parts = [f"类型: {'选项' if name in CHOICES else kind}"]
    if name in CHOICES:
        parts.append(f"取值: [{', '.join(CHOICES[name])}]")
    if name in REQUIRED:
        parts.append("必填: 是")
    if name == "编码":
        parts.append("唯一: 是")
    if name in LIMITS:
        parts.append(f"范围: [{LIMITS[name][0]}, {LIMITS[name][1]}]")
    return ", ".join(parts)


def _write_book(path: Path, rows: list[Row]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(SHEET)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_string(0, 0, "招商引资项目台账")
        sheet.write_string(1, 0, "计量单位：万元")
        sheet.write_row(2, 0, FIELDS)
        for number, row in enumerate(rows, FIRST - 1):
            for column, name in enumerate(FIELDS):
                value = row[name]
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif value is not None:
                    sheet.write(number, column, value)
