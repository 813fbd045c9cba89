"""One table of a run: its rows computed, judged, and made readable together with the older rows that still hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlglot import exp

from pipeline.contract import Contract, load_contracts
from pipeline.delta import Saved, ensure_table, latest_version, put_back, table_path
from pipeline.engines.protocol import Engine, Relations
from pipeline.making import Material, Rows, maker_of
from pipeline.quality import (
    Finding,
    check,
    create_judged,
    judge_kept,
    kept_sql,
    quarantine_contract,
    set_aside_sql,
)
from pipeline.raw_rows import load_raw, raw_start
from pipeline.refresh import Refresh
from pipeline.runs import Run
from pipeline.sql import SOURCE_DIALECT, Parameters, bind, literal, parse_query, read_model


@dataclass(frozen=True)
class Bench:
    """What the tables of one run share.

    Attributes:
        last: The published run whose tables a partial refresh builds on.
    """

    engine: Engine
    tables: Path
    given: Parameters
    refresh: Refresh
    last: Run | None

    def start(self, contract: Contract) -> date | None:
        """From which date a table is recomputed; None for all of it."""
        return self.refresh.starts.get(contract.table)


@dataclass(frozen=True)
class Output:
    """Rows to write: whose table, which rows, and what they replace (None: everything)."""

    contract: Contract
    query: exp.Query
    replaced: exp.Expr | None


def compute(bench: Bench, contract: Contract) -> list[Finding]:
    """Compute a table's fresh rows and make ``schema.table`` readable for the tables after it."""
    raw = load_contracts()[contract.raw] if contract.raw else None
    if raw is None:
        _create(bench, contract)
        findings = []
    else:
        start = raw_start(contract, raw, bench.start(contract))
        load_raw(bench.engine, contract, raw, table_path(bench.tables, raw), start)
        create_judged(bench.engine, fresh(contract), contract, raw, read_model(contract), bench.given)
        findings = judge_kept(bench.engine, contract, fresh(contract), bench.given)
    bench.engine.define(contract.table, _readable(bench, contract))
    return findings + check(bench.engine, contract, _checked(contract), bench.given)


def _create(bench: Bench, contract: Contract) -> None:
    if contract.made_by is None:
        bench.engine.create(fresh(contract), typed(contract, bench.given, bench.start(contract)))
        return
    rows = made(bench.engine, contract, bench.given, _own_earlier(bench, contract), bench.start(contract))
    bench.engine.fill(fresh(contract), contract, rows)


def made(
    relations: Relations, contract: Contract, given: Parameters, earlier: Rows = (), start: date | None = None
) -> Rows:
    """Return the rows that Python makes for a table, of what its SQL selects."""
    material = Material(
        columns=relations.columns(_query(contract, given)),
        beside={table: relations.rows(parse_query(f"SELECT * FROM {table}", {})) for table in contract.beside},
        earlier=earlier,
        start=start,
        given=given,
    )
    return maker_of(contract)(material)


def _own_earlier(bench: Bench, contract: Contract) -> Rows:
    """Return what a table held before the date from which it is made anew."""
    start = bench.start(contract)
    if start is None or bench.last is None:
        return ()
    _load_old(bench, contract)
    older = f"SELECT {_names(contract)} FROM {_old(contract)} WHERE {contract.date} < DATE '{start}'"
    return bench.engine.rows(parse_query(older, {}))


def fresh(contract: Contract) -> str:
    """Return the name of the relation that holds a table's newly computed rows."""
    return f"fresh.{contract.schema_name}_{contract.name}"


def outputs(bench: Bench, contract: Contract) -> list[Output]:
    """Return what is to be written for a computed table: its rows and, for a cleaned one, those set aside."""
    if contract.working:
        return []
    start = bench.start(contract)
    rows = Output(contract, parse_query(_fresh_sql(bench, contract), {}), _from(contract.date, start))
    if contract.raw is None:
        return [rows]
    raw = load_contracts()[contract.raw]
    raw_from = raw_start(contract, raw, start)
    set_aside = _where(set_aside_sql(raw, fresh(contract)), raw.date, raw_from, "AND", or_undated=True)
    replaced = _from(raw.date, raw_from, or_undated=True)
    return [rows, Output(quarantine_contract(contract, raw), parse_query(set_aside, {}), replaced)]


