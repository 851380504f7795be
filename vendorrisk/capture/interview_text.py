"""What the interview shows, as styled lines: the card above a prompt, the record of an answer, the last words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from vendorrisk.capture.interview_desk import Need
from vendorrisk.capture.screen import BLANK, Block, Fragments, Page, wrap
from vendorrisk.capture.session import Effect, Position, Session
from vendorrisk.model.answer import Answer, Evidence
from vendorrisk.model.glossary import Entry
from vendorrisk.model.policy import Level
from vendorrisk.model.questionnaire import Question, Section
from vendorrisk.phrases.interview import Labels, Screens
from vendorrisk.phrases.workbook import EvidenceKinds
from vendorrisk.rules.values import show_answer

_LISTED = 4
_NEEDED = {
    Level.MINIMUM: Screens.NEEDED_MINIMUM,
    Level.EXPECTED: Screens.NEEDED_EXPECTED,
    Level.LEADING: Screens.NEEDED_LEADING,
}


def header(position: Position, page: Page) -> Fragments:
    """Return section, place in it and share done."""
    place = page.words(Screens.PLACE, number=position.number, size=position.size)
    counts = {"answered": position.answered, "shown": position.shown, "percent": position.percent}
    return page.header(page.say(position.section.title), place, page.words(Screens.PROGRESS, **counts))


def asked(question: Question, position: Position, page: Page) -> list[Block]:
    """Return the question and its help, or the first sentence of a long one; the rest stands in the details.

    A section's first question has the section's introduction above it.
    """
    intro = page.paragraph("", page.say(position.section.intro)) if position.number == 1 else []
    guidance = page.say(question.help)
    if len(wrap(guidance, page.width)) > 2:
        first = re.split(r"(?<=[.!?])\s", guidance.strip(), maxsplit=1)[0]
        guidance = page.words(Screens.REST_IN_MORE, help=first)
    return [
        Block(0, header(position, page)),
        Block(3, intro),
        Block(0, [BLANK, *page.paragraph("class:strong", page.say(question.ask))]),
        Block(2, page.paragraph("class:quiet", guidance)),
    ]


def standing(
    question: Question,
    answer: Answer | None,
    comment: str,
    evidence: Sequence[Evidence],
    page: Page,
) -> Fragments:
    """Return what was answered so far, and what was given beside it."""
    lines: Fragments = []
    if answer is not None:
        lines += page.labelled(Labels.ANSWERED, f"{show_answer(question, answer, page.language)}  ({_origin(answer)})")
    if comment and not (answer is not None and answer.not_applicable):
        lines += page.labelled(Labels.COMMENT, comment)
    lines += page.column(Labels.EVIDENCE, (item.written for item in evidence))
    if answer is None and lines:
        lines += page.labelled("", page.words(Screens.KEPT), "class:quiet")
    return [BLANK, *lines] if lines else []


def _origin(answer: Answer) -> str:
    who = answer.source.respondent or answer.source.recorder
    place = answer.source.where if answer.source.file else ""
    return ", ".join(part for part in (who, place, answer.source.at.date().isoformat()) if part)


def details(
    question: Question, needs: Iterable[Need], depending: Sequence[Question], terms: Iterable[Entry], page: Page
) -> Fragments:
    """Return why a question is asked, what evidence counts, what needs the answer, and what its words mean."""
    criteria = [page.words(_NEEDED[need.level], criterion=need.criterion, title=need.title) for need in needs]
    kinds = ", ".join(page.words(EvidenceKinds[kind.name]) for kind in question.evidence)
    evidence = page.words(Screens.EVIDENCE, kinds=kinds) if kinds else page.words(Screens.NO_EVIDENCE)
    lines: Fragments = [BLANK, *page.paragraph("class:strong", page.say(question.ask))]
    lines += page.labelled(Labels.QUESTION, question.id)
    lines += page.labelled(Labels.HELP, page.say(question.help))
    lines += page.labelled(Labels.WHY, page.say(question.why))
    lines += page.labelled(Labels.EVIDENCE, evidence)
    lines += page.column(Labels.NEEDED_BY, criteria)
    if depending:
        decides = page.words(Screens.WHETHER_TO_ASK, questions=_listed(depending, page))
        lines += page.labelled(Labels.DECIDES, decides)
    references = "; ".join(f"{name} {', '.join(ids)}" for name, ids in question.references.items())
    if references:
        lines += page.labelled(Labels.COMPARE, f"{references}.")
    entries = (page.words(Screens.TERM, term=page.say(each.term), meaning=page.say(each.meaning)) for each in terms)
    return lines + page.column(Labels.GLOSSARY, entries)


def heading(section: Section, page: Page) -> Fragments:
    """Return the title that stands before the first record of a section."""
    return [BLANK, *page.paragraph("class:title", page.say(section.title))]


def record(question: Question, answer: Answer, effect: Effect, page: Page) -> Fragments:
    """Return the lines that stay on the screen once an answer is saved."""
    first, *others = wrap(show_answer(question, answer, page.language), page.width - 4)
    lines = page.paragraph("class:quiet", page.say(question.ask), indent=2)
    lines += [_mark(page), ("", first + "\n"), *(("", f"    {line}\n") for line in others)]
    for text in _beside(answer):
        lines += page.paragraph("class:quiet", text, indent=4)
    for sentence in effect_sentences(effect, page):
        lines += page.paragraph("class:accent", sentence, indent=4)
    return lines


def saved_beside(question: Question, what: Screens, page: Page) -> Fragments:
    """Return the lines that stay once a comment or evidence is saved with an answer that stood before."""
    lines = page.paragraph("class:quiet", page.say(question.ask), indent=2)
    return [*lines, _mark(page), ("", f"{page.words(what)}\n")]


def _mark(page: Page) -> tuple[str, str]:
    """Return what stands before something saved."""
    return ("", f"{page.words(Screens.SAVED)}: ") if page.plain else ("class:done", "  ✔ ")


def effect_sentences(effect: Effect, page: Page) -> Iterator[str]:
    """Yield what an answer opened and closed, in words."""
    if effect.opened:
        yield _counted(effect.opened, Screens.OPENS_ONE, Screens.OPENS, page)
    if effect.closed:
        kept = (None, Screens.ANSWER_KEPT, Screens.ANSWERS_KEPT)[min(len(effect.kept), 2)]
        closed = _counted(effect.closed, Screens.CLOSES_ONE, Screens.CLOSES, page)
        yield f"{closed} {page.words(kept)}" if kept else closed


def _counted(questions: Sequence[Question], one: Screens, many: Screens, page: Page) -> str:
    said = one if len(questions) == 1 else many
    return page.words(said, count=len(questions), questions=_listed(questions, page))


def _listed(questions: Sequence[Question], page: Page) -> str:
    """Return the ids as the end of a sentence, the first of many."""
    names = [question.id for question in questions]
    if len(names) <= _LISTED:
        return page.words(Screens.LISTED, questions=", ".join(names))
    named = ", ".join(names[: _LISTED - 1])
    return page.words(Screens.LISTED_WITH_MORE, questions=named, count=len(names) - _LISTED + 1)


def disagreement(question: Question, mine: Answer, stored: Answer | None, page: Page) -> Fragments:
    """Return both answers to one question, where someone else's was saved meanwhile."""
    lines: Fragments = [BLANK, *page.paragraph("class:strong", page.say(question.ask))]
    lines += page.paragraph("class:fault", page.words(Screens.CHANGED_MEANWHILE))
    removed = page.words(Screens.REMOVED)
    theirs = f"{show_answer(question, stored, page.language)}  ({_origin(stored)})" if stored else removed
    lines += [BLANK, *page.labelled(Labels.THEIRS, theirs), *page.column("", _beside(stored) if stored else [])]
    yours = show_answer(question, mine, page.language)
    return [*lines, *page.labelled(Labels.YOURS, yours), *page.column("", _beside(mine))]


