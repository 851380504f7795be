"""What the interview asks for with each kind of question: the value, a reason, a comment, evidence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vendorrisk.capture.evidence import UNDATED, EvidenceFolder
from vendorrisk.capture.interview_commands import SUB_COMMANDS, Card, Command, Offer, Prompter, Reading
from vendorrisk.capture.text import clean, quote
from vendorrisk.capture.values import Unreadable, read_value, write_value
from vendorrisk.model.answer import MAX_ANSWER_CHARACTERS, Evidence, Value
from vendorrisk.model.base import say
from vendorrisk.model.questionnaire import Question, QuestionType
from vendorrisk.phrases.interview import Keys, Prompts
from vendorrisk.phrases.reading import OnThisMachine
from vendorrisk.rules.values import label, show_value

_MOST_NAMES = 200


def ask_value(
    terminal: Prompter,
    card: Card,
    question: Question,
    value: Value | None,
    offer: Offer,
) -> Value | Command:
    """Ask for an answer by the prompt that fits the question's type; ``value`` is the one that stands."""
    language = terminal.language
    options = [(option.id, label(option, language)) for option in question.options]
    if question.type is QuestionType.MULTI:
        ticked = value if isinstance(value, tuple) else ()
        return terminal.tick(card, options, ticked, offer, lambda chosen: _fault(question, chosen, language))
    if options:
        return terminal.choose(card, options, value if isinstance(value, str) else None, offer)

    def read(text: str) -> Reading:
        return _understood(question, text, language)

    such_as = Prompts.SUCH_AS_DATE.say(language)
    forms = {QuestionType.PERCENT: "%", QuestionType.DATE: such_as, QuestionType.URL: "https://..."}
    typed = terminal.write(
        card,
        "" if value is None else _editable(question, value, language),
        read,
        offer,
        lines=question.type is QuestionType.LIST,
        form=say(question.unit, language) if question.unit else forms.get(question.type, ""),
    )
    if isinstance(typed, Command):
        return typed
    reading = read_value(question, typed, language=language)
    return Command.NOT_APPLICABLE if reading.value is None else reading.value


def _fault(question: Question, chosen: Sequence[str], language: str) -> str:
    try:
        read_value(question, chosen, language=language)
    except Unreadable as error:
        return " ".join(error.told(language)).strip()
    return ""


def _editable(question: Question, value: Value, language: str) -> str:
    if question.type is QuestionType.DATE:
        return str(value)
    return str(write_value(question, value, language))


def _understood(question: Question, text: str, language: str) -> Reading:
    """Say how a typed text is read, or why it can't be saved."""
    try:
        reading = read_value(question, text, language=language)
    except Unreadable as error:
        return Reading(fault=" ".join(error.told(language)).strip())
    if reading.blank:
        return Reading(fault=Prompts.NOTHING_WRITTEN.say(language))
    if reading.value is None:
        return Reading(shown=Prompts.READ_AS_NOT_APPLICABLE.say(language))
    if question.type is QuestionType.LIST:
        return Reading(shown=_item_count(reading.value, language))
    shown = show_value(question, reading.value, language)
    return Reading(shown="" if shown == text.strip() else f"= {shown}")


def _item_count(value: Value, language: str) -> str:
    count = len(value) if isinstance(value, tuple) else 1
    return (Prompts.ITEM if count == 1 else Prompts.ITEMS).say(language, count=count)


def ask_words(terminal: Prompter, card: Card, standing: str, *, required: str = "", form: str = "") -> str | Command:
    """Ask for a reason or a comment; where ``required`` says why, nothing is no answer. ``-`` alone empties it.

    ``form`` shows how to write it.
    """

    def read(text: str) -> Reading:
        if len(text) > MAX_ANSWER_CHARACTERS:
            facts = {"count": f"{len(text):,}", "most": f"{MAX_ANSWER_CHARACTERS:,}"}
            return Reading(fault=Prompts.TOO_LONG.say(terminal.language, **facts))
        return Reading(fault=required if clean(text) in ("", "-") else "")

    typed = terminal.write(card, standing, read, SUB_COMMANDS, form=form)
    if isinstance(typed, Command):
        return typed
    return "" if clean(typed) == "-" else clean(typed)


@dataclass(frozen=True)
class Attached:
    """The documents of an answer after one was added or taken away, with the content of a new file by its SHA-256."""

    evidence: tuple[Evidence, ...]
    files: dict[str, bytes] = field(default_factory=dict)


