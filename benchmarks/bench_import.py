"""Import of filled workbooks of 300 and 3,000 questions: guard, parser's process and every check, in seconds.

Run: ``.venv/bin/python benchmarks/bench_import.py``

The import is from the file's bytes to answers and faults, with the process that parses them. Beside it stands the whole
command, with the start of Python and all its imports, and the peak memory of that process. Best and median of several.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
import timeit
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from openpyxl import load_workbook

from vendorrisk.capture.guard import guard_workbook
from vendorrisk.capture.workbook_in import read_workbook
from vendorrisk.capture.workbook_out import write_template
from vendorrisk.content import pin
from vendorrisk.model.questionnaire import Questionnaire

resource: ModuleType | None
try:
    import resource
except ImportError:  # Windows has no such figure in the standard library
    resource = None

SIZES: Final = (300, 3000)
RUNS: Final = 7
GOALS: Final = {
    (300, "guard"): (0.02, "s"),
    (300, "import"): (0.8, "s"),
    (3000, "import"): (4, "s"),
    (300, "peak memory"): (200, "MB"),
}


def questionnaire(size: int) -> Questionnaire:
    """Return a questionnaire of sections with 20 questions each, of every kind, a third of them conditional."""
    kinds = ("yes-no", "choice", "multi", "number", "percent", "date", "text", "list", "url", "yes-no")
    sections = []
    for section in range(size // 20):
        questions = []
        for number in range(20):
            kind = kinds[number % 10]
            question: dict[str, Any] = {
                "id": f"s{section}.q{number}",
                "ask": f"Which of the facts about subject {number} of section {section} hold for the service today?",
                "type": kind,
                "help": "Count what is in force today. What is planned does not count; name the plan in the comment. "
                * 2,
                "why": "Members rely on it.",
            }
            if kind in ("choice", "multi"):
                question["options"] = [{"id": f"o{i}", "label": f"Option number {i}, in words"} for i in range(6)]
            if number % 10 in (3, 5, 8):
                question["show_when"] = {f"s{section}.q{number // 10 * 10}": "yes"}
            questions.append(question)
        head = {"section": f"s{section}", "title": f"Section {section}", "pillar": "security", "intro": "About it."}
        sections.append({**head, "questions": questions})
    content = {"questionnaire": "bench", "version": "1.0.0", "title": "Bench", "description": "Of every kind."}
    return Questionnaire.model_validate({**content, "sections": sections})


ANSWERS: dict[str, Any] = {
    "yes-no": "Yes",
    "choice": "option number 2, in words",
    "multi": "Option number 1, in words\nOption number 3, in words",
    "number": 24,
    "percent": "95 %",
    "date": dt.date(2026, 3, 1),
    "text": "We review it every quarter, and after each change of the service. " * 5,
    "list": "Germany\nFrance\nCanada",
    "url": "https://example.com/security",
}


def fill(path: Path, size: int) -> None:
    """Write the workbook, every question answered with a comment and evidence."""
    asked = questionnaire(size)
    book = load_workbook(io.BytesIO(write_template(asked, pin(asked))))
    sheet = book["Questions"]
    kinds = {question.id: question.type for question in asked.questions}
    for line in sheet.iter_rows(min_row=3):
        if kind := kinds.get(str(line[0].value)):
            line[4].value = ANSWERS[kind]
            line[5].value = "As our policy says, section 4."
            line[6].value = "https://example.com/policy [2026-03-01]"
    book.save(path)


def measure(path: Path, size: int) -> dict[str, float]:
    """Import once in this process; return seconds and peak memory in MB."""
    asked = questionnaire(size)
    pinned = pin(asked)
    data = path.read_bytes()
    at = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    began = time.perf_counter()
    reading = read_workbook(data, path.name, questionnaire=asked, pin=pinned, recorder="bench", at=at)
    seconds = time.perf_counter() - began
    if len(reading.answers) != size or reading.faults:
        raise SystemExit(f"the benchmark is wrong: {len(reading.answers)} answers, {reading.faults[:3]}")
    peak = _peak_megabytes()
    guarded = min(timeit.repeat(lambda: guard_workbook(data), number=1, repeat=5))
    return {"guard": guarded, "import": seconds, "peak memory": peak}


def _peak_megabytes() -> float:
    if resource is None:
        return float("nan")
    peak: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def in_a_process(path: Path, size: int) -> dict[str, float]:
    """Measure in a process of its own, and the process itself."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, __file__, str(path), str(size)], check=True, capture_output=True)
    return {**json.loads(done.stdout), "whole process": time.perf_counter() - began}


def main() -> None:
    """Print the tables, and exit 1 if a goal is missed."""
    missed = False
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bench.xlsx"
            fill(path, size)
            kilobytes = path.stat().st_size / 1024
            runs = [in_a_process(path, size) for _ in range(RUNS)]
        print(f"import of {size:,} answers, workbook of {kilobytes:.0f} KB, {RUNS} processes")
        print(f"{'':24}{'best':>10}{'median':>10}{'goal':>10}")
        for name in runs[0]:
            found = [run[name] for run in runs]
            goal, unit = GOALS.get((size, name), (None, "MB" if name == "peak memory" else "s"))
            digits = 0 if unit == "MB" else 3
            median = statistics.median(found)
            wanted = "" if goal is None else f"< {goal:g} {unit}"
            missed = missed or (goal is not None and median >= goal)
            print(f"{name:24}{min(found):>8.{digits}f} {unit}{median:>8.{digits}f} {unit}{wanted:>10}")
    sys.exit(int(missed))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
    else:
        main()
