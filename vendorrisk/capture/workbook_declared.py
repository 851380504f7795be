"""What the cover says: whose answers these are, and whether a person declares them complete."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vendorrisk.capture.grid import Sheet
from vendorrisk.capture.quantities import Unreadable, read_date
from vendorrisk.capture.text import clean, quote
from vendorrisk.capture.workbook_layout import COVER_FIELDS, COVER_LABEL_COLUMN, COVER_VALUE_COLUMN
from vendorrisk.capture.workbook_open import cell_text
from vendorrisk.capture.workbook_rows import Findings
from vendorrisk.model.language import ENGLISH, Language
from vendorrisk.phrases.reading import Import
from vendorrisk.phrases.workbook import Cover, Sheets

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
    due: dt.date | None = None
    """By when it should come back, as far as the cover names a day."""

    @property
    def complete(self) -> bool:
        """Return whether a person declares the answers complete: by name and date."""
        return bool(self.respondent) and self.completed_on is not None


def read_cover(
    sheet: Sheet | None, findings: Findings, name: str, today: dt.date, languages: Sequence[Language] = (ENGLISH,)
) -> Declared:
    """Return what the cover of the workbook ``name`` says; what can't be read there is said, and stops nothing.

    Its labels may be in any of the ``languages``; the workbook's own is the first.
    """
    language = languages[0]
    if sheet is None:
        findings.warn("cover-missing", name, Import.COVER_MISSING.of(sheet=Sheets.COVER.say(language)))
        return Declared()
    cells = sheet.filled_in()
    labels = {clean(str(c[COVER_LABEL_COLUMN].value)): row for row, c in cells.items() if COVER_LABEL_COLUMN in c}
    found = dict.fromkeys((*COVER_FIELDS, Cover.BY_WHEN), "")
    completed_on = None
    for label in found:
        row = next((labels[said] for said in map(label.say, languages) if said in labels), 0)
        cell = cells.get(row, {}).get(COVER_VALUE_COLUMN)
        try:
            found[label] = cell_text(cell)
            if label is Cover.DATE and found[label]:
                completed_on = dt.date.fromisoformat(read_date(found[label])[0])
        except Unreadable as problem:
            told, remedy = problem.told(language)
            where = sheet.place(row, COVER_VALUE_COLUMN)
            findings.warn(problem.code, where, Import.ABOUT.of(label=label.say(language), problem=told), remedy)
    person, role = found[Cover.NAME], found[Cover.ROLE]
    if completed_on is not None and completed_on > today:
        what = Import.NOT_YET.of(label=Cover.DATE.say(language), date=completed_on)
        findings.warn("cover-incomplete", sheet.title, what)
    if completed_on is not None and not person:
        what = Import.BY_WHOM.of(label=Cover.DATE.say(language))
        findings.warn("cover-incomplete", sheet.title, what, Import.FILL.of(label=quote(Cover.NAME.say(language))))
    elif person and not role:
        mend = Import.FILL.of(label=quote(Cover.ROLE.say(language)))
        findings.warn("cover-incomplete", sheet.title, Import.NO_ROLE.of(person=quote(person)), mend)
    respondent = ", ".join(filter(None, (person, role)))[:_LONGEST] if person else ""
    vendor, product = found[Cover.VENDOR][:_LONGEST], found[Cover.PRODUCT][:_LONGEST]
    return Declared(vendor, product, respondent, completed_on, _day(found[Cover.BY_WHEN]))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
