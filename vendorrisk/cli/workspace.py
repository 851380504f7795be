"""What commands judge with: questionnaires and policies as they were asked for, assessments, triages and tiers."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from vendorrisk.cli.surroundings import Surroundings
from vendorrisk.content import pin
from vendorrisk.model.assessment import Assessment, Ref, State, Vendor
from vendorrisk.model.base import DEFAULT_LANGUAGE, Pin
from vendorrisk.model.fault import UsageError
from vendorrisk.model.policy import Tier
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.result import Result, TierResult

if TYPE_CHECKING:
    from vendorrisk.scoring.case import Case
    from vendorrisk.scoring.scorer import Scorer

DEFAULT_POLICY = "coalition-minimum"


@dataclass
class Workspace(Surroundings):
    """One run of one command: its surroundings, and how the content there judges assessments."""

    def questionnaire(self, name: str) -> tuple[Questionnaire, Pin]:
        """Return a questionnaire with its pin."""
        if name not in self._questionnaires:
            questionnaire = self.content.questionnaire(name)
            self._questionnaires[name] = questionnaire, pin(questionnaire)
        return self._questionnaires[name]

    def remember(self, questionnaire: Questionnaire, pinned: Pin) -> None:
        """Know the questionnaire of a file that was read for the rest of this run, stored or not."""
        self._read[pinned.id, pinned.digest] = questionnaire

    @cached_property
    def _read(self) -> dict[tuple[str, str], Questionnaire]:
        return {}

    def kept_questionnaire(self, name: str, digest: str = "") -> tuple[Questionnaire, Pin] | None:
        """Return a foreign questionnaire of the store, the newest where no digest is named; None if it has none."""
        pins = self.store.questionnaires() if self.has_database else ()
        for pinned in reversed(pins):
            if pinned.id == name and digest in ("", pinned.digest):
                found = self.store.questionnaire(name, pinned.digest)
                return (found, pinned) if found is not None else None
        return None

    def asked(self, assessment: Assessment) -> Questionnaire:
        """Return the questionnaire that an assessment answers, to show it: the content's, a file's, or the store's.

        Where the content's has changed since, it is that: its texts say best what was meant. Raises
        :class:`UsageError` if neither has it.
        """
        name, digest = assessment.questionnaire.id, assessment.questionnaire.digest
        if (name, digest) in self._read:
            return self._read[name, digest]
        ours = self.questionnaire(name) if name in self.content.questionnaires() else None
        if ours is not None and ours[1].digest == digest:
            return ours[0]
        found = self.kept_questionnaire(name, digest) or ours
        if found is not None:
            return found[0]
        raise UsageError(
            f"{assessment.ref} answers {assessment.questionnaire}, which is neither in {self.content.root} nor in the "
            "database.",
            mend="Name the content that it answers with --content FOLDER.",
        )

    @property
    def foreign_questionnaires(self) -> tuple[str, ...]:
        """The ids of the questionnaires that only the store holds."""
        pins = self.store.questionnaires() if self.has_database else ()
        return tuple(dict.fromkeys(each.id for each in pins if each.id not in self.content.questionnaires()))

    @cached_property
    def _questionnaires(self) -> dict[str, tuple[Questionnaire, Pin]]:
        """Those asked for so far: commands that survey many assessments ask again and again."""
        return {}

    @cached_property
    def _scorers(self) -> dict[tuple[str, str, dt.date], tuple[Scorer, Pin]]:
        """The compiled policies, with their pins, that were asked for so far, by policy, questionnaire and date."""
        return {}

    def assessment(self, name: str, policy: str) -> Assessment:
        """Return the assessment on file of that name, with a questionnaire that the policy can judge.

        Raises :class:`UsageError` if there is none; where there are answers to a foreign questionnaire, it says how
        they help.
        """
        judged = self.judged_by(policy)
        try:
            return self.find(name, *judged)
        except UsageError:
            foreign = self._foreign_answers(parse_ref(name))
            if foreign is None:
                raise
            what = f"{foreign.ref} answers {foreign.questionnaire}, which no policy judges."
            raise UsageError(what, mend=self._way_on(foreign, policy)) from None

    def _way_on(self, foreign: Assessment, policy: str) -> str:
        """Say what answers that no policy judges are good for."""
        judged, origin = self.judged_by(policy)[0], foreign.questionnaire.id
        if self.leads_to(origin, judged):
            step = f"vendorrisk carry {foreign.name} --to {judged} --from {origin}"
            return f"Let its answers propose those that {policy} needs: {step}"
        return f"Look at them with: vendorrisk assessments show {foreign.name} --questionnaire {origin}"

    def leads_to(self, origin: str, target: str) -> bool:
        """Return whether answers to a questionnaire of others propose answers to one of ours."""
        return bool(self.content.crosswalks_from(origin, self.questionnaire(target)[0]))

    def _foreign_answers(self, ref: Ref) -> Assessment | None:
        names = self.foreign_questionnaires
        try:
            return self.store.find(ref, *names) if names else None
        except UsageError:
            return None

    def find(self, name: str, *questionnaires: str) -> Assessment:
        """Return the assessment on file of that name, with the first of these questionnaires that it has answers to.

        Answers that are only begun give way to submitted ones to a part: until then, those are the vendor's word.
        """
        ref = parse_ref(name)
        found = self.store.find(ref, *questionnaires)
        if found.state is State.DRAFT and found.revision == 1:
            for part in self.content.parts_of(found.questionnaire.id):
                other = self.store.latest(found.vendor.id, found.product, part) if part in questionnaires else None
                if other is not None and other.state is not State.DRAFT and ref.revision in (None, other.revision):
                    return other
        return found

    def begun(self, assessment: Assessment, policy: str) -> Assessment | None:
        """Return the draft of the policy's own questionnaire, where an assessment with a part of it takes its place."""
        whole = self.content.policy(policy).questionnaire
        if assessment.questionnaire.id == whole:
            return None
        draft = self.store.latest(assessment.vendor.id, assessment.product, whole)
        return draft if draft is not None and draft.state is State.DRAFT else None

    def judged_by(self, policy: str) -> tuple[str, ...]:
        """Return the ids of the questionnaires that a policy can judge: its own, and those that are part of it."""
        whole = self.content.policy(policy).questionnaire
        return whole, *self.content.parts_of(whole)

    def triage_of(self, assessment: Assessment) -> Assessment | None:
        """Return the triage of the same vendor and product; None without one, or without a database.

        That is the newest; for an assessment that is attested, the one that its attestation rests on.
        """
        if not self.knows(assessment.vendor):
            return None
        name = self.content.triage.questionnaire
        if assessment.state.frozen:
            from vendorrisk.scoring.triage import triage_digest  # noqa: PLC0415

            own = [each.statement for each in self.store.attestations() if each.own]
            asked = assessment.questionnaire.id
            of_it = (one for one in own if (one.ref, one.questionnaire.id) == (assessment.ref, asked))
            digests = {one.tier.triage_digest for one in of_it}
            for each in reversed(self.store.assessments(name)):
                same = (each.vendor.id, each.product) == (assessment.vendor.id, assessment.product)
                if same and triage_digest(each) in digests:
                    return each
        return self.store.latest(assessment.vendor.id, assessment.product, name)

    def knows(self, vendor: Vendor) -> bool:
        """Return whether the vendor is in the database, without making one."""
        return self.has_database and any(known.id == vendor.id for known in self.store.vendors())

    def score(
        self,
        assessment: Assessment,
        policy_name: str,
        *,
        as_of: dt.date | None,
        tier: str | None,
        language: str = DEFAULT_LANGUAGE,
    ) -> Result:
        """Return the assessment's result under a policy, with the tier of its triage unless one is given.

        Raises :class:`UsageError` if it answers a questionnaire whose meaning differs from that of the content.
        """
        from vendorrisk.scoring.result import score_assessment  # noqa: PLC0415

        case = self.case(assessment, policy_name, as_of=as_of, tier=tier, language=language)
        return score_assessment(case, self._scorer(assessment, policy_name, as_of)[1], language)

    def answered_by(self, assessment: Assessment) -> Questionnaire:
        """Return the questionnaire that an assessment answers. Raises as :meth:`score` does."""
        if assessment.questionnaire.id not in self.content.questionnaires():
            return self.asked(assessment)
        asked, asked_pin = self.questionnaire(assessment.questionnaire.id)
        if assessment.questionnaire.digest != asked_pin.digest:
            raise UsageError(
                f"{assessment.ref} answers {assessment.questionnaire}, whose meaning differs from that of "
                f"{asked_pin} in {self.content.root}.",
                mend="Name the content that it answers with --content FOLDER.",
            )
        return asked

    def case(
        self,
        assessment: Assessment,
        policy_name: str,
        *,
        as_of: dt.date | None,
        tier: str | None,
        language: str = DEFAULT_LANGUAGE,
    ) -> Case:
        """Return everything that the verdict on an assessment rests on. Raises as :meth:`score` does."""
        from vendorrisk.scoring.case import Case  # noqa: PLC0415

        self.answered_by(assessment)
        triage = None if tier else self.triage_of(assessment)
        scorer, _ = self._scorer(assessment, policy_name, as_of)
        return Case(scorer, assessment, self.tier(triage, tier, language), triage)

    def _scorer(self, assessment: Assessment, policy_name: str, as_of: dt.date | None) -> tuple[Scorer, Pin]:
        from vendorrisk.scoring.scorer import Scorer  # noqa: PLC0415

        key = policy_name, assessment.questionnaire.id, as_of or self.today
        if key not in self._scorers:
            policy = self.content.policy(policy_name)
            asked, _ = self.questionnaire(assessment.questionnaire.id)
            whole, _ = self.questionnaire(policy.questionnaire)
            self._scorers[key] = Scorer(whole, policy, key[2], self.content.triage, asked=asked), pin(policy)
        return self._scorers[key]

    def tier(self, triage: Assessment | None, given: str | None, language: str = DEFAULT_LANGUAGE) -> TierResult:
        """Return the inherent risk tier: the given one, else the triage's, else critical, assumed."""
        from vendorrisk.scoring.triage import assumed_tier, given_tier, triage_tier  # noqa: PLC0415

        if given:
            return given_tier(Tier(given), language)
        if triage is None:
            return assumed_tier(language)
        return triage_tier(triage, self.content.triage, self.content.risk_tiers, language=language)


def is_workbook(name: str) -> bool:
    """Return whether a name is that of a file, and not of an assessment on file."""
    suffix = Path(name).suffix.lower()
    return suffix in (".xlsx", ".xlsm", ".xls", ".ods", ".csv") or (
        bool(suffix) and os.path.isfile(name)  # noqa: PTH113  no name is too long for it
    )


def parse_ref(name: str) -> Ref:
    """Return the name of an assessment; raise :class:`UsageError` that shows the form."""
    if is_workbook(name):
        raise UsageError(f"{name} is a file; this needs an assessment on file.", mend="Import it first.")
    try:
        return Ref.parse(name)
    except ValueError as error:
        raise UsageError(f"{error}.") from None
