"""Words by which headers, questions and answers are told in layouts that nobody described: English, German, French."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from vendorrisk.capture.text import fold

Role = Literal["id", "question", "answer", "comment", "also", "section", "guidance"]
Meaning = Literal["yes", "partly", "no", "n/a"]

_HEADERS: Final[dict[Role, str]] = {
    "guidance": r"guidance|guidelines?|help|hints?|instructions?|examples?|tips?|priority|weight|score|scoring|rating|"
    r"max\.? points|estimated|analyst|internal use|mapping|"
    r"hilfe|beispiele?|ausfüllhinweise?|hinweise?|gewicht(ung)?|priorität|punkte|"
    r"aide|exemples?|consignes?|priorité|pondération|note interne",
    "id": r"ids?|no\.?|nr\.?|#|num(ber)?|ref(erence)?\.?|code|key|question ?(id|no\.?|nr\.?|#)|questionid|q\.?#|"
    r"nummer|lfd\.?( nr\.?)?|frage-?nr\.?|fragennummer|kennung|ziffer|n°|nº|numéro|référence|identifiant",
    "also": r"evidence|attachments?|proofs?|supporting documents?|links?|owner(ship)?|confidence|reviewer|assessor|"
    r"nachweise?|belege?|anlagen?|verantwortlich\w*|preuves?|pièces? jointes?|justificatifs?|responsable",
    "comment": r"comments?|notes?|remarks?|explanations?|explain|details?|additional information|further information|"
    r"justifications?|rationale|elaborat\w+|implementation description|"
    r"bemerkung(en)?|kommentare?|erläuterung(en)?|begründung(en)?|anmerkung(en)?|ergänzung(en)?|"
    r"commentaires?|remarques?|précisions?|explications?|observations?",
    "answer": r"answers?|respon[sc]es?|reply|replies|compliant|compliance status|tested\?|in place|"
    r"yes ?/ ?no.*|y ?/ ?n.*|ja ?/ ?nein.*|oui ?/ ?non.*|"
    r"antwort(en)?|erfüllt|umgesetzt|umsetzung|réponses?|conforme",
    "section": r"domains?|category|categories|sections?|areas?|topics?|themes?|chapters?|family|"
    r"bereich|kategorien?|thema|themen|kapitel|abschnitt|gruppe|themengebiet|"
    r"domaines?|catégories?|rubriques?|thèmes?|chapitres?",
    "question": r"questions?|requirements?|controls?|control description|statements?|criteri(a|on)|"
    r"verification requirement|fragen?|fragestellung(en)?|prüffragen?|anforderung(en)?|maßnahmen?|kriteri(um|en)|"
    r"exigences?|critères?",
}
"""In order: the first that stands in a header decides, so that ``Answer comments`` are comments."""
_WORDS: Final = {
    role: re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.IGNORECASE) for role, words in _HEADERS.items()
}
_LONGEST_HEADER = 60
_MOST_WORDS = 7

_ASKS = re.compile(
    r"(do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|shall|must|may|please|describe|provide|list|"
    r"explain|specify|state|indicate|confirm|attach|name|give|how|what|which|who|when|where|why|if|verify|ensure|identify|"
    r"ist|sind|hat|haben|wird|werden|wurde|wurden|gibt|können|kann|verfügt|verfügen|besteht|bestehen|existiert|existieren|"
    r"liegt|liegen|erfolgt|bitte|beschreiben|nennen|erläutern|wie|was|welche[rsnm]?|wer|wann|wo|warum|wodurch|führen|"
    r"setzen|nutzen|verwenden|"
    r"est-ce|est-il|est-elle|sont-ils|sont-elles|avez-vous|êtes-vous|disposez-vous|existe-t-il|y a-t-il|décrivez|"
    r"veuillez|précisez|indiquez|listez|fournissez|quel(le)?s?|comment|combien|qui|quand|où|pourquoi|les|vos|votre|"
    r"utilisez-vous|effectuez-vous|réalisez-vous|pouvez-vous)\b",
    re.IGNORECASE,
)
_STATES = re.compile(r"\b(is|are|must|shall|should|has|have|ist|sind|wird|werden|muss|müssen|est|sont|doit|doivent)\b")
_NUMBERED = re.compile(r"^\(?(?:[\d.]{1,8}|[a-z])[).:]?\s+", re.IGNORECASE)
_SENTENCE_WORDS = 6

ANSWERS: Final[dict[Meaning, tuple[str, ...]]] = {
    "yes": ("Yes", "Y", "Ja", "J", "Oui", "O", "True", "Wahr", "Vrai"),
    "partly": (
        *("Partly", "Partial", "Partially", "In part", "Teilweise", "Teils", "Zum Teil"),
        *("Partiellement", "Partiel", "En partie"),
    ),
    "no": ("No", "N", "Nein", "Non", "False", "Falsch", "Faux"),
    "n/a": (
        *("N/A", "NA", "N.A.", "n. a.", "n/a (not applicable)", "Not applicable"),
        *("Entfällt", "Nicht anwendbar", "Nicht zutreffend", "Non applicable", "Sans objet"),
    ),
}
"""Words that stand for themselves in one of the languages. Those that can mean two things are none of them."""
_MEANINGS: Final = {fold(word): meaning for meaning, words in ANSWERS.items() for word in words}
_OPTION_NUMBER = re.compile(r"\(?[0-9a-z]{1,2}[).:]\s*(?=\S)")
_ANY_TITLE = re.compile(r"(sheet|tabelle|blatt|feuil|feuille|table)?\s*\d*", re.IGNORECASE)
_INVITES = re.compile(
    r"[-\[<( ]*((please )?(select|choose)|bitte (aus)?wählen|auswählen|"
    r"(veuillez )?(sélectionner|choisir|sélectionnez|choisissez))\b.*"
)


def role_of(header: str) -> tuple[Role, bool] | None:
    """Return what a header says its column holds, and whether it says nothing else; None if it doesn't tell."""
    text = fold(header).rstrip(" *:")
    sentence = header.rstrip().endswith(".") and " " in text
    if not text or sentence or len(text) > _LONGEST_HEADER or len(text.split()) > _MOST_WORDS:
        return None
    if whole := next((role for role, words in _WORDS.items() if words.fullmatch(text)), None):
        return whole, True
    return next(((role, False) for role, words in _WORDS.items() if words.search(text)), None)


@lru_cache(maxsize=16384)
def how_asking(text: str) -> float:
    """Return from 0 to 1 how much a text looks like a question."""
    bare = _NUMBERED.sub("", text.strip())
    words = len(bare.split())
    if bare.rstrip(" )*\"'»”").endswith("?"):
        return 1.0 if words > 1 else 0.5
    if _ASKS.match(bare) and words > 2:
        return 0.8
    return 0.25 if words >= _SENTENCE_WORDS and _STATES.search(bare) else 0.0


def meaning_of(text: str) -> Meaning | None:
    """Return what an answer says, if it is one of the usual words and says nothing else."""
    if len(text) > _LONGEST_HEADER:
        return None
    folded = fold(text)
    return _MEANINGS.get(folded) or _MEANINGS.get(_OPTION_NUMBER.sub("", folded, count=1))


def says_nothing(title: str) -> bool:
    """Return whether a sheet's title is one that programs give."""
    return _ANY_TITLE.fullmatch(title) is not None


def invites(text: str) -> bool:
    """Return whether a text asks to choose, and is no answer."""
    return _INVITES.fullmatch(fold(text)) is not None
