"""``template``: workbooks for vendors to fill, plain, prefilled or in parts."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from vendorrisk.cli.files import read_file, write_file
from vendorrisk.cli.options import IsoDate, language_option
from vendorrisk.cli.plain import counted, plain
from vendorrisk.cli.prefilling import Prefill, prefill
from vendorrisk.cli.reading import same_company
from vendorrisk.cli.translations import say_untranslated
from vendorrisk.cli.workspace import DEFAULT_POLICY, Workspace
from vendorrisk.model.answer import Answer
from vendorrisk.model.base import Pin, slug
from vendorrisk.model.fault import UsageError
from vendorrisk.model.language import Language
from vendorrisk.model.policy import Criterion, Level, Policy
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.rules.parts import Cut, by_owner, by_section

if TYPE_CHECKING:
    from vendorrisk.capture.workbook_further import Further

_MAX_OWNERS_BYTES = 1 << 20


@click.command()
@click.argument("questionnaire")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="Where to write the workbook (.xlsx); with --split the folder.",
)
@click.option("--vendor", help="Id of the vendor who fills it, for the cover.")
@click.option("--product", default="", help="Name of the product or service that is assessed, for the cover.")
@click.option("--due", type=IsoDate(), help="By when it should come back.")
@click.option("--policy", "policy_name", help="The policy whose minimum criteria it shows, overlays included.")
@click.option("--prefill", "ref", metavar="REF", help="Bring the answers of an assessment or filled workbook.")
@click.option("--split", type=click.Choice(["section", "owner"]), help="Write a workbook for each section or owner.")
@click.option(
    "--owners",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Who answers what (.csv or .yaml): a section or question, and its owner, on each line.",
)
@language_option
@click.pass_obj
def template(
    workspace: Workspace,
    questionnaire: str,
    output: Path,
    vendor: str | None,
    product: str,
    due: dt.date | None,
    policy_name: str | None,
    ref: str | None,
    split: str | None,
    owners: Path | None,
    language: str,
) -> None:
    """Write a workbook for a vendor to fill in Excel, LibreOffice or Google Sheets.

    With --prefill the earlier answers that can stand are filled in. Others, and proposals, stand beside the cell with
    the reason: the vendor confirms them or answers anew. With --split each section or owner gets a workbook.
    """
    found, _ = workspace.questionnaire(questionnaire)
    _check_output(output, split, owners)
    policy = _policy(workspace, policy_name, found)
    spoken = workspace.content.language(language)
    start = prefill(workspace, ref, found, policy, due, spoken) if ref else None
    vendor, product = _subject(workspace, vendor, product, start)
    order = Order(workspace, found, policy, spoken, _name(workspace, vendor, start), product, due, start)
    console = workspace.console
    if split:
        cuts = _cuts(found, split, owners, spoken)
        files = _write_parts(order, cuts, output)
        console.print(f"{len(found.questions)} questions of {order.pin} in {len(cuts)} workbooks:")
        width = max(len(str(file)) for file in files)
        for file, cut in zip(files, cuts, strict=True):
            asked = len(cut.shown.questions) - len(cut.elsewhere)
            console.print(f"  {file!s:<{width}}  {plain(cut.name)}, {counted(asked, 'question')}", soft_wrap=True)
    else:
        write_file(output, order.workbook())
        console.print(f"{len(found.questions)} questions of {order.pin} written to {output}", soft_wrap=True)
    if start:
        _say_prefill(workspace, start)
    say_untranslated(workspace, language, questionnaire)
    of_product = f" --product {shlex.quote(product)}" if product else ""
    returned = shlex.quote(str(output / "FILE.xlsx" if split else output))
    command = f"vendorrisk import {returned} --vendor {vendor or 'VENDOR'}{of_product}"
    each = "send each to its owner, and for each that comes back" if split else "send it to the vendor, then"
    console.print(f"next   {each}: {command}", soft_wrap=True)


@dataclass(frozen=True)
class Order:
    """Everything that the workbooks of one command have in common."""

    workspace: Workspace
    questionnaire: Questionnaire
    policy: Policy | None
    language: Language
    vendor_name: str
    product: str
    due: dt.date | None
    start: Prefill | None

    @property
    def pin(self) -> Pin:
        """The pin of the whole questionnaire."""
        return self.workspace.questionnaire(self.questionnaire.questionnaire)[1]

    @classmethod
    def plain(
        cls,
        workspace: Workspace,
        questionnaire: Questionnaire,
        language: Language,
        subject: tuple[str, str],
        due: dt.date | None,
    ) -> Self:
        """Return the order of a workbook for ``subject``, vendor and product, by the first policy that judges it."""
        policy = _policy(workspace, None, questionnaire)
        return cls(workspace, questionnaire, policy, language, *subject, due=due, start=None)

    def workbook(self, cut: Cut | None = None) -> bytes:
        """Return the workbook of the whole, or of one part."""
        shown = cut.shown if cut else self.questionnaire
        return self.write(shown, self._answers(shown), self._further(shown, cut))

    def write(self, shown: Questionnaire, answers: Mapping[str, Answer], further: Further) -> bytes:
        """Return a workbook that shows these questions of the questionnaire."""
        from vendorrisk.capture.workbook_out import write_template  # noqa: PLC0415

        content, policy = self.workspace.content, self.policy
        return write_template(
            shown,
            self.pin,
            vendor_name=self.vendor_name,
            product_name=self.product,
            coalition=policy.coalition if policy else content.policy(DEFAULT_POLICY).coalition,
            due=self.due,
            criteria=_minimums(policy, shown) if policy else [],
            terms=content.terms_of(shown.questions).values(),
            answers=answers,
            further=further,
            language=self.language,
            theme=self.workspace.theme.model_dump(mode="json"),
        )

    def _answers(self, shown: Questionnaire) -> Mapping[str, Answer]:
        stands = self.start.answers if self.start else {}
        return {question.id: stands[question.id] for question in shown.questions if question.id in stands}

    def _further(self, shown: Questionnaire, cut: Cut | None) -> Further:
        from vendorrisk.capture.workbook_further import Further, Part  # noqa: PLC0415

        further = Further()
        if self.start:
            source = self.start.source
            further = self.start.further(self.questionnaire, self.language, f"{source.ref}, {source.questionnaire}")
        if cut is None:
            return further
        asked = {question.id for question in shown.questions} - cut.elsewhere
        return replace(
            further,
            kept=len(asked & self._answers(shown).keys()),
            earlier={name: earlier for name, earlier in further.earlier.items() if name in asked},
            threads={name: said for name, said in further.threads.items() if name in asked},
            part=Part(cut.name, cut.elsewhere, len(self.questionnaire.questions)),
        )


def _check_output(output: Path, split: str | None, owners: Path | None) -> None:
    if (split == "owner") != (owners is not None):
        raise UsageError("--split owner and --owners FILE belong together.", mend="Give both, or split by section.")
    if split and output.suffix:
        raise UsageError(f"{output} names a file, and --split writes several.", mend="Name a folder with -o.")
    if not split and output.suffix.lower() != ".xlsx":
        raise UsageError(f"{output} is no .xlsx file.", mend="Give the file a name that ends with .xlsx.")


def _subject(workspace: Workspace, vendor: str | None, product: str, start: Prefill | None) -> tuple[str | None, str]:
    """Return the vendor's id and the product's name; earlier answers say both, unless they are said."""
    if start is None:
        return vendor, product
    product = product or start.source.product_name or start.source.product
    if start.on_file and vendor in (None, start.vendor.id):
        return start.vendor.id, product
    if not start.on_file and (vendor is None or same_company(start.vendor.name, workspace.store.vendor(vendor))):
        return vendor, product
    raise UsageError(
        f"The earlier answers are those of {start.vendor.name}, and not of {vendor}.",
        mend="Answers of one vendor are never shown to another: leave --vendor out.",
    )


def _name(workspace: Workspace, vendor: str | None, start: Prefill | None) -> str:
    if start is not None:
        return start.vendor.name
    return workspace.store.vendor(vendor).name if vendor else ""


def _cuts(questionnaire: Questionnaire, split: str, owners: Path | None, language: str) -> tuple[Cut, ...]:
    if split == "section" or owners is None:
        return by_section(questionnaire, language)
    from vendorrisk.capture.owners import read_owners  # noqa: PLC0415

    data = read_file(owners, most=_MAX_OWNERS_BYTES)
    return by_owner(questionnaire, read_owners(data, owners.name, questionnaire))


def _write_parts(order: Order, cuts: tuple[Cut, ...], folder: Path) -> list[Path]:
    """Write one workbook per part into a folder; return the files."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"The folder {folder} can't be made: {error.strerror}.", mend="Name another.") from None
    files = []
    for number, cut in enumerate(cuts, 1):
        name = slug(cut.name) or "part"
        files.append(folder / f"{order.questionnaire.questionnaire}-{number:02}-{name}.xlsx")
        write_file(files[-1], order.workbook(cut))
    return files


