"""What the review shows, as styled lines: one answer with all that stands beside it, an act's record, the summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vendorrisk.capture.interview_text import details
from vendorrisk.capture.review_session import Place, ReviewSession
from vendorrisk.capture.screen import BLANK, LABEL_WIDTH, Block, Fragments, Page, cut, wrap
from vendorrisk.capture.text import clean
from vendorrisk.model.answer import Answer, Evidence, Value
from vendorrisk.model.assessment import Review, ReviewAction
from vendorrisk.model.glossary import Entry
from vendorrisk.model.questionnaire import Question
from vendorrisk.model.result import FindingState
from vendorrisk.model.reviewing import Decided, Effect, ReviewItem, ReviewState, Stage, Standing
from vendorrisk.rules.facts import Fact
from vendorrisk.rules.threads import Entry as Written
from vendorrisk.rules.values import show_answer, show_size, show_value

Glyphs = Mapping[str, str]
"""Of findings and verdicts, by their value."""

_NAMED = 3  # criteria and documents that a card shows; the rest stands in the details
_REST = " (?)"
_LEFT: dict[ReviewState, str] = {
    "not applicable": "with a reason for “not applicable” that is open",
    "challenged": "challenged",
    "not checked": "not checked",
}
_TITLES = {
    Stage.WAITING: "Waits for you",
    Stage.MINIMUM: "Decides minimum criteria",
    Stage.EXPECTED: "Decides expected criteria",
    Stage.LEADING: "Decides leading criteria",
    Stage.NOTHING: "Other answers",
}


@dataclass(frozen=True)
class Subject:
    """One answer with everything that is known of it."""

    question: Question
    answer: Answer
    fact: Fact
    reviews: tuple[Review, ...]
    """All of this question, the oldest first, those of earlier answers included."""
    item: ReviewItem
    terms: tuple[Entry, ...] = ()
    """Glossary entries that explain the question's words."""
    thread: tuple[Written, ...] = ()
    """What assessor and vendor wrote to each other about it, the oldest first."""


def card(subject: Subject, place: Place, glyphs: Glyphs, save_command: str, page: Page) -> list[Block]:
    """Return what stands above the choice of an act. What has to go on a low screen stands in the details."""
    question, answer = subject.question, subject.answer
    guidance = _clipped(page.say(question.help), page.width, 2)
    evidence, unread = _evidence(answer.evidence[:_NAMED], len(answer.evidence)), _unread(answer.evidence, save_command)
    comment = "" if answer.not_applicable else answer.comment
    blocks = [
        Block(0, _header(place, page)),
        Block(0, [BLANK, *page.paragraph("class:strong", page.say(question.ask))]),
        Block(4, page.paragraph("class:quiet", guidance)),
        Block(1, [BLANK]),
        Block(0, _beside("answered", show_answer(question, answer, page.language), page)),
        Block(2, _beside("comment", comment, page)),
        Block(1, page.column("evidence", evidence)),
        Block(5, page.labelled("to read it", unread, "class:quiet") if unread else []),
        Block(3, page.labelled("support", _support(subject))),
        Block(0, _counted(subject, page)),
        Block(2, _last_review(subject, page)),
        Block(1, _beside(*_last_message(subject), page)),
        Block(0, page.column("decides", _decides(subject.item, _NAMED, glyphs, page))),
    ]
    return [block for block in blocks if block.lines]


def _header(place: Place, page: Page) -> Fragments:
    share = f"{place.checked} of {place.deciding} checked  {place.percent} %"
    return page.header(_TITLES[place.stage], f"{place.number} of {place.size}", share)


def _clipped(text: str, width: int, lines: int) -> str:
    """Return as much of a text as fits on so many lines; where it is cut, it says how to see the rest."""
    found = wrap(text, width)
    if len(found) <= lines:
        return text
    *whole, last = found[:lines]
    return " ".join([*whole, cut(f"{last} {found[lines]}", width - len(_REST)) + _REST])


def _beside(label: str, text: str, page: Page) -> Fragments:
    return page.labelled(label, _clipped(text, page.width - LABEL_WIDTH, 3)) if text else []


