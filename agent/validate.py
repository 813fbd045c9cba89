"""The guard: an allowlist for SQL that fails closed. What runs is written anew from the checked tree."""

from dataclasses import dataclass

from sqlglot import exp
from sqlglot.errors import ErrorLevel

from agent.adapt import adapt
from agent.engine import Catalog
from agent.guard import BROKEN, first_line, refusal
from agent.guard_columns import Columns
from agent.guard_nodes import check_parts, whole_number
from agent.guard_parser import check_with_parser
from agent.guard_size import Estimate
from agent.guard_tables import has_star, name_tables, replace_stars
from agent.guard_text import parse, quoted_spans, read_statement
from agent.guard_width import check_widths
from agent.limits import limits


@dataclass(frozen=True)
class Checked:
    """A statement that may run: written anew in the engine's dialect, and the tables that it reads."""

    sql: str
    dialect: str
    tables: tuple[str, ...]


def validate(sql: str, catalog: Catalog, dialect: str, engine: str = "duckdb") -> Checked:
    """Check a statement that someone else wrote.

    Args:
        sql: One SELECT.
        catalog: The tables and columns that it may read.
        dialect: The dialect it is written in, as sqlglot names it.
        engine: The dialect it will run in.

    Raises:
        RefusedError: It is not let through; ``code`` says why.
    """
    if not isinstance(sql, str) or not isinstance(dialect, str):
        raise refusal("unreadable", what="the statement and its dialect must be texts")
    tree = read_statement(sql, dialect)
    _check_read_alike(sql, dialect.strip().lower(), engine)
    return _rewrite(tree, catalog, dialect, engine)


def validate_tree(tree: exp.Expr, catalog: Catalog, engine: str = "duckdb", rows: int | None = None) -> Checked:
    """Check a statement's tree, write it in the engine's dialect, read that back and check it again.

    Args:
        tree: The statement.
        catalog: The tables and columns that there are.
        engine: Whose dialect it is written in.
        rows: The most rows to ask for; None for as many as are usual.

    Raises:
        RefusedError: It is not let through; ``code`` says why.
    """
    return _rewrite(tree.copy(), catalog, engine, engine, rows)


def _rewrite(tree: exp.Expr, catalog: Catalog, dialect: str, engine: str, rows: int | None = None) -> Checked:
    most = (rows or limits().execute.rows) + 1
    try:
        text = _write(_cap_rows(_check(adapt(tree, dialect), catalog, engine), most), engine)
        again = _check(parse(text, engine), catalog, engine, ours=True)
        check_with_parser(text, engine)
    except BROKEN:
        raise refusal("unparsable", what="its parts do not fit together") from None
    tables = sorted({f"{table.db}.{table.name}" for table in again.find_all(exp.Table) if table.db})
    return Checked(text, engine, tuple(tables))


def _check(tree: exp.Expr, catalog: Catalog, engine: str, *, ours: bool = False) -> exp.Expr:
    """Check a tree; gives it with full names, and with columns in place of stars."""
    if not isinstance(tree, exp.Query):
        raise refusal("not_a_query", what=tree.key.upper())
    parts = list(tree.walk())
    check_parts(parts, ours=ours)
    name_tables(parts, catalog)
    if has_star(parts):
        tree = replace_stars(tree, catalog, engine)
        parts = list(tree.walk())
    columns = Columns(tree, catalog)
    Estimate(columns).check()
    check_widths(parts, columns)
    return tree


def _cap_rows(tree: exp.Expr, most: int) -> exp.Expr:
    """Ask for no more rows than a result may have, and one that tells that there are more."""
    limit = tree.args.get("limit")
    asked = whole_number(limit.args.get("expression") or limit.args.get("count")) if limit is not None else None
    if asked is None or asked > most:
        tree.set("limit", exp.Limit(expression=exp.Literal.number(most)))
    return tree


def _write(tree: exp.Expr, engine: str) -> str:
    try:
        return tree.sql(engine, comments=False, copy=False, unsupported_level=ErrorLevel.RAISE)
    except BROKEN as failed:
        raise refusal("untranslatable", what=first_line(failed)) from None


def _check_read_alike(sql: str, dialect: str, engine: str) -> None:
    """Refuse a text whose quotes end elsewhere for the engine, unless they never end there.

    What runs is written anew and means what was read; but such a text was made to look like something that it is not.
    """
    if "/*!" in sql:
        raise refusal("read_differently")
    if dialect == engine or "\\" not in sql:
        return
    spans = quoted_spans(sql, engine)
    if spans is not None and spans != quoted_spans(sql, dialect):
        raise refusal("read_differently")
