"""Fuzzes the import: mutants of real workbooks through the parser and every reader, in one process with limits.

``python tests/hostile/fuzz_workbooks.py --count 30000 --seed 1`` prints what it found, and ends with 1 if that is
anything but books and refusals. A mutant is made again from its seed and number: ``mutant(seeds(), seed, number)``.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import signal
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from unittest import mock

ROOT: Final = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests")]

from factories_statement import house_style, make_gaps, make_result  # noqa: E402  the path stands above
from factories_store import make_assessment, make_item  # noqa: E402
from foreign import layouts  # noqa: E402
from hostile.mutants import mutant  # noqa: E402
from lookalikes import caiq, hecvat3  # noqa: E402
from workbooks import AT, PIN, QUESTIONNAIRE, filled  # noqa: E402

from vendorrisk.capture import gapsheet_in, parser, translation_sheet, workbook_in  # noqa: E402
from vendorrisk.capture.foreign import read_foreign  # noqa: E402
from vendorrisk.capture.foreign_recognise import recognise  # noqa: E402
from vendorrisk.capture.grid import Book  # noqa: E402
from vendorrisk.capture.wire import Refused, decode_book  # noqa: E402
from vendorrisk.model.casework import Casework  # noqa: E402
from vendorrisk.model.fault import RefusedInput  # noqa: E402
from vendorrisk.reports.gapsheet import write_gap_workbook  # noqa: E402

SECONDS: Final = 10
_HANGS: Final = 120
"""Seconds on the clock after which nothing more is waited for: the machine may be busy."""
_NAME: Final = "mutant.xlsx"

Reader = Callable[[Book], object]


class TooLong(BaseException):
    """One mutant takes more processor time than a workbook may; no handler of ordinary exceptions stops it."""


@dataclass
class Outcome:
    """What became of the mutants."""

    counts: Counter[str] = field(default_factory=Counter)
    """How many were refused, how many read, and by how many readers."""
    findings: list[str] = field(default_factory=list)
    """What was neither, each with the number of its mutant."""


def seeds() -> list[bytes]:
    """Return the workbooks that mutants are made of; the small ones stand in it more often, because they are quick."""
    gaps, result = make_gaps(), make_result()
    items = {f"coalition-minimum:{gap.criterion}": (make_item(gap.criterion, due=gap.due),) for gap in gaps}
    case = Casework.of(make_assessment()).model_copy(update={"token": "a-word", "items": items})
    examples = [(ROOT / "tests/examples" / name).read_bytes() for name in _EXAMPLES]
    template, gap_list = filled(), write_gap_workbook(gaps, result, house_style(), case=case)
    small = [template, gap_list, *examples]
    large = [caiq.caiq4(filled=True).data, hecvat3.completed(hecvat3.LITE).data]
    return [template, *small * 4, *large]


_EXAMPLES: Final = ("acme-small-completed.xlsx", "northwind-ai-security-questionnaire.xlsx")


def _as_template(book: Book) -> object:
    with mock.patch.object(workbook_in, "open_book", return_value=book):
        return workbook_in.read_workbook(b"", _NAME, questionnaire=QUESTIONNAIRE, pin=PIN, recorder="pat", at=AT)


def _as_gap_list(book: Book) -> object:
    with mock.patch.object(gapsheet_in, "open_book", return_value=book):
        return gapsheet_in.read_gap_list(b"", _NAME)


def _as_translation(book: Book) -> object:
    with mock.patch.object(translation_sheet, "open_book", return_value=book):
        return translation_sheet.read_translation(b"", _NAME)


def _as_foreign(book: Book) -> object:
    found = recognise(book, layouts())
    if found is None:
        raise RefusedInput("No layout fits.")
    return read_foreign(book, found.layout).to_answers(file=_NAME, recorder="pat", at=AT)


READERS: Final[dict[str, Reader]] = {
    "template": _as_template,
    "gap list": _as_gap_list,
    "translation": _as_translation,
    "foreign": _as_foreign,
}


def examine(data: bytes, outcome: Outcome, readers: dict[str, Reader], seconds: float = SECONDS) -> None:
    """Parse one file as the parser's process does, and let each reader have the book; note what became of it."""
    try:
        with _clock(seconds):
            book = decode_book(parser._answer(data), _NAME)
            outcome.counts["book"] += 1
            for name, reader in readers.items():
                try:
                    reader(book)
                    outcome.counts[name] += 1
                except RefusedInput:
                    outcome.counts[f"no {name}"] += 1
    except Refused:
        outcome.counts["refused"] += 1
    except TooLong:
        outcome.findings.append(f"takes more than {seconds} seconds")
    except Exception as error:  # noqa: BLE001  each is what is looked for
        *_, place = traceback.extract_tb(error.__traceback__)
        outcome.findings.append(
            f"{type(error).__name__}: {error}"[:300] + f" ({Path(place.filename).name}:{place.lineno})"
        )


@contextmanager
def _clock(seconds: float) -> Iterator[None]:
    """Raise :class:`TooLong` in a block that takes more processor time."""

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def fuzz(seed: int, count: int) -> Outcome:
    """Examine so many mutants in a process of its own, which is started again behind one that ends it."""
    outcome, first = Outcome(), 0
    while first < count:
        numbers = [str(each) for each in (seed, first, count)]
        command = [sys.executable, "-X", "faulthandler", str(Path(__file__)), "--child", *numbers]
        child = subprocess.run(command, capture_output=True, text=True, check=False)
        lines = [json.loads(line) for line in child.stdout.splitlines()]
        for line in lines:
            outcome.counts.update(line["counts"])
            outcome.findings += line["findings"]
        ended = lines[-1]["number"] + 1 if lines else first
        if ended < count:
            outcome.findings.append(f"{ended}: the process ended with {child.returncode}: {child.stderr[-300:]}")
        first = ended + 1
    return outcome


def _child(seed: int, first: int, last: int) -> None:
    """Examine mutants under the limits of the parser's process; print what became of each."""
    import resource  # noqa: PLC0415  there is none on Windows

    made = seeds()
    layouts()
    resource.setrlimit(resource.RLIMIT_AS, (parser.MEMORY_BYTES, parser.MEMORY_BYTES))
    for number in range(first, last):
        faulthandler.dump_traceback_later(_HANGS, exit=True)
        outcome = Outcome()
        examine(mutant(made, seed, number), outcome, READERS)
        found = [f"{number}: {finding}" for finding in outcome.findings]
        line = {"number": number, "counts": outcome.counts, "findings": found}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def main(arguments: Sequence[str]) -> int:
    """Run from the command line; return 1 if there is a finding."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=30_000, help="how many mutants")
    options.add_argument("--seed", type=int, default=1, help="the same seed makes the same mutants")
    options.add_argument("--child", nargs=3, type=int, help=argparse.SUPPRESS)
    given = options.parse_args(arguments)
    if given.child:
        _child(*given.child)
        return 0
    outcome = fuzz(given.seed, given.count)
    for finding in outcome.findings:
        sys.stdout.write(f"{finding}\n")
    counts = ", ".join(f"{count:,} {name}" for name, count in sorted(outcome.counts.items()))
    sys.stdout.write(f"{given.count:,} mutants of seed {given.seed}: {counts}; {len(outcome.findings)} findings.\n")
    return 1 if outcome.findings else 0


if __name__ == "__main__":
    os.environ.pop("VENDORRISK_DATABASE_URL", None)
    sys.exit(main(sys.argv[1:]))
