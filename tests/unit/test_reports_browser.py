"""The comparison in a real browser: the first printed sheet is the executive's, with the verdicts and their reasons."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable
from pathlib import Path

from factories_statement import house_style, make_statement

from vendorrisk.model.policy import Verdict
from vendorrisk.reports.compare import compare
from vendorrisk.reports.compare_html import compare_html

QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
]


def test_the_first_sheet_tells_an_executive_what_counts(tool: Callable[[str], Path], tmp_path: Path) -> None:
    style = house_style()
    two = [make_statement(Verdict.DOES_NOT_MEET), make_statement(Verdict.MEETS, attestation_id="urn:uuid:2")]
    page, printed = tmp_path / "comparison.html", tmp_path / "comparison.pdf"
    page.write_text(compare_html(compare(two, dt.date(2026, 11, 23)), style.theme, style.wording), "utf-8")
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [str(tool("chromium")), *QUIET, profile, f"--print-to-pdf={printed}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = subprocess.run(
        [str(tool("pdftotext")), str(printed), "-"], check=True, capture_output=True, text=True
    ).stdout.split("\f")
    assert len([text for text in pages if text.strip()]) <= 4
    for said in (
        "does not meet",
        "meets",
        "Every administrative account",
        "waived until 2027-02-28",
        "Maria Lindqvist",
    ):
        assert said in " ".join(pages[0].split()), said
