"""Questionnaires in layouts of all kinds, made up, with what stands where: for the guess."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle

from foreign import sheet

from vendorrisk.capture.csv_in import read_csv
from vendorrisk.capture.grid import Area, Book, Sheet, number_of
from vendorrisk.capture.quantities import Raw

ENGLISH = (
    "Do you have an information security policy that management approved?",
    "Is multi-factor authentication required for all administrators?",
    "Are backups tested at least once a year?",
    "Describe how you tell customers about incidents.",
    "Do you encrypt customer data at rest?",
    "Who is responsible for information security?",
    "Are employees trained in data protection every year?",
    "Is there a process for the removal of access rights?",
    "Do you test your applications for vulnerabilities?",
    "Please list the subprocessors that you use.",
    "Is customer data kept apart from that of others?",
    "How long are logs kept?",
)
GERMAN = (
    "Gibt es eine von der Leitung freigegebene Richtlinie zur Informationssicherheit?",
    "Ist Mehr-Faktor-Authentisierung für alle Administratoren vorgeschrieben?",
    "Werden Datensicherungen mindestens jährlich getestet?",
    "Bitte beschreiben Sie, wie Sie Kunden über Vorfälle informieren.",
    "Verschlüsseln Sie Kundendaten bei der Speicherung?",
    "Wer ist für Informationssicherheit verantwortlich?",
    "Werden Mitarbeitende jährlich im Datenschutz geschult?",
    "Gibt es einen Prozess zum Entzug von Zugriffsrechten?",
    "Werden Ihre Anwendungen auf Schwachstellen geprüft?",
    "Sind die Daten unterschiedlicher Kunden getrennt?",
)
FRENCH = (
    "Disposez-vous d'une politique de sécurité approuvée par la direction ?",
    "L'authentification à plusieurs facteurs est-elle obligatoire pour les administrateurs ?",
    "Les sauvegardes sont-elles testées au moins une fois par an ?",
    "Décrivez comment vous informez vos clients des incidents.",
    "Chiffrez-vous les données des clients au repos ?",
    "Qui est responsable de la sécurité de l'information ?",
    "Le personnel est-il formé chaque année à la protection des données ?",
    "Existe-t-il un processus de retrait des droits d'accès ?",
)
STATEMENTS = (
    "Access to production systems is limited to named administrators.",
    "All changes are reviewed by a second person before they are released.",
    "Personal data is deleted when the contract with the customer ends.",
    "Laptops of employees are encrypted and can be wiped from afar.",
    "Suppliers must report incidents within the time that the contract sets.",
    "Test data has been separated from the data of customers.",
    "Keys are rotated at least once a year by the security team.",
    "Physical access to data centres is logged and reviewed monthly.",
    "Vulnerabilities are mended within the time that the policy sets.",
    "The network is segmented, and traffic between segments is filtered.",
    "Backups are stored in another region than the data that they protect.",
    "Access rights are reviewed every quarter by the owner of the system.",
)
COMMENTS = ("See section 4 of our security policy, version 3.", None, "Tested in March; report on request.", None)
YES_NO = ("Yes", "No", "Yes", "N/A", "Yes", "Yes")
JA_NEIN = ("Ja", "Nein", "teilweise", "Ja", "entfällt", "Ja")
OUI_NON = ("Oui", "Non", "Oui", "Sans objet", "Partiellement", "Oui")
WORDS = (
    "We have had one since 2019, and the board reviews it each spring.",
    "It is required for all of them, by a hardware key.",
    "The restore is tested twice a year by the platform team.",
)


@dataclass(frozen=True)
class Odd:
    """A file, and where in it everything stands: columns by part."""

    book: Book
    columns: dict[str, str]
    """What must be found, or must be said to be not certain, by part. ``mark yes`` and the like for marks."""
    count: int
    summary: dict[str, int]
    certain: frozenset[str] = frozenset({"question", "answer"})
    """The parts that must not be asked about."""
    by_text: bool = False


def _rows(questions: Sequence[str], *columns: Sequence[Raw]) -> list[list[Raw]]:
    """Return a row for each question: None in ``columns`` stands for the question itself."""
    cycled = [cycle(column) for column in columns]
    return [
        [question if column == () else next(each) for column, each in zip(columns, cycled, strict=True)]
        for question in questions
    ]


Q: tuple[Raw, ...] = ()
"""The place of the question in a row."""


def _ids(pattern: str, count: int) -> list[Raw]:
    return [pattern.format(number) for number in range(1, count + 1)]


def _book(*sheets: Sheet) -> Book:
    return Book("odd.xlsx", sheets)


def german() -> Odd:
    rows = _rows(GERMAN, _ids("{}", 10), Q, JA_NEIN, COMMENTS)
    rows = [[int(str(row[0])), *row[1:]] for row in rows]
    book = _book(sheet(["Nr.", "Frage", "Antwort", "Erläuterung"], *rows, title="Fragebogen"))
    columns = {"id": "A", "question": "B", "answer": "C", "comment": "D"}
    return Odd(book, columns, 10, {"yes": 5, "partly": 2, "no": 2, "n/a": 1, "open": 0})


def french() -> Odd:
    rows = _rows(FRENCH, _ids("SEC-{:02d}", 8), Q, OUI_NON, COMMENTS)
    book = _book(sheet(["Référence", "Question", "Réponse", "Commentaires"], *rows, title="Questionnaire"))
    columns = {"id": "A", "question": "B", "answer": "C", "comment": "D"}
    return Odd(book, columns, 8, {"yes": 4, "partly": 1, "no": 2, "n/a": 1, "open": 0})


def without_ids() -> Odd:
    rows = _rows(ENGLISH, Q, YES_NO, COMMENTS)
    book = _book(sheet(["Question", "Response", "Comments"], *rows, title="Vendor"))
    columns = {"question": "A", "answer": "B", "comment": "C"}
    return Odd(book, columns, 12, {"yes": 8, "no": 2, "n/a": 2, "open": 0}, by_text=True)


def answers_left() -> Odd:
    rows = _rows(ENGLISH, YES_NO, _ids("Q{}", 12), Q)
    book = _book(sheet(["Answer", "No.", "Question"], *rows, title="Form"))
    return Odd(book, {"answer": "A", "id": "B", "question": "C"}, 12, {"yes": 8, "no": 2, "n/a": 2, "open": 0})


def marks() -> Odd:
    cells = [["x", None, None], [None, "x", None], ["X", None, None], [None, None, "x"]]
    rows = [[f"A-{n:02d}", text, *cells[n % 4], "See our policy." if n % 3 else None] for n, text in enumerate(ENGLISH)]
    book = _book(sheet(["ID", "Control question", "Yes", "No", "N/A", "Remarks"], *rows, title="Controls"))
    columns = {"id": "A", "question": "B", "mark yes": "C", "mark no": "D", "mark n/a": "E", "comment": "F"}
    return Odd(
        book, columns, 12, {"yes": 6, "no": 3, "n/a": 3, "open": 0}, frozenset({"question", "mark yes", "mark no"})
    )


def section_rows() -> Odd:
    rows: list[list[Raw]] = []
    for title, start in (("1. Organisation", 0), ("2. Access", 4), ("3. Operations", 8)):
        rows.append([title])
        rows += [
            [ENGLISH[n], YES_NO[n % 6], COMMENTS[n % 4]] for n in range(start, start + 4) if ENGLISH[n].endswith("?")
        ]
    book = _book(sheet(["Question", "Answer", "Comment"], *rows, title="Form"))
    columns = {"question": "A", "answer": "B", "comment": "C"}
    return Odd(book, columns, 10, {"yes": 8, "no": 2, "open": 0}, by_text=True)


def two_header_rows() -> Odd:
    top = ["Ref", "Question", "To be filled by the vendor", None]
    below = [None, None, "Response", "Explanation"]
    rows = _rows(ENGLISH, _ids("ISMS.{}", 12), Q, YES_NO, COMMENTS)
    merged = [Area(1, 1, 2, 1), Area(1, 2, 2, 2), Area(1, 3, 1, 4)]
    book = _book(sheet(top, below, *rows, title="Assessment", merged=merged))
    columns = {"id": "A", "question": "B", "answer": "C", "comment": "D"}
    return Odd(book, columns, 12, {"yes": 8, "no": 2, "n/a": 2, "open": 0})


def notes_above() -> Odd:
    notes: list[list[Raw]] = [
        ["Big Bank: third-party risk"],
        ["Please answer all questions below and return the file by the end of the month."],
        ["Vendor name:", "Acme Analytics"],
        ["Contact:", "Jo Field"],
        [],
        ["Questions that do not apply are answered N/A, with a reason."],
        [],
    ]
    rows = _rows(ENGLISH, _ids("BB-{:03d}", 12), ["Governance"] * 6 + ["Operations"] * 6, Q, YES_NO, COMMENTS)
    header = ["Question ID", "Domain", "Security Question", "Vendor Response", "Vendor Comments"]
    book = _book(sheet(*notes, header, *rows, title="Sheet1"))
    columns = {"id": "A", "section": "B", "question": "C", "answer": "D", "comment": "E"}
    return Odd(book, columns, 12, {"yes": 8, "no": 2, "n/a": 2, "open": 0})


def semicolons() -> Odd:
    rows = _rows(GERMAN, _ids("F-{}", 10), Q, JA_NEIN, COMMENTS)
    lines: list[list[Raw]] = [["Frage-Nr.", "Frage", "Antwort", "Bemerkung"], *rows]
    text = "\r\n".join(";".join(f'"{cell or ""}"' for cell in line) for line in lines)
    columns = {"id": "A", "question": "B", "answer": "C", "comment": "D"}
    book = read_csv(text.encode("cp1252"), "odd.csv")
    return Odd(book, columns, 10, {"yes": 5, "partly": 2, "no": 2, "n/a": 1, "open": 0})


def hidden_columns() -> Odd:
    weights: list[Raw] = [5, 3, 1, 2]
    rows = _rows(
        ENGLISH,
        _ids("{}", 12),
        weights,
        ["GOV", "ACC"],
        Q,
        ["Count everyone who can change anything."],
        YES_NO,
        COMMENTS,
    )
    header = ["#", "Weight", "Internal use", "Question", "Guidance", "Answer", "Comment"]
    shown = sheet(header, *rows, title="Vendor questionnaire", hidden_columns=frozenset({2, 3}))
    book = _book(shown, sheet(["Yes"], ["No"], ["N/A"], title="Lists", state="hidden"))
    columns = {"id": "A", "question": "D", "answer": "F", "comment": "G"}
    return Odd(book, columns, 12, {"yes": 8, "no": 2, "n/a": 2, "open": 0})


def sheet_per_domain() -> Odd:
    header = ["No", "Question", "Answer", "Comment"]
    parts = [ENGLISH[:4], ENGLISH[4:8], ENGLISH[8:]]
    sheets = [
        sheet(header, *_rows(part, [1, 2, 3, 4], Q, YES_NO, COMMENTS), title=title)
        for part, title in zip(parts, ("Governance", "Access", "Operations"), strict=True)
    ]
    intro = sheet(["How to fill this"], ["Answer Yes, No or N/A on each sheet."], title="Instructions")
    book = _book(intro, *sheets)
    columns = {"id": "A", "question": "B", "answer": "C", "comment": "D"}
    return Odd(book, columns, 12, {"yes": 6, "no": 3, "n/a": 3, "open": 0}, by_text=True)


def without_headers() -> Odd:
    rows = _rows(ENGLISH, _ids("S{:03d}", 12), Q, YES_NO)
    book = _book(sheet(*rows, title="Security"))
    return Odd(book, {"id": "A", "question": "B", "answer": "C"}, 12, {"yes": 8, "no": 2, "n/a": 2, "open": 0})


def own_words() -> Odd:
    stand = ["Implemented", "Planned", "Not implemented", "Implemented"]
    rows = _rows(STATEMENTS, _ids("REQ-{}", 12), Q, stand, COMMENTS)
    book = _book(sheet(["ID", "Requirement", "Response", "Notes"], *rows, title="Requirements"))
    columns = {"id": "A", "question": "B", "answer": "C", "comment": "D"}
    return Odd(book, columns, 12, {"implemented": 6, "planned": 3, "not-implemented": 3, "open": 0})


def blank_form() -> Odd:
    rows = _rows(ENGLISH, _ids("V-{}", 12), Q)
    lists = ((Area(2, 3, 13, 3), ("Please select", "Yes", "Partially", "No")),)
    book = _book(
        sheet(["Ref.", "Question", "Supplier response", "Supplier comments"], *rows, title="Form", lists=lists)
    )
    columns = {"id": "A", "question": "B", "answer": "C", "comment": "D"}
    return Odd(book, columns, 12, {"open": 12})


def free_text() -> Odd:
    rows = _rows(ENGLISH, _ids("{}.1", 12), Q, WORDS)
    book = _book(sheet(["Nr", "Question", "Your answer"], *rows, title="RFP"))
    return Odd(book, {"id": "A", "question": "B", "answer": "C"}, 12, {"text": 12, "open": 0})


def csv_without_headers() -> Odd:
    lines = [f"{n},{text},{answer}" for n, (text, answer) in enumerate(zip(ENGLISH, YES_NO * 2, strict=True), start=1)]
    book = read_csv("\n".join(lines).encode(), "odd.csv")
    return Odd(book, {"id": "A", "question": "B", "answer": "C"}, 12, {"yes": 8, "no": 2, "n/a": 2, "open": 0})


def german_marks() -> Odd:
    cells = [["X", None, None], [None, "X", None], [None, None, "X"], ["X", None, None]]
    rows = [[f"{n // 4 + 1}.{n % 4 + 1}", text, *cells[n % 4]] for n, text in enumerate(GERMAN)]
    for at, title in ((8, "Betrieb"), (4, "Zugriff"), (0, "Organisation")):
        rows.insert(at, [str(at // 4 + 1), title])
    book = _book(sheet(["Nr.", "Anforderung", "Ja", "Nein", "Entfällt"], *rows, title="Anforderungen"))
    columns = {"id": "A", "question": "B", "mark yes": "C", "mark no": "D", "mark n/a": "E"}
    return Odd(book, columns, 10, {"yes": 5, "no": 3, "n/a": 2, "open": 0}, frozenset({"question", "mark yes"}))


def hardly_filled() -> Odd:
    answers: list[Raw] = ["Yes", "No", "Yes", *([None] * 9)]
    rows = [[f"T{n:02d}", text, answer] for n, (text, answer) in enumerate(zip(ENGLISH, answers, strict=True), start=1)]
    book = _book(sheet(["ID", "Question", "Response", "Comment"], *rows, title="Sheet1"))
    columns = {"id": "A", "question": "B", "answer": "C", "comment": "D"}
    return Odd(book, columns, 12, {"yes": 2, "no": 1, "open": 9})


def statements_without_ids() -> Odd:
    rows: list[list[Raw]] = []
    for title, start in (("Access", 0), ("Operation of the service", 6)):
        rows.append([title])
        rows += [
            [STATEMENTS[n], "Guidance on what this means in practice.", YES_NO[n % 6]] for n in range(start, start + 6)
        ]
    book = _book(sheet(["Requirement", "Guidance", "Compliant?"], *rows, title="Standard"))
    columns = {"question": "A", "answer": "C"}
    return Odd(book, columns, 12, {"yes": 8, "no": 2, "n/a": 2, "open": 0}, by_text=True)


def guidance_first() -> Odd:
    guidance = [f"Think of it this way: would an outsider notice? See chapter {n} of the guide." for n in range(12)]
    rows = [[f"G-{n}", guidance[n], text, YES_NO[n % 6], COMMENTS[n % 4]] for n, text in enumerate(ENGLISH)]
    book = _book(sheet(["ID", "Guidance", "Question", "Answer", "Comment"], *rows, title="Form"))
    columns = {"id": "A", "question": "C", "answer": "D", "comment": "E"}
    return Odd(book, columns, 12, {"yes": 8, "no": 2, "n/a": 2, "open": 0})


def no_headers_free_text() -> Odd:
    """Nobody can know which of two columns of sentences holds the answers."""
    rows = _rows(
        ENGLISH, Q, WORDS, ["See the appendix that we sent to you last week.", "Reviewed by the legal department."]
    )
    return Odd(
        _book(sheet(*rows, title="Tabelle1")),
        {"question": "A", "answer": "B"},
        12,
        {},
        frozenset({"question"}),
        by_text=True,
    )


def marks_without_headers() -> Odd:
    """Nobody can know what a mark in a column without a header means."""
    rows = [[f"K{n:02d}", text, *(["x", None] if n % 3 else [None, "x"])] for n, text in enumerate(ENGLISH)]
    return Odd(_book(sheet(*rows, title="Check")), {"id": "A", "question": "B"}, 12, {}, frozenset({"question"}))


def two_yes_no_columns() -> Odd:
    """Nobody can know which of two columns of Yes and No is the vendor's."""
    rows = _rows(ENGLISH, _ids("P{}", 12), Q, YES_NO, ("No", "Yes", "Yes"))
    book = _book(sheet(["ID", "Question", "2025", "2026"], *rows, title="Check"))
    return Odd(book, {"id": "A", "question": "B", "answer": "D"}, 12, {}, frozenset({"question"}))


KNOWABLE: dict[str, Callable[[], Odd]] = {
    maker.__name__: maker
    for maker in (
        *(german, french, without_ids, answers_left, marks, section_rows, two_header_rows, notes_above, semicolons),
        *(hidden_columns, sheet_per_domain, without_headers, own_words, blank_form, free_text),
        *(csv_without_headers, german_marks, hardly_filled, statements_without_ids, guidance_first),
    )
}
UNKNOWABLE: dict[str, Callable[[], Odd]] = {
    maker.__name__: maker for maker in (no_headers_free_text, marks_without_headers, two_yes_no_columns)
}


def with_other_answers(odd: Odd) -> Book:
    """Return the same form with each answer replaced by a Yes, in the column of the answers."""
    column = number_of(odd.columns["answer"])
    first = odd.book.sheets[0]
    rows = {
        number: {at: replace(cell, value="Yes") if at == column and number > 1 else cell for at, cell in cells.items()}
        for number, cells in first.rows.items()
    }
    return replace(odd.book, sheets=(replace(first, rows=rows), *odd.book.sheets[1:]))
