"""Lists of questions to choose from, the review before submission, and what others say about an answer, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vendorrisk.capture.interview_desk import Weak
from vendorrisk.capture.interview_text import left, share
from vendorrisk.capture.screen import BLANK, Block, Fragments, Page, cut
from vendorrisk.capture.session import Session
from vendorrisk.model.answer import Answer
from vendorrisk.model.proposal import Message, Precedent, Proposal
from vendorrisk.model.questionnaire import Question, Section
from vendorrisk.model.result import FindingState
from vendorrisk.phrases.interview import Labels, Lists, Screens, Submission
from vendorrisk.rules.values import show_answer, show_value

_INDENT = 3
"""Columns before an option."""
_MOST_WEAK = 4
_WEAK = {
    FindingState.UNMET: Lists.UNMET,
    FindingState.PARTLY_MET: Lists.PARTLY_MET,
    FindingState.UNDETERMINED: Lists.UNDETERMINED,
}
_COMMENT = 200
"""Characters of a source's comment that are shown."""
_RELATIONS = {
    "equal": Lists.FROM_EQUAL,
    "narrower": Lists.FROM_NARROWER,
    "broader": Lists.FROM_BROADER,
    "related": Lists.FROM_RELATED,
}


def sections(session: Session, page: Page) -> list[tuple[str, str]]:
    """Return the sections that have questions to ask, each by its id, with the share answered."""
    found, asked = [], {question.id for question in session.shown}
    for section in session.questionnaire.sections:
        shown = [question for question in section.questions if question.id in asked]
        done = sum(question.id in session.answers for question in shown)
        if shown:
            said = page.words(Lists.SECTION, section=page.say(section.title), done=done, shown=len(shown))
            found.append((section.section, said))
    return found


def questions(
    session: Session, chosen: Sequence[Question], page: Page, weak: Iterable[Weak] = ()
) -> list[tuple[str, str]]:
    """Return questions as options below the titles of their sections, each with its answer as it stands.

    ``weak`` are criteria to name beside the answers on which they rest.
    """
    weakest: dict[str, list[Weak]] = {}
    for each in weak:
        for name in each.questions:
            weakest.setdefault(name, []).append(each)
    found: list[tuple[str, str]] = []
    headed: Section | None = None
    for question in chosen:
        section = session.section(question)
        if section is not headed:
            headed = section
            found.append(("", f"\n{page.say(section.title)}"))
        found.append((question.id, _entry(session, question, weakest.get(question.id, ()), page)))
    return found


def _entry(session: Session, question: Question, weak: Sequence[Weak], page: Page) -> str:
    """Return a question, its answer, and what is the matter with it."""
    answer = session.answers.get(question.id)
    said = [show_answer(question, answer, page.language) if answer else page.words(Lists.OPEN)]
    proposal = session.proposal(question)
    if proposal and proposal.proposes:
        said.append(page.words(Lists.PROPOSED))
    if session.waits(question):
        said.append(page.words(Lists.WAITS))
    if answer:
        said += [page.words(_WEAK[each.state], criterion=each.criterion) for each in weak]
    ask, answered = page.say(question.ask), " · ".join(said)
    if page.plain:
        return f"{ask} {', '.join(said)}"
    return f"{cut(ask, page.width - _INDENT)}\n  {cut(f'→ {answered}', page.width - _INDENT - 2)}"


def overview(session: Session, weak: Sequence[Weak], page: Page) -> list[Block]:
    """Return what stands above all answers: how many, the reasons for not applicable, the weakest points."""
    answers = _counting(session)
    reasons = sum(answer.not_applicable for answer in answers)
    lines = share(session, page)
    if reasons:
        lines += page.paragraph(
            "", page.words(Submission.REASON if reasons == 1 else Submission.REASONS, count=reasons)
        )
    shown = [page.words(Lists.WEAK, state=_weakness(each, page), title=each.title) for each in weak[:_MOST_WEAK]]
    if len(weak) > _MOST_WEAK:
        shown.append(page.words(Lists.MORE_WEAK, count=len(weak) - _MOST_WEAK))
    title = page.titled(page.words(Lists.ALL_ANSWERS), lines)
    return [Block(0, title), Block(2, left(session, page)), Block(1, page.column(Labels.WEAKEST, shown))]


