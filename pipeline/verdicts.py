"""What people say of incidents: recorded for good, and respected by the looks at later days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from filelock import FileLock

from pipeline.action_rules import may_decide, rules
from pipeline.contract import load_contracts
from pipeline.delta import append_rows, read_rows, rows_at, table_path
from pipeline.errors import PublishError, SignalError, did_you_mean
from pipeline.ledger import Who
from pipeline.runs import published
from pipeline.settings import Settings

INCIDENTS = "gold.incidents"
VERDICTS = "ops.incident_verdicts"


@dataclass(frozen=True)
class Verdict:
    """One row of the table."""

    incident_id: str
    opinion: str
    slice: str
    first_date: date
    excess_calls: Decimal
    as_of_date: date
    said_by: str
    note: str | None
    recorded_at: datetime


def opinions() -> tuple[str, ...]:
    """What can be said of an incident."""
    return load_contracts()[VERDICTS].columns["opinion"].values


def incidents(settings: Settings) -> list[dict[str, Any]]:
    """The incidents of the published run, the latest and then the largest first.

    Raises:
        PublishError: Nothing has been published yet.
    """
    run = published(settings)
    if run is None or INCIDENTS not in run.versions:
        raise PublishError(f"nothing has been built in {settings.home} yet.", "Run `leakage build`.")
    found = rows_at(table_path(settings.tables, load_contracts()[INCIDENTS]), run.versions[INCIDENTS])
    return sorted(found, key=lambda row: (row["last_date"], row["excess_calls"]), reverse=True)


def say(settings: Settings, incident_id: str, opinion: str, who: Who, note: str | None = None) -> Verdict:
    """Record what somebody says of an incident. The next build goes by it.

    Args:
        settings: The home.
        incident_id: Its name, or as much of its beginning as no other shares.
        opinion: One of ``opinions``.
        who: Who says so, and in which role.
        note: Why.

    Raises:
        SignalError: There is no such incident, or no such opinion, or this role may not say so.
    """
    if not may_decide(who.role):
        raise SignalError(f"the role {who.role} may not judge incidents.", f"Ask for {' or '.join(rules().roles)}.")
    if opinion not in opinions():
        raise SignalError(f"a verdict can't be '{opinion}'.", f"It is one of {', '.join(opinions())}.")
    incident = _the_one(incidents(settings), incident_id)
    verdict = Verdict(
        incident_id=incident["incident_id"],
        opinion=opinion,
        slice=incident["slice"],
        first_date=incident["first_date"],
        excess_calls=incident["peak_excess_calls"],
        as_of_date=incident["as_of_date"],
        said_by=who.user,
        note=note,
        recorded_at=datetime.now(UTC),
    )
    settings.state.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.state / "verdicts.lock"):
        append_rows(settings.tables, load_contracts()[VERDICTS], [vars(verdict)])
    return verdict


def verdicts(settings: Settings) -> list[Verdict]:
    """Everything that was said, the oldest first."""
    rows = read_rows(table_path(settings.tables, load_contracts()[VERDICTS]))
    return sorted((Verdict(**row) for row in rows), key=lambda one: one.recorded_at)


def _the_one(found: list[dict[str, Any]], incident_id: str) -> dict[str, Any]:
    fitting = [row for row in found if incident_id and row["incident_id"].startswith(incident_id)]
    if len(fitting) != 1:
        said = f"{len(fitting)} incidents begin with" if fitting else "there is no incident"
        near = did_you_mean(incident_id, [row["incident_id"] for row in found])
        raise SignalError(f"{said} '{incident_id}'.", near or "`leakage spikes` lists them.")
    return fitting[0]
