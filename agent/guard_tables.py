"""The guard's look at tables: each is one that may be read, or a WITH defines it; a star is a list of columns."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import count

from sqlglot import exp
from sqlglot.errors import OptimizeError
from sqlglot.optimizer.qualify import qualify
from sqlglot.schema import MappingSchema

from agent.engine import Catalog
from agent.guard import BROKEN, first_line, guard, refusal
from agent.guard_nodes import Parts
from pipeline.errors import did_you_mean


def name_tables(parts: Parts, catalog: Catalog) -> None:
    """Give every table its full name; a name that a WITH in reach defines is no table.

    Raises:
        RefusedError: A table is not in the catalog, or a WITH takes the name of one that is.
    """
    known = {name.lower(): name for name in catalog}
    _check_shadows(parts, known)
    nameless = count(1)
    for node in parts:
        if isinstance(node, exp.TableAlias) and isinstance(node.this, exp.Identifier):
            node.this.set("this", node.name.lower())
        elif isinstance(node, exp.Subquery | exp.Values) and isinstance(node.parent, exp.From | exp.Join):
            _name_nameless(node, nameless)
        elif isinstance(node, exp.Table):
            _name_table(node, known)
        elif isinstance(node, exp.Column) and node.catalog.lower() in guard().catalogs:
            node.set("catalog", None)


def _check_shadows(parts: Parts, known: dict[str, str]) -> None:
    bare = {name.rpartition(".")[2] for name in known}
    for node in parts:
        if isinstance(node, exp.CTE) and node.alias.lower() in bare:
            raise refusal("shadowed_table", what=node.alias)


def _name_table(table: exp.Table, known: dict[str, str]) -> None:
    if isinstance(table.this, exp.GenerateSeries):
        return
    if not isinstance(table.this, exp.Identifier):
        raise refusal("table_function", what=table.this.sql()[:60])
    if table.db or table.catalog or not _defined(table):
        _name_fully(table, known)
    else:
        table.this.set("this", table.name.lower())


def _name_nameless(query: exp.Expr, numbers: Iterator[int]) -> None:
    alias = query.args.get("alias")
    if alias is None:
        query.set("alias", exp.TableAlias(this=exp.to_identifier(f"_part{next(numbers)}")))
    elif alias.this is None:
        alias.set("this", exp.to_identifier(f"_part{next(numbers)}"))


def _defined(table: exp.Table) -> bool:
    """Whether a WITH defines the name where it is used: one around it, or an earlier one of the same list."""
    name = table.name.lower()
    below: exp.Expr = table
    above = table.parent
    while above is not None:
        if isinstance(above, exp.With):
            earlier = above.expressions[: _place(above, below)]
        else:
            own = above.args.get("with_")
            earlier = own.expressions if own is not None and own is not below else []
        if any(cte.alias.lower() == name for cte in earlier):
            return True
        below, above = above, above.parent
    return False


def _place(names: exp.With, cte: exp.Expr) -> int:
    return next(place for place, one in enumerate(names.expressions) if one is cte)


def _name_fully(table: exp.Table, known: dict[str, str]) -> None:
    parts = [part.name for part in table.parts]
    if len(parts) > 2 and parts[0].lower() in guard().catalogs:
        table.set("catalog", None)
        del parts[0]
    asked = ".".join(parts).lower()
    fits = [asked] if asked in known else [name for name in known if len(parts) == 1 and name.endswith(f".{asked}")]
    if len(fits) != 1:
        raise refusal("unknown_table", did_you_mean(asked, known.values()), what=asked[:120])
    schema, _, name = known[fits[0]].rpartition(".")
    table.set("db", exp.to_identifier(schema))
    table.set("this", exp.to_identifier(name, quoted=table.this.args.get("quoted")))


def has_star(parts: Parts) -> bool:
    """Whether a star stands for columns, and is no COUNT(*)."""
    return any(isinstance(node, exp.Star) and not isinstance(node.parent, exp.Count) for node in parts)


def replace_stars(tree: exp.Expr, catalog: Catalog, dialect: str) -> exp.Expr:
    """Put the listed columns that it stands for in the place of every star.

    Raises:
        RefusedError: It is not known what a star stands for.
    """
    try:
        listed = qualify(tree, schema=_schema(_frozen(catalog)), dialect=dialect, quote_identifiers=False)
    except OptimizeError as wrong:
        raise refusal("unknown_column", what=_column_in(wrong)) from None
    except BROKEN as wrong:
        raise refusal("unparsable", what=first_line(wrong)) from None
    if has_star(list(listed.walk())):
        raise refusal("unknown_column", what="*")
    return listed


def _column_in(error: OptimizeError) -> str:
    """The name that an error of the resolver is about."""
    found = re.search(r"'([^']*)'|: (\S+)$", first_line(error))
    return (found.group(1) or found.group(2) or "") if found else first_line(error)


def _frozen(catalog: Catalog) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    return tuple((name, tuple(columns.items())) for name, columns in catalog.items())


@lru_cache(maxsize=8)
def _schema(catalog: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> MappingSchema:
    nested: dict[str, object] = {}
    for full, columns in catalog:
        schema, _, table = full.rpartition(".")
        inside = nested.setdefault(schema, {})
        if isinstance(inside, dict):
            inside[table] = dict(columns)
    return MappingSchema(nested, dialect="duckdb")
