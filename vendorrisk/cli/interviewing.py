"""Holds the interview between a terminal and the store."""

from __future__ import annotations

import contextlib
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import JsonValue

from vendorrisk.capture.interview import run_interview
from vendorrisk.capture.interview_desk import ChangedMeanwhile, Need, SaveConflict, Weak
from vendorrisk.capture.interview_plain import PlainTerminal
from vendorrisk.capture.interview_prompts import Terminal
from vendorrisk.capture.session import Session
from vendorrisk.cli import saving
from vendorrisk.cli.subject import of_product, submit_command
from vendorrisk.cli.words import name_said
from vendorrisk.cli.workspace import DEFAULT_POLICY, Workspace
from vendorrisk.content import Content
from vendorrisk.model.answer import Answer
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.base import say
from vendorrisk.model.fault import UsageError
from vendorrisk.model.language import ENGLISH, Language
from vendorrisk.model.policy import Level
from vendorrisk.model.proposal import Message
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.result import Finding
from vendorrisk.store import AnswerConflict
from vendorrisk.translating import resting_on


class _Desk:
    """Saves each answer as it is given, on top of what is stored now, and knows the policy that will judge them."""

    def __init__(self, workspace: Workspace, stored: Assessment, language: Language, respondent: str) -> None:
        self._workspace = workspace
        self.assessment = stored
        self._language = language
        self._respondent = respondent
        self._judged = stored.questionnaire.id in workspace.judged_by(DEFAULT_POLICY)
        questionnaire = workspace.content.questionnaire(stored.questionnaire.id)
        self.can_submit = questionnaire.respondent == "vendor"
        self._needs = needs_by_question(workspace.content, questionnaire, language)

    def save(self, question_id: str, answer: Answer, files: Mapping[str, bytes]) -> Assessment:
        """Save one answer. What was proposed for the question has served its purpose then."""
        try:
            kept = saving.save_exactly(self._workspace, self.assessment, {question_id: answer}, files)
        except AnswerConflict as conflict:
            found = next(each for each in conflict.conflicts if each.question == question_id)
            self.assessment = saving.reread(self._workspace, self.assessment)
            raise SaveConflict(found.stored, self.assessment) from None
        self.assessment = kept
        left = tuple(proposal for proposal in kept.proposals if proposal.question != question_id)
        if left != kept.proposals:
            # If someone changed the rest meanwhile, it stays; no proposal is shown for an answered question.
            with contextlib.suppress(UsageError):
                detail: dict[str, JsonValue] = {"question": question_id}
                self.assessment = saving.change(self._workspace, kept, "proposal-settled", detail, proposals=left)
        return self.assessment

    def reply(self, question_id: str, text: str) -> Assessment:
        """Save what the vendor replies, in the name of the person who answers, or of who types."""
        stored = saving.reread(self._workspace, self.assessment)
        answer = stored.answers.get(question_id)
        message = Message(
            question=question_id,
            role="vendor",
            by=self._respondent or self._workspace.actor,
            at=self._workspace.clock(),
            text=text,
            answer_version=answer.version if answer else 0,
        )
        detail: dict[str, JsonValue] = {"question": question_id, "role": message.role}
        said = {"messages": (*stored.messages, message)}
        self.assessment = saving.change(self._workspace, stored, "message-written", detail, **said)
        return self.assessment

    def submit(self, by: str) -> Assessment:
        """Submit what the person saw, and nothing else."""
        if not self.assessment.answers:
            raise UsageError("There are no answers yet.", mend="Answer at least one question first.")
        name = name_said("The name", by)
        if not name:
            raise UsageError("That names nobody.", mend="Write name and role.")
        stored = saving.reread(self._workspace, self.assessment)
        if stored.state is not State.DRAFT:
            raise UsageError(f"{stored.ref} is {stored.state} already.", mend="Nothing is left to do here.")
        seen, self.assessment = self.assessment, stored
        if stored.answers != seen.answers:
            raise ChangedMeanwhile(stored)
        self.assessment = saving.submit(self._workspace, stored, name)
        return self.assessment

    def needs(self, question_id: str) -> Sequence[Need]:
        """Return the criteria that need an answer."""
        return self._needs.get(question_id, ())

    def weakest(self) -> Sequence[Weak]:
        """Return the minimums that are not met or not known to be, and what else failed, the gravest first.

        Of a part of a questionnaire only those that its answers can tell.
        """
        if not self._judged:
            return ()
        result = self._workspace.score(self.assessment, DEFAULT_POLICY, as_of=None, tier=None, language=self._language)
        found = [
            finding
            for finding in result.findings
            if finding.result.failed or (finding.result.is_gap and finding.level is Level.MINIMUM)
        ]
        found.sort(key=lambda finding: (finding.level.rank, not finding.result.failed, -finding.weight))
        told = {need.criterion for needs in self._needs.values() for need in needs}
        return [_weak(each) for each in found if each.level is not Level.LEADING and each.criterion in told]


