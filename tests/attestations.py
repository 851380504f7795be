"""Keys, statements and signed files for tests; run as a script, it renews the golden files."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from vendorrisk.attest.keys import SigningKey, new_key
from vendorrisk.attest.pdf import attest_pdf
from vendorrisk.attest.sdjwt import sign_statement
from vendorrisk.attest.trust import TrustList
from vendorrisk.attest.verify import verify
from vendorrisk.model.assessment import Waiver
from vendorrisk.model.attestation import Statement, StatementAnswer, StatementFinding, Verification, Withheld
from vendorrisk.model.base import Pin
from vendorrisk.model.policy import Level, Severity, Tier, Verdict
from vendorrisk.model.questionnaire import Disclosure
from vendorrisk.model.result import DomainScore, FindingState, MinimumCounts, ScoreRange, Support, TierResult

GOLDEN = Path(__file__).parent / "golden"
ISSUED = dt.datetime(2026, 11, 23, 10, 30, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC)
KEY_START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@cache
def signing_key(seed: int = 1, name: str = "Jane Roe", organisation: str = "Northwind Coalition") -> SigningKey:
    """Return the key of that seed; the same seed gives the same key and certificate."""
    with tempfile.TemporaryDirectory() as folder:
        return new_key(
            Path(folder),
            name,
            organisation,
            valid_from=KEY_START,
            years=3,
            random=random.Random(seed).randbytes,  # noqa: S311  a test's keys must repeat
        )


def pem(key: SigningKey) -> bytes:
    return key.certificate.public_bytes(Encoding.PEM)


def trusting(folder: Path, *keys: SigningKey) -> TrustList:
    trust = TrustList(folder / "trust")
    for number, key in enumerate(keys):
        trust.add(pem(key), f"trusted-{number}")
    return trust


def statement(**changes: Any) -> Statement:
    """Return a statement with a bit of everything."""
    pin = Pin(id="coalition-core", version="1.0.0", digest="0" * 64, full_digest="1" * 64)
    values: dict[str, Any] = {
        "attestation_id": "urn:uuid:7f1a9a0e-3f52-4a86-9d6c-0c4a3f1f9b11",
        "issued_at": ISSUED,
        "issuer": "Jane Roe, Northwind Coalition",
        "coalition": "Northwind Coalition",
        "vendor_id": "acme",
        "vendor_name": "Acme <Söhne> & Co",
        "product": "risk-api",
        "scope": "The hosted service.",
        "ref": "acme/risk-api@1",
        "assessment_digest": "a" * 64,
        "questionnaire": pin,
        "policy": pin.model_copy(update={"id": "coalition-minimum"}),
        "policy_title": "The coalition minimum",
        "tier": TierResult(tier=Tier.HIGH, source="triage"),
        "as_of": ISSUED.date(),
        "valid_until": dt.date(2027, 5, 23),
        "valid_because": "reassessment every 6 months at high risk",
        "verdict": Verdict.CONDITIONAL,
        "minimums": MinimumCounts(applicable=3, met=2, waived=1, failed=0, undetermined=0),
        "score": ScoreRange(low=71.0, high=74.5),
        "pillars": {"security": ScoreRange(low=71.0, high=74.5), "ethics": None},
        "domains": (DomainScore(domain="access", title="Access", pillar="security", score=None),),
        "levels": dict.fromkeys(Level),
        "support": Support(shown=2, answered=2, asserted=1, documented=1, verified=0, checked=0),
        "counts": dict.fromkeys(FindingState, 1),
        "disclosure": Disclosure.PARTNER,
        "findings": (
            StatementFinding(
                criterion="MIN-ACC-01",
                title="Administrators use a second factor",
                domain="access",
                level=Level.MINIMUM,
                severity=Severity.CRITICAL,
                disclosure=Disclosure.PARTNER,
                result=FindingState.UNMET,
                because="access.mfa-admin is “No”.",
                do="Require a second factor.",
                due=dt.date(2026, 12, 23),
            ),
        ),
        "waivers": (
            Waiver(
                criterion="MIN-ACC-01",
                reason="Migration runs.",
                control="Jump host",
                approver="A. Chief",
                granted=dt.date(2026, 11, 1),
                until=dt.date(2027, 6, 1),
            ),
        ),
        "answers": (
            StatementAnswer(
                question="access.mfa-admin",
                section="access",
                ask="Is a second factor required?",
                answer="No",
                disclosure=Disclosure.PARTNER,
            ),
        ),
        "reviews": (),
        "withheld": Withheld(findings=1, answers=0),
        "software": "vendorrisk 0.1.0",
    }
    return Statement(**(values | changes))


def pages(text: str = "Attestation: conditional", count: int = 2) -> bytes:
    """Return plain pages with an embedded font, as reports would make them."""
    if "Vera" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    out = BytesIO()
    canvas = Canvas(out, invariant=1, initialFontName="Vera", pagesize=(595, 842))  # type: ignore[arg-type]
    for number in range(count):
        canvas.setFont("Vera", 12)
        canvas.drawString(60, 760, f"{text}, page {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@cache
def signed_file() -> bytes:
    """Return a properly issued file."""
    return attest_pdf(pages(), statement(), signing_key())


def check_of(verification: Verification, name: str) -> str:
    """Return a check as ``state: detail``."""
    return next(f"{check.state}: {check.detail}" for check in verification.checks if check.name == name)


def verified(data: bytes, trust: TrustList) -> Verification:
    return verify(data, trust, now=NOW)


if __name__ == "__main__":
    (GOLDEN / "attestation.pdf").write_bytes(signed_file())
    (GOLDEN / "attestation.sdjwt").write_bytes(sign_statement(statement(), signing_key()))
