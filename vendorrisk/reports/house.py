"""The house style of a coalition: theme, wording and fonts together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vendorrisk.model.fault import Fault, RefusedInput
from vendorrisk.reports.theme import Theme
from vendorrisk.reports.wording import Wording


@dataclass(frozen=True)
class HouseStyle:
    """What every document is made with. Raise :class:`RefusedInput` that names the fonts which are missing."""

    theme: Theme
    wording: Wording
    fonts: Path
    """The folder of the theme's font files."""

    def __post_init__(self) -> None:
        files = self.theme.fonts
        faults = tuple(
            Fault(
                code="no-file",
                where="reports/theme.yaml",
                what=f"The font {file} is not in reports/fonts.",
                mend="Put the file there, or name another.",
            )
            for file in (files.regular, files.bold, files.mono, *files.fallback)
            if not (self.fonts / file).is_file()
        )
        if faults:
            raise RefusedInput(f"{len(faults)} of the fonts that the theme names are missing.", faults=faults)
