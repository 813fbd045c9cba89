"""The guard's estimate of how long a text may grow by joining, replacing and padding."""

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from agent.guard import guard, refusal
from agent.guard_nodes import Parts, whole_number
from agent.limits import limits

_COLUMN = 100
_GROWING = (exp.Concat, exp.ConcatWs, exp.DPipe, exp.Replace, exp.RegexpReplace, exp.Pad, exp.Repeat, exp.Translate)
_GATHERING = (exp.GroupConcat, exp.ArrayAgg, exp.ArrayUniqueAgg)


def check_widths(parts: Parts, resolved: exp.Expr) -> None:
    """Check that no text can grow without bounds, through WITHs and subqueries too.

    Raises:
        RefusedError: One may.
    """
    if not any(isinstance(node, _GROWING) for node in parts):
        return
    widths: dict[tuple[int, str], int] = {}
    for scope in traverse_scope(resolved):
        for select in getattr(scope.expression, "selects", ()):
            key = (id(scope), select.alias_or_name)
            widths[key] = max(widths.get(key, 0), _width(select, scope, widths))
        for node in scope.walk():
            if isinstance(node, _GROWING):
                _width(node, scope, widths)


def _width(node: exp.Expr, scope: Scope, widths: dict[tuple[int, str], int]) -> int:
    """The most characters that an expression may have."""
    if isinstance(node, exp.Literal):
        return len(node.name)
    if isinstance(node, exp.Column):
        return _column(node, scope, widths)
    inside = [_width(child, scope, widths) for child in node.iter_expressions()]
    width = _grown(node, inside)
    if width > limits().validate_.text:
        raise refusal("too_much_text", limit=limits().validate_.text)
    return width


def _grown(node: exp.Expr, inside: list[int]) -> int:
    if isinstance(node, exp.Pad | exp.Repeat):
        return (whole_number(node.args.get(guard().literal[type(node).__name__])) or 0) * max(inside, default=1)
    if isinstance(node, exp.Replace | exp.RegexpReplace | exp.Translate):
        return (inside[0] + 1) * max(1, *inside[1:])
    if isinstance(node, exp.Concat | exp.ConcatWs | exp.DPipe):
        return sum(inside)
    return max(inside, default=_COLUMN if isinstance(node, exp.Query) else 1)


def _column(column: exp.Column, scope: Scope, widths: dict[tuple[int, str], int]) -> int:
    source = scope.sources.get(column.table)
    return widths.get((id(source), column.name), _COLUMN) if isinstance(source, Scope) else _COLUMN
