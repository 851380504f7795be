"""What ``template --prefill`` brings from an earlier assessment into a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vendorrisk.cli.workspace import Workspace, is_workbook
from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, Vendor
from vendorrisk.model.fault import UsageError
from vendorrisk.model.policy import Policy
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.rules.renewal import Changes, Renewal, Terms, compare, renew
from vendorrisk.rules.threads import open_threads, threads

if TYPE_CHECKING:
    from vendorrisk.capture.workbook_further import Further


@dataclass(frozen=True)
class Prefill:
    """An earlier assessment, and what becomes of its answers in a new workbook."""

    source: Assessment
    renewal: Renewal
    changes: Changes
    threads: Mapping[str, str]
    """What was said about each challenged answer."""
    on_file: bool
    """Whether it comes from the database, and not from a filled workbook, which names a vendor in its own words."""

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The answers that stand."""
        return self.renewal.stands

    @property
    def vendor(self) -> Vendor:
        """Whose answers they are."""
        return self.source.vendor

    def further(self, questionnaire: Questionnaire, language: str, named: str) -> Further:
        """Return what the workbook holds beyond the answers that stand; ``named`` is the source in words."""
        from vendorrisk.capture.workbook_further import Earlier, Further  # noqa: PLC0415

        earlier = {
            name: Earlier.of(asked, questionnaire.question(name), language)
            for name, asked in self.renewal.again.items()
        }
        kept = len(self.renewal.stands)
        return Further(source=named, kept=kept, earlier=earlier, changes=self.changes, threads=self.threads)


def prefill(
    workspace: Workspace,
    ref: str,
    questionnaire: Questionnaire,
    policy: Policy | None,
    due: dt.date | None,
    language: str,
) -> Prefill:
    """Return what an assessment on file, or a filled workbook, brings into a new workbook of a questionnaire.

    Raises :class:`UsageError` if it holds neither an answer nor a proposal.
    """
    source, changes = _source(workspace, ref, questionnaire, language)
    if not source.answers and not source.proposals:
        raise UsageError(f"{ref} holds no answer to start from.", mend="Write the workbook without --prefill.")
    tier = workspace.tier(workspace.triage_of(source), None).tier
    terms = Terms.of(policy, tier, due or workspace.today)
    doubted = open_threads(source)
    asked = {question.id for question in questionnaire.questions}
    said = {
        name: "\n".join(entry.shown for entry in entries)
        for name, entries in threads(source).items()
        if name in doubted and name in asked
    }
    return Prefill(source, renew(source, questionnaire, changes, terms, language), changes, said, not is_workbook(ref))


def _source(workspace: Workspace, ref: str, questionnaire: Questionnaire, language: str) -> tuple[Assessment, Changes]:
    """Return the earlier assessment, and what changed in the questionnaire since."""
    name = questionnaire.questionnaire
    if is_workbook(ref):
        from vendorrisk.cli.reading import as_assessment, read_sound  # noqa: PLC0415

        imported = read_sound(workspace, Path(ref))
        if imported.pin.id != name:
            raise UsageError(f"{Path(ref).name} answers {imported.pin.id}, and not {name}.")
        return as_assessment(imported, Path(ref)), imported.reading.changes
    source = workspace.find(ref, name)
    if source.questionnaire.digest == workspace.questionnaire(name)[1].digest:
        return source, Changes()
    old = workspace.store.questionnaire(name, source.questionnaire.digest)
    return source, compare(old, questionnaire, source.answers, language)
