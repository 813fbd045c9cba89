"""Says in plain SQL what a dialect says in its own way and the translator passes on as it is."""

from collections.abc import Callable, Iterable

from sqlglot import exp

Rule = Callable[[exp.Expr], exp.Expr | None]
"""Gives what to put in a node's place; None when the node stays."""

_SPARK = frozenset({"databricks", "spark", "spark2", "hive"})
_UNITS = {"MM": "MONTH", "MON": "MONTH", "YY": "YEAR", "YYYY": "YEAR", "Q": "QUARTER", "DD": "DAY"}
_DATE_LETTERS = frozenset("yMdEHhms")


def adapt(tree: exp.Expr, dialect: str) -> exp.Expr:
    """Rewrite a tree: hints are dropped, and a dialect's own meanings are spelled out."""
    rules = _EVERYWHERE | (_OF_SPARK if dialect.strip().lower() in _SPARK else {})
    for node in list(tree.walk(bfs=False)):
        rule = rules.get(type(node))
        put = rule(node) if rule else None
        if put is not None:
            node.replace(put)
    return tree


def _without_hint(select: exp.Expr) -> None:
    select.set("hint", None)


def _plain(kind: type[exp.Binary]) -> Rule:
    return lambda node: exp.paren(kind(this=node.this.copy(), expression=node.expression.copy()), copy=False)


def _call(name: str, arguments: Iterable[exp.Expr]) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=[one.copy() for one in arguments])


def _named(node: exp.Expr) -> exp.Expr | None:
    rule = _BY_NAME.get(node.name.lower())
    return rule(node.expressions) if rule else None


def _is_null(given: list[exp.Expr]) -> exp.Expr | None:
    return exp.paren(given[0].copy().is_(exp.null()), copy=False) if len(given) == 1 else None


def _is_not_null(given: list[exp.Expr]) -> exp.Expr | None:
    found = _is_null(given)
    return exp.not_(found, copy=False) if found else None


def _every(given: list[exp.Expr]) -> exp.Expr | None:
    return exp.LogicalAnd(this=given[0].copy()) if len(given) == 1 else None


def _null_if_zero(given: list[exp.Expr]) -> exp.Expr | None:
    return exp.Nullif(this=given[0].copy(), expression=exp.Literal.number(0)) if len(given) == 1 else None


def _zero_if_null(given: list[exp.Expr]) -> exp.Expr | None:
    return exp.Coalesce(this=given[0].copy(), expressions=[exp.Literal.number(0)]) if len(given) == 1 else None


def _trimmed(given: list[exp.Expr]) -> exp.Expr | None:
    return exp.Trim(this=given[0].copy()) if len(given) == 1 else None


def _any(given: list[exp.Expr]) -> exp.Expr | None:
    return exp.LogicalOr(this=given[0].copy()) if len(given) == 1 else None


def _printed(node: exp.Expr) -> exp.Expr:
    return _call("printf", (node.this, *node.expressions))


def _before_first(node: exp.Expr) -> exp.Expr | None:
    """Write substring_index(text, delimiter, 1), what is before the first delimiter, as the first of the parts."""
    first = node.args.get("count")
    if not isinstance(first, exp.Literal) or first.name != "1":
        return None
    return exp.SplitPart(this=node.this.copy(), delimiter=node.args["delimiter"].copy(), part_index=first.copy())


def _positive_remainder(given: list[exp.Expr]) -> exp.Expr | None:
    """Write pmod(a, b) as ((a % b) + b) % b."""
    if len(given) != 2:
        return None
    one, by = (exp.paren(each) for each in given)
    return exp.paren(exp.Mod(this=exp.paren(exp.Mod(this=one, expression=by) + by), expression=by.copy()))


def _formatted_number(given: list[exp.Expr]) -> exp.Expr | None:
    if len(given) != 2 or not given[1].is_int:
        return None
    pattern = exp.Literal.string(f"{{:,.{given[1].name}f}}")
    return exp.Format(this=pattern, expressions=[exp.cast(given[0].copy(), "double")])


def _rounded_to_even(given: list[exp.Expr]) -> exp.Expr:
    return _call("round_even", given if len(given) > 1 else [*given, exp.Literal.number(0)])


