"""What the vendor's workbook says."""

from __future__ import annotations

from vendorrisk.model.language import Phrase


class Sheets(Phrase):
    """Names of the workbook's sheets, at most 31 characters."""

    COVER = "Cover"
    QUESTIONS = "Questions"
    CRITERIA = "Minimum criteria"
    GLOSSARY = "Glossary"
    FAULTS = "Faults"
    CHANGES = "What changed"


class Columns(Phrase):
    """Workbook, headers of the sheet of questions."""

    ID = "Id"
    QUESTION = "Question"
    GUIDANCE = "Guidance"
    HOW = "How to answer"
    ANSWER = "Answer"
    COMMENT = "Comment"
    EVIDENCE = "Evidence"
    STATUS = "Status"
    MEND = "To mend"
    EARLIER = "Earlier answer"
    AGAIN = "Why ask again"
    CONFIRM = "Confirm"
    ASKED = "Question from the assessor"
    REPLY = "Your reply"


class Status(Phrase):
    """Workbook, words of the column Status."""

    NEEDED = "answer needed"
    DONE = "done"
    NOT_NEEDED = "not needed"
    UNCLEAR = "not yet clear"


class Cover(Phrase):
    """Workbook, the cover."""

    NO_COALITION = "Vendor assessment"
    WHO_ASKS = "Who asks"
    SOMEBODY_ASKS = "The organisation that sent you this workbook."
    QUESTIONNAIRE = "Questionnaire"
    WHO_FILLS = "Who fills it in"
    VENDOR_FILLS = "You, the vendor: the people who build and run the service."
    PROCUREMENT_FILLS = "The procurement team, before or together with the vendor's answers."
    BY_WHEN = "By when"
    AS_AGREED = "As agreed with the person who sent you this workbook."
    HOW = "How"
    STEP_1 = (
        "1. Fill the tinted cells on the sheet {sheet}: {answer}, {comment}, {evidence}. Filter by {status} to see "
        "what is left."
    )
    STEP_2 = "2. Choose from the list where there is one. What you don't know yet stays empty: that never reads as no."
    STEP_3 = "3. Write {not_applicable} only where it is offered, and the reason beside it, in the comment."
    STEP_4 = (
        "4. Name evidence as files that you send along, or as web addresses, one per line, each with its own date: "
        "policy.pdf [2026-03-01]. Undated, an address is only your word, and a file won't do where an age is asked."
    )
    STEP_5 = (
        "5. Save as .xlsx and send it back, with the files, to the person who sent it to you. Half filled is fine, too."
    )
    STEP_6 = (
        "6. Enter the date only when you are done: name, role and date declare the answers complete, as your firm's "
        "word."
    )
    NEXT = "What happens next"
    NEXT_SAYS = (
        "You hear at once which cells can't be read, and mend them. Then you receive the gap list: what is not met, "
        "what closes it, and by when."
    )
    VENDOR = "Vendor"
    PRODUCT = "Product or service"
    NAME = "Completed by: name"
    ROLE = "Completed by: role"
    DATE = "Completed on"
    PROGRESS = "Progress"
    ANSWERED = "Answered"
    ALL_SECTIONS = "All sections"
    DONE_OF_ASKED = "{done} of {asked}"
    MORE_DEPEND = "{count} more depend on other answers"
    LEGEND = "What the status means"
    NEEDED_MEANS = "This question applies, and waits for your answer, or for the reason why it doesn't apply."
    DONE_MEANS = "Answered."
    NOT_NEEDED_MEANS = "Your other answers show that it doesn't apply. Leave it as it is."
    UNCLEAR_MEANS = "Another answer will show whether it applies."
    PAGE = "Page {page} of {pages}"


class How(Phrase):
    """Workbook, what an answer cell takes, and the note on a question."""

    CHOOSE = "Choose one:"
    ONE_OR_MORE = "One or more, one per line:"
    ALONE = "{option} (alone)"
    NUMBER = "A number."
    NUMBER_OF = "A number of {unit}."
    NUMBER_BETWEEN = "A number, {low} to {high}."
    NUMBER_OF_BETWEEN = "A number of {unit}, {low} to {high}."
    PERCENT = "Per cent, such as 95 or 95 %."
    DATE = "A date, such as 2026-01-31."
    TEXT = "A few sentences."
    LIST = "One item per line."
    URL = "A web address (https://)."
    OR_NOT_APPLICABLE = "Or {not_applicable}, with the reason in the comment."
    TERMS = "Glossary: {terms}"
    WHY = "Why we ask: {why}"
    EVIDENCE = "Evidence that counts: {kinds}."
    TOO_LONG = "Too long"
    TOO_LONG_SAYS = "At most {count} characters are read. Attach the rest as evidence."
    NOT_AN_ANSWER = "Not one of the answers"
    NOT_AN_ANSWER_SAYS = "Choose one from the list. Words of your own belong into the comment."


class Criteria(Phrase):
    """Workbook, the sheet of minimum criteria."""

    TITLE = "What every vendor must meet"
    ID = "Id"
    CRITERION = "Criterion"
    MET_WHEN = "Met when"
    RESTS_ON = "The questions it rests on"
    APPLIES_WHEN = "Applies when"
    EVIDENCE = "Evidence"
    WHY = "Why"
    ALWAYS = "Always."
    DOCUMENT = "A document, or a web address with its date."
    DOCUMENT_AGED = "A document, or a web address with its date, not older than {age}."
    REPORT = "An independent report."
    REPORT_AGED = "An independent report, not older than {age}."
    WORD = "Your word is enough."
    ASKS_DOCUMENT = "A minimum criterion asks here for a document, or a web address with its date."
    ASKS_DOCUMENT_AGED = (
        "A minimum criterion asks here for a document, or a web address with its date, not older than {age}."
    )
    ASKS_REPORT = "A minimum criterion asks here for an independent report."
    ASKS_REPORT_AGED = "A minimum criterion asks here for an independent report, not older than {age}."


class Glossary(Phrase):
    """Workbook, the sheet of the glossary."""

    TITLE = "What the words mean"
    TERM = "Term"
    MEANING = "Meaning"
    USED_IN = "Questions that use it"


class EvidenceKinds(Phrase):
    """Kinds of evidence, in a list."""

    POLICY = "policy"
    PROCEDURE = "procedure"
    RECORD = "record"
    CONFIGURATION_EXPORT = "configuration export"
    AUDIT_REPORT = "audit report"
    CERTIFICATE = "certificate"
    TEST_REPORT = "test report"
    CONTRACT = "contract"
    PUBLIC_PAGE = "public page"
    MODEL_CARD = "model card"
    DATA_SHEET = "data sheet"
    TRAINING_RECORD = "training record"


class FaultSheet(Phrase):
    """Workbook of faults that a vendor receives: its columns and headline."""

    KIND = "Kind"
    CELL = "Cell"
    ID = "Id"
    QUESTION = "Question"
    FOUND = "Value found"
    WRONG = "What is wrong"
    MEND = "How to mend it"
    FAULT = "fault"
    NOTE = "note"
    CAN_BE_IMPORTED = "{file} can be imported. Faults: none. Notes: {notes}."
    NOT_IMPORTED = "{file} was not imported, and nothing was saved. Faults: {faults}. Notes: {notes}."
