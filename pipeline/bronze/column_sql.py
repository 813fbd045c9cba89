"""Our columns out of theirs, as SQL that gives the same text on every engine."""

from collections.abc import Mapping

from sqlglot import exp

from pipeline.bronze.mapping_model import ColumnMap, Input, Moment, Span
from pipeline.bronze.moments import (
    TEXTS,
    Workings,
    date_text,
    fill,
    moment,
    moment_text,
    next_day_if_before,
    or_unreadable,
    wall_clock,
)
from pipeline.bronze.time_format import TimeFormat, plain
from pipeline.sql import literal

# Stands between the columns of a key: a control character that no text holds.
_UNIT = "\x1f"
_KEY_LENGTH = 32


class ColumnWriter:
    """Writes the columns of one input.

    Args:
        given: The input.
        types: The type that each of our columns is to have once cleaned.
        time_zone: The clock of times that say nothing of their own.
        null_values: Texts that mean nothing.
    """

    def __init__(
        self, given: Input, types: Mapping[str, str], time_zone: str | None, null_values: tuple[str, ...]
    ) -> None:
        self._given = given
        self._types = types
        self._time_zone = time_zone
        self._null_values = null_values
        self.workings = Workings()

    def column(self, name: str) -> exp.Expr:
        """Return one of our columns; null when the mapping leaves it out."""
        column = self._given.columns.get(name)
        written = exp.null() if column is None else self._written(column, self._types[name])
        return exp.cast(written, "STRING", dialect="databricks")

    def _written(self, column: ColumnMap, our_type: str) -> exp.Expr:
        if column.value is not None:
            return _text(column.value)
        if column.key_of:
            return self._key(column.key_of)
        if column.seconds_between:
            return self._seconds(column.seconds_between)
        if column.format:
            return self._time(column, column.format, our_type)
        return self._mapped(column)

    def _raw(self, name: str) -> exp.Expr:
        raw = exp.column(name.lower(), table="raw", quoted=True)
        if not self._null_values:
            return raw
        nothing = exp.func("TRIM", raw).isin(*map(literal, self._null_values))
        return fill("CASE WHEN nothing THEN NULL ELSE raw END", nothing=nothing, raw=raw)

    def _joined(self, column: ColumnMap) -> exp.Expr:
        if column.from_ is not None:
            return self._raw(column.from_)
        parts = (fill("CLEAN(part)", part=self._raw(name)) for name in column.needs)
        return exp.func("CONCAT_WS", literal(column.separator), *parts, dialect="databricks")

    def _key(self, names: tuple[str, ...]) -> exp.Expr:
        parts = (fill("COALESCE(part, '')", part=self._raw(name)) for name in names)
        joined = exp.func("CONCAT_WS", literal(_UNIT), *parts, dialect="databricks")
        return fill(f"SUBSTRING(SHA2(joined, 256), 1, {_KEY_LENGTH})", joined=joined)

    def _mapped(self, column: ColumnMap) -> exp.Expr:
        text = self._joined(column)
        if not column.map and column.default is None:
            return text
        key = self.workings.add(TEXTS, fill("LOWER(CLEAN(text))", text=text))
        case = exp.Case()
        for theirs, ours in column.map.items():
            case = case.when(_fits(key, theirs), _text(ours))
        otherwise = text if column.default is None else _text(column.default)
        if column.map:
            return case.else_(otherwise)
        return fill("CASE WHEN key IS NULL THEN otherwise ELSE text END", key=key, otherwise=otherwise, text=text)

    def _time(self, column: ColumnMap, written: TimeFormat, our_type: str) -> exp.Expr:
        text = self._whole(column)
        if our_type == "DATE":
            return date_text(self.workings, text, written)
        return moment_text(text, self._moment(column, wall_clock(self.workings, text, written)), written)

    def _whole(self, column: ColumnMap | Moment) -> exp.Expr:
        """Return the text of a time; nothing when one of its columns is empty."""
        parts: list[exp.Expr] = []
        for name in column.needs:
            parts += [*([literal(column.separator)] if parts else []), fill("CLEAN(part)", part=self._raw(name))]
        whole = exp.func("CONCAT", *parts, dialect="databricks") if len(parts) > 1 else parts[0]
        return self.workings.add(TEXTS, whole)

    def _moment(self, column: ColumnMap | Moment, wall: exp.Expr) -> exp.Expr:
        own_offset = column.format is not None and column.format.has_offset
        return moment(self.workings, wall, None if own_offset else column.time_zone or self._time_zone)

    def _seconds(self, span: Span) -> exp.Expr:
        started, ended = self._whole(span.start), self._whole(span.end)
        start = wall_clock(self.workings, started, span.start.format)
        end = wall_clock(self.workings, ended, span.end.format)
        if span.overnight:
            end = next_day_if_before(self.workings, end, start)
        start_, end_ = self._moment(span.start, start), self._moment(span.end, end)
        seconds = fill("CAST(SECONDS_BETWEEN(start_, end_) AS STRING)", start_=start_, end_=end_)
        both = fill("CONCAT(started, ', ', ended)", started=started, ended=ended)
        return fill("CASE WHEN both IS NOT NULL THEN said END", both=both, said=or_unreadable(seconds, both))


def _text(value: str) -> exp.Expr:
    return literal(value) if value else exp.null()


def _fits(key: exp.Expr, theirs: str) -> exp.Expr:
    wanted = theirs.strip().lower()
    if not wanted:
        return key.is_(exp.null())
    if "*" not in wanted:
        return key.eq(literal(wanted))
    pattern = ".*".join(plain(part) for part in wanted.split("*"))
    return exp.RegexpLike(this=key.copy(), expression=literal(f"(?s)^{pattern}$"))
