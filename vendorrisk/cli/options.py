"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from vendorrisk.cli.workspace import DEFAULT_POLICY
from vendorrisk.model.policy import Tier
from vendorrisk.model.term import YEARS

F = TypeVar("F", bound=Callable[..., Any])


class IsoDate(click.ParamType[dt.date]):
    """A date as 2026-11-23."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Return the date, or fail with how to write it."""
        if isinstance(value, dt.date):
            return value
        try:
            date = dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; write it as 2026-11-23.", param, ctx)
        if date.year not in YEARS:
            self.fail(f"{value} lies outside {YEARS[0]} to {YEARS[-1]}.", param, ctx)
        return date


policy_option = click.option("--policy", default=DEFAULT_POLICY, show_default=True, help="The policy to check against.")
as_of_option = click.option("--as-of", type=IsoDate(), help="The date of the assessment; today by default.")
tier_option = click.option(
    "--tier",
    type=click.Choice([tier.value for tier in Tier]),
    help="Inherent risk tier, instead of the triage on file.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON instead of text.")
questionnaire_option = click.option(
    "--questionnaire", default="", help="Whose answers are meant, if not those that the policy judges."
)
product_option = click.option("--product", default="", help="Name or id of the product or service that is assessed.")
language_option = click.option("--language", default="en", show_default=True, help="Language of the texts, such as de.")


def output_option(text: str, *, required: bool = False) -> Callable[[F], F]:
    """Return the ``-o FILE`` option with its help text."""
    return click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=required, help=text)
