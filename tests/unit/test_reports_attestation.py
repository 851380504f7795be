"""The pages of an attestation say what the statement says, look the same each time, and carry their fonts."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from factories_statement import AS_OF, house_style, make_answers, make_statement

from vendorrisk.model.attestation import Checkpoint, Statement, StatusEntry, Withheld
from vendorrisk.model.policy import Tier, Verdict
from vendorrisk.model.questionnaire import Disclosure
from vendorrisk.model.result import FindingState, MinimumCounts, TierResult
from vendorrisk.reports.attestation import attestation_pages
from vendorrisk.reports.page import Paper

STYLE = house_style()
DIGEST = "0123456789abcdef" * 4

Tool = Callable[[str], Path]


def text_of(tool: Tool, pdf: bytes, *options: str) -> str:
    command = [str(tool("pdftotext")), *options, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def flat(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def first_page(tool: Tool, statement: Statement) -> str:
    return flat(text_of(tool, attestation_pages(statement, DIGEST, STYLE), "-l", "1", "-layout"))


@pytest.mark.parametrize(
    ("verdict", "title", "block"),
    [
        (Verdict.MEETS, "Attestation", "✔ MEETS"),
        (Verdict.CONDITIONAL, "Attestation", "◐ CONDITIONAL"),
        (Verdict.DOES_NOT_MEET, "Assessment result", "✘ DOES NOT MEET"),
        (Verdict.INCOMPLETE, "Assessment result", "… INCOMPLETE"),
    ],
)
def test_the_first_page_leads_with_the_verdict(tool: Tool, verdict: Verdict, title: str, block: str) -> None:
    text = first_page(tool, make_statement(verdict))
    assert text.startswith(f"Nordic Buyers Coalition {title} Acme Analytics · risk-insights-api")
    assert block in text
    assert text.index(block) < text.index("Minimum criteria that apply") < text.index("Score ")


def test_the_first_page_identifies_the_statement(tool: Tool) -> None:
    text = first_page(tool, make_statement(Verdict.DOES_NOT_MEET))
    for fact in (
        "urn:uuid:6f1c2a4e-9d3b-4a57-8a35-2f6f0e1d7c90",
        DIGEST,
        "coalition-minimum 1.0.0",
        "2026-11-23",
        "2027-02-28",
        "vendorrisk verify",
        "Signed electronically by Maria Lindqvist, Northbank Procurement",
        "Minimum criteria that apply: 20. Met 16, waived 1, failed 2, undetermined 1.",
        "Score 71.3 to 74.0 of 100",
        "of 60 questions asked, 57 are answered: 28 on the vendor's word alone, 15 with a document, 14 confirmed",
        "69.0 to 87.5",
    ):
        assert fact in text
    assert text.index("MIN-ACC-01") < text.index("MIN-INC-01") < text.index("MIN-FAI-01"), "failed, unknown, waived"
    assert "waived until 2027-02-28" in text


def test_no_open_minimum_is_said(tool: Tool) -> None:
    assert "Minimum criteria failed, waived or undetermined none" in first_page(tool, make_statement())


def test_open_minimums_that_are_withheld_are_counted(tool: Tool) -> None:
    statement = make_statement(
        Verdict.DOES_NOT_MEET,
        disclosure=Disclosure.PUBLIC,
        findings=(),
        answers=(),
        waivers=(),
        withheld=Withheld(findings=40, answers=60),
    )
    text = flat(text_of(tool, attestation_pages(statement, DIGEST, STYLE)))
    assert "2 failed, 1 undetermined, 1 waived, not disclosed in a public document." in text
    assert "Findings withheld at the disclosure tier public: 40." in text
    assert "Answers withheld at the disclosure tier public: 60." in text
    assert "Waivers of minimum criteria not disclosed in this document: 1." in text
    assert "No waiver is in force" not in text


def test_an_open_minimum_stands_before_the_profile_where_others_are_withheld(tool: Tool) -> None:
    statement = make_statement(Verdict.DOES_NOT_MEET)
    shown = tuple(finding for finding in statement.findings if finding.criterion == "MIN-ACC-01")
    full = {"vendor_name": "Gesellschaft für angewandte Risikoanalytik " * 4, "notes": ("Note. " * 90,)}
    for words in range(2, 30, 3):
        changes = {**full, "findings": shown, "waivers": (), "policy_title": "Minimum criteria " * words}
        pdf = attestation_pages(Statement.model_validate({**dict(statement), **changes}), DIGEST, STYLE)
        page = flat(text_of(tool, pdf, "-l", "1", "-layout"))
        assert "1 more, see Findings." not in page
        assert "MIN-ACC-01" in page


def test_an_assumed_tier_is_said_on_the_first_page(tool: Tool) -> None:
    statement = make_statement(
        tier=TierResult(tier=Tier.CRITICAL, source="assumed"),
        notes=("No triage was found, so the inherent risk is taken as critical.",),
    )
    text = first_page(tool, statement)
    assert "assumed, no triage was made" in text
    assert "No triage was found" in text


def test_the_whole_document_holds_every_finding_answer_and_pin(tool: Tool) -> None:
    statement = make_statement(
        Verdict.CONDITIONAL,
        journal=Checkpoint(size=41, root="ee" * 32),
        status=StatusEntry(uri="https://status.example/1", index=7),
        supersedes="urn:uuid:00000000-0000-4000-8000-000000000001",
    )
    text = flat(text_of(tool, attestation_pages(statement, DIGEST, STYLE), "-layout"))
    for finding in statement.findings:
        assert finding.criterion in text
    for answer in statement.answers:
        assert answer.question in text
    for fact in (
        statement.policy.digest,
        statement.questionnaire.full_digest,
        statement.assessment_digest,
        "41 entries, root " + "ee" * 32,
        "https://status.example/1, entry 7",
        "urn:uuid:00000000-0000-4000-8000-000000000001",
        "Ines Okafor",
        "How the verdict and the score are made",
        "What this document does not say",
    ):
        assert fact in text
    pages = len(pikepdf.open(io.BytesIO(attestation_pages(statement, DIGEST, STYLE))).pages)
    assert f"page {pages} of {pages}" in text


def test_the_same_statement_gives_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    script = (
        "import sys, hashlib; from factories_statement import house_style, make_statement;"
        "from vendorrisk.reports.attestation import attestation_pages;"
        "style = house_style();"
        "pages = [attestation_pages(make_statement(vendor_name=n), '0123456789abcdef' * 4, style)"
        " for n in sys.argv[1:]]; print(hashlib.sha256(pages[-1]).hexdigest())"
    )
    found = set()
    for seed, names in (("1", ["株式会社 ✔"]), ("2", ["Other Ltd ✘", "株式会社 ✔"])):
        paths = os.pathsep.join(str(Path(__file__).parents[2] / folder) for folder in (".", "tests"))
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths, "TZ": f"UTC+{seed}"}
        command = [sys.executable, "-c", script, *names]
        run = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
        found.add(run.stdout)
    assert len(found) == 1


def test_all_fonts_are_embedded_and_none_is_a_standard_one(tool: Tool, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(attestation_pages(make_statement(vendor_name="株式会社"), DIGEST, STYLE))
    listed = subprocess.run([str(tool("pdffonts")), str(path)], capture_output=True, text=True, check=True).stdout
    rows = listed.splitlines()[2:]
    assert {row.split()[0].split("+")[1] for row in rows} == {
        "IBMPlexSans-Regular",
        "IBMPlexSans-SemiBold",
        "IBMPlexMono-Regular",
        "DejaVuSans",
        "DroidSansFallback",
    }
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows), "embedded, subset, with Unicode map"


def test_the_file_describes_itself() -> None:
    pdf = pikepdf.open(io.BytesIO(attestation_pages(make_statement(), DIGEST, STYLE)))
    assert str(pdf.docinfo["/Title"]) == "Attestation: Acme Analytics · risk-insights-api"
    assert str(pdf.docinfo["/Author"]) == "Nordic Buyers Coalition"
    assert str(pdf.Root["/Lang"]) == "en"
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == [
        "Particulars",
        "Findings",
        "Waivers",
        "Answers",
        "Reviews",
        "How the verdict and the score are made",
    ]


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_every_page_is_of_the_paper_asked_for(paper: Paper, size: tuple[int, int]) -> None:
    pdf = pikepdf.open(io.BytesIO(attestation_pages(make_statement(), DIGEST, STYLE, paper)))
    assert {(round(page.mediabox[2]), round(page.mediabox[3])) for page in pdf.pages} == {size}


def test_many_failed_minimums_leave_the_first_page_one_page(tool: Tool) -> None:
    statement = make_statement(Verdict.DOES_NOT_MEET)
    failed = tuple(
        finding.model_copy(update={"result": FindingState.UNMET}) if finding.level == "minimum" else finding
        for finding in statement.findings
    )
    counts = MinimumCounts(applicable=20, met=0, waived=1, failed=19, undetermined=0)
    statement = Statement.model_validate({**dict(statement), "findings": failed, "minimums": counts})
    pdf = attestation_pages(statement, DIGEST, STYLE)
    page = flat(text_of(tool, pdf, "-l", "1", "-layout"))
    assert "more, see Findings." in page
    assert DIGEST in page
    assert "Profile by domain" in page
    shown = [finding.criterion for finding in failed if finding.level == "minimum" and finding.criterion in page]
    assert f"{20 - len(shown)} more, see Findings." in page


def test_a_profile_without_room_moves_to_the_second_page(tool: Tool) -> None:
    statement = make_statement(Verdict.DOES_NOT_MEET, scope="The hosted service. " * 40, notes=("Note. " * 90,))
    name = "Gesellschaft für angewandte Risikoanalytik " * 4
    pdf = attestation_pages(statement.model_copy(update={"vendor_name": name}), DIGEST, STYLE)
    first, second = (flat(text_of(tool, pdf, "-f", page, "-l", page)) for page in "12")
    assert "Profile by domain" not in first
    assert all(criterion in first for criterion in ("MIN-ACC-01", "MIN-VUL-01", "MIN-INC-01", "MIN-FAI-01", DIGEST))
    assert "Profile by domain" in second
    assert second.count("The hosted service.") == 40, "what the first page cuts stands in full under Particulars"


def test_a_statement_of_300_answers_renders(tool: Tool) -> None:
    answers = make_answers(300)
    long = answers[0].model_copy(update={"answer": "Wir nutzen mehrstufige Verfahren. " * 115})
    statement = make_statement(answers=(long, *answers[1:]))
    text = text_of(tool, attestation_pages(statement, DIGEST, STYLE))
    assert flat(text).count("mehrstufige") == 115
    assert all(answer.question in text for answer in answers)


def test_an_accepted_not_applicable_share_above_the_limit_is_flagged(tool: Tool) -> None:
    statement = make_statement()
    flagged = statement.domains[0].model_copy(update={"excluded_too_much": True})
    statement = Statement.model_validate({**dict(statement), "domains": (flagged, *statement.domains[1:])})
    text = first_page(tool, statement)
    assert "Governance and risk *" in text
    assert '* Accepted "not applicable" reasons exclude more' in text


def test_dates_are_iso(tool: Tool) -> None:
    assert AS_OF.isoformat() in first_page(tool, make_statement())
