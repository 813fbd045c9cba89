"""``leakage spikes --cube``: the detector over a file of counts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import typer
from rich.markup import escape
from rich.table import Column, Table

from pipeline.errors import SignalError
from signals.cube import Cube
from signals.detect import Look
from signals.files import Named, read_cube, read_events
from signals.incident import Event, Incident
from signals.options import options
from signals.walk import walk
from ui.commands.progress import say


@dataclass(frozen=True)
class Asked:
    """What is looked at.

    Attributes:
        cube: The file of counts.
        day: The day; None for the last one.
        hour: The last hour that is in, when the day isn't over.
        calendar: The file of events.
        named: The names of the columns of dates, counts and hours, and of the dimensions; None for what is found.
        unit_cost: What one costs, in dollars.
    """

    cube: Path
    day: date | None
    hour: int | None
    calendar: Path | None
    named: tuple[str | None, str | None, str | None, Sequence[str] | None]
    unit_cost: float | None


def run(asked: Asked, *, as_json: bool) -> None:
    """Look at the day, and at those before it, which tell what goes on; print what is unusual.

    Raises:
        SignalError: A file is not as it must be, or does not have the day.
    """
    cube = read_cube(asked.cube, Named(*asked.named))
    if not cube.days:
        raise SignalError(f"{asked.cube} has no rows.")
    day = asked.day or cube.last
    cube.position(day)
    events = read_events(asked.calendar, cube) if asked.calendar else ()
    begin = day - timedelta(options().walked_days)
    *_, seen = walk(cube, begin, day, hour=asked.hour, events=events)
    said = _said(seen, cube, asked.unit_cost)
    if as_json:
        typer.echo(json.dumps(said, default=str, indent=2, ensure_ascii=False))
    else:
        _show(seen, said)


def _said(seen: Look, cube: Cube, unit_cost: float | None) -> dict[str, Any]:
    return {
        "date": seen.day,
        "hour": seen.hour,
        "judged": seen.judged,
        "total": int(cube.counts[cube.position(seen.day), : (seen.hour or 23) + 1].sum()),
        "incidents": [_incident(one, unit_cost) for one in seen.incidents],
        "notes": _notes(seen, cube),
    }


def _incident(one: Incident, unit_cost: float | None) -> dict[str, Any]:
    window = {
        "first_day": one.first_day,
        "first_hour": one.first_hour,
        "last_day": one.day,
        "last_hour": one.last_hour,
        "ongoing": one.ongoing,
    }
    figures = {name: round(getattr(one, name), 1) for name in ("expected", "low", "high", "excess", "score")}
    cost = {} if unit_cost is None else {"excess_cost_usd": round(one.excess * unit_cost, 2)}
    return {
        "id": one.id,
        "slice": dict(one.slice),
        "window": window,
        "observed": one.observed,
        **figures,
        **cost,
        "p_value": float(f"{one.p_value:.3g}"),
        "confidence": round(one.confidence, 4),
        "severity": one.severity,
        "status": one.status,
        "event": _event(one.event) if one.status != "open" else None,
        "suspect": _event(one.suspect),
    }


def _event(event: Event | None) -> dict[str, Any] | None:
    if event is None:
        return None
    return {"date": event.day, "kind": event.kind, "slice": dict(event.slice), "description": event.description}


def _notes(seen: Look, cube: Cube) -> list[str]:
    notes = []
    if not seen.judged:
        notes.append(f"Too little history: {options().history_days[0]} days with counts before the day are needed.")
    if seen.missing_hours:
        hours = ", ".join(map(str, seen.missing_hours))
        notes.append(f"Hours without any rows, which usually have many: {hours}. Nothing is said of them.")
    if not cube.dimensions:
        notes.append("The cube has no dimensions: only the total is looked at.")
    return notes


def _show(seen: Look, said: dict[str, Any]) -> None:
    shown = Table(
        "Slice",
        "Since",
        Column("Observed", justify="right"),
        Column("Expected", justify="right"),
        Column("Ordinarily", justify="right"),
        "Status",
        "Event",
        title=f"Unusual on {seen.day}",
    )
    for one in seen.incidents:
        since = f"{one.first_day}" + ("" if one.first_hour is None else f" {one.first_hour:02}:00")
        event = f"{one.event.kind} {one.event.description}".strip() if one.event else ""
        named = ", ".join(f"{name}={value}" for name, value in one.slice.items()) or "everything"
        usual = f"{one.low:,.0f} to {one.high:,.0f}"
        status = f"{one.status}, {one.severity}"
        shown.add_row(escape(named), since, f"{one.observed:,}", f"{one.expected:,.0f}", usual, status, escape(event))
    say(
        shown
        if seen.incidents
        else f"Nothing unusual on {seen.day}."
        if seen.judged
        else f"{seen.day} can't be judged."
    )
    for note in said["notes"]:
        say(note)
