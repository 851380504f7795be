"""The scripted interview: what an answers file says, and every way in which it can be wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendorrisk.capture.answers_file import AnswersReading, read_answers
from vendorrisk.model.answer import Grade
from vendorrisk.model.fault import FaultSeverity
from vendorrisk.model.questionnaire import Questionnaire

AT = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


def _question(name: str, kind: str, **more: object) -> dict[str, object]:
    return {"id": name, "ask": f"{name}?", "type": kind, "help": "h.", "why": "w.", **more}


QUESTIONNAIRE = Questionnaire.model_validate(
    {
        "questionnaire": "sample",
        "version": "1.0.0",
        "title": "t",
        "description": "d",
        "sections": [
            {
                "section": "access",
                "title": "t",
                "pillar": "security",
                "intro": "i",
                "questions": [
                    _question("access.mfa-admin", "choice", options=["yes", "partly", "no"]),
                    _question("access.mfa-methods", "multi", options=["fido2", "totp", "sms"]),
                    _question("access.notice-hours", "number", unit="hours", minimum=0),
                    _question("access.share", "percent"),
                    _question("access.tested", "date"),
                    _question("access.roles", "list"),
                    _question("access.page", "url"),
                    _question("access.words", "text"),
                    _question("access.mobile", "yes-no", not_applicable="justify"),
                ],
            },
        ],
    },
)


def read(text: str, folder: Path, **head: str) -> AnswersReading:
    lines = {"questionnaire": "sample", **head}
    whole = "".join(f"{key}: {value}\n" for key, value in lines.items()) + text
    return read_answers(
        whole,
        "drafts/acme.yaml",
        questionnaire=QUESTIONNAIRE,
        recorder="buyer",
        at=AT,
        evidence_folder=folder,
    )


def test_every_kind_of_answer_is_read(tmp_path: Path) -> None:
    (tmp_path / "mfa-export.csv").write_bytes(b"user,factor\n")
    reading = read(
        """answers:
  access.mfa-admin: yes
  access.mfa-methods: [totp, FIDO2]
  access.notice-hours: {value: 48, comment: By contract.}
  access.share: 95 %
  access.tested: 2026-06-01
  access.roles:
    - Incident lead
    - Counsel
  access.page: https://vendor.example/security
  access.words:
    value: Keys rotate.
    evidence: ["mfa-export.csv [2026-05-02]", "https://trust.example/soc2 [2026-03-31]"]
  access.mobile: {not_applicable: The product has no mobile app.}
