"""Fonts for PDF: which font has which character, and how wide a text is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from vendorrisk.model.fault import RefusedInput
from vendorrisk.reports.theme import FontFiles
from vendorrisk.reports.visible import code_point, visible


class Typeface:
    """The theme's fonts, ready for reportlab. A fallback is read only when a text needs it."""

    def __init__(self, files: FontFiles, folder: Path) -> None:
        self.regular = _register(folder / files.regular)
        self.bold = _register(folder / files.bold)
        self.mono = _register(folder / files.mono)
        self._fallbacks = tuple(folder / file for file in files.fallback)
        self._font_of: dict[tuple[str, str], str | None] = {}

    def runs(self, text: str, font: str) -> list[tuple[str, str]]:
        """Return the text as ``(font, part)``, each part in a font that has all its characters.

        A character that no font has becomes its code point, such as ``U+1F600``.
        """
        text = visible(text)
        if text.isascii():
            return [(font, text)] if text else []
        parts: list[tuple[str, str]] = []
        for char in text:
            found = self._covering(char, font)
            name, shown = (found, char) if found else (font, " " if char.isspace() else code_point(char))
            if parts and parts[-1][0] == name:
                parts[-1] = (name, parts[-1][1] + shown)
            else:
                parts.append((name, shown))
        return parts

    def _covering(self, char: str, font: str) -> str | None:
        if char == "\n":
            return font
        key = (char, font)
        if key not in self._font_of:
            self._font_of[key] = next((name for name in self._fonts_after(font) if _has(name, char)), None)
        return self._font_of[key]

    def _fonts_after(self, font: str) -> Iterator[str]:
        yield font
        yield from map(_register, self._fallbacks)


@lru_cache(maxsize=50_000)
def width(text: str, font: str) -> float:
    """Return how wide the text is at a size of 1 point, in points."""
    return float(pdfmetrics.stringWidth(text, font, 1))


def _has(font: str, char: str) -> bool:
    glyphs: dict[int, int] = _face(font).charToGlyph
    return bool(glyphs.get(ord(char)))


@cache
def _face(font: str) -> Any:
    registered: Any = pdfmetrics.getFont(font)
    return registered.face


@cache
def _register(path: Path) -> str:
    """Make a font known to reportlab under a name that is its own; return the name."""
    try:
        name = f"{path.stem}-{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}"
        pdfmetrics.registerFont(TTFont(name, str(path)))
    except (OSError, TTFError) as error:
        raise RefusedInput(
            f"The font {path.name} can't be used: {error}.",
            mend="Put a TrueType font with outlines into reports/fonts, and name it in reports/theme.yaml.",
        ) from None
    return name
