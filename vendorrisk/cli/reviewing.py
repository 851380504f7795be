"""Makes and saves reviews, and holds the walk through the answers between a terminal and the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property

from pydantic import JsonValue

from vendorrisk.capture.review_session import Overtaken, ReviewSession
from vendorrisk.cli.saving import reread
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.answer import Grade, Value
from vendorrisk.model.assessment import Assessment, Review, ReviewAction
from vendorrisk.model.fault import UsageError
from vendorrisk.model.glossary import Entry
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.result import Result
from vendorrisk.model.reviewing import Effect, ReviewItem, Standing
from vendorrisk.scoring.case import Case
from vendorrisk.scoring.review_order import effect_of, review_order, standing, unjudged_order


def make_review(
    workspace: Workspace,
    assessment: Assessment,
    name: str,
    action: ReviewAction,
    reason: str,
    value: Value | None = None,
) -> Review:
    """Return the actor's review of an answer; raise :class:`UsageError` if there is nothing that it could be about."""
    answer = assessment.answers.get(name)
    if answer is None:
        raise UsageError(f"{name} is not answered, so there is nothing to review.", mend="Ask the vendor to answer it.")
    if action is ReviewAction.GRADE and answer.not_applicable:
        raise UsageError(f"{name} is answered as not applicable; no evidence can verify that.", mend="Use --accept.")
    return Review(
        question=name,
        answer_version=answer.version,
        action=action,
        reviewer=workspace.actor,
        reason=reason,
        at=workspace.clock(),
        value=value,
        grade=Grade.VERIFIED if action is ReviewAction.GRADE else None,
    )


def save_reviews(workspace: Workspace, before: Assessment, made: Sequence[Review]) -> Assessment:
    """Save reviews as one event of the journal; raise :class:`UsageError` as the store's ``change``."""
    done: list[JsonValue] = [{"question": each.question, "action": each.action.value} for each in made]
    after = before.model_copy(update={"reviews": (*before.reviews, *made)})
    detail = {"reviews": done}
    at = made[-1].at  # a sitting lasts long, and each act has its own time
    return workspace.store.change(before, after, event="answers-reviewed", detail=detail, by=workspace.actor, at=at)


class Judged:
    """An assessment on file, judged by one policy as of one day; or not judged, if the policy does not ask for it."""

    def __init__(
        self, workspace: Workspace, assessment: Assessment, policy: str, as_of: dt.date | None, tier: str | None
    ) -> None:
        self.assessment = assessment
        self._workspace = workspace
        self._by = (policy, as_of, tier)

    def of(self, assessment: Assessment) -> Judged:
        """Return another state of the assessment, judged in the same way."""
        return Judged(self._workspace, assessment, *self._by)

    @cached_property
    def is_judged(self) -> bool:
        """Whether the policy judges answers to this questionnaire. If not, case and result are not to be asked for."""
        return self.assessment.questionnaire.id in self._workspace.judged_by(self._by[0])

    @cached_property
    def case(self) -> Case:
        """What the verdict rests on."""
        policy, as_of, tier = self._by
        return self._workspace.case(self.assessment, policy, as_of=as_of, tier=tier)

    @cached_property
    def result(self) -> Result:
        """The verdict with its findings."""
        policy, as_of, tier = self._by
        return self._workspace.score(self.assessment, policy, as_of=as_of, tier=tier)

    @cached_property
    def order(self) -> tuple[ReviewItem, ...]:
        """Its answers, in the order in which to review them."""
        if not self.is_judged:
            return unjudged_order(self._workspace.answered_by(self.assessment), self.assessment)
        return review_order(self.case, self.result.findings)

    @cached_property
    def standing(self) -> Standing | None:
        """How far its minimums rest on what was checked; None if it is not judged."""
        return standing(self.result, self.order) if self.is_judged else None

    def effect(self, made: Sequence[Review]) -> Effect | None:
        """Return what these reviews would change; None if it is not judged."""
        return effect_of(self.case, made) if self.is_judged else None


class _Desk:
    """What stands behind the walk: the store, and the judge of what is stored."""

    def __init__(self, workspace: Workspace, judged: Judged) -> None:
        self._workspace = workspace
        self._judged = judged
        self.questionnaire: Questionnaire = workspace.asked(judged.assessment)
        self.terms: Mapping[str, Entry] = workspace.content.terms_of(self.questionnaire.questions)
        theme = workspace.theme
        marks = (*theme.findings.items(), *theme.verdicts.items())
        self.glyphs: Mapping[str, str] = {name: mark.glyph for name, mark in marks}

    @property
    def assessment(self) -> Assessment:
        return self._judged.assessment

    def order(self) -> tuple[ReviewItem, ...]:
        return self._judged.order

    def standing(self) -> Standing | None:
        return self._judged.standing

    def effect(self, made: Sequence[Review]) -> Effect | None:
        return self._judged.effect(made)

    def draft(self, question_id: str, action: ReviewAction, reason: str, value: Value | None = None) -> Review:
        return make_review(self._workspace, self.assessment, question_id, action, reason, value)

    def keep(self, made: Sequence[Review]) -> None:
        name, seen = made[0].question, self.assessment
        stored = reread(self._workspace, seen)
        if stored != seen:
            self._judged = self._judged.of(stored)
        same_answer = stored.answers.get(name) == seen.answers.get(name)
        if not same_answer or stored.current_reviews(name) != seen.current_reviews(name):
            raise Overtaken
        self._judged = self._judged.of(save_reviews(self._workspace, stored, made))


def hold_review(workspace: Workspace, judged: Judged, ref: str, *, everything: bool) -> ReviewSession:
    """Walk through the answers in the terminal, each act saved as it is made; return how it stands afterwards.

    ``ref`` is the name that the user gave.
    """
    from vendorrisk.capture.review_walk import run_review  # noqa: PLC0415  loads the prompts

    named = "" if judged.is_judged else f" --questionnaire {judged.assessment.questionnaire.id}"
    save_command = f"vendorrisk evidence save {ref}{named} -o evidence"
    return run_review(_Desk(workspace, judged), save_command=save_command, everything=everything)
