"""``import``."""

from __future__ import annotations

import shlex
from dataclasses import replace as replace_fields
from pathlib import Path

import click

from vendorrisk.cli import saving
from vendorrisk.cli.accepting import accept_option, naming_rules, rules_of
from vendorrisk.cli.capture import say_renewal
from vendorrisk.cli.files import spare
from vendorrisk.cli.import_view import as_data, show_import, show_reading, write_issues
from vendorrisk.cli.imported import Imported
from vendorrisk.cli.importing import Plan
from vendorrisk.cli.incoming import keep_beside, refuse_contradictions, with_kept_evidence
from vendorrisk.cli.options import json_option, product_option
from vendorrisk.cli.plain import print_json
from vendorrisk.cli.reading import as_assessment, refuse, same_company
from vendorrisk.cli.recognising import Wanted, read, unknown_book
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.assessment import Assessment, Vendor
from vendorrisk.model.base import slug
from vendorrisk.model.fault import Fault, FaultSeverity, UsageError, VendorRiskError


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--vendor", default="", help="Id of the vendor whose answers these are; without it nothing is saved.")
@product_option
@click.option("--questionnaire", default="", help="What a file of answers answers, where it does not say so itself.")
@click.option("--layout", default="", help="The layout of a questionnaire of others: its id, or a file that holds one.")
@click.option("--guess", is_flag=True, help="Find the layout of a questionnaire that is not known; you confirm it.")
@click.option(
    "--evidence",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder of the evidence files that it names; the one that it lies in by default.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and save nothing.")
@click.option("--replace", is_flag=True, help="Let blanks erase what is stored, and a part overrule others.")
@click.option("--issues", type=click.Path(path_type=Path, dir_okay=False), help="Write the faults as a workbook.")
@accept_option
@json_option
@click.pass_obj
def import_(
    workspace: Workspace,
    file: Path,
    vendor: str,
    product: str,
    questionnaire: str,
    layout: str,
    evidence: Path | None,
    issues: Path | None,
    accept: tuple[str, ...],
    *,
    guess: bool,
    dry_run: bool,
    replace: bool,
    as_json: bool,
) -> int:
    """Read what a vendor filled into an assessment: a workbook, a file of answers, or a questionnaire of others.

    What the file is, it says itself: a workbook that template wrote; answers as CSV, JSON or YAML; or a questionnaire
    that the vendor has already filled, such as a CAIQ, whose layout is known. Every fault of our own is shown at once
    with its place, and with one nothing is saved (exit code 3). Evidence files that it names are taken from the folder
    that it lies in, or that --evidence names; none from folders below. The layout of any other questionnaire is found
    by --guess, confirmed by you, and known from then on.
    """
    rules = rules_of(accept)
    known = workspace.store.vendor(vendor) if vendor else None
    _check_issues(issues, file)
    if guess:
        layout = _guessed(workspace, file, layout or questionnaire, as_json=as_json)
    imported = read(workspace, file, Wanted(layout, questionnaire, evidence, rules))
    if known is not None:
        _of_this_vendor(imported, known)
    if issues is not None:
        write_issues(workspace, imported, file, issues, quiet=as_json)
    imported = naming_rules(imported)
    if imported.reading.faults and as_json:
        print_json(as_data(imported, imported.findings, saved=False))
        return 3
    refuse(imported.findings, file.name)
    if known is None:
        _only_show(workspace, imported, file, as_json=as_json)
        return 0
    imported = _with_product(with_kept_evidence(workspace, imported, vendor), product)
    stored = _into(workspace, imported, vendor, product)
    if not replace:
        refuse_contradictions(imported, stored)
    plan = Plan.of(imported, stored, replace=replace)
    if plan.changes and not as_json:
        say_renewal(workspace, plan.stored)
    kept = _keep(workspace, plan, dry_run=dry_run)
    if as_json:
        print_json(as_data(plan.imported, plan.notes, plan=plan, kept=kept, saved=not dry_run))
    else:
        show_import(workspace, plan, kept, dry_run=dry_run, issues=issues)
    return 0


def _check_issues(issues: Path | None, file: Path) -> None:
    spare(issues, file)
    if issues is not None and issues.suffix.lower() != ".xlsx":
        raise UsageError(f"{issues} is no .xlsx file.", mend="Give the file of --issues a name that ends with .xlsx.")


def _of_this_vendor(imported: Imported, known: Vendor) -> None:
    """Raise :class:`UsageError` if the file names another company."""
    named = imported.reading.declared.vendor
    if same_company(named, known):
        return
    same = f"write '{known.name}' on the cover" if imported.kind == "template" else "add it under the name in the file"
    raise UsageError(
        f"{imported.said_on} names {named}, and it would be imported for {known.name}.",
        mend=f"Import it for the right vendor. If it is the same company, {same}.",
    )


def _only_show(workspace: Workspace, imported: Imported, file: Path, *, as_json: bool) -> None:
    """Show what a file says that is imported for nobody."""
    nobody = as_assessment(imported, file).model_copy(update={"answers": {}})
    plan = Plan.of(imported, nobody, replace=False)
    if as_json:
        print_json(as_data(imported, plan.notes, plan=plan, saved=False))
        return
    fitting = _fitting(workspace, imported.reading.declared.vendor)
    show_reading(workspace, plan)
    console = workspace.console
    console.print("Nothing was saved: it is imported for no vendor.")
    command = f"vendorrisk import {shlex.quote(str(file))} --vendor {fitting[0] if len(fitting) == 1 else 'VENDOR'}"
    console.print(f"next   {command}", soft_wrap=True)


def _guessed(workspace: Workspace, file: Path, named: str, *, as_json: bool) -> str:
    """Return the id of the layout that was found and confirmed; raise :class:`UsageError` where none is asked for."""
    from vendorrisk.cli.guess import guess_layout  # noqa: PLC0415

    if named:
        raise UsageError(f"--guess finds a layout, and {named} is named.", mend="Use one of both.")
    return guess_layout(workspace, file, *unknown_book(workspace, file), as_json=as_json)


def _with_product(imported: Imported, given: str) -> Imported:
    """Return a questionnaire of others with a note where it names another product: it may say the same in its words."""
    named = imported.reading.declared.product
    if imported.kind != "foreign" or not given or not named or slug(given) == slug(named):
        return imported
    note = Fault(
        code="other-product",
        where=imported.reading.name,
        what=f"{imported.said_on} names the product {named}, and it is imported for {given}.",
        mend="If these are two products, import it for the right one.",
        severity=FaultSeverity.WARNING,
    )
    reading = replace_fields(imported.reading, warnings=(note, *imported.reading.warnings))
    return replace_fields(imported, reading=reading)


def _fitting(workspace: Workspace, named: str) -> list[str]:
    """Return the vendors on file that a name fits; none without a database that can be opened: reading needs none."""
    try:
        vendors = workspace.store.vendors() if named and workspace.has_database else ()
    except VendorRiskError:
        return []
    return [each.id for each in vendors if same_company(named, each)]


def _into(workspace: Workspace, imported: Imported, vendor: str, product: str) -> Assessment:
    """Return the assessment that the answers go into; it may not be stored yet."""
    return saving.current(workspace, vendor, _product(workspace, imported, vendor, product), imported.pin)


def _product(workspace: Workspace, imported: Imported, vendor: str, given: str) -> str:
    """Return the product that the answers are for; raise :class:`UsageError` where that is not certain."""
    named = imported.reading.declared.product
    if not given and named:
        known = {each for each in saving.products(workspace, vendor) if each}
        if known and slug(named) not in known:
            raise UsageError(
                f"{imported.said_on} names the product {named}, and on file are only: {', '.join(sorted(known))}.",
                mend=f"Add --product {shlex.quote(named)} if it is another one; else {_mend_product(imported)}.",
            )
        return named
    if given and named and slug(given) != slug(named):
        if imported.kind == "foreign":  # it was filled for every customer, and names the product in its own words
            return given
        raise UsageError(
            f"{imported.said_on} names the product {named}, and it would be imported for {given}.",
            mend=f"Import it for the right product. If it is the same, write '{given}' on the cover.",
        )
    return given


def _mend_product(imported: Imported) -> str:
    return "name one of these with --product" if imported.kind == "foreign" else "mend the cover"


def _keep(workspace: Workspace, plan: Plan, *, dry_run: bool) -> Assessment:
    """Save what the file says, and the questions with it if they are not of this content; return what is stored."""
    imported = plan.imported
    answers = imported.reading.answers
    if dry_run:
        saving.refuse_late_change(plan.stored, answers, declared_by=plan.declared_by, removed=plan.removed)
        return plan.stored
    if imported.kind == "foreign" and answers:
        workspace.store.keep_questionnaire(imported.questionnaire, imported.pin, by=workspace.actor, at=workspace.now)
    kept = saving.receive(
        workspace,
        plan.stored,
        answers,
        imported.reading.evidence,
        declared_by=plan.declared_by,
        removed=plan.removed,
        restated=plan.restated,
    )
    return keep_beside(workspace, imported, kept)
