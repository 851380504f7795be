"""What is said of answers and evidence that can't be read, in the workbook's faults and in the interview."""

from __future__ import annotations

from vendorrisk.model.language import Phrase


class Unclear(Phrase):
    """Why an answer can't be read, and how to mend it; {value} is what was written."""

    TOO_LONG = "The answer has {count} characters; at most {most} fit."
    TEXT_TOO_LONG = "The text has {count} characters; at most {most} fit."
    SHORTEN = "Shorten it, and attach the rest as evidence."
    PLACEHOLDER = "{value} is a placeholder, not an answer."
    LEAVE_EMPTY = "Leave it empty until the answer is known."
    NOT_APPLICABLE = "{question} can't be answered with {value}: it applies to every vendor."
    CHOOSE_AND_EXPLAIN = "Choose {options}, and explain in the comment."
    ANSWER_AND_EXPLAIN = "Answer it, and explain in the comment."
    SHOWS_PERCENTAGE = "The cell shows a percentage, and a number is asked for."
    FORMAT_AS_NUMBER = "Format the cell as a number, and write digits."
    BELOW = "{value} is below the limit of {limit}."
    ABOVE = "{value} is above the limit of {limit}."
    CHECK = "Check the answer."
    NO_WORDS = "{value} stands where words are asked for."
    IN_WORDS = "Answer in words."
    NO_ADDRESS = "{value} is no web address."
    ADDRESS_SPACE = "{value} holds a space, so it is not one web address."
    ADDRESS_HIDES = "{value} hides its host behind an '@'."
    ADDRESS_LONG = "{value} is longer than 2,000 characters."
    WRITE_ADDRESS = "Write one address, such as https://example.com/security."
    STANDS_ALONE = "{option} stands beside other options, and excludes them."
    KEEP_ONE = "Keep that one, or the others."
    NONE_OF = "{value} is none of {options}."
    NONE_OF_MANY = "{value} is none of the {count} options."
    SEVERAL_NONE_OF = "{values} are none of {options}."
    SEVERAL_NONE_OF_MANY = "{values} are none of the {count} options."
    MEANT_FOR = "For {value}: did you mean {option}?"
    MEANT = "Did you mean {option}?"
    MEANT_ONLY = "If {option} is meant, write only that, and put the rest into the comment."
    CHOOSE = "Choose one from the list."
    ONE_PER_LINE = "Write one option per line."
    SEVERAL = "{count} answers stand here, and one is allowed."
    KEEP_OPTIONS = "Keep {options}, and explain the rest in the comment."


class Amounts(Phrase):
    """Why a number, a percentage or a date can't be read, and how to mend it; {value} is what was written."""

    A_DATE = "{value} is a date, and a number is asked for."
    NO_NUMBER_GIVEN = "{value} is no number, and a number is asked for."
    NO_NUMBER = "{value} is no number."
    NO_NUMBER_IN = "{value} is no number. The answer is counted in {unit}."
    DIGITS_24 = "Write digits, such as 24."
    DIGITS = "Write digits only, such as 24 or 1.5."
    DIGITS_ONLY = "Write digits only, such as 24; put words into the comment."
    COULD_MEAN = "{value} could mean {one} or {other}."
    WRITE_EITHER = "Write {one} or {other}."
    WRITE_EITHER_PERCENT = "Write {one} % or {other} % with the sign."
    COULD_MEAN_PERCENT = "{value} could mean {one} % or {other} %."
    SEVERAL_WAYS = "{value} can be read in more than one way."
    NO_THOUSANDS = "Write it without separators of thousands, such as 1234.5."
    NOT_EXACT = "{value} is no number that a spreadsheet keeps exactly."
    DIGITS_15 = "Use at most 15 digits."
    DAY_NUMBER = "{value} is a number, not a date."
    IF_MEANT = "If it stands for {date}, write {date}."
    NO_DATE = "{value} is no date."
    NO_DAY = "{value} is no day of the calendar."
    OTHER_CENTURY = "{value} lies outside 1900 to 2199."
    WRITE_DATE = "Write year, month and day, such as 2026-01-13."


