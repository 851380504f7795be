"""``gaps``: what is not met, as a working paper that goes to the vendor and comes back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from vendorrisk.cli.files import file_in_waiting, spare
from vendorrisk.cli.gap_changes import import_list, set_item
from vendorrisk.cli.options import (
    as_of_option,
    json_option,
    language_option,
    output_option,
    policy_option,
    tier_option,
)
from vendorrisk.cli.plain import counted, print_json
from vendorrisk.cli.subject import Subject, read_subject, result_of, same_options
from vendorrisk.cli.translations import say_untranslated
from vendorrisk.cli.workspace import Workspace, is_workbook, parse_ref
from vendorrisk.model.assessment import Assessment
from vendorrisk.model.casework import Casework, Item
from vendorrisk.model.fault import UsageError
from vendorrisk.model.language import ENGLISH
from vendorrisk.model.result import Gap, Result

if TYPE_CHECKING:
    from vendorrisk.cli.surveys import Work

_DEFAULT = "show"
"""How the default command is called inside; it is never typed, so that a vendor may have this id."""


class _WithDefault(click.Group):
    """A group whose default command takes everything that does not begin with the name of another one."""

    default: click.Command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command's name before its arguments."""
        own = args and (args[0] in self.commands or args[0] in self.get_help_option_names(ctx))
        return super().parse_args(ctx, args if own else [_DEFAULT, *args])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return the command of that name, else the default."""
        return super().get_command(ctx, cmd_name) or self.default

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; the default one bears the group's own name in messages."""
        if args[0] == _DEFAULT:
            return "", self.default, args[1:]
        return super().resolve_command(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write both ways to call it."""
        formatter.write_usage(ctx.command_path, "[OPTIONS] REF")
        formatter.write_usage(ctx.command_path, "COMMAND [ARGS]...")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options of the default command, then the commands."""
        self.default.format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


@click.group(cls=_WithDefault)
def gaps() -> None:
    """List every criterion that is not met, with what closes the gap, who works on it and by when.

    REF is vendor[/product][@revision], or a filled workbook. Writing the list of an assessment on file with -o records
    its gaps: from then on their due dates stay, and 'gaps list' keeps an eye on them.
    """


@click.command()
@click.argument("ref")
@output_option("Write the gap list as .pdf, .xlsx or .json, and record the gaps.")
@policy_option
@as_of_option
@tier_option
@language_option
@json_option
@click.pass_obj
def show(
    workspace: Workspace,
    ref: str,
    output: Path | None,
    policy: str,
    as_of: dt.date | None,
    tier: str | None,
    language: str,
    *,
    as_json: bool,
) -> None:
    """List every criterion that is not met, with what closes the gap and by when."""
    from vendorrisk.cli.casefiles import with_items  # noqa: PLC0415
    from vendorrisk.reports.gaps import gap_json  # noqa: PLC0415
    from vendorrisk.scoring.casework import with_work  # noqa: PLC0415

    spoken = workspace.content.language(language)
    if output is not None:
        _must_be_writable(output, ref)
    assessment = read_subject(workspace, ref, policy).assessment
    recording = _Recording(Casework.of(assessment), (), _ONLY_READ)
    result = result_of(workspace, ref, Subject(assessment), policy, as_of, tier)
    found = _gaps(workspace, policy, result, ENGLISH)
    if not is_workbook(ref):
        recording = _recording(workspace, assessment, found, result, as_of, tier)
    if spoken != ENGLISH:  # what is recorded is in English, whatever the list speaks
        result = result_of(workspace, ref, Subject(assessment), policy, as_of, tier, spoken)
        found = _gaps(workspace, policy, result, spoken)
    casework = with_items(recording.before, recording.items) if output is not None else recording.before
    found = with_work(found, casework, result.policy.id)
    conditions = [item for item in casework.current.values() if item.kind == "condition" and item.is_open]
    if output is not None:
        listed = None if recording.why_not or not found else casework
        data = _document(workspace, output, found, result, conditions, listed, spoken)
        _write(workspace, output, data, recording, result.policy.id)
    if as_json:
        print_json(gap_json(found, result, conditions))
    elif output is not None:
        say_untranslated(workspace, language, assessment.questionnaire.id)
        _say_written(workspace, output, found, recording)
    else:
        from vendorrisk.cli.gap_table import show_conditions, show_gaps  # noqa: PLC0415

        show_gaps(found, result, workspace.theme, workspace.console)
        show_conditions(conditions, result.as_of, workspace.theme, workspace.console)
        if found and not is_workbook(ref):
            step = f"vendorrisk gaps {ref}{same_options(policy, as_of, tier)} -o gaps.xlsx"
            workspace.console.print(f"next   {step}", soft_wrap=True)


gaps.default = show


def _gaps(workspace: Workspace, policy: str, result: Result, language: str) -> tuple[Gap, ...]:
    from vendorrisk.scoring.gaps import gaps as gaps_of  # noqa: PLC0415

    rules = workspace.content.policy(policy)
    return gaps_of(result, rules, workspace.content.questionnaire(rules.questionnaire), language)


_ONLY_READ = "a workbook is no assessment on file"


class _Recording(NamedTuple):
    """What writing a gap list records."""

    before: Casework
    items: tuple[Item, ...]
    why_not: str
    """Why nothing is recorded; empty if it is."""


def _recording(
    workspace: Workspace,
    assessment: Assessment,
    found: Sequence[Gap],
    result: Result,
    as_of: dt.date | None,
    tier: str | None,
) -> _Recording:
    from vendorrisk.cli.casefiles import case_of, recording, why_not_recorded  # noqa: PLC0415

    before = case_of(workspace, assessment)
    if why := why_not_recorded(workspace, assessment, as_of, tier):
        return _Recording(before, (), why)
    return _Recording(before, recording(workspace, before, found, result), "")


def _must_be_writable(output: Path, ref: str) -> None:
    spare(output, Path(ref))
    if output.suffix.lower() not in (".pdf", ".xlsx", ".json"):
        raise UsageError(
            f"A gap list can't be written as '{output.suffix.lower()}'.",
            mend="Name a file that ends with .pdf, .xlsx or .json.",
        )


def _document(
    workspace: Workspace,
    output: Path,
    found: Sequence[Gap],
    result: Result,
    conditions: Sequence[Item],
    casework: Casework | None,
    language: str,
) -> bytes:
    kind = output.suffix.lower()
    if kind == ".pdf":
        from vendorrisk.reports.gaps import gap_pages  # noqa: PLC0415

        return gap_pages(found, result, workspace.house_style, language=language)
    if kind == ".xlsx":
        from vendorrisk.reports.gapsheet import write_gap_workbook  # noqa: PLC0415

        return write_gap_workbook(found, result, workspace.house_style, language, casework)
    from vendorrisk.reports.gaps import gap_json  # noqa: PLC0415

    return (json.dumps(gap_json(found, result, conditions), indent=2, ensure_ascii=False) + "\n").encode()


def _write(workspace: Workspace, output: Path, data: bytes, recording: _Recording, policy: str) -> None:
    """Write the list, and record its gaps if they can be: both or neither."""
    before = recording.before
    with file_in_waiting(output, data):
        if recording.items:
            saved = workspace.store.save_casework(
                before,
                recording.items,
                event="gaps-recorded",
                detail={"policy": policy},
                by=workspace.actor,
                at=workspace.now,
            )
            if saved.token != before.token:  # someone else opened the case file in this moment
                raise UsageError(f"{saved.ref} changed meanwhile, and nothing was written.", mend="Repeat the command.")


def _say_written(workspace: Workspace, output: Path, found: Sequence[Gap], recording: _Recording) -> None:
    console, known = workspace.console, recording.before.current
    console.print(f"{counted(len(found), 'gap')} written to {output}", soft_wrap=True)
    if recording.why_not:
        if recording.why_not != _ONLY_READ:
            console.print(
                f"Not recorded, because {recording.why_not}: the list can't come back, and fixes no due date."
            )
        return
    closed = sum(not item.is_open for item in recording.items)
    over = sum(item.is_open and bool(item.carried_from) and item.key not in known for item in recording.items)
    counts = {"new": len(recording.items) - closed - over, "carried over": over, "closed": closed}
    if said := ", ".join(f"{count} {words}" for words, count in counts.items() if count):
        console.print(f"Recorded for {recording.before.ref}: {said}. Their due dates stay from now on.", soft_wrap=True)
    if output.suffix.lower() == ".xlsx" and found:
        console.print(f"next   send it to the vendor, then: vendorrisk gaps import {output}", soft_wrap=True)


@gaps.command("list", short_help="List what is open and overdue, over all assessments or of one.")
@click.argument("ref", default="")
@click.option("--overdue", is_flag=True, help="Only what is overdue.")
@click.option("--policy", help="Only what was recorded under this policy; under every one by default.")
@as_of_option
@json_option
@click.pass_obj
def list_gaps(
    workspace: Workspace, ref: str, policy: str | None, as_of: dt.date | None, *, overdue: bool, as_json: bool
) -> None:
    """List what is open over all assessments on file, or of one: by when, who, and how far it is.

    On it are gaps once they were recorded (gaps REF -o FILE), and conditions of decisions. What is met by now is left
    out.
    """
    from vendorrisk.cli.surveys import survey  # noqa: PLC0415

    chosen = [each for each in workspace.store.assessments() if not ref or _named(workspace, ref, each)]
    if ref and not chosen and workspace.store.vendor(parse_ref(ref).vendor).id != ref:
        raise UsageError(f"'{ref}' is not on file.", mend="See what is: vendorrisk vendor list")
    found = survey(workspace, chosen, as_of)
    only = workspace.content.policy(policy).policy if policy else ""
    of_policy = [each for each in found.work if only in ("", each.item.policy)]
    work = [each for each in of_policy if each.days_left < 0 or not overdue]
    if as_json:
        print_json(
            {"as_of": str(as_of or workspace.today), "open": [_row(each) for each in work], "notes": found.notes}
        )
        return
    from vendorrisk.cli.gap_table import show_work  # noqa: PLC0415

    show_work(work, found, as_of or workspace.today, workspace.theme, workspace.console, overdue=overdue)


def _named(workspace: Workspace, name: str, assessment: Assessment) -> bool:
    """Return whether a name can mean an assessment; raise :class:`UsageError` if it names no vendor."""
    ref = parse_ref(name)
    vendor = workspace.store.vendor(ref.vendor).id
    return (
        vendor == assessment.vendor.id
        and ref.product in (None, assessment.product)
        and ref.revision in (None, assessment.revision)
    )


def _row(work: Work) -> dict[str, object]:
    item, gap = work.item, work.gap
    account = {"version", "by", "at", "reason", "file", "closed"}
    return {
        "ref": work.assessment.ref,
        "questionnaire": work.assessment.questionnaire.id,
        "vendor": work.assessment.vendor.name,
        **item.model_dump(mode="json", exclude=account),
        "days_left": work.days_left,
        "overdue": work.days_left < 0,
        "waived_until": str(gap.waived_until) if gap and gap.waived_until else None,
        "result": gap.result.value if gap else None,
    }


gaps.add_command(set_item)
gaps.add_command(import_list)
