"""A thousand mutants of real workbooks end as a book or as a refusal, in time and within memory (issue item 1)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hostile.mutants import mutant

from vendorrisk.capture.worker import open_book
from vendorrisk.model.fault import RefusedInput

if sys.platform == "win32":
    pytest.skip("there are no limits on processes, nor timers of processor time", allow_module_level=True)

from hostile.fuzz_workbooks import Outcome, examine, fuzz, seeds
from workbooks import filled

COUNT, SEED = 1000, 1


def test_mutants_are_refused_or_read_by_every_reader() -> None:
    outcome = fuzz(SEED, COUNT)
    assert outcome.findings == []
    counts = outcome.counts
    assert counts["refused"] + counts["book"] == COUNT
    assert min(counts["refused"], counts["book"]) > COUNT / 5
    assert min(counts["template"], counts["gap list"], counts["foreign"]) > COUNT / 50


def _opened(data: bytes) -> str:
    try:
        return "a book" if open_book(data, "mutant.xlsx").name == "mutant.xlsx" else "a book of another name"
    except RefusedInput as refusal:
        return "a refusal" if refusal.what.startswith("mutant.xlsx was refused: ") else refusal.what


def test_mutants_go_through_the_real_process() -> None:
    made = seeds()
    ends = [_opened(mutant(made, SEED, number)) for number in range(30)]
    assert set(ends) == {"a book", "a refusal"}


def test_the_same_seed_makes_the_same_mutants() -> None:
    made = seeds()[:1]
    assert [mutant(made, 7, number) for number in range(20)] == [mutant(made, 7, number) for number in range(20)]
    assert len({mutant(made, 7, number) for number in range(20)}) > 15


def test_an_untyped_error_and_a_hang_are_found() -> None:
    outcome = Outcome()

    def stumble(_: object) -> object:
        raise KeyError("a1")

    def hang(_: object) -> object:
        while True:
            pass

    examine(filled(), outcome, {"stumbles": stumble})
    examine(filled(), outcome, {"hangs": hang}, seconds=0.2)
    assert [each.partition(" (")[0] for each in outcome.findings] == ["KeyError: 'a1'", "takes more than 0.2 seconds"]
    assert Path(__file__).name in outcome.findings[0]


def test_refusals_of_readers_are_counted() -> None:
    outcome = Outcome()

    def refuse(_: object) -> object:
        raise RefusedInput("no")

    examine(filled(), outcome, {"list": refuse})
    assert (outcome.counts["no list"], outcome.findings) == (1, [])
