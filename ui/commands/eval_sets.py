"""``leakage eval --set NAME``."""

from collections.abc import Iterator

import typer
from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table

from evals.graded import Graded, Sheet
from evals.report import Gate
from evals.sets import grade
from pipeline.errors import EvaluationError
from pipeline.settings import Settings
from ui.commands.progress import say, shown


def run(settings: Settings, names: list[str], *, full: bool, held_out: bool, as_json: bool, verbose: bool) -> None:
    """Grade against made-up truth, say what the grades are, and fail when a condition does not hold."""
    if len(names) != 1:
        raise EvaluationError(f"--set names {len(names)} sets: {', '.join(names)}.", "Name one at a time.")
    with shown(settings, verbose=verbose) as tell:
        graded = grade(names[0], "full" if full else "small", tell, held_out=held_out)
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