def save(bench: Bench, output: Output) -> Saved:
    """Write rows. A partial refresh first puts the table back to the published version that it builds on."""
    path = ensure_table(bench.tables, output.contract)
    if output.replaced is not None and bench.last is not None:
        put_back(path, bench.last.versions[output.contract.table])
    return bench.engine.save(output.contract, output.query, path, output.replaced)


def written_tables(contracts: Mapping[str, Contract]) -> list[Contract]:
    """Return the contract of every table that a build writes, quarantine tables included."""
    kept = [contract for contract in contracts.values() if not contract.working and contract.schema_name != "ops"]
    return kept + [quarantine_contract(item, contracts[item.raw]) for item in kept if item.raw]


def latest_versions(tables: Path, contracts: Mapping[str, Contract]) -> dict[str, int | None]:
    """Return the latest version of every table that a build writes."""
    return {contract.table: latest_version(table_path(tables, contract)) for contract in written_tables(contracts)}


def typed(contract: Contract, given: Parameters, start: date | None = None) -> exp.Query:
    """Return a model's query with each column of the contract cast to its type, from a date on; None for all of it."""
    model = _query(contract, given)
    columns = (_cast(name, column.type) for name, column in contract.columns.items())
    query = exp.select(*columns).from_(exp.Subquery(this=model, alias=exp.to_identifier("model")))
    recent = _from(contract.date, start)
    return query if recent is None else query.where(recent)


def _query(contract: Contract, given: Parameters) -> exp.Query:
    query = bind(read_model(contract), given)
    assert isinstance(query, exp.Query)  # noqa: S101 - a model is one
    return query


def _cast(name: str, sql_type: str) -> exp.Expr:
    wanted = exp.DataType.build(sql_type, dialect=SOURCE_DIALECT)
    return exp.alias_(exp.cast(exp.column(name, quoted=True), wanted), name, quoted=True)


def _fresh_sql(bench: Bench, contract: Contract) -> str:
    if contract.raw is None:
        return f"SELECT {_names(contract)} FROM {fresh(contract)}"
    return _where(kept_sql(contract, fresh(contract)), contract.date, bench.start(contract), "AND")


def _names(contract: Contract) -> str:
    return ", ".join(f"`{name}`" for name in contract.columns)


def _checked(contract: Contract) -> str:
    return f"({kept_sql(contract, fresh(contract))}) AS kept" if contract.raw else fresh(contract)


def _readable(bench: Bench, contract: Contract) -> exp.Query:
    """Return the fresh rows and, in a partial refresh, the older ones that tables after this one look back to."""
    start, needed = bench.start(contract), bench.refresh.needs.get(contract.table)
    rows = _fresh_sql(bench, contract)
    if start is None or contract.working or (needed is not None and needed >= start) or bench.last is None:
        return parse_query(rows, {})
    _load_old(bench, contract)
    older = _where(
        f"SELECT {_names(contract)} FROM {_old(contract)} WHERE {contract.date} < DATE '{start}'",
        contract.date,
        needed,
        "AND",
    )
    return parse_query(f"{rows} UNION ALL {older}", {})


def _old(contract: Contract) -> str:
    return f"old.{contract.schema_name}_{contract.name}"


def _load_old(bench: Bench, contract: Contract) -> None:
    """Make the rows readable that a table had in the run that is built on."""
    if bench.last is not None:
        bench.engine.drop(_old(contract))
        bench.engine.load(_old(contract), table_path(bench.tables, contract), bench.last.versions[contract.table])


def _where(sql: str, column: str | None, start: date | None, word: str = "WHERE", *, or_undated: bool = False) -> str:
    condition = _from(column, start, or_undated=or_undated)
    return sql if condition is None else f"{sql} {word} {condition.sql(dialect=SOURCE_DIALECT)}"


def _from(column: str | None, start: date | None, *, or_undated: bool = False) -> exp.Expr | None:
    """Return the condition of rows dated ``start`` or later; None when all rows are meant."""
    if column is None or start is None:
        return None
    dated = exp.column(column) >= exp.cast(literal(start.isoformat()), "DATE")
    return exp.paren(dated.or_(exp.column(column).is_(exp.null()))) if or_undated else dated
