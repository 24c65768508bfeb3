"""Reading: workbooks of any spreadsheet format as plain grids, safe from what is in them."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import pipeline
from pipeline.office import frame
from pipeline.office.grid import UNCACHED, ErrorValue, Grid, Uncached, Unreadable, Workbook
from pipeline.office.worker import SECONDS, TOO_SLOW

__all__ = ["UNCACHED", "ErrorValue", "Grid", "Reader", "Uncached", "Unreadable", "Workbook"]

MAX_FILE = 200 * 1024 * 1024
TIMEOUT = 60.0
"""Seconds to wait for one file; its worker may work worker.SECONDS of them, however busy the
machine is."""


_ANEW = "请新建工作簿，只把要报送的表复制进去，另存为xlsx后重新报送"
_SLOW = (TOO_SLOW, -getattr(signal, "SIGXCPU", TOO_SLOW))


class Reader:
    """Reads files in a worker process, started at the first and again whenever it died.

    A context manager; `close` ends the worker.
    """

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._worker: subprocess.Popen[bytes] | None = None
        self._used = False

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
        if len(data) > MAX_FILE:
            refusal = too_large(len(data))
            raise Unreadable(refusal.problem, refusal.remedy, name)
        answer = self._answer(data, name)
        if isinstance(answer, Unreadable):
            raise Unreadable(answer.problem, answer.remedy, name)
        return answer

    def close(self) -> None:
        """End the worker, if there is one."""
        worker, self._worker = self._worker, None
        if worker is not None:
            _end(worker)

    def _answer(self, data: bytes, name: str) -> Workbook | Unreadable:
        """Ask the worker; one that has read other files before gets a fresh successor's try."""
        while True:
            worker, used = self._ready()
            expired = threading.Event()
            try:
                content = self._exchange(worker, data, expired)
                self._used = True
                return pickle.loads(content)
            except (OSError, EOFError):
                slow = worker.wait() in _SLOW
                self.close()
                if expired.is_set() or slow:
                    return _too_slow(SECONDS) if slow else _too_long(self._timeout)
                if not used:
                    return _deadly()
            except BaseException:
                self.close()
                raise

    def _ready(self) -> tuple[subprocess.Popen[bytes], bool]:
        if self._worker is not None and self._worker.poll() is not None:
            self.close()
        if self._worker is None:
            self._worker = _start()
            self._used = False
        return self._worker, self._used

    def _exchange(
        self, worker: subprocess.Popen[bytes], data: bytes, expired: threading.Event
    ) -> bytes:
        def expire() -> None:
            expired.set()
            worker.kill()

        timer = threading.Timer(self._timeout, expire)
        timer.daemon = True
        timer.start()
        try:
            frame.send(worker.stdin, data)
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
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
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
