"""An answer's rows in words: as a table to read, and as text for a spreadsheet."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from zoneinfo import ZoneInfo

from agent.chat.answer import free_column
from agent.columns import is_in_points, is_signed
from agent.language import languages
from agent.model import SemanticModel
from agent.numbers import write_date, write_value
from agent.placeholders import capitalised
from agent.reply import Answer, Column, Value

NO_VALUE = "–"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""

Place = tuple[int, Column]
"""Where a column stands in a row, and what it is."""


@dataclass(frozen=True)
class Head:
    """The head of a column; numbers stand to the right."""

    label: str
    number: bool


@dataclass(frozen=True)
class Table:
    """A table in words.

    Attributes:
        heads: The columns.
        rows: The cells, as people read them.
        left_out: How many further rows there are.
        without_values: The columns that no row has a value for, by what people call them; they are not shown.
        csv: All rows as comma-separated values: exact numbers, and the labels that people know.
    """

    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int = 0
    without_values: tuple[str, ...] = ()
    csv: str = ""


@dataclass(frozen=True)
class Writer:
    """Writes the values of an answer's rows for people."""

    model: SemanticModel
    language: str
    zone: ZoneInfo

    def write(self, value: Value, column: Column) -> str:
        """Write one value of a column: a change with its sign, a difference of percentages in points."""
        if value is None:
            return NO_VALUE
        if isinstance(value, str | bool):
            return self._text(str(value), column)
        measured = column.kind == "measure"
        signed = measured and is_signed(column.name, self.model)
        text = write_value(Decimal(str(value)), column.format, self.language, signed)
        if measured and is_in_points(column.name, self.model):
            return languages()[self.language].write["points"].format(text.removesuffix(" %"))
        return text

    def _text(self, value: str, column: Column) -> str:
        kind = column.format.type if column.format else None
        if kind == "date":
            return write_date(datetime.fromisoformat(value).date(), self.language, "short_date")
        if kind == "date_time":
            return write_date(datetime.fromisoformat(value).astimezone(self.zone), self.language, "short_date")
        return capitalised(self.model.value_label(column.name, value, self.language))


def table_of(answer: Answer, say: Writer, most: int) -> Table | None:
    """Put an answer's rows in words; None when it has none.

    Args:
        answer: The answer.
        say: Writes its values.
        most: How many rows are shown.
    """
    if not answer.rows:
        return None
    columns = columns_of(answer)
    valued = [(place, column) for place, column in columns if any(row[place] is not None for row in answer.rows)]
    heads = tuple(Head(capitalised(column.label), _is_number(answer, place)) for place, column in valued)
    rows = tuple(tuple(say.write(row[place], column) for place, column in valued) for row in answer.rows[:most])
    without = tuple(column.label for place, column in columns if (place, column) not in valued)
    return Table(heads, rows, len(answer.rows) - len(rows), without, _csv(answer, valued, say))


def columns_of(answer: Answer) -> list[Place]:
    """Where each column stands in a row, and how it is called and written."""
    columns = answer.plan.columns if answer.plan else map(free_column, answer.columns)
    described = {column.name: column for column in columns}
    return [(place, described[name]) for place, name in enumerate(answer.columns) if name in described]


def _is_number(answer: Answer, place: int) -> bool:
    return all(isinstance(row[place], int | float | None) for row in answer.rows)


def _csv(answer: Answer, columns: Sequence[Place], say: Writer) -> str:
    written = StringIO()
    lines = csv.writer(written)
    lines.writerow([_inert(column.label) for _, column in columns])
    lines.writerows([_exact(row[place], column, say) for place, column in columns] for row in answer.rows)
    return written.getvalue()


def _exact(value: Value, column: Column, say: Writer) -> Value:
    """Numbers and dates as they are, names as people know them."""
    if not isinstance(value, str):
        return value
    kind = column.format.type if column.format else None
    if kind == "date":
        return date.isoformat(datetime.fromisoformat(value).date())
    return value if kind == "date_time" else _inert(say.write(value, column))


def _inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
