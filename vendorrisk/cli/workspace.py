"""What every command works with: content, store, keys, the clock and who acts. Opened only when asked for."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rich.console import Console

from vendorrisk.building import build
from vendorrisk.cli.plain import stream_console
from vendorrisk.cli.words import said
from vendorrisk.content import Content, pin
from vendorrisk.model.assessment import Assessment, Ref, Vendor
from vendorrisk.model.base import DEFAULT_LANGUAGE, Pin
from vendorrisk.model.casework import MAX_NAME_CHARACTERS
from vendorrisk.model.fault import UsageError
from vendorrisk.model.policy import Tier
from vendorrisk.model.questionnaire import Questionnaire
from vendorrisk.model.result import Result, TierResult
from vendorrisk.reports.house import HouseStyle
from vendorrisk.reports.theme import Theme
from vendorrisk.reports.wording import Wording

if TYPE_CHECKING:
    from vendorrisk.attest.trust import TrustList
    from vendorrisk.scoring.case import Case
    from vendorrisk.scoring.scorer import Scorer
    from vendorrisk.store import Store

YEARS = range(1900, 2200)
"""Dates outside can't be meant, and leave no room for terms before and after them."""

DEFAULT_POLICY = "coalition-minimum"


@dataclass
class Workspace:
    """One run of one command. ``environment`` is the process environment; nothing else reads it."""

    content_folder: Path | None
    home_folder: Path | None
    actor_name: str | None
    environment: Mapping[str, str]

    @classmethod
    def of(cls, *, content: str | None, home: str | None, actor: str | None, environment: Mapping[str, str]) -> Self:
        """Return the workspace that the global options describe."""
        return cls(Path(content) if content else None, Path(home) if home else None, actor, environment)

    @cached_property
    def content(self) -> Content:
        """The coalition's content."""
        return Content.find(self.content_folder)

    @cached_property
    def console(self) -> Console:
        """Standard output."""
        columns = self.environment.get("COLUMNS", "")
        return stream_console(columns=int(columns)) if columns.isdecimal() and int(columns) > 0 else stream_console()

    @property
    def theme(self) -> Theme:
        """Colours and glyphs."""
        return self.house_style.theme

    @cached_property
    def house_style(self) -> HouseStyle:
        """Theme, wording and fonts of documents."""
        theme = build(Theme, self.content.locate("reports/theme.yaml"))
        wording = build(Wording, self.content.locate("reports/wording.yaml"))
        wording = self.content.translated(wording, "reports/wording")
        return HouseStyle(theme, wording, self.content.folder("reports") / "fonts")

    @cached_property
    def home(self) -> Path:
        """The folder of database, keys and trust list; made on first use."""
        folder = self._home
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                f"The data folder {folder} can't be made: {error.strerror}.",
                mend="Name another one with --home.",
            ) from None
        return folder

    @cached_property
    def _home(self) -> Path:
        import platformdirs  # noqa: PLC0415

        return self.home_folder or Path(platformdirs.user_data_dir("vendorrisk", appauthor=False))

    @property
    def actor(self) -> str:
        """Who acts, as the journal records it."""
        try:
            name = said("Your name", self.actor_name or getpass.getuser(), most=MAX_NAME_CHARACTERS)
        except (KeyError, OSError, ImportError):  # a user id without a name, as in containers
            name = ""
        if not name:
            raise UsageError("This user has no name.", mend="Say who you are with --as NAME.")
        return name

    @cached_property
    def now(self) -> dt.datetime:
        """The moment of this command, UTC. ``VENDORRISK_NOW`` sets it, for rehearsals and tests."""
        return self.clock()

    def clock(self) -> dt.datetime:
        """Return the present moment, for commands that take long."""
        text = self.environment.get("VENDORRISK_NOW")
        if not text:
            return dt.datetime.now(dt.UTC).replace(microsecond=0)
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.year not in YEARS:
            raise UsageError(
                f"VENDORRISK_NOW is {text!r}, which is no usable date and time.",
                mend="Write it as 2026-11-23T09:00:00+00:00, or remove it.",
            )
        return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)

    @cached_property
    def today(self) -> dt.date:
        """The date of this command, UTC."""
        return self.now.date()

    @cached_property
    def store(self) -> Store:
        """The database: ``VENDORRISK_DATABASE_URL``, else a file in the home folder."""
        from vendorrisk.store import open_store  # noqa: PLC0415

        return open_store(self.database_url, secret=self.secret)

    @property
    def database_url(self) -> str:
        """Where the database is."""
        return self.environment.get("VENDORRISK_DATABASE_URL") or _sqlite_url(self.home / "vendorrisk.sqlite")

    @property
    def secret(self) -> bytes:
        """The key that seals confidential columns; made on first use."""
        from vendorrisk.store import load_key  # noqa: PLC0415

        named = self.environment.get("VENDORRISK_KEY_FILE")
        path = Path(named) if named else self.home / "store.key"
        if not path.exists() and (self.home / "vendorrisk.sqlite").exists() and not self._has_database_url:
            raise UsageError(
                f"The key file {path} is missing, and the database was sealed with one.",
                mend="Put it back, or name it in VENDORRISK_KEY_FILE. A new key would not open the database.",
            )
        return load_key(path)

    @property
    def _has_database_url(self) -> bool:
        return bool(self.environment.get("VENDORRISK_DATABASE_URL"))

    @property
    def passphrase(self) -> str:
        """What opens the signing keys; empty if they are not encrypted."""
        return self.environment.get("VENDORRISK_KEY_PASSPHRASE", "")

    @property
    def trust_list(self) -> TrustList:
        """Whose signatures count."""
        from vendorrisk.attest.trust import TrustList  # noqa: PLC0415

        return TrustList(self.home / "trust")

    def close(self) -> None:
        """Release the database, if it was opened."""
        store = self.__dict__.get("store")
        if store is not None:
            store.close()

    def questionnaire(self, name: str) -> tuple[Questionnaire, Pin]:
        """Return a questionnaire with its pin."""
        if name not in self._questionnaires:
            questionnaire = self.content.questionnaire(name)
            self._questionnaires[name] = questionnaire, pin(questionnaire)
        return self._questionnaires[name]

    @cached_property
    def _questionnaires(self) -> dict[str, tuple[Questionnaire, Pin]]:
        """Those asked for so far: commands that survey many assessments ask again and again."""
        return {}

    @cached_property
    def _scorers(self) -> dict[tuple[str, str, dt.date], tuple[Scorer, Pin]]:
        """The compiled policies, with their pins, that were asked for so far, by policy, questionnaire and date."""
        return {}

    def assessment(self, name: str, policy: str) -> Assessment:
        """Return the assessment on file of that name, with a questionnaire that the policy can judge."""
        return self.store.find(parse_ref(name), *self.judged_by(policy))

    def judged_by(self, policy: str) -> tuple[str, ...]:
        """Return the ids of the questionnaires that a policy can judge: its own, and those that are part of it."""
        whole = self.content.policy(policy).questionnaire
        return whole, *self.content.parts_of(whole)

    def triage_of(self, assessment: Assessment) -> Assessment | None:
        """Return the triage of the same vendor and product; None without one, or without a database.

        That is the newest; for an assessment that is attested, the one that its attestation rests on.
        """
        if not self.knows(assessment.vendor):
            return None
        name = self.content.triage.questionnaire
        if assessment.state.frozen:
            from vendorrisk.scoring.triage import triage_digest  # noqa: PLC0415

            own = [each.statement for each in self.store.attestations() if each.own]
            asked = assessment.questionnaire.id
            of_it = (one for one in own if (one.ref, one.questionnaire.id) == (assessment.ref, asked))
            digests = {one.tier.triage_digest for one in of_it}
            for each in reversed(self.store.assessments(name)):
                same = (each.vendor.id, each.product) == (assessment.vendor.id, assessment.product)
                if same and triage_digest(each) in digests:
                    return each
        return self.store.latest(assessment.vendor.id, assessment.product, name)

    def knows(self, vendor: Vendor) -> bool:
        """Return whether the vendor is in the database, without making one."""
        return self.has_database and any(known.id == vendor.id for known in self.store.vendors())

    @property
    def has_database(self) -> bool:
        """Return whether there is a database already; opening it would make one."""
        return self._has_database_url or (self._home / "vendorrisk.sqlite").exists()

    def score(
        self,
        assessment: Assessment,
        policy_name: str,
        *,
        as_of: dt.date | None,
        tier: str | None,
        language: str = DEFAULT_LANGUAGE,
    ) -> Result:
        """Return the assessment's result under a policy, with the tier of its triage unless one is given.

        Raises :class:`UsageError` if it answers a questionnaire whose meaning differs from that of the content.
        """
        from vendorrisk.scoring.result import score_assessment  # noqa: PLC0415

        case = self.case(assessment, policy_name, as_of=as_of, tier=tier, language=language)
        return score_assessment(case, self._scorer(assessment, policy_name, as_of)[1], language)

    def answered_by(self, assessment: Assessment) -> Questionnaire:
        """Return the questionnaire that an assessment answers. Raises as :meth:`score` does."""
        asked, asked_pin = self.questionnaire(assessment.questionnaire.id)
        if assessment.questionnaire.digest != asked_pin.digest:
            raise UsageError(
                f"{assessment.ref} answers {assessment.questionnaire}, whose meaning differs from that of "
                f"{asked_pin} in {self.content.root}.",
                mend="Name the content that it answers with --content FOLDER.",
            )
        return asked

    def case(
        self,
        assessment: Assessment,
        policy_name: str,
        *,
        as_of: dt.date | None,
        tier: str | None,
        language: str = DEFAULT_LANGUAGE,
    ) -> Case:
        """Return everything that the verdict on an assessment rests on. Raises as :meth:`score` does."""
        from vendorrisk.scoring.case import Case  # noqa: PLC0415

        self.answered_by(assessment)
        triage = None if tier else self.triage_of(assessment)
        scorer, _ = self._scorer(assessment, policy_name, as_of)
        return Case(scorer, assessment, self.tier(triage, tier, language), triage)

    def _scorer(self, assessment: Assessment, policy_name: str, as_of: dt.date | None) -> tuple[Scorer, Pin]:
        from vendorrisk.scoring.scorer import Scorer  # noqa: PLC0415

        key = policy_name, assessment.questionnaire.id, as_of or self.today
        if key not in self._scorers:
            policy = self.content.policy(policy_name)
            asked, _ = self.questionnaire(assessment.questionnaire.id)
            whole, _ = self.questionnaire(policy.questionnaire)
            self._scorers[key] = Scorer(whole, policy, key[2], self.content.triage, asked=asked), pin(policy)
        return self._scorers[key]

    def tier(self, triage: Assessment | None, given: str | None, language: str = DEFAULT_LANGUAGE) -> TierResult:
        """Return the inherent risk tier: the given one, else the triage's, else critical, assumed."""
        from vendorrisk.scoring.triage import assumed_tier, given_tier, triage_tier  # noqa: PLC0415

        if given:
            return given_tier(Tier(given), language)
        if triage is None:
            return assumed_tier(language)
        return triage_tier(triage, self.content.triage, self.content.risk_tiers, language=language)


def _sqlite_url(path: Path) -> str:
    # In an address, '%' and '?' would lead to another file.
    return f"sqlite:///{urllib.parse.quote(str(path), safe='/:')}"


def is_workbook(name: str) -> bool:
    """Return whether a name is that of a file, and not of an assessment on file."""
    suffix = Path(name).suffix.lower()
    return suffix in (".xlsx", ".xlsm", ".xls", ".ods", ".csv") or (
        bool(suffix) and os.path.isfile(name)  # noqa: PTH113  no name is too long for it
    )


def parse_ref(name: str) -> Ref:
    """Return the name of an assessment; raise :class:`UsageError` that shows the form."""
    if is_workbook(name):
        raise UsageError(f"{name} is a file; this needs an assessment on file.", mend="Import it first.")
    try:
        return Ref.parse(name)
    except ValueError as error:
        raise UsageError(f"{error}.") from None
