"""What a workbook says that goes out again: with earlier answers, in parts, with questions, with faults marked."""

from __future__ import annotations

from vendorrisk.model.language import Phrase


class Again(Phrase):
    """Workbook of a renewal, why an earlier answer is to be confirmed; each is a sentence in a cell."""

    QUESTION_CHANGED = "The question has changed since."
    NOT_COMPARED = "The questionnaire has changed since, and how this question stood then is not known."
    NO_ANSWER_NOW = "The earlier answer can't be given any more: answer anew."
    OLD_EVIDENCE = "{name} will be older than {age} on {date}: name a newer document."
    EXPIRING = "{name} is valid until {date} only: name a newer document."
    CHALLENGED = "The assessor doubts it: see the question beside it."
    OVERRIDDEN = "The assessor counts {value} instead: {reason}"
    CADENCE = "You said so on {date}, and answers are to be confirmed after {term}."
    FROM_PRECEDENT = "From {questionnaire}, {question}: {answer}"
    CONTRADICTORY = "Your earlier answers to other questionnaires contradict each other: answer anew."
    UNDECIDED = "Your earlier answers to other questionnaires come near, and do not decide it: answer here."


class Renewal(Phrase):
    """Workbook of a renewal, on the cover and in the Confirm column."""

    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "Only one word goes here"
    NOT_CONFIRMED_SAYS = "Choose “{confirmed}” if the earlier answer still holds, or leave it empty and answer anew."
    EARLIER = "Earlier answers"
    FILLED = "{count} are filled in from {source}: look whether each still holds."
    TO_CONFIRM = (
        "{count} are to be confirmed. The column {again} says why. Choose “{confirmed}” in the column {confirm} if the "
        "earlier answer still holds, or write the answer of today."
    )
    TO_ANSWER_ANEW = "{count} can't stand and are to be answered anew."
    HINTS = "Beside {count} open questions the column {again} shows what you said elsewhere: it may help to answer."
    THREADS = "Questions to you"
    THREADS_SAY = "The assessor asks about {count} of your answers, in the column {asked}. Write into {reply}."


class Changes(Phrase):
    """Workbook of a renewal, the sheet of what changed in the questionnaire."""

    TITLE = "What changed in the questionnaire since your earlier answers"
    CHANGE = "Change"
    ID = "Id"
    QUESTION = "Question"
    BEFORE = "As it was asked"
    ADDED = "new"
    CHANGED = "changed"
    REMOVED = "no longer asked"


class Parts(Phrase):
    """Workbook that holds a part of a questionnaire."""

    PART = "This part"
    PART_SAYS = "{part}: {count} of the {all} questions. Others fill in the other parts."
    ELSEWHERE = "asked elsewhere"
    ELSEWHERE_SAYS = "{count} more are shown because others depend on them; they are asked elsewhere and locked here."
    DATE_SAYS = "Your name, role and date declare this part complete; the whole is declared once all parts are in."


class Mending(Phrase):
    """Workbook that goes back with its faults marked."""

    FAULTS = "To mend"
    FAULTS_SAY = (
        "{count} cells are marked, and the column {mend} says what is wrong in each. Your other answers are kept. The "
        "sheet {sheet} lists everything."
    )
    RESTORED = "The row is whole again here: write its answer once more."


class Carrying(Phrase):
    """Faults and notes of workbooks that came back with earlier answers, in parts, or from an older questionnaire."""

    EDITED = "The earlier answer to {question} was changed, so it can't be confirmed."
    WRITE_ANSWER = "Write today's answer into the column {answer}, and leave {confirm} empty."
    NOTHING_EARLIER = "{question} is confirmed, and there is no earlier answer that can stand."
    BOTH = "{question} is confirmed as {earlier}, and answered with {answer}."
    ONE_OF_BOTH = "Clear {confirm} if the new answer counts, or the answer if the earlier one does."
    NO_CONFIRMATION = "{value} is no confirmation of {question}."
    CHOOSE_CONFIRMED = "Choose “{confirmed}”, or leave it empty."
    UNCONFIRMED = "{count} earlier answers are not confirmed yet and stay open: {cells}."
    CARRIED = "Answers to unchanged questions are carried over; what changed is listed and stays open."
    CHANGED_OPEN = "{question} has changed since, so its answer {answer} was not carried over."
    ANSWER_ANEW = "Answer it as it is asked now."
    REMOVED = "{question} is no longer asked, so its answer {answer} was not carried over."
    NEW_QUESTIONS = "{count} questions are new: {questions}."
    ELSEWHERE_NOT_READ = "{question} is asked in another part, so what was written here is not read."
