"""Start-up, and the verdict on a filled workbook, against an empty Python: whole processes in turn, bytecode compiled.

Run: .venv/bin/python benchmarks/bench_cli.py

The workbook is that of the shipped coalition-core with every question answered. Beside the median stands the best CPU
time (user and system), which other work on the machine disturbs least.
"""

from __future__ import annotations

import io
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from openpyxl import load_workbook

from vendorrisk.capture.workbook_out import write_template
from vendorrisk.content import Content, pin

RUNS = 21
SCRIPT = str(Path(sys.executable).parent / "vendorrisk")
EMPTY = "python -c pass"
WRITTEN: dict[str, str | int] = {
    "number": 24,
    "percent": "95 %",
    "date": "2026-03-01",
    "text": "As our policy says.",
    "list": "Germany",
}
"""How answers look of the types that have no options, but for addresses."""


def fill(path: Path) -> None:
    """Write the workbook, every question answered, with a document behind each answer."""
    asked = Content.find(Path(__file__).parent.parent).questionnaire("coalition-core")
    rng = random.Random(7)  # noqa: S311  a repeatable draw, no secret
    answers: dict[str, str | int] = {
        each.id: rng.choice(each.option_ids) if each.options else WRITTEN.get(each.type, "https://example.com")
        for each in asked.questions
    }
    book = load_workbook(io.BytesIO(write_template(asked, pin(asked))))
    for line in book["Questions"].iter_rows(min_row=3):
        if (name := str(line[0].value)) in answers:
            line[4].value = answers[name]
            line[6].value = "https://example.com/policy [2026-03-01]"
    book.save(path)


def seconds(command: list[str]) -> tuple[float, float]:
    """Return how long one run takes, and its CPU time."""
    before, start = os.times(), time.perf_counter()
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    took, after = time.perf_counter() - start, os.times()
    if done.stderr or done.returncode not in (0, 1):
        raise SystemExit(f"the benchmark is wrong: {done.stderr.decode()}")
    return took, sum(after[2:4]) - sum(before[2:4])


def main() -> None:
    """Print medians, ratios and CPU times; the commands take turns, so that a busy machine slows all alike."""
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "filled.xlsx"
        fill(workbook)
        commands = {
            EMPTY: [sys.executable, "-c", "pass"],
            "vendorrisk --version": [SCRIPT, "--version"],
            "vendorrisk --help": [SCRIPT, "--help"],
            "vendorrisk score WORKBOOK": [SCRIPT, "--home", folder, "score", str(workbook), "--tier", "high"],
        }
        for command in commands.values():
            seconds(command)
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, command in commands.items():
                times[name].append(seconds(command))
    print(f"{'command':<26} {'median ms':>9} {'ratio':>6} {'best CPU ms':>11}")
    for name, found in times.items():
        ratio = statistics.median(one / empty for (one, _), (empty, _) in zip(found, times[EMPTY], strict=True))
        median, best = statistics.median(took for took, _ in found), min(used for _, used in found)
        print(f"{name:<26} {median * 1000:>9.1f} {ratio:>6.2f} {best * 1000:>11.0f}")


if __name__ == "__main__":
    main()
