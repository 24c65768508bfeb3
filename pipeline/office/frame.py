"""Frames: how the reader and its worker pass bytes through a pipe."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Mishap:
    """A worker's answer where the program itself failed: the traceback."""

    text: str


def send(pipe: BinaryIO, content: bytes) -> None:
    """Write one frame; OSError where nobody reads any more."""
    pipe.write(_LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def receive(pipe: BinaryIO) -> bytes:
    """Return the next frame's content; EOFError where the pipe ends before it does."""
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return _exactly(pipe, length)


def _exactly(pipe: BinaryIO, length: int) -> bytes:
    content = pipe.read(length)
    if len(content) < length:
        raise EOFError
    return content
