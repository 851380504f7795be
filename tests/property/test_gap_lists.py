"""A gap list that is written and read back says what it said, whatever was typed; unchanged, it changes nothing."""

from __future__ import annotations

import datetime as dt

from factories_statement import house_style, make_gaps, make_result
from factories_store import AT, make_assessment, make_item
from hypothesis import given, settings
from hypothesis import strategies as st

from vendorrisk.capture.gapsheet_in import read_gap_list
from vendorrisk.capture.text import clean
from vendorrisk.model.casework import Casework, Item
from vendorrisk.model.gapsheet import VENDOR_STATUSES
from vendorrisk.model.result import Gap
from vendorrisk.reports.gapsheet import write_gap_workbook
from vendorrisk.scoring.casework import returned, with_work

STYLE, RESULT = house_style(), make_result()
GAPS: tuple[Gap, ...] = make_gaps()[:2]
POLICY = RESULT.policy.id

TYPED = st.text(max_size=60) | st.sampled_from(
    ["=1+1", "-", "+49 30 1234", "@home", "_x0041_", "a\tb", "two\n\nlines", "می‌خواهم", "\N{FAMILY}", "\ue000", "'x"]
)
"""What a person, or an attacker, types; stored texts are cleaned at the door."""


@st.composite
def items(draw: st.DrawFn, gap: Gap) -> Item:
    work = {
        "owner": " ".join(clean(draw(TYPED)).split()),  # a name stands on one line
        "response": clean(draw(TYPED)),
        "status": draw(st.sampled_from(VENDOR_STATUSES)),
        "target": draw(st.none() | st.dates(dt.date(2001, 1, 1), dt.date(2190, 1, 1))),
    }
    return make_item(gap.criterion, policy=POLICY, title=gap.title, due=gap.due, **work)


@settings(max_examples=60)
@given(st.data())
def test_what_is_written_comes_back_and_changes_nothing(data: st.DataObject) -> None:
    made = [data.draw(items(gap)) for gap in GAPS]
    case = Casework.of(make_assessment()).model_copy(
        update={"token": "a-word", "opened": AT, "items": {item.key: (item,) for item in made}}
    )
    written = write_gap_workbook(with_work(GAPS, case, POLICY), RESULT, STYLE, case=case)
    found = read_gap_list(written, "back.xlsx")
    assert (found.faults, found.warnings) == ((), ())
    said = {entry.id: (entry.owner, entry.status, entry.target, entry.response, entry.due) for entry in found.entries}
    assert said == {item.id: (item.owner, item.status, item.target, item.response, item.due) for item in made}
    back = returned(case, POLICY, found.entries, by="Ines", at=AT, file="back.xlsx")
    assert (back.items, back.faults, back.notes) == ((), (), ())
