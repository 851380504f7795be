"""Questionnaires that are no content of the coalition: texts of foreign workbooks, which only their reader holds."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import insert, select

from vendorrisk.model.base import Model, Pin
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.store import log
from vendorrisk.store.register import Register, plain_bytes
from vendorrisk.store.tables import questionnaires


class _Kept(Model):
    """The JSON that is sealed."""

    pin: Pin
    questionnaire: Questionnaire


class Questionnaires(Register):
    """The part of :class:`.contract.Store` that holds foreign questionnaires."""

    def keep_questionnaire(self, questionnaire: Questionnaire, pin: Pin, *, by: str, at: dt.datetime) -> None:
        """Keep a questionnaire."""
        if (pin.id, pin.version) != (questionnaire.questionnaire, questionnaire.version):
            raise ValueError(f"{pin} is no pin of {questionnaire.questionnaire} {questionnaire.version}")
        with self._database.writing() as connection:
            stored = select(questionnaires.c.id).where(
                questionnaires.c.id == pin.id, questionnaires.c.digest == pin.digest
            )
            if connection.scalar(stored) is not None:
                return
            kept = _Kept(pin=pin, questionnaire=questionnaire)
            sealed = self._sealer.seal(plain_bytes(kept), "questionnaires", "sealed", pin.id, pin.digest)
            connection.execute(insert(questionnaires).values(id=pin.id, digest=pin.digest, sealed=sealed))
            detail = {"version": pin.version, "digest": pin.digest, "full_digest": pin.full_digest}
            log.append(connection, "questionnaire-kept", pin.id, detail, by=by, at=at)

    def questionnaire(self, questionnaire_id: str, digest: str) -> Questionnaire | None:
        """Return a questionnaire."""
        query = select(questionnaires.c.sealed).where(
            questionnaires.c.id == questionnaire_id, questionnaires.c.digest == digest
        )
        with self._database.reading() as connection:
            sealed = connection.scalar(query)
        if sealed is None:
            return None
        return self._open(_Kept, sealed, "questionnaires", questionnaire_id, digest).questionnaire

    def questionnaires(self) -> tuple[Pin, ...]:
        """Return the pins of all questionnaires."""
        query = select(questionnaires.c.id, questionnaires.c.digest, questionnaires.c.sealed)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        pins = [self._open(_Kept, row.sealed, "questionnaires", row.id, row.digest).pin for row in rows]
        return tuple(sorted(pins, key=lambda pin: (pin.id, tuple(map(int, pin.version.split("."))), pin.digest)))
