"""What the vendor's workbook says."""

from __future__ import annotations

from vendorrisk.model.language import Phrase


class Workbook(Phrase):
    """Workbook that the vendor fills."""

    ANSWER_NEEDED = "answer needed"
    DONE = "done"
    NOT_NEEDED = "not needed"
    NOT_YET_CLEAR = "not yet clear"
