"""What commands that judge are about: an assessment on file, or a filled workbook, which needs no database."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from vendorrisk.cli.workspace import DEFAULT_POLICY, Workspace, is_workbook
from vendorrisk.model.assessment import Assessment
from vendorrisk.model.base import DEFAULT_LANGUAGE
from vendorrisk.model.fault import Fault, UsageError
from vendorrisk.model.policy import Criterion, Policy
from vendorrisk.model.result import Finding, Result


class Subject(NamedTuple):
    """What is scored, and what had to be said of the workbook that it was read from."""

    assessment: Assessment
    notes: tuple[Fault, ...] = ()


def read_subject(workspace: Workspace, ref: str, policy: str) -> Subject:
    """Return the assessment of that name, or the one that a filled workbook holds."""
    if not is_workbook(ref):
        return Subject(workspace.assessment(ref, policy))
    from vendorrisk.cli.reading import as_assessment, read_whole  # noqa: PLC0415

    imported = read_whole(workspace, Path(ref), policy)
    return Subject(as_assessment(imported, Path(ref)), imported.notes)


def on_file(workspace: Workspace, ref: str, policy: str, questionnaire: str) -> Assessment:
    """Return the assessment of that name, of the questionnaire that :func:`read_answers_to` says."""
    _must_be_known(workspace, questionnaire)
    content = workspace.content
    ours = (each for each in content.questionnaires() if each != content.risk_tiers.questionnaire)
    others = (*ours, *workspace.foreign_questionnaires)
    names = (questionnaire,) if questionnaire else dict.fromkeys((*workspace.judged_by(policy), *others))
    return workspace.find(ref, *names)


def _must_be_known(workspace: Workspace, questionnaire: str) -> None:
    """Raise :class:`UsageError` if a questionnaire is named that neither the content nor the store has."""
    if questionnaire and questionnaire not in workspace.foreign_questionnaires:
        workspace.questionnaire(questionnaire)


def read_answers_to(workspace: Workspace, ref: str, policy: str, questionnaire: str) -> Assessment:
    """Return the assessment of that name, or the one in a workbook, with answers to any questionnaire.

    That is ``questionnaire``; where it is empty, what the policy judges, else any other that vendors answer.
    """
    if not is_workbook(ref):
        return on_file(workspace, ref, policy, questionnaire)
    from vendorrisk.cli.reading import as_assessment, read_sound  # noqa: PLC0415

    _must_be_known(workspace, questionnaire)
    imported = read_sound(workspace, Path(ref))
    if questionnaire not in ("", imported.pin.id):
        raise UsageError(f"{Path(ref).name} answers {imported.pin.id}, and not {questionnaire}.")
    return as_assessment(imported, Path(ref))


def result_of(
    workspace: Workspace,
    ref: str,
    subject: Subject,
    policy: str,
    as_of: dt.date | None,
    tier: str | None,
    language: str = DEFAULT_LANGUAGE,
) -> Result:
    """Return its result, under the name that the user gave."""
    result = workspace.score(subject.assessment, policy, as_of=as_of, tier=tier, language=language)
    # A workbook alone is no assessment on file, so documents name the file.
    return result.model_copy(update={"ref": Path(ref).name}) if is_workbook(ref) else result


def same_options(policy: str, as_of: dt.date | None, tier: str | None) -> str:
    """Return the options that another command needs for the same result."""
    given = {"--policy": policy if policy != DEFAULT_POLICY else None, "--as-of": as_of, "--tier": tier}
    return "".join(f" {name} {value}" for name, value in given.items() if value)


def next_look(workspace: Workspace, assessment: Assessment) -> str:
    """Return the command that shows what answers amount to: their verdict, or what they say of a framework.

    Where no policy judges the questionnaire, that is the framework that most of its questions name; empty if none does.
    """
    asked = workspace.asked(assessment)
    name = asked.questionnaire
    for policy in sorted(workspace.content.policies(), key=lambda each: each != DEFAULT_POLICY):
        if name in workspace.judged_by(policy):
            return f"vendorrisk score {assessment.name}{same_options(policy, None, None)}"
    known = workspace.content.frameworks()
    named = Counter(each for question in asked.questions for each in question.references if each in known)
    if not named:
        return ""
    return f"vendorrisk coverage {assessment.name} --questionnaire {name} --framework {named.most_common(1)[0][0]}"


def of_product(assessment: Assessment) -> str:
    """Return the option that names an assessment's product to commands that take a vendor; empty without product."""
    return f" --product {assessment.product}" if assessment.product else ""


def submit_command(workspace: Workspace, assessment: Assessment) -> str:
    """Return the command that declares the answers of an assessment complete."""
    asked = assessment.questionnaire.id
    named = "" if asked in workspace.judged_by(DEFAULT_POLICY) else f" {asked}"
    return f"vendorrisk submit {assessment.name}{named} --by 'Name, role'"


def find_criterion(workspace: Workspace, result: Result, name: str) -> Finding:
    """Return the finding of a criterion; raise :class:`UsageError` as :func:`criterion_of` does."""
    criterion = criterion_of(workspace, workspace.content.policy(result.policy.id), name)
    return next(finding for finding in result.findings if finding.criterion == criterion.id)


def nearest(wanted: str, known: Sequence[str]) -> str:
    """Return a hint at the id that may be meant, or at how the known ones look."""
    near = difflib.get_close_matches(wanted, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Its ids look like {known[0]}."


def criterion_of(workspace: Workspace, policy: Policy, name: str) -> Criterion:
    """Return a criterion of a policy; raise :class:`UsageError` with its overlay, or the nearest id."""
    wanted = name.upper()
    known = [criterion.id for criterion in policy.criteria]
    if wanted in known:
        return policy.criterion(wanted)
    hint = nearest(wanted, known)
    for name_of_it in workspace.content.overlays():
        overlay = workspace.content.overlay(name_of_it)
        if overlay.base == policy.policy.split("+")[0] and wanted in [criterion.id for criterion in overlay.add]:
            hint = f"The overlay {name_of_it} adds it: say --policy {policy.policy}+{name_of_it}."
    raise UsageError(f"{policy.policy} {policy.version} has no criterion '{name}'.", mend=hint)
