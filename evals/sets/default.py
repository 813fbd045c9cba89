"""``leakage eval --set default``: the planted incidents of the default data, in what the build published of it."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files

import yaml

from evals.graded import Graded, Sheet, Size, Tell, gate_of, rules_of
from evals.intervals import Share
from evals.published import Published, Row
from evals.suite import Strict

Slice = Mapping[str, str | None]


class Planted(Strict):
    """A day of a planted incident, and the published incident that is nearest to it.

    Attributes:
        name: Its name in the answer key.
        day: The day.
        calls: What it added on an ordinary weekday.
        slice: Where it struck.
        shared: The share of the day's calls of both slices that they have in common; 0: nothing was published.
        found: Whether something overlapping was published.
        explained: Whether the very slice was.
        published: The nearest slice.
        excess: The excess that was published of it.
        event: What the calendar is said to have to do with it.
    """

    name: str
    day: date
    calls: int
    slice: dict[str, str]
    shared: float = 0.0
    found: bool = False
    explained: bool = False
    published: dict[str, str | None] | None = None
    excess: float | None = None
    event: str | None = None


def grade(size: Size, tell: Tell, *, held_out: bool, data: Published) -> Graded:
    """Hold the published incidents against the answer key."""
    tell("reading incidents", 1, 1)
    queries = yaml.safe_load((files("evals.sets") / "default.yml").read_text())
    key = yaml.safe_load((data.answer_key / "incidents.yml").read_text())
    days = sorted({str(day) for one in key for day in one["dates"]})
    calls = [row for day in days for row in data.rows(queries["calls"].format(day=day))]
    return graded(key, data.rows(queries["incidents"]), calls, size, held_out=held_out)


def graded(key: Sequence[Row], incidents: Sequence[Row], calls: Sequence[Row], size: Size, *, held_out: bool) -> Graded:
    """Sum up.

    Args:
        key: The planted incidents: name, journey, dates, slice, extra_calls_per_day.
        incidents: What was published: look_date, slice (JSON), excess_calls, event.
        calls: The calls of the planted days by dimension.
        size: Told in the report.
        held_out: Told in the report.
    """
    planted = [_nearest(one, date.fromisoformat(str(day)), incidents, calls) for one in key for day in one["dates"]]
    names = list(dict.fromkeys(one.name for one in planted))
    other = _other(planted, incidents, calls)
    figures = {
        "found": _of(names, [one.name for one in planted if one.found]).value,
        "explained": _of(names, [one.name for one in planted if one.explained]).value,
        "other_days": float(len({row["look_date"] for row in other})),
    }
    gate = gate_of(figures, rules_of("default").gate[size])
    sheets = (_planted_sheet(planted), _other_sheet(other))
    return Graded(name="default", size=size, held_out=held_out, figures=figures, sheets=sheets, gate=gate)


def _of(names: Sequence[str], reached: Sequence[str]) -> Share:
    return Share(part=len(set(names) & set(reached)), whole=len(names))


def _nearest(key: Row, day: date, incidents: Sequence[Row], calls: Sequence[Row]) -> Planted:
    """The published incident of the day that shares most with the planted one."""
    struck = {"journey_type": key["journey"], **key["slice"]}
    told = Planted(name=key["name"], day=day, calls=key["extra_calls_per_day"], slice=struck)
    today = [row for row in calls if row["leakage_date"] == day]
    rivals = [(_shared(today, struck, json.loads(row["slice"])), row) for row in incidents if row["look_date"] == day]
    if not rivals:
        return told
    (shared, overlap), best = max(rivals, key=lambda rival: rival[0])
    options = rules_of("default").options
    return told.model_copy(
        update={
            "shared": round(shared, 3),
            "found": overlap >= options["overlapping"][0],
            "explained": shared >= options["same"][0],
            "published": json.loads(best["slice"]),
            "excess": float(best["excess_calls"]),
            "event": best["event"],
        }
    )


def _shared(today: Sequence[Row], one: Slice, other: Slice) -> tuple[float, float]:
    """What two slices have in common: as a share of both together, and of the smaller."""
    here, there = _calls(today, one), _calls(today, other)
    both = sum(calls for leaf, calls in here.items() if leaf in there)
    either, smaller = sum(here.values()) + sum(there.values()) - both, min(sum(here.values()), sum(there.values()))
    return both / either if either else 0.0, both / smaller if smaller and other else 0.0


def _calls(today: Sequence[Row], chosen: Slice) -> dict[int, float]:
    """The calls of a slice, by the place of their row."""
    inside = (place for place, row in enumerate(today) if all(row[name] == value for name, value in chosen.items()))
    return {place: float(today[place]["calls"]) for place in inside}


def _other(planted: Sequence[Planted], incidents: Sequence[Row], calls: Sequence[Row]) -> list[Row]:
    """Alarms that overlap with nothing planted on their day."""
    return [row for row in incidents if row["status"] == "open" and not _overlaps(row, planted, calls)]


def _overlaps(incident: Row, planted: Sequence[Planted], calls: Sequence[Row]) -> bool:
    day, told = incident["look_date"], json.loads(incident["slice"])
    today = [row for row in calls if row["leakage_date"] == day]
    least = rules_of("default").options["overlapping"][0]
    return any(_shared(today, one.slice, told)[1] >= least for one in planted if one.day == day)


def _planted_sheet(planted: Sequence[Planted]) -> Sheet:
    rows = tuple(
        (
            one.name,
            str(one.day),
            one.calls,
            "–" if one.excess is None else f"{one.excess:.0f}",
            f"{one.shared:.2f}",
            "explained" if one.explained else "found" if one.found else "missed",
            _words(one.published),
            one.event or "–",
        )
        for one in planted
    )
    heads = ("planted", "day", "calls", "excess", "shared", "", "published slice", "event")
    return Sheet(title="Planted incidents of the default data", columns=heads, rows=rows)


def _other_sheet(other: Sequence[Row]) -> Sheet:
    rows = tuple(
        (str(row["look_date"]), f"{row['excess_calls']:.0f}", _words(json.loads(row["slice"]))) for row in other
    )
    return Sheet(title="Other alarms", columns=("day", "excess", "slice"), rows=rows)


def _words(chosen: Slice | None) -> str:
    if chosen is None:
        return "–"
    return ", ".join(value or "none" for value in chosen.values()) or "everything"
