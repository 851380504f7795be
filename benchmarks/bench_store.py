"""Saving answers of an assessment of 250 with their event, against write and fdatasync of the same bytes.

Run: python benchmarks/bench_store.py [--rounds N] [--folder DIR]. Both sides take turns in one run, on the same disk.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import tempfile
import time
from pathlib import Path

from vendorrisk.model.answer import Answer, Evidence, Source
from vendorrisk.model.assessment import Assessment, Vendor
from vendorrisk.model.base import Pin
from vendorrisk.store import Store, open_store

ANSWERS = 250
AT = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
QUESTIONS = [f"section-{number // 12}.question-{number}" for number in range(ANSWERS)]


def answer(number: int, version: int) -> Answer:
    """Return an answer that differs from the one of every other version."""
    source = Source(channel="workbook", recorder="Ana", at=AT, file="acme.xlsx", cell=f"Questions!E{number + 5}")
    evidence = (Evidence(name=f"policy-{number}.pdf", kind="file", sha256=f"{number:064x}", size=48213),)
    return Answer(
        value=("yes", "partly", "no")[(number + version) % 3],
        comment=f"Reviewed by the security team on 2026-03-{number % 28 + 1:02d}; see section {number}.",
        evidence=evidence if number % 3 == 0 else (),
        source=source,
        version=version,
    )


def drafted(store: Store) -> Assessment:
    """Return a stored assessment with every answer."""
    vendor = Vendor(id="acme", name="Acme Analytics")
    pin = Pin(id="coalition-core", version="1.0.0", digest="ab" * 32, full_digest="cd" * 32)
    answers = {question: answer(number, 1) for number, question in enumerate(QUESTIONS)}
    store.add_vendor(vendor, by="Ana", at=AT)
    return store.create(Assessment(vendor=vendor, questionnaire=pin, answers=answers), by="Ana", at=AT)


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=200)
    arguments.add_argument("--folder", type=Path, help="where to write; must be on the disk to measure")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        measure(Path(folder), options.rounds)


def measure(folder: Path, rounds: int) -> None:
    """Measure both kinds of save and their yardsticks, in turns."""
    with open_store(f"sqlite:///{folder / 'store.db'}", secret=bytes(32)) as store:
        assessment = drafted(store)
        print(f"{ANSWERS} answers, {rounds} rounds; median milliseconds; goal: ratio at most 2")
        print(f"{'':32}{'bytes':>8}{'store':>8}{'write+fdatasync':>17}{'ratio':>7}")
        for label, count in (("one answer of 250 (interview)", 1), ("all 250 answers (import)", ANSWERS)):
            assessment, size, saves, writes = turns(store, assessment, count, rounds, folder / "plain")
            print(f"{label:32}{size:>8}{saves:>8.2f}{writes:>17.2f}{saves / writes:>7.1f}")


def turns(
    store: Store, assessment: Assessment, count: int, rounds: int, plain: Path
) -> tuple[Assessment, int, float, float]:
    """Return the assessment, the bytes of one save, and the medians of the saves and of the plain writes."""
    saves, writes, event = [], [], b""
    file = os.open(plain, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    for turn in range(rounds + 1):
        changed = {
            question: answer(number, assessment.answers[question].version + 1)
            for number, question in enumerate(QUESTIONS[:count])
        }
        start = time.perf_counter()
        assessment = store.save_answers(assessment, changed, by="Ana", at=AT)
        saved = time.perf_counter() - start
        event = event or list(store.events())[-1].model_dump_json().encode()
        data = assessment.model_dump_json().encode() + event
        start = time.perf_counter()
        os.write(file, data)
        os.fdatasync(file)
        written = time.perf_counter() - start
        if turn:  # the first turn warms up
            saves.append(saved * 1000)
            writes.append(written * 1000)
    os.close(file)
    return assessment, len(data), statistics.median(saves), statistics.median(writes)


if __name__ == "__main__":
    main()
