"""What a chat model has a part in of an answer: a query of its own, read out by code; and a sentence, reworded."""

from collections.abc import Iterator
from dataclasses import replace

from agent.chat.offer import Offer
from agent.chat.remarks import remark
from agent.clarify import explain_unclear
from agent.declined import Declined
from agent.engine import Result
from agent.explain_declined import explain_declined
from agent.facts import CellRef, Fact, plain
from agent.metric_view import Decimals, Format
from agent.numbers import join, write_value
from agent.provenance import ProvenanceError, check_provenance
from agent.reader import Unclear
from agent.reply import Answer, Column, Query
from agent.turn import Tools, Turn

_FORM = Format(decimal_places=Decimals(type="max", places=4))
_SAID = 5
"""How many cells of the first row are said; the rest stand in the table."""


def explain_query(turn: Turn, tools: Tools) -> Answer:
    """Read out the result of a query that a chat model wrote: its first row, by the names of its columns.

    Raises:
        ProvenanceError: A number that would be said is not in the result.
    """
    result = turn.results.get("rows")
    facts = tuple(_facts(result, turn.language)) if result and result.rows else ()
    sentence = _sentence(result, facts, turn.language)
    if result:
        check_provenance(sentence, facts, [*result.columns, *_texts(result)], turn.results)
    return Answer(
        status="answered",
        answer=sentence,
        label="freehand",
        language=turn.language,
        as_of=tools.knowledge.clock.today,
        queries=tuple(_queries(turn)),
        columns=result.columns if result else (),
        rows=tuple(tuple(plain(cell) for cell in row) for row in result.rows) if result else (),
        facts=facts,
        trace_id=turn.trace_id,
    )


def free_column(name: str) -> Column:
    """What is known of a column that no plan describes: its name."""
    return Column(name=name, label=name.replace("_", " "), kind="measure", format=_FORM)


def without_query(turn: Turn, tools: Tools) -> Turn:
    """A question whose query could not be run is answered as if there had been none."""
    heard, stop = turn.heard, turn.heard.stop or Declined("nothing_asked")
    turn = replace(turn, outcome=replace(heard, remarks=(remark("freehand_failed", turn.language),)))
    answer = explain_unclear(stop, turn, tools) if isinstance(stop, Unclear) else explain_declined(stop, turn, tools)
    return replace(turn, answer=answer)


def reworded(answer: Answer, turn: Turn, tools: Tools) -> Answer:
    """An answer in a chat model's words, where these may be asked for and say the same; else as it is."""
    if tools.rewording is None or not _may_leave(turn, tools):
        return answer
    text = tools.rewording.reword(answer.answer, answer.facts, _names(turn, tools), turn.language)
    try:
        check_provenance(text, answer.facts, [answer.answer], turn.results)
    except ProvenanceError:
        return answer
    return answer.model_copy(update={"answer": text})


def _may_leave(turn: Turn, tools: Tools) -> bool:
    """Whether an answer is of a view that a chat model may know of for this caller: single journeys never are."""
    open_views = Offer(tools.knowledge, turn.caller, tell_values=True).views
    return turn.planned.view in {view.name for view in open_views}


def _names(turn: Turn, tools: Tools) -> Iterator[str]:
    """What people call the model's names and values: none may come or go."""
    model, language = tools.model, turn.language
    yield from (model.label(name, language) for name in (*model.measure, *model.dimension))
    for name, values in tools.knowledge.values.items():
        yield from (model.value_label(name, value, language) for value in values)


def _sentence(result: Result | None, facts: tuple[Fact, ...], language: str) -> str:
    if result is None:
        return remark("freehand_not_run", language)
    if not facts:
        return remark("freehand_empty", language)
    said = join([f"{fact.label} {fact.text}" for fact in facts], language)
    return remark("freehand_row" if len(result.rows) == 1 else "freehand_rows", language).format(said)


def _facts(result: Result, language: str) -> Iterator[Fact]:
    for name, cell in list(zip(result.columns, result.rows[0], strict=True))[:_SAID]:
        if cell is not None:
            yield Fact(
                name=name,
                label=free_column(name).label,
                value=plain(cell),
                unit="text" if isinstance(cell, str) else "number",
                text=write_value(cell, _FORM, language),
                operation="cell",
                cells=(CellRef(query="rows", row=0, column=name),),
            )


def _texts(result: Result) -> Iterator[str]:
    yield from (cell for row in result.rows for cell in row if isinstance(cell, str))


def _queries(turn: Turn) -> Iterator[Query]:
    for name, checked in turn.queries.items():
        result = turn.results.get(name)
        yield Query(
            sql=checked.sql,
            dialect=checked.dialect,
            tables=checked.tables,
            row_count=len(result.rows) if result else None,
            ms=round(result.ms, 2) if result else None,
        )
