"""Holds the interview between a terminal and the store."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from vendorrisk.capture.interview import SaveConflict, run_interview
from vendorrisk.capture.session import Session
from vendorrisk.cli import saving
from vendorrisk.cli.subject import of_product, submit_command
from vendorrisk.cli.workspace import DEFAULT_POLICY, Workspace
from vendorrisk.content import Content
from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment
from vendorrisk.model.base import say
from vendorrisk.model.language import ENGLISH, Language
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.store import AnswerConflict
from vendorrisk.translating import resting_on


class _Saver:
    """Saves each answer as it is given, on top of what is stored now."""

    def __init__(self, workspace: Workspace, stored: Assessment) -> None:
        self.workspace = workspace
        self.stored = stored

    def __call__(self, question_id: str, answer: Answer, files: Mapping[str, bytes]) -> Answer:
        """Save one answer; raise :class:`SaveConflict` if another stands in its place."""
        try:
            self.stored = saving.save_exactly(self.workspace, self.stored, {question_id: answer}, files)
        except AnswerConflict as conflict:
            found = next(each for each in conflict.conflicts if each.question == question_id)
            self.stored = saving.reread(self.workspace, self.stored)
            raise SaveConflict(found.stored) from None
        return self.stored.answers[question_id]


def hold_interview(
    workspace: Workspace,
    stored: Assessment,
    questionnaire: Questionnaire,
    command: str,
    respondent: str,
    language: Language = ENGLISH,
) -> Assessment:
    """Ask in the terminal what is open; return the assessment as it stands afterwards."""
    saver = _Saver(workspace, stored)
    name = f" {questionnaire.questionnaire}" if command == "interview" else ""
    spoken = f" --language {language}" if language != ENGLISH else ""
    titles = criteria_by_question(workspace.content, questionnaire, language)
    outcome = run_interview(
        Session(questionnaire, stored.answers, reviews=stored.reviews),
        save=saver,
        recorder=workspace.actor,
        respondent=respondent,
        clock=workspace.clock,
        explain=lambda question_id: titles.get(question_id, ()),
        resume_command=f"vendorrisk {command} {stored.vendor.id}{name}{of_product(stored)}{spoken}",
        evidence_folder=Path.cwd(),
        terms=workspace.content.terms_of(questionnaire.questions),
        language=language,
    )
    if command == "interview" and not outcome.open:
        workspace.console.print(f"next   {submit_command(workspace, saver.stored)}", soft_wrap=True)
    return saver.stored


def criteria_by_question(content: Content, questionnaire: Questionnaire, language: Language) -> dict[str, list[str]]:
    """Return by question the criteria that need its answer, as id and title; for a part, those that it can tell."""
    policy = content.policy(DEFAULT_POLICY)
    if questionnaire.part_of:  # what else rests on these questions is asked of riskier vendors only
        policy = resting_on(policy, {question.id for question in questionnaire.questions})
    titles: dict[str, list[str]] = {}
    for criterion in policy.criteria:
        for condition in criterion.conditions.values():
            for leaf in condition.leaves():
                found = titles.setdefault(leaf.question, [])
                line = f"{criterion.id} {say(criterion.title, language)}"
                if line not in found:
                    found.append(line)
    return titles
