"""The interview with the database and the policy behind it: proposals, threads, weakest points, submission."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from desk import Cli
from paper_desk import NOW

from vendorrisk.capture.interview_plain import PlainTerminal
from vendorrisk.cli import capture, interviewing
from vendorrisk.model.assessment import Assessment, State
from vendorrisk.model.proposal import Message, Precedent, Proposal
from vendorrisk.store import load_key, open_store

Type = Callable[..., str]


@pytest.fixture
def typing(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Type:
    """Return a function that holds an interview in which these lines are typed, and returns what was written."""
    cli("vendor", "add", "Acme Analytics", "--id", "acme")
    terminal = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr(capture, "sys", SimpleNamespace(stdin=terminal, stdout=terminal))

    def hold(*lines: str, command: tuple[str, ...] = ("interview", "acme", "--respondent", "Jo Field, CISO")) -> str:
        typed, written = iter(f"{line}\n" for line in lines), list[str]()

        def plain_terminal(language: str, *_: object) -> PlainTerminal:
            return PlainTerminal(language, lambda: next(typed, ""), written.append)

        monkeypatch.setattr(interviewing, "PlainTerminal", plain_terminal)
        said = cli(*command, "--plain")
        return "".join(written) + said.out

    return hold


def stored(cli: Cli, **fields: object) -> Assessment:
    """Return what is on file, after changing some of it."""
    home = cli.folder / "home"
    with open_store(f"sqlite:///{home}/vendorrisk.sqlite", secret=load_key(home / "store.key")) as store:
        found = store.latest("acme", "", "coalition-core")
        assert found is not None
        if fields:
            after = found.model_copy(update=fields)
            return store.change(found, after, event="test", detail={}, by="Ada Diaz", at=NOW)
        return found


def test_all_answers_are_looked_over_and_submitted(cli: Cli, typing: Type) -> None:
    said = typing("no", "partly", "24", ":review", "2", "", "1")
    assert "weakest: MIN-ACC-01 partly met: Administrators use a second factor\n" in said
    assert "Is a second factor required? partly, MIN-ACC-01 partly met\n" in said
    assert "MIN-ACC-02" not in said.partition("weakest:")[2]
    assert "Enter alone: Jo Field, CISO\n" in said
    assert "Submitted by Jo Field, CISO.\n" in said
    assert said.endswith("next   vendorrisk review acme\n")
    on_file = stored(cli)
    assert (on_file.state, on_file.submitted_by) == (State.SUBMITTED, "Jo Field, CISO")


def test_nothing_is_submitted_without_answers_or_by_nobody(cli: Cli, typing: Type) -> None:
    said = typing(":review", "2", "Jo Field, CISO", "1", "1", "no", "review", "2", "...", "1", "1", "stop")
    assert "Not saved: There are no answers yet. Answer at least one question first." in said
    assert "Not saved: That names nobody. Write name and role." in said
    assert stored(cli).state is State.DRAFT


def test_a_confirmed_proposal_becomes_an_answer_and_goes(cli: Cli, typing: Type) -> None:
    typing("no", "stop")
    source = Precedent(questionnaire="csa-caiq-4.0.3 4.0.3", question="IAM-14.1", shown="Yes", where="caiq.xlsx, A!C9")
    other = Proposal(question="access.hours", value=12, precedents=(source,), at=NOW)
    stored(cli, proposals=(Proposal(question="access.mfa", value="yes", precedents=(source,), at=NOW), other))
    said = typing("take as proposed", ":take as proposed", ":stop")
    assert "proposed: yes\n" in said
    on_file = stored(cli)
    assert {name: answer.value for name, answer in on_file.answers.items()} == {
        "service.uses-ai": "no",
        "access.mfa": "yes",
        "access.hours": 12,
    }
    assert on_file.proposals == ()
    assert "IAM-14.1 'Yes' (caiq.xlsx, A!C9)" in on_file.answers["access.mfa"].source.note
    assert cli("journal", "check").code == 0


def test_a_reply_joins_the_thread(cli: Cli, typing: Type) -> None:
    typing("no", "partly", ":stop")
    asks = Message(question="access.mfa", role="assessor", by="Ada Diaz", at=NOW, text="Which?", answer_version=1)
    stored(cli, messages=(asks,))
    said = typing(":open", "1", "reply", "Two accounts.", "stop")
    assert "asked: Ada Diaz, assessor, 2026-11-23: Which?\n" in said
    reply = stored(cli).messages[-1]
    assert (reply.role, reply.by, reply.text, reply.answer_version) == ("vendor", "Jo Field, CISO", "Two accounts.", 1)


def test_the_triage_is_not_submitted(typing: Type) -> None:
    said = typing("much", "review", "1", "yes", "1", command=("triage", "acme"))
    assert "Submit" not in said
    assert "Finish" in said
    assert "Inherent risk of Acme Analytics: high" in said
