"""Whether two lists of rows hold the same rows, in any order, with a tolerance for the numbers of each column."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from evals.table import Row, Value

_NOISE = 1e-9
"""What floating point adds to a difference."""
_ONE_BY_ONE = 200
"""So many rows that differ only in their fractional numbers are matched one by one; more are compared when sorted."""

Numbers = tuple[float, ...]
Tolerance = Sequence[float]


def same_rows(one: Sequence[Row], other: Sequence[Row], tolerance: Tolerance) -> bool:
    """Whether every row of one list has a row of its own in the other, and none is left over."""
    if len(one) != len(other):
        return False
    whole = [_whole(row[place] for row in (*one, *other)) for place in range(len(tolerance))]
    near = [most for most, exact in zip(tolerance, whole, strict=True) if not exact]
    groups, others = _grouped(one, whole), _grouped(other, whole)
    return groups.keys() == others.keys() and all(_same_numbers(groups[key], others[key], near) for key in groups)


def same_in_order(one: Sequence[Row], other: Sequence[Row], tolerance: Tolerance, ties: Iterable[int]) -> bool:
    """Whether the rows come in the same order; ``ties`` are the lengths of stretches within which order is free."""
    begin, same = 0, len(one) == len(other)
    for length in ties:
        end = begin + length
        same = same and same_rows(one[begin:end], other[begin:end], tolerance)
        begin = end
    return same


def _whole(cells: Iterable[Value]) -> bool:
    """Whether a column has no fractional number, so that its values are equal or not."""
    return not any(isinstance(cell, float) and not cell.is_integer() for cell in cells)


def _grouped(rows: Sequence[Row], whole: Sequence[bool]) -> dict[tuple[object, ...], list[Numbers]]:
    """Rows by all in them that must be equal: what each group lists are the numbers that need only be near."""
    groups: dict[tuple[object, ...], list[Numbers]] = defaultdict(list)
    for row in rows:
        near = [is_number(cell) and not exact for cell, exact in zip(row, whole, strict=True)]
        key = tuple(("number",) if free else _key(cell) for cell, free in zip(row, near, strict=True))
        groups[key].append(tuple(float(cell or 0) for cell, free in zip(row, near, strict=True) if free))
    return groups


def is_number(cell: Value) -> bool:
    """Whether a value is a number; True is 1 to Python, and not to people."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _key(cell: Value) -> tuple[str, Value]:
    return ("number" if is_number(cell) else type(cell).__name__, cell)


def _same_numbers(rows: list[Numbers], others: list[Numbers], near: Tolerance) -> bool:
    if len(rows) != len(others):
        return False
    if not rows[0] or all(_near(*pair, near) for pair in zip(sorted(rows), sorted(others), strict=True)):
        return True
    return len(rows[0]) > 1 and len(rows) <= _ONE_BY_ONE and _can_be_paired(rows, others, near)


def _near(one: Numbers, other: Numbers, tolerance: Tolerance) -> bool:
    return all(abs(a - b) <= most + _NOISE * max(1.0, abs(a)) for a, b, most in zip(one, other, tolerance, strict=True))


def _can_be_paired(rows: list[Numbers], others: list[Numbers], near: Tolerance) -> bool:
    """Whether each row can have another for its own: augmenting paths, as sorting does not decide several columns."""
    fitting = [[place for place, other in enumerate(others) if _near(row, other, near)] for row in rows]
    taken: dict[int, int] = {}

    def place_for(row: int, seen: set[int]) -> bool:
        for place in fitting[row]:
            if place not in seen:
                seen.add(place)
                if place not in taken or place_for(taken[place], seen):
                    taken[place] = row
                    return True
        return False

    return all(place_for(row, set()) for row in range(len(rows)))
