"""The detector on a public series: New York taxi passengers, from a clone of the Numenta Anomaly Benchmark.

``python bench/nab.py DIR`` where DIR holds ``data/realKnownCause/nyc_taxi.csv`` and ``labels/combined_windows.json``
(numenta/NAB, MIT license). The data are not part of this repository.
"""

import csv
import json
import sys
from datetime import date, datetime
from pathlib import Path

import numpy as np

from evals.intervals import Share
from signals.cube import Cube
from signals.detect import Look, look

SERIES = "realKnownCause/nyc_taxi.csv"

Window = tuple[date, date]


def passengers(folder: Path) -> Cube:
    """The passengers of every hour: one series, no slices."""
    with (folder / "data" / SERIES).open() as file:
        rows = [(datetime.fromisoformat(row["timestamp"]), int(row["value"])) for row in csv.DictReader(file)]
    columns = {
        "date": np.array([moment.date().isoformat() for moment, _ in rows]),
        "hour": np.array([moment.hour for moment, _ in rows]),
        "count": np.array([count for _, count in rows]),
    }
    return Cube.of(columns, date="date", hour="hour", count="count", dimensions=[])


def labelled(folder: Path) -> list[Window]:
    """The windows in which people saw something unusual."""
    found = json.loads((folder / "labels" / "combined_windows.json").read_text())[SERIES]
    return [(datetime.fromisoformat(first).date(), datetime.fromisoformat(last).date()) for first, last in found]


def alarms(cube: Cube) -> tuple[set[date], int]:
    """The days with an alarm, and how many days could be judged; each look knows what earlier ones found."""
    looks: list[Look] = []
    for day in cube.dates:
        looks.append(look(cube, day, earlier=tuple(one for seen in looks for one in seen.incidents)))
    return {seen.day for seen in looks if seen.alarms}, sum(seen.judged for seen in looks)


def main(folder: Path) -> None:
    """Print the windows that an alarm falls into, and the alarms outside them."""
    windows = labelled(folder)
    found, judged = alarms(passengers(folder))
    inside = {day for day in found if any(first <= day <= last for first, last in windows)}
    labelled_days = sum((last - first).days + 1 for first, last in windows)
    for first, last in windows:
        hits = sorted(str(day) for day in inside if first <= day <= last)
        print(f"{first} to {last}: {', '.join(hits) or 'no alarm'}")
    outside = Share(part=len(found - inside), whole=judged - labelled_days)
    print(f"Days outside the windows with an alarm: {outside}: {', '.join(map(str, sorted(found - inside)))}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
