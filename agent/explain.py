"""Make the answer: facts first, then the sentence, the table, the chart, and what to ask next."""

from collections.abc import Iterator
from typing import Any, Literal

from agent.certified import QUERY as CERTIFIED
from agent.certified import agrees
from agent.columns import column, format_of, label_of, measure_columns
from agent.define import define
from agent.engine import Result
from agent.facts import FactBook, plain
from agent.language import languages
from agent.model import SemanticModel
from agent.narrate import Narrator, clauses_for
from agent.numbers import join, write_date, write_value, write_window
from agent.plan import FREE, Draft, Plan
from agent.premise import false_premise
from agent.provenance import check_provenance
from agent.reply import Answer, Chart, Column, Query, Shown, Word
from agent.suggest import filled, questions, saying, what_can_be_asked
from agent.turn import Tools, Turn


def explain_results(turn: Turn, tools: Tools) -> Answer:
    """Say what a question's results mean.

    Raises:
        ProvenanceError: The sentence would say a number that no result holds.
    """
    book = FactBook(tools.model, turn.language, turn.results)
    narrator = Narrator(turn.planned, book)
    sentence = sentence_with_window(narrator.say(clauses_for(narrator)), turn)
    check_provenance(sentence, narrator.used, grounds_of(turn, tools), turn.results)
    rows = turn.results["rows"]
    return answer_of(
        turn,
        tools,
        answer=" ".join([*false_premise(turn.planned, book), sentence, *_remarks(turn, tools)]),
        columns=rows.columns,
        rows=tuple(tuple(plain(cell) for cell in row) for row in rows.rows) if narrator.rows("rows") else (),
        chart=_chart(turn.planned, len(rows.rows), tools.model),
        facts=tuple({fact.model_dump_json(): fact for fact in narrator.used}.values()),
        **_filled(turn, tools),
    )


def explain_plan(turn: Turn, tools: Tools) -> Answer:
    """Say how a question was read, without running it."""
    if turn.answer:
        return turn.answer
    return answer_of(turn, tools, answer=_said(turn, tools))


def explain_without_plan(draft: Draft, turn: Turn, tools: Tools) -> Answer:
    """Answer a question about the agent or the data themselves."""
    clock, language = tools.knowledge.clock, turn.language
    intent = tools.model.intents[draft.intent or ""]
    own = intent.say.get(language) or languages()[language].say[intent.kind]
    values = {
        "today": write_date(clock.today, language),
        "complete": write_date(clock.complete, language),
        **what_can_be_asked(tools.model, language),
    }
    if draft.term:
        values |= dict(zip(("term", "meaning"), define(draft.term, tools.model, language), strict=True))
    said = filled(own, values)
    return Answer(
        status="answered",
        answer=said,
        label="computed",
        language=language,
        as_of=clock.today,
        plan=Shown(
            said=languages()[language].write["about"].format(intent.question.get(language) or said),
            plan=Plan(intent=draft.intent or FREE, term=draft.term),
            columns=(),
            words=tuple(_words(turn)),
        ),
        suggestions=questions(tools.model, language, intent.next),
        trace_id=turn.trace_id,
    )


def answer_of(turn: Turn, tools: Tools, *, shown: tuple[Column, ...] | None = None, **more: Any) -> Answer:
    """An answer with all that follows from its plan.

    Args:
        turn: The question with its results.
        tools: What the steps work with.
        shown: The columns of its table, where they are not the plan's.
        more: What is the answer's own.
    """
    intent = tools.model.intents.get(turn.planned.intent)
    return Answer(
        status="answered",
        label=_label(turn),
        language=turn.language,
        as_of=tools.knowledge.clock.today,
        window=turn.planned.window,
        plan=Shown(
            said=_said(turn, tools),
            plan=turn.planned,
            columns=tuple(_columns(turn, tools.model)) if shown is None else shown,
            words=tuple(_words(turn)),
        ),
        queries=tuple(_queries(turn)),
        suggestions=questions(tools.model, turn.language, intent.next if intent else ()),
        trace_id=turn.trace_id,
        **more,
    )


def _label(turn: Turn) -> Literal["certified", "computed"]:
    """Certified where the rows are those of the reviewed SQL, which ran beside the plan's."""
    ours, checked = turn.results.get("rows"), turn.results.get(CERTIFIED)
    return "certified" if ours and checked and agrees(ours, checked) else "computed"


def _columns(turn: Turn, model: SemanticModel) -> Iterator[Column]:
    for name in turn.planned.dimensions:
        label, form = model.label(name, turn.language), model.dimension[name].format
        yield Column(name=name, label=label, kind="dimension", format=form)
    for name in measure_columns(turn.planned, model):
        label, form = label_of(name, model, turn.language), format_of(name, model)
        yield Column(name=name, label=label, kind="measure", format=form)