def ask_evidence(
    terminal: Prompter,
    card: Callable[[str], Card],
    standing: tuple[Evidence, ...],
    folder: Path,
    today: dt.date,
) -> Attached | Command | None:
    """Ask for one document, and for its date if none is given; return None where nothing is added.

    ``card`` takes what is asked. A file is named as it is in ``folder``, or by its path.
    """

    def read(text: str) -> Reading:
        if not text.strip() or _taken_away(text, standing) is not None:
            return Reading()
        _, fault = _document(text, folder, today, language)
        return Reading(fault=fault)

    language = terminal.language
    request = (Prompts.DOCUMENT_OR_LESS if standing else Prompts.DOCUMENT).say(language)
    form, enter = Prompts.SUCH_AS_REPORT.say(language), Keys.ATTACH.say(language)

    def complete(begun: str) -> list[str]:
        return files_from(begun, folder)

    typed = terminal.write(card(request), "", read, SUB_COMMANDS, live=False, form=form, enter=enter, complete=complete)
    if isinstance(typed, Command) or not typed.strip():
        return typed if isinstance(typed, Command) else None
    if (index := _taken_away(typed, standing)) is not None:
        return Attached(standing[:index] + standing[index + 1 :])
    attached, _ = _document(typed, folder, today, language)
    if not attached.evidence[0].issued and not attached.evidence[0].valid_until:
        dated = _ask_date(terminal, card, typed, folder, today)
        if isinstance(dated, Command):
            return dated
        attached = dated
    new = attached.evidence
    kept = tuple(item for item in standing if item.name not in {other.name for other in new})
    return Attached(kept + new, attached.files)


def _ask_date(
    terminal: Prompter,
    card: Callable[[str], Card],
    typed: str,
    folder: Path,
    today: dt.date,
) -> Attached | Command:
    """Ask for the date of a document that was given without one."""

    def dated(text: str) -> str:
        return f"{typed.replace('[]', '')} [{text.strip()}]" if text.strip() else typed

    def read(text: str) -> Reading:
        _, fault = _document(dated(text), folder, today, language)
        return Reading(fault=fault)

    language = terminal.language
    request = Prompts.DOCUMENT_DATE.say(language)
    form, enter = Prompts.SUCH_AS_DATE.say(language), Keys.ATTACH.say(language)
    text = terminal.write(card(request), "", read, SUB_COMMANDS, live=False, form=form, enter=enter)
    return text if isinstance(text, Command) else _document(dated(text), folder, today, language)[0]


def files_from(begun: str, folder: Path) -> list[str]:
    """Return the files and folders whose names go on from a text begun, as they would be typed."""
    head, slash, start = begun.rpartition("/")
    place = folder / Path(f"{head}{slash}").expanduser() if slash else folder
    try:
        found = sorted(place.iterdir())
    except (OSError, RuntimeError, ValueError):  # no such folder, no such user, no name at all
        return []
    shown = [each for each in found if each.name.startswith(start) and (start or not each.name.startswith("."))]
    return [f"{head}{slash}{each.name}{'/' if each.is_dir() else ''}" for each in shown[:_MOST_NAMES]]


def _taken_away(text: str, standing: Sequence[Evidence]) -> int | None:
    """Return the index that ``-1``, ``-2`` and so on name."""
    match = re.fullmatch(r"-(\d{1,2})", text.strip())
    return int(match[1]) - 1 if match and 1 <= int(match[1]) <= len(standing) else None


def _document(text: str, folder: Path, today: dt.date, language: str) -> tuple[Attached, str]:
    """Return the documents that a text names, or what is wrong with it."""
    name = clean(text)
    if not re.match(r"(?i)https?:|www\.", name) and re.search(r"[/\\]", name):
        folder, name = folder / Path(name).expanduser().parent, re.split(r"[/\\]", name)[-1]
    if not folder.is_dir():
        return Attached(()), Prompts.NO_FOLDER.say(language, folder=quote(str(folder)))
    source = EvidenceFolder(folder, OnThisMachine, language)
    reading = source.read(name, today)
    for _, what, mend in reading.faults:
        return Attached(()), f"{what} {mend}"
    for what, mend in ((what, mend) for code, what, mend in reading.warnings if code != UNDATED):
        # Beside a workbook a missing file only doesn't count; here its owner can name the right one at once.
        return Attached(()), f"{what} {mend}"
    return Attached(tuple(reading.items), source.contents), ""
