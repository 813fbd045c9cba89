"""Briefings as they were sent: kept word for word, and read again whatever was built since."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from pipeline.contract import load_contracts
from pipeline.delta import append_rows, read_rows, table_path
from pipeline.settings import Settings

BRIEFINGS = "ops.briefings"


@dataclass(frozen=True)
class Kept:
    """One briefing; see the contract of ``ops.briefings``."""

    kept_id: str
    briefing: str
    subject: str
    html: str
    markdown: str
    recorded_at: datetime


class Briefings:
    """The briefings of one home.

    Args:
        settings: The home.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._contract = load_contracts()[BRIEFINGS]

    def keep(self, briefing: str, subject: str, html: str, markdown: str) -> None:
        """Keep a briefing that is about to be sent; one that says the same is kept already."""
        fingerprint = hashlib.sha256("\n".join((briefing, subject, html)).encode()).hexdigest()[:16]
        if fingerprint not in {one.kept_id for one in self.all()}:
            kept = Kept(fingerprint, briefing, subject, html, markdown, datetime.now(UTC))
            append_rows(self._settings.tables, self._contract, [asdict(kept)])

    def all(self) -> list[Kept]:
        """Every briefing, the latest first."""
        rows = read_rows(table_path(self._settings.tables, self._contract))
        return sorted((Kept(**row) for row in rows), key=lambda one: one.recorded_at, reverse=True)
