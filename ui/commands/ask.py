"""``leakage ask`` and ``leakage validate``: the agent on the command line."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from rich.markdown import Markdown
from rich.table import Column
from rich.table import Table as Drawn

from agent.engine import Catalog
from agent.model import load_model
from agent.planner import Caller
from agent.reply import Answer
from agent.validate import validate
from pipeline.errors import PlanError, RefusedError
from pipeline.settings import Settings
from ui.commands.progress import say
from ui.context import open_agent
from ui.present import Table, Writer, table_of

ROWS_SHOWN = 40


def ask(
    settings: Settings, question: str, *, model: Path | None, data: Path | None, explain: bool, as_json: bool
) -> None:
    """Answer one question, or say how it would be answered."""
    with open_agent(settings, model, data) as agent:
        caller = Caller(settings.caller, settings.role)
        answer = agent.explain(question, caller=caller) if explain else agent.ask(question, caller=caller)
    if as_json:
        typer.echo(answer.model_dump_json(indent=2))
    else:
        _print(settings, answer, model, explain=explain)
    if answer.status == "failed":
        raise typer.Exit(1)


def _print(settings: Settings, answer: Answer, model: Path | None, *, explain: bool) -> None:
    say(Markdown(answer.answer))
    table = table_of(answer, Writer(load_model(model), answer.language, settings.zone), ROWS_SHOWN)
    if table:
        say(_drawn(table))
    if explain:
        for query in answer.queries:
            say(f"\n{query.sql};")
    if answer.suggestions:
        say("[dim]Next: " + " · ".join(answer.suggestions) + "[/dim]")


def _drawn(table: Table) -> Drawn:
    heads = (Column(head.label, justify="right" if head.number else "left") for head in table.heads)
    drawn = Drawn(*heads, caption=f"and {table.left_out} more rows" if table.left_out else None)
    for row in table.rows:
        drawn.add_row(*row)
    return drawn


def ask_many(settings: Settings, file: Path, *, model: Path | None, data: Path | None) -> None:
    """Answer a file of questions, one JSON object a line ({id, question, conversation}), in one process."""
    with open_agent(settings, model, data) as agent:
        caller = Caller(settings.caller, settings.role)
        for asked in _lines(file, needs=("id", "question")):
            conversation = tuple(asked.get("conversation") or ())
            answer = agent.ask(asked["question"], conversation=conversation, caller=caller)
            typer.echo(json.dumps({"id": asked["id"]} | json.loads(answer.model_dump_json())))


def check_sql(settings: Settings, sql: str, dialect: str, *, model: Path | None, data: Path | None) -> None:
    """Say whether the guard lets a statement through, and what would run."""
    with open_agent(settings, model, data) as agent:
        verdict = _verdict(sql, dialect, agent.knowledge.catalog)
    typer.echo(json.dumps(verdict, indent=2))
    if not verdict["allowed"]:
        raise typer.Exit(1)


def check_many(settings: Settings, file: Path, *, model: Path | None, data: Path | None) -> None:
    """Judge a file of statements, one JSON object a line ({id, sql, dialect})."""
    with open_agent(settings, model, data) as agent:
        catalog = agent.knowledge.catalog
        for asked in _lines(file, needs=("id", "sql")):
            verdict = _verdict(asked["sql"], asked.get("dialect", "databricks"), catalog)
            typer.echo(json.dumps({"id": asked["id"]} | verdict))


def _verdict(sql: str, dialect: str, catalog: Catalog) -> dict[str, Any]:
    try:
        checked = validate(sql, catalog, dialect)
    except RefusedError as refused:
        return {"allowed": False, "code": refused.code, "reason": refused.message, "sql": None}
    return {"allowed": True, "code": None, "reason": None, "sql": checked.sql}


def _lines(file: Path, needs: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    content = sys.stdin.read() if str(file) == "-" else file.read_text()
    for number, line in enumerate(content.splitlines(), start=1):
        if line.strip():
            yield _object(line, f"{file}, line {number}", needs)


def _object(line: str, where: str, needs: tuple[str, ...]) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as broken:
        raise PlanError(f"{where} is not JSON: {broken}.") from None
    missing = [name for name in needs if not isinstance(found, dict) or name not in found]
    if missing or not isinstance(found, dict):
        raise PlanError(f"{where} must be an object with {' and '.join(needs)}.")
    return found
