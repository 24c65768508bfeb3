"""The reader's worker may die or hang: the file is refused and the next one reads."""

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.office import reading
from pipeline.office.reading import UNCACHED, Reader, Unreadable
from tests.office import forge

GOOD = forge.workbook()
FAULTY = """
import os, time
from pipeline.office import contents, worker
plain = contents.read
def read(data):
    if data == b"die":
        os.abort()
    if data == b"hang":
        time.sleep(60)
    if data == b"panic":
        raise BaseException
    if data == b"memory":
        bytearray(1 << 40)
    if data.startswith(b"once") and not os.path.exists(data[4:]):
        open(data[4:], "w").close()
        os.abort()
    if data == b"busy":
        while True:
            pass
    return plain(data)
contents.read = read
worker.SECONDS = 1
worker.resource = worker.resource if "{limits}" else None
worker.main()
"""


@pytest.fixture(params=["limits", ""], ids=["limited", "as on Windows"])
def faulty(monkeypatch, request):
    """Readers whose worker dies, hangs, works without end or panics on command."""
    plain = subprocess.Popen
    code = FAULTY.replace("{limits}", request.param)

    def start(command, **options):
        return plain([sys.executable, "-c", code], **options)

    monkeypatch.setattr(reading.subprocess, "Popen", start)


def refused(reader, data):
    with pytest.raises(Unreadable) as caught:
        reader.read(data, "坏.xlsx")
    return str(caught.value)


def test_no_worker_starts_before_the_first_file():
    with Reader() as reader:
        assert reader._worker is None
        reader.read(GOOD, "好.xlsx")
        worker = reader._worker
        reader.read(GOOD, "好.xlsx")
        assert reader._worker is worker
    assert worker.poll() is not None


def test_a_killed_worker_is_replaced():
    with Reader() as reader:
        reader.read(GOOD, "好.xlsx")
        first = reader._worker
        first.kill()
        assert reader.read(GOOD, "好.xlsx").grids[0].cell(2, 2) == 2.5
        assert reader._worker.pid != first.pid


@pytest.mark.parametrize("command", [b"die", b"memory"])
def test_a_file_that_kills_its_worker_is_refused_and_the_next_one_reads(faulty, command):
    with Reader() as reader:
        reader.read(GOOD, "好.xlsx")
        assert "《坏.xlsx》内容过多或结构异常" in refused(reader, command)
        assert reader.read(GOOD, "好.xlsx").grids[0].cell(2, 2) == 2.5


def test_a_file_that_hangs_is_given_up_and_the_next_one_reads(faulty):
    with Reader(timeout=0.5) as reader:
        assert "等了0.5秒还没有读完" in refused(reader, b"hang")
        assert reader.read(GOOD, "好.xlsx").grids[0].cell(2, 2) == 2.5


def test_a_file_that_takes_too_much_work_is_given_up_and_the_next_one_reads(faulty):
    with Reader() as reader:
        reader.read(GOOD, "好.xlsx")
        assert "处理了10秒还没有读完" in refused(reader, b"busy")
        assert reader.read(GOOD, "好.xlsx").grids[0].cell(2, 2) == 2.5


def test_the_work_is_counted_for_each_file_anew(faulty):
    with Reader() as reader:
        for _ in range(2):
            reader.read(GOOD, "好.xlsx")
            assert "没有读完" in refused(reader, b"busy")


def test_a_panic_does_not_end_the_worker(faulty):
    with Reader() as reader:
        assert "已损坏" in refused(reader, b"panic")
        worker = reader._worker
        reader.read(GOOD, "好.xlsx")
        assert reader._worker is worker


def test_a_worker_that_has_worked_gets_a_successor_before_the_file_is_blamed(faulty, tmp_path):
    with Reader() as reader:
        reader.read(b"a,b", "一.csv")
        name = str(tmp_path / "seen").encode()
        assert reader.read(b"once" + name, "二.csv").kind == "csv"


def test_a_worker_that_cannot_start_is_no_fault_of_the_file(monkeypatch):
    plain = subprocess.Popen
    monkeypatch.setattr(
        reading.subprocess,
        "Popen",
        lambda command, **options: plain([sys.executable, "-c", ""], **options),
    )
    with Reader() as reader, pytest.raises(RuntimeError, match="没有启动"):
        reader.read(GOOD, "好.xlsx")


def test_marks_come_back_as_themselves():
    assert pickle.loads(pickle.dumps(UNCACHED)) is UNCACHED


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux only")
def test_the_worker_has_little_memory_and_imports_little():
    with Reader() as reader:
        reader.read(GOOD, "好.xlsx")
        limits = Path(f"/proc/{reader._worker.pid}/limits").read_text().splitlines()
    line = next(line for line in limits if line.startswith("Max address space"))
    assert line.split()[3] == str(1024 * 1024 * 1024)
    command = "import sys, pipeline.office.worker; print(*sys.modules)"
    modules = subprocess.check_output([sys.executable, "-c", command], text=True).split()
    assert not {"pandas", "numpy", "openpyxl", "lxml", "jinja2"} & set(modules)
