"""The guard: an allowlist for SQL that fails closed. What runs is written anew from the checked tree."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import sqlglot
import yaml
from sqlglot import exp
from sqlglot.errors import ErrorLevel, OptimizeError, SqlglotError
from sqlglot.optimizer.qualify import qualify
from sqlglot.tokenizer_core import Token, TokenType

from agent.engine import Catalog
from agent.limits import ValidateLimits, limits
from agent.metric_view import Strict
from pipeline.errors import RefusedError, did_you_mean


class Guard(Strict):
    """What SQL may be made of, and how a refusal is worded."""

    starts: tuple[str, ...]
    nodes: str
    functions: str
    unnamed: tuple[str, ...]
    types: str
    reasons: dict[str, str]


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
    _check_text(sql, dialect)
    return validate_tree(_parse(sql, dialect), catalog, engine)


def validate_tree(tree: exp.Expr, catalog: Catalog, engine: str = "duckdb") -> Checked:
    """Check a statement's tree, write it in the engine's dialect, read that back and check it again.

    Raises:
        RefusedError: It is not let through; ``code`` says why.
    """
    checked = _check_tree(tree, catalog, engine)
    try:
        text = checked.sql(engine, comments=False, unsupported_level=ErrorLevel.RAISE)
    except (SqlglotError, RecursionError, ValueError) as failed:
        raise _refusal("untranslatable", what=_first_line(failed)) from None
    again = _check_tree(_parse(text, engine), catalog, engine)
    tables = sorted({f"{table.db}.{table.name}" for table in again.find_all(exp.Table) if table.db})
    return Checked(text, engine, tuple(tables))


def _check_text(sql: str, dialect: str) -> None:
    most = limits().validate_
    if not sql.strip():
        raise _refusal("empty")
    if len(sql) > most.characters:
        raise _refusal("too_long", limit=most.characters)
    try:
        tokens = sqlglot.tokenize(sql, read=dialect)
    except (SqlglotError, ValueError) as wrong:
        raise _refusal("unparsable", what=_first_line(wrong)) from None
    _check_tokens(tokens, most)


def _check_tokens(tokens: list[Token], most: ValidateLimits) -> None:
    if not tokens:
        raise _refusal("empty")
    if len(tokens) > most.tokens:
        raise _refusal("too_large", limit=most.tokens, what="words")
    if tokens[0].token_type.name not in _guard().starts:
        raise _refusal("not_a_query", what=tokens[0].text.upper())
    if _nesting(tokens) > most.nesting:
        raise _refusal("too_deep", limit=most.nesting)
    for one, following in pairwise(tokens):
        if one.token_type == following.token_type == TokenType.STRING:
            raise _refusal("adjacent_text")


_OPEN = {TokenType.L_PAREN, TokenType.CASE, TokenType.L_BRACKET, TokenType.L_BRACE}
_CLOSE = {TokenType.R_PAREN, TokenType.END, TokenType.R_BRACKET, TokenType.R_BRACE}
_PREFIX = {TokenType.NOT, TokenType.DASH, TokenType.PLUS, TokenType.TILDE}


def _nesting(tokens: list[Token]) -> int:
    """The deepest nesting of brackets, CASEs and prefixes."""
    depth = deepest = run = 0
    for token in tokens:
        depth += (token.token_type in _OPEN) - (token.token_type in _CLOSE)
        run = run + 1 if token.token_type in _PREFIX else 0
        deepest = max(deepest, depth + run)
    return deepest


def _parse(sql: str, dialect: str) -> exp.Expr:
    try:
        statements = [one for one in sqlglot.parse(sql, read=dialect) if one is not None]
    except RecursionError:
        raise _refusal("too_deep", limit=limits().validate_.nesting) from None
    except (SqlglotError, ValueError, TypeError, AttributeError) as wrong:
        raise _refusal("unparsable", what=_first_line(wrong)) from None
    if len(statements) != 1:
        raise _refusal("several_statements" if statements else "empty")
    return statements[0]


def _check_tree(tree: exp.Expr, catalog: Catalog, dialect: str) -> exp.Expr:
    if not isinstance(tree, exp.Query):
        raise _refusal("not_a_query", what=tree.key.upper())
    _check_size(tree)
    for node in tree.walk():
        _check_node(node)
    _check_tables(tree, catalog)
    for join in tree.find_all(exp.Join):
        _check_join(join)
    return _check_columns(tree, catalog, dialect)


def _check_size(tree: exp.Expr) -> None:
    most = limits().validate_
    counts = {"parts": 0, "joins": 0, "SELECTs": 0}
    for node in tree.walk():
        counts["parts"] += 1
        counts["joins"] += isinstance(node, exp.Join)
        counts["SELECTs"] += isinstance(node, exp.Select)
    allowed = {"parts": most.nodes, "joins": most.joins, "SELECTs": most.selects}
    for what, limit in allowed.items():
        if counts[what] > limit:
            raise _refusal("too_large", limit=limit, what=what)


def _check_node(node: exp.Expr) -> None:
    name = type(node).__name__
    if isinstance(node, exp.Anonymous):
        if node.name.lower() not in _guard().unnamed:
            raise _refusal("function_not_allowed", what=node.name)
    elif isinstance(node, exp.Func):
        if name not in _allowed("functions"):
            raise _refusal("function_not_allowed", what=node.sql_name().lower())
    elif name not in _allowed("nodes"):
        raise _refusal("node_not_allowed", what=name.upper())
    _check_details(node)


def _check_details(node: exp.Expr) -> None:
    if isinstance(node, exp.With) and node.args.get("recursive"):
        raise _refusal("recursion")
    if isinstance(node, exp.DataType) and node.this.name not in _allowed("types"):
        raise _refusal("type_not_allowed", what=node.this.name)
    if isinstance(node, exp.Literal) and len(node.name) > limits().validate_.text:
        raise _refusal("too_large", limit=limits().validate_.text, what="characters in a literal")
    if isinstance(node, exp.Select) and (node.args.get("kind") or node.args.get("operation_modifiers")):
        raise _refusal("node_not_allowed", what="SELECT AS")


def _check_tables(tree: exp.Expr, catalog: Catalog) -> None:
    """Every table is in the catalog, by its full name; a name of a WITH is not a table."""
    known = {name.lower(): name for name in catalog}
    bare = {name.rpartition(".")[2] for name in known}
    named = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    for clash in sorted(named & bare):
        raise _refusal("shadowed_table", what=clash)
    for table in tree.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier):
            raise _refusal("table_function", what=table.this.sql())
        if not table.db and not table.catalog and table.name.lower() in named:
            continue
        _name_fully(table, known)


def _name_fully(table: exp.Table, known: dict[str, str]) -> None:
    asked = ".".join(part.name for part in table.parts).lower()
    fits = [asked] if asked in known else [name for name in known if not table.db and name.endswith(f".{asked}")]
    if len(fits) != 1:
        near = did_you_mean(asked, known.values())
        raise _refusal("unknown_table", near, what=asked)
    schema, _, name = known[fits[0]].rpartition(".")
    table.set("db", exp.to_identifier(schema))
    table.set("this", exp.to_identifier(name, quoted=table.this.args.get("quoted")))


def _check_join(join: exp.Join) -> None:
    """A join compares columns of two relations, or takes in a single row."""
    if join.args.get("using") or _one_row(join.this):
        return
    on = join.args.get("on")
    where = join.parent.args.get("where") if join.parent and not on else None
    if not any(_compares_two(node) for node in [*_equalities(on), *_equalities(where)]):
        raise _refusal("cross_join")


def _equalities(condition: exp.Expr | None) -> Iterator[exp.Expr]:
    if condition is not None:
        yield from condition.find_all(exp.EQ, exp.NullSafeEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between)


def _compares_two(node: exp.Expr) -> bool:
    return len({column.table for column in node.find_all(exp.Column)}) > 1


def _one_row(relation: exp.Expr) -> bool:
    query = relation.this if isinstance(relation, exp.Subquery) else _cte(relation)
    if not isinstance(query, exp.Select) or query.args.get("group"):
        return False
    limit = query.args.get("limit")
    if limit is not None and limit.expression is not None and limit.expression.name == "1":
        return True
    return bool(query.selects) and all(one.find(exp.AggFunc) and not one.find(exp.Window) for one in query.selects)


def _cte(relation: exp.Expr) -> exp.Expr | None:
    root = relation.root()
    found = (cte.this for cte in root.find_all(exp.CTE) if cte.alias.lower() == relation.name.lower())
    return next(found, None)


def _check_columns(tree: exp.Expr, catalog: Catalog, dialect: str) -> exp.Expr:
    """Every column belongs to a table that is read; a star is replaced by the listed columns that it stands for."""
    try:
        resolved = qualify(tree.copy(), schema=_schema(catalog), dialect=dialect)
    except OptimizeError as wrong:
        raise _refusal("unknown_column", what=_first_line(wrong)) from None
    except (SqlglotError, RecursionError, ValueError, KeyError) as wrong:
        raise _refusal("unparsable", what=_first_line(wrong)) from None
    for node in resolved.walk():
        if isinstance(node, exp.TableColumn | exp.Pseudocolumn) or _whole_row(node):
            raise _refusal("unknown_column", what=node.name)
    return resolved if _has_star(tree) else tree


def _whole_row(node: exp.Expr) -> bool:
    """Whether a column belongs to no table: only sorting and grouping may name an alias of their own SELECT."""
    if not isinstance(node, exp.Column) or node.table or isinstance(node.this, exp.Star):
        return False
    clause = node.find_ancestor(exp.Order, exp.Having, exp.Group, exp.Qualify, exp.Select)
    return clause is None or isinstance(clause, exp.Select)


def _has_star(tree: exp.Expr) -> bool:
    return any(not isinstance(star.parent, exp.Count) for star in tree.find_all(exp.Star))


def _schema(catalog: Catalog) -> dict[str, object]:
    nested: dict[str, dict[str, dict[str, str]]] = {}
    for name, columns in catalog.items():
        schema, _, table = name.rpartition(".")
        nested.setdefault(schema, {})[table] = columns
    return dict(nested)


@cache
def _guard() -> Guard:
    return Guard.model_validate(yaml.safe_load((files("agent") / "guard.yml").read_text()))


@cache
def _allowed(what: str) -> frozenset[str]:
    return frozenset(str(getattr(_guard(), what)).split())


def _refusal(code: str, hint: str = "", **values: object) -> RefusedError:
    return RefusedError(code, _guard().reasons[code].format(**values) + ".", hint)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
