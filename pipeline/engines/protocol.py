"""What the pipeline asks of an engine. Relations are named ``schema.table`` and queries are bound sqlglot trees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from sqlglot import exp

from pipeline.contract import Contract
from pipeline.delta import Saved

Column = np.ndarray[Any, Any]
Columns = Mapping[str, Column]
"""Columns of equal length: whole numbers as int64, days as datetime64[D], text as objects with None for null."""


def plain_column(values: Column) -> Column:
    """Return a column as ``Columns`` has it: without masks, days as days."""
    if isinstance(values, np.ma.MaskedArray):
        missing = np.ma.getmaskarray(values)
        values = np.ma.getdata(values.astype(object) if missing.any() else values)
        values[missing] = None
    return values.astype("datetime64[D]") if values.dtype.kind == "M" else values


@dataclass(frozen=True)
class RawFiles:
    """Landing files that can be read together: the same header, delimiter and encoding."""

    paths: tuple[Path, ...]
    header: tuple[str, ...]
    delimiter: str = ","
    encoding: str = "utf-8"
    multiline: bool = False


class Relations(Protocol):
    """Computes relations and hands out their rows."""

    def create(self, relation: str, query: exp.Query) -> None:
        """Make a relation and keep its rows for the rest of the run."""

    def rows(self, query: exp.Query) -> list[dict[str, Any]]:
        """Return the rows of a small result."""

    def columns(self, query: exp.Query) -> Columns:
        """Return the columns of a result of some hundred thousand rows: text, days, whole and floating numbers."""

    def fill(self, relation: str, contract: Contract, rows: Sequence[Mapping[str, Any]]) -> None:
        """Make a relation, with a contract's columns, of some thousand rows at hand."""


class Engine(Relations, Protocol):
    """Computes relations and writes them as Delta tables. An engine lives for one run."""

    name: str

    def read_raw(self, relation: str, rejected: str, files: RawFiles) -> None:
        """Make two relations of raw files.

        ``relation`` has the header's columns as text and ``file_path``; ``rejected`` has ``file_path``, ``line`` and
        ``reason`` (missing_fields, extra_fields, unterminated_quote, invalid_encoding, line_too_long).
        """

    def load(self, relation: str, path: Path, version: int) -> None:
        """Make a relation of a Delta table at a version."""

    def define(self, relation: str, query: exp.Query) -> None:
        """Make a relation that is computed when it is read."""

    def extend(self, relation: str, query: exp.Query) -> None:
        """Add the rows of a query to a kept relation."""

    def save(self, contract: Contract, query: exp.Query, path: Path, replaced: exp.Expr | None) -> Saved:
        """Write a query's rows into a contract's Delta table.

        Args:
            contract: Whose table; it must exist.
            query: The rows; their columns must be the contract's.
            path: Where the table is.
            replaced: The rows that the new ones replace, as a condition; None for all of them, FALSE for none.
        """

    def drop(self, relation: str) -> None:
        """Forget a relation."""

    def close(self) -> None:
        """Release everything."""
