"""How the files of a source become our columns: as they are, or as a mapping file says."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp

from pipeline.bronze.landing import Format, own_patterns
from pipeline.contract import Contract, load_contracts
from pipeline.sql import parse

METADATA = ("ingestion_timestamp", "source_file", "source_fingerprint", "raw_date")


@dataclass(frozen=True)
class Reading:
    """How one source is read.

    Attributes:
        table: The bronze table.
        patterns: Where its files lie, below the landing zone.
        format: Delimiter, encoding and the like.
        needs: The columns that each file must have, in lower case.
        columns: Our columns, each as an expression over a file's columns.
        row_date: The column that a raw row is filed under; None when rows have no date.
        strict: Whether columns that nobody asked for are worth a warning.
    """

    table: str
    patterns: tuple[str, ...]
    format: Format
    needs: tuple[str, ...]
    columns: Mapping[str, exp.Expr]
    row_date: str | None
    strict: bool = True

    def with_date(self, rows: exp.Select) -> exp.Select:
        """Add the day that each raw row is filed under, where the source has one."""
        if self.row_date is None:
            return rows
        day = parse(f"CAST(MOMENT_OF(CLEAN({self.row_date})) AS DATE)", where="raw_date")
        return exp.select("*", day.as_("raw_date")).from_(rows.subquery("undated"))


def readings(mapping: Path | None) -> list[Reading]:
    """Return how each source is read: as it is, or as a mapping file says."""
    sources = [contract for contract in load_contracts().values() if contract.source]
    return [as_it_is(contract) for contract in sources]


def as_it_is(contract: Contract) -> Reading:
    """Return the reading of files that already have our columns."""
    names = tuple(name for name in contract.columns if name not in METADATA)
    return Reading(
        table=contract.table,
        patterns=own_patterns(str(contract.source)),
        format=Format(multiline=contract.multiline),
        needs=names,
        columns={name: exp.column(name, table="raw", quoted=True) for name in names},
        row_date=contract.row_date,
    )
