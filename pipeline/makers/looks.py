"""Looks at each day of the cube for what is unusual, as ``signals.detect`` sees it."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pipeline.contract import load_contracts
from pipeline.makers.slices import read_slice, told, write_slice
from pipeline.makers.watched import watched_cube
from pipeline.making import Material, Rows
from signals.cube import Cube
from signals.detect import Look, look
from signals.incident import Event, Incident, Opinion, Severity, Status, Verdict
from signals.options import options

_TENTH = Decimal("0.1")
_CENT = Decimal("0.01")
_NOTHING: dict[str, Any] = dict.fromkeys(load_contracts()["gold.looks"].columns)


def make(material: Material) -> Rows:
    """Return the incidents of every day that can be judged, from the start that is wanted on."""
    cube = watched_cube(material.columns)
    if not cube.days:
        return []
    events = [_event(row) for row in material.beside["gold.calendar_events"]]
    said = material.beside["reference.incident_verdicts"]
    found = [_incident(row) for row in material.earlier if row["rank"]]
    rows: list[dict[str, Any]] = []
    for day, hour in _to_look_at(cube, material):
        since = day - timedelta(options().history_days[1])
        earlier = [one for one in found if one.day >= since]
        seen = look(cube, day, hour=hour, events=events, verdicts=_verdicts(said, day), earlier=earlier)
        found += seen.incidents
        rows.append(_NOTHING | _of_look(seen))
        rows += [_NOTHING | _row(one, rank, cube, material) for rank, one in enumerate(seen.incidents, 1)]
    return rows


def _of_look(seen: Look) -> dict[str, Any]:
    return {
        "look_date": seen.day,
        "rank": 0,
        "is_judged": seen.judged,
        "looked_hour": seen.hour,
        "missing_hours": ", ".join(map(str, seen.missing_hours)) or None,
    }


def _to_look_at(cube: Cube, material: Material) -> Iterator[tuple[date, int | None]]:
    """The days, each with its last whole hour where it is not over."""
    clock = material.beside["silver.data_clock"]
    for day in cube.dates:
        if material.start and day < material.start:
            continue
        if not clock or day < clock[0]["last_date"] or clock[0]["is_complete_day"]:
            yield day, None
        elif day == clock[0]["last_date"] and clock[0]["last_second_of_day"] >= 3600:
            yield day, clock[0]["last_second_of_day"] // 3600 - 1


def _event(row: Mapping[str, Any]) -> Event:
    everywhere = row["journey_type"] == "all"
    chosen = {} if everywhere else {"journey_type": row["journey_type"]}
    return Event(row["event_date"], row["event_type"], chosen, row["description"] or "")


def _verdicts(said: Rows, day: date) -> list[Verdict]:
    """What had been said before a day: the last word on each incident."""
    latest = {row["incident_id"]: row for row in sorted(said, key=lambda row: row["recorded_at"])}
    return [
        Verdict(read_slice(row["slice"]), row["first_date"], Opinion(row["opinion"]), float(row["excess_calls"]))
        for row in latest.values()
        if row["as_of_date"] < day
    ]


def _row(one: Incident, rank: int, cube: Cube, material: Material) -> dict[str, Any]:
    excess = _rounded(one.excess)
    return {
        "look_date": one.day,
        "incident_id": one.id,
        "rank": rank,
        "slice": write_slice(one.slice),
        **told(one.slice, cube, max(one.first_day, cube.first)),
        "first_date": one.first_day,
        "first_hour": one.first_hour,
        "last_hour": one.last_hour,
        "is_ongoing": one.ongoing,
        "observed_calls": one.observed,
        "expected_calls": _rounded(one.expected),
        "low_calls": _rounded(one.low),
        "high_calls": _rounded(one.high),
        "excess_calls": excess,
        "excess_cost_usd": (excess * Decimal(str(material.given["cost_per_call_usd"]))).quantize(_CENT),
        "confidence": Decimal(str(one.confidence)).quantize(Decimal("0.0001")),
        "severity": str(one.severity),
        "status": str(one.status),
        "event_date": one.event.day if one.event else None,
        "event_type": one.event.kind if one.event else None,
        "event": one.event.description if one.event else None,
    }


def _incident(row: Mapping[str, Any]) -> Incident:
    """An incident of an earlier run, as far as it bears on later days."""
    event = Event(row["event_date"], row["event_type"], {}, row["event"] or "") if row["event_date"] else None
    return Incident(
        slice=read_slice(row["slice"]),
        day=row["look_date"],
        first_day=row["first_date"],
        first_hour=row["first_hour"],
        last_hour=row["last_hour"],
        ongoing=row["is_ongoing"],
        observed=row["observed_calls"],
        expected=float(row["expected_calls"]),
        low=float(row["low_calls"]),
        high=float(row["high_calls"]),
        p_value=1 - float(row["confidence"]),
        score=0.0,
        status=Status(row["status"]),
        severity=Severity(row["severity"]),
        event=event,
    )


def _rounded(value: float) -> Decimal:
    return Decimal(str(value)).quantize(_TENTH)
