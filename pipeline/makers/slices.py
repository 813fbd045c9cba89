"""Slices as tables hold them: as JSON, and as columns with every value that the slice leaves a dimension."""

import json
from collections.abc import Mapping
from datetime import date

from signals.cube import Cube, Value

NONE = "(none)"
"""What a column says of those without a value; null says that the slice has several."""


def told(chosen: Mapping[str, Value], cube: Cube, day: date) -> dict[str, str | None]:
    """Return a column for each dimension: the value that all of the slice has on that day, null where it has several.

    An error code that one step alone shows names that step too.
    """
    leaves = cube.codes[cube.where(chosen) & (cube.daily[cube.position(day)] > 0)]
    columns: dict[str, str | None] = {}
    for place, name in enumerate(cube.dimensions):
        held = {int(code) for code in leaves[:, place]}
        values = [cube.values[place][code] for code in held] if len(held) == 1 else []
        several = len(values) != 1 and name not in chosen
        columns[name] = None if several else (values[0] if values else chosen[name]) or NONE
    return columns


def write_slice(chosen: Mapping[str, Value]) -> str:
    """Return a slice as JSON."""
    return json.dumps(dict(chosen), sort_keys=True)


def read_slice(text: str) -> dict[str, Value]:
    """Return the slice that JSON holds."""
    read: dict[str, Value] = json.loads(text)
    return read
