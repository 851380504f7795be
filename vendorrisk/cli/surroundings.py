"""What every command runs in: content, store, keys, the clock and who acts. Opened only when asked for."""

from __future__ import annotations

import datetime as dt
import getpass
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rich.console import Console

from vendorrisk.building import build
from vendorrisk.cli.plain import stream_console
from vendorrisk.cli.words import name_said
from vendorrisk.content import Content
from vendorrisk.model.fault import UsageError
from vendorrisk.model.term import YEARS
from vendorrisk.reports.house import HouseStyle
from vendorrisk.reports.theme import Theme
from vendorrisk.reports.wording import Wording

if TYPE_CHECKING:
    from vendorrisk.attest.trust import TrustList
    from vendorrisk.store import Store


@dataclass
class Surroundings:
    """What one run of one command finds. ``environment`` is the process environment; nothing else reads it."""

    content_folder: Path | None
    home_folder: Path | None
    actor_name: str | None
    environment: Mapping[str, str]

    @classmethod
    def of(cls, *, content: str | None, home: str | None, actor: str | None, environment: Mapping[str, str]) -> Self:
        """Return the surroundings that the global options describe."""
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
            name = name_said("Your name", self.actor_name or getpass.getuser())
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

        evidence_url = self.environment.get("VENDORRISK_EVIDENCE_URL")
        return open_store(self.database_url, secret=self.secret, evidence_url=evidence_url)

    @property
    def layouts_folder(self) -> Path:
        """The folder of the user's own layout profiles; it may not exist."""
        return self._home / "layouts"

    @property
    def has_database(self) -> bool:
        """Return whether there is a database already; opening it would make one."""
        return self._has_database_url or (self._home / "vendorrisk.sqlite").exists()

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


def _sqlite_url(path: Path) -> str:
    # In an address, '%' and '?' would lead to another file.
    return f"sqlite:///{urllib.parse.quote(str(path), safe='/:')}"
