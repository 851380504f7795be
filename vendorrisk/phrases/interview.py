"""What the interview in the terminal says."""

from __future__ import annotations

from vendorrisk.model.language import Phrase


class Keys(Phrase):
    """Interview, what a key does; one or two short words."""

    BACK = "back"
    SKIP = "skip"
    NOT_APPLICABLE = "n/a"
    EVIDENCE = "evidence"
    COMMENT = "comment"
    MORE = "more"
    STOP = "stop"
    CHOOSE = "choose"
    MOVE = "move"
    TICK = "tick"
    SAVE = "save"
    ATTACH = "attach"
    GO_ON = "go on"
    KEEP = "keep"
    EDIT = "edit"
    NEXT_ITEM = "next item"
    ENTER = "Enter"
    SPACE = "Space"
    TWICE = "twice"


class Labels(Phrase):
    """Interview, words at the left of a line, at most 11 characters."""

    ANSWERED = "answered"
    COMMENT = "comment"
    EVIDENCE = "evidence"
    QUESTION = "question"
    HELP = "help"
    WHY = "why we ask"
    NEEDED_BY = "needed by"
    DECIDES = "decides"
    COMPARE = "compare"
    GLOSSARY = "glossary"
    THEIRS = "theirs"
    YOURS = "yours"
    OPEN = "open"
    NOT_CLEAR = "not clear"


class Prompts(Phrase):
    """Interview, what is asked beside the questions."""

    TICK_ONE = "Tick at least one with Space, or press s to skip."
    TYPE_COMMAND = "Type :{key} for {meaning}."
    NO_COMMAND = "{typed} is no command here; there are {known}."
    SUCH_AS_DATE = "such as 2026-01-31"
    SUCH_AS_REPORT = "such as report.pdf [2026-01-31]"
    NOTHING_WRITTEN = "Nothing is written yet. Write an answer, or :s to skip."
    READ_AS_NOT_APPLICABLE = "not applicable"
    ITEM = "1 item"
    ITEMS = "{count} items"
    TOO_LONG = "It has {count} characters; at most {most} fit."
    DOCUMENT = "Which file or https address supports this? Its date in brackets if you have it. Enter alone when done."
    DOCUMENT_OR_LESS = (
        "Which file or https address supports this? Its date in brackets if you have it. Enter alone when done. "
        "-1 takes the first away."
    )
    DOCUMENT_DATE = (
        "Which date does the document bear? Enter alone if it has none: an address is then only your word, and a file "
        "won't do where an age is asked."
    )
    NO_FOLDER = "There is no folder {folder}."
    FIRST = "This is the first question."
    NOT_OFFERED = "This applies to every vendor, so n/a isn't offered. Answer it, and explain in a comment."
    NOT_SAVED = "Not saved: {reason}"
    WHY_NOT_APPLICABLE = "Why does this not apply? The reason counts once an assessor accepts it."
    REASON_MISSING = "Without a reason it stays open. Write one, or :b to go back to the question."
    COMMENT = "What should a reader of this answer know?"
    COMMENT_OR_LESS = "What should a reader of this answer know? - alone removes the comment."
    KEEP_THEIRS = "Keep theirs"
    REPLACE_BY_MINE = "Replace it by mine"
    FINISH = "Finish"
    ASK_SKIPPED_ONE = "Ask the one skipped again"
    ASK_SKIPPED = "Ask the {count} skipped again"
    GO_BACK = "Go back to the last question"


class Screens(Phrase):
    """Interview, lines on the screen."""

    PLACE = "{number} of {size}"
    PROGRESS = "{answered} of {shown} answered  {percent} %"
    REST_IN_MORE = "{help} … (? for the rest)"
    KEPT = "Kept until you answer."
    NO_EVIDENCE = "none is asked for."
    EVIDENCE = "{kinds}."
    TERM = "{term}: {meaning}"
    WHETHER_TO_ASK = "whether to ask {questions}"
    COMMENT_SAVED = "comment saved"
    EVIDENCE_SAVED = "evidence saved"
    OPENS_ONE = "Opens 1 question: {questions}"
    OPENS = "Opens {count} questions: {questions}"
    CLOSES_ONE = "Closes 1 question: {questions}"
    CLOSES = "Closes {count} questions: {questions}"
    ANSWER_KEPT = "Its answer is kept but doesn't count."
    ANSWERS_KEPT = "Their answers are kept but don't count."
    LISTED = "{questions}."
    LISTED_WITH_MORE = "{questions}, and {count} more."
    CHANGED_MEANWHILE = "Someone else changed this answer meanwhile."
    REMOVED = "removed"
    EVERYTHING_ASKED = "Everything was asked"
    ALL_ANSWERED = "All {count} questions are answered."
    SOME_ANSWERED = "{done} of {shown} questions answered, {percent} %."
    DEPENDS_ONE = "1 more question depends on {questions}"
    DEPEND = "{count} more questions depend on {questions}"
    RESUME = "Saved. Resume with:"
    START_AGAIN = "Nothing was answered yet. Start again with:"
    CHANGE = "Saved. Change an answer with:"
    UNSAVED = "Not saved: what you gave last for {question}."
    UNSAVED_OPEN = "Not saved: what you gave last for {question}, which has no answer yet."
