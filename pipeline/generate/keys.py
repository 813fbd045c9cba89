"""Keys of sessions, events and calls: a letter, the business day, and a running number in the order of time."""

from datetime import date
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.generate.portions import Ints

DIGITS = 7
SPAN = 10**DIGITS


def key_numbers(day: date, rows: Ints) -> Ints:
    """Return keys as numbers: those of a later day, or of a later row, are greater."""
    return np.asarray(rows + 1 + day.toordinal() * SPAN, dtype=np.int64)


def keys(prefix: str, day: date, rows: Ints) -> pa.Array:
    """Return the keys of rows of one day."""
    return pc.binary_join_element_wise(f"{prefix}-{day:%Y%m%d}-", _running(_power(rows)).take(pa.array(rows + 1)), "")


def keys_of_numbers(prefix: str, numbers: Ints) -> pa.Array:
    """Return the keys that numbers stand for, of whatever days; null for negative ones."""
    return pa.array([_key(prefix, number) for number in numbers.tolist()], type=pa.string())


def _key(prefix: str, number: int) -> str | None:
    if number < 0:
        return None
    day, row = divmod(number, SPAN)
    return f"{prefix}-{date.fromordinal(day):%Y%m%d}-{row:0{DIGITS}d}"


def _power(rows: Ints) -> int:
    """Return a power of two above every row, so that few sizes are ever needed."""
    return int(2 ** np.ceil(np.log2(int(rows.max(initial=0)) + 2)))


@lru_cache(maxsize=8)
def _running(size: int) -> pa.Array:
    return pa.array([f"{number:0{DIGITS}d}" for number in range(size)])
