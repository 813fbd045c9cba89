"""An answer as it is shown: text, table, chart, how it came about. Pure: no browser, no figures of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markdown_it import MarkdownIt
from markupsafe import Markup
from sqlglot import transpile

from agent.define import define
from agent.model import SemanticModel
from agent.numbers import write_window
from agent.placeholders import capitalised
from agent.plan import Plan
from agent.reply import Answer, Query
from ui.drawn import Chart, chart_of
from ui.incident_cards import IncidentCard, incident_cards
from ui.incident_file import incident_file
from ui.page_file import Limits
from ui.plan_words import plan_words
from ui.tables import Table, Writer, table_of
from ui.words_read import WordView, words_read

_UNBROKEN = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class QueryView:
    """A query to read: its SQL over several lines, and what it took."""

    sql: str
    tables: str
    rows: int | None
    ms: float | None


@dataclass(frozen=True)
class View:
    """All that is shown of an answer.

    Attributes:
        reading: What the question was read as, in words.
        words: Which words of the question were taken to mean what.
        definitions: Each measure with its definition.
        plan_words: The plan part by part, in words.
        plan: The plan in full.
        incidents: The incidents that it brings, a card each.
    """

    status: str
    language: str
    body: Markup
    label: str | None = None
    window: str = ""
    complete: bool = True
    reading: str = ""
    words: tuple[WordView, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()
    plan_words: tuple[tuple[str, str], ...] = ()
    plan: str = ""
    table: Table | None = None
    chart: Chart | None = None
    queries: tuple[QueryView, ...] = ()
    incidents: tuple[IncidentCard, ...] = ()
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
        words=tuple(words_read(answer, model)),
        definitions=tuple(definitions_of(answer, model)),
        plan_words=tuple(plan_words(answer.plan.plan, model, answer.language)) if answer.plan else (),
        plan=plan_text(answer.plan.plan) if answer.plan else "",
        table=table_of(answer, say, limits.rows_shown),
        chart=chart_of(answer, say, limits),
        queries=tuple(query_view(query) for query in answer.queries),
        incidents=tuple(incident_cards(answer, say, incident_file())),
        suggestions=answer.suggestions,
        ms=sum(answer.timings_ms.values()),
        trace_id=answer.trace_id,
    )


def rendered(markdown: str) -> Markup:
    """Turn markdown into HTML; HTML in it is shown as text, and nothing in it can load anything."""
    parser = MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink"])
    together = markdown.replace(" %", f"{_UNBROKEN}%")
    return Markup(parser.render(together))  # noqa: S704 - the parser escapes every piece of HTML


def definitions_of(answer: Answer, model: SemanticModel) -> Iterator[tuple[str, str]]:
    """What each measure of an answer means."""
    for name in answer.plan.plan.measures if answer.plan else ():
        label, text = define(name, model, answer.language)
        yield capitalised(label), text


def plan_text(plan: Plan) -> str:
    """A plan in full, without what it leaves open."""
    return plan.model_dump_json(indent=2, exclude_defaults=True)


def query_view(query: Query) -> QueryView:
    """A query over several lines, as people read it."""
    readable = transpile(query.sql, read=query.dialect, write=query.dialect, pretty=True)
    return QueryView(";\n".join(readable), ", ".join(query.tables), query.row_count, query.ms)
