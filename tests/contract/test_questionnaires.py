"""Foreign questionnaires are kept once, sealed, and come back as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories_store import AT, SECRET
from sqlalchemy import create_engine, text

from vendorrisk.model.base import Pin
from vendorrisk.model.questionnaire import Question, Questionnaire, QuestionType, Section
from vendorrisk.store import Store, open_store
from vendorrisk.store.errors import StoreError


def foreign(ask: str = "Are audits done each year?", version: str = "4.0.3") -> Questionnaire:
    question = Question(id="A&A-01.1", ask=ask, type=QuestionType.TEXT, help="As published.", why="As published.")
    section = Section(section="audit", title="Audit", pillar="security", intro="As published.", questions=(question,))
    made = {"title": "A foreign one", "description": "As published.", "sections": (section,)}
    return Questionnaire.model_validate({"questionnaire": "csa-caiq", "version": version, **made})


def pin_of(questionnaire: Questionnaire, digest: str = "ab") -> Pin:
    return Pin(id=questionnaire.questionnaire, version=questionnaire.version, digest=digest * 32, full_digest="cd" * 32)


def keep(store: Store, questionnaire: Questionnaire, pin: Pin) -> None:
    store.keep_questionnaire(questionnaire, pin, by="Ana", at=AT)


def test_a_questionnaire_comes_back_as_it_was_across_openings(url: str) -> None:
    kept, pin = foreign(), pin_of(foreign())
    with open_store(url, secret=SECRET) as store:
        keep(store, kept, pin)
    with open_store(url, secret=SECRET) as store:
        assert store.questionnaire("csa-caiq", pin.digest) == kept
        assert store.questionnaires() == (pin,)


def test_an_unknown_one_is_none(store: Store) -> None:
    keep(store, foreign(), pin_of(foreign()))
    assert store.questionnaire("csa-caiq", "00" * 32) is None
    assert store.questionnaire("hecvat", "ab" * 32) is None


def test_the_same_meaning_is_kept_once_with_the_texts_that_came_first(store: Store) -> None:
    keep(store, foreign(), pin_of(foreign()))
    keep(store, foreign("Are there yearly audits?"), pin_of(foreign()))
    assert store.questionnaire("csa-caiq", "ab" * 32) == foreign()
    assert store.checkpoint().size == 1


def test_editions_stand_side_by_side_in_the_order_of_their_versions(store: Store) -> None:
    newer, older = foreign(version="4.0.10"), foreign(version="4.0.9")
    keep(store, newer, pin_of(newer, "ab"))
    keep(store, older, pin_of(older, "ef"))
    assert [pin.version for pin in store.questionnaires()] == ["4.0.9", "4.0.10"]
    assert store.questionnaire("csa-caiq", "ef" * 32) == older


def test_keeping_one_is_an_event_that_holds_none_of_its_texts(store: Store) -> None:
    keep(store, foreign(), pin_of(foreign()))
    (event,) = store.events()
    assert (event.kind, event.subject, event.by) == ("questionnaire-kept", "csa-caiq", "Ana")
    assert event.detail == {"version": "4.0.3", "digest": "ab" * 32, "full_digest": "cd" * 32}
    assert not store.verify_journal().damage


def test_a_pin_of_another_questionnaire_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="is no pin of"):
        keep(store, foreign(), pin_of(foreign(version="4.0.2")))
    assert store.questionnaires() == ()


def test_one_put_in_the_place_of_another_is_found(store: Store, url: str) -> None:
    keep(store, foreign(), pin_of(foreign(), "ab"))
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE questionnaires SET digest = :other"), {"other": "ef" * 32})
    engine.dispose()
    with pytest.raises(StoreError, match="was altered"):
        store.questionnaire("csa-caiq", "ef" * 32)


def test_its_texts_stand_nowhere_in_the_database_file(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'x.db'}", secret=SECRET) as store:
        keep(store, foreign("Zugangskontrolle?"), pin_of(foreign()))
    assert b"Zugangskontrolle" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
