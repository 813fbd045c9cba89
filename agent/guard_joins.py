"""The guard's look at joins: what counts as comparing two sides, so that a join does not multiply rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.optimizer.scope import Scope

from agent.guard_columns import Columns, source_of

_RANGES = (exp.GT, exp.GTE, exp.LT, exp.LTE)
_EQUAL = (exp.EQ, exp.NullSafeEQ)
_MIXING = (exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.Case, exp.If, exp.Query, exp.Predicate)
"""What can turn a comparison of two columns into one that always holds."""


@dataclass(frozen=True)
class Joins:
    """Tells how a query's sources are compared with each other.

    Args:
        columns: Whose each column is.
    """

    columns: Columns

    def linked(self, scope: Scope, name: str, others: set[str]) -> bool:
        """Whether a source has a column that must equal one of the others'."""
        join = _join_of(scope.expression, name)
        if join is not None and (join.args.get("using") or join.args.get("method") == "NATURAL"):
            return True
        if any(self._links(term, name, others) for term in _conditions(scope.expression)):
            return True
        return any(self.looks_out(inner, others) for inner in lateral(scope, name))

    def met(self, scope: Scope, name: str, others: set[str]) -> bool:
        """Whether a source is compared with the others at all: by = or by a range."""
        return any(self._meets(term, name, others) for term in _conditions(scope.expression))

    def looks_out(self, inner: Scope, others: set[str]) -> bool:
        """Whether a subquery takes only those of its rows that equal something of the query around it."""
        names = [name.lower() for name in inner.sources]
        return any(self._links(term, name, others) for name in names for term in _conditions(inner.expression))

    def _links(self, term: exp.Expr, name: str, others: set[str]) -> bool:
        if isinstance(term, exp.Paren):
            return any(self._links(one, name, others) for one in _terms(term))
        if isinstance(term, exp.Or):
            branches = list(term.flatten())
            linked = [any(self._links(one, name, others) for one in _terms(branch)) for branch in branches]
            return any(linked) and all(link or _nulls(one) for link, one in zip(linked, branches, strict=True))
        if isinstance(term, exp.In) and term.expressions:
            return all(self._unmixed(term.this, one, name, others) for one in term.expressions)
        return isinstance(term, _EQUAL) and self._unmixed(term.this, term.expression, name, others)

    def _meets(self, term: exp.Expr, name: str, others: set[str]) -> bool:
        if isinstance(term, exp.Paren):
            return any(self._meets(one, name, others) for one in _terms(term))
        if isinstance(term, exp.Or):
            branches = (_terms(branch) for branch in term.flatten())
            return all(any(self._meets(one, name, others) for one in branch) for branch in branches)
        if isinstance(term, exp.Between):
            return any(self._apart(term.this, term.args[end], name, others) for end in ("low", "high"))
        if isinstance(term, _RANGES):
            return self._apart(term.this, term.expression, name, others)
        return self._links(term, name, others)

    def _unmixed(self, one: exp.Expr, other: exp.Expr, name: str, others: set[str]) -> bool:
        return not any(side.find(*_MIXING) for side in (one, other)) and self._apart(one, other, name, others)

    def _apart(self, one: exp.Expr, other: exp.Expr, name: str, others: set[str]) -> bool:
        """Whether one side is the source's alone, and the other side some of the others'."""
        left, right = self.columns.tables_of(one), self.columns.tables_of(other)
        return any(mine == {name} and theirs and theirs <= others for mine, theirs in ((left, right), (right, left)))


def lateral(scope: Scope, name: str) -> list[Scope]:
    """The query inside a LATERAL of that name; none when it is something else."""
    source = source_of(scope, name)
    found = isinstance(source, Scope) and isinstance(source.expression, exp.Lateral)
    return list(source.subquery_scopes) if found and isinstance(source, Scope) else []


def _join_of(query: exp.Expr, name: str) -> exp.Join | None:
    joins: list[exp.Join] = query.args.get("joins") or []
    return next((join for join in joins if join.alias_or_name.lower() == name), None)


def _conditions(query: exp.Expr) -> Iterator[exp.Expr]:
    """All that must hold for a row: of the WHERE, and of every join."""
    where = query.args.get("where")
    for one in (where.this if where else None, *(join.args.get("on") for join in query.args.get("joins") or ())):
        yield from _terms(one)


def _terms(condition: exp.Expr | None) -> Iterator[exp.Expr]:
    """The parts of a condition that must all hold."""
    if isinstance(condition, exp.And):
        yield from condition.flatten()
    elif isinstance(condition, exp.Paren):
        yield from _terms(condition.this)
    elif condition is not None:
        yield condition


def _nulls(branch: exp.Expr) -> bool:
    """Whether a branch of an OR only adds that both sides are null."""
    terms = [one for term in _terms(branch) for one in _terms(term)]
    return all(isinstance(one, exp.Is) and isinstance(one.expression, exp.Null) for one in terms)
