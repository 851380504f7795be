"""Vendor texts made to break, restyle or mislead a document are printed as what they are."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from factories_statement import house_style, make_answers, make_gaps, make_result, make_statement

from vendorrisk.model.policy import Verdict
from vendorrisk.reports.attestation import attestation_pages
from vendorrisk.reports.firstpage import first_page
from vendorrisk.reports.gaps import gap_pages
from vendorrisk.reports.page import Paper, Press

STYLE = house_style()
DIGEST = "ab" * 32

Tool = Callable[[str], Path]

NAMES = [
    ("<b>Bold</b> & <i>Co</i>", "<b>Bold</b> & <i>Co</i>"),
    ("<font color='white'>gone</font>", "<font color='white'>gone</font>"),
    ("</para><para>", "</para><para>"),
    ("&lt;&#60;&nbsp;", "&lt;&#60;&nbsp;"),
    ("{policy} {0} %s", "{policy} {0} %s"),
    ("(Acme) \\) Tj ET", "(Acme) \\) Tj ET"),
    ("Acme\u202efdp.exe", "AcmeU+202Efdp.exe"),
    ("Acme\x00\x1b[2J", "AcmeU+0000U+001B[2J"),
    ("Zero\u200bwidth", "ZeroU+200Bwidth"),
    ("\ud83d alone", "U+D83D alone"),
    ("\U0001f9ff rare", "U+1F9FF rare"),
    ("株式会社日本データ", "株式会社日本データ"),
    ("Zażółć Gęślą Ñandú Straße Ωμέγα Жизнь", "Zażółć Gęślą Ñandú Straße Ωμέγα Жизнь"),
]


def text_of(tool: Tool, pdf: bytes) -> str:
    command = [str(tool("pdftotext")), "-", "-"]
    text = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    return "".join(text.split())


@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_a_hostile_name_is_printed_as_it_is(tool: Tool, name: str, shown: str) -> None:
    statement = make_statement().model_copy(update={"vendor_name": name, "scope": name, "submitted_by": name})
    text = text_of(tool, attestation_pages(statement, DIGEST, STYLE))
    assert text.count("".join(shown.split())) >= 4, "title, sentence, header and particulars"


@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_a_hostile_gap_is_printed_as_it_is(tool: Tool, name: str, shown: str) -> None:
    gap = make_gaps()[0].model_copy(update={"because": name, "owner": name})
    result = make_result().model_copy(update={"vendor_name": name})
    assert text_of(tool, gap_pages((gap,), result, STYLE)).count("".join(shown.split())) >= 2


@pytest.mark.parametrize("length", [80, 4000])
@pytest.mark.parametrize("piece", ["W", "i", "Donaudampfschiff", "ab ", "日", "\n", " ", "\u0301", "✔"])
def test_texts_of_any_shape_and_length_make_pages(tool: Tool, piece: str, length: int) -> None:
    text = (piece * length)[:length]
    answer = make_answers(1)[0].model_copy(update={"ask": text, "answer": text, "evidence": (text,)})
    statement = make_statement(Verdict.DOES_NOT_MEET).model_copy(
        update={
            "vendor_name": text,
            "coalition": text,
            "issuer": text,
            "product": text,
            "scope": text,
            "policy_title": text,
            "notes": (text,),
            "valid_because": text,
            "answers": (answer,),
        },
    )
    assert DIGEST in text_of(tool, attestation_pages(statement, DIGEST, STYLE))
    first, _ = first_page(Press(STYLE, Paper.LETTER, "en"), statement, DIGEST)
    assert first.upper.height + first.lower.height <= first.height, "nothing overlaps"
