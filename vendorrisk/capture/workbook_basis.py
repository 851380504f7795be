"""What a workbook must hold, by what its identity says: the whole or a part, of the present version or an older one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vendorrisk.capture.text import first_of, quote
from vendorrisk.capture.workbook_layout import takes_hash, text_hash
from vendorrisk.capture.workbook_open import Identity
from vendorrisk.capture.workbook_rows import Findings
from vendorrisk.model.base import Pin, say
from vendorrisk.model.language import Said
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.phrases.reading import Import
from vendorrisk.phrases.renewal import Carrying
from vendorrisk.rules.renewal import Changes


@dataclass(frozen=True)
class Basis:
    """Which questions a workbook asks, as it words them, and which of the answers count."""

    hashes: Mapping[str, str]
    """Digest of the text of every question that must have a row."""
    elsewhere: frozenset[str] = frozenset()
    """Shown, and asked in another part."""
    changes: Changes = field(default_factory=Changes)
    """Since the version that it was made for; its changed and removed questions don't count."""

    @property
    def dropped(self) -> frozenset[str]:
        """Questions whose answers are not carried over."""
        return frozenset((*self.changes.changed, *self.changes.removed))


def other_content(identity: Identity, pin: Pin) -> tuple[str, Said] | None:
    """Return code and words of the fault that a workbook was made for other content; None if it was not."""
    if identity.questionnaire != pin.id:
        what = Import.OTHER_QUESTIONNAIRE.of(found=quote(identity.questionnaire), wanted=quote(pin.id))
        return "other-questionnaire", what
    if identity.digest != pin.digest and identity.version == pin.version:
        return "other-version", Import.SAME_VERSION.of(questionnaire=pin)
    return None


def basis_of(identity: Identity, questionnaire: Questionnaire, pin: Pin, findings: Findings, sheet: str) -> Basis:
    """Return what the workbook must hold; what it words otherwise, or lacks by its age, is said."""
    present = {question.id: text_hash(say(question.ask, identity.language)) for question in questionnaire.questions}
    if identity.digest != pin.digest:
        return _of_other_version(identity, questionnaire, pin, findings, present)
    if identity.part:
        present = {name: digest for name, digest in present.items() if name in identity.hashes}
    if identity.full_digest != pin.full_digest:
        present |= _other_wording(identity, pin, findings, sheet, present)
    return Basis(present, identity.elsewhere & present.keys())


def _other_wording(
    identity: Identity, pin: Pin, findings: Findings, sheet: str, present: Mapping[str, str]
) -> dict[str, str]:
    """Accept the texts of another wording, and say which: that it means the same is only the workbook's word."""
    known = set(present.values())
    other = {name: digest for name, digest in identity.hashes.items() if name in present and digest not in known}
    if other:
        what = Import.OTHER_WORDING.of(questionnaire=pin, questions=first_of(other))
        findings.warn("other-wording", sheet, what, Import.COMPARE.of())
    return other


def _of_other_version(
    identity: Identity, questionnaire: Questionnaire, pin: Pin, findings: Findings, present: Mapping[str, str]
) -> Basis:
    """Return the basis of a workbook made for another version: what is worded and takes the same is carried over."""
    questions = {question.id: question for question in questionnaire.questions}
    both = [name for name in questions if name in identity.hashes]
    same = {
        name
        for name in both
        if identity.hashes[name] == present[name] and identity.takes.get(name) in (None, takes_hash(questions[name]))
    }
    asked = [name for name in questions if name not in identity.hashes]
    added = () if identity.part else tuple(asked)
    changes = Changes(
        added=added,
        changed=tuple(name for name in both if name not in same),
        removed=tuple(name for name in identity.hashes if name not in questions),
    )
    facts = {"questionnaire": pin.id, "version": identity.version, "current": pin.version}
    findings.warn("other-version", findings.name, Import.OTHER_VERSION.of(**facts), Carrying.CARRIED.of())
    if added:
        what = Carrying.NEW_QUESTIONS.of(count=len(added), questions=first_of(added))
        findings.warn("new-questions", findings.name, what)
    return Basis(identity.hashes, identity.elsewhere, changes)
