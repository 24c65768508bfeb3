"""Our Word engine beside docxtpl: the same template text, the same data, one process each.

Run with `python -m tests.benchmarks.word`. CPU seconds are those of the work alone; memory is
the peak of the whole process, data included.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import time

GOALS = {"long": 8.0, "many": 12.0}
MEMORY_GOAL = 60.0
ROUNDS = 3
_COLUMNS = ("序号", "单位", "项目名称", "产业", "投资方", "计划投资", "到位资金", "进展")
_NAMES = (
    "期间",
    "单位数",
    "项目数",
    "签约数",
    "开工数",
    "投产数",
    "总投资",
    "到位",
    "同比",
    "排名",
)


def main() -> int:
    """Print both engines' figures and the ratio; return 1 if a goal is missed."""
    missed = False
    for case, title in (("long", "10 000 rows x 8"), ("many", "500 documents of 20 rows")):
        theirs, ours = _best("docxtpl", case), _best("ours", case)
        ratio = theirs["cpu"] / ours["cpu"]
        print(title)
        for engine, figures in (("docxtpl", theirs), ("ours", ours)):
            print(f"  {engine:8} {figures['cpu']:7.3f} s CPU {figures['peak']:6.0f} MB peak")
        print(f"  ratio    {ratio:7.1f} x (goal {GOALS[case]:.0f} x)")
        missed |= ratio < GOALS[case] or ours["peak"] > MEMORY_GOAL
    return int(missed)


def _best(engine: str, case: str) -> dict[str, float]:
    runs = []
    data = template()
    for _ in range(ROUNDS):
        command = [sys.executable, "-m", "tests.benchmarks.word", engine, case]
        done = subprocess.run(command, input=data, capture_output=True, check=True)
        runs.append(json.loads(done.stdout))
    return min(runs, key=lambda run: run["cpu"])


def _measure(engine: str, case: str) -> dict[str, float]:
    data = sys.stdin.buffer.read()
    work = _ours() if engine == "ours" else _docxtpl()
    rows, times = (10_000, 1) if case == "long" else (20, 500)
    contexts = [context(rows, number) for number in range(times)]
    start = time.process_time()
    for each in contexts:
        work(data, each)
    cpu = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": cpu, "peak": peak}


def _ours():
    from pipeline.render.language import Language
    from pipeline.render.word import render

    language = Language()
    return lambda template, context: render(template, "通报.docx", context, language).content


def _docxtpl():
    from docxtpl import DocxTemplate

    def work(template: bytes, context: dict) -> bytes:
        document = DocxTemplate(io.BytesIO(template))
        document.render(context, autoescape=True)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return work


def context(rows: int, number: int) -> dict[str, object]:
    """Ten values and `rows` rows of eight short strings."""
    row = {"单位": "城关镇", "项目名称": "年产五万吨新材料", "产业": "新材料", "投资方": "某某集团",
           "计划投资": "一亿元", "到位资金": "三千万元", "进展": "在建"}  # fmt: skip
    values: dict[str, object] = {name: f"{name}{number}" for name in _NAMES}
    values["rows"] = [{**row, "序号": f"第{index}号"} for index in range(rows)]
    return values


def template() -> bytes:
    """A heading, five sentences and a table of eight columns, in docxtpl's words and in ours."""
    import docx
    from docx.oxml.ns import qn

    document = docx.Document()

    def write(paragraph, text: str, font: str) -> None:
        run = paragraph.add_run(text)
        run.font.name = font
        run._element.rPr.rFonts.set(qn("w:eastAsia"), font)

    write(document.add_heading(level=1), "{{ 期间 }}招商引资情况通报", "黑体")
    for first, second in zip(_NAMES[::2], _NAMES[1::2], strict=True):
        text = f"全市{first}为{{{{ {first} }}}}，{second}为{{{{ {second} }}}}。"
        write(document.add_paragraph(), text, "仿宋_GB2312")
    table = document.add_table(4, len(_COLUMNS), style="Table Grid")
    table.cell(1, 0).text = "{%tr for r in rows %}"
    table.cell(3, 0).text = "{%tr endfor %}"
    for index, column in enumerate(_COLUMNS):
        write(table.cell(0, index).paragraphs[0], column, "黑体")
        write(table.cell(2, index).paragraphs[0], f"{{{{ r.{column} }}}}", "仿宋_GB2312")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(_measure(*sys.argv[1:])))
    else:
        sys.exit(main())
