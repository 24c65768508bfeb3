"""Several workers share the files of a folder: same answers, same order, whatever dies."""

import os
import subprocess
import sys

import pytest

from pipeline.office import reading
from pipeline.office.reading import Reader
from tests.office import forge
from tests.office.tasks import broken, described, process

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
    if data == b"memory":
        bytearray(1 << 40)
    return plain(data)
contents.read = read
worker.main()
"""


@pytest.fixture
def faulty(monkeypatch):
    """Readers whose workers die or hang on command."""
    plain = subprocess.Popen

    def start(command, **options):
        return plain([sys.executable, "-c", FAULTY], **options)

    monkeypatch.setattr(reading.subprocess, "Popen", start)


def made(jobs, files):
    with Reader(jobs=jobs) as reader:
        return list(reader.each(described, files))


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_answers_come_in_the_order_of_the_files(jobs):
    files = [(GOOD if n % 3 else b"PK\3\4", f"{n}.xlsx", (n,)) for n in range(9)]
    answers = made(jobs, files)
    assert [one[-1] for one in answers] == list(range(9))
    assert [one[0] for one in answers] == ["refused", "xlsx", "xlsx"] * 3
    assert all(one[1].startswith(f"《{one[-1]}.xlsx》") for one in answers[::3])


def test_so_many_processes_work_as_there_are_jobs():
    files = [(GOOD, f"{n}.xlsx", (0.3,)) for n in range(4)]
    with Reader(jobs=2) as reader:
        first = set(reader.each(process, files))
        again = set(reader.each(process, files))
    assert len(first) == 2 and os.getpid() not in first
    assert again == first
    with Reader() as reader:
        assert set(reader.each(process, files[:1])) == {os.getpid()}


@pytest.mark.parametrize("command", [b"die", b"memory", b"hang"])
def test_a_file_that_ends_its_worker_takes_no_other_file_along(faulty, command):
    files = [(command if n in (1, 4) else GOOD, f"{n}.xlsx", (n,)) for n in range(6)]
    with Reader(timeout=1, jobs=2) as reader:
        answers = list(reader.each(described, files))
    assert [one[0] == "refused" for one in answers] == [n in (1, 4) for n in range(6)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_of_the_programs_own_is_never_the_files(jobs):
    with Reader(jobs=jobs) as reader, pytest.raises((ValueError, RuntimeError), match="the prog"):
        list(reader.each(broken, [(GOOD, "好.xlsx", ())]))


def test_workers_end_with_the_reader():
    with Reader(jobs=2) as reader:
        list(reader.each(process, [(GOOD, f"{n}.xlsx", (0.2,)) for n in range(2)]))
        workers = [one._worker for one in reader._crew]
        assert all(worker.poll() is None for worker in workers)
    assert all(worker.poll() is not None for worker in workers)
