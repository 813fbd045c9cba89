"""The forecast that the tables of forecasts are written from, made once a run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from pipeline.making import Material, Rows
from signals.forecasts.forecast import Forecast, forecast
from signals.forecasts.options import options
from signals.forecasts.series import Daily, Planned

WHOLE = "all"
CALENDAR = "gold.calendar_events"
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class _History:
    """Calls by day and journey, and the calendar, as something that can be compared."""

    calls: tuple[tuple[date, str, int], ...]
    planned: tuple[tuple[date, str, str], ...]


_latest: dict[_History, Mapping[str, Forecast]] = {}


def forecasts_of(material: Material) -> Mapping[str, Forecast]:
    """Return the forecast of each journey that has enough history, and of all of them together."""
    history = _history(material)
    if history not in _latest:
        _latest.clear()
        _latest[history] = forecast(_series(history), WHOLE)
    return _latest[history]


def amounts(material: Material, name: str, calls: float) -> dict[str, Any]:
    """Return calls and what they cost as two columns: ``{name}calls`` and ``{name}cost_usd``."""
    whole = int(calls)
    cost = whole * Decimal(str(material.given["cost_per_call_usd"]))
    return {f"{name}calls": whole, f"{name}cost_usd": cost.quantize(_CENT)}


def interval_amounts(material: Material, bounds: Mapping[float, tuple[float, float]]) -> dict[str, Any]:
    """Return the columns of intervals: ``low_80_calls``, ``low_80_cost_usd``, ``high_80_calls`` and so on."""
    found: dict[str, Any] = {}
    for level, (low, high) in bounds.items():
        found |= amounts(material, f"low_{level:.0%}_".replace("%", ""), low)
        found |= amounts(material, f"high_{level:.0%}_".replace("%", ""), high)
    return found


def holidays_of(material: Material) -> Mapping[date, str]:
    """Return the holidays of the calendar, by day."""
    kinds = options().assumed.kinds
    return {row["event_date"]: row["description"] for row in _events(material) if row["event_type"] in kinds}


def _events(material: Material) -> Rows:
    return sorted(material.beside[CALENDAR], key=lambda row: (row["event_date"], row["event_type"], str(row)))


def _history(material: Material) -> _History:
    columns = material.columns
    rows = zip(columns["day"].tolist(), columns["journey_type"].tolist(), columns["calls"].tolist(), strict=True)
    events = {(row["event_date"], row["event_type"], row["journey_type"]) for row in material.beside[CALENDAR]}
    return _History(tuple(sorted(rows)), tuple(sorted(events)))


def _series(history: _History) -> Sequence[Daily]:
    """A series a journey that has calls, and their sum; a day without any row is not known."""
    if not history.calls:
        return []
    first, last = history.calls[0][0], history.calls[-1][0]
    names = sorted({journey for _, journey, calls in history.calls if calls})
    counts = np.full(((last - first).days + 1, len(names)), np.nan)
    counts[[(day - first).days for day, _, _ in history.calls]] = 0
    for day, journey, calls in history.calls:
        if calls:
            counts[(day - first).days, names.index(journey)] += calls
    parts = [Daily(name, first, counts[:, at], _planned(history, name)) for at, name in enumerate(names)]
    return [*parts, Daily(WHOLE, first, counts.sum(axis=1), _planned(history, WHOLE))]


def _planned(history: _History, name: str) -> list[Planned]:
    """What touches a series: everything that touches all, and what touches it; the sum is touched by each."""
    return [
        Planned(day, kind, None if about == WHOLE else about)
        for day, kind, about in history.planned
        if WHOLE in (about, name) or about == name
    ]