""",
        tmp_path,
        respondent="Dana Reyes, Head of Security",
    )
    assert reading.faults == ()
    assert {name: answer.value for name, answer in reading.answers.items()} == {
        "access.mfa-admin": "yes",
        "access.mfa-methods": ("fido2", "totp"),
        "access.notice-hours": 48,
        "access.share": 95,
        "access.tested": "2026-06-01",
        "access.roles": ("Incident lead", "Counsel"),
        "access.page": "https://vendor.example/security",
        "access.words": "Keys rotate.",
        "access.mobile": None,
    }
    mobile = reading.answers["access.mobile"]
    assert (mobile.not_applicable, mobile.comment) == (True, "The product has no mobile app.")
    assert reading.answers["access.notice-hours"].comment == "By contract."
    digest = hashlib.sha256(b"user,factor\n").hexdigest()
    file, address = reading.answers["access.words"].evidence
    assert (file.sha256, file.issued) == (digest, dt.date(2026, 5, 2))
    assert (address.kind, address.issued) == ("url", dt.date(2026, 3, 31))
    assert reading.answers["access.words"].grade is Grade.DOCUMENTED
    assert reading.files == {digest: b"user,factor\n"}


def test_an_answer_says_who_gave_it_and_on_which_line(tmp_path: Path) -> None:
    reading = read("answers:\n  access.mobile: Y\n", tmp_path, respondent="Dana Reyes")
    source = reading.answers["access.mobile"].source
    assert (source.channel, source.recorder, source.respondent, source.at) == (
        "answers-file",
        "buyer",
        "Dana Reyes",
        AT,
    )
    assert source.where == "acme.yaml, line 4"
    assert source.note == "read 'Y' as Yes"
    assert reading.respondent == "Dana Reyes"


def test_blank_is_unanswered_and_no_fault(tmp_path: Path) -> None:
    for text in ("answers:\n", "answers: {}\n", "answers:\n  access.mobile:\n  access.words: ''\n"):
        assert read(text, tmp_path) == AnswersReading()


FAULTY = [
    ("  access.mfa-admin: yess", "4:21", "unknown-option", "Did you mean 'yes'?"),
    ("  acess.mfa-admin: yes", "4:20", "unknown-question", "Did you mean access.mfa-admin?"),
    ("  nothing.like-it: yes", "4:20", "unknown-question", "Look it up"),
    ("  access.mfa-admin: {valu: yes}", "4:28", "unknown-field", "Did you mean value?"),
    ("  access.mfa-admin: {value: yess}", "4:29", "unknown-option", "Did you mean 'yes'?"),
    ("  access.mfa-admin: [yes, no]", "4:21", "several-options", "Keep 'yes' or 'no'"),
    ("  access.mfa-methods: [fido2, [sms]]", "4:23", "not-a-value", ""),
    ("  access.mfa-methods: [fido2, null]", "4:23", "not-a-value", ""),
    ("  access.mfa-admin: {not_applicable: Not ours.}", "4:21", "not-applicable-not-allowed", ""),
    ("  access.mobile: {not_applicable: Not ours., value: yes}", "4:18", "two-answers", "Keep one"),
    ("  access.mobile: {not_applicable: }", "4:18", "no-reason", "the reason"),
    ("  access.mobile: n/a", "4:18", "no-reason", "the reason"),
    ("  access.mobile: {not_applicable: [a]}", "4:35", "not-a-text", ""),
    ("  access.mobile: {comment: Later.}", "4:18", "no-value", "value"),
    ("  access.mobile: {value: yes, comment: {a: b}}", "4:40", "not-a-text", ""),
    ("  access.notice-hours: -1", "4:24", "out-of-range", ""),
    ("  access.share: 0.95", "4:17", "ambiguous-percent", "95 %"),
    ("  access.tested: 2026-13-01", "4:18", "not-a-date", ""),
    ("  access.words: {value: Keys., evidence: [5]}", "4:43", "bad-evidence", "file name"),
    ("  access.words: {value: Keys., evidence: ../secret.pdf}", "4:42", "bad-evidence", "beside the answers file"),
    ("  access.words: {value: Keys., evidence: http://trust.example}", "4:42", "bad-evidence", "https"),
]


@pytest.mark.parametrize(("line", "where", "code", "mend"), FAULTY)
def test_a_fault_names_its_place_and_how_to_mend_it(
    line: str, where: str, code: str, mend: str, tmp_path: Path
) -> None:
    reading = read(f"answers:\n  access.page: https://vendor.example\n{line}\n", tmp_path)
    (fault,) = reading.faults
    assert (fault.where, fault.code) == (f"drafts/acme.yaml:{where}", code)
    assert mend in fault.mend
    assert list(reading.answers) == ["access.page"]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    lines = [line for line, _, code, _ in FAULTY if line.startswith("  access.n") or code == "unknown-question"]
    text = "respondant: Dana\nanswers:\n" + "\n".join(lines) + "\n  access.mfa-admin: perhaps\n"
    faults = read(text, tmp_path, questionnaire="other").faults
    assert [fault.code for fault in faults] == [
        "unknown-field",
        "wrong-questionnaire",
        "unknown-question",
        "unknown-question",
        "out-of-range",
        "unknown-option",
    ]
    assert faults[0].mend == "Did you mean respondent?"


def test_a_missing_evidence_file_is_a_warning_and_the_answer_stays(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"%PDF")
    reading = read("answers:\n  access.words: {value: Keys., evidence: reprt.pdf}\n", tmp_path)
    (warning,) = reading.faults
    assert (warning.severity, warning.code) == (FaultSeverity.WARNING, "evidence-missing")
    assert "Did you mean 'report.pdf'?" in warning.mend
    assert reading.answers["access.words"].grade is Grade.ASSERTED


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not-answers"),
        ("- a\n- b\n", "not-answers"),
        ("questionnaire: sample\n", "no-answers"),
        ("questionnaire: sample\nanswers: [a]\n", "no-answers"),
        ("questionnaire: sample\nanswers:\n  access.mobile: yes\n  access.mobile: no\n", "yaml"),
        ("questionnaire: [\n", "yaml"),
        ("questionnaire: sample\nanswers: {access.mobile: !!python/none x}\n", "yaml"),
        ("answers: {access.mobile: yes}\n", "wrong-questionnaire"),
    ],
)
def test_what_is_no_answers_file_says_so(text: str, code: str, tmp_path: Path) -> None:
    reading = read_answers(
        text, "acme.yaml", questionnaire=QUESTIONNAIRE, recorder="buyer", at=AT, evidence_folder=tmp_path
    )
    assert [fault.code for fault in reading.faults] == [code]
    assert reading.faults[0].where.startswith("acme.yaml")


_YAML_ATOMS = st.sampled_from(
    ["yes", "null", "~", "1.5", "[a, b]", "{a: b}", "{value: {}}", "{value: [[1]]}", "''", "n/a"]
)


@given(
    st.dictionaries(
        st.sampled_from([question.id for question in QUESTIONNAIRE.questions] + ["x", "value"]), _YAML_ATOMS
    ),
    st.sampled_from(["", "respondent: [a]\n", "respondent: 5\n", "evidence: {}\n"]),
)
def test_no_file_raises(entries: dict[str, str], head: str) -> None:
    body = "".join(f"  {key}: {value}\n" for key, value in entries.items())
    reading = read(f"{head}answers:\n{body}", Path())
    assert set(reading.answers) <= set(entries)
    assert all(fault.where.startswith("drafts/acme.yaml:") and fault.what for fault in reading.faults)
