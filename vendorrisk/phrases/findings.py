"""What results, gap lists and attestations say of conditions, findings and the risk tier."""

from __future__ import annotations

from vendorrisk.model.language import Phrase


class Conditions(Phrase):
    """Conditions in plain words; {question} is the id of a question or the inherent risk tier."""

    RISK_TIER = "the inherent risk tier"
    AND = "{first} and {second}"
    OR = "{first} or {second}"
    NOT = "it is not so that {condition}"
    IS = "{question} is {options}"
    OPTION = "“{label}”"
    ONE_OF_LIST = "{options} or {last}"
    ALL_OF_LIST = "{options} and {last}"
    INCLUDES_ONE = "{question} includes {options}"
    INCLUDES_NOT = "{question} does not include {options}"
    INCLUDES_ANY = "{question} includes at least one of {options}"
    INCLUDES_ALL = "{question} includes all of {options}"
    INCLUDES_NONE = "{question} includes none of {options}"
    AT_LEAST = "{question} is at least {value}"
    AT_MOST = "{question} is at most {value}"
    MORE_THAN = "{question} is more than {value}"
    LESS_THAN = "{question} is less than {value}"
    BEFORE = "{question} is before {value}"
    AFTER = "{question} is after {value}"
    NOT_BEFORE = "{question} is on or after {value}"
    NOT_AFTER = "{question} is on or before {value}"
    ANSWERED = "{question} is answered"
    ITEM = "1 item"
    ITEMS = "{count} items"
    NOT_OLDER = "{question} is not older than {age}"
    NOT_IN_FUTURE = "{question} is not in the future"
    AS_OF = "the assessment date"
    BEFORE_AS_OF = "{age} before the assessment date"
    AFTER_AS_OF = "{age} after the assessment date"


class Reasons(Phrase):
    """Why a criterion came out as it did; {question} is the id of a question."""

    SAID = "{question} is {answer}"
    QUOTED = "“{answer}”"
    NO_ANSWER = "not answered"
    NOT_ASKED = "not asked"
    BY_ASSESSOR = "{answer} (set by the assessor; the vendor answered “{given}”)"
    REMOVED = "Every answer it rests on is not applicable or not asked: {questions}."
    DOES_NOT_APPLY = "It does not apply: {reasons}."
    APPLICABILITY_OPEN = "Whether it applies is not known: {reasons}."
    SUPPORT_LACKS = "The answer would do, but its support does not: {reasons}."
    UNDATED = "The answer would do, but its evidence bears no usable date: {questions}."
    TIER_OPEN = "The inherent risk tier is not known"
    NOT_ANSWERED = "{question} is not answered"
    NOT_ANSWERED_GATED = "{question} is not answered, and whether it is asked depends on {gates}"
    REASON_OPEN = "{question} is answered as not applicable, and the reason is not yet accepted"
    CHALLENGED = "{question} is answered, but the answer is challenged"
    GATED = "{question} is answered, but whether it is asked depends on {gates}, which is not clear yet"
    DOCUMENT_LACKS = "{question} is {grade}, and a document is asked for"
    GRADE_LACKS = "{question} is {grade}, and the grade {asked} is asked for"
    DATE_LACKS = "{question} has evidence without a usable date"
    TOO_OLD = "{document} of {date}, for {question}, is older than {age}"
    EXPIRED = "{document}, for {question}, was valid until {date}"


class Needed(Phrase):
    """What would meet a criterion; {condition} is a condition in plain words, {grade} such as documented."""

    GRADED = "{condition}, at least {grade}, with evidence."
    GRADED_AGED = "{condition}, at least {grade}, with evidence not older than {age}."
    VERIFIED = "{condition}, {grade}, with evidence."
    VERIFIED_AGED = "{condition}, {grade}, with evidence not older than {age}."


class ToDo(Phrase):
    """What closes a gap."""

    SHOW = "Let the assessor see the evidence for {questions}; the answer itself would do."
    ATTACH = "Attach a document to {questions}; the answer itself would do."
    ATTACH_DATED = "Attach a document dated {date} or later to {questions}; the answer itself would do."
    ANSWER = "Answer {questions}. If the answer falls short: {remedy}"
    SETTLE = "Settle {question} with the assessor. {review}"
    WAIT = "The assessor reviews the reason why {questions} is not applicable; there is nothing to do for the vendor."


class Reviewed(Phrase):
    """What reviews say of an answer."""

    ACCEPT = "accepted by {reviewer} on {date}: {reason}"
    CHALLENGE = "challenged by {reviewer} on {date}: {reason}"
    OVERRIDE = "overridden by {reviewer} on {date}: {reason}"
    GRADE = "verified by {reviewer} on {date}: {reason}"
    CHALLENGE_LAPSED = "The challenge of {question} by {reviewer} was of an earlier answer and no longer counts."
    OVERRIDE_LAPSED = "The override of {question} by {reviewer} was of an earlier answer and no longer counts."


class Notes(Phrase):
    """What a reader of a result must know."""

    TAKEN_OUT_ONE = "1 of {total} minimum criteria does not apply because of what is answered to {questions}."
    TAKEN_OUT = "{count} of {total} minimum criteria do not apply because of what is answered to {questions}."
    AND_OTHERS = "{questions} and others"
    PART_ONE = "1 criterion needs answers to {whole}; the vendor answered a part of it, {part}."
    PART = "{count} criteria need answers to {whole}; the vendor answered a part of it, {part}."
    WAIVER_EXPIRED = "The waiver of {criterion} by {approver} expired on {date} and does not count."
    WAIVER_BEGINS = "The waiver of {criterion} by {approver} begins only on {date} and does not count."
    CONTRADICTION = (
        "The triage says that {triage}; the vendor's answers say that {vendor}. Both can't be so. Ask the vendor, or "
        "answer the triage anew; until then the tier stays as it is."
    )


class RiskTier(Phrase):
    """Where an inherent risk tier comes from; {tier} is such as high."""

    ASSUMED = "No triage is on file, so the tier is taken as critical."
    GIVEN = "The tier was given by hand, and not by a triage."
    NO_RULE = "No rule for a higher tier holds."
    NOT_EXCLUDED = "Not excluded while {questions} is open: {reason}"
    LAPSED = "An override to {tier} was of earlier triage answers and no longer counts."
    SET = "Set to {tier} by {person} on {date}: {reason}"
    RULES_SAY = "The rules say {tier}: {reasons}"


class Attested(Phrase):
    """What the statement of an attestation says; {criterion} is an id or "a minimum criterion"."""

    WITHHELD = "It rests on answers that this document withholds."
    TIER_SET = "A person set another tier than the rules, and recorded the reason."
    BY_ASSESSOR = "{answer} (the assessor's finding; the vendor answered: {given})"
    CHALLENGED = "{answer} (challenged by the assessor)"
    NOT_ACCEPTED = "{answer} (not yet accepted by the assessor)"
    CADENCE = "reassessment every {term} at {tier} risk"
    END_OF_WAIVER = "the end of the waiver of {criterion}"
    AGE = "the age of evidence or of a date behind {criterion}"
    END_OF_EVIDENCE = "the end of evidence behind {criterion}"
    A_MINIMUM = "a minimum criterion"
