"""An answer's table against the reference's, by result: order, names and extra columns don't matter.

Every reference column needs an answer column of its own, such that the rows under these columns are the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.rows import is_number, same_in_order, same_rows
from evals.table import Table, Value

Reason = Literal[
    # Those of Genie's evaluation (its ScoreReason) that are found by comparing results.
    "COLUMN_TYPE_DIFFERENCE",
    "EMPTY_GOOD_SQL",
    "EMPTY_RESULT",
    "RESULT_EXTRA_ROWS",
    "RESULT_MISSING_COLUMNS",
    "RESULT_MISSING_ROWS",
    "SINGLE_CELL_DIFFERENCE",
    # Ours, for what it has no name for.
    "ROW_DIFFERENCE",
    "ROW_ORDER_DIFFERENCE",
]


@dataclass(frozen=True)
class Reference:
    """What the right answer is.

    Attributes:
        table: The result of the reference SQL.
        ties: When the order matters: the lengths of the stretches of rows whose order is free; else None.
    """

    table: Table
    ties: tuple[int, ...] | None = None


def difference(wanted: Reference, got: Table, tolerance: Sequence[float]) -> tuple[Reason, ...]:
    """Say how an answer's table differs from the reference; empty when it does not.

    Args:
        wanted: The reference.
        got: The answer's table.
        tolerance: How far the values of each of its columns may lie from the reference's.
    """
    if not wanted.table.rows and not got.rows:
        return ()
    if len(wanted.table.rows) != len(got.rows):
        return tuple(_other_number_of_rows(wanted.table, got))
    if next(_matches(wanted, got, tolerance), None) is not None:
        return ()
    return (_why(wanted, got, tolerance),)


def _other_number_of_rows(wanted: Table, got: Table) -> Iterator[Reason]:
    if not wanted.rows:
        yield "EMPTY_GOOD_SQL"
    if not got.rows:
        yield "EMPTY_RESULT"
    else:
        yield "RESULT_MISSING_ROWS" if len(got.rows) < len(wanted.rows) else "RESULT_EXTRA_ROWS"


def _why(wanted: Reference, got: Table, tolerance: Sequence[float]) -> Reason:
    if wanted.ties is not None and next(_matches(Reference(wanted.table), got, tolerance), None) is not None:
        return "ROW_ORDER_DIFFERENCE"
    if len(wanted.table.rows) == 1 and len(wanted.table.columns) == 1:
        return "SINGLE_CELL_DIFFERENCE"
    lonely = [place for place, fitting in enumerate(_candidates(wanted.table, got, tolerance)) if not fitting]
    if any(_same_but_for_the_type(wanted.table.column(place), got) for place in lonely):
        return "COLUMN_TYPE_DIFFERENCE"
    if len(got.columns) < len(wanted.table.columns) or any(_unlike_any(wanted.table, place, got) for place in lonely):
        return "RESULT_MISSING_COLUMNS"
    return "ROW_DIFFERENCE"


def _same_but_for_the_type(values: Sequence[Value], got: Table) -> bool:
    said = sorted(str(value) for value in values)
    return any(said == sorted(str(value) for value in got.column(place)) for place in range(len(got.columns)))


def _unlike_any(wanted: Table, place: int, got: Table) -> bool:
    """Whether no column of the answer has values of the same kind."""
    kinds = _kinds(wanted.column(place))
    return not any(kinds <= _kinds(got.column(other)) for other in range(len(got.columns)))


def _kinds(values: Sequence[Value]) -> set[str]:
    return {"number" if is_number(value) else type(value).__name__ for value in values if value is not None}


def _matches(wanted: Reference, got: Table, tolerance: Sequence[float]) -> Iterator[tuple[int, ...]]:
    """Every way to give each reference column an answer column of its own: the rarest first, dead ends cut early."""
    fitting = _candidates(wanted.table, got, tolerance)
    order = sorted(range(len(fitting)), key=lambda place: len(fitting[place]))
    yield from _extended((), order, fitting, wanted, got, tolerance)


def _candidates(wanted: Table, got: Table, tolerance: Sequence[float]) -> list[list[int]]:
    """The answer columns that hold the same values as each reference column, whatever their order."""
    places = range(len(got.columns))
    return [
        [other for other in places if same_rows(wanted.project([place]), got.project([other]), [tolerance[other]])]
        for place in range(len(wanted.columns))
    ]


def _extended(
    taken: tuple[int, ...],
    order: Sequence[int],
    fitting: Sequence[Sequence[int]],
    wanted: Reference,
    got: Table,
    tolerance: Sequence[float],
) -> Iterator[tuple[int, ...]]:
    if len(taken) == len(order):
        yield taken
        return
    tried: set[tuple[str, float]] = set()
    for other in fitting[order[len(taken)]]:
        alike = (repr(got.column(other)), tolerance[other])
        if other not in taken and alike not in tried:
            tried.add(alike)
            if _same_under((*taken, other), order, wanted, got, tolerance):
                yield from _extended((*taken, other), order, fitting, wanted, got, tolerance)


def _same_under(
    taken: Sequence[int], order: Sequence[int], wanted: Reference, got: Table, tolerance: Sequence[float]
) -> bool:
    rows, others = wanted.table.project(order[: len(taken)]), got.project(taken)
    near = [tolerance[place] for place in taken]
    return same_rows(rows, others, near) if wanted.ties is None else same_in_order(rows, others, near, wanted.ties)
