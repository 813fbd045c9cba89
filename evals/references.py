"""The right answers: reference SQL run over the same gold tables that the agent answers from."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sqlglot import exp, parse
from sqlglot.errors import SqlglotError

from agent.engine import DuckDBEngine, Engine, Result
from agent.limits import limits
from evals.cases import Case
from evals.compare import Reference
from evals.rows import same_rows
from evals.suite import ReferenceLimits
from evals.table import Table, table_of
from pipeline.errors import EvaluationError, ExecuteError, did_you_mean

References = Mapping[str, Reference]
"""The reference of each case that has one, by id."""

_DIALECT = "duckdb"


def open_engines(databases: Iterable[Path], most: ReferenceLimits) -> list[Engine]:
    """Open databases for reference queries, which may take longer than an answer may."""
    execute = limits().execute.model_copy(update=most.model_dump())
    return [DuckDBEngine(database, execute) for database in databases]


def references(cases: Iterable[Case], engines: Iterable[Engine]) -> References:
    """Run the reference SQL of every case.

    Raises:
        EvaluationError: Some of it can't be run; the message names all such cases.
    """
    catalogs = [(engine, set(engine.catalog())) for engine in engines]
    found: dict[str, Reference] = {}
    wrong: list[str] = []
    known: dict[tuple[str, bool], Reference] = {}
    for case in cases:
        if case.sql is None:
            continue
        try:
            key = (case.sql, case.ordered)
            known[key] = found[case.id] = known[key] if key in known else _reference(case.sql, case.ordered, catalogs)
        except EvaluationError as unusable:
            wrong.append(f"{case.where}: {unusable.message}")
    if wrong:
        raise EvaluationError("\n  ".join([f"{len(wrong)} references can't be used:", *wrong]))
    return found


def _reference(sql: str, ordered: bool, catalogs: list[tuple[Engine, set[str]]]) -> Reference:
    tree = _parsed(sql)
    result = _run(_engine(tree, catalogs), sql)
    rows = result.rows if ordered else sorted(result.rows, key=repr)  # the engine's own order is any
    table = table_of(result.columns, rows)
    return Reference(table, tuple(_ties(tree, table)) if ordered else None)


def _parsed(sql: str) -> exp.Query:
    try:
        statements = parse(sql, read=_DIALECT)
    except SqlglotError as broken:
        raise EvaluationError(f"its SQL can't be parsed: {str(broken).splitlines()[0]}") from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise EvaluationError("its SQL must be one SELECT.")
    return statements[0]


def _engine(tree: exp.Query, catalogs: list[tuple[Engine, set[str]]]) -> Engine:
    """The database that has all the tables: those of single journeys are kept apart."""
    tables = {f"{table.db}.{table.name}" for table in tree.find_all(exp.Table) if table.db}
    for engine, known in catalogs:
        if tables <= known:
            return engine
    everything = set().union(*(known for _, known in catalogs))
    unknown = sorted(tables - everything)
    if unknown:
        raise EvaluationError(f"there is no table {unknown[0]}. {did_you_mean(unknown[0], everything)}".strip())
    raise EvaluationError(f"no one database has {', '.join(sorted(tables))}.")


def _run(engine: Engine, sql: str) -> Result:
    try:
        result = engine.run([sql])[0]
    except ExecuteError as failed:
        raise EvaluationError(failed.message) from None
    if result.truncated:
        raise EvaluationError(f"its SQL gives more than {len(result.rows)} rows.")
    return result


def _ties(tree: exp.Query, table: Table) -> Iterator[int]:
    """The lengths of the stretches of rows that the ORDER BY leaves in any order."""
    places = _sorted_by(tree, table.columns)
    keys = table.project(places) if places else [(place,) for place in range(len(table.rows))]
    begin = 0
    for place in range(1, len(keys) + 1):
        if place == len(keys) or not same_rows([keys[place]], [keys[begin]], [0.0] * len(keys[begin])):
            yield place - begin
            begin = place


def _sorted_by(tree: exp.Query, names: tuple[str, ...]) -> list[int]:
    """The places of the columns that the rows are sorted by; none when one of the keys is not among the columns."""
    order = tree.args.get("order")
    if order is None:
        raise EvaluationError("ordered needs an ORDER BY.")
    columns = {name: place for place, name in enumerate(names)}
    selects = tree.selects if len(tree.selects) == len(names) else []
    written = {select.unalias().sql(_DIALECT): place for place, select in enumerate(selects)}
    places: list[int | None] = []
    for key in (one.this for one in order.expressions):
        if key.is_int:
            places.append(int(key.name) - 1)
        else:
            places.append(columns.get(key.name) if isinstance(key, exp.Column) else written.get(key.sql(_DIALECT)))
    known = [place for place in places if place is not None and place < len(names)]
    return known if len(known) == len(places) else []