def _support(subject: Subject) -> str:
    source = subject.answer.source
    who = source.respondent or source.recorder
    place = source.where if source.file else source.channel.replace("-", " ")
    return f"{subject.fact.grade}, {who}, {place}, {source.at.date().isoformat()}"


def _evidence(items: Sequence[Evidence], count: int) -> list[str]:
    more = [f"and {count - len(items)} more{_REST}"] if count > len(items) else []
    return [*map(_document, items), *more]


def _document(item: Evidence) -> str:
    """Return a document with its date and size, and whether it is here."""
    if item.kind == "url":
        return item.written + ("" if item.issued else ", undated")
    size = "" if item.size is None else f", {show_size(item.size)}"
    received = size if item.sha256 else ", not received"
    return item.written + ("" if item.issued else ", undated") + received


def _unread(evidence: Iterable[Evidence], save_command: str) -> str:
    received = any(item.sha256 for item in evidence)
    return save_command if received else ""


def _counted(subject: Subject, page: Page) -> Fragments:
    """Return what counts instead of the answer, where a review decides."""
    if not subject.fact.by_review:
        return []
    if subject.fact.removed:
        counts = "as not applicable: the reason is accepted"
    elif subject.fact.value is None:
        counts = "as unknown until the challenge is settled"
    else:
        counts = f"{show_value(subject.question, subject.fact.value)} (set by an assessor)"
    return page.labelled("counts", counts, "class:accent")


def _last_review(subject: Subject, page: Page) -> Fragments:
    return _beside("reviewed", _review(subject.reviews[-1], subject.answer), page) if subject.reviews else []


def _last_message(subject: Subject) -> tuple[str, str]:
    """Return the newest message with its label; the reasons of challenges stand among the reviews."""
    reasons = {(each.at, each.reason) for each in subject.reviews}
    said = [each for each in subject.thread if (each.at, each.text) not in reasons]
    if not said:
        return "", ""
    return "replied" if said[-1].role == "vendor" else "asked", said[-1].shown


def _review(review: Review, answer: Answer) -> str:
    void = "" if review.answer_version == answer.version else " (of an earlier answer)"
    return f"{review.action.past}{void} by {review.reviewer} on {review.at:%Y-%m-%d}: {review.reason}"


def _decides(item: ReviewItem, count: int, glyphs: Glyphs, page: Page) -> list[str]:
    """Return the first criteria with their present result; where they are few, with more of their titles."""
    shown = item.decides[:count]
    lines = [
        _clipped(f"{_marked(each, glyphs)}: {each.title}", page.width - LABEL_WIDTH, 2 if len(shown) < _NAMED else 1)
        for each in shown
    ]
    left = len(item.decides) - len(shown)
    return [*lines, *([f"and {left} more{_REST}"] if left else [])]


def _marked(decided: Decided, glyphs: Glyphs) -> str:
    return f"{glyphs[decided.result]} {decided.criterion} {decided.result.words}"


def effect_words(effect: Effect | None, named: int = _NAMED) -> str:
    """Return what an act changes, in a clause: ``verdict → incomplete; MIN-ACC-01 → undetermined``.

    Where more than ``named`` criteria get the same result, the others are counted.
    """
    if effect is None:
        return "no verdict rests on it"
    by_result: dict[FindingState, list[str]] = {}
    for shift in effect.shifts:
        by_result.setdefault(shift.after, []).append(shift.criterion)
    parts = [f"{_listed(names, named)} → {result.words}" for result, names in by_result.items()]
    if effect.then is not effect.verdict:
        parts.insert(0, f"verdict → {effect.then.words}")
    return "; ".join(parts) or "no result changes"


def option(letter: str, name: str, said: str, page: Page) -> str:
    """Return one act on one line: its key, its name, what it would do."""
    lead = f"{letter}  {name:<10} "
    return lead + cut(said, page.width - len(lead) - 3)


def _listed(names: Sequence[str], most: int) -> str:
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return ", ".join(names)


