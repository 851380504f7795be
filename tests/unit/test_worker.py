"""The process that parses: whatever becomes of it, its starter says one thing, in words, and soon."""

from __future__ import annotations

import json
import sys
import time

import pytest
from workbooks import filled

from vendorrisk.capture import parser, worker
from vendorrisk.capture.worker import open_book
from vendorrisk.model.fault import RefusedInput

LIMITED = "import sys; sys.path[:] = sys.argv[1:]; from vendorrisk.capture import parser; "


def refusal(monkeypatch: pytest.MonkeyPatch, code: str) -> RefusedInput:
    """Return how a workbook is refused when the process runs this code instead of the parser."""
    monkeypatch.setattr(worker, "_START", code)
    open_book.cache_clear()
    with pytest.raises(RefusedInput) as caught:
        open_book(filled(), "acme.xlsx")
    assert caught.value.what.startswith("acme.xlsx was refused: ")
    assert caught.value.mend
    return caught.value


def test_a_workbook_is_read_once_for_all_who_ask() -> None:
    data = filled()
    assert open_book(data, "acme.xlsx") is open_book(data, "acme.xlsx")
    assert open_book(data, "acme.xlsx").name == "acme.xlsx"


posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has a limit on the clock alone")


@posix
def test_too_much_time(monkeypatch: pytest.MonkeyPatch) -> None:
    found = refusal(monkeypatch, f"{LIMITED}parser.CPU_SECONDS = 1; parser._limit()\nwhile True: pass")
    assert "takes more than 10 seconds" in found.what


def test_a_process_that_only_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "CLOCK_SECONDS", 0.5)
    began = time.perf_counter()
    assert "takes more than 10 seconds" in refusal(monkeypatch, "import time; time.sleep(60)").what
    assert time.perf_counter() - began < 5


@posix
def test_too_much_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    found = refusal(monkeypatch, LIMITED + "parser._limit(); bytearray(2 * 1024**3)")
    assert "more than 1,024 MiB of memory" in found.what


def test_too_much_memory_is_said_by_the_process_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhaust(_: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr(parser, "guard_workbook", exhaust)
    assert "more than 1,024 MiB of memory" in json.loads(parser._answer(b"PK"))["refused"]


@posix
def test_it_can_write_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    code = f"{LIMITED}parser._limit(); f = open({str(tmp_path)!r} + '/x', 'wb', buffering=0); f.write(b'x')"
    assert "damaged" in refusal(monkeypatch, code).what
    assert not (tmp_path / "x").read_bytes()  # type: ignore[operator]


def test_the_environment_stays_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VENDORRISK_PASSPHRASE", "secret")
    monkeypatch.setenv("PYTHONSTARTUP", "secret")
    code = "import os, json; print(json.dumps({'refused': ' '.join(os.environ), 'mend': 'None.'}))"
    found = refusal(monkeypatch, code).what
    assert "VENDORRISK" not in found
    assert "PYTHON" not in found


@pytest.mark.parametrize(
    "code",
    [
        "print('nothing that was agreed')",
        "pass",
        "print('[' * 100_000)",
        'print(\'{"sheets": [], "dates_from_1904": 1}\')',
        "import os; os.write(1, bytes(range(256)))",
        "raise SystemExit(3)",
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), 9)",
    ],
)
def test_an_answer_that_no_parser_gives(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    assert "its content is damaged" in refusal(monkeypatch, code).what


def test_an_answer_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "MAX_ANSWER", 1_000_000)
    began = time.perf_counter()
    assert "memory" in refusal(monkeypatch, "import os\nwhile True: os.write(1, b'x' * 65536)").what
    assert time.perf_counter() - began < 5


def test_what_a_process_says_draws_nothing_on_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    code = r"print('{\"refused\": \"\\u001b[2Jgone' + 'x' * 9999 + '\", \"mend\": \"\\u202eM.\"}')"
    found = refusal(monkeypatch, code)
    assert "\x1b" not in found.what
    assert found.mend == "M."
    assert len(found.what) < 600