def _words(turn: Turn) -> Iterator[Word]:
    """What each stretch of the question was taken to mean; words without a meaning of their own are left out."""
    for span in turn.read.spans:
        meaning = span.meaning
        if meaning.kind != "filler":
            yield Word(text=span.text, kind=meaning.kind, meaning=meaning.value or meaning.name)


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


def _said(turn: Turn, tools: Tools) -> str:
    """A plan in words: what is measured, by what, for what, when."""
    model, language, plan = tools.model, turn.language, turn.planned
    narrator = Narrator(plan, FactBook(model, language, {}))
    parts = [
        join([model.label(name, language) for name in plan.measures], language),
        join([model.label(name, language) for name in plan.dimensions], language),
        narrator.scope() if plan.filters else "",
        write_window(plan.window, language) if plan.window else "",
    ]
    return " · ".join(part for part in parts if part)


def sentence_with_window(sentence: str, turn: Turn) -> str:
    """Every answer says the window that it covers."""
    if turn.planned.window is None:
        return sentence
    window = write_window(turn.planned.window, turn.language)
    plain = write_window(turn.planned.window.model_copy(update={"complete": True}), turn.language)
    return sentence if window in sentence or plain in sentence else f"{sentence} ({window[0].upper()}{window[1:]}.)"


def _remarks(turn: Turn, tools: Tools) -> Iterator[str]:
    if turn.read.corrections:
        said = join([f"“{old}” → “{new}”" for old, new in turn.read.corrections.items()], turn.language)
        yield saying("read_as", {"corrections": said}, turn.language)
    window, first = turn.planned.window, tools.knowledge.clock.first
    if window and window.start < first <= window.end:
        yield saying("begins", {"first": write_date(first, turn.language)}, turn.language)
    yield from same_hours(turn)
    if turn.results["rows"].truncated:
        yield saying("truncated", {"rows": len(turn.results["rows"].rows)}, turn.language)


def same_hours(turn: Turn) -> Iterator[str]:
    """That only some hours of an unfinished day are compared."""
    if turn.planned.hours is not None:
        yield saying("same_hours", {"hour": f"{turn.planned.hours}:00"}, turn.language)


def grounds_of(turn: Turn, tools: Tools) -> Iterator[str]:
    """The texts, besides facts, whose numbers an answer may say."""
    for window in (turn.planned.window, turn.planned.comparison and turn.planned.comparison.window):
        if window:
            yield write_window(window, turn.language)
    for one in turn.planned.queries().values():
        for name in (*one.measures, *one.dimensions):
            yield tools.model.label(name, turn.language)
    for result in turn.results.values():
        yield from (str(cell) for row in result.rows for cell in row if isinstance(cell, str))
        yield from (_labels(result.columns, row, turn, tools) for row in result.rows)
    yield from (value for one in turn.planned.filters for value in one.values)
    yield Narrator(turn.planned, FactBook(tools.model, turn.language, turn.results)).scope()


def _labels(columns: tuple[str, ...], row: tuple[Any, ...], turn: Turn, tools: Tools) -> str:
    book = FactBook(tools.model, turn.language, turn.results)
    dimensions = ((name, cell) for name, cell in zip(columns, row, strict=True) if name in tools.model.dimension)
    return " ".join(
        f"{tools.model.value_label(name, cell, turn.language)} {write_value(cell, book.form(name), turn.language)}"
        for name, cell in dimensions
    )


def _chart(plan: Plan, rows: int, model: SemanticModel) -> Chart | None:
    """A line over time, bars for one or two dimensions, nothing for a single figure or a list."""
    if rows < 2 or not plan.measures or not 1 <= len(plan.dimensions) <= 2 or plan.chart == "table":
        return None
    over_time = plan.dimensions[0] in model.about_view(plan.view).grains.values()
    series = plan.dimensions[1] if len(plan.dimensions) > 1 else None
    main = plan.measures[0]
    if plan.comparison and not series:
        return Chart(kind="compared", x=plan.dimensions[0], y=(main, column(main, "before")))
    if series is None and (plan.chart == "pie" or (plan.share and not over_time)) and model.adds_up(main):
        return Chart(kind="parts", x=plan.dimensions[0], y=(main,))
    line = (over_time and plan.chart != "bar") or plan.chart == "line"
    return Chart(
        kind="line" if line else "bar", x=plan.dimensions[0], y=(next(measure_columns(plan, model)),), series=series
    )


def _filled(turn: Turn, tools: Tools) -> dict[str, Any]:
    """Rows that are spikes, causes or actions also stand under that name."""
    intent = tools.model.intents.get(turn.planned.intent)
    if not intent:
        return {}
    parts = {"rows": intent.fills} | {name: side.fills for name, side in intent.also.items()}
    return {part: _named(turn.results[name]) for name, part in parts.items() if part and name in turn.results}


def _named(rows: Result) -> tuple[dict[str, Any], ...]:
    return tuple(dict(zip(rows.columns, map(plain, row), strict=True)) for row in rows.rows)
