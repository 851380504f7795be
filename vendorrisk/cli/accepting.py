"""``import --accept``: how unclear answers are read where a person says so, and which faults that would mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import click

from vendorrisk.capture.accepting import MEANINGS, OPPOSED, Rule
from vendorrisk.cli.imported import Imported
from vendorrisk.model.fault import Fault, UsageError

accept_option = click.option(
    "--accept",
    multiple=True,
    metavar="RULE",
    help="Read unclear answers by a rule, such as suggestions; can be given several times. An unknown one lists them.",
)


def rules_of(names: Iterable[str]) -> frozenset[Rule]:
    """Return the rules of these names; raise :class:`UsageError` if one is unknown, with a list, or two are opposed."""
    given = list(dict.fromkeys(names))
    known = {str(rule): rule for rule in Rule}
    if unknown := [name for name in given if name not in known]:
        raise UsageError(
            f"'{unknown[0]}' is no rule by which answers are read.",
            mend="There are:\n" + "\n".join(f"  {rule:24}{MEANINGS[rule]}" for rule in Rule),
        )
    rules = frozenset(known[name] for name in given)
    for one, other in OPPOSED:
        if {one, other} <= rules:
            raise UsageError(f"{one} and {other} can't both be accepted.", mend="Choose the one that the vendor means.")
    return rules


def naming_rules(imported: Imported) -> Imported:
    """Return it with the rule in each fault's remedy that would read the answer. It is for us, never for the vendor."""
    reading = imported.reading
    faults, warnings = (tuple(map(_with_rule, found)) for found in (reading.faults, reading.warnings))
    return replace(imported, reading=replace(reading, faults=faults, warnings=warnings))


def _with_rule(fault: Fault) -> Fault:
    if not fault.accept:
        return fault
    rules = fault.accept.replace(" or ", " or --accept ")
    return fault.model_copy(update={"mend": f"{fault.mend} Or import with --accept {rules}.".lstrip()})
