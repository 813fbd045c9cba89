"""Results are the same, or differ in a way that has a name."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from evals.compare import Reference, difference
from evals.table import Table, table_of

CASES = yaml.safe_load(Path(__file__).with_name("tables.yml").read_text())


def _table(rows: list[list[Any]], letter: str) -> Table:
    columns = [f"{letter}{place}" for place in range(len(rows[0]) if rows else 1)]
    return table_of(columns, rows)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_difference(case: dict[str, Any]) -> None:
    got = _table(case["got"], "g")
    wanted = Reference(_table(case["wanted"], "w"), tuple(case["ties"]) if "ties" in case else None)
    tolerance = case.get("tolerance", [0.0005] * len(got.columns))
    assert list(difference(wanted, got, tolerance)) == case["reasons"]


def test_columns_that_look_alike_are_not_tried_in_every_order() -> None:
    """Twelve columns of the same values in twelve orders of rows: without cutting dead ends this does not end."""
    size = 12
    wanted = [[(row * (place + 1)) % 13 for place in range(size)] for row in range(1, 13)]
    got = [[*reversed(row)] for row in wanted]
    broken = [[*row] for row in got]
    broken[0][0], broken[1][0] = broken[1][0], broken[0][0]
    near = [0.0] * size
    assert difference(Reference(_table(wanted, "w")), _table(got, "g"), near) == ()
    assert difference(Reference(_table(wanted, "w")), _table(broken, "g"), near) == ("ROW_DIFFERENCE",)
