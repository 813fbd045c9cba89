"""The cube that is watched, from its leaves with their packed hours."""

from datetime import date

import numpy as np

from pipeline.engines.protocol import Columns
from signals.cube import HOURS, Cube

_EPOCH = date(2000, 1, 1)
_MOST_CALLS = 1_000_000
"""A packed number is an hour, counted from the epoch, times this, plus the hour's calls; see the SQL."""


def watched_cube(columns: Columns) -> Cube:
    """Return leaves with lists of packed hours and calls (``cells``) as a cube of days and hours."""
    dimensions = tuple(name for name in columns if name != "cells")
    packed = [np.asarray(cells, np.int64) for cells in columns["cells"]]
    leaf = np.repeat(np.arange(len(packed)), [len(cells) for cells in packed])
    hour, calls = np.divmod(np.concatenate(packed) if packed else np.empty(0, np.int64), _MOST_CALLS)
    day = np.datetime64(_EPOCH, "D") + hour // HOURS
    return Cube.of_leaves(
        {name: columns[name] for name in dimensions}, leaf, days=day, hours=hour % HOURS, counts=calls
    )
