"""``leakage check``: contracts against their SQL, and a semantic model against its data."""

from pathlib import Path

import typer
from rich.table import Table

from agent.engine import DuckDBEngine
from agent.knowledge import learn
from agent.limits import limits
from agent.model import SemanticModel, load_model
from agent.model_report import ModelReport, ViewFound, report
from doors.own_data import refuse_other_files
from pipeline.contract import load_contracts
from pipeline.errors import ContractError
from pipeline.settings import Settings
from pipeline.static import problems
from ui.commands.progress import say


def run(settings: Settings) -> None:
    """Check every contract against its SQL; the settings have been checked by being read."""
    found = problems()
    if found:
        raise ContractError("\n  ".join([f"{len(found)} problems:", *found]))
    say(f"{len(load_contracts())} contracts hold, and so do the settings ({settings.home}).")


def check_model(folder: Path | None, data: Path | None, *, as_json: bool) -> None:
    """Check a semantic model, and say what it holds; with data, that it fits them, and what was found there."""
    model = load_model(folder)
    if data is None:
        say(f"{_counted(model)} The files hold together; name data with --data to see whether they fit.")
        return
    refuse_other_files(data)
    engine = DuckDBEngine(data, limits().execute)
    try:
        found = report(learn(model, engine, limits().learn))
    finally:
        engine.close()
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        _print(found)


def _counted(model: SemanticModel) -> str:
    counts = f"{len(model.view)} views, {len(model.measure)} measures, {len(model.dimension)} dimensions"
    return f"{model.notes.name}: {counts}."


def _print(found: ModelReport) -> None:
    say(f"{found.name}: {len(found.views)} views; the data's today is {found.today or 'unknown: they have no dates'}.")
    for view in found.views:
        say(_drawn(view))
    for warning in found.warnings:
        say(f"[yellow]Note:[/yellow] {warning}.")


def _drawn(view: ViewFound) -> Table:
    time = f"time: {view.time}, {view.first} to {view.last}, by {', '.join(view.grains) or 'no grain'}"
    joins = f"joins: {', '.join(view.joins)}" if view.joins else ""
    drawn = Table("", "name", "label", "kind", "", title=view.name, caption="; ".join(filter(None, (time, joins))))
    for measure in view.measures:
        drawn.add_row("measure", measure.name, measure.label, measure.kind, "adds up" if measure.adds_up else "")
    for one in view.dimensions:
        drawn.add_row("dimension", one.name, one.label, one.kind, f"{one.values} values" if one.values else "")
    return drawn
