"""Texts that hold the place of an answer or a reason, and are none."""

from __future__ import annotations

import re
from typing import Final

from vendorrisk.capture.text import fold
from vendorrisk.phrases.words import Answers
from vendorrisk.phrases.workbook import How
from vendorrisk.rules.labels import NOT_APPLICABLE_IN_ENGLISH

_OPEN: Final = frozenset(
    {
        *("unknown", "don't know", "do not know", "dont know", "not known", "not sure", "unsure", "skipped", "skip"),
        *("todo", "to do", "pending", "open", "coming soon", "will follow", "to follow", "follows", "n/a?", "na?"),
        *("mm/dd/yyyy", "m/d/yyyy", "dd/mm/yyyy", "dd.mm.yyyy", "yyyy-mm-dd", "select", "select one", "choose"),
        *(
            "choose one",
            "please select",
            "please choose",
            "choose an item",
            "answer",
            "your answer",
            "response",
            "test",
        ),
        *("asdf", "qwerty", "blah", "foo", "bar", "foobar", "placeholder", "example"),
        *("unbekannt", "weiß nicht", "keine ahnung", "keine angabe", "k.a", "k. a", "offen", "noch offen", "folgt"),
        *("wird nachgereicht", "in klärung", "zu klären", "inconnu", "ne sais pas", "à définir", "à confirmer"),
        *("à compléter", "à déterminer", "à venir"),
    }
)
_OPEN_FORMS: Final = re.compile(
    r"[?.\-_*\u2026/#]+|x{2,}|\.{2,}.*|lorem ipsum.*"
    r"|(tbd|tba|tbc|to be (confirmed|determined|defined|provided|completed|decided|discussed|added|checked))\b.{0,40}"
    r"|(please )?(enter|insert|type|write|provide|add|your|put) .{0,30}\bhere"
)
_ELSEWHERE: Final = frozenset(
    {
        *("see above", "see below", "see comment", "see comments", "see notes", "see attached", "see attachment"),
        *("see previous", "see previous answer", "see instructions", "see evidence", "as above", "as before", "ditto"),
        *("same", "same as above", "same as before", "same as last year", "same as last time", "as last year", "idem"),
        *("unchanged", "no change", "no changes", "siehe oben", "s.o", "s. o", "siehe kommentar", "siehe anlage"),
        *("wie oben", "wie letztes jahr", "unverändert", "dito", "voir ci-dessus", "voir commentaire", "cf. ci-dessus"),
        *("comme ci-dessus", "inchangé", "comme l'an dernier"),
    }
)
_NO_REASON: Final = frozenset(
    {
        *("none", "no", "yes", "not relevant", "irrelevant", "does not apply", "doesn't apply", "not applicable to us"),
        *("not applicable for us", "no reason", "ok", "nein", "ja", "nicht relevant", "trifft nicht zu", "entfällt"),
        *("non", "oui", "sans objet", "non pertinent", "non applicable", "nicht anwendbar", "nicht zutreffend"),
    }
)
_AROUND: Final = "[]<>(){} "
"""What is set around a text that stands for another."""
_PROMPTS: Final = (How.CHOOSE, How.ONE_OR_MORE, How.NUMBER, How.PERCENT, How.DATE, How.TEXT, How.LIST, How.URL)


def is_placeholder(text: str, language: str) -> bool:
    """Return whether a text says only that the answer is not known yet, or is the form's own prompt."""
    folded = fold(text)
    bare = folded.strip(_AROUND) or folded
    return (
        not {folded, bare}.isdisjoint(_OPEN)
        or _OPEN_FORMS.fullmatch(bare) is not None
        or any(folded == fold(prompt.say(language)) for prompt in _PROMPTS)
    )


def points_elsewhere(text: str) -> bool:
    """Return whether a text says only that the answer stands somewhere else."""
    return fold(text).strip(_AROUND) in _ELSEWHERE


def is_no_reason(text: str, language: str) -> bool:
    """Return whether a text gives no reason for anything: N/A again is none either."""
    bare = fold(text).strip(_AROUND)
    none = _NO_REASON | NOT_APPLICABLE_IN_ENGLISH | {fold(Answers.NOT_APPLICABLE_WORD.say(language))}
    return bare in none or is_placeholder(text, language) or points_elsewhere(text)
