"""The guard's look at columns: each belongs to a source of its query, or of one around it, or is an output's name."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from agent.engine import Catalog
from agent.guard import refusal
from pipeline.errors import did_you_mean

Names = frozenset[str] | None
"""A source's columns in small letters; None when the engine names them (a pivot, a series without column names)."""

_OWN = ""


@dataclass
class Columns:
    """Whose each column of a statement is.

    Args:
        tree: The statement, its tables by their full names and its stars replaced.
        catalog: The tables and their columns.

    Raises:
        RefusedError: A column is nobody's.
    """

    tree: exp.Expr
    catalog: Catalog
    scopes: list[Scope] = field(init=False)
    owner: dict[int, str] = field(default_factory=dict)
    foreign: dict[int, set[str]] = field(default_factory=dict)
    _sources: dict[int, dict[str, Names]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.scopes = traverse_scope(self.tree)
        for scope in self.scopes:
            self.foreign[id(scope)] = set()
            for column in scope.columns:
                if id(column) not in self.owner:
                    self._resolve(column, scope)

    def tables_of(self, node: exp.Expr) -> set[str]:
        """The sources whose columns an expression looks at."""
        return {self.owner.get(id(column), column.table) for column in node.find_all(exp.Column)}

    def _resolve(self, column: exp.Column, scope: Scope) -> None:
        name, table = column.name.lower(), column.table.lower()
        around: Scope | None = scope
        while around is not None:
            found = self._find(name, table, around)
            if found is not None:
                self.owner[id(column)] = found
                if around is not scope and found:
                    self.foreign[id(scope)].add(found)
                return
            around = around.parent if around.can_be_correlated or around.is_udtf else None
        if not column.find_ancestor(exp.Lambda, exp.Pivot):
            self._refuse(column, scope)

    def _find(self, name: str, table: str, scope: Scope) -> str | None:
        """The source of a scope that has the column; an empty name for an output's alias; None for nobody."""
        sources = self._sources_of(scope)
        for source, columns in sources.items():
            if (not table or table == source) and (columns is None or name in columns):
                return source
        return _OWN if not table and name not in sources and name in _outputs(scope.expression) else None

    def _sources_of(self, scope: Scope) -> dict[str, Names]:
        known = self._sources.get(id(scope))
        if known is None:
            known = {name: self._columns_of(node, source) for name, node, source in sources_of(scope)}
            self._sources[id(scope)] = known
        return known

    def _columns_of(self, node: exp.Expr | None, source: exp.Expr | Scope) -> Names:
        if node is not None and node.args.get("pivots"):
            return None
        if isinstance(source, Scope):
            return _named(source.expression, [one.lower() for one in source.outer_columns])
        renamed = [one.lower() for one in source.alias_column_names]
        table = self.catalog.get(f"{source.text('db')}.{source.name}") if isinstance(source, exp.Table) else None
        if table is None:
            return frozenset(renamed) or None
        return frozenset([*renamed, *[one.lower() for one in table][len(renamed) :]])

    def _refuse(self, column: exp.Column, scope: Scope) -> None:
        known = {one for columns in self._sources_of(scope).values() for one in columns or ()}
        raise refusal("unknown_column", did_you_mean(column.name, known), what=column.sql()[:120])


def sources_of(scope: Scope) -> Iterator[tuple[str, exp.Expr | None, exp.Expr | Scope]]:
    """What a query reads, in order, by its names in small letters; also what a join only looks at (semi, anti)."""
    for name, (node, source) in scope.selected_sources.items():
        pivots = node.args.get("pivots")
        yield ((pivots and pivots[-1].alias) or name).lower(), node, source
    for join in scope.expression.args.get("joins") or ():
        name = join.alias_or_name
        if join.kind in ("SEMI", "ANTI") and name in scope.sources:
            yield name.lower(), join.this, scope.sources[name]


def source_of(scope: Scope, name: str) -> exp.Expr | Scope | None:
    """The source that goes by a name in small letters, however the statement or the catalog spells it."""
    found = scope.sources.get(name)
    return found or next((source for key, source in scope.sources.items() if key.lower() == name), None)


def _named(query: exp.Expr, renamed: list[str]) -> Names:
    if isinstance(query, exp.UDTF):
        own = [one.lower() for one in query.alias_column_names]
        inner = query.this.this if isinstance(query, exp.Lateral) and isinstance(query.this, exp.Subquery) else None
        return frozenset(own) or (_named(inner, renamed) if inner is not None else None)
    outputs = [one.lower() for one in getattr(query, "named_selects", ())]
    return frozenset([*renamed, *outputs[len(renamed) :]])


def _outputs(query: exp.Expr) -> set[str]:
    """Names that a query gives to what it puts out: its other clauses may use them."""
    if isinstance(query, exp.SetOperation):
        return {one.lower() for one in query.named_selects}
    return {one.alias.lower() for one in getattr(query, "selects", ()) if isinstance(one, exp.Alias)}
