"""One run at a time for each outputs folder; the second is told who is in there."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.model.finding import Faulty
from pipeline.publish.finalise import settle
from pipeline.publish.recovery import recover
from pipeline.publish.trouble import blamed_on

_LOCK = ".lock"
_HOLDER = ".lock.json"  # apart from the lock, which nobody else can read on Windows


@dataclass(frozen=True, slots=True)
class Holder:
    """The run that holds the lock: process, computer, and local time to the second."""

    pid: int
    host: str
    since: str


class Locked(Exception):
    """Another run is writing to the folder; `holder` is None in the instant before it signs."""

    def __init__(self, outputs: Path, holder: Holder | None) -> None:
        self.holder = holder
        super().__init__(f"另一次运行正在写入{outputs.name}{_who(holder)}；请等它结束后再运行")


@contextmanager
def locked(outputs: Path) -> Iterator[None]:
    """Hold the folder's only lock, after finishing what a crash left; make the folder if needed.

    Locked at once if another run holds it. Unwritable where the disk refuses.
    """
    with blamed_on(outputs.name):
        outputs.mkdir(parents=True, exist_ok=True)
    lock = FileLock(outputs / _LOCK, timeout=0)
    with blamed_on(_LOCK):
        try:
            lock.acquire()
        except Timeout:
            raise Locked(outputs, _read(outputs / _HOLDER)) from None
    try:
        with blamed_on(_HOLDER):
            _sign(outputs / _HOLDER)
        recover(outputs)
        with suppress(Faulty):  # a damaged register is said by whoever reads it
            settle(outputs)
        yield
    finally:
        with suppress(OSError):
            (outputs / _HOLDER).unlink(missing_ok=True)
        lock.release()


def _sign(path: Path) -> None:
    since = datetime.now().isoformat(sep=" ", timespec="seconds")
    holder = Holder(os.getpid(), socket.gethostname(), since)
    path.write_text(json.dumps(asdict(holder), ensure_ascii=False), encoding="utf-8")


def _read(path: Path) -> Holder | None:
    try:
        return Holder(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def _who(holder: Holder | None) -> str:
    if holder is None:
        return ""
    elsewhere = "" if holder.host == socket.gethostname() else f"（在电脑{holder.host}上）"
    return f"：进程 {holder.pid}{elsewhere}，始于 {holder.since}"
