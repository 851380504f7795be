"""Makes the pictures of the README from what the program writes: .venv/bin/python docs/make_images.py.

Needs the output of ``make demo``, poppler (``pdftoppm``) and Chromium. The pictures are small and in few
colours: whoever clones the repository pays for each byte.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "demo-output"
IMAGES = ROOT / "docs" / "images"
COLUMNS = 96
COLOURS = 128
MARGIN = 18

PAPER = TerminalTheme((255, 255, 255), (27, 31, 36), [(27, 31, 36)] * 8, [(27, 31, 36)] * 8)
"""The theme's own inks on white: the program writes every other colour itself."""

PAGE = """<!doctype html><meta charset="utf-8"><body style="margin: 0">
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">
<style>{styles} text {{ font: 20.27px "DejaVu Sans Mono", monospace; }}</style>
<g transform="translate(20, 20)">{backgrounds}{matrix}</g></svg>"""
"""At this size a letter is as wide as rich places them, and bars have no seams."""


def main() -> None:
    """Write both pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        save(first_page(DEMO / "northwind-hr.pdf", Path(folder)), "attestation.png")
        save(terminal(Path(folder), "score", "brightline-pay"), "verdict.png")


def first_page(pdf: Path, folder: Path) -> Image.Image:
    """Return the first page of an attestation."""
    command = ["pdftoppm", "-r", "110", "-png", "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run([*command, str(pdf), str(folder / "page")], check=True)
    with Image.open(folder / "page.png") as page:
        return framed(page.convert("RGB"))


def framed(picture: Image.Image) -> Image.Image:
    """Return the picture with a hairline around it, so that white paper ends somewhere."""
    edge = Image.new("RGB", (picture.width + 2, picture.height + 2), "#D5DAE0")
    edge.paste(picture, (1, 1))
    return edge


def terminal(folder: Path, *command: str) -> Image.Image:
    """Return what a command writes on a terminal, as a picture."""
    environment = os.environ | {
        "VENDORRISK_HOME": str(DEMO / "home"),
        "VENDORRISK_NOW": "2026-11-23T09:00:00+00:00",
        "FORCE_COLOR": "1",
        "COLORTERM": "truecolor",
        "TERM": "xterm-256color",
        "COLUMNS": str(COLUMNS),
    }
    program = [str(Path(sys.executable).with_name("vendorrisk")), *command]
    written = subprocess.run(program, env=environment, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text(f"$ vendorrisk {' '.join(command)}", style="#5B6472"))
    console.print(Text.from_ansi(written.rstrip()))
    page, shot = folder / "page.html", folder / "shot.png"
    page.write_text(console.export_svg(title="", theme=PAPER, code_format=PAGE), encoding="utf-8")
    browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    subprocess.run([*browser, "--window-size=1400,1600", f"--screenshot={shot}", page.as_uri()], check=True)
    with Image.open(shot) as whole:
        picture = whole.convert("RGB")
    inked = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    if inked is None:
        sys.exit(f"'{' '.join(command)}' wrote nothing: run make demo first.")
    left, top, right, bottom = inked
    return framed(picture.crop((left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)))


def save(picture: Image.Image, name: str) -> None:
    """Write a picture with few colours, which keeps text sharp and the file small."""
    few = picture.quantize(COLOURS, kmeans=4, dither=Image.Dither.NONE)
    few.save(IMAGES / name, optimize=True)
    sys.stdout.write(f"{name}: {picture.width} x {picture.height}, {(IMAGES / name).stat().st_size >> 10} KiB\n")


if __name__ == "__main__":
    main()
