"""Results as they are compared: plain values in columns, whoever computed them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Value = int | float | str | bool | None
Row = tuple[Value, ...]
_MIDNIGHT = "T00:00:00"


@dataclass(frozen=True)
class Table:
    """A result: names of columns, rows of plain values."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, place: int) -> tuple[Value, ...]:
        """The values of one column."""
        return tuple(row[place] for row in self.rows)

    def project(self, places: Sequence[int]) -> list[Row]:
        """The rows with some of the columns only."""
        return [tuple(row[place] for place in places) for row in self.rows]


def table_of(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Make a table; a single row of nothing but nulls says as little as no row, and counts as none."""
    plain = tuple(tuple(_plain(cell) for cell in row) for row in rows)
    nothing = len(plain) == 1 and all(cell is None for cell in plain[0])
    return Table(tuple(columns), () if nothing else plain)


def _plain(cell: object) -> Value:
    """A cell as JSON has it; days are ISO text, and midnight is the day."""
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    if isinstance(cell, date):
        cell = cell.isoformat()
    if isinstance(cell, str):
        return cell.removesuffix(_MIDNIGHT).removesuffix(" 00:00:00")
    return cell if cell is None or isinstance(cell, bool | int | float) else str(cell)