def _monday_zero(given: list[exp.Expr]) -> exp.Expr | None:
    return exp.paren(_call("isodow", given) - 1) if len(given) == 1 else None


def _sunday_one(node: exp.Expr) -> exp.Expr:
    return exp.paren(node.copy() + 1, copy=False)


def _extracted(node: exp.Expr) -> exp.Expr | None:
    return _sunday_one(node) if node.name.upper() in ("DOW", "DAYOFWEEK") else None


def _whole_units(node: exp.Expr) -> exp.Expr | None:
    """Count units that are over, not the boundaries between them; of days both are the same."""
    unit = str(node.args.get("unit") or "DAY").upper()
    return None if unit == "DAY" else _call("datesub", (exp.Literal.string(unit.lower()), node.expression, node.this))


def _as_date(node: exp.Expr) -> exp.Expr:
    return exp.cast(node.copy(), "date")


def _truncated(node: exp.Expr) -> exp.Expr | None:
    """Shorten a date: the units by their long names, and a date stays one."""
    unit = node.args.get("unit")
    name = unit.name.upper() if unit else ""
    node.set("unit", exp.Literal.string(_UNITS.get(name, name)))
    return _as_date(node)


def _interpolated(node: exp.Expr) -> exp.Expr:
    return exp.PercentileCont(this=node.this.copy(), expression=node.args["quantile"].copy())


def _padded(node: exp.Expr) -> None:
    node.set("this", exp.cast(node.this, "text"))


def _first(kind: type[exp.Expr]) -> Rule:
    """A first or last value without a window is an aggregate."""
    return lambda node: (
        None if isinstance(node.find_ancestor(exp.Window, exp.Query), exp.Window) else kind(this=node.this.copy())
    )


def _whole_number(cast: exp.Expr) -> None:
    """A quotient, a product or a mean that becomes a whole number loses its fraction; it is not rounded."""
    inside = cast.this.unnest()
    if cast.args["to"].is_type(*exp.DataType.INTEGER_TYPES) and isinstance(inside, exp.Div | exp.Mul | exp.Avg):
        cast.set("this", exp.Trunc(this=inside.copy()))


def _to_char(node: exp.Expr) -> exp.Expr | None:
    pattern = node.args.get("format")
    if not isinstance(pattern, exp.Literal) or not _DATE_LETTERS & set(pattern.name):
        return None
    return exp.func("date_format", node.this.copy(), pattern.copy(), dialect="databricks")


def _with_rollup(group: exp.Expr) -> None:
    """GROUP BY a, b WITH ROLLUP is GROUP BY ROLLUP (a, b)."""
    for name in ("rollup", "cube"):
        for one in group.args.get(name) or ():
            if not one.expressions:
                one.set("expressions", group.expressions)
                group.set("expressions", [])


_BY_NAME: dict[str, Callable[[list[exp.Expr]], exp.Expr | None]] = {
    "bround": _rounded_to_even,
    "btrim": _trimmed,
    "every": _every,
    "format_number": _formatted_number,
    "isnotnull": _is_not_null,
    "isnull": _is_null,
    "nullifzero": _null_if_zero,
    "pmod": _positive_remainder,
    "some": _any,
    "weekday": _monday_zero,
    "zeroifnull": _zero_if_null,
}
_EVERYWHERE: dict[type[exp.Expr], Rule] = {
    exp.Select: _without_hint,
    exp.SafeAdd: _plain(exp.Add),
    exp.SafeSubtract: _plain(exp.Sub),
    exp.SafeMultiply: _plain(exp.Mul),
}
_OF_SPARK: dict[type[exp.Expr], Rule] = {
    exp.Anonymous: _named,
    exp.Cast: _whole_number,
    exp.DateDiff: _whole_units,
    exp.DateTrunc: _truncated,
    exp.DayOfWeek: _sunday_one,
    exp.Extract: _extracted,
    exp.Format: _printed,
    exp.FirstValue: _first(exp.First),
    exp.Group: _with_rollup,
    exp.LastValue: _first(exp.Last),
    exp.Pad: _padded,
    exp.Quantile: _interpolated,
    exp.SubstringIndex: _before_first,
    exp.TimestampDiff: _whole_units,
    exp.ToChar: _to_char,
    exp.TsOrDsAdd: _as_date,
    exp.AddMonths: _as_date,
}
