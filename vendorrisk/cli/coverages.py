"""``coverage``: which items of a framework a vendor's answers support, contradict or leave open."""

from __future__ import annotations

import datetime as dt

import click
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.options import as_of_option, json_option, policy_option, questionnaire_option, tier_option
from vendorrisk.cli.plain import plain, print_json
from vendorrisk.cli.subject import read_answers_to
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.assessment import Assessment
from vendorrisk.model.coverage import Coverage, CoveredItem, Reach
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.result import FindingState
from vendorrisk.reports.theme import Theme

_CAVEAT = "A question touches an item and does not exhaust it: this states no conformity."
_LOOKS = {
    Reach.CONTRADICTED: FindingState.UNMET,
    Reach.PARTLY: FindingState.PARTLY_MET,
    Reach.OPEN: FindingState.UNDETERMINED,
    Reach.TO_JUDGE: FindingState.UNDETERMINED,
    Reach.SUPPORTED: FindingState.MET,
    Reach.NOT_ASKED: FindingState.NOT_APPLICABLE,
    Reach.NO_QUESTION: FindingState.NOT_APPLICABLE,
}
_MOST_TELLING = list(Reach)


@click.command()
@click.argument("ref")
@click.option("--framework", required=True, help="Id of the framework, such as nist-csf-2.0.")
@questionnaire_option
@click.option("--all", "every", is_flag=True, help="List the items that no question reaches as well.")
@policy_option
@as_of_option
@tier_option
@json_option
@click.pass_obj
def coverage(
    workspace: Workspace,
    ref: str,
    framework: str,
    questionnaire: str,
    policy: str,
    as_of: dt.date | None,
    tier: str | None,
    *,
    every: bool,
    as_json: bool,
) -> None:
    """Show which items of a framework an assessment's answers support, contradict or leave open.

    The answers can be those to any questionnaire. Where the policy does not judge it, the order of the options decides
    and figures are left to the reader. A question touches an item, it does not exhaust it: this shows where to look,
    and is no statement of conformity.
    """
    from vendorrisk.rules.facts import facts  # noqa: PLC0415
    from vendorrisk.scoring.coverage import cover, cover_untested  # noqa: PLC0415

    wanted = workspace.content.framework(framework)
    assessment = read_answers_to(workspace, ref, policy, questionnaire)
    asked = workspace.answered_by(assessment)
    if asked.questionnaire in workspace.judged_by(policy):
        case = workspace.case(assessment, policy, as_of=as_of, tier=tier)
        found = cover(wanted, case.scorer, case.facts)
    else:
        found = cover_untested(wanted, asked, facts(assessment.answers, assessment.reviews, as_of or workspace.today))
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        _show(workspace, found, assessment, asked, every=every)


def _show(workspace: Workspace, found: Coverage, assessment: Assessment, asked: Questionnaire, *, every: bool) -> None:
    console, theme = workspace.console, workspace.theme
    subject = " · ".join(part for part in (assessment.vendor.name, assessment.product_name) if part)
    console.print(Text(f"{plain(subject)} against {found.name}", style="bold"))
    counts = (f"{found.count(reach)} {reach.words}" for reach in Reach if found.count(reach))
    console.print(Text(f"{len(found.items)} items: {', '.join(counts)}", style=theme.quiet))
    console.print()
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for item in found.items:
        if every or item.reach not in (Reach.NO_QUESTION, Reach.NOT_ASKED):
            table.add_row(*_row(item, theme))
    console.print(table)
    console.print()
    untested = f"No policy judges {asked.questionnaire}: the order of the options decides; figures are left to you. "
    console.print(Text(f"{'' if found.policy else untested}{_CAVEAT}", style=theme.quiet))


def _row(item: CoveredItem, theme: Theme) -> tuple[Text, Text, Text]:
    mark = theme.findings[_LOOKS[item.reach]]
    head = Text(f"{mark.glyph} ", style=f"bold {mark.colour}").append(item.id, style="bold")
    body = Text(plain(item.title))
    for each in sorted(item.questions, key=lambda each: _MOST_TELLING.index(each.reach)):
        said = f"“{plain(each.answer)}”, {each.grade}" if each.answer else each.reach.words
        look = theme.findings[_LOOKS[each.reach]]
        body.append("\n" if body else "").append(f"{look.glyph} ", style=look.colour)
        body.append(f"{each.question}: {said}", style=theme.quiet)
    return head, Text(item.reach.words), body
