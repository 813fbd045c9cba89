"""``leakage eval --set NAME``."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table

from evals.graded import Graded, Sheet, Size, Tell
from evals.published import Published
from evals.references import open_engines
from evals.report import Gate
from evals.sets import grade
from evals.suite import suite
from pipeline.errors import EvaluationError
from pipeline.serving import served
from pipeline.settings import Settings
from ui.commands.progress import say, shown
from ui.eval_home import eval_home


@dataclass(frozen=True)
class Wanted:
    """What is graded, and how it is shown."""

    names: Sequence[str]
    home: Path | None
    full: bool
    held_out: bool
    as_json: bool


def run(settings: Settings, wanted: Wanted, *, verbose: bool) -> None:
    """Grade against made-up truth, say what the grades are, and fail when a condition does not hold."""
    if len(wanted.names) != 1:
        raise EvaluationError(
            f"--set names {len(wanted.names)} sets: {', '.join(wanted.names)}.", "Name one at a time."
        )
    with shown(settings, verbose=verbose) as tell, ExitStack() as opened:
        data = partial(_published, settings, wanted.home, tell, opened)
        size: Size = "full" if wanted.full else "small"
        graded = grade(wanted.names[0], size, tell, held_out=wanted.held_out, data=data)
    _show(graded, as_json=wanted.as_json)


def _published(settings: Settings, home: Path | None, tell: Tell, opened: ExitStack) -> Published:
    """Open the default data set, made and built before where need be."""
    chosen = eval_home(settings, home, suite().data, tell)
    engine = open_engines((served(chosen).database,), suite().references)[0]
    opened.callback(engine.close)

    def rows(query: str) -> list[dict[str, Any]]:
        result = engine.run([query])[0]
        if result.truncated:
            raise EvaluationError(f"a query of the set has more than {suite().references.rows} rows: {query}")
        return [dict(zip(result.columns, row, strict=True)) for row in result.rows]

    return Published(rows, chosen.home / "answer_key")


def _show(graded: Graded, *, as_json: bool) -> None:
    if as_json:
        typer.echo(graded.model_dump_json(indent=2))
    else:
        for part in tables(graded):
            say(part)
    if not graded.passed:
        raise typer.Exit(1)


def tables(graded: Graded) -> Iterator[RenderableType]:
    """Everything to print, in order."""
    for sheet in graded.sheets:
        yield _sheet(sheet)
        if sheet.note:
            yield sheet.note
    yield _gate(graded)
    seeds = "held out" if graded.held_out else "for tuning"
    verdict = "[green]Passed.[/green]" if graded.passed else "[red]Not passed.[/red]"
    yield f"{verdict} Set {graded.name}, {graded.size}, worlds {seeds}; the gate stands in evals/grades.yml."


def _sheet(sheet: Sheet) -> Table:
    shown = Table(*sheet.columns, title=sheet.title, title_justify="left", box=SIMPLE_HEAD)
    for row in sheet.rows:
        shown.add_row(*("–" if cell is None else str(cell) for cell in row))
    return shown


def _gate(graded: Graded) -> Table:
    shown = Table("Condition", "Value", "Needed", "", title="Gate", title_justify="left", box=SIMPLE_HEAD)
    for one in graded.gate:
        shown.add_row(
            one.name.replace("_", " "), f"{one.value:.3g}", _needed(one), "✓" if one.holds else "[red]✗[/red]"
        )
    return shown


def _needed(gate: Gate) -> str:
    least = f"at least {gate.least:g}" if gate.least is not None else ""
    most = f"at most {gate.most:g}" if gate.most is not None else ""
    return " and ".join(part for part in (least, most) if part)
