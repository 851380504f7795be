"""Workbooks laid out like CAIQ 4.0 and 3.0.1 of the Cloud Security Alliance, with invented texts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

from lookalikes.raw_xlsx import CellContent, LookAlike, RawSheet, raw_xlsx

from vendorrisk.capture.grid import letter

_DOMAINS_4: Final = {
    "A&A": (6, 8),
    "AIS": (7, 11),
    "BCR": (11, 18),
    "CCC": (9, 11),
    "CEK": (21, 23),
    "DCS": (15, 23),
    "DSP": (19, 24),
    "GRC": (8, 9),
    "HRS": (13, 20),
    "IAM": (16, 21),
    "IPY": (4, 8),
    "IVS": (9, 14),
    "LOG": (13, 18),
    "SEF": (8, 11),
    "STA": (14, 15),
    "TVM": (10, 12),
    "UEM": (14, 15),
}
"""The number of controls and of questions in each domain."""
_DOMAINS_3: Final = {
    "AIS": (4, 9),
    "AAC": (3, 13),
    "BCR": (11, 22),
    "CCC": (5, 10),
    "DSI": (7, 17),
    "DCS": (9, 11),
    "EKM": (4, 14),
    "GRM": (11, 21),
    "HRS": (11, 26),
    "IAM": (13, 40),
    "IVS": (13, 33),
    "IPY": (5, 8),
    "MOS": (20, 29),
    "SEF": (5, 13),
    "STA": (9, 20),
    "TVM": (3, 9),
}
_HEADERS_4: Final = {
    "A": "Question ID",
    "B": "Question",
    "C": "CSP CAIQ Answer",
    "D": "SSRM Control Ownership",
    "E": "CSP Implementation Description (Optional/Recommended)",
    "F": "CSC Responsibilities  (Optional/Recommended)",
    "G": "",
    "H": "",
    "I": "CCM Control ID",
    "J": "CCM Control Specification",
    "K": "CCM Control Title",
    "L": "CCM Domain Title",
}
_MAPPINGS: Final = tuple(letter(number) for number in range(10, 50))
"""J to AW: where CAIQ 3 maps its controls to other frameworks."""
ODD_ID: Final = ("AIS-02.2", "AIS- 02.2")
"""The id that CAIQ 3.0.1 writes with a blank, as it is known and as it is written."""


def question_ids(domains: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    """Yield the ids, each control's questions numbered on: the first controls of a domain have the most."""
    for domain, (controls, questions) in domains.items():
        each, more = divmod(questions, controls)
        for control in range(1, controls + 1):
            for number in range(1, each + (control <= more) + 1):
                yield f"{domain}-{control:02d}.{number}"


IDS_4: Final = tuple(question_ids(_DOMAINS_4))
IDS_3: Final = tuple(question_ids(_DOMAINS_3))


def row_4(question: str) -> int:
    """Return the row in which a question of CAIQ 4 stands."""
    return IDS_4.index(question) + 3


def row_3(question: str) -> int:
    """Return the row in which a question of CAIQ 3 stands."""
    return IDS_3.index(question) + 5


def caiq4(
    *, filled: bool, version: str = "4.0.3", official: bool = True, changes: Mapping[str, CellContent] | None = None
) -> LookAlike:
    """Return a workbook like CAIQ 4, blank or filled; ``changes`` replace cells of its question sheet, by name.

    ``official``: written as its publisher's generator does; else as a library writes it back.
    """
    sheet = RawSheet(f"CAIQv{version}", claims="A1:D265" if official else "A1:L265")
    sheet.cells |= {"A1": f"v{version}", "B1": "CONSENSUS ASSESSMENT INITIATIVE QUESTIONNAIRE", "C1": "", "D1": ""}
    sheet.put(2, **_HEADERS_4)
    typed: dict[str, str] = {}
    merged = ["B1:D1", "A264:D264", "A265:D265"]
    for number, name in enumerate(IDS_4):
        row, control = number + 3, name.partition(".")[0]
        sheet.put(row, A=name, B=f"Is the invented safeguard {name} in place?\n")
        if name.endswith(".1"):
            sheet.put(row, I=control, J=f"Do as {control} says.", K=f"Safeguard {control}")
        if name.endswith("-01.1"):
            sheet.put(row, L=f"Invented domain {name[:3]}")
        if filled:
            typed[name] = ("Yes", "Yes", "No", "Yes", "NA")[number % 5]
            reason = {"NA": f"We do not do what {name} is about.", "No": ""}.get(typed[name], f"See policy {number}.")
            sheet.put(row, C=typed[name], D="CSP-owned" if number % 7 else "Shared CSP and CSC", E=reason or None)
    for column, digits in (("I", 6), ("J", 6), ("K", 6), ("L", 3)):
        merged += _runs(column, digits, IDS_4, first=3)
    sheet.put(264, A="End of Standard", B="", C="", D="")
    sheet.put(265, A="© Copyright 2021-2024 The publisher. All rights reserved.", B="", C="", D="")
    sheet.merged = merged
    sheet.lists = [("C3:C263", '"Yes,No,NA"'), ("D3:D263", '"CSP-owned,CSC-owned,3rd-party outsourced"')]
    sheet.cells |= changes or {}
    intro = RawSheet("Introduction", {"A1": "About this questionnaire", "A4": "Question ID", "B4": "How to read it"})
    data = raw_xlsx([intro, sheet])
    return LookAlike(_as_generated(data) if official else data, typed)


