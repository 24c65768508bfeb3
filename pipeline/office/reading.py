"""Reading: workbooks of any spreadsheet format as plain grids, safe from what is in them."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Self, TypeVar

import pipeline
from pipeline.office import frame
from pipeline.office.grid import UNCACHED, ErrorValue, Grid, Uncached, Unreadable, Workbook
from pipeline.office.worker import SECONDS, TOO_SLOW

__all__ = ["UNCACHED", "ErrorValue", "Grid", "Reader", "Uncached", "Unreadable", "Workbook"]

Made = TypeVar("Made")
File = tuple[bytes, str, tuple]
"""A file's bytes, its name, and what else its task is told."""

MAX_FILE = 200 * 1024 * 1024
TIMEOUT = 60.0
"""Seconds to wait for one file; its worker may work worker.SECONDS of them, however busy the
machine is."""


_ANEW = "请新建工作簿，只把要报送的表复制进去，另存为xlsx后重新报送"
_SLOW = (TOO_SLOW, -getattr(signal, "SIGXCPU", TOO_SLOW))


_ALONE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Threads for NumPy would take up the worker's address space before it reads anything."""


class Reader:
    """Reads files in worker processes, each started when needed and again whenever it died.

    A context manager; `close` ends the workers. With more than one job, `each` has as many workers.
    """

    def __init__(self, timeout: float = TIMEOUT, jobs: int = 1) -> None:
        self._timeout = timeout
        self._crew = [self, *(Reader(timeout) for _ in range(jobs - 1))]
        self._worker: subprocess.Popen[bytes] | None = None
        self._used = False

    @property
    def jobs(self) -> int:
        """How many files it reads at the same time."""
        return len(self._crew)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, data: bytes, name: str) -> Workbook:
        """Return the workbook in `data`; Unreadable names the file, the reason and the remedy."""
        answer = self._answer(data, name)
        if isinstance(answer, Unreadable):
            raise answer
        return answer  # type: ignore[return-value]

    def each(self, task: Callable[..., Made], files: Iterable[File]) -> Iterator[Made]:
        """Yield, in their order, what `task(workbook or Unreadable, *more)` makes of the files.

        With several jobs it runs in the workers: it and what it takes and gives must pickle.
        """
        if self.jobs > 1:
            yield from self._shared(task, files)
            return
        for data, name, more in files:
            yield task(self._answer(data, name), *more)

    def close(self) -> None:
        """End the workers, if there are any."""
        for one in self._crew:
            one._drop()

    def _shared(self, task: Callable[..., Made], files: Iterable[File]) -> Iterator[Made]:
        """Give each file to the next idle reader, one per job, each in a thread of its own."""
        idle: SimpleQueue[Reader] = SimpleQueue()
        content = pickle.dumps(task, pickle.HIGHEST_PROTOCOL)

        def make(data: bytes, name: str, more: tuple) -> Made:
            reader = idle.get()
            try:
                answer = reader._answer(data, name, content, more)
            finally:
                idle.put(reader)
            return task(answer, *more) if isinstance(answer, Unreadable) else answer  # type: ignore[return-value]

        for reader in self._crew:
            idle.put(reader)
        pool = ThreadPoolExecutor(self.jobs)
        try:
            for made in [pool.submit(make, *file) for file in files]:
                yield made.result()
        finally:
            pool.shutdown(cancel_futures=True)

    def _answer(self, data: bytes, name: str, task: bytes = b"", more: tuple = ()) -> object:
        """The workbook, what the task makes of it, or Unreadable with the file's name."""
        if len(data) > MAX_FILE:
            refusal = too_large(len(data))
            return Unreadable(refusal.problem, refusal.remedy, name)
        answer = self._asked((data, task, pickle.dumps(more)))
        if isinstance(answer, frame.Mishap):
            raise RuntimeError(answer.text)
        if isinstance(answer, Unreadable):
            return Unreadable(answer.problem, answer.remedy, name)
        return answer

    def _asked(self, frames: Iterable[bytes]) -> object:
        """Ask the worker; one that has read other files before gets a fresh successor's try."""
        while True:
            worker, used = self._ready()
            expired = threading.Event()
            try:
                content = self._exchange(worker, frames, expired)
                self._used = True
                return pickle.loads(content)
            except (OSError, EOFError):
                slow = worker.wait() in _SLOW
                self._drop()
                if expired.is_set() or slow:
                    return _too_slow(SECONDS) if slow else _too_long(self._timeout)
                if not used:
                    return _deadly()
            except BaseException:
                self._drop()
                raise

    def _drop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            _end(worker)

    def _ready(self) -> tuple[subprocess.Popen[bytes], bool]:
        if self._worker is not None and self._worker.poll() is not None:
            self._drop()
        if self._worker is None:
            self._worker = _start()
            self._used = False
        return self._worker, self._used

    def _exchange(
        self, worker: subprocess.Popen[bytes], frames: Iterable[bytes], expired: threading.Event
    ) -> bytes:
        def expire() -> None:
            expired.set()
            worker.kill()

        timer = threading.Timer(self._timeout, expire)
        timer.daemon = True
        timer.start()
        try:
            for content in frames:
                frame.send(worker.stdin, content)
            return frame.receive(worker.stdout)
        finally:
            timer.cancel()


def too_large(size: int) -> Unreadable:
    """What to say of a file of more than MAX_FILE bytes."""
    megabytes, most = size // 1024 // 1024, MAX_FILE // 1024 // 1024
    return Unreadable(
        f"大小{megabytes}MB，超过上限{most}MB", "请删去图片等与报表无关的内容后重新报送"
    )


def _start() -> subprocess.Popen[bytes]:
    """Start a worker and wait until it is ready; RuntimeError where the program is at fault."""
    root = str(Path(pipeline.__file__).resolve().parents[1])
    paths = filter(None, (root, os.environ.get("PYTHONPATH")))
    worker = subprocess.Popen(
        [sys.executable, "-P", "-m", "pipeline.office.worker"],
        env={**os.environ, **_ALONE, "PYTHONPATH": os.pathsep.join(paths)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        frame.receive(worker.stdout)
    except EOFError as error:
        _end(worker)
        raise RuntimeError("表格读取程序没有启动，请检查程序是否安装完整") from error
    return worker


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    worker.wait()
    for pipe in (worker.stdin, worker.stdout):
        with contextlib.suppress(OSError):
            pipe.close()


def _too_slow(seconds: float) -> Unreadable:
    return Unreadable(f"处理了{seconds:g}秒还没有读完，内容过多或结构异常", _ANEW)


def _too_long(timeout: float) -> Unreadable:
    return Unreadable(f"等了{timeout:g}秒还没有读完，内容过多或结构异常", _ANEW)


def _deadly() -> Unreadable:
    return Unreadable("内容过多或结构异常，读取时内存不够或中途出错", _ANEW)
