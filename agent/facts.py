"""Typed facts: every value that an answer says, with the cells that it comes from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from agent.columns import format_of, is_in_points, is_signed, label_of
from agent.engine import Cell, Result
from agent.language import languages
from agent.metric_view import Format
from agent.model import SemanticModel
from agent.numbers import write_value
from agent.plan import Part

Operation = Literal["cell", "share", "change", "rows"]


class CellRef(Part):
    """A cell of one of a question's results."""

    query: str
    row: int
    column: str


class Fact(Part):
    """A value that is said, how it is written, and what it was computed from."""

    name: str
    label: str
    value: int | float | str | bool | None
    unit: str
    text: str
    operation: Operation
    cells: tuple[CellRef, ...]


_ARITHMETIC: dict[Operation, Callable[[list[Decimal]], Decimal]] = {
    "share": lambda parts: parts[0] / parts[1],
    "change": lambda parts: (parts[0] - parts[1]) / parts[1],
}
_FRACTION = Format(type="percentage")


@dataclass(frozen=True)
class FactBook:
    """Makes facts from the results of one question's queries."""

    model: SemanticModel
    language: str
    results: Mapping[str, Result]

    def raw(self, query: str, row: int, column: str) -> Cell:
        """A cell as it came; None where there is no such cell."""
        result = self.results.get(query)
        if result is None or column not in result.columns or row >= len(result.rows):
            return None
        return result.rows[row][result.columns.index(column)]

    def cell(self, query: str, row: int, column: str) -> Fact | None:
        """A cell as a fact; None where there is no value."""
        value = self.raw(query, row, column)
        ref = CellRef(query=query, row=row, column=column)
        return None if value is None else self._fact(column, value, "cell", (ref,), self.form(column))

    def derived(self, operation: Operation, one: CellRef, other: CellRef) -> Fact | None:
        """Arithmetic on two cells as a fact; None where a value is missing, or there is nothing to divide by."""
        value = compute(operation, (one, other), self.results)
        return None if value is None else self._fact(one.column, value, operation, (one, other), _FRACTION)

    def form(self, column: str) -> Format | None:
        """The format of a measure or dimension."""
        return format_of(column, self.model)

    def _fact(
        self, column: str, value: Cell, operation: Operation, cells: tuple[CellRef, ...], form: Format | None
    ) -> Fact:
        signed = operation == "change" or is_signed(column, self.model)
        text = write_value(value, form, self.language, signed)
        if is_in_points(column, self.model):
            text = languages()[self.language].write["points"].format(text.removesuffix(" %"))
        if isinstance(value, str):
            text = self.model.value_label(column, value, self.language)
        return Fact(
            name=column,
            label=label_of(column, self.model, self.language),
            value=plain(value),
            unit=form.type if form else "text" if isinstance(value, str) else "number",
            text=text,
            operation=operation,
            cells=cells,
        )


def compute(operation: Operation, cells: tuple[CellRef, ...], results: Mapping[str, Result]) -> Cell:
    """The value that an operation gives on cells; None where one is missing or there is nothing to divide by."""
    found: list[Cell] = []
    for ref in cells:
        result = results[ref.query]
        found.append(result.rows[ref.row][result.columns.index(ref.column)])
    if operation == "cell":
        return found[0]
    numbers = [Decimal(str(one)) for one in found if isinstance(one, int | float | Decimal)]
    if len(numbers) < len(found) or not numbers[-1]:
        return None
    return _ARITHMETIC[operation](numbers)


def plain(value: Cell) -> int | float | str | bool | None:
    """A cell as JSON has it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value
