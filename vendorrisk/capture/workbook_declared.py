"""What the cover says: whose answers these are, and whether a person declares them complete."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from vendorrisk.capture.quantities import Unreadable, read_date
from vendorrisk.capture.text import clean, quote
from vendorrisk.capture.workbook_layout import (
    COVER,
    COVER_DATE,
    COVER_FIELDS,
    COVER_LABEL_COLUMN,
    COVER_NAME,
    COVER_PRODUCT,
    COVER_ROLE,
    COVER_VALUE_COLUMN,
    COVER_VENDOR,
)
from vendorrisk.capture.workbook_open import cell_text, rows
from vendorrisk.capture.workbook_rows import Findings, place

_LONGEST = 200


@dataclass(frozen=True)
class Declared:
    """The cells that a vendor fills on the cover."""

    vendor: str = ""
    product: str = ""
    respondent: str = ""
    """Who completed it, with role; empty if the cover doesn't say."""
    completed_on: dt.date | None = None
    """None while the vendor is not done, whatever name stands there."""

    @property
    def complete(self) -> bool:
        """Return whether a person declares the answers complete: by name and date."""
        return bool(self.respondent) and self.completed_on is not None


def read_cover(sheet: Worksheet | None, findings: Findings, name: str) -> Declared:
    """Return what the cover of the workbook ``name`` says; what can't be read there is said, and stops nothing."""
    if sheet is None:
        findings.warn("cover-missing", name, f"The sheet {COVER} is missing, so it is not known who completed it.")
        return Declared()
    cells = rows(sheet)
    labels = {clean(str(c[COVER_LABEL_COLUMN].value)): row for row, c in cells.items() if COVER_LABEL_COLUMN in c}
    found = dict.fromkeys(COVER_FIELDS, "")
    completed_on = None
    for label in COVER_FIELDS:
        cell = cells.get(labels.get(label, 0), {}).get(COVER_VALUE_COLUMN)
        try:
            found[label] = cell_text(cell)
            if label == COVER_DATE and found[label]:
                completed_on = dt.date.fromisoformat(read_date(found[label])[0])
        except Unreadable as problem:
            findings.warn(problem.code, place(cell), f"{label}: {problem.what}", problem.mend)
    person, role = found[COVER_NAME], found[COVER_ROLE]
    if completed_on is not None and not person:
        what = f"{COVER_DATE} is filled, and it does not say by whom, so the answers stay a draft."
        findings.warn("cover-incomplete", COVER, what, f"Fill {quote(COVER_NAME)}.")
    elif person and not role:
        findings.warn("cover-incomplete", COVER, f"{quote(person)} stands there without a role.", _FILL_ROLE)
    respondent = ", ".join(filter(None, (person, role)))[:_LONGEST] if person else ""
    return Declared(found[COVER_VENDOR][:_LONGEST], found[COVER_PRODUCT][:_LONGEST], respondent, completed_on)


_FILL_ROLE = f"Fill {quote(COVER_ROLE)}."
