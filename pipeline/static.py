"""Checks that need no data and no engine: SQL against contracts, column by column, and where each column comes from."""

from collections.abc import Iterator, Mapping

from sqlglot import exp
from sqlglot.errors import OptimizeError, SqlglotError
from sqlglot.lineage import Node, lineage
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify

from pipeline.contract import Contract, load_contracts
from pipeline.errors import ContractError, did_you_mean
from pipeline.making import maker_of
from pipeline.parameters import STAND_INS
from pipeline.reference import reference_columns
from pipeline.refresh import build_order, inputs_of, models
from pipeline.sql import SOURCE_DIALECT, bind, parse_query, read_model

Schema = dict[str, object]


def problems() -> list[str]:
    """Return what is wrong with the contracts and SQL files, each as one sentence; nothing when all is well."""
    contracts = load_contracts()
    try:
        build_order(contracts)
    except ContractError as broken:
        return [broken.message]
    return [problem for contract in models(contracts).values() for problem in _of_table(contract, contracts)]


def _of_table(contract: Contract, contracts: Mapping[str, Contract]) -> Iterator[str]:
    yield from _lookback_problems(contract, contracts)
    yield from _grain_problems(contract)
    if contract.made_by:
        maker_of(contract)
        return
    try:
        query = _qualified(contract, contracts)
    except SqlglotError as broken:
        yield f"{contract.name}.sql: {broken}."
        return
    yield from _column_problems(contract, query)
    yield from _check_problems(contract, contracts)


def _lookback_problems(contract: Contract, contracts: Mapping[str, Contract]) -> Iterator[str]:
    dated = {table for table in inputs_of(contract) & contracts.keys() if contracts[table].date}
    for table in sorted(dated - contract.lookback.keys()):
        yield f"{contract.name}.yml does not say how far back its SQL reads {table} (lookback)."
    for table in sorted(contract.lookback.keys() - dated):
        yield f"{contract.name}.yml says how far back its SQL reads {table}, which it does not read by date."


def _grain_problems(contract: Contract) -> Iterator[str]:
    for name in (*contract.grain, *contract.cluster_by, *filter(None, [contract.date])):
        if name not in contract.columns:
            yield f"{contract.name}.yml names {name}, which is no column. {did_you_mean(name, contract.columns)}"


def _column_problems(contract: Contract, query: exp.Query) -> Iterator[str]:
    found = {column.alias_or_name: column for column in query.selects}
    for name, column in contract.columns.items():
        if name not in found:
            yield f"{contract.name}.sql does not make {name}. {did_you_mean(name, found)}"
            continue
        made = found[name].type
        if made is None or made.this in (exp.DType.UNKNOWN, exp.DType.NULL):
            continue
        if made.sql(SOURCE_DIALECT) != exp.DataType.build(column.type, dialect=SOURCE_DIALECT).sql(SOURCE_DIALECT):
            yield f"{contract.name}.sql makes {name} as {made.sql(SOURCE_DIALECT)}, not {column.type}."
    if contract.raw is None:
        for name in found.keys() - contract.columns.keys():
            near = did_you_mean(name, contract.columns)
            yield f"{contract.name}.sql makes {name}, which the contract does not have. {near}"


def _check_problems(contract: Contract, contracts: Mapping[str, Contract]) -> Iterator[str]:
    """Check that every expectation speaks of columns that are there."""
    made = {column.alias_or_name for column in read_model(contract).selects} | contract.columns.keys()
    for name, item in contract.all_expectations().items():
        tree = parse_query(f"SELECT * FROM t WHERE {item.check}", STAND_INS)
        for column in tree.find_all(exp.Column):
            if column.name not in made:
                near = did_you_mean(column.name, made)
                yield f"{contract.name}.yml, expectation {name}: no column {column.name}. {near}"


def _qualified(contract: Contract, contracts: Mapping[str, Contract]) -> exp.Query:
    query = bind(read_model(contract), STAND_INS)
    known = _schema(contracts)
    qualified = qualify(query, schema=known, dialect=SOURCE_DIALECT, quote_identifiers=False)
    annotated = annotate_types(qualified, schema=known, dialect=SOURCE_DIALECT)
    if not isinstance(annotated, exp.Query):
        raise OptimizeError("not a query")
    return annotated


def _schema(contracts: Mapping[str, Contract]) -> Schema:
    known: dict[str, dict[str, dict[str, str]]] = {"reference": reference_columns()}
    for contract in contracts.values():
        columns = {name: column.type for name, column in contract.columns.items()}
        known.setdefault(contract.schema_name, {})[contract.name] = columns
    return dict(known)


def lineage_of(contract: Contract) -> dict[str, list[str]]:
    """Return, for each column of a table, the input columns that it is made from, as ``schema.table.column``."""
    known = _schema(load_contracts())
    nodes = lineage(None, bind(read_model(contract), STAND_INS), known, dialect=SOURCE_DIALECT)
    return {name: _leaves(node) for name, node in nodes.items() if name in contract.columns}


def _leaves(root: Node) -> list[str]:
    tables = [(node.expression, node.name) for node in root.walk() if isinstance(node.expression, exp.Table)]
    return sorted({f"{table.db}.{table.name}.{name.rpartition('.')[2]}" for table, name in tables if table.db})
