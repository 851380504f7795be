"""``template`` and ``import``."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from vendorrisk.cli import saving
from vendorrisk.cli.capture import refuse, show_changes
from vendorrisk.cli.faults import show_faults
from vendorrisk.cli.options import IsoDate, json_option, language_option, output_option, product_option
from vendorrisk.cli.plain import plain, print_json
from vendorrisk.cli.reading import Imported, read
from vendorrisk.cli.workspace import DEFAULT_POLICY, Workspace, write_file
from vendorrisk.model.assessment import State
from vendorrisk.model.fault import FaultSeverity, UsageError
from vendorrisk.model.policy import Level
