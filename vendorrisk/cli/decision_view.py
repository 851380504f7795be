"""Decisions on the terminal and as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.casefiles import OnFile
from vendorrisk.cli.plain import counted, plain
from vendorrisk.cli.workspace import Workspace
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.casework import Decision, Item
from vendorrisk.model.policy import Verdict
from vendorrisk.model.result import Result


def decision_data(found: OnFile, today: dt.date) -> dict[str, Any]:
    """Return a decision as plain JSON data."""
    decision = found.decision
    items = ("id", "title", "owner", "status", "due")
    return {
        **decision.model_dump(mode="json", exclude={"conditions"}),
        "questionnaire": found.questionnaire,
        "against_verdict": decision.against_verdict,
        "expired": decision.expired(today),
        "counts": found.is_newest and not decision.expired(today),
        "conditions": [item.model_dump(mode="json", include=set(items)) for item in found.conditions],
    }


def decision_words(decision: Decision, today: dt.date) -> str:
    """Return a decision in one line: what, who, when, until when."""
    words = f"{decision.outcome.past} by {plain(decision.by)} on {decision.on}"
    words += f", expired on {decision.until}" if decision.expired(today) else f", until {decision.until}"
    if decision.against_verdict:
        words += ", against the verdict"
    return words


def decision_beside(found: OnFile, today: dt.date, result: Result) -> str:
    """Return the same beside a present result, with how it differs."""
    decision, words = found.decision, decision_words(found.decision, today)
    if found.questionnaire != result.questionnaire.id:
        words += f"; it is about {decision.ref} with {found.questionnaire}"
    elif decision.ref != result.ref:
        words += f"; it is about {decision.ref}"
    if decision.policy.id != result.policy.id:
        words += f"; it rests on {decision.policy}"
    elif decision.verdict is not result.verdict:
        words += f"; the verdict was {decision.verdict.words} then"
    return words


def show_decision(workspace: Workspace, assessment: Assessment, found: OnFile, result: Result) -> None:
    """Say what was recorded just now."""
    console, decision = workspace.console, found.decision
    console.print(Text(f"{assessment.ref} is {decision.outcome.past} until {decision.until}.", style="bold"))
    console.print(_facts(workspace, found, after=False))
    if decision.against_verdict:
        console.print(Text(_against(result), style="bold"))
    if assessment.state is State.DRAFT:
        console.print("Its answers are a draft: nobody at the vendor has declared them complete.")
    step = f"gaps list {assessment.name}" if found.conditions else f"decide {assessment.name}"
    console.print(f"next   vendorrisk {step}", soft_wrap=True)


def _against(result: Result) -> str:
    counts = result.minimums
    parts = [
        f"{counts.failed} of {counts.applicable} minimums failed" if counts.failed else "",
        f"{counts.undetermined} undetermined" if counts.undetermined else "",
    ]
    said = {
        Verdict.DOES_NOT_MEET: "does not meet the coalition minimum",
        Verdict.INCOMPLETE: "is not shown to meet the coalition minimum",
    }.get(result.verdict, "")
    return f"! Against the verdict: the vendor {said} ({', '.join(part for part in parts if part)})."


def show_decisions(
    workspace: Workspace, assessment: Assessment, found: Sequence[OnFile], verdict: Verdict | None
) -> None:
    """Write the decisions about a vendor's product; ``verdict`` is the present one."""
    console = workspace.console
    if not found:
        console.print(f"Nothing is decided about {assessment.name} yet.")
        console.print(
            f"next   vendorrisk decide {assessment.name} approve --by 'Name, role' --reason '...'", soft_wrap=True
        )
        return
    console.print(Text(f"{assessment.name}: {counted(len(found), 'decision')}", style="bold"))
    for each in found:
        decision = each.decision
        console.print()
        console.print(Text(decision_words(decision, workspace.today), style="bold" if each.is_newest else ""))
        console.print(_facts(workspace, each, after=True))
    newest = found[0].decision
    if newest.expired(workspace.today):
        console.print(f"The decision expired on {newest.until}: decide again.")
    if verdict is not None and verdict is not newest.verdict:
        console.print(f"The verdict is {verdict.words} now: look at the decision again.")


def _facts(workspace: Workspace, found: OnFile, *, after: bool) -> Padding:
    """Return what a decision rests on, why it was made, and its conditions."""
    decision, theme = found.decision, workspace.theme
    mark = theme.verdicts[decision.verdict]
    residual = f", residual risk {decision.residual_risk}" if decision.residual_risk else ""
    rows = Table.grid(padding=(0, 2))
    rows.add_column(no_wrap=True, style=theme.quiet, min_width=10)
    rows.add_column()
    if not after:
        rows.add_row("decided by", Text(plain(decision.by)))
    rows.add_row("because", Text(plain(decision.reason)))
    rests = Text(f"{mark.glyph} {decision.verdict.words}", style=mark.colour)
    rests.append(f" under {decision.policy}, as of {decision.as_of}", style="default")
    rows.add_row("rests on", rests)
    rows.add_row("risk", f"inherent risk {decision.tier} ({decision.tier_source}){residual}")
    if after:
        rows.add_row("of", f"{decision.ref}, recorded by {plain(decision.recorder)}")
    for item in found.conditions:
        rows.add_row(item.id, Text(plain(_condition(item))))
    return Padding(rows, (0, 0, 0, 2))


def _condition(item: Item) -> str:
    return f"{item.title} ({item.status.words}, {item.owner or 'no owner yet'}, due {item.due})"
