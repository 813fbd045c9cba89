"""What each shipped action has saved, as ``signals.impacts`` measures it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np

from pipeline.makers.slices import read_slice
from pipeline.making import Material, Rows
from signals.impacts.learn import learned
from signals.impacts.measure import Impact, Shipped, Verdict, measure
from signals.impacts.others import Flags, Floats, Group
from signals.options import options

EVERYBODY = "all"
_SHIPPED = ("shipped", "measured")


def make(material: Material) -> Rows:
    """Return one row for each action that was shipped."""
    shipped = [row for row in material.beside["silver.action_states"] if row["state"] in _SHIPPED and row["shipped_on"]]
    calls = _Calls(material)
    return [_row(action, calls, material) for action in shipped] if calls.dates else []


@dataclass(frozen=True)
class _Calls:
    """The calls of each journey and segment, day by day."""

    material: Material

    @cached_property
    def _days(self) -> list[date]:
        days: list[date] = np.asarray(self.material.columns["day"], "datetime64[D]").tolist()
        return days

    @cached_property
    def dates(self) -> list[date]:
        found = sorted(set(self._days))
        days = (found[-1] - found[0]).days + 1 if found else 0
        return [found[0] + timedelta(after) for after in range(days)]

    @cached_property
    def cells(self) -> list[Group]:
        columns = self.material.columns
        series: dict[tuple[str, str], Floats] = {}
        cells = (columns[name] for name in ("journey_type", "segment", "calls"))
        for day, journey, segment, calls in zip(self._days, *cells, strict=True):
            one = series.setdefault((journey, segment), np.zeros(len(self.dates)))
            one[(day - self.dates[0]).days] = calls
        return [Group({"journey_type": one[0], "segment": one[1]}, series[one]) for one in sorted(series)]

    def usable(self, chosen: Mapping[str, str | None]) -> Flags:
        """The days that have calls, no calendar event, and no trouble other than the slice's own."""
        spoiled = {*_events(self.material), *_incidents(self.material, chosen)}
        known = np.sum([one.counts for one in self.cells], axis=0) > 0
        return np.asarray(known & np.array([day not in spoiled for day in self.dates]))


def _events(material: Material) -> Iterable[date]:
    never = options().never_expected
    return (row["event_date"] for row in material.beside["gold.calendar_events"] if row["event_type"] not in never)


def _incidents(material: Material, chosen: Mapping[str, str | None]) -> Iterable[date]:
    """Days of incidents that are about something else than the slice as a whole, which the action cannot have made."""
    for row in material.beside["gold.incident_days"]:
        if not read_slice(row["slice"]).items() <= dict(chosen).items():
            yield row["look_date"]


def _row(action: Mapping[str, Any], calls: _Calls, material: Material) -> dict[str, Any]:
    chosen = {"journey_type": action["journey_type"]}
    if action["segment"] != EVERYBODY:
        chosen["segment"] = action["segment"]
    inside = [one for one in calls.cells if chosen.items() <= one.values.items()]
    share = float(action["exposed_share"] or 1)
    found = measure(
        Shipped(
            slice=chosen,
            exposed=np.sum([one.counts for one in inside], axis=0) if inside else np.zeros(len(calls.dates)),
            others=[one for one in calls.cells if not chosen.items() <= one.values.items()],
            shipped=(action["shipped_on"] - calls.dates[0]).days,
            usable=calls.usable(chosen),
            promised=float(action["fixable_share"]) * share,
        )
    )
    return (
        _about(action, calls.dates[-1], share)
        | _told(found)
        | _of_those(found, action, share)
        | _saved(found, material)
    )


def _about(action: Mapping[str, Any], last: date, share: float) -> dict[str, Any]:
    same = ("action_id", "action", "owner", "journey_type", "segment", "state", "shipped_on")
    return {name: action[name] for name in same} | {
        "exposed_share": _rounded(share, 4),
        "measured_to": last,
        "expected_share": action["fixable_share"],
        "expected_annual_usd": _rounded(float(action["predicted_savings_usd"]) * share, 2),
    }


def _told(found: Impact) -> dict[str, Any]:
    return {
        "days_before": found.days_before,
        "days_measured": found.days,
        "days_needed": found.days_needed,
        "verdict": str(found.verdict),
        "untouched_slices": found.others,
    }


def _of_those(found: Impact, action: Mapping[str, Any], share: float) -> dict[str, Any]:
    """Shares of the calls of those who have it: who they are is not known, so the slice's are divided."""
    middle, low, high = (None if one is None else one / share for one in (found.share, found.low, found.high))
    trusted = middle is not None and found.verdict is not Verdict.PRE_TREND
    now = learned(float(action["fixable_share"]), middle, low, high) if trusted else None
    return {
        "saved_share": _rounded(middle, 4),
        "low_share": _rounded(low, 4),
        "high_share": _rounded(high, 4),
        "learned_share": _rounded(now, 4),
    }


def _saved(found: Impact, material: Material) -> dict[str, Any]:
    """Calls saved and what they are worth."""
    per_call, year = Decimal(str(material.given["cost_per_call_usd"])), int(str(material.given["days_per_year"]))
    calls = {name: _whole(getattr(found, name)) for name in ("saved", "low_saved", "high_saved")}
    annual = {name: _annual(one, found.days, per_call * year) for name, one in calls.items()}
    saved = calls["saved"]
    return {
        "saved_calls_per_day": None if saved is None else _rounded(saved / found.days, 1),
        "saved_calls": saved,
        "low_saved_calls": calls["low_saved"],
        "high_saved_calls": calls["high_saved"],
        "saved_usd": None if saved is None else (saved * per_call).quantize(_CENT),
        "annual_saved_usd": annual["saved"],
        "low_annual_usd": annual["low_saved"],
        "high_annual_usd": annual["high_saved"],
    }


_CENT = Decimal("0.01")


def _annual(calls: int | None, days: int, usd: Decimal) -> Decimal | None:
    return None if calls is None else (calls * usd / days).quantize(_CENT)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _rounded(value: float | None, places: int) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.{places}f}")