def _weakness(weak: Weak, page: Page) -> str:
    return page.words(_WEAK[weak.state], criterion=weak.criterion)


def _counting(session: Session) -> list[Answer]:
    """Return the answers to questions that are asked."""
    return [session.answers[question.id] for question in session.shown if question.id in session.answers]


def declaration(session: Session, by: str, page: Page) -> Fragments:
    """Return what a person declares by submitting."""
    answers, still = _counting(session), len(session.open)
    count = len(answers)
    lines = page.paragraph("", page.words(Submission.ANSWER if count == 1 else Submission.ANSWERS, count=count, by=by))
    if still:
        said = page.words(Submission.OPEN_ONE if still == 1 else Submission.OPEN, count=still)
        lines += page.paragraph("class:fault", said)
    lines += page.paragraph("", page.words(Submission.AFTERWARDS))
    return page.titled(page.words(Submission.SUBMIT), lines)


def proposed(question: Question, proposal: Proposal, page: Page) -> Fragments:
    """Return what is proposed, and from where; all sources where they contradict each other or decide nothing."""
    sources = [_source(precedent, page) for precedent in proposal.precedents]
    if not proposal.proposes:
        said = page.words(Lists.IN_CONFLICT if proposal.conflicting else Lists.UNDECIDED)
        return [BLANK, *page.labelled(Labels.PROPOSED, said), *page.column("", sources)]
    answer = page.words(Lists.NOT_APPLICABLE, reason=proposal.comment)
    if proposal.value is not None:
        answer = show_value(question, proposal.value, page.language)
    lines = [BLANK, *page.labelled(Labels.PROPOSED, answer), *page.column("", sources)]
    if proposal.comment and not proposal.not_applicable:
        lines += page.labelled(Labels.COMMENT, proposal.comment)
    return lines


def _source(precedent: Precedent, page: Page) -> str:
    facts = {"questionnaire": precedent.questionnaire, "question": precedent.question, "place": precedent.where}
    said = page.words(_RELATIONS[precedent.relation], answer=precedent.shown, **facts)
    return f"{said} {cut(precedent.comment, _COMMENT)}" if precedent.comment else said


def precedents_note(proposal: Proposal) -> str:
    """Return what the source of a confirmed answer says of where it came from."""
    deciding = [each for each in proposal.precedents if each.suggests is not None] or proposal.precedents
    named = "; ".join(f"{each.questionnaire} {each.question} '{each.shown}' ({each.where})" for each in deciding)
    return f"confirmed as proposed from {named}"


def thread(messages: Iterable[Message], page: Page) -> Fragments:
    """Return what assessor and vendor wrote to each other."""
    says = {"assessor": Lists.ASSESSOR_WROTE, "vendor": Lists.VENDOR_WROTE}
    lines: Fragments = []
    for each in messages:
        said = page.words(says[each.role], person=each.by, date=each.at.date().isoformat(), text=each.text)
        lines += page.labelled(Labels.THREAD if not lines else "", said)
    return lines


def meanwhile(session: Session, changed: Sequence[Question], page: Page) -> Fragments:
    """Return what others answered or removed while this sitting went on."""
    lines: Fragments = []
    for question in changed:
        answer = session.answers.get(question.id)
        who = answer.source.recorder if answer else ""
        shown = show_answer(question, answer, page.language) if answer else page.words(Screens.REMOVED)
        facts = {"question": question.id, "person": who, "answer": shown}
        said = page.words(Lists.MEANWHILE if who else Lists.MEANWHILE_REMOVED, **facts)
        lines += page.paragraph("class:accent", said, indent=4)
    return lines
