"""``leakage ask`` and ``leakage validate``: the agent on the command line."""

import json
from pathlib import Path
from typing import Any

import typer
from rich.markdown import Markdown
from rich.table import Column
from rich.table import Table as Drawn
from rich.text import Text

from agent.engine import Catalog
from agent.guard import refusal
from agent.model import SemanticModel
from agent.planner import Caller
from agent.reply import Answer
from agent.validate import validate
from doors.context import Context, open_agent
from pipeline.errors import PlanError, RefusedError
from pipeline.settings import Settings
from ui.commands.batch import (
    LineError,
    Question,
    as_line,
    check_there,
    failed,
    is_text,
    read_lines,
    read_question,
    read_statement,
)
from ui.commands.explained import explained
from ui.commands.progress import log_to_terminal, say
from ui.page_file import page_file
from ui.tables import Table, Writer, table_of

ROWS_SHOWN = 40
DIALECT = "databricks"
"""The dialect of a statement that names none."""


def ask(
    settings: Settings,
    question: str,
    *,
    model: Path | None,
    data: Path | None,
    conversation: str | None,
    explain: bool,
    as_json: bool,
) -> None:
    """Answer one question, or say how it would be answered.

    Raises:
        PlanError: The question is not a text.
        TalkError: The conversation is another user's.
    """
    if not is_text(question):
        raise PlanError("the question is not text in UTF-8.", "Look at the terminal's encoding.")
    log_to_terminal(settings)
    with Context(settings, model, data, "command") as context:
        if explain:
            answer = context.explain(question, conversation=conversation)
        else:
            answer = context.ask(question, conversation=conversation)
        if as_json:
            typer.echo(answer.model_dump_json(indent=2))
        else:
            _print(settings, answer, context.model, explain=explain)
    if answer.status == "failed":
        raise typer.Exit(1)


def _print(settings: Settings, answer: Answer, model: SemanticModel, *, explain: bool) -> None:
    say(Markdown(answer.answer))
    table = table_of(answer, Writer(model, answer.language, settings.zone), ROWS_SHOWN)
    if table:
        say(_drawn(table))
    if explain:
        for part in explained(answer, model):
            say(part)
    elif answer.plan and answer.plan.said:
        say(Text(f"{page_file().words[answer.language].reading}: {answer.plan.said}", style="dim"))
    if answer.suggestions:
        words = page_file().words[answer.language]
        lead = words.did_you_mean if answer.status == "clarify" else f"{words.next}:"
        say(Text(f"{lead} " + " · ".join(answer.suggestions), style="dim"))


def _drawn(table: Table) -> Drawn:
    heads = (Column(head.label, justify="right" if head.number else "left") for head in table.heads)
    drawn = Drawn(*heads, caption=f"and {table.left_out} more rows" if table.left_out else None)
    for row in table.rows:
        drawn.add_row(*row)
    return drawn


def ask_many(settings: Settings, file: Path, *, model: Path | None, data: Path | None) -> None:
    """Answer a file of questions, one JSON object a line ({id, question, conversation}), in one process.

    Raises:
        PlanError: The file has no line that could be asked.
    """
    check_there(file)
    read = asked = 0
    log_to_terminal(settings)
    with Context(settings, model, data, "command") as context, context.current():
        for number, line in read_lines(file):
            read += 1
            try:
                one = read_question(line)
            except LineError as wrong:
                typer.echo(as_line(wrong.identity, failed(f"Line {number}: {wrong.message}")))
            else:
                asked += 1
                typer.echo(as_line(one.identity, _answered(context, one)))
    _refuse_empty(file, read, asked, '{"id": "1", "question": "What\'s breaking today?"}')


def _refuse_empty(file: Path, read: int, used: int, example: str) -> None:
    if not used:
        what = f"none of the {read} lines of {file} can be read." if read else f"{file} is empty."
        raise PlanError(what, f"Write one a line: {example}")


def _answered(context: Context, one: Question) -> Answer:
    caller = Caller(context.settings.caller, one.role or context.settings.role)
    try:
        return context.ask(one.question, one.conversation, caller)
    except Exception as error:  # whatever it is, the other lines are still to be answered
        return failed(f"Something went wrong inside ({type(error).__name__}).")


def check_sql(settings: Settings, sql: str, dialect: str, *, model: Path | None, data: Path | None) -> None:
    """Say whether the guard lets a statement through, and what would run."""
    with open_agent(settings, model, data) as agent:
        verdict = _verdict(sql, dialect, agent.knowledge.catalog)
    typer.echo(json.dumps(verdict, indent=2))
    if not verdict["allowed"]:
        raise typer.Exit(1)


def check_many(settings: Settings, file: Path, *, model: Path | None, data: Path | None) -> None:
    """Judge a file of statements, one JSON object a line ({id, sql, dialect}).

    Raises:
        PlanError: The file has no line that could be judged.
    """
    check_there(file)
    read = judged = 0
    with open_agent(settings, model, data) as agent:
        for number, line in read_lines(file):
            read += 1
            try:
                one = read_statement(line)
            except LineError as wrong:
                unreadable = refusal("unreadable", what=f"line {number}: {wrong.message.rstrip('.')}")
                typer.echo(json.dumps({"id": wrong.identity} | _refused(unreadable)))
            else:
                judged += 1
                verdict = _verdict(one.sql, DIALECT if one.dialect is None else one.dialect, agent.knowledge.catalog)
                typer.echo(json.dumps({"id": one.identity} | verdict))
    _refuse_empty(file, read, judged, '{"id": "1", "sql": "SELECT 1"}')


def _verdict(sql: str, dialect: str, catalog: Catalog) -> dict[str, Any]:
    try:
        checked = validate(sql, catalog, dialect)
    except RefusedError as refused:
        return _refused(refused)
    return {"allowed": True, "code": None, "reason": None, "sql": checked.sql}


def _refused(refused: RefusedError) -> dict[str, Any]:
    reason = f"{refused.message} {refused.hint}".strip()
    return {"allowed": False, "code": refused.code, "reason": reason, "sql": None}
