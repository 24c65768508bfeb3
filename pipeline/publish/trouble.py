"""What a disk may refuse, said so that a clerk knows what to do."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

_FULL = ("写不进去：磁盘已满", "请清理出空间后再运行")
_CAUSES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: ("写不进去：所在磁盘是只读的", "请换到可以写入的磁盘后再运行"),
    errno.ENAMETOOLONG: ("写不进去：路径太长", "请把整个文件夹移到更短的路径下再运行"),
}
_IN_USE = ("正被WPS或Word打开", "请关闭后再运行")
_FORBIDDEN = ("没有读写权限", "请联系管理员开通权限后再运行")
_SHARING_VIOLATIONS = (32, 33)  # Windows: held by another process; a region of it is locked


class Unwritable(Exception):
    """The disk refused, and the edition that stood before stands untouched and whole.

    `file` is the name a clerk knows; `problem` and `remedy` are Chinese.
    """

    def __init__(self, file: str, problem: str, remedy: str) -> None:
        self.file = file
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"《{file}》{problem}，{remedy}")


@contextmanager
def blamed_on(file: str) -> Iterator[None]:
    """Turn an OSError of the block into Unwritable about `file`."""
    try:
        yield
    except OSError as error:
        raise Unwritable(file, *_cause(error)) from error


def in_use(folder: str, file: str | None) -> Unwritable:
    """The trouble of a folder in which an office program holds `file` (None: some file) open."""
    if file is None:
        return Unwritable(folder, f"里有文件{_IN_USE[0]}", _IN_USE[1])
    return Unwritable(file, *_IN_USE)


def _cause(error: OSError) -> tuple[str, str]:
    if error.errno in _CAUSES:
        return _CAUSES[error.errno]
    if isinstance(error, PermissionError):
        held = getattr(error, "winerror", None) in _SHARING_VIOLATIONS
        return _IN_USE if held or os.name == "nt" else _FORBIDDEN
    return f"读写出错（{error.strerror or error}）", "请检查磁盘和网络连接后再运行"
