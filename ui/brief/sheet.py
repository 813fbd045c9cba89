"""A briefing laid out for reading: text, small tables and bars, with the numbers of its footnotes. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup

from agent.briefing.compose import Briefing, Section
from agent.briefing.outline import Outline, Words
from agent.model import SemanticModel
from agent.numbers import write_date
from agent.reply import Answer
from ui.present import query_view, rendered
from ui.tables import Table, Writer, columns_of, table_of


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its value in words, its length in percent of the longest, and whether it is the last."""

    label: str
    text: str
    length: int
    last: bool


@dataclass(frozen=True)
class Block:
    """A section as it is shown."""

    name: str
    title: str
    text: str
    html: Markup
    notes: tuple[int, ...]
    table: Table | None
    bars: tuple[Bar, ...]
    more: str


@dataclass(frozen=True)
class Note:
    """A footnote: what was asked, of which tables, by which SQL."""

    number: int
    text: str
    sql: str


@dataclass(frozen=True)
class Sheet:
    """A whole briefing as it is shown."""

    language: str
    name: str
    day: str
    headline: str
    complete: bool
    quiet: bool
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    made: str
    words: Words


def lay_out(briefing: Briefing, outline: Outline, model: SemanticModel, zone: ZoneInfo, run: str) -> Sheet:
    """Lay a briefing out.

    Args:
        briefing: What is said.
        outline: The words around it.
        model: What people call the names and values in it.
        zone: The business time zone.
        run: The run that its figures are of; empty for data of one's own.
    """
    say, words = Writer(model, briefing.language, zone), outline.words[briefing.language]
    day = write_date(briefing.day, briefing.language)
    return Sheet(
        language=briefing.language,
        name=briefing.name,
        day=day,
        headline=briefing.headline,
        complete=briefing.complete,
        quiet=briefing.quiet,
        blocks=tuple(_block(section, say, words) for section in briefing.sections),
        notes=tuple(_notes(briefing, words)),
        made=words.made.format(run=run or "–", day=day),
        words=words,
    )


def _block(section: Section, say: Writer, words: Words) -> Block:
    answer = section.answer.narrowed(section.columns)
    table = table_of(answer, say, section.rows) if section.show == "table" else None
    left_out = table.left_out if table else 0
    return Block(
        name=section.name,
        title=section.title,
        text=section.text,
        html=rendered(section.text),
        notes=section.notes,
        table=table,
        bars=tuple(_bars(section.answer, say, section.rows)) if section.show == "bars" else (),
        more=words.more.format(count=left_out) if left_out else "",
    )


def _bars(answer: Answer, say: Writer, most: int) -> Iterator[Bar]:
    """The first measure by the first dimension, as long as it is against the greatest."""
    columns = columns_of(answer)
    label = next(((place, one) for place, one in columns if one.kind == "dimension"), None)
    measure = next(((place, one) for place, one in columns if one.kind == "measure"), None)
    if label is None or measure is None:
        return
    rows = [row for row in answer.rows if isinstance(row[measure[0]], int | float)][-most:]
    values = [float(row[measure[0]] or 0) for row in rows]
    greatest = max(map(abs, values), default=0) or 1
    for place, (row, value) in enumerate(zip(rows, values, strict=True)):
        yield Bar(
            label=say.write(row[label[0]], label[1]),
            text=say.write(row[measure[0]], measure[1]),
            length=round(100 * abs(value) / greatest),
            last=place == len(rows) - 1,
        )


def _notes(briefing: Briefing, words: Words) -> Iterator[Note]:
    for note in briefing.footnotes:
        ran = query_view(note.query)
        yield Note(note.number, words.footnote.format(question=note.question, tables=ran.tables), ran.sql)