def _say_prefill(workspace: Workspace, start: Prefill) -> None:
    """Say what became of the earlier answers."""
    console, again, changes = workspace.console, start.renewal.again.values(), start.changes
    to_confirm = sum(asked.confirmable for asked in again)
    hints = sum(asked.value is None and not asked.not_applicable for asked in again)
    parts = [
        f"{counted(len(start.answers), 'answer')} filled in",
        f"{to_confirm} to confirm",
        f"{len(again) - to_confirm - hints} to answer anew",
    ]
    if hints:
        parts.append(f"hints beside {hints}")
    console.print(f"from {start.source.ref}: {', '.join(parts)}", soft_wrap=True)
    kinds = (("new", changes.added), ("changed", changes.changed), ("no longer asked", changes.removed))
    told = [f"{len(names)} {kind}" for kind, names in kinds if names]
    if told:
        console.print(f"questions since {start.source.questionnaire}: {', '.join(told)}", soft_wrap=True)
    if start.threads:
        console.print(f"{counted(len(start.threads), 'question')} to the vendor, beside the challenged answers")


def _policy(workspace: Workspace, name: str | None, questionnaire: Questionnaire) -> Policy | None:
    """Return the policy of that name, or the first that judges the questionnaire; None if there is none."""
    content, judged = workspace.content, (questionnaire.questionnaire, questionnaire.part_of)
    found = (content.policy(each) for each in ([name] if name else content.policies()))
    policy = next((each for each in found if each.questionnaire in judged), None)
    if policy is None and name:
        raise UsageError(
            f"{name} does not judge answers to {questionnaire.questionnaire}.",
            mend=f"Write the workbook of {content.policy(name).questionnaire}, or name another policy.",
        )
    return policy


def _minimums(policy: Policy, questionnaire: Questionnaire) -> list[Criterion]:
    """Return the minimum criteria that the questions of this questionnaire can decide."""
    asked = {question.id for question in questionnaire.questions}
    return [
        criterion
        for criterion in policy.criteria
        if criterion.level is Level.MINIMUM and all(leaf.question in asked for leaf in criterion.met_when.leaves())
    ]
