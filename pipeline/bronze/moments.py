"""Moments out of text, step by step in plain SQL: engines' own time parsers differ in what they let through."""

from functools import cache

from sqlglot import exp

from pipeline.bronze.time_format import TimeFormat
from pipeline.sql import literal, parse

# The digits of each part of an ISO 8601 time; `part` is what the format's group holds, empty when it was left out.
_PIECES = {
    "year": "part",
    "short_year": "CONCAT('20', part)",
    "month": "LPAD(part, 2, '0')",
    "day": "LPAD(part, 2, '0')",
    "hour": "LPAD(part, 2, '0')",
    "half_hour": "LPAD(CAST(TRY_CAST(part AS INT) % 12 + IF(LOWER(half) = 'pm', 12, 0) AS STRING), 2, '0')",
    "minute": "LPAD(part, 2, '0')",
    "second": "LPAD(part, 2, '0')",
    "fraction": "RPAD(part, 6, '0')",
    "offset": "part",
}

# A wall clock and UTC differ by what they differed by a day before, or by what they will a day later. Where the clocks
# show a time twice the first is meant; a time that they skip is as long after the skip as it claims to be.
_SHIFTED = "TIMESTAMPADD(SECOND, -SECONDS_BETWEEN(near, FROM_UTC_TIMESTAMP(near, zone)), wall)"
_CHOSEN = (
    "CASE WHEN FROM_UTC_TIMESTAMP(before, zone) <> wall AND FROM_UTC_TIMESTAMP(after, zone) = wall"
    " THEN after ELSE before END"
)

# What a layer of the workings holds.
TEXTS, READ, MOVED, CANDIDATES, CHOSEN = range(5)


class Workings:
    """Columns that are worked out before ours, layer upon layer, so that no engine computes a moment twice."""

    def __init__(self) -> None:
        self.layers: list[dict[str, exp.Expr]] = [{} for _ in range(CHOSEN + 1)]

    def add(self, layer: int, expression: exp.Expr) -> exp.Expr:
        """Work something out in a layer, once; return the column that holds it for the layers above."""
        known = self.layers[layer]
        name = next((name for name, other in known.items() if other == expression), f"~{layer}_{len(known)}")
        known[name] = expression
        return exp.column(name, table="raw", quoted=True)


def fill(template: str, **parts: exp.Expr) -> exp.Expr:
    """Return a piece of SQL with its names replaced by expressions."""

    def filled(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and not node.table and node.name in parts:
            part = parts[node.name].copy()
            return part if isinstance(part, exp.Literal | exp.Column) else exp.paren(part)
        return node

    return _template(template).transform(filled)


@cache
def _template(text: str) -> exp.Expr:
    return parse(text, where="a mapped column")


def wall_clock(workings: Workings, text: exp.Expr, written: TimeFormat) -> exp.Expr:
    """Return the time that a text shows, whatever its zone; null when it is not written as its format says."""
    return workings.add(READ, _read(text, written, "TIMESTAMP"))


def next_day_if_before(workings: Workings, wall: exp.Expr, start: exp.Expr) -> exp.Expr:
    """Return a time, a day later when it would otherwise come before the one that it follows."""
    later = fill("CASE WHEN wall < start_ THEN wall + INTERVAL '1' DAY ELSE wall END", wall=wall, start_=start)
    return workings.add(MOVED, later)


def moment(workings: Workings, wall: exp.Expr, zone: str | None) -> exp.Expr:
    """Return the moment at which a clock of a zone shows a time; None for UTC."""
    if zone in (None, "UTC"):
        return wall
    before, after = (workings.add(CANDIDATES, _shifted(wall, f"wall {sign} INTERVAL '1' DAY", zone)) for sign in "-+")
    return workings.add(CHOSEN, fill(_CHOSEN, before=before, after=after, wall=wall, zone=literal(zone)))


def _shifted(wall: exp.Expr, near: str, zone: str) -> exp.Expr:
    return fill(_SHIFTED, near=fill(near, wall=wall), wall=wall, zone=literal(zone))


def moment_text(text: exp.Expr, value: exp.Expr, written: TimeFormat) -> exp.Expr:
    """Return a moment as ISO 8601 in UTC; a text that could not be read is kept, and says so."""
    clock = "HH:mm:ss.SSSSSS" if "fraction" in written.parts else "HH:mm:ss"
    said = f"CONCAT(DATE_FORMAT(value, 'yyyy-MM-dd'), 'T', DATE_FORMAT(value, '{clock}'), 'Z')"
    return or_unreadable(fill(said, value=value), text)


def date_text(workings: Workings, text: exp.Expr, written: TimeFormat) -> exp.Expr:
    """Return a date as ISO 8601; a text that could not be read is kept, and says so."""
    day = workings.add(READ, _read(text, written, "DATE"))
    return or_unreadable(fill("CAST(day AS STRING)", day=day), text)


def or_unreadable(said: exp.Expr, text: exp.Expr) -> exp.Expr:
    """Return a value; where there is none, the text that it should have come from, marked as such."""
    return fill("COALESCE(said, CONCAT('unreadable: ', text))", said=said, text=text)


def _read(text: exp.Expr, written: TimeFormat, sql_type: str) -> exp.Expr:
    return fill(
        f"CASE WHEN text RLIKE regex THEN TRY_CAST(iso AS {sql_type}) END",
        text=text,
        regex=literal(written.regex),
        iso=_iso(text, written, sql_type),
    )


def _iso(text: exp.Expr, written: TimeFormat, sql_type: str) -> exp.Expr:
    year, hour = _either(written, "year", "short_year"), _either(written, "hour", "half_hour")
    pieces: list[exp.Expr] = [_piece(text, written, year)]
    for mark, part in (("-", "month"), ("-", "day")):
        pieces += [literal(mark), _piece(text, written, part)]
    if sql_type == "TIMESTAMP":
        for mark, part in ((" ", hour), (":", "minute"), (":", "second"), (".", "fraction")):
            pieces += [literal(mark), _piece(text, written, part)]
        pieces += [_piece(text, written, "offset")] if written.has_offset else []
    return exp.func("CONCAT", *pieces, dialect="databricks")


def _either(written: TimeFormat, one: str, other: str) -> str:
    return one if one in written.parts else other


def _piece(text: exp.Expr, written: TimeFormat, part: str) -> exp.Expr:
    return fill(_PIECES[part], part=_group(text, written, part), half=_group(text, written, "half"))


def _group(text: exp.Expr, written: TimeFormat, part: str) -> exp.Expr:
    if part not in written.parts:
        return literal("")
    position = literal(written.parts.index(part) + 1)
    return fill("REGEXP_EXTRACT(text, regex, position)", text=text, regex=literal(written.regex), position=position)