def caiq3(*, filled: bool, changes: Mapping[str, CellContent] | None = None) -> LookAlike:
    """Return a workbook like CAIQ 3.0.1, blank or filled; ``changes`` replace cells of its question sheet, by name."""
    sheet = RawSheet("CSA CAIQ v3.0.1", claims="A1:AW333")
    sheet.put(1, C="CONSENSUS ASSESSMENTS INITIATIVE QUESTIONNAIRE v3.0.1")
    sheet.put(2, A="Control Domain", B="Control ID", C="Question ID", D="Control Specification")
    sheet.put(2, E="Consensus Assessment Questions", F="Consensus Assessment Answers", I="Notes")
    sheet.put(2, J="CCM v3.0.1 Compliance Mapping")
    sheet.put(3, **{column: f"Framework {column}" for column in _MAPPINGS})
    sheet.put(4, F="Yes", G="No", H="Not Applicable", X="Private")
    typed: dict[str, str] = {}
    merged = ["C1:D1", "F2:H3", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "I2:I3", "A301:D301"]
    for number, name in enumerate(IDS_3):
        row, control = number + 5, name.partition(".")[0]
        sheet.put(row, C=ODD_ID[1] if name == ODD_ID[0] else name, E=f"Do you do what {name} invents?")
        if name.endswith(".1"):
            sheet.put(row, A=f"Domain {name[:3]}\nControl {control}", B=control, D=f"Do as {control} says.", X="x")
        if filled:
            column, typed[name] = ("F", "yes") if number % 4 else ("G", "no") if number % 8 else ("H", "n/a")
            sheet.put(row, **{column: "x"}, I=f"Note on {name}." if number % 3 else None)
    sheet.put(301, A="© Copyright 2014-2019 The publisher. All rights reserved.")
    for column in ("A", "B", "D", *_MAPPINGS):
        merged += (area for area in _runs(column, 6, IDS_3, first=5) if ":" in area)
    sheet.merged = merged
    sheet.cells |= changes or {}
    principles = RawSheet("Guiding Principles", {"A1": "Principles", "A4": "Answer every question."})
    log = RawSheet(
        "CAIQ Change Log", {"A2": "Version ", "B2": "Date ", "C2": "Control ID ", "C3": "AIS-01", "C4": "N/A"}
    )
    return LookAlike(raw_xlsx([sheet, principles, log], {"Instructions": "#REF!"}), typed)


def _runs(column: str, digits: int, names: tuple[str, ...], *, first: int) -> Iterator[str]:
    """Yield the areas over rows whose ids begin alike; a single row is a merge of one cell, as in the original."""
    row = first
    for _, group in groupby(names, key=lambda name: name[:digits]):
        count = len(list(group))
        yield f"{column}{row}:{column}{row + count - 1}" if count > 1 else f"{column}{row}"
        row += count


def _as_generated(data: bytes) -> bytes:
    """Return the workbook with its texts in a table of shared strings, empty ones apart, and in single quotes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    texts: dict[str, int] = {}

    def shared(match: re.Match[str]) -> str:
        if not match[2]:
            return match[0].replace(' xml:space="preserve"', "")
        return f'<c r="{match[1]}" t="s"><v>{texts.setdefault(match[2], len(texts))}</v></c>'

    inline = re.compile(r'<c r="([A-Z]+\d+)" t="inlineStr"><is><t xml:space="preserve">(.*?)</t></is></c>', re.DOTALL)
    for name in [name for name in parts if "/worksheets/" in name and name.endswith(".xml")]:
        parts[name] = re.sub(r'<mergeCell ref="([^"]+)"/>', r"<mergeCell ref='\1'/>", inline.sub(shared, parts[name]))
    items = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in texts)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<?xml version="1.0" encoding="UTF-8"?>\n<sst xmlns="{main}">{items}</sst>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    _insert(parts, "[Content_Types].xml", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>')
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="rIdShared" Type="{relation}" Target="sharedStrings.xml"/></Relationships>'
    _insert(parts, "xl/_rels/workbook.xml.rels", link)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return buffer.getvalue()


def _insert(parts: dict[str, str], name: str, text: str) -> None:
    """Write a text in place of the closing tag with which it ends."""
    closing = text[text.rindex("</") :]
    parts[name] = parts[name].replace(closing, text)
