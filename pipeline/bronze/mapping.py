"""How the files of a source become our columns: as they are, or as a mapping file says."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp

from pipeline.bronze.column_sql import ColumnWriter
from pipeline.bronze.landing import Format, own_patterns
from pipeline.bronze.mapping_check import cleaned, own_columns, sources
from pipeline.bronze.mapping_file import load_mapping
from pipeline.bronze.mapping_model import Input, MappingFile
from pipeline.contract import Contract
from pipeline.sql import parse


@dataclass(frozen=True)
class Reading:
    """How one kind of file of one source is read.

    Attributes:
        table: The bronze table.
        patterns: Where its files lie, below the landing zone.
        format: Delimiter, encoding and the like.
        needs: The columns that each file must have, in lower case.
        columns: Our columns, each as an expression over a file's columns and the workings.
        row_date: The column that a raw row is filed under; None when rows have no date.
        strict: Whether columns that nobody asked for are worth a warning.
        workings: What is worked out before our columns, layer upon layer.
        distinct: Whether each different row of a file is taken in once.
        salt: Another one for another mapping: its files are then taken in anew.
        others: Where the source's other kinds of files lie.
    """

    table: str
    patterns: tuple[str, ...]
    format: Format
    needs: tuple[str, ...]
    columns: Mapping[str, exp.Expr]
    row_date: str | None
    strict: bool = True
    workings: tuple[Mapping[str, exp.Expr], ...] = ()
    distinct: bool = False
    salt: str = ""
    others: tuple[str, ...] = ()

    def prepared(self, relation: str) -> exp.Expr:
        """Return a relation of raw rows, named ``raw``, with the workings beside the file's columns."""
        rows: exp.Expr = exp.to_table(relation, alias="raw")
        for layer in self.workings:
            worked_out = (exp.alias_(expression.copy(), name, quoted=True) for name, expression in layer.items())
            rows = exp.select("raw.*", *worked_out).from_(rows).subquery("raw")
        return rows

    def with_date(self, rows: exp.Select) -> exp.Select:
        """Add the day that each raw row is filed under, where the source has one."""
        if self.row_date is None:
            return rows
        day = parse(f"CAST(MOMENT_OF(CLEAN({self.row_date})) AS DATE)", where="raw_date")
        return exp.select("*", day.as_("raw_date")).from_(rows.subquery("undated"))


def readings(mapping: Path | None) -> list[Reading]:
    """Return how each source is read: as it is, or as a mapping file says; a source may be read in several ways.

    Raises:
        MappingError: The mapping file is wrong; the message says where.
    """
    mapped = load_mapping(mapping) if mapping else MappingFile(sources={})
    return [
        reading
        for source, contract in sources().items()
        for reading in (_as_mapped(mapped, contract) if source in mapped.sources else [as_it_is(contract)])
    ]


def as_it_is(contract: Contract) -> Reading:
    """Return the reading of files that already have our columns."""
    names = own_columns(contract)
    return Reading(
        table=contract.table,
        patterns=own_patterns(str(contract.source)),
        format=Format(multiline=contract.multiline),
        needs=names,
        columns={name: exp.column(name, table="raw", quoted=True) for name in names},
        row_date=contract.row_date,
    )


def _as_mapped(mapping: MappingFile, contract: Contract) -> list[Reading]:
    inputs = mapping.sources[str(contract.source)]
    return [_reading(mapping, contract, given, [other for other in inputs if other is not given]) for given in inputs]


def _reading(mapping: MappingFile, contract: Contract, given: Input, others: list[Input]) -> Reading:
    multiline = contract.multiline if given.multiline is None else given.multiline
    types = {name: cleaned(contract).columns[name].type for name in own_columns(contract)}
    zone, null_values = given.time_zone or mapping.time_zone, mapping.null_values + given.null_values
    writer = ColumnWriter(given, types, zone, null_values)
    columns = {name: writer.column(name) for name in types}
    return Reading(
        table=contract.table,
        patterns=given.files,
        format=Format(given.delimiter, given.encoding, multiline),
        needs=tuple(dict.fromkeys(name.lower() for column in given.columns.values() for name in column.needs)),
        columns=columns,
        row_date=contract.row_date,
        strict=False,
        workings=tuple(layer for layer in writer.workings.layers if layer),
        distinct=given.distinct,
        salt=_fingerprint(given, zone, null_values),
        others=tuple(pattern for other in others for pattern in other.files),
    )


def _fingerprint(given: Input, zone: str | None, null_values: tuple[str, ...]) -> str:
    said = f"{given!r} {zone} {null_values}"
    return hashlib.sha256(said.encode()).hexdigest()
