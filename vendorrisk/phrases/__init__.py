"""The texts of the interface that vendors and readers see, in English, by group; translations are content."""

from __future__ import annotations

from vendorrisk.model.language import Phrase
from vendorrisk.phrases import findings, interview, reading, renewal, words, workbook

GROUPS: tuple[type[Phrase], ...] = (
    *(workbook.Sheets, workbook.Columns, workbook.Status, workbook.Cover, workbook.How, workbook.Criteria),
    *(workbook.Glossary, workbook.EvidenceKinds, workbook.FaultSheet),
    *(renewal.Again, renewal.Renewal, renewal.Changes, renewal.Parts, renewal.Mending, renewal.Carrying),
    *(words.Answers, words.Grades, words.Tiers, words.Terms),
    *(findings.Conditions, findings.Reasons, findings.Needed, findings.ToDo, findings.Reviewed, findings.Notes),
    *(findings.RiskTier, findings.Attested),
    *(reading.Unclear, reading.Amounts, reading.Documents, reading.Import),
    *(reading.BesideWorkbook, reading.BesideAnswers, reading.OnThisMachine),
    *(interview.Keys, interview.Labels, interview.Prompts, interview.Screens),
    *(interview.Lists, interview.Submission),
)


def interface_texts() -> dict[str, tuple[str, str]]:
    """Return the English of every text, with where it stands, by its path."""
    return {phrase.path: (phrase.value, str(group.__doc__).rstrip(".")) for group in GROUPS for phrase in group}


def interface_problem(path: str, text: str) -> str:
    """Return what keeps a text from standing where this one does, in a sentence; empty if nothing does."""
    group = path.split(".", maxsplit=1)[0]
    if group == "sheets" and (len(text) > _LONGEST_SHEET or set(text) & set("[]:*?/\\'")):
        return f"The name of a sheet has at most {_LONGEST_SHEET} characters, and none of []:*?/\\'."
    if group == "status" and set(text) & set('*?~"'):
        return 'A status holds none of *?~".'
    if group == "labels" and len(text) > _LONGEST_LABEL:
        return f"This label has at most {_LONGEST_LABEL} characters."
    return ""


MUST_DIFFER = ("sheets", "columns", "status")
"""The groups in which no two texts may be the same in a language: workbooks are read by them."""

_LONGEST_SHEET = 31
_LONGEST_LABEL = 11
