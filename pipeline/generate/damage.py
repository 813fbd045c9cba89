"""How a copy of a good row is damaged, one function a kind of dirt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from pipeline.generate.dirt_kinds import Dirt, DirtySource

Row = dict[str, str]
ISO = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Damage:
    """Damages rows of one source.

    Attributes:
        dirt: What spoiled values look like.
        source: The columns of the source, by their part.
        rng: The source of randomness.
    """

    dirt: Dirt
    source: DirtySource
    rng: np.random.Generator

    def apply(self, kind: str, row: Row, new_key: str) -> tuple[list[str], str]:
        """Return the fields of the damaged copy and the column that is spoiled."""
        copy = dict(row) if kind in KEEPS_KEY else row | {self.source.key: new_key}
        column = KINDS[kind](self, copy)
        fields = list(copy.values())
        if kind == "extra_field":
            fields.append(self.dirt.extra_field)
        return (fields[:-1] if kind == "missing_field" else fields), column

    def _any(self, values: tuple[Any, ...]) -> Any:
        return values[int(self.rng.integers(len(values)))]

    def _between(self, bounds: tuple[int, int]) -> int:
        return int(self.rng.integers(bounds[0], bounds[1] + 1))

    def _set(self, row: Row, column: str | None, value: str) -> str:
        row[str(column)] = value
        return str(column)

    def _null_key(self, row: Row) -> str:
        return self._set(row, self.source.key, "")

    def _null_member(self, row: Row) -> str:
        return self._set(row, self.source.member, "")

    def _null_timestamp(self, row: Row) -> str:
        return self._set(row, self.source.timestamp, "")

    def _bad_timestamp(self, row: Row) -> str:
        return self._set(row, self.source.timestamp, self._any(self.dirt.bad_timestamps))

    def _bad_date(self, row: Row) -> str:
        return self._set(row, self.source.date, self._any(self.dirt.bad_dates))

    def _future_timestamp(self, row: Row) -> str:
        return self._moved(row, timedelta(days=365 * self._between(self.dirt.future_years)))

    def _conflict(self, row: Row) -> str:
        """An older delivery of the same key, with other content."""
        row.update(self.source.changed)
        return self._moved(row, -timedelta(seconds=self._between(self.dirt.earlier_seconds)))

    def _moved(self, row: Row, by: timedelta) -> str:
        column = str(self.source.timestamp)
        return self._set(row, column, (datetime.strptime(row[column], ISO) + by).strftime(ISO))

    def _nothing(self, row: Row) -> str:
        return self.source.key

    def _unknown_enum(self, row: Row) -> str:
        return self._set(row, self._any(self.source.enums), self._any(self.dirt.unknown_word))

    def _negative_duration(self, row: Row) -> str:
        column = self._any(self.source.durations)
        return self._set(row, column, str(-1 - int(row[column])))

    def _not_a_number(self, row: Row) -> str:
        return self._set(row, self._any((*self.source.durations, self.source.score)), self._any(self.dirt.not_numbers))

    def _score_out_of_range(self, row: Row) -> str:
        return self._set(row, self.source.score, self._any(self.dirt.scores))


KINDS: dict[str, Callable[[Damage, Row], str]] = {
    "null_key": Damage._null_key,
    "null_member": Damage._null_member,
    "null_timestamp": Damage._null_timestamp,
    "bad_timestamp": Damage._bad_timestamp,
    "bad_date": Damage._bad_date,
    "future_timestamp": Damage._future_timestamp,
    "duplicate_key_same": Damage._nothing,
    "duplicate_key_conflict": Damage._conflict,
    "unknown_enum": Damage._unknown_enum,
    "negative_duration": Damage._negative_duration,
    "not_a_number": Damage._not_a_number,
    "score_out_of_range": Damage._score_out_of_range,
    "extra_field": Damage._nothing,
    "missing_field": Damage._nothing,
}
KEEPS_KEY = frozenset({"duplicate_key_same", "duplicate_key_conflict"})
