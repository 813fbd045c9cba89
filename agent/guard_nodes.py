"""The guard's look at each part of a statement: its kind, and the literals that could make it large."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from sqlglot import exp

from agent.guard import clauses, functions, guard, nodes, refusal, translations, types, unnamed
from agent.limits import limits

Parts = list[exp.Expr]

_UNIT_DAYS = {"HOUR": 1 / 24, "DAY": 1, "WEEK": 7, "MONTH": 28, "QUARTER": 89, "YEAR": 365}
_TABLE_NAMES = (exp.Table, exp.TableAlias, exp.CTE)


def check_parts(parts: Parts, *, ours: bool = False) -> None:
    """Check every node of a tree by itself, and how many there are.

    Args:
        parts: The nodes.
        ours: Whether the text was written here, from a tree that has been checked.

    Raises:
        RefusedError: One is not allowed.
    """
    _check_counts(parts)
    for node in parts:
        if not (ours and type(node).__name__ in translations()):
            _check_kind(node)
        check = _CHECKS.get(type(node))
        if check:
            check(node)


def _check_counts(parts: Parts) -> None:
    most = limits().validate_
    counts = (
        (len(parts), most.nodes, "parts"),
        (sum(isinstance(node, exp.Join) for node in parts), most.joins, "joins"),
        (sum(isinstance(node, exp.Select) for node in parts), most.selects, "SELECTs"),
    )
    for count, limit, what in counts:
        if count > limit:
            raise refusal("too_large", limit=limit, what=what)


def _check_kind(node: exp.Expr) -> None:
    name = type(node).__name__
    if isinstance(node, exp.Anonymous):
        if node.name.lower() not in unnamed() or not isinstance(node.this, str):
            raise refusal("function_not_allowed", what=_shown(node.name.lower()))
    elif isinstance(node, exp.Func):
        if name not in functions():
            raise refusal("function_not_allowed", what=node.sql_name().lower())
    elif name not in nodes():
        raise refusal("node_not_allowed", what=name.upper())


def _with(node: exp.Expr) -> None:
    if node.args.get("recursive"):
        raise refusal("recursion")


def _type(node: exp.Expr) -> None:
    kind = getattr(node.this, "name", None)
    if kind not in types() or any(isinstance(one, exp.DataType) for one in node.expressions):
        raise refusal("type_not_allowed", what=kind or "named there")


def _literal(node: exp.Expr) -> None:
    if len(node.name) > limits().validate_.literal:
        raise refusal("too_large", limit=limits().validate_.literal, what="characters in a literal")


def _clauses(node: exp.Expr) -> None:
    """A query, a table and a join have no parts but the listed ones."""
    for name, part in node.args.items():
        if part and name not in clauses():
            raise refusal("node_not_allowed", what=f"{name.upper()} of a {node.key}")


def _name(node: exp.Expr) -> None:
    """The name of a table or a WITH is a word: what the engine could take for a file or a pattern is none."""
    if isinstance(node.parent, _TABLE_NAMES) and not node.name.replace(" ", "_").replace("-", "_").isidentifier():
        raise refusal("path_like_name", what=_shown(node.name))


def _limit(node: exp.Expr) -> None:
    asked = whole_number(node.args.get("expression") or node.args.get("count"))
    if asked is None or asked > limits().validate_.limit:
        raise refusal("too_large", limit=limits().validate_.limit, what="rows as its LIMIT")


def _limit_options(node: exp.Expr) -> None:
    if node.args.get("percent") or node.args.get("with_ties"):
        raise refusal("node_not_allowed", what="a LIMIT by percent or with ties")


def _sized(node: exp.Expr) -> None:
    """A length or a count that a function grows a text by is a literal, and a small one."""
    asked = whole_number(node.args.get(guard().literal[type(node).__name__]))
    if asked is None or asked > limits().validate_.repeats:
        raise refusal("too_large", limit=limits().validate_.repeats, what=f"characters from {node.key}")


def _format(node: exp.Expr) -> None:
    """A format is a literal whose widths are short."""
    pattern = node.this if isinstance(node, exp.Format) else next(iter(node.expressions), None)
    if not (isinstance(pattern, exp.Literal) and re.fullmatch(guard().format, pattern.name)):
        raise refusal("function_not_allowed", what="format with such a pattern")


def _unnamed(node: exp.Expr) -> None:
    if node.name.lower() == "printf":
        _format(node)


def _pivot(node: exp.Expr) -> None:
    """A pivot is over listed values, so that its columns are known."""
    fields = node.args.get("fields") or ()
    listed = (one for field in fields for one in field.expressions)
    plain = all(isinstance(one, exp.Literal | exp.PivotAlias | exp.Column) for one in listed)
    if not fields or not plain or not all(isinstance(field, exp.In) and field.expressions for field in fields):
        raise refusal("node_not_allowed", what="PIVOT over values that are not listed")


def _gathered(node: exp.Expr) -> None:
    """What gathers many values into one may not do so once a row."""
    if isinstance(node.find_ancestor(exp.Window, exp.Query), exp.Window):
        raise refusal("node_not_allowed", what=f"{node.key.upper()} OVER")


def _list(node: exp.Expr) -> None:
    if len(node.expressions) > limits().validate_.series:
        raise refusal("too_large", limit=limits().validate_.series, what="items in a list")


def _rows_of(node: exp.Expr) -> None:
    """Rows are unfolded from literals only."""
    if series_rows(node) is None:
        raise refusal("function_not_allowed", what=f"{node.key} of more than {limits().validate_.series} literal items")


def _index(node: exp.Expr) -> None:
    if len(node.expressions) != 1 or whole_number(node.expressions[0]) is None:
        raise refusal("node_not_allowed", what="BRACKET")


def _lateral(node: exp.Expr) -> None:
    if not isinstance(node.this, exp.Subquery):
        raise refusal("node_not_allowed", what="LATERAL")


def series_rows(node: exp.Expr) -> int | None:
    """How many rows a literal list or series unfolds to; None when that is not known, or too many."""
    most = limits().validate_.series
    if isinstance(node, exp.Unnest | exp.Explode):
        inside = [*node.expressions, *([node.this] if isinstance(node, exp.Explode) else [])]
        counts = [series_rows(one) for one in inside]
        return max((one for one in counts if one is not None), default=None) if None not in counts else None
    if isinstance(node, exp.Array):
        return len(node.expressions) if len(node.expressions) <= most else None
    if isinstance(node, exp.GenerateSeries | exp.GenerateDateArray):
        count = _steps(node)
        return count if count is not None and 0 <= count <= most else None
    return None


def _steps(node: exp.Expr) -> int | None:
    start, end, step = (node.args.get(name) for name in ("start", "end", "step"))
    first, last = whole_number(start), whole_number(end)
    if first is not None and last is not None:
        size = whole_number(step) if step else 1
        return (last - first) // size + 1 if size else None
    begun, ended, days = _day(start), _day(end), _days(step)
    return int((ended - begun).days / days) + 1 if begun and ended and days else None


def _day(node: exp.Expr | None) -> date | None:
    while isinstance(node, exp.Cast | exp.TsOrDsToDate | exp.DateStrToDate | exp.Paren | exp.Date | exp.TimeStrToTime):
        node = node.this
    try:
        return date.fromisoformat(node.name[:10]) if isinstance(node, exp.Literal) and node.is_string else None
    except ValueError:
        return None


def _days(node: exp.Expr | None) -> float | None:
    if node is None:
        return 1
    count = whole_number(node.this) if isinstance(node, exp.Interval) else None
    return count * _UNIT_DAYS.get(str(node.args.get("unit")).upper(), 0) if count else None


def whole_number(node: exp.Expr | None) -> int | None:
    """The value of a literal whole number, quoted or not."""
    if not isinstance(node, exp.Literal):
        return None
    try:
        value = Decimal(node.name)
    except InvalidOperation:
        return None
    return int(value) if value.is_finite() and abs(value) < 10**12 and value == int(value) else None


def _shown(name: str) -> str:
    return name[:60]


_CHECKS: dict[type[exp.Expr], Callable[[exp.Expr], None]] = {
    exp.With: _with,
    exp.DataType: _type,
    exp.Literal: _literal,
    exp.Select: _clauses,
    exp.Subquery: _clauses,
    exp.Union: _clauses,
    exp.Except: _clauses,
    exp.Intersect: _clauses,
    exp.Identifier: _name,
    exp.Limit: _limit,
    exp.Fetch: _limit,
    exp.LimitOptions: _limit_options,
    exp.Pad: _sized,
    exp.Repeat: _sized,
    exp.Format: _format,
    exp.Anonymous: _unnamed,
    exp.Pivot: _pivot,
    exp.GroupConcat: _gathered,
    exp.ArrayAgg: _gathered,
    exp.ArrayUniqueAgg: _gathered,
    exp.Array: _list,
    exp.Values: _list,
    exp.Unnest: _rows_of,
    exp.Explode: _rows_of,
    exp.GenerateSeries: _rows_of,
    exp.GenerateDateArray: _rows_of,
    exp.Bracket: _index,
    exp.Lateral: _lateral,
    exp.Table: _clauses,
    exp.Join: _clauses,
}
