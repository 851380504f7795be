"""Reads untrusted workbooks: starts the parser's process, and believes nothing that comes out of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from functools import lru_cache
from typing import Final

from vendorrisk.capture.grid import Book
from vendorrisk.capture.guard import MIB, SAVE_AGAIN, Unsafe, check_size
from vendorrisk.capture.parser import CPU_SECONDS, MEMORY_BYTES
from vendorrisk.capture.text import clean
from vendorrisk.capture.wire import Garbled, Refused, decode_book
from vendorrisk.model.fault import RefusedInput

CLOCK_SECONDS: Final = 20
"""Twice the CPU time that the parser may take, because the machine may be busy; on Windows the only limit."""
MAX_ANSWER: Final = 64 * MIB
"""More than any book that passes the guard and the parser's own limit on text."""
_CHUNK: Final = 64 * 1024

_START: Final = "import sys; sys.path[:] = sys.argv[1:]; from vendorrisk.capture.parser import main; main()"
"""The child looks for modules where this process found them, however the program was installed."""
_KEPT: Final = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""Without these variables Python does not start on some systems. The child gets no other."""

_TIME_IS_UP: Final = getattr(signal, "SIGXCPU", 0) or sys.maxsize

_SMALLER: Final = "Keep only the sheets with the questionnaire in it, save it as .xlsx, and send that file."


@lru_cache(maxsize=1)
def open_book(data: bytes, name: str) -> Book:
    """Return what a workbook holds; raise :class:`RefusedInput` if it is unsafe, damaged, or takes too much to read.

    ``name`` is the file's name, for messages. The last book is kept, because a command first asks what a workbook is
    and then reads it.
    """
    try:
        check_size(data)
        return decode_book(_parse(data, name), name)
    except Unsafe as refusal:
        raise _refusal(name, str(refusal), refusal.mend) from None
    except Refused as refusal:
        raise _refusal(name, clean(str(refusal))[:500], clean(refusal.mend)[:500]) from None
    except Garbled:
        raise _refusal(name, "its content is damaged.", SAVE_AGAIN) from None


def _refusal(name: str, what: str, mend: str) -> RefusedInput:
    return RefusedInput(f"{name} was refused: {what}", mend=mend)


def _parse(data: bytes, name: str) -> bytes:
    """Return what the parser's process says about a workbook."""
    command = [sys.executable, "-I", "-c", _START, *filter(None, sys.path)]
    kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=kept) as process:  # noqa: S603
        late = threading.Event()
        clock = threading.Timer(CLOCK_SECONDS, _stop, (process, late))
        clock.start()
        try:
            answer = _ask(process, data)
            ended = process.wait() if len(answer) <= MAX_ANSWER else 0
        finally:
            clock.cancel()
            process.kill()
    if late.is_set() or ended == -_TIME_IS_UP:
        raise _refusal(name, f"reading it takes more than {CPU_SECONDS} seconds.", _SMALLER)
    if ended or len(answer) > MAX_ANSWER:
        what = f"reading it takes more than {MEMORY_BYTES // 1024**2:,} MiB of memory, or its content is damaged."
        raise _refusal(name, what, _SMALLER)
    return answer


def _stop(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _ask(process: subprocess.Popen[bytes], data: bytes) -> bytes:
    """Hand over the workbook and return the answer, or a little more than the longest that is taken."""
    assert process.stdin is not None  # noqa: S101  it was asked for
    assert process.stdout is not None  # noqa: S101
    with suppress(OSError):  # it died before it had read all; how it ended says why
        process.stdin.write(data)
    with suppress(OSError):
        process.stdin.close()
    answer = bytearray()
    while len(answer) <= MAX_ANSWER and (chunk := process.stdout.read(_CHUNK)):
        answer += chunk
    return bytes(answer)
