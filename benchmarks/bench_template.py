"""Writing the workbook of coalition-core: new, with last time's answers filled in, and with all of them to confirm.

Run: ``.venv/bin/python benchmarks/bench_template.py``

From the questionnaire to the file's bytes, minimum criteria and glossary included, in seconds; loading the content
is not measured. Best and median of several.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import timeit
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from vendorrisk.capture.answers_file import read_answers
from vendorrisk.capture.workbook_further import Earlier, Further
from vendorrisk.capture.workbook_out import write_template
from vendorrisk.content import Content, pin
from vendorrisk.model.answer import Answer
from vendorrisk.model.policy import Level
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.phrases.renewal import Again
from vendorrisk.rules.renewal import Asked

RUNS: Final = 7
GOAL: Final = 1.0
"""Seconds, for each."""
ROOT: Final = Path(__file__).parents[1]
SAMPLE: Final = ROOT / "samples/northwind-hr"


def to_confirm(asked: Questionnaire, answers: Mapping[str, Answer]) -> Further:
    """Return what a workbook holds in which every answer is to be confirmed."""
    said = (Again.QUESTION_CHANGED.of(),)
    earlier = {}
    for name, answer in answers.items():
        again = Asked(name, answer.value, answer.not_applicable, answer.comment, answer.evidence, said)
        earlier[name] = Earlier.of(again, asked.question(name), "en")
    return Further(source="northwind-hr@1, coalition-core 1.0.0", earlier=earlier)


def measured() -> dict[str, Callable[[], bytes]]:
    """Return what is measured, by name."""
    content = Content.find(explicit=ROOT)
    asked = content.questionnaire("coalition-core")
    at = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    text = (SAMPLE / "answers.yaml").read_text("utf-8")
    read = read_answers(text, "answers.yaml", questionnaire=asked, recorder="bench", at=at, evidence_folder=SAMPLE)
    criteria = [each for each in content.policy("coalition-minimum").criteria if each.level is Level.MINIMUM]
    terms = list(content.terms_of(asked.questions).values())
    write = partial(write_template, asked, pin(asked), criteria=criteria, terms=terms)
    count = len(read.answers)
    return {
        f"new, {len(asked.questions)} questions": write,
        f"{count} answers filled in": partial(write, answers=read.answers),
        f"{count} answers to confirm": partial(write, further=to_confirm(asked, read.answers)),
    }


def main() -> None:
    """Print the table, and exit 1 if a goal is missed."""
    missed = False
    print(f"workbook of coalition-core, {RUNS} times\n{'':24}{'best':>10}{'median':>10}{'goal':>10}")
    for name, write in measured().items():
        write()
        found = timeit.repeat(write, number=1, repeat=RUNS)
        median = statistics.median(found)
        missed = missed or median >= GOAL
        print(f"{name:24}{min(found):>8.3f} s{median:>8.3f} s{f'< {GOAL:g} s':>10}")
    sys.exit(int(missed))


if __name__ == "__main__":
    main()
