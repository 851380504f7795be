"""Policies on the terminal: their criteria in plain words, how two differ, what scenarios found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vendorrisk.cli.faults import show_faults
from vendorrisk.cli.plain import counted, plain
from vendorrisk.model.base import say
from vendorrisk.model.overlay import Overlay
from vendorrisk.model.policy import Criterion, Level, Policy, Tier
from vendorrisk.model.policy_diff import Change, CriterionDiff, CriterionName, Direction, PolicyDiff
from vendorrisk.model.questionnaire import Question, Section
from vendorrisk.reports.theme import Theme
from vendorrisk.rules.sentence import sentence
from vendorrisk.scenarios import Tried

Rows = list[tuple[str, str]]


def show_list(policies: Sequence[Policy], overlays: Sequence[Overlay], theme: Theme, console: Console) -> None:
    """Write the policies, each with the overlays that tighten it."""
    if not policies:
        console.print("There are no policies.")
    for policy in policies:
        console.print(Text(f"{policy.policy} {policy.version}", style="bold"))
        levels = Counter(criterion.level for criterion in policy.criteria)
        sizes = ", ".join(f"{levels[level]} {level}" for level in Level)
        rows = [("title", say(policy.title)), ("criteria", f"{len(policy.criteria)}: {sizes}")]
        console.print(_block(rows, theme, 2))
        mine = [each for each in overlays if each.base == policy.policy]
        for overlay in mine:
            console.print(Text(f"  + {overlay.overlay} {overlay.version}", style="bold"))
            size = f"tightens {len(overlay.tighten)}, adds {len(overlay.add)}"
            console.print(_block([("title", say(overlay.title)), ("criteria", size)], theme, 4))
    names = [policies[0].policy, *(each.overlay for each in overlays if each.base == policies[0].policy)][:2]
    console.print(f"next   vendorrisk policy show {'+'.join(names)}", soft_wrap=True)


def show_policy(
    policy: Policy, sections: Iterable[Section], questions: Mapping[str, Question], theme: Theme, console: Console
) -> None:
    """Write every criterion by domain, in plain words."""
    console.print(Text(say(policy.title), style="bold"))
    console.print(Text(f"{policy.policy} {policy.version}", style=theme.quiet))
    console.print(_block(_terms(policy), theme, 2))
    for section in sections:
        mine = [each for each in policy.criteria if each.domain == section.section]
        if mine:
            console.print(Text(f"{say(section.title)}", style=f"bold {theme.accent}"))
            for criterion in mine:
                _show_title(criterion, console)
                console.print(_block(_asks(criterion, questions), theme, 6))
    said = [sentence(condition, questions) for condition in policy.contradictions]
    _show_sentences("Contradictions of triage and answers", said, theme, console)
    first = policy.criteria[0].id
    console.print(f"next   vendorrisk policy show {policy.policy} {first}", soft_wrap=True)


def _terms(policy: Policy) -> Rows:
    validity = ", ".join(f"{policy.cadence[tier]} at {tier} risk" for tier in reversed(Tier))
    return [
        (
            "judges",
            f"answers to {policy.questionnaire}, against {counted(len(policy.criteria), 'criterion', 'criteria')}",
        ),
        ("valid for", f"at most {validity}"),
        ("waivers", f"at most {policy.longest_waiver}"),
        ("n/a", f"a domain is flagged where n/a takes out more than {policy.not_applicable_limit} % of its weight"),
    ]


def show_criterion(
    criterion: Criterion,
    policy: Policy,
    overlays: Iterable[Overlay],
    questions: Mapping[str, Question],
    theme: Theme,
    console: Console,
) -> None:
    """Write one criterion with its reason and the text of each question that it names."""
    _show_title(criterion, console)
    rows = [*_asks(criterion, questions), ("why", say(criterion.why))]
    for each in overlays:
        if each.tightening(criterion.id) or criterion in each.add:
            word = "added by" if criterion in each.add else "tightened"
            rows.append((word, f"{'' if word == 'added by' else 'by '}the overlay {each.overlay} {each.version}"))
    rows += [("shown to", f"{criterion.disclosure} eyes"), ("policy", f"{policy.policy} {policy.version}")]
    console.print(_block(rows, theme, 6))
    named = dict.fromkeys(leaf.question for each in criterion.conditions.values() for leaf in each.leaves())
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style=theme.quiet)
    table.add_column()
    for name in named:
        table.add_row(name, Text(say(questions[name].ask)))
    console.print(Padding(table, (0, 0, 0, 6)))


def _show_title(criterion: Criterion, console: Console) -> None:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(Text(f"  {criterion.id}", style="bold"), Text(say(criterion.title), style="bold"))
    console.print(grid)


def _asks(criterion: Criterion, questions: Mapping[str, Question]) -> Rows:
    words = {part: sentence(condition, questions) for part, condition in criterion.conditions.items()}
    rule = criterion.evidence
    evidence = "the vendor's word is enough"
    if rule is not None:
        evidence = f"{rule.grade}" + (f", not older than {rule.max_age}" if rule.max_age is not None else "")
    remediation = f"{say(criterion.remediation.do).rstrip('.')}, within {criterion.remediation.within}."
    rows = [
        ("level", f"{criterion.level}, weight {criterion.weight}; a gap is of {criterion.severity} severity"),
        ("applies", f"where {words['applies_when']}" if "applies_when" in words else "always"),
        ("needed", words["met_when"]),
        ("partly met", words.get("partly_met_when", "")),
        ("evidence", evidence),
        ("to mend it", remediation),
        ("references", "; ".join(f"{name} {', '.join(ids)}" for name, ids in criterion.references.items())),
    ]
    return [row for row in rows if row[1]]


def _block(rows: Rows, theme: Theme, indent: int) -> Padding:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style=theme.quiet, min_width=10)
    table.add_column()
    for label, text in rows:
        table.add_row(label, Text(plain(text)))
    return Padding(table, (0, 0, 1, indent))


_GROUPS = {
    Direction.TIGHTENED: "Tightened",
    Direction.LOOSENED: "Loosened",
    Direction.CHANGED: "Changed: both, neither, or it can't be told",
}


def show_diff(found: PolicyDiff, theme: Theme, console: Console) -> None:
    """Write how two policies differ, in groups."""
    console.print(Text(f"{found.old}  →  {found.new}", style="bold"))
    counts = Counter([*(each.direction for each in found.changed), *(each.direction for each in found.terms)])
    numbers = {"added": len(found.added), "removed": len(found.removed)}
    numbers |= {direction.value: counts[direction] for direction in Direction} | {"reworded": len(found.reworded)}
    contradictions = {"added": found.contradictions_added, "removed": found.contradictions_removed}
    sizes = [f"{number} {word}" for word, number in numbers.items() if number]
    sizes += [f"{counted(len(each), 'contradiction')} {word}" for word, each in contradictions.items() if each]
    said = ", ".join(sizes)
    console.print(Text(said or "No difference.", style=theme.quiet))
    console.print()
    _show_names("Added", found.added, theme, console)
    _show_names("Removed", found.removed, theme, console)
    for direction, title in _GROUPS.items():
        terms = [each for each in found.terms if each.direction is direction]
        criteria = [each for each in found.changed if each.direction is direction]
        if terms or criteria:
            console.print(Text(title, style=f"bold {theme.accent}"))
        if terms:
            console.print(_changes(terms, (), theme, 2))
        for each in criteria:
            _show_changed(each, theme, console)
    if found.reworded:
        console.print(Text("Only worded otherwise", style=f"bold {theme.accent}"))
        console.print(Padding(Text(", ".join(found.reworded)), (0, 0, 1, 2)))
    for word, sentences in contradictions.items():
        _show_sentences(f"Contradictions of triage and answers, {word}", sentences, theme, console)
    if found.same:
        console.print("Both give the same results.")


def _show_sentences(title: str, sentences: Sequence[str], theme: Theme, console: Console) -> None:
    if not sentences:
        return
    console.print(Text(title, style=f"bold {theme.accent}"))
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, style=theme.quiet)
    table.add_column()
    for each in sentences:
        table.add_row("·", Text(plain(each)))
    console.print(Padding(table, (0, 0, 1, 2)))


def _show_names(title: str, names: Sequence[CriterionName], theme: Theme, console: Console) -> None:
    if not names:
        return
    console.print(Text(title, style=f"bold {theme.accent}"))
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="bold")
    table.add_column()
    table.add_column(no_wrap=True, style=theme.quiet)
    for each in names:
        table.add_row(each.criterion, Text(plain(each.title)), f"{each.level}, {each.domain}")
    console.print(Padding(table, (0, 0, 1, 2)))


def _show_changed(each: CriterionDiff, theme: Theme, console: Console) -> None:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(Text(f"  {each.criterion}", style="bold"), Text(plain(each.title)))
    console.print(grid)
    console.print(_changes(each.changes, each.effects, theme, 6))


def _changes(changes: Sequence[Change], effects: Sequence[str], theme: Theme, indent: int) -> Padding:
    rows: Rows = []
    for each in changes:
        if len(each.old) + len(each.new) < 60:
            rows.append((each.subject, f"{each.old} → {each.new}"))
        else:
            rows += [(each.subject, f"was  {each.old}"), ("", f"now  {each.new}")]
    if effects:
        rows.append(("so that it", "; ".join(effects)))
    return _block(rows, theme, indent)


def show_tried(tried: Sequence[Tried], console: Console) -> None:
    """Write what came out otherwise than expected, and a count."""
    faults = list(dict.fromkeys(fault for each in tried for fault in each.faults))
    show_faults(faults, console)
    scenarios, files = sum(each.size for each in tried), len(tried)
    where = f"{counted(scenarios, 'scenario')} in {counted(files, 'file')}"
    idle = sum(not each.ran for each in tried)
    if idle:
        console.print(f"{where}: {counted(idle, 'file')} could not be run.")
    elif faults:
        console.print(f"{where}: {counted(len(faults), 'finding or verdict', 'findings or verdicts')} not as expected.")
    elif tried:
        console.print(f"{where}: everything as expected.")
