"""Colours, sizes, glyphs and font files of documents, from ``reports/theme.yaml``."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from vendorrisk.model.base import Model
from vendorrisk.model.policy import Verdict
from vendorrisk.model.result import FindingState

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
"""An sRGB colour, ``#RRGGBB``."""

FontFile = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]*\.ttf$")]
"""A TrueType file's name in ``reports/fonts``."""

LEAST_CONTRAST = 4.5
"""Of text on paper, as WCAG 2 asks for normal text."""


class Mark(Model):
    """How a verdict or finding looks: a glyph and a colour, always beside its word."""

    glyph: str = Field(min_length=1, max_length=1)
    colour: Colour


class Sizes(Model):
    """Type sizes in points."""

    small: float = Field(gt=4)
    body: float = Field(gt=4)
    head: float = Field(gt=4)
    title: float = Field(gt=4)


class FontFiles(Model):
    """Files in ``reports/fonts``; fallbacks are tried in order for characters that a font lacks."""

    regular: FontFile
    bold: FontFile
    mono: FontFile
    fallback: tuple[FontFile, ...] = ()


class Theme(Model):
    """The look that PDF, HTML, workbook and terminal share."""

    ink: Colour
    quiet: Colour
    hairline: Colour
    paper: Colour
    accent: Colour
    verdicts: dict[Verdict, Mark]
    findings: dict[FindingState, Mark]
    sizes: Sizes
    line_height: float = Field(ge=1, le=2)
    margin_mm: float = Field(ge=10, le=40)
    fonts: FontFiles

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for name, marks, kinds in (("verdicts", self.verdicts, Verdict), ("findings", self.findings, FindingState)):
            if missing := [kind for kind in kinds if kind not in marks]:
                raise ValueError(f"'{name}' lacks {', '.join(missing)}")
        return self

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        marks = [*self.verdicts.values(), *self.findings.values()]
        for colour in (self.ink, self.quiet, self.accent, *(mark.colour for mark in marks)):
            if (found := contrast(colour, self.paper)) < LEAST_CONTRAST:
                raise ValueError(f"{colour} on {self.paper} has a contrast of {found:.1f}; text needs {LEAST_CONTRAST}")
        return self


def rgb(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue of ``#RRGGBB``, each 0 to 1."""
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2 defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