def more(
    subject: Subject, what_if: Mapping[str, Effect | None], glyphs: Glyphs, save_command: str, page: Page
) -> Fragments:
    """Return everything about one answer, to stay on the screen; ``what_if`` has the effect of each act by its name."""
    question, answer = subject.question, subject.answer
    criteria = (f"{_marked(each, glyphs)}, {each.level}: {each.title}. {each.because}" for each in subject.item.decides)
    lines = details(question, (), (), subject.terms, page)
    lines += page.column("options", (show_value(question, option.id) for option in question.options))
    lines += page.labelled("answered", show_answer(question, answer, page.language))
    lines += page.labelled("comment", answer.comment) if answer.comment and not answer.not_applicable else []
    lines += page.labelled("note", answer.source.note) if answer.source.note else []
    lines += page.column("documents", _evidence(answer.evidence, len(answer.evidence)))
    unread = _unread(answer.evidence, save_command)
    lines += page.labelled("to read it", unread) if unread else []
    lines += page.labelled("support", _support(subject)) + _counted(subject, page)
    lines += page.column("reviewed", (_review(each, answer) for each in subject.reviews))
    lines += page.column("thread", (each.shown for each in subject.thread))
    lines += page.column("decides", criteria)
    return lines + page.column("would do", (f"{name}: {effect_words(effect, 99)}" for name, effect in what_if.items()))


def heading(stage: Stage, page: Page) -> Fragments:
    """Return the title that stands before the first record of a stage."""
    return [BLANK, *page.paragraph("class:title", _TITLES[stage])]


def record(subject: Subject, made: Sequence[Review], effect: Effect | None, page: Page) -> Fragments:
    """Return the lines that stay once reviews are saved."""
    lines = page.paragraph("class:quiet", page.say(subject.question.ask), indent=2)
    for review in made:
        lines += _done(subject, review, page)
    if effect is not None and effect.shifts:
        lines += page.paragraph("class:accent", effect_words(effect, 99), indent=4)
    return lines


def _done(subject: Subject, review: Review, page: Page) -> Fragments:
    said = review.action.past
    if review.value is not None:
        given = show_answer(subject.question, subject.answer, page.language)
        said += f", {given} → {show_value(subject.question, review.value)}"
    first, *others = wrap(f"{said}: {review.reason}", page.width - 4)
    return [("class:done", "  ✔ "), ("", first + "\n"), *(("", f"    {line}\n") for line in others)]


def at_the_end(session: ReviewSession, page: Page) -> Fragments:
    """Return what stands above the last choice."""
    place = session.place
    said = f"{place.checked} of {place.deciding} answers are checked, {place.percent} %."
    return page.titled("Nothing more is to be looked at now", [BLANK, *page.paragraph("", said)])


def closing(
    made: Sequence[Review],
    session: ReviewSession,
    standings: tuple[Standing | None, Standing | None],
    glyphs: Glyphs,
    page: Page,
) -> Fragments:
    """Return the summary: what was done, the verdict before and after, what is still the vendor's word."""
    counts = Counter(review.action for review in made)
    done = ", ".join(f"{counts[action]} {action.past}" for action in ReviewAction if counts[action])
    lines = [BLANK, *page.labelled("reviewed", done or "nothing in this sitting")]
    before, after = standings
    if before is not None and after is not None:
        now = f"{glyphs[after.verdict]} {after.verdict.words}"
        then = f"{glyphs[before.verdict]} {before.verdict.words} → {now}"
        lines += page.labelled("verdict", f"{now}, as before" if after.verdict is before.verdict else then)
        lines += page.column("minimums", _minimums(after))
    waiting = Counter(item.state for item in session.offered)
    left = [f"{waiting[state]} {words}" for state, words in _LEFT.items() if waiting[state]]
    every = "all that decide are checked" if after is not None else "all are checked"
    return lines + page.labelled("answers", "; ".join(left) or every)


def _minimums(after: Standing) -> list[str]:
    lines = [f"{after.words}."]
    if after.taken_out:
        verb = "does" if after.taken_out == 1 else "do"
        lines.append(f"{after.taken_out} more {verb} not apply because of answers that nobody checked.")
    return lines


def same_value(question: Question, value: Value) -> str:
    """Return why a value is no override."""
    return f"{clean(show_value(question, value))} is what the vendor answered. Accept it with a, or give another value."
