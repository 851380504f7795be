"""Which answer's turn it is in a review, the way back, and how much is checked."""

from __future__ import annotations

import pytest

from vendorrisk.capture.review_session import ReviewSession
from vendorrisk.model.reviewing import ReviewItem, ReviewState, Stage


def item(name: str, state: ReviewState = "not checked", stage: Stage = Stage.MINIMUM) -> ReviewItem:
    return ReviewItem(question=name, stage=stage, state=state, decides=())


def items(*checked: str) -> list[ReviewItem]:
    """Return a, b and c, which decide, and d, which does not; those that are checked come after the others."""
    found = [item(name, "checked" if name in checked else "not checked") for name in "abc"]
    return [*sorted(found, key=lambda each: each.checked), item("d", stage=Stage.NOTHING)]


def now(session: ReviewSession) -> str:
    return session.current.question if session.current is not None else ""


def test_it_goes_from_one_unchecked_answer_to_the_next_until_none_is_left() -> None:
    session = ReviewSession(items())
    for done, name in enumerate("abc"):
        assert now(session) == name
        assert (session.place.number, session.place.size, session.place.checked) == (done + 1, 3, done)
        session.settle(items(*"abc"[: done + 1]))
    assert session.current is None
    assert (session.place.percent, session.place.deciding) == (100, 3)
    assert not session.skipped
    assert not session.seen_before


def test_a_new_sitting_goes_on_where_the_last_one_stopped() -> None:
    session = ReviewSession(items("a"))
    assert (now(session), session.place.number, session.place.size, session.place.percent) == ("b", 1, 2, 33)


def test_what_decides_nothing_is_offered_only_on_request() -> None:
    everything = ReviewSession(items("a", "b", "c"), everything=True)
    assert now(everything) == "d"
    assert everything.place.stage is Stage.NOTHING
    assert ReviewSession(items("a", "b", "c")).current is None


def test_the_share_is_never_rounded_up_to_all() -> None:
    many = [item(f"q{number}", "checked" if number else "not checked") for number in range(200)]
    assert ReviewSession(many).place.percent == 99


def test_back_leads_through_what_was_passed_and_forward_again() -> None:
    session = ReviewSession(items())
    assert not session.back()
    session.skip()
    session.settle(items("b"))
    assert now(session) == "c"
    assert session.back()
    assert now(session) == "b"
    assert session.back()
    assert (now(session), session.place.number) == ("a", 1)
    session.skip()
    assert now(session) == "b"
    session.skip()
    assert now(session) == "c"


def test_an_act_after_going_back_leads_to_what_is_ahead() -> None:
    session = ReviewSession(items())
    session.skip()
    session.skip()
    session.back()
    session.back()
    session.settle(items("a"))
    assert now(session) == "c"


def test_the_skipped_can_be_gone_through_again() -> None:
    session = ReviewSession(items())
    session.skip()
    session.settle(items("b"))
    session.skip()
    assert session.current is None
    assert [each.question for each in session.skipped] == ["a", "c"]
    session.ask_skipped()
    assert (now(session), session.place.number, session.place.size) == ("a", 2, 3)
    session.settle(items("a", "b"))
    assert now(session) == "c"


def test_a_challenge_made_now_is_passed_and_not_skipped() -> None:
    session = ReviewSession(items())
    challenged = [item("a", "challenged", Stage.WAITING), item("b"), item("c")]
    session.settle(challenged)
    assert now(session) == "b"
    assert not session.skipped
    assert now(ReviewSession(challenged)) == "a"  # another day it waits first


def test_what_was_checked_before_can_be_looked_at_again() -> None:
    session = ReviewSession(items("a", "b"))
    session.settle(items("a", "b", "c"))
    assert [each.question for each in session.seen_before] == ["a", "b"]
    session.look_again()
    assert now(session) == "a"
    session.skip()
    session.skip()
    assert session.current is None
    assert not session.skipped


@pytest.mark.parametrize("later", [[item("c")], [item("c"), item("z")]])
def test_answers_may_come_and_go_between_two_acts(later: list[ReviewItem]) -> None:
    session = ReviewSession(items())
    session.skip()
    session.settle(later)
    assert now(session) == "c"
    assert not session.back()