def _beside(answer: Answer) -> list[str]:
    """Return the comment and the documents of an answer."""
    comment = [] if answer.not_applicable or not answer.comment else [answer.comment]
    return [*comment, *(item.written for item in answer.evidence)]


def at_the_end(session: Session, page: Page) -> Fragments:
    """Return what stands above the last choice."""
    return page.titled(page.words(Screens.EVERYTHING_ASKED), [BLANK, *progress(session, page)])


def progress(session: Session, page: Page) -> Fragments:
    """Return how much is answered, what is open, and what waits for another answer."""
    return share(session, page) + left(session, page)


def share(session: Session, page: Page) -> Fragments:
    """Return how much is answered."""
    shown, still = len(session.shown), len(session.open)
    if still:
        done = shown - still
        facts = {"done": done, "shown": shown, "percent": 100 * done // shown}
        return page.paragraph("", page.words(Screens.SOME_ANSWERED, **facts))
    mark = "" if page.plain else "✔ "
    return [("class:done", mark), ("", page.words(Screens.ALL_ANSWERED, count=shown) + "\n")]


def left(session: Session, page: Page) -> Fragments:
    """Return what is open, and what waits for another answer."""
    lines: Fragments = []
    if session.open:
        lines += page.labelled(Labels.OPEN, _listed(session.open, page))
    if session.unclear:
        count = len(session.unclear)
        depends = Screens.DEPENDS_ONE if count == 1 else Screens.DEPEND
        waiting = page.words(depends, count=count, questions=_listed(session.deciding, page))
        lines += page.labelled(Labels.NOT_CLEAR, waiting)
    return lines


def submitted(session: Session, by: str, page: Page) -> Fragments:
    """Return the last lines where the answers were submitted."""
    said = page.paragraph("class:strong", page.words(Screens.SUBMITTED, person=by))
    return [BLANK, *progress(session, page), BLANK, *said]


def closing(session: Session, resume_command: str, lost: Iterable[str], *, finished: bool, page: Page) -> Fragments:
    """Return the last lines: what is done, what is open, what was not saved, how to go on.

    ``lost`` names the questions for which something was given and not saved, as evidence without an answer.
    """
    lead = Screens.RESUME if session.answers else Screens.START_AGAIN
    if finished and not session.open:
        lead = Screens.CHANGE
    unsaved: Fragments = []
    for name in lost:
        said = Screens.UNSAVED if name in session.answers else Screens.UNSAVED_OPEN
        unsaved += page.paragraph("class:fault", page.words(said, question=name))
    command = ("class:accent", resume_command + "\n")
    between = "\n" if page.plain else " "  # plain lines are broken at blanks: a line of its own stays whole for copying
    return [BLANK, *progress(session, page), *unsaved, BLANK, ("", page.words(lead) + between), command]
