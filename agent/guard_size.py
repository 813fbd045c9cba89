"""The guard's estimate, from the text alone, of how much a statement may read and make on its way."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from math import prod

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from agent.engine import Catalog
from agent.guard import refusal
from agent.guard_nodes import series_rows, whole_number
from agent.limits import ValidateLimits, limits

_RANGES = (exp.GT, exp.GTE, exp.LT, exp.LTE)
_EQUAL = (exp.EQ, exp.NullSafeEQ)
_MIXING = (exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.Case, exp.If, exp.Query, exp.Predicate)
"""What can turn a comparison of two columns into one that always holds."""

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
        catalog: The tables, and how many rows they have.
    """

    catalog: Catalog
    most: ValidateLimits = field(default_factory=lambda: limits().validate_)
    sizes: dict[int, Size] = field(default_factory=dict)

    def check(self, resolved: exp.Expr) -> None:
        """Check that a statement, its columns resolved, reads and makes a bounded number of rows.

        Raises:
            RefusedError: It may not.
        """
        for scope in traverse_scope(resolved):
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
        sources = {name: self._of_source(source) for name, source in _sources(scope, query)}
        made = self._joined(scope, query, sources)
        work = sum(size.work for size in sources.values()) + made * _grouping_sets(query)
        return Size(self._grouped(query, made), work)

    def _of_source(self, source: exp.Expr | Scope) -> Size:
        if isinstance(source, Scope):
            return self.sizes.get(id(source)) or Size(self.most.series, 1)
        if isinstance(source, exp.Table) and isinstance(source.this, exp.Identifier):
            rows = self.catalog.rows.get(f"{source.db}.{source.name}", self.most.table_rows)
            return Size(rows, rows)
        rows = _unfolded(source, self.most.series)
        return Size(rows, rows)

    def _joined(self, scope: Scope, query: exp.Select, sources: dict[str, Size]) -> int:
        """Rows of all sources joined: a compared join gives as many as its larger side, any other one the product."""
        terms = list(_conditions(query))
        made, seen = 1, set[str]()
        for name, size in sources.items():
            if not seen or _is_linked(scope, query, name, seen, terms):
                made = max(made, size.rows)
            elif _is_lateral(scope, name):
                made = self._product(made, size.work, compared=True)
            else:
                made = self._product(made, size.rows, compared=any(_meets(term, name, seen) for term in terms))
            seen.add(name)
        return made

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
        foreign = {column.table for column in inner.external_columns}
        return work if not foreign or _looks_out(inner, foreign) else work * max(outer, 1)


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


def _terms(condition: exp.Expr | None) -> Iterator[exp.Expr]:
    """The parts of a condition that must all hold."""
    if isinstance(condition, exp.And):
        yield from condition.flatten()
    elif isinstance(condition, exp.Paren):
        yield from _terms(condition.this)
    elif condition is not None:
        yield condition


def _links(term: exp.Expr, name: str, others: set[str]) -> bool:
    """Whether a term sets a column of one source equal to one of the others."""
    if isinstance(term, exp.Paren):
        return any(_links(one, name, others) for one in _terms(term))
    if isinstance(term, exp.Or):
        branches = list(term.flatten())
        linked = [any(_links(one, name, others) for one in _terms(branch)) for branch in branches]
        return any(linked) and all(link or _both_null(one) for link, one in zip(linked, branches, strict=True))
    if isinstance(term, exp.In) and term.expressions:
        return all(_parted(term.this, one, name, others) for one in term.expressions)
    return isinstance(term, _EQUAL) and _parted(term.this, term.expression, name, others)


def _parted(one: exp.Expr, other: exp.Expr, name: str, others: set[str]) -> bool:
    """Whether one side is the source's and the other is another source's, each unmixed."""
    return not any(side.find(*_MIXING) for side in (one, other)) and _apart(one, other, name, others)


def _apart(one: exp.Expr, other: exp.Expr, name: str, others: set[str]) -> bool:
    left, right = _tables(one), _tables(other)
    return (left == {name} and right <= others and bool(right)) or (right == {name} and left <= others and bool(left))


def _both_null(branch: exp.Expr) -> bool:
    return all(
        isinstance(one, exp.Is) and isinstance(one.expression, exp.Null)
        for term in _terms(branch)
        for one in _terms(term)
    )


def _meets(term: exp.Expr, name: str, others: set[str]) -> bool:
    """Whether a term compares a source with the others at all: by = or by a range."""
    if isinstance(term, exp.Paren):
        return any(_meets(one, name, others) for one in _terms(term))
    if isinstance(term, exp.Or):
        return all(any(_meets(one, name, others) for one in _terms(branch)) for branch in term.flatten())
    if isinstance(term, exp.Between):
        return any(_apart(term.this, term.args[end], name, others) for end in ("low", "high"))
    return (isinstance(term, _RANGES) and _apart(term.this, term.expression, name, others)) or _links(
        term, name, others
    )


def _tables(node: exp.Expr) -> set[str]:
    return {column.table for column in node.find_all(exp.Column)}


def _conditions(query: exp.Expr) -> Iterator[exp.Expr]:
    """All that must hold for a row: of the WHERE, and of every join."""
    where = query.args.get("where")
    for one in (where.this if where else None, *(join.args.get("on") for join in query.args.get("joins") or ())):
        yield from _terms(one)


def _is_linked(scope: Scope, query: exp.Select, name: str, seen: set[str], terms: list[exp.Expr]) -> bool:
    if any(_links(term, name, seen) for term in terms) or _is_natural(query, name):
        return True
    return _is_lateral(scope, name) and any(_looks_out(inner, seen) for inner in _inner(scope, name))


def _is_lateral(scope: Scope, name: str) -> bool:
    source = scope.sources.get(name)
    return isinstance(source, Scope) and isinstance(source.expression, exp.Lateral)


def _inner(scope: Scope, name: str) -> list[Scope]:
    source = scope.sources[name]
    return list(source.subquery_scopes) if isinstance(source, Scope) else []


def _sources(scope: Scope, query: exp.Select) -> Iterator[tuple[str, exp.Expr | Scope]]:
    """What a query reads, in order; also what a join only looks at (semi, anti)."""
    for name, (_, source) in scope.selected_sources.items():
        yield name, source
    for join in query.args.get("joins") or ():
        if join.kind in ("SEMI", "ANTI") and join.alias_or_name in scope.sources:
            yield join.alias_or_name, scope.sources[join.alias_or_name]


def _looks_out(inner: Scope, others: set[str]) -> bool:
    """Whether a subquery takes only those of its rows that equal something of the query around it."""
    return any(_links(term, name, others) for name in inner.sources for term in _conditions(inner.expression))


def _is_natural(query: exp.Select, name: str) -> bool:
    joins: Iterable[exp.Join] = query.args.get("joins") or ()
    return any(join.args.get("method") == "NATURAL" and join.alias_or_name == name for join in joins)
