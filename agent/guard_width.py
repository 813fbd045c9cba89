"""The guard's estimate of how long a text may grow by joining, replacing and padding."""

from dataclasses import dataclass, field

from sqlglot import exp
from sqlglot.optimizer.scope import Scope

from agent.guard import guard, refusal
from agent.guard_columns import Columns, source_of
from agent.guard_nodes import Parts, whole_number
from agent.limits import limits

_COLUMN = 100
_GROWING = (exp.Concat, exp.ConcatWs, exp.DPipe, exp.Replace, exp.RegexpReplace, exp.Pad, exp.Repeat, exp.Translate)
_GATHERING = (exp.GroupConcat, exp.ArrayAgg, exp.ArrayUniqueAgg)


def check_widths(parts: Parts, columns: Columns) -> None:
    """Check that no text can grow without bounds, through WITHs and subqueries too.

    Raises:
        RefusedError: One may.
    """
    if any(isinstance(node, _GROWING) for node in parts):
        _Widths(columns).check()


@dataclass
class _Widths:
    columns: Columns
    outputs: dict[tuple[int, str], int] = field(default_factory=dict)

    def check(self) -> None:
        for scope in self.columns.scopes:
            for select in getattr(scope.expression, "selects", ()):
                key = (id(scope), select.alias_or_name.lower())
                self.outputs[key] = max(self.outputs.get(key, 0), self._of(select, scope))
            for node in scope.walk():
                if isinstance(node, _GROWING):
                    self._of(node, scope)

    def _of(self, node: exp.Expr, scope: Scope) -> int:
        """The most characters that an expression may have."""
        if isinstance(node, exp.Literal):
            return len(node.name)
        if isinstance(node, exp.Column):
            return self._of_column(node, scope)
        width = _grown(node, [self._of(child, scope) for child in node.iter_expressions()])
        if width > limits().validate_.text:
            raise refusal("too_much_text", limit=limits().validate_.text)
        return width

    def _of_column(self, column: exp.Column, scope: Scope) -> int:
        """What the query that a column comes from puts out under its name; for a renamed one the widest it has."""
        source = source_of(scope, self.columns.owner.get(id(column), ""))
        if not isinstance(source, Scope):
            return self.outputs.get((id(scope), column.name.lower()), _COLUMN)
        widths = {name: width for (scope_id, name), width in self.outputs.items() if scope_id == id(source)}
        return widths.get(column.name.lower(), max(widths.values(), default=_COLUMN))


def _grown(node: exp.Expr, inside: list[int]) -> int:
    if isinstance(node, exp.Pad | exp.Repeat):
        return (whole_number(node.args.get(guard().literal[type(node).__name__])) or 0) * max(inside, default=1)
    if isinstance(node, exp.Replace | exp.RegexpReplace | exp.Translate):
        return (inside[0] + 1) * max(1, *inside[1:])
    if isinstance(node, exp.Concat | exp.ConcatWs | exp.DPipe):
        return sum(inside)
    return max(inside, default=_COLUMN if isinstance(node, exp.Query) else 1)
