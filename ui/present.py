"""An answer as it is shown: text, table, chart, how it came about. Pure: no browser, no figures of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from markdown_it import MarkdownIt
from markupsafe import Markup
from sqlglot import transpile

from agent.chat.answer import free_column
from agent.model import SemanticModel
from agent.numbers import write_date, write_value, write_window
from agent.placeholders import capitalised
from agent.plan import Plan
from agent.reply import Answer, Column, Query, Value
from agent.reply import Chart as Spec
from ui.charts import Chart, Mark, bar_chart, line_chart
from ui.page_file import Limits

NO_VALUE = "–"
_UNBROKEN = "\N{NO-BREAK SPACE}"

Place = tuple[int, Column]
"""Where a column stands in a row, and what it is."""


@dataclass(frozen=True)
class Head:
    """The head of a column; numbers stand to the right."""

    label: str
    number: bool


@dataclass(frozen=True)
class Table:
    """A table in words.

    Attributes:
        heads: The columns.
        rows: The cells, as people read them.
        left_out: How many further rows there are.
        without_values: The columns that no row has a value for, by what people call them; they are not shown.
    """

    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int = 0
    without_values: tuple[str, ...] = ()


@dataclass(frozen=True)
class QueryView:
    """A query to read: its SQL over several lines, and what it took."""

    sql: str
    tables: str
    rows: int | None
    ms: float | None


@dataclass(frozen=True)
class View:
    """All that is shown of an answer."""

    status: str
    language: str
    body: Markup
    label: str | None = None
    window: str = ""
    complete: bool = True
    reading: str = ""
    plan: str = ""
    table: Table | None = None
    chart: Chart | None = None
    queries: tuple[QueryView, ...] = ()
    suggestions: tuple[str, ...] = ()
    ms: float = 0.0
    trace_id: str = ""


def present(answer: Answer, model: SemanticModel, limits: Limits, zone: ZoneInfo) -> View:
    """Lay an answer out for reading.

    Args:
        answer: What the agent said.
        model: What people call the names and values in it.
        limits: How much of its table and chart is shown.
        zone: The business time zone, in which moments are written.
    """
    say = Writer(model, answer.language, zone)
    return View(
        status=answer.status,
        language=answer.language,
        body=rendered(answer.answer),
        label=answer.label,
        window=capitalised(write_window(answer.window, answer.language)) if answer.window else "",
        complete=answer.window is None or answer.window.complete,
        reading=answer.plan.said if answer.plan else "",
        plan=_plan_text(answer.plan.plan) if answer.plan else "",
        table=table_of(answer, say, limits.rows_shown),
        chart=chart_of(answer, say, limits),
        queries=tuple(_query(query) for query in answer.queries),
        suggestions=answer.suggestions,
        ms=sum(answer.timings_ms.values()),
        trace_id=answer.trace_id,
    )


def rendered(markdown: str) -> Markup:
    """Turn markdown into HTML; HTML in it is shown as text, and nothing in it can load anything."""
    parser = MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink"])
    together = markdown.replace(" %", f"{_UNBROKEN}%")
    return Markup(parser.render(together))  # noqa: S704 - the parser escapes every piece of HTML


@dataclass(frozen=True)
class Writer:
    """Writes the values of an answer's rows for people."""

    model: SemanticModel
    language: str
    zone: ZoneInfo

    def write(self, value: Value, column: Column) -> str:
        """Write one value of a column."""
        if value is None:
            return NO_VALUE
        if isinstance(value, str | bool):
            return self._text(str(value), column)
        signed = column.kind == "measure" and self.model.about_measure(column.name).signed
        return write_value(Decimal(str(value)), column.format, self.language, signed)

    def _text(self, value: str, column: Column) -> str:
        kind = column.format.type if column.format else None
        if kind == "date":
            return write_date(date.fromisoformat(value), self.language, "short_date")
        if kind == "date_time":
            return write_date(datetime.fromisoformat(value).astimezone(self.zone), self.language, "short_date")
        return capitalised(self.model.value_label(column.name, value, self.language))


def table_of(answer: Answer, say: Writer, most: int) -> Table | None:
    """Put an answer's rows in words; None when it has none.

    Args:
        answer: The answer.
        say: Writes its values.
        most: How many rows are shown.
    """
    if not answer.rows:
        return None
    columns = _columns(answer)
    valued = [(place, column) for place, column in columns if any(row[place] is not None for row in answer.rows)]
    heads = tuple(Head(column.label, _is_number(answer, place)) for place, column in valued)
    rows = tuple(tuple(say.write(row[place], column) for place, column in valued) for row in answer.rows[:most])
    without = tuple(column.label for place, column in columns if (place, column) not in valued)
    return Table(heads, rows, len(answer.rows) - len(rows), without)


def chart_of(answer: Answer, say: Writer, limits: Limits) -> Chart | None:
    """Lay out the chart that an answer declares; None when it declares none, or there is nothing to compare.

    Args:
        answer: The answer.
        say: Writes its values.
        limits: How many bars and lines are drawn.
    """
    if not answer.chart:
        return None
    places = {column.name: (place, column) for place, column in _columns(answer)}
    marks = list(_marks(answer, answer.chart, places, say))
    if len(marks) < 2:
        return None
    title = places[answer.chart.y[0]][1].label
    if answer.chart.kind == "line":
        return line_chart(title, marks, limits.lines_shown)
    return bar_chart(title, marks, limits.bars_shown)


def _marks(answer: Answer, spec: Spec, places: dict[str, Place], say: Writer) -> Iterator[Mark]:
    x, y = places[spec.x], places[spec.y[0]]

    def said(row: tuple[Value, ...], place: Place) -> str:
        return say.write(row[place[0]], place[1])

    for row in answer.rows:
        at, value = row[x[0]], row[y[0]]
        if isinstance(value, int | float):
            series = said(row, places[spec.series]) if spec.series else ""
            yield Mark(said(row, x) if at is None else at, said(row, x), series, float(value), said(row, y))


def _columns(answer: Answer) -> list[Place]:
    """Where each column stands in a row, and how it is called and written."""
    columns = answer.plan.columns if answer.plan else map(free_column, answer.columns)
    described = {column.name: column for column in columns}
    return [(place, described[name]) for place, name in enumerate(answer.columns) if name in described]


def _is_number(answer: Answer, place: int) -> bool:
    return all(isinstance(row[place], int | float | None) for row in answer.rows)


def _plan_text(plan: Plan) -> str:
    return plan.model_dump_json(indent=2, exclude_defaults=True)


def _query(query: Query) -> QueryView:
    readable = transpile(query.sql, read=query.dialect, write=query.dialect, pretty=True)
    return QueryView(";\n".join(readable), ", ".join(query.tables), query.row_count, query.ms)
