"""``attest``."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from vendorrisk import __version__
from vendorrisk.cli.files import file_in_waiting
from vendorrisk.cli.options import as_of_option, language_option, output_option, policy_option, tier_option
from vendorrisk.cli.plain import plain
from vendorrisk.cli.saving import change
from vendorrisk.cli.standing import subject
from vendorrisk.cli.subject import of_product
from vendorrisk.cli.translations import say_untranslated
from vendorrisk.cli.waivers import insist_on_other_approvers
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.attestation import Statement
from vendorrisk.model.fault import UsageError
from vendorrisk.model.questionnaire import Disclosure
from vendorrisk.model.result import Result

if TYPE_CHECKING:
    from vendorrisk.attest.keys import SigningKey


@click.command()
@click.argument("ref")
@output_option("Where to write the PDF.", required=True)
@policy_option
@as_of_option
@tier_option
@click.option(
    "--disclosure",
    type=click.Choice([tier.value for tier in Disclosure]),
    default=Disclosure.PARTNER.value,
    show_default=True,
    help="For whom it is: what lies above this tier is left out and counted.",
)
@click.option("--key", default="", help="Name of the signing key; the only one by default.")
@language_option
@click.option("--letter", is_flag=True, help="US Letter pages instead of A4.")
@click.pass_obj
def attest(
    workspace: Workspace,
    ref: str,
    output: Path,
    policy: str,
    as_of: dt.date | None,
    tier: str | None,
    disclosure: str,
    key: str,
    language: str,
    *,
    letter: bool,
) -> None:
    """Sign the verdict of a submitted assessment as a PDF attestation, and keep it in the register.

    Below meets and conditional the document is titled "Assessment result". The assessment is frozen from then on.
    """
    from vendorrisk.attest.certificates import fingerprint, signer_of  # noqa: PLC0415
    from vendorrisk.attest.keys import load_signer  # noqa: PLC0415
    from vendorrisk.check import must_be_sound  # noqa: PLC0415

    if output.suffix.lower() != ".pdf":
        raise UsageError(f"An attestation is a PDF, and {output} is none.", mend="Name a file that ends with .pdf.")
    spoken = workspace.content.language(language)
    must_be_sound(workspace.content, policy)
    assessment = workspace.assessment(ref, policy)
    if assessment.state is State.DRAFT:
        raise UsageError(
            f"{assessment.ref} is a draft: nobody has declared its answers complete.",
            mend=f"Do so with: vendorrisk submit {ref} --by 'Name, role'",
        )
    if waiting := assessment.unreviewed:
        raise UsageError(
            f"Reasons for not applicable wait for your review: {', '.join(waiting)}.",
            mend=f"See: vendorrisk review {ref}",
        )
    if tier is not None:
        _must_have_no_triage(workspace, assessment, tier)
    signer = load_signer(workspace.home / "keys", key, passphrase=workspace.passphrase)
    result = workspace.score(assessment, policy, as_of=as_of, tier=tier, language=spoken)
    insist_on_other_approvers(assessment, result, signer_of(signer.certificate).name)
    statement = _statement(workspace, assessment, result, Disclosure(disclosure), signer.issuer, spoken)
    pdf = _document(workspace, statement, signer, letter=letter)
    with file_in_waiting(output, pdf):
        # Frozen first: if anyone changed the assessment meanwhile, nothing signed gets out.
        _freeze(workspace, assessment, statement)
        workspace.store.keep_attestation(
            pdf, statement, fingerprint(signer.certificate), own=True, by=workspace.actor, at=workspace.now
        )
    console, mark = workspace.console, workspace.theme.verdicts[statement.verdict]
    console.print(Text(f"{mark.glyph} {statement.verdict.words.upper()}", style=f"bold {mark.colour}"), end="")
    console.print(f"   {statement.title} for {disclosure} eyes written to {output}", soft_wrap=True)
    say_untranslated(workspace, language, assessment.questionnaire.id)
    console.print(f"signed by     {plain(statement.issuer)}")
    console.print(f"valid until   {statement.valid_until} ({plain(statement.valid_because)})", soft_wrap=True)
    console.print(f"id            {statement.attestation_id}")
    for note in result.contradictions:
        console.print(Text(f"note          {plain(note)}", style="italic"), soft_wrap=True)
    console.print(f"next   vendorrisk verify {output}", soft_wrap=True)


def _must_have_no_triage(workspace: Workspace, assessment: Assessment, tier: str) -> None:
    """Raise :class:`UsageError` if a triage is on file: what is signed rests on it, or on a reasoned override of it."""
    if workspace.triage_of(assessment) is None:
        return
    override = (
        f"triage {assessment.vendor.id}{of_product(assessment)} --override {tier} --reason '...' --by 'Name, role'"
    )
    raise UsageError(
        f"A triage of {assessment.name} is on file, so --tier can't say what is signed.",
        mend=f"Leave it out; or set another tier with a reason and a name: vendorrisk {override}",
    )


def _statement(
    workspace: Workspace, assessment: Assessment, result: Result, disclosure: Disclosure, issuer: str, language: str
) -> Statement:
    from vendorrisk.attest.statement import build_statement  # noqa: PLC0415
    from vendorrisk.cli.casefiles import fixed_terms  # noqa: PLC0415

    policy = workspace.content.policy(result.policy.id)
    return build_statement(
        assessment,
        result,
        workspace.content.questionnaire(assessment.questionnaire.id),
        policy,
        disclosure=disclosure,
        issuer=issuer,
        attestation_id=uuid.uuid4().urn,
        issued_at=workspace.now,
        software=f"vendorrisk {__version__}",
        checkpoint=workspace.store.checkpoint(),
        supersedes=_superseded(workspace, assessment, result, disclosure),
        language=language,
        due=fixed_terms(workspace, assessment, result.policy.id),
    )


def _superseded(workspace: Workspace, assessment: Assessment, result: Result, disclosure: Disclosure) -> str | None:
    """Return the id of the newest own attestation of the same subject, policy and tier, which this one replaces."""
    earlier = [
        each.statement
        for each in workspace.store.attestations()
        if each.own
        and subject(each.statement) == assessment.name
        and each.statement.policy.id == result.policy.id
        and each.statement.disclosure is disclosure
    ]
    return max(earlier, key=lambda statement: statement.issued_at).attestation_id if earlier else None


def _document(workspace: Workspace, statement: Statement, signer: SigningKey, *, letter: bool) -> bytes:
    from vendorrisk.attest.pdf import attest_pdf  # noqa: PLC0415
    from vendorrisk.model.canonical import model_digest  # noqa: PLC0415
    from vendorrisk.reports.attestation import attestation_pages  # noqa: PLC0415
    from vendorrisk.reports.page import Paper  # noqa: PLC0415

    pages = attestation_pages(
        statement, model_digest(statement), workspace.house_style, Paper.LETTER if letter else Paper.A4
    )
    return attest_pdf(pages, statement, signer)


def _freeze(workspace: Workspace, assessment: Assessment, statement: Statement) -> None:
    """Freeze an assessment and the triage that its tier rests on; earlier revisions are superseded."""
    if assessment.state is State.ATTESTED:
        return
    attestation = {"attestation": statement.attestation_id, "verdict": statement.verdict.value}
    change(workspace, assessment, "assessment-attested", attestation, state=State.ATTESTED)
    triage = workspace.triage_of(assessment)
    if triage is not None and not triage.state.frozen:
        triage_detail = {"attestation": statement.attestation_id}
        change(workspace, triage, "triage-attested", triage_detail, state=State.ATTESTED)
    for earlier in workspace.store.assessments(assessment.questionnaire.id):
        same = (earlier.vendor.id, earlier.product) == (assessment.vendor.id, assessment.product)
        if same and earlier.state is State.ATTESTED and earlier.revision < assessment.revision:
            change(workspace, earlier, "assessment-superseded", {"by": assessment.ref}, state=State.SUPERSEDED)
