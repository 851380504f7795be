"""A language in which every text is marked «so», and what of a document is not: English that was written into code."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from small_content import FILES, ROOT, write_content

from vendorrisk.content import Content
from vendorrisk.model.translation import Entry, source_of
from vendorrisk.translating import rows
from vendorrisk.translations import file_of, write_entries

PSEUDO = "qps"

_MORE_QUESTIONS = """\
  - id: access.share
    ask: How large is the share?
    type: percent
    help: Of all.
    why: One is enough.
    evidence: [policy, audit-report]
    references: {made-up-1.0: [A.2]}
  - id: access.places
    ask: Which places?
    type: list
    not_applicable: justify
    help: All of them.
    why: They matter.
  - id: access.page
    ask: Which page?
    type: url
    help: A public one.
    why: People look.
  - id: access.factors
    ask: Which factors?
    type: multi
    options: [{id: key, label: A key}, {id: code, label: A code}, {id: none, label: None, exclusive: true}]
    show_when: {access.mfa: [yes, partly]}
    help: Tick all.
    why: They differ.
  - id: access.count
    ask: How many doors?
    type: number
    minimum: 1
    maximum: 9
    help: Count them.
    why: Each can open.
"""

_FIRST_QUESTION = "  - id: service.uses-ai\n"

_GLOSSARY = """\
glossary: words
version: 1.0.0
entries:
  - id: kind
    term: kind of AI
    field: ai
    meaning: What it is made for.
"""

_MORE_CRITERIA = """\
  - id: MIN-ACC-03
    title: Factors are strong
    level: minimum
    weight: 5
    applies_when: {risk.tier: {at_least: low}}
    met_when:
      any:
        - all: [{access.factors: {includes_all: [key, code]}}, {access.factors: {includes_none: [none]}}]
        - not: {access.share: {less_than: 50}}
    evidence: {grade: documented, max_age: 12 months}
    remediation: {do: Strengthen them., within: 30 days}
    why: Weak ones are stolen.
  - id: MIN-ACC-04
    title: The test is recent
    level: minimum
    weight: 5
    met_when:
      all:
        - access.tested: {not_before: 12 months before as_of}
        - access.tested: {not_after: as_of}
        - access.places: {at_least: 2}
    evidence: {grade: verified}
    remediation: {do: Test it., within: 1 month}
    why: Tests age.
  - id: MIN-ACC-05
    title: The page is known
    level: minimum
    weight: 5
    applies_when: {access.factors: {includes_any: [key]}}
    met_when: {all: [{access.page: {answered: true}}, {access.count: {more_than: 1}}, {access.reset: {at_least: desk}}]}
    remediation: {do: Publish it., within: 60 days}
    why: People look.
"""


def write_pseudo(folder: Path) -> Content:
    """Write a coalition with every kind of question, condition and rule, whole in the marked language."""
    write_content(folder)
    access, criteria = "questionnaires/coalition-core/access.yaml", "scoring/coalition-minimum/access.yaml"
    service = "questionnaires/coalition-core/service.yaml"
    (folder / service).write_text(
        FILES[service].replace(_FIRST_QUESTION, _FIRST_QUESTION + "    terms: [kind]\n"), "utf-8"
    )
    (folder / "questionnaires" / "glossary.yaml").write_text(_GLOSSARY, "utf-8")
    (folder / access).write_text(FILES[access] + _MORE_QUESTIONS, "utf-8")
    (folder / criteria).write_text(FILES[criteria] + _MORE_CRITERIA, "utf-8")
    (folder / "reports").mkdir()
    for file in ("theme.yaml", "wording.yaml"):
        shutil.copy(ROOT / "reports" / file, folder / "reports")
    (folder / "reports" / "fonts").symlink_to(ROOT / "reports" / "fonts", target_is_directory=True)
    content = Content(folder)
    files: dict[str, dict[str, Entry]] = {}
    for row in rows(content, PSEUDO):
        entry = Entry(text=f"«{row.english}»", source=source_of(row.english))
        files.setdefault(row.file, {})[row.path] = entry
    for piece, entries in files.items():
        path = folder / file_of(piece, PSEUDO)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write_entries(entries, list(entries), piece, PSEUDO))
    return Content(folder)


_ID = re.compile(
    r"\b(access|service|risk|stake)\.[a-z-]+|\b(MIN|EXP|LED)-[A-Z]{3}-\d\d\b|coalition-[a-z]+|made-up-1\.0|https?:\S*"
    r"|urn:uuid:|sha256:|\b[0-9a-f]{8}-[0-9a-f-]{20,}|\b(?=[a-f]*\d)[0-9a-f]+\b"
)


def leftover(texts: Iterable[str], *names: str) -> list[str]:
    """Return what stands outside the marks in texts: ids, digests, ``names`` and single letters left out."""
    found = []
    for text in texts:
        depth, outside = 0, ""
        for character in text:
            depth += character == "«"
            outside += character if depth == 0 else ""
            depth = max(0, depth - (character == "»"))
        for name in names:
            outside = outside.replace(name, " ")
        found += [line.strip() for line in _ID.sub(" ", outside).splitlines() if re.search(r"[^\W\d_]{2,}", line)]
    return found
