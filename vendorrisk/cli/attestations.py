"""``attest`` and ``verify``."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pydantic import JsonValue
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vendorrisk import __version__
from vendorrisk.cli.files import file_in_waiting
from vendorrisk.cli.options import as_of_option, json_option, output_option, policy_option, tier_option
from vendorrisk.cli.plain import plain, print_json
from vendorrisk.cli.workspace import Workspace, parse_ref
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.attestation import CheckState, Statement, Verification
from vendorrisk.model.fault import UsageError
from vendorrisk.model.questionnaire import Disclosure
from vendorrisk.model.result import FindingState, Result
from vendorrisk.reports.theme import Theme

if TYPE_CHECKING:
    from vendorrisk.attest.keys import SigningKey

_HOW_TO_TRUST = "Compare the certificate with its owner, then: vendorrisk trust add CERTIFICATE"


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
    *,
    letter: bool,
) -> None:
    """Sign the verdict of a submitted assessment as a PDF attestation, and keep it in the register.

    Below meets and conditional the document is titled "Assessment result". The assessment is frozen from then on.
    """
    from vendorrisk.attest.certificates import fingerprint  # noqa: PLC0415
    from vendorrisk.attest.keys import load_signer  # noqa: PLC0415

    questionnaire_id = workspace.content.policy(policy).questionnaire
    assessment = workspace.store.find(parse_ref(ref), questionnaire_id)
    if assessment.state is State.DRAFT:
        raise UsageError(
            f"{assessment.ref} is a draft: nobody has declared its answers complete.",
            mend=f"Do so with: vendorrisk submit {ref} --by 'Name, role'",
        )
    signer = load_signer(workspace.home / "keys", key, passphrase=workspace.passphrase)
    result = workspace.score(assessment, policy, as_of=as_of, tier=tier)
    statement = _statement(workspace, assessment, result, Disclosure(disclosure), signer.issuer)
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
    console.print(f"signed by     {plain(statement.issuer)}")
    console.print(f"valid until   {statement.valid_until} ({plain(statement.valid_because)})", soft_wrap=True)
    console.print(f"id            {statement.attestation_id}")
    console.print(f"next   vendorrisk verify {output}", soft_wrap=True)


def _statement(
    workspace: Workspace, assessment: Assessment, result: Result, disclosure: Disclosure, issuer: str
) -> Statement:
    from vendorrisk.attest.statement import build_statement  # noqa: PLC0415

    policy = workspace.content.policy(result.policy.id)
    return build_statement(
        assessment,
        result,
        workspace.content.questionnaire(policy.questionnaire),
        policy,
        disclosure=disclosure,
        issuer=issuer,
        attestation_id=uuid.uuid4().urn,
        issued_at=workspace.now,
        software=f"vendorrisk {__version__}",
        checkpoint=workspace.store.checkpoint(),
        supersedes=_superseded(workspace, assessment, result, disclosure),
    )


def _superseded(workspace: Workspace, assessment: Assessment, result: Result, disclosure: Disclosure) -> str | None:
    """Return the id of the newest own attestation of the same subject, policy and tier, which this one replaces."""
    subject = assessment.ref.partition("@")[0]
    earlier = [
        each.statement
        for each in workspace.store.attestations()
        if each.own
        and each.statement.ref.partition("@")[0] == subject
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
    _move(workspace, assessment, State.ATTESTED, "assessment-attested", attestation)
    triage = workspace.triage_of(assessment)
    if triage is not None and not triage.state.frozen:
        _move(workspace, triage, State.ATTESTED, "triage-attested", {"attestation": statement.attestation_id})
    for earlier in workspace.store.assessments(assessment.questionnaire.id):
        same = (earlier.vendor.id, earlier.product) == (assessment.vendor.id, assessment.product)
        if same and earlier.state is State.ATTESTED and earlier.revision < assessment.revision:
            _move(workspace, earlier, State.SUPERSEDED, "assessment-superseded", {"by": assessment.ref})


def _move(
    workspace: Workspace, assessment: Assessment, state: State, event: str, detail: Mapping[str, JsonValue]
) -> None:
    after = assessment.model_copy(update={"state": state})
    workspace.store.change(assessment, after, event=event, detail=detail, by=workspace.actor, at=workspace.now)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def verify(workspace: Workspace, files: tuple[Path, ...], *, as_json: bool) -> int:
    """Check attestations offline: signature, certification, signer, content, dates.

    Exit code 0 if every file is valid, 1 if one is not. Whose signatures count is said by 'trust add'.
    """
    found = verify_files(workspace, files)
    if as_json:
        print_json([{"valid": each.valid, **each.model_dump(mode="json")} for each in found])
    else:
        show_verifications(found, workspace.theme, workspace.console)
    return 0 if all(each.valid for each in found) else 1


def verify_files(workspace: Workspace, files: Sequence[Path]) -> list[Verification]:
    """Return what verifying each file finds."""
    from vendorrisk.attest.verify import verify as verify_file  # noqa: PLC0415

    return [verify_file(file, workspace.trust_list, now=workspace.now) for file in files]


def show_verifications(found: Sequence[Verification], theme: Theme, console: Console) -> None:
    """Write one block per file: valid or not, whose it is, and for an invalid one what failed."""
    good, bad = theme.findings[FindingState.MET], theme.findings[FindingState.UNMET]
    for each in found:
        mark = good if each.valid else bad
        head = Text(f"{mark.glyph} {'valid' if each.valid else 'NOT VALID'}", style=f"bold {mark.colour}")
        head.append(f"   {plain(each.file)}", style="bold")
        console.print(head, soft_wrap=True)
        rows = Table.grid(padding=(0, 2), pad_edge=True)
        rows.add_column(no_wrap=True, style=theme.quiet)
        rows.add_column()
        for label, text in _particulars(each):
            rows.add_row(label, Text(plain(text)))
        for check in each.failures:
            rows.add_row("failed", Text(plain(check.detail)))
        if any(check.name == "signer_trusted" for check in each.failures):
            rows.add_row("to do", Text(_HOW_TO_TRUST))
        console.print(rows)
    if len(found) > 1:
        valid = sum(each.valid for each in found)
        console.print(f"{valid} of {len(found)} files are valid.")


def _particulars(each: Verification) -> list[tuple[str, str]]:
    rows = []
    statement = each.statement
    if statement is not None:
        product = f" · {statement.product}" if statement.product else ""
        rows += [
            ("vendor", f"{statement.vendor_name}{product}"),
            ("verdict", f"{statement.verdict.words} ({statement.policy}, as of {statement.as_of})"),
            ("valid until", f"{statement.valid_until} ({statement.valid_because})"),
        ]
    if each.signer is not None:
        proven = all(check.name != "signer_trusted" for check in each.failures)
        rows.append(
            (
                "signed by" if proven else "claims to be",
                ", ".join(part for part in (each.signer.name, each.signer.organisation) if part),
            )
        )
    if each.valid:
        passed = sum(check.state is CheckState.PASSED for check in each.checks)
        rows.append(("checked", f"{passed} checks passed"))
    return rows
