"""``leakage spikes`` over the published run, and ``leakage verdict``."""

import json
from collections.abc import Mapping
from typing import Any

import typer
from rich.table import Column, Table

from pipeline.ledger import Who
from pipeline.settings import Settings
from pipeline.verdicts import incidents, say
from ui.commands import progress

_UNDER_WAY = ("new", "ongoing")


def show_incidents(settings: Settings, *, every: bool, as_json: bool) -> None:
    """Print the incidents that are under way, or all of them, the latest and largest first."""
    found = [row for row in incidents(settings) if every or row["status"] in _UNDER_WAY]
    if as_json:
        typer.echo(json.dumps(found, default=str))
        return
    if not found:
        progress.say("Nothing unusual is under way. --all lists what was." if not every else "No incidents so far.")
        return
    shown = Table(
        Column("Incident", no_wrap=True),
        "Where",
        Column("Since", no_wrap=True),
        Column("Calls", justify="right"),
        Column("Expected", justify="right"),
        Column("Beyond it", justify="right"),
        Column("Cost", justify="right"),
        "State",
        "Suspect",
    )
    for row in found:
        shown.add_row(*_cells(row))
    progress.say(shown)


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    hour = "" if row["first_hour"] is None else f" {row['first_hour']:02}:00"
    return (
        row["incident_id"],
        _where(row),
        f"{row['first_date']}{hour}",
        f"{row['observed_calls']:,}",
        f"{row['expected_calls']:,.0f}",
        f"{row['excess_calls']:,.0f}",
        f"${row['excess_cost_usd']:,.0f}",
        ", ".join(filter(None, [row["status"], row["severity"], row["verdict"]])),
        row["event"] or "",
    )


def _where(row: Mapping[str, Any]) -> str:
    said = json.loads(row["slice"])
    return ", ".join(f"{name} {value or 'none'}" for name, value in said.items()) or "everywhere"


def say_verdict(settings: Settings, incident: str, opinion: str, note: str | None) -> None:
    """Record a verdict and say so."""
    verdict = say(settings, incident, opinion, Who(settings.caller, settings.role), note)
    progress.say(
        f"Incident {verdict.incident_id}: {verdict.opinion}, said {verdict.said_by}. The next build respects it."
    )