class Documents(Phrase):
    """What is wrong with evidence as it is named, and how to mend it; {name} is a file or an address."""

    TOO_MANY = "{count} documents are named."
    AT_MOST = "Name at most {most}."
    NO_HTTPS = "The evidence {name} does not begin with https://."
    NO_ADDRESS = "The evidence {name} is no web address."
    ADDRESS_SPACE = "The evidence {name} holds a space, so it is not one web address."
    ADDRESS_HIDES = "The evidence {name} hides its host behind an '@'."
    ADDRESS_LONG = "The evidence {name} is longer than 2,000 characters."
    WRITE_ADDRESS = "Write the whole address, such as https://example.com/report."
    NO_NAME = "The evidence {name} has no name."
    A_PATH = "The evidence {name} is a path, not the plain name of a file."
    LONG_NAME = "The evidence {name} has more than {most} characters."
    ODD_NAME = "The evidence {name} is no name that every computer can store."
    A_LINK = "The evidence {name} is a link out of the folder."
    MISSING = "The file {name} was not found."
    MEANT = "Did you mean {other}?"
    UNDATED_ADDRESS = "The address {name} bears no date."
    DATE_ADDRESS = (
        "Write the date that the document bears after it, such as [2026-01-31]. It counts as your word only without it."
    )
    UNDATED_FILE = "The file {name} bears no date, so its age can't be told."
    DATE_FILE = (
        "Write the date that the document bears after it, such as [2026-01-31]. Where an age is asked, it won't count "
        "without it."
    )
    UNREADABLE = "The file {name} can't be read: {reason}."
    LOOK_AT_RIGHTS = "Look at its rights, and whether it is whole."
    TOO_LARGE = "The file {name} is larger than {most} MiB, and was not taken."
    ALL_TOO_LARGE = "With {name}, the files are larger than {most} MiB together."
    SEND_SMALLER = "Send a smaller version, or its address."
    EMPTY = "The file {name} is empty, so it documents nothing."
    SEND_ITSELF = "Send the document itself."
    BAD_DATE = "The date {date} of the evidence {name} can't be read."
    WRITE_DATE = "Write it as [2026-01-31], or with its last day as [2026-01-31 to 2027-01-30]."
    ENDS_BEFORE = "The evidence {name} is valid until {end}, which is before its date {date}."
    EXPIRED = "The evidence {name} was valid until {date}, so it supports nothing any more."
    NAME_CURRENT = "Name the one that holds now."
    FUTURE = "The evidence {name} is dated {date}, which is in the future."
    OWN_DATE = "Write the date that the document itself bears."


class BesideWorkbook(Phrase):
    """Where evidence files lie that a workbook names."""

    PUT = "Put the file beside the workbook, and write its name only."
    PUT_ITSELF = "Put the file itself beside the workbook."
    STAYS = "The answer stays, but without this document until the file lies beside the workbook."


class BesideAnswers(Phrase):
    """Where evidence files lie that an answers file names."""

    PUT = "Put the file beside the answers file, and write its name only."
    PUT_ITSELF = "Put the file itself beside the answers file."
    STAYS = "The answer stays, but without this document until the file lies beside the answers file."


class OnThisMachine(Phrase):
    """Where evidence files lie that are named in the interview."""

    PUT = "Put the file into a folder of this machine, and write its name only."
    PUT_ITSELF = "Put the file itself into a folder of this machine."
    STAYS = "Write its path, or Enter alone to go on without it."


