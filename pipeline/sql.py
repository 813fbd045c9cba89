"""The SQL files of the house: read, our functions expanded and settings bound, and put into an engine's dialect."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from pipeline.contract import Contract
from pipeline.errors import ContractError, did_you_mean

SOURCE_DIALECT = "databricks"

_DOUBLED_QUOTE = re.compile(r"\w''|''\w")

Value = str | int | Decimal | None
Parameters = Mapping[str, Value]


class _Function(NamedTuple):
    parameters: tuple[str, ...]
    body: exp.Expr


def read_model(contract: Contract) -> exp.Query:
    """Return the query of a table's SQL file, our functions expanded, its parameters still open.

    Raises:
        ContractError: The file is missing or is not one query.
    """
    return _model(contract.schema_name, contract.name).copy()


@cache
def _model(schema: str, name: str) -> exp.Query:
    file = files("pipeline") / schema / f"{name}.sql"
    if not file.is_file():
        raise ContractError(f"{schema}.{name} has a contract but no SQL file {file.name}.")
    query = parse(file.read_text(), where=file.name)
    if not isinstance(query, exp.Query):
        raise ContractError(f"{file.name} must be one SELECT.")
    return query


@cache
def references_of(schema: str, name: str) -> frozenset[str]:
    """Return the tables that a table's SQL file reads, as ``schema.name``."""
    return frozenset(references(_model(schema, name)))


def parse(text: str, where: str) -> exp.Expr:
    """Parse one statement or condition in our dialect and expand our functions in it.

    Raises:
        ContractError: It is not valid SQL; or a quote inside text is doubled, which engines read differently.
    """
    if _DOUBLED_QUOTE.search(text):
        raise ContractError(f"{where} is not valid SQL here: write a quote inside text as \\', not doubled.")
    try:
        return _expand_in_place(sqlglot.parse_one(text, read=SOURCE_DIALECT))
    except SqlglotError as broken:
        raise ContractError(f"{where} is not valid SQL: {broken}") from None


def parse_query(text: str, parameters: Parameters) -> exp.Query:
    """Parse one SELECT, expand our functions and bind its parameters."""
    tree = _bind_in_place(parse(text, where="a query"), parameters)
    if not isinstance(tree, exp.Query):
        raise ContractError(f"not a SELECT: {text[:80]}")
    return tree


def expand(tree: exp.Expr) -> exp.Expr:
    """Replace calls of the functions in ``functions.sql`` by their bodies, innermost first."""
    return _expand_in_place(tree.copy())


def _expand_in_place(tree: exp.Expr) -> exp.Expr:
    return tree.transform(_inlined, copy=False)


def references(tree: exp.Expr) -> set[str]:
    """Return the tables that a query reads, as ``schema.name``."""
    return {f"{table.db}.{table.name}" for table in tree.find_all(exp.Table) if table.db}


def bind(tree: exp.Expr, parameters: Parameters) -> exp.Expr:
    """Replace each ``:name`` by its value as a literal.

    Raises:
        ContractError: The SQL names a parameter that is none of ours.
    """
    return _bind_in_place(tree.copy(), parameters)


def _bind_in_place(tree: exp.Expr, parameters: Parameters) -> exp.Expr:
    def bound(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Placeholder):
            return node
        if node.name not in parameters:
            raise ContractError(
                f"SQL asks for :{node.name}, which is no setting. {did_you_mean(node.name, parameters)}"
            )
        return literal(parameters[node.name])

    return tree.transform(bound, copy=False)


def literal(value: Value) -> exp.Expr:
    """Return a value as a SQL literal; text is never quoted by hand."""
    if value is None:
        return exp.null()
    return exp.Literal.string(value) if isinstance(value, str) else exp.Literal.number(value)


def render(tree: exp.Expr, dialect: str) -> str:
    """Write a bound tree as SQL text of an engine."""
    if dialect != "duckdb":
        return tree.sql(dialect=dialect)
    return tree.transform(_wall_clock).sql(dialect=dialect, copy=False)


@cache
def _functions() -> dict[str, _Function]:
    statements = sqlglot.parse((files("pipeline") / "functions.sql").read_text(), read=SOURCE_DIALECT)
    return dict(_declared(statement) for statement in statements if statement is not None)


def _declared(statement: exp.Expr) -> tuple[str, _Function]:
    declared = statement.this
    body = statement.expression
    if isinstance(body, exp.Return):
        body = body.this
    return declared.this.name.upper(), _Function(tuple(column.name for column in declared.expressions), body)


def _inlined(node: exp.Expr) -> exp.Expr:
    if not isinstance(node, exp.Anonymous) or node.name.upper() not in _functions():
        return node
    function = _functions()[node.name.upper()]
    if len(node.expressions) != len(function.parameters):
        raise ContractError(f"{node.name} takes {len(function.parameters)} values, not {len(node.expressions)}.")
    given = dict(zip(function.parameters, map(expand, node.expressions), strict=True))
    return expand(exp.paren(function.body.transform(lambda part: _argument(part, given))))


def _argument(node: exp.Expr, given: dict[str, exp.Expr]) -> exp.Expr:
    if isinstance(node, exp.Column) and not node.table and node.name in given:
        return exp.paren(given[node.name].copy())
    return node


def _wall_clock(node: exp.Expr) -> exp.Expr:
    """DuckDB turns a moment into wall-clock time only when it is not first cast to a time without a zone."""
    if isinstance(node, exp.AtTimeZone) and isinstance(node.this, exp.Cast):
        return exp.AtTimeZone(this=node.this.this, zone=node.args["zone"])
    return node
