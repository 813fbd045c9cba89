"""What became of each briefing on its way: recorded before and after it is sent, so that none is lost or doubled."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

from filelock import FileLock

from pipeline.contract import load_contracts
from pipeline.delta import append_rows, read_rows, table_path
from pipeline.settings import Settings

DELIVERIES = "ops.delivery_log"

Kind = Literal["briefing", "alert"]
Status = Literal["sending", "sent", "failed"]


@dataclass(frozen=True)
class Delivery:
    """A briefing (or word that there is none) on its way to one reader; see the contract of ``ops.delivery_log``."""

    briefing: str
    kind: Kind
    channel: str
    target: str

    @property
    def message_id(self) -> str:
        """The same whenever the same briefing goes to the same reader, so that a mail program drops a second one."""
        said = "\n".join((self.briefing, self.kind, self.channel, self.target))
        return hashlib.sha256(said.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Recorded:
    """One row of the log."""

    briefing: str
    kind: Kind
    channel: str
    target: str
    status: Status
    message_id: str
    reason: str | None
    recorded_at: datetime


class Deliveries:
    """The log of one home.

    Args:
        settings: The home.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._contract = load_contracts()[DELIVERIES]

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """Keep other processes from sending meanwhile, so that none sends what this one is sending."""
        self._settings.state.mkdir(parents=True, exist_ok=True)
        with FileLock(self._settings.state / "deliveries.lock"):
            yield

    def record(self, delivery: Delivery, status: Status, reason: str | None = None) -> None:
        """Append how far a delivery came."""
        row = asdict(delivery) | {
            "status": status,
            "message_id": delivery.message_id,
            "reason": reason,
            "recorded_at": datetime.now(UTC),
        }
        append_rows(self._settings.tables, self._contract, [row])

    def was_sent(self, delivery: Delivery) -> bool:
        """Whether this briefing has reached this reader."""
        return any(one.status == "sent" and one.message_id == delivery.message_id for one in self.all())

    def all(self) -> list[Recorded]:
        """Every record, the oldest first."""
        rows = read_rows(table_path(self._settings.tables, self._contract))
        return sorted((Recorded(**row) for row in rows), key=lambda one: one.recorded_at)
