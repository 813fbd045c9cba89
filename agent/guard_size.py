"""The guard's estimate, from the text alone, of how much a statement may read and make on its way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from math import prod

from sqlglot import exp
from sqlglot.optimizer.scope import Scope

from agent.guard import refusal
from agent.guard_columns import Columns, source_of, sources_of
from agent.guard_joins import Joins, lateral
from agent.guard_nodes import series_rows, whole_number
from agent.limits import ValidateLimits, limits

_SETS: dict[type[exp.Expr], Callable[[int], int]] = {
    exp.Cube: lambda keys: 1 << keys,
    exp.Rollup: lambda keys: keys + 1,
    exp.GroupingSets: lambda sets: max(sets, 1),
}


@dataclass(frozen=True)
class Size:
    """Rows that a query gives, and rows that are read and made for it."""

    rows: int
    work: int


@dataclass
class Estimate:
    """Sizes of a statement's queries, innermost first.

    Args:
        columns: Whose each column of the statement is.
    """

    columns: Columns
    most: ValidateLimits = field(default_factory=lambda: limits().validate_)
    sizes: dict[int, Size] = field(default_factory=dict)

    @cached_property
    def joins(self) -> Joins:
        """How the sources are compared."""
        return Joins(self.columns)

    def check(self) -> None:
        """Check that a statement reads and makes a bounded number of rows.

        Raises:
            RefusedError: It may not.
        """
        for scope in self.columns.scopes:
            size = self._of_scope(scope)
            if size.work > self.most.rows_made:
                raise refusal("too_many_rows", limit=self.most.rows_made)
            self.sizes[id(scope)] = size

    def _of_scope(self, scope: Scope) -> Size:
        query = scope.expression
        if isinstance(query, exp.SetOperation):
            sides = [self.sizes[id(side)] for side in scope.set_operation_scopes]
            size = Size(sum(side.rows for side in sides), sum(side.work for side in sides))
        elif isinstance(query, exp.Select):
            size = self._of_select(scope, query)
        elif isinstance(query, exp.Lateral):
            size = self.sizes[id(scope.subquery_scopes[0])]
        else:
            size = Size(_unfolded(query, self.most.series), 1)
        inner = () if isinstance(query, exp.Lateral) else scope.subquery_scopes
        work = size.work + sum(self._of_subquery(size.rows, one) for one in inner)
        return Size(min(size.rows, _limit(query, size.rows)), work)

    def _of_select(self, scope: Scope, query: exp.Select) -> Size:
        sources = {name: self._of_source(source) for name, _, source in sources_of(scope)}
        made = self._joined(scope, sources)
        work = sum(size.work for size in sources.values()) + made * _grouping_sets(query)
        return Size(self._grouped(query, made), work)

    def _of_source(self, source: exp.Expr | Scope) -> Size:
        if isinstance(source, Scope):
            return self.sizes.get(id(source)) or Size(self.most.series, 1)
        if isinstance(source, exp.Table) and isinstance(source.this, exp.Identifier):
            rows = self.columns.catalog.rows.get(f"{source.db}.{source.name}", self.most.table_rows)
            return Size(rows, rows)
        rows = _unfolded(source, self.most.series)
        return Size(rows, rows)

    def _joined(self, scope: Scope, sources: dict[str, Size]) -> int:
        """Rows of all sources joined: a compared join gives as many as its larger side, any other one the product."""
        made, seen = 1, set[str]()
        for name, size in sources.items():
            if not seen or self.joins.linked(scope, name, seen):
                made = max(made, size.rows)
            elif lateral(scope, name):
                made = self._product(made, size.work, compared=True)
            else:
                made = self._product(made, size.rows, compared=self._compared(scope, name, seen))
            seen.add(name)
        return made

    def _compared(self, scope: Scope, name: str, seen: set[str]) -> bool:
        if self.joins.met(scope, name, seen):
            return True
        if any(_table_of(scope, other) == _table_of(scope, name) != "" for other in seen):
            raise refusal("cross_join")
        return False

    def _product(self, made: int, count: int, *, compared: bool) -> int:
        if made * count > self.most.rows_made or (not compared and min(made, count) > self.most.few_rows):
            raise refusal("cross_join")
        return made * count

    def _grouped(self, query: exp.Select, rows: int) -> int:
        """Rows that are left of so many when they are grouped or made distinct."""
        group: exp.Group | None = query.args.get("group")
        outputs = [one for one in query.selects if not _aggregates(one)]
        if group is None and not outputs and any(one.find(exp.AggFunc) for one in query.selects):
            return 1
        if group is None and not query.args.get("distinct"):
            return rows
        listed = group.expressions if group is not None and not group.args.get("all") else outputs
        sets = _grouping_sets(query)
        return rows * sets if sets > 1 else min(rows, self.most.values ** max(len(listed), 1))

    def _of_subquery(self, outer: int, inner: Scope) -> int:
        """Rows for a subquery: once, or once a row of the outer query when it looks at that otherwise than by =."""
        work = self.sizes[id(inner)].work
        foreign = self.columns.foreign[id(inner)]
        return work if not foreign or self.joins.looks_out(inner, foreign) else work * max(outer, 1)


def _table_of(scope: Scope, name: str) -> str:
    source = source_of(scope, name)
    return f"{source.db}.{source.name}" if isinstance(source, exp.Table) and source.name else ""


def _limit(query: exp.Expr, rows: int) -> int:
    limit = query.args.get("limit")
    asked = whole_number(limit.args.get("expression") or limit.args.get("count")) if limit is not None else None
    return rows if asked is None else asked


def _unfolded(node: exp.Expr, most: int) -> int:
    if isinstance(node, exp.Values):
        return len(node.expressions)
    inside = node.this if isinstance(node, exp.Table) else node
    return series_rows(inside) or most


def _grouping_sets(query: exp.Select) -> int:
    group: exp.Group | None = query.args.get("group")
    parts = list(group.iter_expressions()) if group is not None else []
    return prod(_SETS[type(one)](len(one.expressions)) for one in parts if type(one) in _SETS)


def _aggregates(select: exp.Expr) -> bool:
    """Whether an output is an aggregate's, or a constant."""
    inside = list(select.walk(prune=lambda node: isinstance(node, exp.Query | exp.Window | exp.AggFunc)))
    if any(isinstance(node, exp.Window | exp.Explode | exp.Unnest) for node in inside):
        return False
    return any(isinstance(node, exp.AggFunc) for node in inside) or not any(
        isinstance(node, exp.Column | exp.Query) for node in inside
    )