def _weak(finding: Finding) -> Weak:
    named = tuple(dict.fromkeys(leaf.question for leaf in finding.trace if leaf.decisive))
    return Weak(finding.criterion, finding.title, finding.level, finding.result, named)


def hold_interview(
    workspace: Workspace,
    stored: Assessment,
    questionnaire: Questionnaire,
    command: str,
    respondent: str,
    language: Language = ENGLISH,
    *,
    plain_lines: bool = False,
) -> Assessment:
    """Ask in the terminal what is open; return the assessment as it stands afterwards.

    With ``plain_lines`` nothing is drawn, as screen readers need it.
    """
    desk = _Desk(workspace, stored, language, respondent)
    terminal = PlainTerminal(language, sys.stdin.readline, _print) if plain_lines else Terminal(language)
    outcome = run_interview(
        Session.over(questionnaire, stored),
        desk=desk,
        terminal=terminal,
        recorder=workspace.actor,
        respondent=respondent,
        clock=workspace.clock,
        resume_command=_again(stored, questionnaire, command, language, plain_lines=plain_lines),
        evidence_folder=Path.cwd(),
        terms=workspace.content.terms_of(questionnaire.questions),
    )
    if outcome.submitted_by and desk.assessment.questionnaire.id in workspace.judged_by(DEFAULT_POLICY):
        workspace.console.print(f"next   vendorrisk review {stored.name}", soft_wrap=True)
    elif not outcome.submitted_by and desk.can_submit and not outcome.open:
        workspace.console.print(f"next   {submit_command(workspace, desk.assessment)}", soft_wrap=True)
    return desk.assessment


def _again(
    stored: Assessment, questionnaire: Questionnaire, command: str, language: Language, *, plain_lines: bool
) -> str:
    """Return the command that goes on with this interview."""
    name = f" {questionnaire.questionnaire}" if command == "interview" else ""
    spoken = f" --language {language}" if language != ENGLISH else ""
    return f"vendorrisk {command} {stored.vendor.id}{name}{of_product(stored)}{spoken}{' --plain' * plain_lines}"


def _print(line: str) -> None:
    """Print a line, broken between words: terminals break within them."""
    columns, encoding = shutil.get_terminal_size().columns - 1, sys.stdout.encoding or "utf-8"
    broken = textwrap.fill(line, columns, break_long_words=False, break_on_hyphens=False) + "\n"
    sys.stdout.write(broken.encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()


def needs_by_question(content: Content, questionnaire: Questionnaire, language: Language) -> dict[str, list[Need]]:
    """Return by question the criteria that need its answer; for a part, those that it can tell."""
    policy = content.policy(DEFAULT_POLICY)
    if questionnaire.part_of:  # what else rests on these questions is asked of riskier vendors only
        policy = resting_on(policy, {question.id for question in questionnaire.questions})
    needs: dict[str, list[Need]] = {}
    for criterion in policy.criteria:
        need = Need(criterion.id, say(criterion.title, language), criterion.level)
        for condition in criterion.conditions.values():
            for leaf in condition.leaves():
                found = needs.setdefault(leaf.question, [])
                if need not in found:
                    found.append(need)
    return needs
