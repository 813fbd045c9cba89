"""A built data set, as sets of grades see it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Published:
    """The published tables of a home, and the truth behind them.

    Attributes:
        rows: Runs a query in DuckDB's dialect and returns its rows.
        answer_key: The folder with the truth.
    """

    rows: Callable[[str], Sequence[Row]]
    answer_key: Path
