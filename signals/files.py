"""Cubes from Parquet and CSV files, through DuckDB."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from pipeline.errors import SignalError, did_you_mean
from signals.cube import Cube
from signals.incident import Event

_READERS = {".parquet": "read_parquet(?)", ".csv": "read_csv(?)"}
_DATES = ("DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE")
_WHOLE = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UBIGINT", "UINTEGER", "USMALLINT", "UTINYINT", "HUGEINT")
_TEXT = ("VARCHAR", "BOOLEAN")
_EVENT_DATES = ("event_date", "date", "day")
_EVENT_KINDS = ("event_type", "kind", "type")
_DATES_OR_TEXT = (*_DATES, "VARCHAR")
_NUMBERS = ("DOUBLE", "FLOAT", "DECIMAL", *_WHOLE)


@dataclass(frozen=True)
class Named:
    """Which column of a file is which; what is None is found by its type and name.

    Attributes:
        date: The days.
        count: The counts.
        hour: The hours, 0 to 23.
        dimensions: What to slice by; every other column of text, when None.
    """

    date: str | None = None
    count: str | None = None
    hour: str | None = None
    dimensions: Sequence[str] | None = None


@dataclass(frozen=True)
class _Chosen:
    date: str
    count: str
    hour: str | None
    dimensions: Sequence[str]

    @property
    def all(self) -> tuple[str | None, ...]:
        return (self.date, self.count, self.hour, *self.dimensions)


def read_cube(path: Path, named: Named | None = None) -> Cube:
    """Read a cube from a file with a column of dates, one of counts, maybe one of hours, and columns of text.

    Raises:
        SignalError: The file is none, or its columns are not of that kind.
    """
    with duckdb.connect() as connection:
        chosen = _chosen(_types(connection, path), named or Named(), path)
        columns = _columns(connection, path, [name for name in chosen.all if name is not None])
    return Cube.of(columns, date=chosen.date, hour=chosen.hour, count=chosen.count, dimensions=chosen.dimensions)


def read_rows(path: Path) -> list[dict[str, object]]:
    """The rows of a file as text; an empty field is None.

    Raises:
        SignalError: There is no such file, or it is neither Parquet nor CSV.
    """
    with duckdb.connect() as connection:
        names = list(_types(connection, path))
        texts = ", ".join(f"CAST({_quoted(name)} AS VARCHAR)" for name in names)
        rows = connection.execute(f"SELECT {texts} FROM {_reader(path)}", [str(path)]).fetchall()  # noqa: S608
    return [dict(zip(names, row, strict=True)) for row in rows]


def read_events(path: Path, cube: Cube) -> list[Event]:
    """Read a calendar: a date, a kind, maybe a description, and maybe values of the cube's dimensions.

    A value that the cube does not have (all, empty) leaves its dimension open.

    Raises:
        SignalError: There is no such file, or it has no dates or kinds.
    """
    rows = read_rows(path)
    names = list(rows[0]) if rows else []
    day, kind = (next((name for name in names if name in known), None) for known in (_EVENT_DATES, _EVENT_KINDS))
    if rows and (day is None or kind is None):
        raise SignalError(f"{path} is no calendar.", f"It needs columns {_EVENT_DATES[0]} and {_EVENT_KINDS[0]}.")
    return [_event(row, str(day), str(kind), cube, path) for row in rows]


def _event(row: Mapping[str, object], day: str, kind: str, cube: Cube, path: Path) -> Event:
    try:
        when = date.fromisoformat(str(row[day])[:10])
    except ValueError as error:
        raise SignalError(f"{path}: {row[day]} is no date.", "Dates look like 2026-11-23.") from error
    known = zip(cube.dimensions, cube.values, strict=True)
    chosen = {name: str(row[name]) for name, values in known if row.get(name) and row[name] in values}
    return Event(when, str(row[kind]), chosen, str(row.get("description") or ""))


def _types(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    if not path.is_file():
        raise SignalError(f"there is no file {path}.")
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {_reader(path)}", [str(path)])  # noqa: S608
        return {str(row[0]): str(row[1]) for row in described.fetchall()}
    except duckdb.Error as error:
        raise SignalError(f"{path} can't be read: {str(error).splitlines()[0]}") from error


def _reader(path: Path) -> str:
    if path.suffix not in _READERS:
        raise SignalError(f"{path} is neither Parquet nor CSV.", f"Its name must end in {' or '.join(_READERS)}.")
    return _READERS[path.suffix]


def _chosen(types: Mapping[str, str], named: Named, path: Path) -> _Chosen:
    """Every column by name."""
    for name in (named.date, named.count, named.hour, *(named.dimensions or ())):
        if name is not None and name not in types:
            has = f"It has {', '.join(types)}."
            raise SignalError(f"{path} has no column {name}.", did_you_mean(name, types) or has)
    date = named.date or _only(types, _DATES, "date", path)
    hour = named.hour or next((name for name in types if _is_hour(name, types[name]) and name != named.count), None)
    numbers = {name: kind for name, kind in types.items() if name != hour}
    count = named.count or _only(numbers, _WHOLE, "count", path)
    for name, kinds, what in ((date, _DATES_OR_TEXT, "dates"), (count, _NUMBERS, "counts"), (hour, _NUMBERS, "hours")):
        if name is not None and not types[name].startswith(kinds):
            raise SignalError(f"{path}: column {name} is {types[name]}, which can't be {what}.")
    dimensions = named.dimensions if named.dimensions is not None else _texts(types, {date, hour, count})
    return _Chosen(date, count, hour, tuple(dimensions))


def _is_hour(name: str, kind: str) -> bool:
    return kind in _WHOLE and (name == "hour" or name.endswith("_hour"))


def _texts(types: Mapping[str, str], taken: set[str | None]) -> list[str]:
    return [name for name, kind in types.items() if name not in taken and kind.startswith(_TEXT)]


def _only(types: Mapping[str, str], kinds: tuple[str, ...], what: str, path: Path) -> str:
    """The one column that can be meant: the one called so, or the only one of such a type."""
    fitting = [name for name, kind in types.items() if kind in kinds]
    exact = [name for name in fitting if name == what]
    if len(exact or fitting) != 1:
        found = (
            f"several columns can be the {what}: {', '.join(fitting)}" if fitting else f"no column can be the {what}"
        )
        raise SignalError(f"{path}: {found}.", f"Name it with --{what}-column.")
    return (exact or fitting)[0]


def _columns(connection: duckdb.DuckDBPyConnection, path: Path, names: Sequence[str]) -> dict[str, NDArray[Any]]:
    listed = ", ".join(_quoted(name) for name in names)
    rows = connection.execute(f"SELECT {listed} FROM {_reader(path)}", [str(path)]).fetchall()  # noqa: S608
    table = np.array(rows, dtype=object).reshape(len(rows), len(names))
    return {name: table[:, position] for position, name in enumerate(names)}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