class Import(Phrase):
    """Faults and notes of a returned workbook; {question} is an id, {sheet} and {column} are names."""

    FRESH = "Ask for a fresh template."
    ASK_FRESH_AND_COPY = (
        "Ask for a fresh one (made by 'vendorrisk template {questionnaire} -o FILE.xlsx'), and copy the answers over."
    )
    OTHER_QUESTIONNAIRE = "It answers the questionnaire {found}, not {wanted}."
    OTHER_VERSION = "It was made for {questionnaire} {version}, and the current version is {current}."
    SAME_VERSION = "It was made from other questions that also call themselves {questionnaire}."
    SHEET_MISSING = "The sheet {sheet} is missing or was renamed."
    NAME_SHEET = "Name it {sheet} again, or ask for a fresh template."
    SHEET_HIDDEN = "The sheet {sheet} is hidden, so nobody sees which answers are given."
    SHOW_SHEET = "Show it again, or ask for a fresh template."
    COLUMN_TWICE = "The column {column} stands twice, in {first} and {second}."
    DELETE_ONE = "Delete the one that does not count."
    COLUMNS_MISSING = "The sheet {sheet} lacks the column {columns}."
    RESTORE_COLUMN = "Restore it with its header, or ask for a fresh template."
    MERGED = "The answers of {cells} are merged, so it is not clear which question is answered."
    UNMERGE = "Undo the merging, and answer each."
    FILLED_BY_FORMULA = "A formula of another cell fills the row of {question}, and formulas are never trusted."
    TYPE_VALUES = "Type the values themselves, or paste them as values."
    NO_ANSWER = "{question} has a comment or evidence, and no answer; it counts as not answered."
    ANSWER_TOO = "Answer it, too."
    REASON_MISSING = "{question} is answered with {not_applicable}, and the reason is missing."
    WRITE_REASON = "Write the reason into the comment."
    COMMENT_DISAGREES = (
        "The comment on {question} says not applicable, and the answer says otherwise; the answer counts."
    )
    MEND_EITHER = "Mend whichever is wrong."
    OTHER_WORDING = "The workbook words these questions otherwise than {questionnaire} does now: {questions}."
    COMPARE = "Compare them: an answer may be one to other words."
    ROW_TWICE = "{question} stands twice, in rows {first} and {second}."
    ROW_MOVED = "The row of {question} was moved apart from its question (row {row})."
    RESTORE_ORDER = "Restore the order, or ask for a fresh template."
    TEXT_CHANGED = "The text of the question {question} was changed."
    RESTORE_TEXT = "Restore it, or ask for a fresh template. Remarks belong into the comment."
    ID_CHANGED = "The id of this row should be {question}, and is {found}."
    ID_DELETED = "The id {question} was deleted."
    WRITE_ID = "Write {question} into the cell."
    NO_SUCH_QUESTION = "{found} is no question of {questionnaire}."
    DELETE_ROW = "Delete the row, or restore its id."
    NO_QUESTION = "An answer stands in a row without a question."
    MOVE_ANSWER = "Move it to the row of its question."
    ROW_MISSING = "The row of {question} is missing."
    RESTORE_ROW = "Restore it, or ask for a fresh template."
    NOT_READ = "Cells outside the template's columns are not read: {cells}."
    HIDDEN_ROWS = "Hidden rows are read, too: {rows}."
    HIDDEN_COLUMN = "The column {column} is hidden, and is read all the same."
    NOTE_NOT_READ = "The note on this cell is not read."
    WRITE_COMMENT = "Write it into the comment column if it matters."
    SHEET_NOT_READ = "The sheet {sheet} is not part of the template and is not read."
    COVER_MISSING = "The sheet {sheet} is missing, so it is not known who completed it."
    BY_WHOM = "{label} is filled, and it does not say by whom, so the answers stay a draft."
    NO_ROLE = "{person} stands there without a role."
    FILL = "Fill {label}."
    ABOUT = "{label}: {problem}"
    FORMULA = "The cell holds the formula {value}, and formulas are never trusted."
    TYPE_VALUE = "Type the value itself, or paste it as a value."
    ERROR = "The cell holds the error {value}."
    TYPE_IT = "Type the value."
    STRUCK_OUT = "{value} is struck out."
    CLEAR = "Clear the cell, or undo the line."
    SHOWN_OTHERWISE = "The cell holds {value}, and its format shows something else."
    GENERAL_FORMAT = "Choose the format General, and look whether the answer is the one that is meant."
