"""Published questionnaires that pass through LibreOffice, which calculates their formulas anew, keep every answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from lookalikes import asvs, hecvat3, hecvat4, sag, samm
from lookalikes.raw_xlsx import LookAlike
from workbooks import through_libreoffice

import vendorrisk
from vendorrisk.capture.foreign import read_foreign
from vendorrisk.capture.foreign_recognise import recognise
from vendorrisk.capture.worker import open_book
from vendorrisk.content import Content, pin

_MADE: Final[dict[str, Callable[[], LookAlike]]] = {
    "hecvat-4": hecvat4.completed,
    "hecvat-full-3": lambda: hecvat3.completed(hecvat3.FULL),
    "hecvat-lite-2": lambda: hecvat3.completed(hecvat3.LITE),
    "hecvat-triage-2": lambda: hecvat3.completed(hecvat3.TRIAGE),
    "owasp-samm-1.5": samm.completed,
    "owasp-asvs-3.0.1": asvs.completed,
    "cisa-sag": sag.completed,
}


def test_libreoffice_keeps_every_answer(tool: Callable[[str], Path], tmp_path: Path) -> None:
    content = Content.find(Path(vendorrisk.__file__).parent.parent)
    layouts = [content.layout(name) for name in content.layouts()]
    made = [make().data for make in _MADE.values()]
    for name, before, after in zip(_MADE, made, through_libreoffice(tool("soffice"), tmp_path, made), strict=True):
        book = open_book(after, "after.xlsx")
        found = recognise(book, layouts)
        assert found is not None
        assert found.layout.layout == name
        was, is_now = (read_foreign(each, found.layout) for each in (open_book(before, "before.xlsx"), book))
        assert is_now.answers == was.answers
        assert pin(is_now.questionnaire).digest == pin(was.questionnaire).digest
        assert is_now.identity == was.identity
